"""Which blocks of a page are its article: boosted trees on the blocks' features.

The model (`data/extraction/blocks.npz`) is made by `python -m training.extraction`.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from newsclean.extraction.blocks import Block
from newsclean.extraction.features import Rows, features
from newsclean.extraction.metadata import PageFacts

SCALE = 2048
"""A margin is a whole number, 2,048 to one unit of log odds, so that sums do not depend on their order."""
_BATCH = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Complete binary trees of one depth: trees x nodes, level after level; a row above the limit goes right.

    Attributes:
        columns: What each node asks.
        limits: Up to what it goes left.
        leaves: Trees x leaves, in `SCALE`ths of log odds.
        base: What every row begins with.
    """

    columns: NDArray[np.int16]
    limits: NDArray[np.float32]
    leaves: NDArray[np.int16]
    base: int

    def margins(self, rows: Rows) -> NDArray[np.int64]:
        """The log odds of each row, in `SCALE`ths."""
        parts = [self._margins(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _margins(self, rows: Rows) -> NDArray[np.int64]:
        trees, nodes = self.columns.shape
        flat = rows.ravel()
        start = (np.arange(len(rows)) * rows.shape[1])[:, None]
        tree = np.arange(trees) * nodes
        node = np.zeros((len(rows), trees), np.int64)
        for _ in range((nodes + 1).bit_length() - 1):
            place = node + tree
            node = 2 * node + 1 + (flat.take(start + self.columns.take(place)) > self.limits.take(place))
        leaf = node - nodes + np.arange(trees) * (nodes + 1)
        total: NDArray[np.int64] = self.leaves.take(leaf).sum(axis=1, dtype=np.int64)
        return total + self.base


@functools.cache
def load() -> Forest:
    """The forest that the package brings, read at first use."""
    return read(files("newsclean").joinpath("data/extraction/blocks.npz").read_bytes())


def read(data: bytes) -> Forest:
    """A forest as `training.extraction` writes it: a NumPy archive, read without pickle."""
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return Forest(archive["columns"], archive["limits"], archive["leaves"], int(archive["base"]))


def margins(blocks: Sequence[Block], facts: PageFacts) -> list[int]:
    """How surely each block is of the article: log odds, in `SCALE`ths; above 0 it rather is than not."""
    if not blocks:
        return []
    found: list[int] = load().margins(features(blocks, facts)).tolist()
    return found
