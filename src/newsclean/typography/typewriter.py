"""Plain quotes, hyphens, dots and spaces, for tools that want them: the keys of a typewriter."""

from __future__ import annotations

import re

from newsclean.typography.replacement import Replacement

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPECIAL = re.compile(f"[{_SPACES}‐-―‘-‟…′″‹›«»−]+")
_PIECE = re.compile(
    f"(?P<quotes>[“”„‟«»″‹›])|(?P<apostrophes>[‘’‚‛′])|(?P<ellipsis>…)|(?P<dashes>—+|[‐-―−])|(?P<spaces>[{_SPACES}]+)"
)


def plain(text: str) -> list[Replacement]:
    """Replace typographic marks by those of a typewriter; modifier letters (ʻ, ʼ) and CJK marks stay.

    A dash between spaces becomes one hyphen, an em dash between words two. The space inside guillemets goes.

    >>> from newsclean.typography.replacement import apply
    >>> text = "« L’été… » – 1914–1918"
    >>> apply(text, plain(text))
    '"L\\'été..." - 1914-1918'
    """
    found: list[Replacement] = []
    done = 0
    for row in _SPECIAL.finditer(text):
        for match in _PIECE.finditer(text, row.start(), row.end()):
            start, end = match.span()
            if end <= done:
                continue
            start = max(start, done)
            rule = match.lastgroup or ""
            mark = text[start]
            if rule == "quotes":
                written = "'" if mark in "‹›" else '"'
                if mark in "«‹" and _begins(text, start):
                    end = _spaces_end(text, end)
                elif mark in "»›" and start > done and text[start - 1] == " " and _ends(text, end):
                    start -= 1
            elif rule == "apostrophes":
                written = "'"
            elif rule == "ellipsis":
                written = "..."
            elif rule == "dashes":
                alone = end - start == 1 and not text[start - 1 : start].strip()
                written = "-" if alone or mark != "—" else "--"
            else:
                end = _spaces_end(text, end)
                mark = text[end : end + 1]
                if mark and mark in "»›" and _ends(text, end + 1):
                    written, rule, end = "'" if mark == "›" else '"', "quotes", end + 1
                else:
                    written = " "
            found.append(Replacement(start, end, written, rule))
            done = end
    return found


def _spaces_end(text: str, end: int) -> int:
    while text[end : end + 1].isspace():
        end += 1
    return end


def _begins(text: str, start: int) -> bool:
    """Whether a guillemet stands where a quotation begins: then the space after it belongs to it."""
    return not start or text[start - 1].isspace() or text[start - 1] in "([{'’"


def _ends(text: str, end: int) -> bool:
    """Whether a guillemet stands where a quotation ends: then the space before it belongs to it."""
    return text[end : end + 1].isspace() or text[end : end + 1] in ".,;:!?…)]}"
