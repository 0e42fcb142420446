"""Sets one paragraph: finds what to leave alone, reads its marks, and proposes the locale's own."""

from __future__ import annotations

import operator
import re

from newsclean.errors import UnknownNameError
from newsclean.typography.locale import Locale, locale_of
from newsclean.typography.protection import Spans, protected
from newsclean.typography.punctuation import dashes, ellipses
from newsclean.typography.quotation import quotations
from newsclean.typography.replacement import Replacement, apply
from newsclean.typography.spacing import spaces_before
from newsclean.typography.typewriter import plain

STYLES = ("locale", "ascii", "preserve")
"""By the paragraph's language; plain marks for every language; untouched."""

_START = operator.attrgetter("start")
_SOFT_HYPHEN = "\u00ad"
_SOFT = re.compile(r"'(?<=[^\W\d_].)(?=[^\W\d_])")
_MISTYPED = re.compile(r"[´′](?<=[^\W\d_].)(?=[^\W\d_])")


def typeset(text: str, language: str | None, style: str | None = "locale") -> list[Replacement]:
    """Propose the typography of a paragraph.

    Args:
        text: One paragraph, trimmed, without a newline.
        language: Its BCP 47 tag. None, or a language without a typography file, leaves it alone in the style "locale".
        style: "locale"; "ascii" for plain marks, whatever the language; "preserve" or None for no change.

    Returns:
        Replacements in offsets of `text`, ordered and disjoint. Setting the text again gives none.

    Raises:
        UnknownNameError: There is no such style.

    >>> from newsclean.typography import apply
    >>> text = 'Er sagt: "Das ist \\'gut\\'..."'
    >>> apply(text, typeset(text, "de"))
    'Er sagt: „Das ist ‚gut‘…“'
    >>> typeset(text, None)
    []
    """
    if style is None or style == "preserve":
        return []
    if style not in STYLES:
        raise UnknownNameError("typography", style, STYLES)
    if style == "ascii":
        return _joined(_plain(text), text)
    locale = locale_of(language)
    if locale is None:
        return []
    replacements, certain = _set(text, locale)
    # What pairs without a doubt pairs in the same way again; for the rest, what would not stand is not begun.
    if replacements and not certain and _set(apply(text, replacements), locale)[0]:
        replacements = []
    return _joined(replacements, text)


def _joined(replacements: list[Replacement], text: str) -> list[Replacement]:
    """The same, and every soft hyphen gone: where a line may break is the page's to say, not the text's."""
    if _SOFT_HYPHEN not in text:
        return replacements
    taken = {i for replacement in replacements for i in range(replacement.start, replacement.end)}
    hyphens = [i for i, character in enumerate(text) if character == _SOFT_HYPHEN and i not in taken]
    return sorted(replacements + [Replacement(i, i + 1, "", "soft-hyphens") for i in hyphens], key=_START)


def _plain(text: str) -> list[Replacement]:
    replacements = plain(text)
    if replacements:
        replacements = _outside(replacements, protected(text))
        if plain(again := apply(text, replacements)) and _outside(plain(again), protected(again)):
            return []
    return replacements


def _set(text: str, locale: Locale) -> tuple[list[Replacement], bool]:
    """The replacements for one paragraph, and whether they need no second look."""
    found: list[Replacement] = []
    certain = True
    mark = locale.apostrophe.mark
    if mark:
        if "'" in text:
            found = [Replacement(match.start(), match.end(), mark, "apostrophes") for match in _SOFT.finditer(text)]
        if "´" in text or "′" in text:
            found += [
                Replacement(match.start(), match.end(), mark, "apostrophes") for match in _MISTYPED.finditer(text)
            ]
        if locale.quotes.glued:
            found = [item for item in found if text[item.start - 1].isascii() and text[item.end].isascii()]
    if locale.quotes.schemes:
        quoted, certain = quotations(text, locale)
        found += quoted
    if locale.ellipsis and "..." in text:
        found += ellipses(text, locale.ellipsis)
    if "-" in text:
        found += dashes(text, locale.dashes)
    if locale.before:
        found += spaces_before(text, locale.before)
    if not found:
        return found, True
    spans = protected(text)
    if spans:
        found, certain = _outside(found, spans), False
    found.sort(key=_START)
    return _disjoint(found), certain


def _outside(replacements: list[Replacement], spans: Spans) -> list[Replacement]:
    """Those that touch no protected span. `replacements` need no order; spans are few."""
    if not spans or not replacements:
        return replacements
    replacements.sort(key=_START)
    kept = []
    following = iter(spans)
    span: tuple[int, int] | None = next(following)
    for item in replacements:
        while span is not None and span[1] <= item.start:
            span = next(following, None)
        if span is None or item.end <= span[0]:
            kept.append(item)
    return kept


def _disjoint(replacements: list[Replacement]) -> list[Replacement]:
    """The first of those that overlap: `replacements` come in order."""
    kept: list[Replacement] = []
    end = 0
    for item in replacements:
        if item.start >= end:
            kept.append(item)
            end = item.end
    return kept
