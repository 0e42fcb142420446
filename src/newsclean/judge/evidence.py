"""Hashed signs of a line, and the linear scores that sum their weights: what its words say, and what its shape says.

A sign is a number, and a weight table (learned, int8) has a cell for it. Words are signs in the languages that the
training knew; shapes (the run of capitals, digits, marks and words) are signs in every language.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsclean.judge import characters as kind
from newsclean.judge.lines import Hashes, Lines

WORD_BITS, SHAPE_BITS = 18, 16
HEAD, TAIL = 80, 20
"""How many characters at both ends of a line are looked at: what a long line is, its ends tell."""
SCALE = 32
"""A line's score is a whole number: 32 to one unit of log odds; positive speaks for residue."""

_SPREAD = np.uint64(0x9FB21C651E98DF25)
_TAGS = tuple(np.uint64(0xA0761D6478BD642F * (2 * i + 1) & (1 << 64) - 1) for i in range(16))

Cells = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Cells, and the line that each belongs to."""


def _cells(hashes: Hashes, tag: int, bits: int) -> NDArray[np.int64]:
    spread: Hashes = ((hashes ^ _TAGS[tag]) * _SPREAD) >> np.uint64(64 - bits)
    return spread.astype(np.int64)


def words(lines: Lines) -> Cells:
    """Signs of the words: each word, each two in a row, the first and the last of the line, and the whole line."""
    into = lines.word_starts - lines.starts.take(lines.word_owners)
    left = lines.ends.take(lines.word_owners) - lines.word_starts
    near = np.flatnonzero((into < HEAD) | (left <= TAIL))
    word, owner = lines.words.take(near), lines.word_owners.take(near)
    if not len(word):
        return _cells(lines.hashes, 4, WORD_BITS), np.arange(len(lines.hashes))
    edge = np.flatnonzero(owner[1:] != owner[:-1])
    same = owner[1:] == owner[:-1]
    pairs = (word[:-1] * _SPREAD + word[1:])[same]
    first = np.concatenate(([0], edge + 1))
    last = np.concatenate((edge, [len(word) - 1]))
    cells = (
        _cells(word, 0, WORD_BITS),
        _cells(pairs, 1, WORD_BITS),
        _cells(word[first], 2, WORD_BITS),
        _cells(word[last], 3, WORD_BITS),
        _cells(lines.hashes, 4, WORD_BITS),
    )
    owners = (owner, owner[1:][same], owner[first], owner[last], np.arange(len(lines.hashes)))
    return np.concatenate(cells), np.concatenate(owners)


def shapes(lines: Lines) -> Cells:
    """Signs of the shape: runs of one kind (marks by themselves), alone, by two and by three, and how the line ends."""
    near = _ends(lines)
    kinds, owners, codes = lines.kinds.take(near), lines.owners.take(near), lines.codes.take(near)
    # one run: characters of one kind; a word's small letters by how many there are, marks as they are
    starts = np.flatnonzero(np.concatenate(([True], kinds[1:] != kinds[:-1])))
    run_kind = kinds[starts]
    lengths = np.diff(starts, append=len(kinds))
    grain = np.where(run_kind <= kind.SPACELESS, _GRAIN[np.minimum(lengths, 31)], codes[starts])
    runs = (run_kind.astype(np.uint64) << np.uint64(32)) | grain.astype(np.uint64)
    runs = runs * _SPREAD
    owner = owners[starts]
    # newlines are runs of the line before them, so that the run after one begins a line
    two = runs[:-1] * _TAGS[1] + runs[1:]
    three = two[:-1] * _TAGS[2] + runs[2:]
    four = three[:-1] * _TAGS[3] + runs[3:]
    length = np.minimum(lines.ends - lines.starts, 400)
    words_in = np.bincount(lines.word_owners, minlength=len(lines.starts))
    size = _SIZE[length] * 64 + np.minimum(words_in, 24)
    place = np.maximum(lines.ends - 1, lines.starts)
    last = np.where(lines.kinds[place] <= kind.SPACELESS, 0, lines.codes[place])
    first = lines.kinds[lines.starts]
    sized = size.astype(np.uint64)
    ending = last.astype(np.uint64) * np.uint64(97) + first
    every = np.arange(len(lines.starts))
    cells = (
        _cells(two, 5, SHAPE_BITS),
        _cells(three, 6, SHAPE_BITS),
        _cells(four, 7, SHAPE_BITS),
        _cells(sized, 8, SHAPE_BITS),
        _cells(ending, 9, SHAPE_BITS),
        _cells(ending * np.uint64(1 << 20) + (sized >> np.uint64(6)), 10, SHAPE_BITS),
    )
    return np.concatenate(cells), np.concatenate((owner[:-1], owner[:-2], owner[:-3], every, every, every))


_GRAIN = np.array([0, 1, 2, 3, 4, 4, 5, 5, 5] + [6] * 23, np.uint32)
_SIZE = np.array([min(int(n**0.5 * 1.5), 30) for n in range(401)], np.int64)


def _ends(lines: Lines) -> NDArray[np.int64]:
    """Where the first `HEAD` and the last `TAIL` characters of every line stand, its newline among the last."""
    lengths = lines.ends + 1 - lines.starts
    head = np.minimum(lengths, HEAD)
    tail = np.minimum(lengths - head, TAIL)
    both = head + tail
    after = np.cumsum(both)
    every = np.arange(int(after[-1]))
    into = every - np.repeat(after - both, both)
    skip = np.where(into >= np.repeat(head, both), np.repeat(lengths - both, both), 0)
    places: NDArray[np.int64] = into + skip + np.repeat(lines.starts, both)
    return places


def score(cells: Cells, weights: NDArray[np.int8], scale: float, lines: int) -> NDArray[np.int64]:
    """Sum each line's weights over the root of their number; in `SCALE`ths of log odds."""
    cell, owner = cells
    total = np.bincount(owner, weights=weights[cell], minlength=lines)[:lines]
    number = np.bincount(owner, minlength=lines)[:lines]
    return np.rint(total / np.sqrt(np.maximum(number, 1)) * (scale * SCALE)).astype(np.int64)
