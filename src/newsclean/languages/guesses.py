"""Which language a sentence is in: its function words settle most, a detector is asked for the rest."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from newsclean.document import Span
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
from newsclean.languages.sentences import may_be_two
from newsclean.languages.tags import LANGUAGES_OF, SCRIPTS_OF, by_letters, kin_of, possible

SURE = 0.995  # of a sentence that the function words settle
LIKELY = 0.95  # of one that has a word of the language, and nothing that speaks against it
INHERITED = 0.8  # of a text too short to tell
_SHORT = 40  # characters of a sentence that nothing speaks against
_PLAIN = frozenset(map(chr, range(0x80))).union("\u00a0\u202f‐‑–—‘’‚“”„«»‹›…•·°§€£©®™%†′″")
_SURPRISE = math.e  # how much likelier the document's language is, before reading


class Guess(NamedTuple):
    """A language, how sure it is, and how many letters say so."""

    language: str
    confidence: float
    letters: int


@cache
def _telling_words(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words of its kin alone, words that speak for a language, and words that speak against it or are of its kin."""
    native, alien = native_and_alien(language)
    kin: frozenset[str] = frozenset().union(*words_of_kin(language).values())
    return kin, native, alien | kin


class Guesser:
    """Tells the languages of sentences of a document whose language is known.

    Args:
        main: The document's language, as the function words name it.
        allowed: Languages that may occur.
        judge: Tells the language of what the function words do not settle.
        passages: Parts of the document; letters that they have are the document's alphabet.

    Attributes:
        words: The function words of the document's language.
        scripts: The scripts it is written in.
        asked: Texts that were looked for in the alphabet, and what was found; the caller may empty it.
    """

    def __init__(self, main: str, allowed: frozenset[str], judge: Detector, passages: Iterable[str]) -> None:
        self.words = function_words(main)
        self.scripts = SCRIPTS_OF[main]
        self.asked: list[tuple[str, bool]] = []
        self._alphabet = _PLAIN.union(*passages)
        self._main = main
        self._judge = judge
        self._kin = kin_of(main)
        self._prior = {language: _SURPRISE if language == main else 1.0 for language in allowed}
        self._possible: dict[str, dict[str, float]] = {}
        self._kin_words, self._for, self._against = _telling_words(main)
        self._sure, self._likely = Guess(main, SURE, LETTERS), Guess(main, LIKELY, LETTERS)

    def answers(self, asked: Iterable[tuple[str, bool]]) -> bool:
        """Whether the alphabet still says the same."""
        return all(self._alphabet.issuperset(text) is answer for text, answer in asked)

    def _is_in_alphabet(self, text: str) -> bool:
        """Whether a text has no letter that the document has not."""
        answer = self._alphabet.issuperset(text)
        self.asked.append((text, answer))
        return answer

    def is_calm(self, folded: str) -> bool:
        """Whether no word and no letter of the paragraph speaks against the document's language."""
        return by_letters(folded, self._main) is None and self._against.isdisjoint(words(folded))

    def at_once(self, text: str, folded: str, span: Span) -> Guess | None:
        """That a sentence in one piece of a calm paragraph is native; None where it takes a closer look."""
        start, end = span.start, span.end
        sentence = folded[start:end]
        if may_be_two(sentence):
            return None
        native = len(self._for & words(sentence))
        if native >= 2:
            return self._sure
        if native and self._is_in_alphabet(text[start:end]):
            return self._likely
        return None

    def in_one_language(self, text: str, folded: str, guesses: list[Guess | None]) -> list[Guess | None]:
        """The guesses; all for one close kin of the document's language where the whole paragraph is in that."""
        found = {guess.language for guess in guesses if guess is not None} & self._kin - {self._main}
        if not found:
            return guesses
        kin = by_letters(text, self._main) or kin_meant(words(folded), self._main)
        if kin is None or found != {kin}:
            return guesses
        return [
            Guess(kin, INHERITED, guess.letters) if guess and guess.language == self._main else guess
            for guess in guesses
        ]

    def read(self, text: str, folded: str) -> Guess | None:
        """The language of a sentence, or None where it is too short to tell."""
        found = words(folded)
        return self._settled(text, found) or self._ask(text, found)

    def _settled(self, text: str, found: set[str]) -> Guess | None:
        """That a sentence is native, where its words and letters say so; None where a detector must be asked."""
        native, alien = evidence(found, self._main)
        if native < 3 * alien or not found.isdisjoint(self._kin_words) or by_letters(text, self._main):
            return None
        if native >= 2:
            return Guess(self._main, SURE, len(text))
        if native and self._is_in_alphabet(text):
            return Guess(self._main, LIKELY, len(text))
        return None

    def _ask(self, text: str, found: set[str]) -> Guess | None:
        if len(text) < CJK_LETTERS:
            return None
        script, letters = dominant(text)
        if script is None or letters < (CJK_LETTERS if script in CJK else LETTERS):
            return None
        if script in self.scripts and len(LANGUAGES_OF[script]) == 1:
            return Guess(self._main, SURE, letters)
        if script not in self.scripts and self._has_own_script(text, letters):
            return Guess(self._main, INHERITED, letters)
        if script not in self._possible:
            self._possible[script] = possible(script, self._prior)
        left = self._possible[script]
        short = len(left) > 1 and len(text) <= _SHORT and script in self.scripts and self._is_in_alphabet(text)
        if short and not evidence(found, self._main)[1]:
            return Guess(self._main, INHERITED, letters)
        shares = self._judge.probabilities(text, left) if len(left) > 1 else dict.fromkeys(left, 1.0)
        if not shares:
            return Guess(self._main, INHERITED, letters)
        best = max(sorted(shares), key=shares.__getitem__)
        own = shares.get(self._main, 0.0)
        if best in self._kin:
            kin = by_letters(text, self._main) or kin_meant(found, self._main)
            if kin is not None and kin in self._prior:
                return Guess(kin, INHERITED, letters)
        if best != self._main:
            if self._is_another(best, shares, found):
                held = sum(share for language, share in shares.items() if language in kin_of(best))
                return Guess(best, held, letters)
            if "en" in shares and best != "en" != self._main and self._is_another("en", shares, found):
                return Guess("en", shares["en"], letters)
        return Guess(self._main, max(own, 0.5), letters)

    def _has_own_script(self, text: str, letters: int) -> bool:
        """Whether so much is in the document's script that the rest are names: "Google Chromeは70%"."""
        counts = letters_by_script(text)
        own = sum(counts.get(script, 0) for script in self.scripts)
        return own * (LETTERS / CJK_LETTERS if self.scripts & CJK else 1.0) >= letters / 4

    def _is_another(self, best: str, shares: Mapping[str, float], found: set[str]) -> bool:
        """Whether the evidence that these words are in `best`, not in the document's language, is strong enough."""
        distance = math.log(shares[best] / max(shares.get(self._main, 0.0), 1e-30))
        theirs = function_words(best)
        there, here = len(found & theirs - self.words), len(found & self.words - theirs)
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
