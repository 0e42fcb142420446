"""Quotation marks and apostrophes where they stand, and what stands around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsclean.typography.protection import Spans

_LETTER = r"[^\W\d_]"
_CLASS = "[\"'‘’‚‛“”„‟«»‹›]"
# The class stands first in each pattern: the engine then skips other characters at its fastest. An apostrophe between
# letters is no quotation mark; where words are written without spaces only Latin letters can tell.
EDGE_SIGN = re.compile(rf"{_CLASS}(?<!{_LETTER}['’](?={_LETTER}))")
_WIDE = re.compile(rf"``|,,(?=\w)|''|{_CLASS}(?<!{_LETTER}['’](?={_LETTER}))")
GLUED_SIGN = re.compile(r"[\"'‘’‚‛“”„‟«»‹›「」『』](?<![A-Za-z]['’](?=[A-Za-z]))")
_TRIPLES = ("``", ",,", "''")

SINGLES = frozenset("'‘’‚‛‹›")
_BEFORE_OPENING = frozenset("([{<¿¡-–—―‐‑/|=+:（「『《：")
AFTER_CLOSING = frozenset(")]}>.,;:!?…-–—―‐‑/|。，、；：！？）》」』．")


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
        return self.glyph in SINGLES


def find_signs(text: str, glued: bool, spans: Spans) -> list[Sign]:
    """The quotation marks and edge apostrophes of a paragraph, in order, those in the protected `spans` left out.

    With `glued`, words stand against marks without spaces. Each sign comes with its surroundings and its role.
    """
    pattern = GLUED_SIGN if glued else _WIDE if any(triple in text for triple in _TRIPLES) else EDGE_SIGN
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
    _surroundings(text, signs)
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
        for sign in row if len(row) <= 3 and (left or right) else ():
            sign.left, sign.right = left, right
            sign.role = _role(text, row[-1].end, left, right)
        first = last + 1


def _role(text: str, end: int, left: str, right: str) -> str:
    opens = not left or left.isspace() or left in _BEFORE_OPENING
    closes = not right or right.isspace() or right in AFTER_CLOSING
    if opens and closes and left != ":":
        # "...and so on": dots that begin a quotation, or a dash, a slash, a bracket of an opening
        if right in (".", "…") and (not left or left.isspace()) and text[end : end + 4].strip(".…")[:1].isalnum():
            return "open"
        if right == "/" and (not left or left.isspace()) and text[end + 1 : end + 2].isalnum():
            return "open"
        if left in ("(", "[", "{") and right and not right.isspace():
            return "open"
        return "either"
    if opens and not closes:
        return "open"
    return "close" if closes else "inner"
