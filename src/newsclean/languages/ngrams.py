"""The longest n-gram of a model that ends at each byte of a text, found for all bytes at once.

The eight bytes that end somewhere, read as one number with the last byte first, are an ending. All endings with the
same longest n-gram make a few stretches of numbers, so one search in a sorted table tells it: no automaton, which would
take twenty times the memory, and no loop over the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 8
"""Bytes of an ending; an n-gram has at most so many."""
_SPACE = 1 << 8 * LONGEST  # of all endings


def stretches(ngrams: Sequence[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """The endings by their longest n-gram: where each stretch begins, and the n-gram's place in `ngrams`, -1 for none.

    An n-gram has one to eight bytes, none of them zero: what stands before a text counts as zeros.

    >>> starts, longest = stretches([b"a", b"na"])
    >>> longest_at(b"banana", starts, longest).tolist()
    [-1, 0, -1, 1, -1, 1]
    """
    begins = [int.from_bytes(ngram.rjust(LONGEST, b"\0"), "little") for ngram in ngrams]
    ends = [begin + (1 << 8 * (LONGEST - len(ngram))) for begin, ngram in zip(begins, ngrams, strict=True)]
    starts = sorted({0, *begins, *ends} - {_SPACE})
    at = {start: i for i, start in enumerate(starts)}
    longest = np.full(len(starts), -1, np.int32)
    for place in sorted(range(len(ngrams)), key=lambda i: len(ngrams[i])):  # a longer one lies inside a shorter one's
        longest[at[begins[place]] : at.get(ends[place])] = place
    differs = np.append(True, longest[1:] != longest[:-1])
    return np.array(starts, np.uint64)[differs], longest[differs]


def longest_at(data: bytes, starts: NDArray[np.uint64], longest: NDArray[np.int32]) -> NDArray[np.int32]:
    """The place of the longest n-gram that ends at each byte of `data`; -1 where none does.

    Args:
        data: Any bytes.
        starts, longest: What `stretches` gave.
    """
    endings = np.ndarray(len(data), "<u8", b"\0" * (LONGEST - 1) + data, strides=(1,))
    found: NDArray[np.int32] = longest.take(starts.searchsorted(endings, "right") - 1)
    return found
