"""Whether a document holds enough residue for marks to be believed that are likely, but not certain.

Residue comes in numbers and in kinds: a page that leaves one line leaves ten, a share bar beside a date. A long text in
which few lines look like residue, and all of one or two kinds, has been cleaned by somebody who kept those lines; so
there they stay, as hints. Over labelled extractor outputs, likely marks of three kinds or more are residue 24 times in
25, whatever the length; those of one kind in a long text, every other time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import outline

LONG = 1500
"""Letters of prose from which on a text tells whether a page has left its residue in it."""
PROSE_FOR_EACH = (1000, 1000, 4000)
"""Letters of prose in which one place with residue more is expected, where the residue is of one, two or more kinds."""
_BESIDE = 2  # lines
_OWN_EVIDENCE = frozenset(("foreign-sentence",))
"""Categories that do not come from the page around an article, and are weighed against its whole text already."""

_KNOWN = frozenset(("site-lines", "teasers"))
"""Filters whose marks have other documents for company: what repeats over a site."""


def weigh(document: Document, marks: Sequence[Mark], earlier: int = 0) -> tuple[list[Mark], int]:
    """Turn likely marks into hints where a document is long and holds little other residue.

    Args:
        document: With the first look's marks, as the second look sees it.
        marks: What both looks propose.
        earlier: Places at which residue has been taken in earlier rounds.

    Returns:
        The same marks in the same order, and at how many places residue is believed, earlier ones included. Lines that
        follow each other are one place; what stands beside something certain is believed.
    """
    telling = [
        mark
        for mark in marks
        if mark.certainty >= Certainty.LIKELY and not mark.replacement and mark.category not in _OWN_EVIDENCE
    ]
    if not telling:
        return list(marks), earlier
    starts = [paragraph.span.start for paragraph in document.paragraphs]
    certain: dict[int, bool] = {}
    for mark in telling:
        for i in range(bisect_right(starts, mark.span.start) - 1, bisect_right(starts, mark.span.end - 1)):
            certain[i] = certain.get(i, False) or mark.certainty is Certainty.CERTAIN
    count = earlier + _places(certain)
    kinds = len({mark.category for mark in telling})
    expected = PROSE_FOR_EACH[min(kinds, len(PROSE_FOR_EACH)) - 1] * count
    if sum(line.letters for line in outline(document).lines if line.prose) < max(LONG, expected):
        return list(marks), count
    believed = {near for i in certain if certain[i] for near in range(i - _BESIDE, i + _BESIDE + 1)}
    doubted = {
        id(mark)
        for mark in telling
        if mark.certainty is Certainty.LIKELY
        and mark.rule not in _KNOWN
        and bisect_right(starts, mark.span.start) - 1 not in believed
    }
    weighed = [replace(mark, certainty=Certainty.POSSIBLE) if id(mark) in doubted else mark for mark in marks]
    return weighed, earlier + _places(believed & certain.keys())


def _places(lines: Iterable[int]) -> int:
    """How many runs of lines that follow each other."""
    ordered = sorted(lines)
    return bool(ordered) + sum(after > before + 1 for before, after in pairwise(ordered))
