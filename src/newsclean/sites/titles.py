"""Titles, found by a line that is one of them or nearly: another stop, a number before it, cut off, a word changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from newsclean.folding import fold
from newsclean.outline import letters_of

T = TypeVar("T")

_MARKS = re.compile(r"[\W_]+")
_LETTERS = 20  # a shorter title is a name or a section: an article may say it
_CUT = re.compile(r"(?:…|\.\.\.)\W{0,3}$")
_COMMON = 12  # characters that a title and what is nearly it begin with
_NEAR = 0.9  # of their characters, in their order, are the same
_LONGER = 1.25  # as long as the other: with more, fewer than that can be


class Titles(Generic[T]):
    """Titles, and what is known of each.

    >>> titles = Titles([("Goat swims across the lake", "a7")])
    >>> titles.of("3. Goat swims across the lake!"), titles.of("Goat swims across the…"), titles.of("The goat")
    ('a7', 'a7', None)
    """

    def __init__(self, titles: Iterable[tuple[str, T]]) -> None:
        self._found: dict[str, T] = {}
        for title, known in titles:
            if letters_of(title) >= _LETTERS:
                self._found.setdefault(bare(title), known)
        self._sorted = sorted(self._found)

    def of(self, line: str) -> T | None:
        """What is known of the title that a line is, or nearly is; None where it is none."""
        if not self._sorted or letters_of(line) < _LETTERS * 3 // 4:
            return None
        key = bare(line)
        for form in dict.fromkeys((key, key.lstrip("0123456789"), bare(line.partition(": ")[2]))):
            if form in self._found:
                return self._found[form]
        return self._near(key.lstrip("0123456789"), _CUT.search(line) is not None)

    def _near(self, key: str, cut: bool) -> T | None:
        place = bisect_left(self._sorted, key)
        for other in self._sorted[max(0, place - 1) : place + 2]:
            if other[:_COMMON] != key[:_COMMON] or len(key) < _COMMON:
                continue
            if cut and other.startswith(key):
                return self._found[other]
            if max(len(other), len(key)) > _LONGER * min(len(other), len(key)):
                continue  # it cannot be so near
            if SequenceMatcher(None, other, key, autojunk=False).ratio() >= _NEAR:
                return self._found[other]
        return None


def bare(text: str) -> str:
    """A text folded, its letters and digits alone: what two forms of a title share.

    >>> bare("« L’hiver, enfin ! »")
    'lhiverenfin'
    """
    return _MARKS.sub("", fold(text))
