"""Which language each paragraph and sentence is in, in a document whose language is known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from newsclean.document import Paragraph, Sentence, Span
from newsclean.folding import fold
from newsclean.languages.detectors import Detector
from newsclean.languages.function_words import (
    evidence,
    function_words,
    kin_meant,
    native_and_alien,
    words,
    words_of_kin,
)
from newsclean.languages.scripts import CJK, CJK_LETTERS, LETTERS, dominant, letters_by_script
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import LANGUAGES_OF, SCRIPTS_OF, by_letters, kin_of, possible, variant

_SURE = 0.995  # of a sentence that the function words settle
_LIKELY = 0.95  # of one that has a word of the language, and nothing that speaks against it
_INHERITED = 0.8  # of a text too short to tell
_TOLD = (_SURE, _LIKELY, _INHERITED)
_SHORT = 40  # characters of a sentence that nothing speaks against
_JOINT = re.compile(r"""[.!?…:]["”“»)]?\s(?=[^\W_a-zß-öø-ÿ])""")
_JOINTS = 20  # more, and it is a list
_PLAIN = frozenset(map(chr, range(0x80))).union("\u00a0\u202f‐‑–—‘’‚“”„«»‹›…•·°§€£©®™%†′″")
_SURPRISE = math.e  # how much likelier the document's language is, before reading


class _Guess(NamedTuple):
    language: str
    confidence: float
    letters: int


Readings = dict[tuple[str, str], tuple[Paragraph, tuple[tuple[str, bool], ...]]]
"""Document's language and line to the paragraph as it was read, and the texts that were asked for in its alphabet."""


