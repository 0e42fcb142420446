"""A page to a tree, whatever the page is: no network, no file, no entity of the page's own, bounded size and depth."""

from __future__ import annotations

import re
from typing import Any

import regex

LONGEST = 20_000_000
"""Characters of a page that are read; the largest news pages have some 5 million."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHORT = 100_000  # characters; no tag of a shorter page has so many attributes that it hurts
_FLOOD = 10_000  # characters of a tag that may hold as many as
_ATTRIBUTES = 2_000  # attributes; libxml2 takes time in their square
_QUOTED = regex.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_TAG = regex.compile(
    r"""<([A-Za-z][A-Za-z0-9:-]{0,30}+)(?:[^>=]++|=\s*+"[^"]*+(?:"|\Z)|=\s*+'[^']*+(?:'|\Z)|=)*+(?:>|\Z)"""
)
_FLAT = regex.compile(r"(?i)<(?!/?(?:p|h[1-6]|li|br|title|meta|script|style|head|body|html)\b|!--|!doctype)[^<>]*+>")


def parse(page: str) -> Any | None:
    """The page's tree (of lxml's plain elements), or None where there is nothing to read.

    Comments, processing instructions and the document type are dropped; a page nested too deeply for the parser is
    read again without the elements that nest.

    >>> parse("<p>Il pleut.").xpath("string(//p)")
    'Il pleut.'
    >>> parse("   ") is None
    True
    """
    page = _UNPRINTABLE.sub("", page[:LONGEST])
    if len(page) > _SHORT:
        page = _TAG.sub(_without_flood, page)
    tree, whole = _tree(page)
    if not whole:
        tree, _ = _tree(_FLAT.sub("\n", page))
    return tree


def _tree(page: str) -> tuple[Any | None, bool]:
    """The tree, and whether the parser came to the page's end."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        default_doctype=False,
        collect_ids=False,
        huge_tree=False,
    )
    # lxml.html chooses a class for every element in Python, which takes longer than reading it
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup())
    try:
        tree = html.document_fromstring(page.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        # nothing but spaces, comments or half a tag: lxml has a word for each
        return None, not _too_deep(parser)
    return tree, not _too_deep(parser)


def with_methods(tree: Any) -> Any:
    """The same tree of `lxml.html`'s elements, which trafilatura asks for."""
    from lxml import etree, html

    return html.document_fromstring(
        etree.tostring(tree, encoding="utf-8", method="html"),
        parser=html.HTMLParser(encoding="utf-8", no_network=True, collect_ids=False),
    )


def _too_deep(parser: Any) -> bool:
    return any("depth" in entry.message for entry in parser.error_log.filter_from_fatals())


def _without_flood(tag: regex.Match[str]) -> str:
    found: str = tag.group()
    if len(found) < _FLOOD or len(_QUOTED.sub("", found).split()) < _ATTRIBUTES:
        return found
    return f"<{tag.group(1)}>"
