"""A document's language by a vote of its paragraphs; then each sentence and paragraph against that."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsclean.document import Document, Paragraph, Sentence, Span
from newsclean.folding import fold
from newsclean.languages.detectors import Detector, load
from newsclean.languages.function_words import evidence, function_words, kin_meant, language_of, words, words_of_kin
from newsclean.languages.scripts import CJK, dominant, letters_by_script
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import LANGUAGES, LANGUAGES_OF, SCRIPTS_OF, by_letters, kin_of, primary, variant

_VOTERS = 9  # passages that vote; more change nothing
_BALLOT = 150  # characters that a voter is judged by
_LETTERS = 20  # fewer letters tell nothing
_CJK_LETTERS = 8
_SURE = 0.995  # of a sentence that the function words settle
_INHERITED = 0.8  # of a text too short to tell
_JOINT = re.compile(r"""[.!?…:]["”“»)]?\s(?=[^\W_a-zß-öø-ÿ])""")
_JOINTS = 20  # more, and it is a list
_RIVAL = 1.3  # kin with so much fewer function words are not meant
_SURPRISE = math.e  # how much likelier the document's language is, before reading


@dataclass(frozen=True, slots=True)
class _Guess:
    language: str
    confidence: float
    letters: int


def identify(
    document: Document,
    *,
    language: str | None = None,
    candidates: tuple[str, ...] | None = None,
    detector: str | Detector = "default",
) -> Document:
    """Tag a document, its paragraphs and their sentences.

    Args:
        document: Paragraphs with span, text and folded text.
        language: The document's language, BCP 47, where it is known.
        candidates: The languages that may occur, BCP 47; None for all.
        detector: One of `detectors()`, or a detector of one's own.

    Returns:
        The document with `language` (BCP 47, or None where there is too little to tell), and each paragraph with
        language, confidence (0 to 1) and sentences. A paragraph under 20 letters (8 Chinese, Japanese or Korean ones)
        inherits the document's language; one without letters has none. A sentence has its paragraph's language unless
        the evidence says otherwise. Sentence spans are in `document.text`, without the spaces around them.

    Raises:
        UnknownNameError: There is no such language or detector; the message lists those there are.

    >>> from newsclean.segmentation import paragraphs
    >>> text = "La ville dort encore quand le premier train part. We will be back in a minute with more news."
    >>> document = identify(Document(text, paragraphs(text)), language="fr")
    >>> document.language, [sentence.language for sentence in document.paragraphs[0].sentences]
    ('fr', ['fr', 'en'])
    """
    judge = load(detector) if isinstance(detector, str) else detector
    allowed = frozenset(map(primary, candidates)) if candidates else LANGUAGES
    if language is not None:
        main = primary(language)
        tag = language if "-" in language else variant(main, _ballots(document.paragraphs))
        allowed |= {main}
    else:
        ballots = _ballots(document.paragraphs)
        elected = _elect(ballots, allowed, judge)
        if elected is None:
            return replace(document, language=None, paragraphs=tuple(map(_untold, document.paragraphs)))
        main, tag = elected, variant(elected, ballots)
    reader = _Reader(main, tag, allowed, judge)
    return replace(document, language=tag, paragraphs=tuple(map(reader.paragraph, document.paragraphs)))


