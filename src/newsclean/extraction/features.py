"""What is known of each block of a page, as numbers: its text, its box, the boxes around it, its neighbours, its place.

Prose is the seed: blocks that are long, end sentences and hold few links. How much of a box is prose, and how much of
the page's prose is in it, says where the article is; then how like its neighbours a block is, and what its names say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsclean.extraction.blocks import Block, Box
from newsclean.extraction.markup import GROUPS, TAG_BITS, TAGS, bits
from newsclean.extraction.metadata import PageFacts

Rows = NDArray[np.float32]
SIZE = 1
"""The column of a block's characters."""

_KEPT = re.compile(r"[\W_]+")
_DROPPED = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())  # the same in texts of ASCII, quicker
_CAPITAL = re.compile("[A-Z]")
_END = re.compile("[.!?。！？…;:»”\"'’)」』।؟۔]$")
_COMMA = re.compile("[,，、;；،]")
_SENTENCE = re.compile("[.!?।؟۔](?=[\\s”»\"'’)」]|$)|[。！？]")
_DIGIT = re.compile(r"\d")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_KINDS = (
    "p div li td h1 h2 h3 h4 blockquote figcaption section article span dd body pre h5 h6 button summary dt".split()
)
_KIND = {tag: number for number, tag in enumerate(_KINDS)}
_BULLETS = frozenset("-•·■▶►◆*→>▪●")
_READ = 400  # characters of a block whose letters are counted
_PROSE = 80  # characters of a block of prose; a Chinese, Japanese or Korean one counts as three
# characters that every block is compared with
_LONGEST_TITLE, _LONGEST_DESCRIPTION, _LONGEST_BODY = 400, 3_000, 100_000
_NEVER_PROSE = TAG_BITS["nav"] | TAG_BITS["footer"] | TAG_BITS["aside"] | TAG_BITS["figcaption"]
_NEVER_NAMED = bits("comment", "cookie", "footer", "caption")
_NEIGHBOURS = (0, 1, 3, 8, 10, 21, 40)
_BITS = np.arange(max(len(TAGS), len(GROUPS)))


def features(blocks: Sequence[Block], facts: PageFacts) -> Rows:
    """One row for each block; see the code for the columns."""
    count = len(blocks)
    keys = [key(block.text) for block in blocks]
    often: dict[str, int] = {}
    for text in keys:
        often[text] = often.get(text, 0) + 1
    sizes = [len(block.text) + (0 if block.text.isascii() else 2 * len(_WIDE.findall(block.text))) for block in blocks]
    ends = [len(_SENTENCE.findall(block.text)) for block in blocks]
    prose = [
        size >= _PROSE and end > 0 and often[text] < 3 and _may_be_prose(block)
        for block, size, end, text in zip(blocks, sizes, ends, keys, strict=True)
    ]
    total = _count(blocks, sizes, prose)
    main = _main(blocks, prose, total)
    alike: dict[tuple[str, int, int, int], list[int]] = {}
    for block, size, is_prose in zip(blocks, sizes, prose, strict=True):
        counts = alike.setdefault(_likeness(block.box), [0, 0])
        counts[0] += size
        counts[1] += size * is_prose
    first = prose.index(True) if total > 1 else 0
    last = count - 1 - prose[::-1].index(True) if total > 1 else count - 1
    headline = next((number for number, block in enumerate(blocks) if block.box.tag == "h1"), -1)
    titles = [key(title[:_LONGEST_TITLE]) for title in facts.titles]
    long_titles = [title for title in titles if len(title) >= 8]
    description, body = key(facts.description[:_LONGEST_DESCRIPTION]), key(facts.body[:_LONGEST_BODY])

    said = facts.metadata
    page = (
        len(titles), len(description), len(body), said.date is not None, said.author is not None,
        said.sitename is not None, facts.language is not None, sum(prose),
        sum(block.box.tag == "p" for block in blocks) / count, sum(block.after_break for block in blocks) / count,
    )  # fmt: skip

    before = 0
    rows: list[list[float]] = []
    named: list[tuple[int, int, int, int]] = []
    for number, (block, text, size, end, is_prose) in enumerate(zip(blocks, keys, sizes, ends, prose, strict=True)):
        box, line, length = block.box, block.text, len(block.text)
        parent = box.parent or box
        grand = parent.parent or parent
        own = size * is_prose
        near, below, top, hops = _way(box, main)
        counts = alike[_likeness(box)]
        start = line[:_READ]
        letters = len(start) - sum(map(start.count, " .,")) or 1
        rows.append([
            is_prose, size, length, block.links / length, block.anchors, block.bold / length, block.after_break,
            often[text] > 1, _END.search(line) is not None, _commas(line), end,
            len(_DIGIT.findall(line)) / length, _capitals(start) / letters, letters / len(start),
            line.count(" ") + 1, line[0].isupper(), line[-1] == ":", "|" in line, "©" in line,
            "@" in line or "http" in line, line[0] in _BULLETS,
            _KIND.get(box.tag, -1), box.depth, top is not None, hops, main is not None and box is main,
            box.prose / max(1, box.chars), parent.prose / max(1, parent.chars), grand.prose / max(1, grand.chars),
            (box.prose - own) / max(1, box.chars - size), (parent.prose - own) / max(1, parent.chars - size),
            box.links / max(1, box.chars), parent.links / max(1, parent.chars), grand.links / max(1, grand.chars),
            box.prose / total, parent.prose / total, grand.prose / total,
            top.prose / total if top else 1, top.chars / total if top else 1,
            top.prose / max(1, top.chars) if top else 1,
            (counts[1] - own) / max(1, counts[0] - size), (counts[1] - own) / total, counts[0] / total,
            number - first, last - number, before / total, number - headline if headline >= 0 else -999, number / count,
            text in titles, len(text) >= 8 and any(text in title or title in text for title in long_titles),
            text == description,
            len(text) >= 16 and (text in description or (len(description) >= 30 and description in text)),
            (len(text) >= 12 and text in body) if body else -1, len(body) / total if body else -1,
            box.hidden, box.property, total, count, *page,
        ])  # fmt: skip
        named.append((box.tags, near, below & ~near, block.groups))
        before += own
    table = np.array(rows, dtype=np.float32)
    signs = (np.array(named, dtype=np.int64)[:, :, None] >> _BITS) & 1
    marks = (signs[:, 0, : len(TAGS)], signs[:, 1] * 2 + signs[:, 2], signs[:, 3])
    return np.concatenate([table, *marks, *_around(table)], axis=1).astype(np.float32)


