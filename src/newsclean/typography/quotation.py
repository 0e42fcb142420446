"""The locale's quotation marks: what is written over those that a paragraph has."""

from __future__ import annotations

import re

from newsclean.typography.locale import SINGLE, Locale, Marks, Scheme
from newsclean.typography.pairing import Reading, read
from newsclean.typography.protection import protected
from newsclean.typography.replacement import Replacement
from newsclean.typography.signs import EDGE_SIGN, GLUED_SIGN, Sign

_SPACES = (" ", "\u00a0", "\u202f", "\u2009")
_CODE = ("`", "<", "{", "=", "''", "``", ",,")
_ENDS = ("", " ", ".", ",", ";", ":", "!", "?")
_SIMPLE_PAIRS = frozenset(('""', "“”", "«»"))
_EDGE = re.compile(r"'(?<![A-Za-z]'(?=[A-Za-z]))")


def quotations(text: str, locale: Locale) -> tuple[list[Replacement], bool]:
    """Set the quotation marks of a paragraph, and the apostrophes at the edges of its words.

    Returns:
        The replacements, in no order, and whether nothing about them was in doubt.
    """
    glued = locale.quotes.glued
    if text.isascii() and '"' not in text and ("'" not in text or (_EDGE.search(text) is None and not glued)):
        return [], True
    places = [match.start() for match in (GLUED_SIGN if glued else EDGE_SIGN).finditer(text)]
    if not places:
        return [], True
    apostrophes: list[Replacement] | None = []
    if not glued and ("'" in text or "’" in text):
        apostrophes, places = _trailing_apostrophes(text, places, locale)
    if apostrophes is not None:
        pairs = _simple_pairs(text, places, locale)
        if pairs is not None:
            return apostrophes + _simple(text, locale, pairs), True
    reading = read(text, locale, protected(text))
    if reading is None:
        return [], True
    return _Setting(text, locale, reading).replacements(), reading.certain and '""' not in text


def _trailing_apostrophes(text: str, places: list[int], locale: Locale) -> tuple[list[Replacement] | None, list[int]]:
    """The apostrophes at the ends of words, in a language where any word may end in one, and the other places.

    Where no single mark opens anything, one after a letter cannot close a quotation. None when in doubt.
    """
    found: list[Replacement] = []
    others: list[int] = []
    any_ending = locale.apostrophe.endings == ("",)
    for place in places:
        if text[place] not in "'’":
            others.append(place)
            continue
        if not any_ending or not place or not text[place - 1].isalpha() or text[place + 1 : place + 2] not in _ENDS:
            return None, places
        if text[place] == "'":
            found.append(Replacement(place, place + 1, locale.apostrophe.mark, "apostrophes"))
    return found, others


def _simple_pairs(text: str, places: list[int], locale: Locale) -> list[tuple[int, int]] | None:
    """The common case, read fast: the pairs that the marks at `places` form when one pair just follows another.

    None when it takes a full reading. An empty list means that there is nothing to set.
    """
    quotes = locale.quotes
    opening, closing = quotes.schemes[0][0]
    count, odd = divmod(len(places), 2)
    if odd:
        return None
    if opening != closing and "".join([text[place] for place in places]) == (opening + closing) * count:
        if quotes.inside:
            right = text.count(opening + quotes.inside) == count == text.count(quotes.inside + closing)
        else:
            right = not any(opening + space in text or space + closing in text for space in _SPACES)
        if right and (text.count(opening + quotes.inside + " ") + text.count(" " + quotes.inside + closing) == 0):
            return []
    if quotes.glued or any(mark in text for mark in _CODE):
        return None
    pairs = list(zip(places[::2], places[1::2], strict=True))
    length = len(text)
    for start, end in pairs:
        glyphs = text[start] + text[end]
        if glyphs not in _SIMPLE_PAIRS or (start and text[start - 1] != " "):
            return None
        first, last = text[start + 1], text[end - 1]
        if not (first.isalnum() or (first == " " and glyphs == "«»")):
            return None
        if not (last.isalpha() or last in ".,!?…" or (last == " " and glyphs == "«»")):
            return None
        if end + 1 < length and text[end + 1] not in " .,;:!?)":
            return None
        if last == " " and end - start < 4:
            return None
    return pairs


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
            if opening.single and within and within[-1][3]:
                continue  # two rows of single marks: nothing tells which is which
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
