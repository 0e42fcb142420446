"""A document's language by a vote of its paragraphs; then each sentence and paragraph against that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsclean.document import Document, Paragraph, Sentence, Span
from newsclean.folding import fold
from newsclean.languages.detectors import Detector, load
from newsclean.languages.function_words import closest_kin, function_words, is_native, language_of, words
from newsclean.languages.scripts import CJK, dominant
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import LANGUAGES, LANGUAGES_OF, SCRIPTS_OF, kin_of, primary, variant

_VOTERS = 9  # passages that vote; more change nothing
_BALLOT = 150  # characters that a voter is judged by
_LETTERS = 20  # fewer letters tell nothing
_CJK_LETTERS = 8
_SURE = 0.995  # of a sentence that the function words settle
_INHERITED = 0.8  # of a text too short to tell
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
    found = words(fold("\n".join(ballots)))
    settled = language_of(found)
    if settled is not None and settled in allowed:
        return _closest(found, settled, allowed)
    votes: dict[str, float] = {}
    cast = 0
    for ballot in ballots:
        script, letters = dominant(ballot)
        if script is None:
            continue
        cast += letters
        for language, share in _shares(ballot, script, dict.fromkeys(allowed, 1.0), judge).items():
            votes[language] = votes.get(language, 0.0) + letters * share
    if not votes:
        return None
    winner = max(sorted(votes), key=votes.__getitem__)
    if 2 * votes[winner] < cast:
        kin = kin_of(winner)
        if 2 * sum(share for language, share in votes.items() if language in kin) < cast and cast < _LETTERS:
            return None
    return _closest(found, winner, allowed)


def _closest(found: set[str], language: str, allowed: frozenset[str]) -> str:
    closer = closest_kin(found, language)
    return closer if closer in allowed else language


def _shares(text: str, script: str, prior: Mapping[str, float], judge: Detector) -> dict[str, float]:
    """How probable the languages of `script` are for `text`; a script with one language decides."""
    possible = {language: prior[language] for language in LANGUAGES_OF.get(script, ()) if language in prior}
    if script == "Han" and "zh" in possible:
        possible = {"zh": 1.0}
    if len(possible) > 1:
        return judge.probabilities(text, possible)
    return dict.fromkeys(possible, 1.0)


class _Reader:
    """Reads paragraphs of a document whose language is known."""

    def __init__(self, main: str, tag: str, allowed: frozenset[str], judge: Detector) -> None:
        self._main = main
        self._tag = tag
        self._judge = judge
        self._scripts = SCRIPTS_OF[main]
        self._prior = {language: _SURPRISE if language == main else 1.0 for language in allowed}
        self._words = function_words(main)

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with language, confidence and sentences."""
        text, folded, offset = paragraph.text, paragraph.folded, paragraph.span.start
        spans = sentences(text, self._main)
        guesses = [self._read(text[s.start : s.end], folded[s.start : s.end]) for s in spans]
        told = [guess for guess in guesses if guess is not None and guess.language]
        if not told and len(spans) > 1:
            whole = self._read(text, folded)
            told = [whole] if whole is not None and whole.language else []
        if told:
            letters: dict[str, int] = {}
            for guess in told:
                letters[guess.language] = letters.get(guess.language, 0) + guess.letters
            language = max(sorted(letters), key=letters.__getitem__)
            speakers = [guess for guess in told if guess.language == language]
            confidence = max(guess.confidence for guess in speakers)
        elif any(map(str.isalpha, text)):
            language, confidence = self._main, _INHERITED
        else:
            language, confidence = "", 0.0
        return replace(
            paragraph,
            language=self._name(language, text),
            confidence=round(confidence, 4),
            sentences=tuple(
                Sentence(
                    _moved(span, offset),
                    self._name(guess.language if guess else language, text),
                    round(guess.confidence if guess else min(confidence, _INHERITED), 4),
                )
                for span, guess in zip(spans, guesses, strict=True)
            ),
        )

    def _name(self, language: str, text: str) -> str | None:
        if language == self._main:
            return self._tag
        return variant(language, (text,)) if language else None

    def _read(self, text: str, folded: str) -> _Guess | None:
        """The language of a sentence, or None where it is too short to tell."""
        found = words(folded)
        if is_native(found, self._main):
            return _Guess(self._main, _SURE, len(text))
        script, letters = dominant(text)
        if script is None or letters < (_CJK_LETTERS if script in CJK else _LETTERS):
            return None
        if script in self._scripts and len(LANGUAGES_OF[script]) == 1:
            return _Guess(self._main, _SURE, letters)
        shares = _shares(text, script, self._prior, self._judge)
        if not shares:
            return _Guess(self._main, _INHERITED, letters)
        best = max(sorted(shares), key=shares.__getitem__)
        own = shares.get(self._main, 0.0)
        if best == self._main or (best == "ja" and self._main == "ja"):
            return _Guess(self._main, own, letters)
        if not self._is_foreign(best, math.log(shares[best] / max(own, 1e-30)), found):
            return _Guess(self._main, max(own, 0.5), letters)
        return _Guess(best, shares[best], letters)

    def _is_foreign(self, best: str, distance: float, found: set[str]) -> bool:
        theirs = function_words(best)
        if best in kin_of(self._main):
            return distance > 2.0 and len(found & theirs) > len(found & self._words)
        if distance <= (0.0 if best == "en" else 1.0):
            return False
        if not theirs:
            return distance > 2.0
        there, here = len(found & theirs - self._words), len(found & self._words - theirs)
        return (there >= 1 and there > here) or (distance > 3.0 and there >= here)
