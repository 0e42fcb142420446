"""Which blocks of a page are its article: boosted trees on the blocks' features, and twice again on what they said.

The model (`data/extraction/blocks.npz`) is made by `python -m training.extraction`.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.extraction import surroundings, topic
from newsclean.extraction.blocks import Block
from newsclean.extraction.companions import companions
from newsclean.extraction.features import Rows, features
from newsclean.extraction.metadata import PageFacts
from newsclean.extraction.wording import scores

SCALE = 2048
"""A margin is a whole number, 2,048 to one unit of log odds, so that sums do not depend on their order."""
LOOKS = ("first", "second", "third")
WORDED, CONSIDERED = -6.0, -3.5
"""First margins from which a block's words are read, and from which it is judged again."""
UNREAD = -3.0
"""The score of words that are not read."""
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


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The forests of the three looks, and the table of words with what makes its sums log odds."""

    first: Forest
    second: Forest
    third: Forest
    words: NDArray[np.int8]
    scale: float
    base: float
    command: str

    def margins(self, blocks: Sequence[Block], facts: PageFacts) -> NDArray[np.int64]:
        """How surely each block is of the article: log odds, in `SCALE`ths."""
        rows = features(blocks, facts)
        found = self.first.margins(rows)
        margins = found / SCALE
        wording = np.full(len(blocks), UNREAD, np.float32)
        near = np.flatnonzero(margins > WORDED)
        texts = [blocks[place].text for place in near.tolist()]
        wording[near] = scores(texts, self.words, self.scale, self.base)
        worth = np.flatnonzero(margins > CONSIDERED)
        if len(worth):
            known = lasting(blocks, facts, rows, margins, worth)
            shared = companions(blocks)
            for forest in (self.second, self.third):
                around = surroundings.features(blocks, shared, rows, found / SCALE, wording)[worth]
                found[worth] = forest.margins(np.concatenate([known, around], axis=1))
        return found


def lasting(
    blocks: Sequence[Block],
    facts: PageFacts,
    first: Rows,
    margins: NDArray[np.float64],
    worth: NDArray[np.int64],
) -> Rows:
    """What both later looks know of the blocks at the places `worth`: what the first look knew and said, the topic."""
    said = margins[worth, None].astype(np.float32)
    return np.concatenate([first[worth], topic.features(blocks, facts, worth.tolist()), said], axis=1)


@functools.cache
def load() -> Model:
    """The model that the package brings, read at first use."""
    return read(files("newsclean").joinpath("data/extraction/blocks.npz").read_bytes())


def read(data: bytes) -> Model:
    """A model as `training.extraction` writes it: a NumPy archive, read without pickle.

    Raises:
        ValueError: The arrays are not those that were written.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        parts = {name: archive[name] for name in archive.files if name != "sha256"}
        if str(archive["sha256"]) != checksum(parts):
            raise ValueError("the block model is damaged: install newsclean again")
    first, second, third = (
        Forest(parts[f"{look}_columns"], parts[f"{look}_limits"], parts[f"{look}_leaves"], int(parts[f"{look}_base"]))
        for look in LOOKS
    )
    scale, base = parts["words_scale"].tolist()
    return Model(first, second, third, parts["words"], scale, base, str(parts["command"]))


def checksum(parts: Mapping[str, NDArray[Any]]) -> str:
    """The SHA-256 of the arrays, by name."""
    found = hashlib.sha256()
    for name in sorted(parts):
        found.update(f"{name} {parts[name].dtype.str} {parts[name].shape}".encode())
        found.update(parts[name].tobytes())
    return found.hexdigest()


def margins(blocks: Sequence[Block], facts: PageFacts) -> list[int]:
    """How surely each block is of the article: log odds, in `SCALE`ths; above 0 it rather is than not."""
    return load().margins(blocks, facts).tolist() if blocks else []