@cache
def _telling_words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words of its kin alone, words that speak for a language, and words that speak against it or are of its kin."""
    native, alien = native_and_alien(language)
    kin: frozenset[str] = frozenset().union(*words_of_kin(language).values())
    return kin, native, alien | kin


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
        self._alphabet = _PLAIN.union(*passages)
        self._asked: list[tuple[str, bool]] = []
        self._known: Readings = {} if known is None else known
        self._main = main
        self._tag = tag
        self._judge = judge
        self._kin = kin_of(main)
        self._scripts = SCRIPTS_OF[main]
        self._prior = {language: _SURPRISE if language == main else 1.0 for language in allowed}
        self._possible: dict[str, dict[str, float]] = {}
        self._words = function_words(main)
        self._kin_words, self._for, self._against = _telling_words(main)
        self._sure, self._likely = _Guess(main, _SURE, LETTERS), _Guess(main, _LIKELY, LETTERS)

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with language, confidence and sentences."""
        before, asked = self._known.get((self._tag, paragraph.text), (None, ()))
        if before is not None and all(self._alphabet.issuperset(text) is answer for text, answer in asked):
            return _at(before, paragraph.span)
        self._asked = []
        found = self._paragraph(paragraph)
        self._known[self._tag, paragraph.text] = found, tuple(self._asked)
        return found

    def _is_in_alphabet(self, text: str) -> bool:
        """Whether a text has no letter that the document has not."""
        answer = self._alphabet.issuperset(text)
        self._asked.append((text, answer))
        return answer

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        text, folded = paragraph.text, paragraph.folded
        if len(text) < CJK_LETTERS:
            return self._inheriting(paragraph)
        spans: list[Span] = []
        guesses: list[_Guess | None] = []
        calm = self._is_calm(folded)
        for span in sentences(text, self._main):
            settled = self._settled_at_once(text, folded, span) if calm else None
            if settled is not None:
                spans.append(span)
                guesses.append(settled)
                continue
            for part, guess in self._parts(text, folded, span):
                spans.append(part)
                guesses.append(guess)
        if all(guess is not None and guess.language == self._main for guess in guesses) and guesses:
            return self._native(paragraph, spans, guesses)
        told = [guess for guess in guesses if guess is not None]
        if not told and len(spans) > 1:
            whole = self._read(text, folded)
            told = [whole] if whole is not None else []
        native = [guess for guess in told if guess.language == self._main]
        alone = len(told) == 1 and None in guesses
        if told and not native and not (alone and self._is_doubted(text, spans, guesses)):
            letters: dict[str, int] = {}
            for guess in told:
                letters[guess.language] = letters.get(guess.language, 0) + guess.letters
            language = max(sorted(letters), key=letters.__getitem__)
            confidence = max(guess.confidence for guess in told if guess.language == language)
        elif native:
            language, confidence = self._main, max(guess.confidence for guess in native)
        elif any(map(str.isalpha, text)):
            language, confidence = self._main, _INHERITED
        else:
            language, confidence = "", 0.0
        tagged = []
        for span, guess in zip(spans, guesses, strict=True):
            which = guess.language if guess is not None else language
            sure = guess.confidence if guess is not None else min(confidence, _INHERITED)
            tagged.append(Sentence(_moved(span, paragraph.span.start), self._name(which, text), round(sure, 4)))
        name, sure = self._name(language, text), round(confidence, 4)
        return Paragraph(paragraph.span, text, folded, tuple(tagged), name, sure)

    def _is_calm(self, folded: str) -> bool:
        """Whether no word of the paragraph speaks against the document's language."""
        return self._against.isdisjoint(folded.replace("'", " ").split())

    def _settled_at_once(self, text: str, folded: str, span: Span) -> _Guess | None:
        """That a sentence in one piece of a calm paragraph is native; None where it takes a closer look."""
        start, end = span.start, span.end
        sentence = folded[start:end]
        if _may_be_two(sentence):
            return None
        native = len(self._for.intersection(sentence.replace("'", " ").split()))
        if native >= 2:
            return self._sure
        if native and self._is_in_alphabet(text[start:end]):
            return self._likely
        return None

    def _inheriting(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph of a few characters, which tell nothing."""
        told = any(map(str.isalpha, paragraph.text))
        language, confidence = (self._tag, _INHERITED) if told else (None, 0.0)
        sentence = Sentence(paragraph.span, language, confidence)
        return Paragraph(paragraph.span, paragraph.text, paragraph.folded, (sentence,), language, confidence)

    def _native(self, paragraph: Paragraph, spans: list[Span], guesses: list[_Guess | None]) -> Paragraph:
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

    def _is_doubted(self, text: str, spans: list[Span], guesses: list[_Guess | None]) -> bool:
        """Whether the short sentences beside the one that tells a language do not seem to be in that one too."""
        language = next(guess.language for guess in guesses if guess is not None)
        rest = " ".join(text[s.start : s.end] for s, guess in zip(spans, guesses, strict=True) if guess is None)
        script, _ = dominant(rest)
        if script is not None and script not in self._scripts:
            return False
        found = words(fold(rest))
        return len(found & function_words(language) - self._words) <= len(found & self._words)

    def _name(self, language: str, text: str) -> str | None:
        if language == self._main:
            return self._tag
        return variant(language, (text,)) if language else None

    def _parts(self, text: str, folded: str, span: Span) -> list[tuple[Span, _Guess | None]]:
        """The sentence with its guess; where it is really two, in two languages, these."""
        found = words(folded[span.start : span.end])
        sentence = text[span.start : span.end]
        if pieces := _pieces(sentence):
            parts: list[tuple[Span, _Guess | None]] = []
            waiting: int | None = None  # where a piece began that tells nothing, and leads up to the next
            for piece in pieces:
                part = _moved(piece, span.start)
                guess = self._read(text[part.start : part.end], folded[part.start : part.end])
                unsure = guess is None or (guess.language == self._main and guess.confidence < _INHERITED)
                if unsure and text[part.end - 1] == ":":
                    if not words(folded[part.start : part.end]) & self._words:
                        waiting = part.start if waiting is None else waiting
                        continue
                    guess = _Guess(self._main, _INHERITED, piece.end - piece.start)
                if waiting is not None:
                    part, waiting = Span(waiting, part.end), None
                if parts and (guess is None or (parts[-1][1] or guess).language == guess.language):
                    part = Span(parts[-1][0].start, part.end)
                    guess = parts.pop()[1] or guess
                parts.append((part, guess))
            if len(parts) > 1:
                return parts
        return [(span, self._settled(sentence, found) or self._ask(sentence, found))]

    def _read(self, text: str, folded: str) -> _Guess | None:
        """The language of a sentence, or None where it is too short to tell."""
        found = words(folded)
        return self._settled(text, found) or self._ask(text, found)

    def _settled(self, text: str, found: set[str]) -> _Guess | None:
        """That a sentence is native, where its words and letters say so; None where a detector must be asked."""
        native, alien = evidence(found, self._main)
        if native < 3 * alien or not found.isdisjoint(self._kin_words):
            return None
        if native >= 2:
            return _Guess(self._main, _SURE, len(text))
        if native and self._is_in_alphabet(text):
            return _Guess(self._main, _LIKELY, len(text))
        return None

    def _ask(self, text: str, found: set[str]) -> _Guess | None:
        if len(text) < CJK_LETTERS:
            return None
        script, letters = dominant(text)
        if script is None or letters < (CJK_LETTERS if script in CJK else LETTERS):
            return None
        if script in self._scripts and len(LANGUAGES_OF[script]) == 1:
            return _Guess(self._main, _SURE, letters)
        if script not in self._scripts and self._has_own_script(text, letters):
            return _Guess(self._main, _INHERITED, letters)
        if script not in self._possible:
            self._possible[script] = possible(script, self._prior)
        left = self._possible[script]
        short = len(left) > 1 and len(text) <= _SHORT and script in self._scripts and self._is_in_alphabet(text)
        if short and not evidence(found, self._main)[1]:
            return _Guess(self._main, _INHERITED, letters)
        shares = self._judge.probabilities(text, left) if len(left) > 1 else dict.fromkeys(left, 1.0)
        if not shares:
            return _Guess(self._main, _INHERITED, letters)
        best = max(sorted(shares), key=shares.__getitem__)
        own = shares.get(self._main, 0.0)
        if best in self._kin:
            kin = by_letters(text, self._main) or kin_meant(found, self._main)
            if kin is not None and kin in self._prior:
                return _Guess(kin, _INHERITED, letters)
        if best != self._main:
            if self._is_another(best, shares, found):
                held = sum(share for language, share in shares.items() if language in kin_of(best))
                return _Guess(best, held, letters)
            if "en" in shares and best != "en" != self._main and self._is_another("en", shares, found):
                return _Guess("en", shares["en"], letters)
        return _Guess(self._main, max(own, 0.5), letters)

    def _has_own_script(self, text: str, letters: int) -> bool:
        """Whether so much is in the document's script that the rest are names: "Google Chromeは70%"."""
        counts = letters_by_script(text)
        own = sum(counts.get(script, 0) for script in self._scripts)
        return own * (LETTERS / CJK_LETTERS if self._scripts & CJK else 1.0) >= letters / 4

    def _is_another(self, best: str, shares: Mapping[str, float], found: set[str]) -> bool:
        """Whether the evidence that these words are in `best`, not in the document's language, is strong enough."""
        distance = math.log(shares[best] / max(shares.get(self._main, 0.0), 1e-30))
        theirs = function_words(best)
        there, here = len(found & theirs - self._words), len(found & self._words - theirs)
        if best in self._kin:
            return distance > 2.0 and there > here
        kin = kin_of(best)
        held = sum(share for language, share in shares.items() if language in kin)
        if held < (0.2 if best == "en" else 0.5):
            return False
        if not theirs:
            return distance > 2.0 + 3.0 * here
        if there <= here:  # names, mostly
            return distance > 5.0 + 3.0 * (here - there)
        return distance > (0.0 if best == "en" else 1.0)


def _pieces(sentence: str) -> list[Span]:
    """Where a sentence may be two that an abbreviation joined: "… of Acme Inc. Der Kurs fiel."; none if it is one."""
    if not _may_be_two(sentence):
        return []
    cuts = [match.end() for match in _JOINT.finditer(sentence)]
    if not cuts or len(cuts) > _JOINTS:
        return []
    ends = [*cuts, len(sentence) + 1]
    return [Span(start, len(sentence[:end].rstrip())) for start, end in zip([0, *cuts], ends, strict=True)]


def _at(paragraph: Paragraph, span: Span) -> Paragraph:
    """The same paragraph in another place."""
    by = span.start - paragraph.span.start
    if not by:
        return paragraph
    moved = tuple(replace(sentence, span=_moved(sentence.span, by)) for sentence in paragraph.sentences)
    return replace(paragraph, span=span, sentences=moved)


def _may_be_two(sentence: str) -> bool:
    """Whether a sentence may have a joint: all have one of these, but for quotation marks."""
    return ". " in sentence or ": " in sentence or "? " in sentence or "! " in sentence or "… " in sentence


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
