"""What the words of a block say: a linear score over hashed words, pairs, beginnings and ends.

"Read more", "Written by", "(dpa)", "Learn more about our": the words that open and close what stands around articles
are the same on many sites. The table (learned, int8) has a cell for each hash; no word is in it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

BITS = 16
"""The table has two to this power cells."""
_MASK = (1 << BITS) - 1
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"
    r"|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]++"
    r"|[:?!|>»→©@/()\[\]…*#]",
    regex.V1,
)
# The same by a quicker engine, for texts that have neither marks of their own nor a script without spaces.
_PLAIN_WORD = re.compile(r"[^\W_]+|[:?!|>»→©@/()\[\]…*#]")
_NOT_PLAIN = re.compile("[\u02b0-\u1fff\u2070-\u20ff\u2c00-\U0010ffff]")
_HEAD, _TAIL = 300, 120  # characters at both ends that are read
_OPENING = 25  # words of the head that count
_SHORT, _LABEL = 12, 6  # words of a block whose words count twice, and of one that counts as a whole


def signs(text: str) -> list[int]:
    """The cells of a text, each once.

    >>> signs("Read more") == signs("READ MORE"), len(signs("Read more"))
    (True, 12)
    """
    words = ["0" if word.isdigit() else word for word in _words(text[:_HEAD])]
    count, head = len(words), words[:_OPENING]
    names = [f"n{min(count, 20)}"]
    names += ["u" + word for word in head]
    names += [f"b{one} {two}" for one, two in pairwise(head)]
    names += [f"s{place}{word}" for place, word in enumerate(head[:3])]
    names += ["e" + word for word in _words(text[-_TAIL:])[-3:]]
    if count >= 2:
        names.append(f"S{words[0]} {words[1]}")
    if count <= _SHORT:
        names += ["x" + word for word in words]
    if count <= _LABEL:
        names.append("w" + " ".join(words))
    # no word holds a NUL; encoded at once they take half the time
    encoded = "\0".join(names).encode("utf-8", "replace").split(b"\0")
    return list({value & _MASK for value in map(zlib.crc32, encoded)})


def _words(text: str) -> list[str]:
    folded = text.casefold()
    words: list[str] = (_WORD if _NOT_PLAIN.search(folded) else _PLAIN_WORD).findall(folded)
    return words


def scores(texts: Sequence[str], table: NDArray[np.int8], scale: float, base: float) -> NDArray[np.float32]:
    """Log odds that each text is of an article, by its words alone, to a 64th."""
    found = np.empty(len(texts), np.float32)
    for number, text in enumerate(texts):
        cells = signs(text)
        total = int(table.take(cells).sum(dtype=np.int64))
        found[number] = round(64 * (base + scale * total / len(cells) ** 0.5)) / 64
    return found
