"""Kinds of characters, as the judge counts them: one small number per code point, looked up in a table.

The table is made once, by the training (`build`), and kept in the model file, so that a newer Python with a newer
Unicode does not change what the model sees.
"""

from __future__ import annotations

import unicodedata

import numpy as np
import regex
from numpy.typing import NDArray

LOWER, UPPER, CASELESS, JOINER, DIGIT, IDEOGRAPH, SPACELESS = range(7)
SPACE, STOP, COMMA, COLON, QUOTE, BRACKET, DASH, BAR, MONEY, AT, ELLIPSIS, SYMBOL, SLASH = range(7, 20)
KINDS = 20
"""Number of kinds. Those up to `SPACELESS` make words; a word of the first five is written between spaces."""

_SINGLES = {
    STOP: ".!?。！？।॥؟۔։።｡",
    COMMA: ",;，；、،؛",
    COLON: ":：",
    QUOTE: "\"'“”„‟«»‹›‘’‚‛「」『』〝〞`´",
    BRACKET: "()[]{}（）【】〔〕［］《》〈〉",
    DASH: "-‐‑‒–—―−－~〜",
    BAR: "|｜¦•·●▪■□◆◇►▶→←›»>＞<＜*※★☆►✓✔▸▾▼▲△▽↑↓+",
    SLASH: "/／\\_",
    AT: "@#＠＃©®™℗",
    ELLIPSIS: "…⋯",
    JOINER: "\u200c\u200d",
}
_IDEOGRAPHS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]")
_SPACELESS = regex.compile(r"[[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]&&[\p{L}\p{M}]]", regex.V1)


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    if _SPACELESS.match(character):
        return SPACELESS
    if category[0] == "L":
        if _IDEOGRAPHS.match(character):
            return IDEOGRAPH
        return {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER}.get(category, CASELESS)
    if category[0] in "ZC":
        return SPACE
    return {"M": JOINER, "N": DIGIT}.get(category[0], {"Sc": MONEY, "Pd": DASH}.get(category, SYMBOL))


def build() -> NDArray[np.uint8]:
    """Make the table from this Python's Unicode: the kind of every code point."""
    table = np.fromiter((_kind(chr(code)) for code in range(0x110000)), np.uint8, 0x110000)
    for kind, characters in _SINGLES.items():
        for character in characters:
            table[ord(character)] = kind
    return table


def pack(table: NDArray[np.uint8]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Write the table as runs: where each begins, and its kind.

    >>> starts, kinds = pack(np.array([1, 1, 2], np.uint8))
    >>> starts.tolist(), kinds.tolist(), unpack(starts, kinds, 3).tolist()
    ([0, 2], [1, 2], [1, 1, 2])
    """
    starts = np.flatnonzero(np.concatenate(([True], table[1:] != table[:-1])))
    return starts.astype(np.uint32), table[starts]


def unpack(starts: NDArray[np.uint32], kinds: NDArray[np.uint8], size: int = 0x110000) -> NDArray[np.uint8]:
    """Undo `pack`."""
    lengths = np.diff(np.concatenate((starts.astype(np.int64), [size])))
    return np.repeat(kinds, lengths)
