"""Which blocks of a page belong together, in the same boxes or of the same form, and what is known of their company."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsclean.extraction.blocks import Block

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Companions:
    """Blocks that share something: the number of each block's company, how many are in each, its first and last."""

    of: NDArray[np.int64]
    counts: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def columns(self, margins: Numbers, capped: Numbers, size: Numbers) -> list[Numbers]:
        """What the margins say of each block's companions, and its place among them."""
        group = self.of
        kept = (margins > 0).astype(np.float64)
        text = size * kept
        places = np.arange(len(group))
        many = self.counts[group]
        others = np.maximum(1, many - 1)
        return [
            many.astype(np.float64),
            (np.bincount(group, capped)[group] - capped) / others,
            (np.bincount(group, kept)[group] - kept) / others,
            (np.bincount(group, text)[group] - text) / np.maximum(1, np.bincount(group, size)[group] - size),
            np.bincount(group, text)[group] / max(1.0, float(text.sum())),
            (places - self.first[group]).astype(np.float64),
            (self.last[group] - places).astype(np.float64),
        ]


def companions(blocks: Sequence[Block]) -> list[Companions]:
    """What makes blocks companions: the box, the three boxes around it, the form by names and by looks."""
    return [_company(keys) for keys in _groups(blocks)]


def _groups(blocks: Sequence[Block]) -> Iterable[list[Hashable]]:
    above = [block.box for block in blocks]
    yield [id(box) for box in above]
    for _ in range(3):
        above = [box.parent or box for box in above]
        yield [id(box) for box in above]
    yield [(b.box.tag, b.box.groups, b.box.parent.groups if b.box.parent else 0, b.box.depth) for b in blocks]
    yield [
        (b.box.tag, 2 * b.bold > len(b.text), 2 * b.links > len(b.text), b.box.tags, min(len(b.text), 120) // 30)
        for b in blocks
    ]


def _company(keys: list[Hashable]) -> Companions:
    numbers: dict[Hashable, int] = {}
    of = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    counts = np.bincount(of)
    first, last = np.full(len(counts), len(keys)), np.zeros(len(counts), np.int64)
    places = np.arange(len(keys))
    last[of] = places  # of equal places the last assignment holds
    first[of[::-1]] = places[::-1]
    return Companions(of, counts, first, last)
