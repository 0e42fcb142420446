"""The article of a page: its text and what the page knows about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from newsclean.document import Metadata
from newsclean.extraction import judgement, metadata, parsing
from newsclean.extraction.blocks import Block, Box, blocks

NOTHING = Metadata()
_ENOUGH = -3 * judgement.SCALE // 10
"""The margin from which a block is kept: a lost sentence is worse than a teaser that the filters may still take. Of -1
to 0.5 this gave the best F1 on domains that the model had not seen."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_POOR = 400  # characters; an article of fewer makes us ask for a second opinion
_LARGEST = 20_000  # elements of a tree that we ask it about: on large trees it takes time in their square
_RICHER = 3  # times as long as ours is what we take instead


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page gave: the text of the article, its title, the language that the page declares, and its metadata."""

    text: str
    title: str | None = None
    language: str | None = None
    metadata: Metadata = NOTHING


def extract(page: str, url: str | None = None) -> Extracted:
    """Take the article out of a page.

    Args:
        page: HTML; anything else gives what text there is.
        url: Where the page comes from.

    Returns:
        Text with a line for each paragraph, without readers' comments. No page raises, or has anything loaded from the
        network or the disk.

    >>> page = "<title>Rain</title>" + "<p>It rained all day, and the river rose by a metre, the council says.</p>" * 4
    >>> extract(page).title
    'Rain'
    """
    tree = parsing.parse(page)
    if tree is None:
        return Extracted("")
    facts = metadata.read(tree)
    found = blocks(tree)
    margins = judgement.margins(found, facts)
    kept = [block for block, margin in zip(found, margins, strict=True) if margin > _ENOUGH]
    while len(kept) > 1 and kept[-1].box.tag in _HEADINGS:  # what it headed has gone
        kept.pop()
    text = written(kept)
    if len(text) < _POOR:
        other = _by_trafilatura(tree, url)
        text = other if len(other) > _RICHER * len(text) else text
    return Extracted(text, facts.titles[0] if facts.titles else None, facts.language, facts.metadata)


def written(found: Iterable[Block]) -> str:
    """Blocks as text, a line for each; the cells of a table's row share one, and items of lists begin with a dash."""
    lines: list[str] = []
    row: Box | None = None
    item: Box | None = None
    for block in found:
        box = block.box
        here = box.parent if box.tag in ("td", "th") else None
        if here is not None and here is row:
            lines[-1] += f" | {block.text}"
            continue
        row = here
        begins = box.tag == "li" and box is not item
        item = box if box.tag == "li" else None
        lines.append(f"- {block.text}" if begins else block.text)
    return "\n".join(lines)


def _by_trafilatura(tree: Any, url: str | None) -> str:
    """The second opinion."""
    from lxml import etree
    from trafilatura import bare_extraction

    if next(islice(tree.iter(), _LARGEST, None), None) is not None:
        return ""
    try:
        found = bare_extraction(parsing.with_methods(tree), url=url, include_comments=False)
    except (etree.LxmlError, AssertionError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return ""  # of trees that no page has
    return "" if found is None or isinstance(found, dict) else found.text or ""