def _untold(paragraph: Paragraph) -> Paragraph:
    spans = sentences(paragraph.text)
    return replace(paragraph, sentences=tuple(Sentence(_moved(span, paragraph.span.start)) for span in spans))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _ballots(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Passages that stand evenly spaced over the document's longer paragraphs."""
    voters = [p.text for p in paragraphs if len(p.text) >= _LETTERS] or [p.text for p in paragraphs]
    passages = [text[start : start + _BALLOT] for text in voters for start in range(0, len(text), _BALLOT)]
    step = max(1, len(passages) / _VOTERS)
    return [passages[int(step * (i + 0.5))] for i in range(min(_VOTERS, len(passages)))]


def _elect(ballots: list[str], allowed: frozenset[str], judge: Detector) -> str | None:
    """The language that most letters of the ballots are in; None where too few of them tell."""
    by_script: dict[str, list[tuple[str, float]]] = {}
    for ballot in ballots:
        script, letters = dominant(ballot)
        if script is not None:
            weight = letters * (_LETTERS / _CJK_LETTERS if script in CJK else 1.0)
            by_script.setdefault("CJK" if script in CJK else script, []).append((ballot, weight))
    if not by_script:
        return None
    # Names, code and residue are Latin in every article, so twice as many Latin letters prove nothing.
    heard = by_script[max(by_script, key=lambda s: sum(w for _, w in by_script[s]) * (1.0 if s == "Latin" else 2.0))]
    found = words(fold("\n".join(ballot for ballot, _ in heard)))
    settled = language_of(found)
    if settled is not None and settled in allowed:
        return _among_kin(settled, found, heard, allowed, judge)
    votes: dict[str, float] = {}
    prior = dict.fromkeys(allowed, 1.0)
    for ballot, weight in heard:
        for language, share in _shares(ballot, _possible(dominant(ballot)[0] or "", prior), judge).items():
            votes[language] = votes.get(language, 0.0) + weight * share
    if not votes:
        return None
    cast = sum(weight for _, weight in heard)
    winner = max(sorted(votes), key=votes.__getitem__)
    if 2 * votes[winner] < cast:
        kin = kin_of(winner)
        if 2 * sum(share for language, share in votes.items() if language in kin) < cast and cast < _LETTERS:
            return None
    return _among_kin(winner, found, heard, allowed, judge)


def _among_kin(
    language: str, found: set[str], heard: list[tuple[str, float]], allowed: frozenset[str], judge: Detector
) -> str:
    """The language itself or the close kin that it was taken for, by function words and the detector together."""
    counts = {kin: len(found & function_words(kin)) for kin in kin_of(language) & allowed & judge.languages}
    most = max(counts.values(), default=0)
    rivals = {kin: 1.0 for kin, count in counts.items() if count * _RIVAL >= most}
    if len(rivals) < 2:
        return next(iter(rivals), language)
    text = " ".join(ballot for ballot, _ in heard)
    shares = judge.probabilities(text, rivals)
    return max(sorted(rivals), key=lambda kin: math.log(max(shares.get(kin, 0.0), 1e-30)) + counts[kin])


def _possible(script: str, prior: Mapping[str, float]) -> dict[str, float]:
    """The languages of `prior` that `script` leaves possible."""
    if script == "Han" and "zh" in prior:
        return {"zh": 1.0}
    return {language: prior[language] for language in LANGUAGES_OF.get(script, ()) if language in prior}


def _shares(text: str, possible: Mapping[str, float], judge: Detector) -> Mapping[str, float]:
    """How probable these languages are for `text`; one alone needs no detector."""
    return judge.probabilities(text, possible) if len(possible) > 1 else dict.fromkeys(possible, 1.0)


class _Reader:
    """Reads paragraphs of a document whose language is known."""

    def __init__(self, main: str, tag: str, allowed: frozenset[str], judge: Detector) -> None:
        self._main = main
        self._tag = tag
        self._judge = judge
        self._kin = kin_of(main)
        self._scripts = SCRIPTS_OF[main]
        self._prior = {language: _SURPRISE if language == main else 1.0 for language in allowed}
        self._possible: dict[str, dict[str, float]] = {}
        self._words = function_words(main)
        self._kin_words: frozenset[str] = frozenset().union(*words_of_kin(main).values())

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with language, confidence and sentences."""
        text, folded = paragraph.text, paragraph.folded
        spans: list[Span] = []
        guesses: list[_Guess | None] = []
        for span in sentences(text, self._main):
            for part, guess in self._parts(text, folded, span):
                spans.append(part)
                guesses.append(guess)
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
        return replace(paragraph, language=name, confidence=sure, sentences=tuple(tagged))

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
        native, alien = evidence(found, self._main)
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
        if native >= 2 and native >= 3 * alien and not found & self._kin_words:
            return [(span, _Guess(self._main, _SURE, span.end - span.start))]
        return [(span, self._ask(sentence, found))]

    def _read(self, text: str, folded: str) -> _Guess | None:
        """The language of a sentence, or None where it is too short to tell."""
        found = words(folded)
        native, alien = evidence(found, self._main)
        if native >= 2 and native >= 3 * alien and not found & self._kin_words:
            return _Guess(self._main, _SURE, len(text))
        return self._ask(text, found)

    def _ask(self, text: str, found: set[str]) -> _Guess | None:
        script, letters = dominant(text)
        if script is None or letters < (_CJK_LETTERS if script in CJK else _LETTERS):
            return None
        if script in self._scripts and len(LANGUAGES_OF[script]) == 1:
            return _Guess(self._main, _SURE, letters)
        if script not in self._scripts and self._has_own_script(text, letters):
            return _Guess(self._main, _INHERITED, letters)
        if script not in self._possible:
            self._possible[script] = _possible(script, self._prior)
        shares = _shares(text, self._possible[script], self._judge)
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
        return own * (_LETTERS / _CJK_LETTERS if self._scripts & CJK else 1.0) >= letters / 4

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
    cuts = [match.end() for match in _JOINT.finditer(sentence)]
    if not cuts or len(cuts) > _JOINTS:
        return []
    ends = [*cuts, len(sentence) + 1]
    return [Span(start, len(sentence[:end].rstrip())) for start, end in zip([0, *cuts], ends, strict=True)]
