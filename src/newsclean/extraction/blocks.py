"""A page's tree in blocks: runs of text that the page shows as one, each in its box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsclean.extraction.markup import TAG_BITS, groups

_BOXES = frozenset(
    "p div li ul ol h1 h2 h3 h4 h5 h6 td th tr table tbody thead tfoot blockquote figcaption figure section article "
    "aside header footer nav main body form fieldset dl dt dd pre address details summary center caption hr "
    "label button".split()
)
_UNREAD = frozenset(
    "script style noscript template svg iframe object embed select option textarea input canvas audio video "
    "math head link meta title datalist map area dialog".split()
)
_NAMED = frozenset("span time em i small cite".split())
_WORDED = frozenset("p h1 h2 h3 h4 h5 h6 dt summary".split())  # a button in one of these is part of what it says
MOST = 20_000
"""Blocks of a page that are read; the longest live tickers have some 5,000."""


class Box:
    """A block element. `groups` are those its names speak of, `above` those of the elements it is in; `tags` both's.

    The rest is counted later: characters of text, of links and of prose in the box.
    """

    __slots__ = ("above", "chars", "depth", "groups", "hidden", "links", "parent", "property", "prose", "tag", "tags")

    def __init__(self, parent: Box | None, tag: str, attributes: Any) -> None:
        self.parent = parent
        self.tag = tag
        self.chars = self.links = self.prose = self.groups = self.above = self.depth = self.property = 0
        self.tags = TAG_BITS.get(tag, 0)
        self.hidden = False
        if parent is not None:
            self.depth = parent.depth + 1
            self.above = parent.above | parent.groups
            self.tags |= parent.tags
            self.hidden = parent.hidden
            self.property = parent.property
        if attributes:
            self._read(attributes)

    def _read(self, attributes: Any) -> None:
        self.groups = groups(_names(attributes, "role"))
        style = attributes.get("style", "")
        if (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or ("none" in style and "display:none" in style[:1000].replace(" ", "").lower())
        ):
            self.hidden = True
        item = attributes.get("itemprop")
        if item:
            self.property |= 1 if "articleBody" in item else 2 if "description" in item else 4


@dataclass(slots=True)
class Block:
    """A run of text. Counts are characters, but `anchors`, the links that begin in it; `groups` are its spans'."""

    box: Box
    text: str
    links: int
    bold: int
    anchors: int
    groups: int
    after_break: bool


class _Run:
    """The text since the last border of a block."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.in_links = self.in_bold = 0
        self._begin(False)

    def _begin(self, after_break: bool) -> None:
        self.pieces: list[str] = []
        self.box: Box | None = None
        self.links = self.bold = self.anchors = self.groups = 0
        self.after_break = after_break

    def add(self, text: str, box: Box) -> None:
        self.pieces.append(text)
        size = len(text.strip())
        if size:
            self.box = self.box or box
            self.links += size if self.in_links else 0
            self.bold += size if self.in_bold else 0

    def close(self, after_break: bool = False) -> None:
        if self.box is not None:
            text = " ".join("".join(self.pieces).split())
            links = min(self.links, len(text))
            self.found.append(Block(self.box, text, links, self.bold, self.anchors, self.groups, self.after_break))
        self._begin(after_break)


def blocks(tree: Any) -> list[Block]:
    """The blocks of a tree, in order, at most `MOST`; scripts, forms' fields, frames and the like are not read.

    >>> from newsclean.extraction.parsing import parse
    >>> [(block.box.tag, block.text) for block in blocks(parse("<h1>Rain</h1><p>It <b>rained</b>.<br>All day."))]
    [('h1', 'Rain'), ('p', 'It rained.'), ('p', 'All day.')]
    """
    from lxml import etree

    run = _Run()
    box = Box(None, "html", None)
    unread: Any = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if unread is not None or not isinstance(tag, str):
                continue
            if tag in _UNREAD:
                unread = element
                continue
            if tag in _BOXES and not (tag == "button" and box.tag in _WORDED):
                run.close()
                box = Box(box, tag, element.attrib)
            elif tag == "br":
                run.close(after_break=True)
            elif tag == "a":
                run.in_links += 1
                run.anchors += 1
            elif tag in ("b", "strong"):
                run.in_bold += 1
            elif tag in _NAMED and element.attrib:
                run.groups |= groups(_names(element.attrib, "itemprop"))
            if element.text:
                run.add(element.text, box)
            continue
        if unread is not None:
            if element is not unread:
                continue
            unread = None
        elif isinstance(tag, str):
            if tag in _BOXES and not (tag == "button" and box.tag in _WORDED):
                run.close()
                box = box.parent or box
            elif tag == "a":
                run.in_links -= 1
            elif tag in ("b", "strong"):
                run.in_bold -= 1
        if len(run.found) >= MOST:
            return run.found
        if element.tail and element is not tree:
            run.add(element.tail, box)
    run.close()
    return run.found


def _names(attributes: Any, third: str) -> str:
    get = attributes.get
    return f"{get('class', '')[:150]} {get('id', '')[:80]} {get(third, '')[:60]}"
