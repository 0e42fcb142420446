"""HTML to text, by trafilatura, imported when first needed. Nothing after this stage sees a tag."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAG = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_BLOCK = re.compile(r"</(?:p|div|span|a|li|ul|h[1-6]|article|section|table|td|script)\s*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page gave: the text of the article, its title, and the language that the page declares."""

    text: str
    title: str | None = None
    language: str | None = None


def looks_like_html(source: str) -> bool:
    """Whether `source` is a page and not a text that mentions a tag.

    >>> looks_like_html("<!DOCTYPE html><title>Pluie</title>"), looks_like_html("<p>Il pleut.</p><p>Oui.</p>")
    (True, True)
    >>> looks_like_html("The <body> tag holds what the page shows.")
    False
    """
    start = source[:4096].lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return False
    return _TAG.match(start) is not None or len(_BLOCK.findall(source[:100_000])) >= 2


def decode(data: bytes) -> str:
    """Bytes to text by the byte order mark, the declared encoding, UTF-8, or what charset-normalizer finds.

    >>> decode('<meta charset="iso-8859-1">é'.encode("latin-1"))
    '<meta charset="iso-8859-1">é'
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    if declared is not None:
        try:
            return data.decode(declared.group(1).decode("ascii"), "replace")
        except LookupError:  # a name that Python does not know: go on as if none were declared
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65_536]).best()
    return data.decode(best.encoding if best is not None else "utf-8", "replace")


def extract(page: str, url: str | None = None) -> Extracted:
    """Take the article out of a page.

    Args:
        page: HTML; anything else gives an empty text.
        url: Where the page comes from.

    Returns:
        Text with a line for each paragraph, without readers' comments.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(page, url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Extracted("")
    return Extracted(found.text or "", found.title or None, None)
