"""Counted rows on the disk: sorted runs that are merged by ranges of their keys, so that memory has a bound.

A row is a line (or fragment, or title) of a site. Its key is a 64-bit hash of its text, so keys lie evenly and a
range of keys holds about the same number of rows in every run. Two of 10 million share a key with probability 3e-6.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[Any]
ROW = np.dtype(
    [
        ("key", "<u8"),
        ("head", "<u4"),
        ("middle", "<u4"),
        ("tail", "<u4"),
        ("around", "<u8"),  # one bit for each of 64 classes of documents: how different its surroundings are
        ("example", "<u8"),  # the smallest hash of a document that has it
        ("text", "<u8"),  # where its text begins
        ("size", "<u4"),
    ]
)
"""A row: in how many documents at which place, an example, and where its text is. 48 bytes."""

_RANGES = 1 << 12
_TOGETHER = 1 << 18  # rows that are merged at a time
_EDGES = (np.arange(1, _RANGES, dtype=np.uint64) << np.uint64(64 - 12)).astype("<u8")


class Block(NamedTuple):
    """Rows with distinct keys, in the order of their keys, and their texts in the same order."""

    rows: Rows
    texts: bytes


def keys_of(texts: Sequence[bytes]) -> NDArray[np.uint64]:
    """The keys of texts: BLAKE2b (RFC 7693) of 8 bytes, the same in every process."""
    digests = b"".join([blake2b(text, digest_size=8).digest() for text in texts])
    return np.frombuffer(digests, "<u8")


def summed(rows: Rows) -> Rows:
    """Rows of equal keys made one, in the order of the keys; of their texts, which are equal, one stays.

    The sum does not depend on the order of the rows, but for where its text is.
    """
    if not len(rows):
        return rows
    rows = rows[np.argsort(rows["key"], kind="stable")]
    starts = np.flatnonzero(np.concatenate(([True], rows["key"][1:] != rows["key"][:-1])))
    if len(starts) == len(rows):
        return rows
    total: Rows = rows[starts].copy()
    for place in ("head", "middle", "tail"):
        total[place] = np.add.reduceat(rows[place], starts)
    total["around"] = np.bitwise_or.reduceat(rows["around"], starts)
    total["example"] = np.minimum.reduceat(rows["example"], starts)
    return total


class Runs:
    """Blocks in temporary files (in `TMPDIR`): added one by one, read back merged."""

    def __init__(self) -> None:
        self._rows: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this lives
        self._texts: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._runs: list[tuple[int, NDArray[np.uint32]]] = []  # the first row, and where its ranges end
        self._size = self._written = 0

    def add(self, block: Block) -> None:
        """Keep a block."""
        rows = block.rows.copy()
        rows["text"] += np.uint64(self._written)
        edges = np.searchsorted(rows["key"], _EDGES)
        self._runs.append((self._size, np.concatenate(([0], edges, [len(rows)])).astype(np.uint32)))
        self._rows.seek(0, 2)
        self._rows.write(rows.tobytes())
        self._texts.seek(0, 2)
        self._texts.write(block.texts)
        self._size += len(rows)
        self._written += len(block.texts)

    def merged(self) -> Iterator[Rows]:
        """All rows, summed, in the order of their keys, some at a time; their texts are for `text`."""
        for low, high in self._ranges():
            parts = [self._slice(first, edges[low], edges[high]) for first, edges in self._runs]
            yield summed(np.concatenate(parts))

    def blocks(self) -> Iterator[Block]:
        """The same with the texts of all rows."""
        for low, high in self._ranges():
            parts, texts, done = [], [], 0
            for first, edges in self._runs:
                part = self._slice(first, edges[low], edges[high])
                if not len(part):
                    continue
                begin, end = int(part["text"][0]), int(part["text"][-1]) + int(part["size"][-1])
                part["text"] += np.uint64(done) - np.uint64(begin)  # wraps, and wraps back
                self._texts.seek(begin)
                texts.append(self._texts.read(end - begin))
                done += end - begin
                parts.append(part)
            if parts:
                yield compact(summed(np.concatenate(parts)), b"".join(texts))

    def text(self, start: int, size: int) -> bytes:
        """The text of a row that `merged` gave, by its fields `text` and `size`."""
        self._texts.seek(start)
        return self._texts.read(size)

    def close(self) -> None:
        """Give the disk back."""
        self._rows.close()
        self._texts.close()

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """Ranges of keys that hold few rows enough to be merged at a time."""
        if not self._runs:
            return
        together = max(1, _RANGES * _TOGETHER // max(1, self._size))
        for low in range(0, _RANGES, together):
            yield low, min(_RANGES, low + together)

    def _slice(self, first: int, low: int, high: int) -> Rows:
        self._rows.seek((first + int(low)) * ROW.itemsize)
        found: Rows = np.frombuffer(self._rows.read((int(high) - int(low)) * ROW.itemsize), ROW).copy()
        return found


def compact(rows: Rows, texts: bytes) -> Block:
    """A block of rows whose texts lie anywhere in `texts`."""
    starts, sizes = rows["text"].tolist(), rows["size"]
    pieces = [texts[start : start + size] for start, size in zip(starts, sizes.tolist(), strict=True)]
    rows = rows.copy()
    rows["text"] = np.cumsum(sizes, dtype=np.uint64) - sizes
    return Block(rows, b"".join(pieces))
