"""Which language each paragraph and sentence is in, in a document whose language is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from newsclean.document import Paragraph, Sentence, Span
from newsclean.folding import fold
from newsclean.languages.detectors import Detector
from newsclean.languages.election import Votes
from newsclean.languages.function_words import function_words, words
from newsclean.languages.guesses import INHERITED, LIKELY, SURE, Guess, Guesser
from newsclean.languages.scripts import CJK_LETTERS, dominant
from newsclean.languages.sentences import joined, sentences
from newsclean.languages.tags import variant

_TOLD = (SURE, LIKELY, INHERITED)


@dataclass(slots=True)
class Readings:
    """What was read of a document, for its next round.

    Attributes:
        votes: What the ballots of the election said.
        paragraphs: Document's language and line to the paragraph as it was read, and the texts that were asked for in
            the document's alphabet.
    """

    votes: Votes = field(default_factory=dict)
    paragraphs: dict[tuple[str, str], tuple[Paragraph, tuple[tuple[str, bool], ...]]] = field(default_factory=dict)


class Reader:
    """Reads paragraphs of a document whose language is known.

    Args:
        main, tag: The document's language: as the function words name it, and its BCP 47 tag.
        allowed: Languages that may occur.
        judge: Tells the language of what the function words do not settle.
        passages: Parts of the document; letters that they have are the document's alphabet.
        known: What was read before, with the same languages and judge.
    """

    def __init__(
        self,
        main: str,
        tag: str,
        allowed: frozenset[str],
        judge: Detector,
        passages: Iterable[str],
        known: Readings | None = None,
    ) -> None:
        self._guesser = Guesser(main, allowed, judge, passages)
        self._known = (known or Readings()).paragraphs
        self._main = main
        self._tag = tag

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with language, confidence and sentences."""
        before, asked = self._known.get((self._tag, paragraph.text), (None, ()))
        if before is not None and self._guesser.answers(asked):
            return _at(before, paragraph.span)
        self._guesser.asked = []
        found = self._paragraph(paragraph)
        self._known[self._tag, paragraph.text] = found, tuple(self._guesser.asked)
        return found

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        text, folded = paragraph.text, paragraph.folded
        if len(text) < CJK_LETTERS:
            return self._inheriting(paragraph)
        spans: list[Span] = []
        guesses: list[Guess | None] = []
        calm = self._guesser.is_calm(folded)
        for span in sentences(text, self._main):
            settled = self._guesser.at_once(text, folded, span) if calm else None
            if settled is not None:
                spans.append(span)
                guesses.append(settled)
                continue
            for part, guess in self._parts(text, folded, span):
                spans.append(part)
                guesses.append(guess)
        guesses = self._guesser.in_one_language(text, folded, guesses)
        if all(guess is not None and guess.language == self._main for guess in guesses) and guesses:
            return self._native(paragraph, spans, guesses)
        told = [guess for guess in guesses if guess is not None]
        alone = told[0] if len(told) == 1 and None in guesses else None
        if not told and len(spans) > 1:
            whole = self._guesser.read(text, folded)
            told = [whole] if whole is not None else []
        native = [guess for guess in told if guess.language == self._main]
        short = [span for span, guess in zip(spans, guesses, strict=True) if guess is None]
        if told and not native and not (alone and self._is_doubted(text, short, alone.language)):
            letters: dict[str, int] = {}
            for guess in told:
                letters[guess.language] = letters.get(guess.language, 0) + guess.letters
            language = max(sorted(letters), key=letters.__getitem__)
            confidence = max(guess.confidence for guess in told if guess.language == language)
        elif native:
            language, confidence = self._main, max(guess.confidence for guess in native)
        elif any(map(str.isalpha, text)):
            language, confidence = self._main, INHERITED
        else:
            language, confidence = "", 0.0
        tagged = []
        for span, guess in zip(spans, guesses, strict=True):
            which = guess.language if guess is not None else language
            sure = guess.confidence if guess is not None else min(confidence, INHERITED)
            tagged.append(Sentence(_moved(span, paragraph.span.start), self._name(which, text), round(sure, 4)))
        name, sure = self._name(language, text), round(confidence, 4)
        return Paragraph(paragraph.span, text, folded, tuple(tagged), name, sure)

    def _inheriting(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph of a few characters, which tell nothing."""
        told = any(map(str.isalpha, paragraph.text))
        language, confidence = (self._tag, INHERITED) if told else (None, 0.0)
        sentence = Sentence(paragraph.span, language, confidence)
        return Paragraph(paragraph.span, paragraph.text, paragraph.folded, (sentence,), language, confidence)

    def _native(self, paragraph: Paragraph, spans: list[Span], guesses: list[Guess | None]) -> Paragraph:
        """The paragraph, all in the document's language."""
        start = paragraph.span.start
        tagged = []
        confidence = 0.0
        for span, guess in zip(spans, guesses, strict=True):
            sure = guess.confidence if guess is not None else 0.0
            if sure not in _TOLD:
                sure = round(sure, 4)
            if sure > confidence:
                confidence = sure
            tagged.append(Sentence(_moved(span, start) if start else span, self._tag, sure))
        return Paragraph(paragraph.span, paragraph.text, paragraph.folded, tuple(tagged), self._tag, confidence)

    def _is_doubted(self, text: str, short: list[Span], language: str) -> bool:
        """Whether the short sentences beside the one that tells a language do not seem to be in that one too."""
        rest = " ".join(text[span.start : span.end] for span in short)
        script, _ = dominant(rest)
        if script is not None and script not in self._guesser.scripts:
            return False
        found = words(fold(rest))
        return len(found & function_words(language) - self._guesser.words) <= len(found & self._guesser.words)

    def _name(self, language: str, text: str) -> str | None:
        if language == self._main:
            return self._tag
        return variant(language, (text,)) if language else None

    def _parts(self, text: str, folded: str, span: Span) -> list[tuple[Span, Guess | None]]:
        """The sentence with its guess; where it is really two, in two languages, these."""
        sentence = text[span.start : span.end]
        if pieces := joined(sentence):
            parts: list[tuple[Span, Guess | None]] = []
            waiting: int | None = None  # where a piece began that tells nothing, and leads up to the next
            for piece in pieces:
                part = _moved(piece, span.start)
                guess = self._guesser.read(text[part.start : part.end], folded[part.start : part.end])
                unsure = guess is None or (guess.language == self._main and guess.confidence < INHERITED)
                if unsure and text[part.end - 1] == ":":
                    if not words(folded[part.start : part.end]) & self._guesser.words:
                        waiting = part.start if waiting is None else waiting
                        continue
                    guess = Guess(self._main, INHERITED, piece.end - piece.start)
                if waiting is not None:
                    part, waiting = Span(waiting, part.end), None
                if parts and (guess is None or (parts[-1][1] or guess).language == guess.language):
                    part = Span(parts[-1][0].start, part.end)
                    guess = parts.pop()[1] or guess
                parts.append((part, guess))
            if len(parts) > 1:
                return parts
        return [(span, self._guesser.read(sentence, folded[span.start : span.end]))]


def _at(paragraph: Paragraph, span: Span) -> Paragraph:
    """The same paragraph in another place."""
    by = span.start - paragraph.span.start
    if not by:
        return paragraph
    moved = tuple(replace(sentence, span=_moved(sentence.span, by)) for sentence in paragraph.sentences)
    return replace(paragraph, span=span, sentences=moved)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
