"""A second look at the blocks of a page: what the first judgement said of the blocks around each.

An article is one run of blocks of few forms. So a block is judged again by the margins of its neighbours, of the blocks
in the same boxes and of the same form, of the heading above it, and by its place among the blocks that are sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsclean.extraction.blocks import Block
from newsclean.extraction.companions import Companions, Numbers
from newsclean.extraction.features import SIZE, Rows

_LEVEL = {f"h{level}": level for level in range(1, 7)}
_NOWHERE = -9  # the margin of what there is not
_FAR = 999
_SURE, _WORTH = 1.5, -3  # margins of blocks that are of the article, and of those that may be
_CAP = 4  # margins are taken as no more than this where they are averaged


def features(
    blocks: Sequence[Block],
    known: Sequence[Companions],
    first: Rows,
    margins: Numbers,
    wording: NDArray[np.float32],
) -> Rows:
    """One row for each block.

    Args:
        blocks: All of a page.
        known: The companions of its blocks.
        first: The first look's features.
        margins: What the look before said.
        wording: The scores of the words.
    """
    size = first[:, SIZE].astype(np.float64)
    capped = np.clip(margins, -_CAP, _CAP)
    columns = [margins, wording]
    columns += [_shifted(margins, by, _NOWHERE) for by in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)]
    for by in (-2, -1, 1, 2):
        columns += [_shifted(wording, by, 0), _shifted(size, by, 0)]
    columns += _worth(margins)
    columns += _place(margins, size)
    columns += _averages(capped)
    for company in known:
        columns += company.columns(margins, capped, size)
    columns += _headings(blocks, margins, capped, wording)
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def _shifted(values: NDArray[np.floating], by: int, missing: float) -> Numbers:
    """What stands `by` places on."""
    found = np.full(len(values), missing, np.float64)
    if abs(by) < len(values):
        if by < 0:
            found[-by:] = values[:by]
        else:
            found[:-by] = values[by:]
    return found


def _worth(margins: Numbers) -> list[Numbers]:
    """The three blocks before and after that may be of the article, and how far they are."""
    places = np.arange(len(margins))
    worth = np.flatnonzero(margins > _WORTH)
    before = np.searchsorted(worth, places)
    after = np.searchsorted(worth, places, side="right")
    found: list[Numbers] = []
    for at in (before - 3, before - 2, before - 1, after, after + 1, after + 2):
        there = np.flatnonzero((at >= 0) & (at < len(worth)))
        margin, distance = np.full(len(margins), float(_NOWHERE)), np.full(len(margins), float(_FAR))
        margin[there] = margins[worth[at[there]]]
        distance[there] = np.abs(worth[at[there]] - there)
        found += [margin, distance]
    return found


def _place(margins: Numbers, size: Numbers) -> list[Numbers]:
    """Where each block stands among the sure ones and in the article's text; how much of either the page has."""
    count = len(margins)
    places = np.arange(count)
    sure = np.flatnonzero(margins > _SURE)
    before = np.searchsorted(sure, places)
    until = np.searchsorted(sure, places, side="right")
    back, ahead = np.full(count, float(_FAR)), np.full(count, float(_FAR))
    some = np.flatnonzero(before > 0)
    back[some] = some - sure[before[some] - 1]
    some = np.flatnonzero(until < len(sure))
    ahead[some] = sure[until[some]] - some
    kept = np.where(margins > 0, size, 0)
    sums = np.concatenate([[0], np.cumsum(kept)])
    total = max(1.0, float(sums[-1]))
    whole = (total, (margins > 0).sum(), (np.abs(margins) < 1).sum(), len(sure))
    return [
        before, len(sure) - until, before / max(1, len(sure)), back, ahead,
        sums[:-1] / total, (total - sums[1:]) / total,
        *(np.full(count, float(value)) for value in whole),
    ]  # fmt: skip


def _averages(capped: Numbers) -> list[Numbers]:
    """The mean margin of the next and the last three, eight and twenty blocks."""
    count = len(capped)
    places = np.arange(count)
    sums = np.concatenate([[0], np.cumsum(capped)])
    found: list[Numbers] = []
    for width in (3, 8, 20):
        ahead, behind = np.minimum(count, places + width + 1), np.maximum(0, places - width)
        found.append((sums[ahead] - sums[places + 1]) / np.maximum(1, ahead - places - 1))
        found.append((sums[places] - sums[behind]) / np.maximum(1, places - behind))
    return found


def _headings(
    blocks: Sequence[Block], margins: Numbers, capped: Numbers, wording: NDArray[np.float32]
) -> list[Numbers]:
    """The heading above each block and the next one, the section that follows a heading, headings of the same level."""
    count = len(blocks)
    levels = np.array([_LEVEL.get(block.box.tag, 0) for block in blocks])
    above = np.tile(np.array([_NOWHERE, _FAR, 0, 0, 0], np.float64)[:, None], count)
    following = np.tile(np.array([_FAR, _NOWHERE, 0], np.float64)[:, None], count)
    heading = -1
    kept = 0
    for place in range(count):
        if heading >= 0:
            above[:4, place] = margins[heading], place - heading, levels[heading], wording[heading]
        above[4, place] = kept
        if levels[place]:
            heading = place
            kept += margins[place] > 0
    heading = -1
    total = 0.0
    blocks_since = 0
    for place in range(count - 1, -1, -1):
        if heading >= 0:
            following[:2, place] = heading - place, margins[heading]
        following[2, place] = total / max(1, blocks_since)
        if levels[place]:
            heading, total, blocks_since = place, 0.0, 0
        else:
            total += capped[place]
            blocks_since += 1
    by_level = np.bincount(levels, minlength=7)
    kept_by_level = np.bincount(levels, margins > 0, minlength=7)
    by_level[0] = kept_by_level[0] = 0
    return [levels, *above, *following, kept_by_level[levels], by_level[levels]]
