"""Whether a text is a page."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_BLOCK = re.compile(r"</(?:p|div|span|a|li|ul|h[1-6]|article|section|table|td|script)\s*>", re.IGNORECASE)


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
    return _OPENING.match(start) is not None or len(_BLOCK.findall(source[:100_000])) >= 2
