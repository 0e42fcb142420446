"""Whether a block speaks of what the page's title and description speak of, and whether the boxes around it do.

A page often holds other stories in the same markup, next to the article or after it. The article is the one whose text
takes up the words of the title and of the description; alone a paragraph may have none of them, so they are counted in
the boxes around it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import numpy as np
import regex

from newsclean.extraction.blocks import Block, Box
from newsclean.extraction.features import Rows
from newsclean.extraction.metadata import PageFacts

_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]++|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]++",
    regex.V1,
)
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_SHORTEST, _STEM = 4, 6  # letters of a word that tells something, and those that its inflected forms share
_STEMS = 40  # of the title or the description
_READ = 2_000  # characters of a title, a description or a block that are read
_LEVELS = 5  # boxes: the block's own, and four around it


def stems(text: str) -> list[str]:
    """The beginnings of a text's longer words, each once; of scripts without spaces, pairs of letters.

    >>> stems("The harbour is dredged: 東京都")
    ['harbou', 'dredge', '東京', '京都']
    """
    found: dict[str, None] = {}
    for word in _WORD.findall(text[:_READ].casefold()):
        if _UNSPACED.match(word):
            found.update((word[at : at + 2], None) for at in range(len(word) - 1))
        elif len(word) >= _SHORTEST:
            found[word[:_STEM]] = None
    return list(found)[:_STEMS]


def features(blocks: Sequence[Block], facts: PageFacts, read: Sequence[int]) -> Rows:
    """A row for each of the blocks in `read`; see the code for the columns.

    Args:
        blocks: All of a page.
        facts: What the page says of itself.
        read: The places of the blocks that may be of the article; the others' text is not looked at.
    """
    texts = [blocks[place].text[:_READ].casefold() for place in read]
    boxes = [_around(blocks[place].box) for place in read]
    columns: list[list[float]] = []
    for source in (facts.titles[0] if facts.titles else "", facts.description):
        asked = stems(source)
        # bit i: the i-th stem is in the block
        said = [sum([1 << bit for bit, stem in enumerate(asked) if stem in text]) for text in texts]
        columns += _counted(boxes, said, len(asked))
    rows: Rows = np.array(columns, np.float32).T
    return rows


def _around(box: Box) -> list[Box]:
    found = [box]
    while len(found) < _LEVELS:
        found.append(found[-1].parent or found[-1])
    return found


def _counted(boxes: Sequence[Sequence[Box]], said: Sequence[int], asked: int) -> Iterator[list[float]]:
    """The share of the stems in each block; how many there are; of those on the page, the share in each box around."""
    yield [bits.bit_count() / max(1, asked) for bits in said]
    yield [float(asked)] * len(said)
    anywhere = reduce(or_, said, 0).bit_count() or 1
    for level in range(_LEVELS):
        within: dict[Box, int] = {}
        for around, bits in zip(boxes, said, strict=True):
            within[around[level]] = within.get(around[level], 0) | bits
        shares = {box: bits.bit_count() / anywhere for box, bits in within.items()}
        yield [shares[around[level]] for around in boxes]
