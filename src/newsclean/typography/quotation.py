"""Which marks open a quotation, which close it, which are apostrophes: read from what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsclean.typography.locale import Locale
from newsclean.typography.protection import Spans

_LETTER = r"[^\W\d_]"
_CLASS = "[\"'‘’‚‛“”„‟«»‹›]"
# The class stands first in each pattern: the engine then skips other characters at its fastest. An apostrophe between
# letters is no quotation mark; where words are written without spaces only Latin letters can tell.
_NARROW = re.compile(rf"{_CLASS}(?<!{_LETTER}['’](?={_LETTER}))")
_WIDE = re.compile(rf"``|,,(?=\w)|''|{_CLASS}(?<!{_LETTER}['’](?={_LETTER}))")
_GLUED = re.compile(rf"{_CLASS}(?<![A-Za-z]['’](?=[A-Za-z]))")
_SPACES = (" ", "\u00a0", "\u202f", "\u2009")
_CODE = ("`", "<", "{", "=", "''", "``", ",,")
_SIMPLE_PAIRS = frozenset(('""', "“”", "«»"))
_TRIPLES = ("``", ",,", "''")

_SINGLES = frozenset("'‘’‚‛‹›")
_PLAIN = frozenset(("'", '"', "''", "``", ",,"))
_BEFORE_OPENING = frozenset("([{<¿¡-–—―‐‑/|=+:（「『《：")
_AFTER_CLOSING = frozenset(")]}>.,;:!?…-–—―‐‑/|。，、；：！？）》」』．")
_CLOSERS: dict[str, frozenset[str]] = {
    '"': frozenset(('"', "”", "“", "''", "‟")),
    "“": frozenset(("”", '"', "“", "''", "‟")),
    "”": frozenset(("”", '"', "“")),
    "‟": frozenset(("”", '"')),
    "„": frozenset(("“", "”", '"', "''", "‟")),
    ",,": frozenset(("''", '"', "”", "“")),
    "``": frozenset(("''", '"', "”")),
    "''": frozenset(("''", '"', "”")),
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
class Sign:
    """One quotation mark or apostrophe of the text, and what is known about it.

    `role`: "open" or "close" by its surroundings; "either" where these allow both; "" where it is no quotation mark.
    """

    start: int
    end: int
    glyph: str
    left: str = ""
    right: str = ""
    role: str = ""

    @property
    def single(self) -> bool:
        """Whether it is of the single kind, as apostrophes are too."""
        return self.glyph in _SINGLES


@dataclass(slots=True)
class Reading:
    """How a paragraph's marks read.

    `pairs` holds opening and closing signs, in the order of their ends; `openings` and `closings` have no partner.
    """

    pairs: list[tuple[Sign, Sign]] = field(default_factory=list)
    openings: list[Sign] = field(default_factory=list)
    closings: list[Sign] = field(default_factory=list)
    apostrophes: list[Sign] = field(default_factory=list)
    last: Sign | None = None

    @property
    def certain(self) -> bool:
        """Whether every mark has its partner, and the surroundings of each told its role."""
        return not (self.openings or self.closings) and all(
            (opening.role == "open" and closing.role == "close") or (opening.glyph == "«" and closing.glyph == "»")
            for opening, closing in self.pairs
        )


def simple_pairs(text: str, locale: Locale) -> list[tuple[int, int]] | None:
    """The common case, read fast: where each pair's marks stand, when nothing but plain pairs follow one another.

    None when it takes a full reading. An empty list means that there is nothing to set.
    """
    quotes = locale.quotes
    found = (_GLUED if quotes.glued else _NARROW).findall(text)
    if not found:
        return []
    opening, closing = quotes.schemes[0][0]
    count, odd = divmod(len(found), 2)
    if odd:
        return None
    if opening != closing and found == [opening, closing] * count:
        if quotes.inside:
            right = text.count(opening + quotes.inside) == count == text.count(quotes.inside + closing)
        else:
            right = not any(opening + space in text or space + closing in text for space in _SPACES)
        if right and (text.count(opening + quotes.inside + " ") + text.count(" " + quotes.inside + closing) == 0):
            return []
    if quotes.glued or any(mark in text for mark in _CODE):
        return None
    places = [match.start() for match in _NARROW.finditer(text)]
    pairs = list(zip(places[::2], places[1::2], strict=True))
    length = len(text)
    for start, end in pairs:
        glyphs = text[start] + text[end]
        if glyphs not in _SIMPLE_PAIRS or (start and text[start - 1] != " "):
            return None
        first, last = text[start + 1], text[end - 1]
        if not (first.isalpha() or first.isdigit() or (first == " " and glyphs == "«»")):
            return None
        if not (last.isalpha() or last in ".,!?…" or (last == " " and glyphs == "«»")):
            return None
        if end + 1 < length and text[end + 1] not in " .,;:!?)":
            return None
        if last == " " and end - start < 4:
            return None
    return pairs


def read(text: str, locale: Locale, spans: Spans) -> Reading | None:
    """Read the quotation marks of a paragraph, those in the protected `spans` left out; None where it has none."""
    signs = _signs(text, locale, spans)
    if not signs:
        return None
    _surroundings(text, signs)
    reading = Reading(last=signs[-1])
    _Stack(text, locale, reading).read(signs)
    return reading


def _signs(text: str, locale: Locale, spans: Spans) -> list[Sign]:
    pattern = _GLUED if locale.quotes.glued else _WIDE if any(triple in text for triple in _TRIPLES) else _NARROW
    signs = [Sign(match.start(), match.end(), match[0]) for match in pattern.finditer(text)]
    if spans and signs:
        outside = []
        following = iter([*spans, (len(text) + 1, len(text) + 1)])
        span = next(following)
        for sign in signs:
            while span[1] <= sign.start:
                span = next(following)
            if sign.end <= span[0]:
                outside.append(sign)
        signs = outside
    return signs


def _surroundings(text: str, signs: list[Sign]) -> None:
    """Give each sign the characters around the row of signs in which it stands, and the role that they tell."""
    first = 0
    while first < len(signs):
        last = first
        while last + 1 < len(signs) and signs[last].end == signs[last + 1].start:
            last += 1
        row = signs[first : last + 1]
        left = text[row[0].start - 1] if row[0].start else ""
        right = text[row[-1].end : row[-1].end + 1]
        if len(row) > 1 and left.isalpha() and right.isalnum():
            if row[0].glyph in "'’":  # l'"affaire"
                row[0].left, row[0].right = left, right
                row[0].role = "apostrophe"
                row, left = row[1:], " "
            elif row[-1].glyph in "'’":  # "Time"'s cover
                row[-1].left, row[-1].right = left, right
                row[-1].role = "apostrophe"
                row, right = row[:-1], " "
        elif not right and not left:
            left = right = "x"  # nothing but marks
        for sign in row if len(row) <= 3 else ():
            sign.left, sign.right = left, right
            sign.role = _role(text, row[-1].end, left, right)
        first = last + 1


def _role(text: str, end: int, left: str, right: str) -> str:
    opens = not left or left.isspace() or left in _BEFORE_OPENING
    closes = not right or right.isspace() or right in _AFTER_CLOSING
    if opens and closes and left != ":":
        # "...and so on": dots that begin a quotation, or a dash, a slash, a bracket of an opening
        if right in (".", "…") and (not left or left.isspace()) and text[end : end + 4].strip(".…")[:1].isalnum():
            return "open"
        if left in ("(", "[", "{") and right and not right.isspace():
            return "open"
        return "either"
    if opens and not closes:
        return "open"
    return "close" if closes else "inner"


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

    def _top(self, *glyphs: str) -> bool:
        """Whether the innermost open quotation of this kind began with one of `glyphs`."""
        for sign in reversed(self.open[-4:]):
            if sign.single == (glyphs[0] in _SINGLES):
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
        if glyph in ("„", ",,", "``", "‚", "‛"):
            return "open"
        if glyph in "'‘’":
            return self._single_role(sign, following)
        open_here = self.doubles > 0
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
                return "close" if self.singles else "open" if glyph != "’" else ""
            if glyph == "‘" or (sign.left.isdigit() and (sign.right.isdigit() or sign.right in "x×")):
                return ""
            if not sign.left.isalnum():  # dit:'oui', «'oui'»
                return "close" if self.singles else "open"
            return "apostrophe" if sign.right.isalnum() else ""
        if role == "open":
            if self._leads_word(sign, following):
                return "apostrophe"
            return "" if glyph == "’" and "’" not in self.both_ways else "open"
        if role == "either":
            return ""
        if self.singles and self._closes_single(sign):
            return "close"
        if sign.left.isdigit() or glyph == "‘":
            return ""
        return "close" if self._is_strong(sign) and self.weak else "trailing" if self._trails(sign) else "close"

    def _closes_single(self, sign: Sign) -> bool:
        for opening in reversed(self.open[-4:]):
            if opening.single:
                return sign.glyph in _CLOSERS[opening.glyph]
        return False

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
            return following is None or following.start != decade.end() or not following.single
        word = _WORD.match(self.text, sign.end)
        return word is not None and word[0].lower() in self.locale.apostrophe.leading

    @staticmethod
    def _is_strong(sign: Sign) -> bool:
        """Whether punctuation on either side says that a quotation ends here, and not just a word."""
        return not sign.left.isalnum() or not sign.right or sign.right in _AFTER_CLOSING

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
