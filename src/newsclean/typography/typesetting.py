"""Sets one paragraph: finds what to leave alone, reads its marks, and proposes the locale's own."""

from __future__ import annotations

import operator
import re

from newsclean.errors import UnknownNameError
from newsclean.typography.locale import SINGLE, Locale, Marks, Scheme, locale_of
from newsclean.typography.protection import Spans, protected
from newsclean.typography.punctuation import dashes, ellipses
from newsclean.typography.quotation import Reading, Sign, read, simple_pairs
from newsclean.typography.replacement import Replacement, apply
from newsclean.typography.spacing import spaces_before
from newsclean.typography.typewriter import plain

STYLES = ("locale", "ascii", "preserve")
"""By the paragraph's language; plain marks for every language; untouched."""

_START = operator.attrgetter("start")
_SOFT = re.compile(r"'(?<=[^\W\d_].)(?=[^\W\d_])")
_EDGE = re.compile(r"'(?<![A-Za-z]'(?=[A-Za-z]))")
_MISTYPED = re.compile(r"[´′](?<=[^\W\d_].)(?=[^\W\d_])")
_QUOTES = re.compile(r"[\"'‘’‚‛“”„‟«»‹›](?<![A-Za-zÀ-ɏͰ-ӿ]['’](?=[A-Za-zÀ-ɏͰ-ӿ]))")


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
        return _plain(text)
    locale = locale_of(language)
    if locale is None:
        return []
    replacements, certain = _set(text, locale)
    # What pairs without a doubt pairs in the same way again; for the rest, what would not stand is not begun.
    if replacements and not certain and _set(apply(text, replacements), locale)[0]:
        return []
    return replacements


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
    spans: Spans | None = None
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
    if locale.quotes.schemes and _has_marks(text):
        pairs = simple_pairs(text, locale)
        if pairs is None:
            spans = protected(text)
            reading = read(text, locale, spans)
            if reading is not None:
                certain = reading.certain
                found += _Setting(text, locale, reading).replacements()
        elif pairs:
            found += _simple(text, locale, pairs)
    if locale.ellipsis and "..." in text:
        found += ellipses(text, locale.ellipsis)
    if "-" in text:
        found += dashes(text, locale.dashes)
    if locale.before:
        found += spaces_before(text, locale.before)
    if not found:
        return found, True
    found = _outside(found, protected(text) if spans is None else spans)
    found.sort(key=_START)
    return _disjoint(found), certain


def _has_marks(text: str) -> bool:
    """Whether there is anything but apostrophes between letters."""
    if text.isascii():
        return '"' in text or ("'" in text and _EDGE.search(text) is not None)
    return _QUOTES.search(text) is not None


def _simple(text: str, locale: Locale, pairs: list[tuple[int, int]]) -> list[Replacement]:
    """Set pairs that follow one another, none within another."""
    schemes = locale.quotes.schemes
    found: list[Replacement] = []
    for start, end in pairs:
        glyphs = (text[start], text[end])
        marks = next((scheme[0] for scheme in schemes if scheme[0] == glyphs), schemes[0][0])
        for place, opening in ((start, True), (end, False)):
            replacement = _written(text, place, place + 1, locale, marks, opening)
            if replacement is not None:
                found.append(replacement)
    return found


def _written(text: str, start: int, end: int, locale: Locale, marks: Marks, opening: bool) -> Replacement | None:
    """The mark at `start` with the space within it, replaced together, so that no replacement is empty."""
    glyph = text[start:end]
    space = locale.quotes.inside if marks is locale.quotes.schemes[0][0] and marks[0] not in SINGLE else ""
    if opening:
        while text[end : end + 1].isspace():
            end += 1
        wanted = marks[0] + space
    else:
        while start and text[start - 1].isspace():
            start -= 1
        wanted = space + marks[1]
    if text[start:end] == wanted:
        return None
    return Replacement(start, end, wanted, "spaces" if glyph == marks[0 if opening else 1] else "quotes")


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


