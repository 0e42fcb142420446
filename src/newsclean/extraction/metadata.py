"""What a page says of its article outside the text: in JSON-LD, meta elements and headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from newsclean.document import Metadata

_ENOUGH = 1_000_000  # characters of one JSON-LD block that are read
_TAG = re.compile(r"<[^<>]{0,2000}>")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[0-9:.+Zz-]{4,30})?")
_LOCALE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)
_HEADINGS = 8
_ARTICLES = 8


@dataclass(frozen=True, slots=True)
class PageFacts:
    """`titles` are all forms of the title, the likeliest first; `body` is the article as JSON-LD gives it."""

    titles: tuple[str, ...]
    language: str | None
    description: str
    body: str
    metadata: Metadata


def read(tree: Any) -> PageFacts:
    """Read a page's facts from its tree (see `parsing.parse`).

    >>> from newsclean.extraction.parsing import parse
    >>> page = '<html lang="fr"><title>Pluie</title><meta name="author" content="Anne Leroy"><h1>Pluie</h1>'
    >>> facts = read(parse(page))
    >>> facts.titles, facts.language, facts.metadata.author
    (('Pluie',), 'fr', 'Anne Leroy')
    """
    named: dict[str, str] = {}
    for meta in tree.iterfind(".//meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := _line(meta.get("content") or "")):
            named.setdefault(name, content)
    articles = list(islice(_articles(tree), _ARTICLES))
    titles = [named.get("og:title", ""), *(_text(a, "headline") for a in articles), named.get("twitter:title", "")]
    headings = [_line("".join(h.itertext())) for h in islice(tree.iterfind(".//h1"), _HEADINGS)]
    titles += headings
    titles += [_line("".join(t.itertext())) for t in islice(tree.iterfind(".//title"), 1)]
    links = {link.get("rel"): link.get("href") for link in tree.iterfind(".//link") if link.get("rel") == "canonical"}
    metadata = Metadata(
        author=_first(*map(_author, articles), named.get("author"), _not_a_link(named.get("article:author"))),
        date=_first(*(_date(_text(a, "datePublished")) for a in articles), *(_date(named.get(n, "")) for n in _DATES)),
        sitename=_first(named.get("og:site_name"), *(_name(a.get("publisher")) for a in articles)),
        url=_first(links.get("canonical"), named.get("og:url")),
    )
    body = max((_text(a, "articleBody") for a in articles), key=len, default="")
    return PageFacts(
        titles=tuple(dict.fromkeys(filter(None, titles))),
        language=_language(tree.get("lang") or tree.get("xml:lang") or named.get("og:locale")),
        description=_first(named.get("og:description"), named.get("description")) or "",
        body=_line(_TAG.sub(" ", unescape(body))),
        metadata=metadata,
    )


_DATES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "date",
)


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that JSON-LD describes."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        text = (script.text or "")[:_ENOUGH]
        if "headline" not in text and "articleBody" not in text:
            continue
        try:
            waiting = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            found = waiting.pop()
            if isinstance(found, list):
                waiting.extend(reversed(found))
            elif isinstance(found, dict):
                if "headline" in found or "articleBody" in found:
                    yield found
                else:
                    waiting.extend(value for value in found.values() if isinstance(value, (dict, list)))


def _author(article: dict[str, Any]) -> str | None:
    authors = article.get("author")
    names = [_name(author) for author in (authors if isinstance(authors, list) else [authors])]
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    return _not_a_link(_line(unescape(value))) if isinstance(value, str) else None


def _text(article: dict[str, Any], field: str) -> str:
    value = article.get(field)
    return _line(unescape(value)) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _not_a_link(text: str | None) -> str | None:
    return None if not text or text.startswith(("http:", "https:", "//")) else text


def _date(text: str) -> str | None:
    found = _DATE.match(text)
    return found.group() if found else None


def _language(tag: str | None) -> str | None:
    found = _LOCALE.fullmatch((tag or "").strip())
    return found.group().replace("_", "-") if found else None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
