"""Which marks open a quotation, which close it, which are apostrophes: paired on a stack, from left to right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsclean.typography.locale import Locale
from newsclean.typography.protection import Spans
from newsclean.typography.signs import AFTER_CLOSING, SINGLES, Sign, find_signs

MOST = 50_000
"""Marks in one paragraph beyond which it is no prose: they stay. A megabyte of news in one line has some 10,000."""

_CLOSERS: dict[str, frozenset[str]] = {
    '"': frozenset(('"', "”", "“", "''", "‟")),
    "“": frozenset(("”", '"', "“", "''", "‟")),
    "”": frozenset(("”", '"', "“")),
    "‟": frozenset(("”", '"')),
    "„": frozenset(("“", "”", '"', "''", "‟")),
    ",,": frozenset(("''", '"', "”", "“")),
    "``": frozenset(("''", '"', "”")),
    "''": frozenset(("''", '"', "”")),
    "「": frozenset("」"),
    "『": frozenset("』"),
    "«": frozenset("»"),
    "»": frozenset("«»"),
    "'": frozenset("'’‘"),
    "‘": frozenset("’'"),
    "’": frozenset("’'"),
    "‚": frozenset("‘’'"),
    "‛": frozenset("’'"),
    "‹": frozenset("›"),
    "›": frozenset("‹›"),
}
_DECADE = re.compile(r"\d\d(?!\d)(?:er|s|e)?(?!\w)")
_WORD = re.compile(r"\w{1,12}")
_FEET_BEFORE = re.compile(r"\d['’′]\s?\d{1,2}(?:[.,]\d)?$")


@dataclass(slots=True)
class Reading:
    """How a paragraph's marks read.

    `pairs` holds opening and closing signs, in the order of their ends; `openings` and `closings` have no partner;
    `signs` is how many there are, `last` the last one.
    """

    pairs: list[tuple[Sign, Sign]] = field(default_factory=list)
    openings: list[Sign] = field(default_factory=list)
    closings: list[Sign] = field(default_factory=list)
    apostrophes: list[Sign] = field(default_factory=list)
    last: Sign | None = None
    signs: int = 0

    @property
    def certain(self) -> bool:
        """Whether every mark has its partner, and the surroundings of each told its role."""
        told = 2 * len(self.pairs) + len(self.apostrophes)
        return told == self.signs and all(
            (opening.role == "open" and closing.role == "close" and opening.glyph in '"“„')
            or (opening.glyph == "«" and closing.glyph == "»")
            for opening, closing in self.pairs
        )


def read(text: str, locale: Locale, spans: Spans) -> Reading | None:
    """Read the quotation marks of a paragraph, those in the protected `spans` left out; None where it has none."""
    signs = find_signs(text, locale.quotes.glued, spans)
    if not signs or len(signs) > MOST:
        return None
    reading = Reading(last=signs[-1], signs=len(signs))
    _Stack(text, locale, reading).read(signs)
    return reading


class _Stack:
    """Pairs signs from left to right. Every sign is pushed and popped at most once: the time is linear."""

    def __init__(self, text: str, locale: Locale, reading: Reading) -> None:
        self.text = text
        self.locale = locale
        self.reading = reading
        self.open: list[Sign] = []
        self.doubles = self.singles = 0
        self.weak: tuple[int, int] | None = None  # index of a pair that a later closing may extend, height it stood at
        self.both_ways = locale.quotes.both_ways

    def read(self, signs: list[Sign]) -> None:
        for index, sign in enumerate(signs):
            following = signs[index + 1] if index + 1 < len(signs) else None
            role = self._role(sign, following)
            if role == "open":
                self.open.append(sign)
                self._count(sign, 1)
            elif role == "close":
                self._close(sign)
            elif role == "apostrophe":
                self.reading.apostrophes.append(sign)
        self.reading.openings += self.open
        self.reading.openings.sort(key=lambda sign: sign.start)

    def _count(self, sign: Sign, change: int) -> None:
        if sign.single:
            self.singles += change
        else:
            self.doubles += change

    def _closable(self, sign: Sign) -> bool:
        """Whether the sign may close the innermost open quotation of its kind."""
        for opening in reversed(self.open[-4:]):
            if opening.single == sign.single:
                return sign.glyph in _CLOSERS[opening.glyph]
        return False

    def _top(self, *glyphs: str) -> bool:
        """Whether the innermost open quotation of this kind began with one of `glyphs`."""
        for sign in reversed(self.open[-4:]):
            if sign.single == (glyphs[0] in SINGLES):
                return sign.glyph in glyphs
        return False

    def _role(self, sign: Sign, following: Sign | None) -> str:
        glyph, role = sign.glyph, sign.role
        if role in ("", "apostrophe"):
            return role
        if glyph in ("«", "‹"):
            inverted = "»" if glyph == "«" else "›"
            return "close" if role in ("close", "either", "inner") and self._top(inverted) else "open"
        if glyph in ("»", "›"):
            direct = ("«", "»") if glyph == "»" else ("‹", "›")
            return "close" if self._top(*direct) or role != "open" else "open"
        if glyph in ("„", ",,", "``", "‚", "‛", "「", "『"):
            return "open"
        if glyph in ("」", "』"):
            return "close"
        if glyph in "'‘’":
            return self._single_role(sign, following)
        open_here = self._closable(sign)
        if role == "inner":
            if glyph == '"' and not self._may_stand_inside(sign):
                return ""
            return "close" if (open_here and glyph != "“") or self._top("„") else "open" if glyph != "”" else ""
        if glyph in ('"', "''"):
            if sign.left.isdigit() and role == "close":
                feet = _FEET_BEFORE.search(self.text[max(0, sign.start - 6) : sign.start])
                return "close" if open_here and not feet else ""
            if role == "either":
                return "close" if open_here else "open"
            return role
        if role == "either":
            if glyph in self.both_ways:
                return "close" if open_here else "open"
            return "open" if glyph == "“" and not self._top("„") else "close"
        if glyph == "“" and role == "close" and not open_here:
            return ""
        return role

    def _may_stand_inside(self, sign: Sign) -> bool:
        """Whether a plain mark between two characters may be a quotation mark: `他说"好"`, `"Hürriyet"in`."""
        if self.locale.quotes.glued:
            return not (sign.left.isdigit() and sign.right.isascii())
        if sign.left.isdigit():
            return False
        return self.doubles > 0 or not sign.left.isalnum()

    def _single_role(self, sign: Sign, following: Sign | None) -> str:
        glyph, role, locale = sign.glyph, sign.role, self.locale
        if role == "inner":
            if locale.quotes.glued and not (sign.left.isascii() and sign.right.isascii()):
                return "close" if self._closable(sign) else "open" if glyph != "’" else ""
            if glyph == "‘" or (sign.left.isdigit() and (sign.right.isdigit() or sign.right in "x×")):
                return ""
            if not sign.left.isalnum():  # dit:'oui', «'oui'»
                return "close" if self._closable(sign) else "open"
            return "apostrophe" if sign.right.isalnum() else ""
        if role == "open":
            if following is not None and following.single and self.text[sign.end : following.start] in ("n", "N"):
                following.role = "apostrophe"  # rock 'n' roll
                return "apostrophe"
            if self._leads_word(sign, following):
                return "apostrophe"
            return "" if glyph == "’" and "’" not in self.both_ways else "open"
        if role == "either":
            return ""
        if self._closable(sign):
            return "close"
        if sign.left.isdigit() or glyph == "‘":
            return ""
        return "close" if self._is_strong(sign) and self.weak else "trailing" if self._trails(sign) else "close"

    def _trails(self, sign: Sign) -> bool:
        if sign.glyph == "'" and sign.left.isalpha() and self._ends_word(sign):
            self.reading.apostrophes.append(sign)
        return sign.left.isalpha()

    def _ends_word(self, sign: Sign) -> bool:
        endings = self.locale.apostrophe.endings
        return bool(endings) and self.text[max(0, sign.start - 12) : sign.start].lower().endswith(endings)

    def _leads_word(self, sign: Sign, following: Sign | None) -> bool:
        """Whether the mark is the apostrophe of '90s or of a word that begins with one, as in 'tis."""
        if sign.glyph in ("‚", "‛"):
            return False
        decade = _DECADE.match(self.text, sign.end)
        if decade:
            quoted = following is not None and following.start == decade.end() and following.single
            return not quoted or decade[0].endswith("s")
        word = _WORD.match(self.text, sign.end)
        return word is not None and word[0].lower() in self.locale.apostrophe.leading

    @staticmethod
    def _is_strong(sign: Sign) -> bool:
        """Whether punctuation on either side says that a quotation ends here, and not just a word."""
        return not sign.left.isalnum() or not sign.right or sign.right in AFTER_CLOSING

    def _close(self, sign: Sign) -> None:
        if self.doubles if not sign.single else self.singles:
            while self.open and self.open[-1].single and not sign.single:  # an apostrophe after all
                self._count(self.open[-1], -1)
                self.reading.openings.append(self.open.pop())
            if self.open and self.open[-1].single == sign.single and sign.glyph in _CLOSERS[self.open[-1].glyph]:
                opening = self.open.pop()
                self._count(opening, -1)
                self._pair(opening, sign)
                return
        if self.weak and self.weak[1] == len(self.open) and self._is_strong(sign):
            opening, earlier = self.reading.pairs[self.weak[0]]
            if opening.single == sign.single and sign.glyph in _CLOSERS[opening.glyph]:
                # inches, feet or a possessive were taken for the end: the quotation runs on to here
                self.reading.pairs[self.weak[0]] = (opening, sign)
                if earlier.left.isalpha():
                    self.reading.apostrophes.append(earlier)
                self.weak = None
                return
        self.reading.closings.append(sign)

    def _pair(self, opening: Sign, closing: Sign) -> None:
        self.reading.pairs.append((opening, closing))
        possessive = closing.single and closing.left in "sxzSXZ" and not self._is_strong(closing)
        if closing.left.isdigit() or possessive:
            self.weak = (len(self.reading.pairs) - 1, len(self.open))
        elif self.weak and len(self.open) < self.weak[1]:
            self.weak = None