class _Setting:
    """Writes the locale's marks over a reading."""

    def __init__(self, text: str, locale: Locale, reading: Reading) -> None:
        self.text = text
        self.locale = locale
        self.reading = reading
        self.main: Scheme = locale.quotes.schemes[0]
        self.found: list[Replacement] = []

    def replacements(self) -> list[Replacement]:
        mark = self.locale.apostrophe.mark
        if mark:
            for sign in self.reading.apostrophes:
                if sign.glyph != mark:
                    self.found.append(Replacement(sign.start, sign.end, mark, "apostrophes"))
        running = self._running()
        self._pairs(running)
        return self.found

    def _running(self) -> Sign | None:
        """Set what has no partner but is clear; give the opening of a quotation that runs on, if there is one."""
        text, reading = self.text, self.reading
        openings = [sign for sign in reading.openings if not sign.single]
        closings = [sign for sign in reading.closings if not sign.single]
        running: Sign | None = None
        for sign in openings:
            native = sign.glyph == self.main[0][0]
            if native or (len(openings) == 1 and not closings and self._is_clear(sign)):
                self._write(sign, self.main[0], opening=True)
                if sign.start == 0 or native:
                    running = running or sign
        for sign in closings:
            rest = text[sign.end :] if len(text) - sign.end < 4 else "…more"
            clear = len(closings) == 1 and not openings and not sign.left.isdigit() and not rest.strip(".,;:!?…) ")
            if (sign.glyph == self.main[0][1] and sign.role != "open") or clear:
                self._write(sign, self.main[0], opening=False)
        if running is None and self.locale.quotes.single and self.main[0][0] in "“‘":
            for sign in reading.openings:
                if sign.start == 0 and sign.single and sign.glyph == "'" and not openings and text[1:2].isupper():
                    self._write(sign, self.locale.quotes.single, opening=True)
        return running

    def _is_clear(self, sign: Sign) -> bool:
        """Whether an opening without its end begins the paragraph, or a last sentence that the next one continues."""
        if sign.role != "open":
            return False
        if not self.text[: sign.start].strip("-–—… \u00a0"):
            return True
        before = self.text[max(0, sign.start - 2) : sign.start]
        return sign is self.reading.last and before[:1] in ":.!?…" and before[1:].isspace() and sign.right.isupper()

    def _pairs(self, running: Sign | None) -> None:
        certain = not any(not sign.single for sign in (*self.reading.openings, *self.reading.closings))
        within: list[tuple[int, Scheme, int, bool]] = []  # end, scheme, level, whether its marks are single
        for opening, closing in sorted(self.reading.pairs, key=lambda pair: pair[0].start):
            while within and within[-1][0] <= opening.start:
                within.pop()
            inner = self.text[opening.end : closing.start]
            if not inner.strip():
                continue
            told = certain or opening.single or (opening.role == "open" and closing.role == "close")
            if not told and (opening.glyph, closing.glyph) not in self.main:
                continue
            scheme, level = self._level(opening, closing, within, running)
            single = opening.single and not within
            within.append((closing.end, scheme, level, single))
            marks = self.locale.quotes.single if single else scheme[level] if level < len(scheme) else None
            if marks is not None and not self._is_doubled(opening, closing):
                self._write(opening, marks, opening=True)
                self._write(closing, marks, opening=False)

    def _level(
        self, opening: Sign, closing: Sign, within: list[tuple[int, Scheme, int, bool]], running: Sign | None
    ) -> tuple[Scheme, int]:
        if within:
            _, scheme, level, single = within[-1]
            return scheme, 0 if single and not opening.single else level + 1
        glyphs = (opening.glyph, closing.glyph)
        if running is not None and running.start < opening.start and glyphs != self.main[0]:
            return self.main, 1
        for scheme in self.locale.quotes.schemes:
            if glyphs == scheme[0]:
                return scheme, 0
        return self.main, 0

    def _is_doubled(self, opening: Sign, closing: Sign) -> bool:
        """Whether the pair stands right within another of the same plain marks, as `""` in tables of values."""
        text = self.text
        return opening.glyph == '"' and (
            text[opening.start - 1 : opening.start] == '"' == text[closing.end : closing.end + 1]
            or text[opening.end : opening.end + 1] == '"' == text[closing.start - 1 : closing.start]
        )

    def _write(self, sign: Sign, marks: Marks, opening: bool) -> None:
        replacement = _written(self.text, sign.start, sign.end, self.locale, marks, opening)
        if replacement is not None:
            self.found.append(replacement)
