"""What the phrases have named: the first look's marks in and around each line, as columns of numbers.

A line that no phrase knows is likelier to be residue beside lines that one does, under a heading of a section, or after
the first reader's comment.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsclean.document import Certainty, Document
from newsclean.judge.lines import Ints
from newsclean.outline import outline

GONE, HINT, HEADING, MARKED, READERS = range(5)
"""What is known of a line: how certain the mark is that takes it whole; whether a weak one does; how certain the mark
is that takes it for the heading of a section; whether any mark touches it; whether one speaks of readers' comments.
"""

NAMES = (
    "gone", "hint", "heading", "marked", "gone_near", "gone_around", "hints_around", "gone_share_before",
    "gone_share_after", "gone_before", "gone_after", "gone_share", "since_gone", "until_gone", "since_heading",
    "last_heading", "since_readers",
)  # fmt: skip
"""The columns, in order."""

_NEAR, _AROUND = 2, 6
_FAR = 30  # lines; further away is as far as nowhere
_READERS = frozenset(("comments",))


def read(document: Document) -> Ints:
    """What the first look's marks say: a row per paragraph, a column per constant above."""
    found = np.zeros((len(document.paragraphs), 5), np.int64)
    if not document.marks:
        return found
    for row, line in zip(found, outline(document).lines, strict=True):
        if line.marked:
            heading = max((mark.certainty for mark in line.headings), default=0)
            readers = _READERS & (line.kinds | {mark.category for mark in line.headings})
            row[:] = line.gone.certainty if line.gone else 0, bool(line.hints), heading, True, bool(readers)
    return found


def columns(named: Ints) -> NDArray[np.float32]:
    """One column per name in `NAMES`, one row per line."""
    n = len(named)
    every = np.arange(n)
    gone = named[:, GONE] >= Certainty.LIKELY
    sums = np.zeros((2, n + 1), np.int64)
    np.cumsum((gone, named[:, HINT]), axis=1, out=sums[:, 1:])
    near, around = (_within(sums, every, radius) for radius in (_NEAR, _AROUND))
    before, after, whole = sums[0, :-1], sums[0, -1] - sums[0, 1:], int(sums[0, -1])
    last_heading = _last(named[:, HEADING] > 0, every)
    out = (
        named[:, GONE], named[:, HINT], named[:, HEADING], named[:, MARKED],
        near[0] - gone, around[0] - gone, around[1],
        before / np.maximum(every, 1), after / np.maximum(n - 1 - every, 1), before, after,
        np.full(n, whole / max(n, 1)),
        np.minimum(every - np.append(-_FAR, _last(gone, every)[:-1])[:n], _FAR),
        np.minimum(np.append(_next(gone, every)[1:], n + _FAR)[:n] - every, _FAR),
        np.minimum(every - last_heading, 2 * _FAR),
        np.where(last_heading >= 0, named[np.maximum(last_heading, 0), HEADING], 0),
        np.minimum(every - _last(named[:, READERS] > 0, every), 4 * _FAR),
    )  # fmt: skip
    table: NDArray[np.float32] = np.array(out, np.float32).T
    return table


def _within(sums: Ints, every: Ints, radius: int) -> Ints:
    n = len(every)
    found: Ints = sums[:, np.minimum(every + radius + 1, n)] - sums[:, np.maximum(every - radius, 0)]
    return found


def _last(which: NDArray[np.bool_], every: Ints) -> Ints:
    """The last line of `which` up to each line; far before the first where there is none."""
    return np.maximum.accumulate(np.where(which, every, -4 * _FAR))


def _next(which: NDArray[np.bool_], every: Ints) -> Ints:
    return np.minimum.accumulate(np.where(which, every, len(every) + _FAR)[::-1])[::-1]