def key(text: str) -> str:
    """A text as it is compared: its letters and digits.

    >>> key("“Rain”, again!")
    'rainagain'
    """
    return text.translate(_DROPPED).lower() if text.isascii() else _KEPT.sub("", text).lower()


def _capitals(start: str) -> int:
    return len(_CAPITAL.findall(start)) if start.isascii() else sum(map(str.isupper, start))


def _commas(line: str) -> int:
    return line.count(",") + line.count(";") if line.isascii() else len(_COMMA.findall(line))


def _may_be_prose(block: Block) -> bool:
    box = block.box
    return (
        block.links * 10 < 3 * len(block.text)
        and not box.hidden
        and not box.tags & _NEVER_PROSE
        and not (box.groups | box.above) & _NEVER_NAMED
    )


def _count(blocks: Sequence[Block], sizes: Sequence[int], prose: Sequence[bool]) -> int:
    """Count in every box the characters, links and prose in it; give the page's prose."""
    for block, size, is_prose in zip(blocks, sizes, prose, strict=True):
        box: Box | None = block.box
        while box is not None:
            box.chars += size
            box.links += block.links
            box.prose += size * is_prose
            box = box.parent
    return max(1, sum(size for size, is_prose in zip(sizes, prose, strict=True) if is_prose))


def _main(blocks: Sequence[Block], prose: Sequence[bool], total: int) -> Box | None:
    """The innermost box with four fifths of the prose."""
    main: Box | None = None
    for block, is_prose in zip(blocks, prose, strict=True):
        if is_prose:
            box: Box | None = block.box
            while box is not None and box.prose < 0.8 * total:
                box = box.parent
            if box is not None and (main is None or box.depth > main.depth):
                main = box
    return main


def _way(box: Box, main: Box | None) -> tuple[int, int, Box | None, int]:
    """Groups of the two nearest boxes and of all up to the main one; the highest box below it; how many there are."""
    near = below = hops = 0
    here: Box | None = box
    top = box
    while here is not None and here is not main:
        below |= here.groups
        if hops < 2:
            near |= here.groups
        hops += 1
        top, here = here, here.parent
    return near, below, top if here is main and main is not None else None, hops


def _likeness(box: Box) -> tuple[str, int, int, int]:
    return box.tag, box.groups, box.parent.groups if box.parent else 0, box.depth


def _around(table: Rows) -> list[Rows]:
    """The three blocks before and after, and prose and links among the four and ten before and after."""
    count = len(table)
    found: list[Rows] = []
    for distance in (-3, -2, -1, 1, 2, 3):
        shifted = np.full((count, len(_NEIGHBOURS)), -1, np.float32)
        if distance < 0:
            shifted[-distance:] = table[:distance, _NEIGHBOURS]
        else:
            shifted[:-distance] = table[distance:, _NEIGHBOURS]
        found.append(shifted)
    places = np.arange(count)
    size = table[:, 1]
    for values in (size * table[:, 0], size * ((table[:, 3] < 0.3) & (table[:, 10] > 0)), size * table[:, 3]):
        sums = np.concatenate([[0], np.cumsum(values, dtype=np.float64)])
        for width in (4, 10):
            ahead = sums[np.minimum(count, places + 1 + width)] - sums[places + 1]
            behind = sums[places] - sums[np.maximum(0, places - width)]
            found.append(np.stack([behind, ahead], 1).astype(np.float32))
    return found
