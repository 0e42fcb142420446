"""Boosted trees on arrays: all trees and all rows go down one level at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsclean.judge.lines import Ints

SCALE = 2048
"""A margin is a whole number: 2,048 to one unit of log odds, so that sums do not depend on their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Complete binary trees of one depth. A node's children stand at twice its place in the next level, and one after.

    Attributes:
        columns: One array per level, trees x nodes flat: the column that the node asks.
        limits: The same for the value up to which a row goes left.
        leaves: Trees x leaves flat, in `SCALE`ths of log odds.
        base: What every row begins with.
    """

    columns: tuple[NDArray[np.uint8], ...]
    limits: tuple[NDArray[np.float32], ...]
    leaves: NDArray[np.int16]
    base: int

    def margins(self, rows: NDArray[np.float32], batch: int = 1024) -> Ints:
        """The log odds of each row, in `SCALE`ths."""
        out = np.empty(len(rows), np.int64)
        for start in range(0, len(rows), batch):
            out[start : start + batch] = self._margins(rows[start : start + batch])
        return out

    def _margins(self, rows: NDArray[np.float32]) -> Ints:
        trees = len(self.columns[0])
        flat, width = rows.ravel(), rows.shape[1]
        offset = (np.arange(len(rows)) * width)[:, None]
        tree = np.arange(trees)
        node = (rows[:, self.columns[0]] > self.limits[0]).astype(np.int64)
        for level in range(1, len(self.columns)):
            place = node + (tree << level)
            asked = flat.take(offset + self.columns[level].take(place))
            node += node
            node += asked > self.limits[level].take(place)
        leaf = node + (tree << len(self.columns))
        totals: Ints = self.leaves.take(leaf).sum(axis=1, dtype=np.int64)
        return totals + self.base
