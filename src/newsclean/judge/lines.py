"""A document as arrays: its characters' kinds, its lines, its words, all at once and without a loop over lines."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsclean.judge import characters as kind

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

STEM = 5

_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_INVERSE = pow(_BASE, -1, 1 << 64)
_USUAL = 1 << 15  # characters
_ZERO = np.uint32(ord("0"))


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines of a document and, as the last line, its title (empty if unknown).

    Attributes:
        codes: Code points of all lines, each followed by a newline.
        kinds: The kind of each code point.
        owners: The line of each code point.
        starts, ends: First code point of each line, and that of its newline.
        counts: Code points of each kind per line.
        hashes: One number per line; lines that differ only in capitals, quotes or digits share it.
        words: One number per word: like `hashes`, in order. In scripts without spaces, each two characters are a word.
        stems: The same for the first five characters of each word: forms of one word mostly share it.
        word_starts, word_lengths, word_owners: Where each word begins, its length, its line.
    """

    codes: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    owners: Ints
    starts: Ints
    ends: Ints
    counts: Ints
    hashes: Hashes
    words: Hashes
    stems: Hashes
    word_starts: Ints
    word_lengths: Ints
    word_owners: Ints


@functools.cache
def _usual_powers() -> tuple[Hashes, Hashes]:
    """Kept, because most documents need no more; those of a text of 10 MB would hold 300 MB for ever."""
    return _powers(_USUAL)


def _powers(size: int) -> tuple[Hashes, Hashes]:
    """Powers of the hash's base and of its inverse, modulo 2**64."""
    steps = np.full(size, _BASE, np.uint64), np.full(size, _INVERSE, np.uint64)
    for step in steps:
        step[0] = 1
        np.multiply.accumulate(step, out=step)
    return steps


def _mixed(numbers: Hashes) -> Hashes:
    mixed: Hashes = (numbers ^ (numbers >> np.uint64(29))) * _MIX
    mixed ^= mixed >> np.uint64(32)
    return mixed


def read(lines: Sequence[str], folded: Sequence[str], table: NDArray[np.uint8]) -> Lines:
    """Turn lines into arrays. `folded` is `lines` folded, of the same lengths; the last is the title."""
    codes = np.frombuffer(("\n".join(lines) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    plain = np.frombuffer(("\n".join(folded) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(line) for line in lines], np.int64) + 1
    after = np.cumsum(lengths)
    starts, ends = after - lengths, after - 1
    owners = np.repeat(np.arange(len(lines)), lengths)
    kinds = table.take(codes)
    counts = np.bincount(owners * kind.KINDS + kinds, minlength=len(lines) * kind.KINDS)

    powers, inverses = _usual_powers() if len(codes) < _USUAL else _powers(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.multiply(np.where(kinds == kind.DIGIT, _ZERO, plain), powers[: len(codes)], out=sums[1:])
    np.cumsum(sums, out=sums)

    word_starts, word_ends = _words(kinds)
    return Lines(
        codes=codes,
        kinds=kinds,
        owners=owners,
        starts=starts,
        ends=ends,
        counts=counts.reshape(len(lines), kind.KINDS),
        hashes=_mixed((sums.take(ends) - sums.take(starts)) * inverses.take(starts)),
        stems=_mixed(
            (sums.take(np.minimum(word_ends, word_starts + STEM)) - sums.take(word_starts)) * inverses.take(word_starts)
        ),
        words=_mixed((sums.take(word_ends) - sums.take(word_starts)) * inverses.take(word_starts)),
        word_starts=word_starts,
        word_lengths=word_ends - word_starts,
        word_owners=owners.take(word_starts),
    )


def _words(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    inside = kinds <= kind.DIGIT
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1  # the text ends in a newline, so every word has an end
    if inside[0]:
        edges = np.concatenate(([0], edges))
    starts, ends = edges[::2], edges[1::2]
    dense = (kinds - np.uint8(kind.IDEOGRAPH)) <= kind.SPACELESS - kind.IDEOGRAPH  # below wraps round to above
    if dense.any():
        following = np.append(dense[1:], False)
        pairs = np.flatnonzero(dense & (following | ~np.concatenate(([False], dense[:-1]))))
        starts = np.concatenate((starts, pairs))
        ends = np.concatenate((ends, pairs + 1 + following[pairs]))
        order = np.argsort(starts, kind="stable")
        starts, ends = starts[order], ends[order]
    return starts, ends
