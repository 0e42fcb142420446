"""What typography proposes, and how it reads when done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RULES = ("quotes", "apostrophes", "dashes", "ellipsis", "spaces", "soft-hyphens")
"""The names a `Replacement` gives as its rule."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Write `replacement` where the paragraph has the characters `start` up to, but not including, `end`.

    Empty on neither side, save where a soft hyphen goes: a space that is to come or go is replaced together with the
    mark beside it.
    """

    start: int
    end: int
    replacement: str
    rule: str


def apply(text: str, replacements: Iterable[Replacement]) -> str:
    """Write ordered, disjoint `replacements` into `text`.

    >>> apply("l'été", [Replacement(1, 2, "’", "apostrophes")])
    'l’été'
    """
    pieces: list[str] = []
    done = 0
    for replacement in replacements:
        pieces.append(text[done : replacement.start])
        pieces.append(replacement.replacement)
        done = replacement.end
    pieces.append(text[done:])
    return "".join(pieces)
