"""The article of a page: its text and what the page knows about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsclean.document import Metadata
from newsclean.extraction import metadata, parsing

NOTHING = Metadata()


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
        page: HTML; anything else gives an empty text.
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
    title = facts.titles[0] if facts.titles else None
    return Extracted(_by_trafilatura(tree, url), title, facts.language, facts.metadata)


def _by_trafilatura(tree: Any, url: str | None) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, url=url, include_comments=False)
    return "" if found is None or isinstance(found, dict) else found.text or ""
