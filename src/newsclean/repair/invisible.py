"""Characters that show nothing: most go, a few carry meaning where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from newsclean.alignment import Edit, Reason

INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control and format characters, lone surrogates, non-characters, tags: the inside of a character class."""
_HIDDEN = re.compile(rf"\x1b\[[0-9;]{{0,20}}[A-Za-z]|[\ud800-\udbff][\udc00-\udfff]|[{INVISIBLE}]")


def invisible(line: str) -> Iterator[Edit]:
    """Edits for what is hidden in a line; surrogate pairs become their character, lone ones U+FFFD."""
    for match in _HIDDEN.finditer(line):
        found = match.group()
        before = line[match.start() - 1 : match.start()] if match.start() else ""
        after = line[match.end() : match.end() + 1]
        replacement = _visible(found, before, after, line)
        if replacement != found:
            name = " ".join(f"U+{ord(c):04X}" for c in found[:4])
            yield Edit(match.start(), match.end(), replacement, Reason("repair", "invisible-characters", name))


def _visible(found: str, before: str, after: str, line: str) -> str:
    """What to write for an invisible character: most go, a few carry meaning where they stand."""
    if len(found) == 2 and "\ud800" <= found[0] <= "\udbff":
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    if "\ud800" <= found <= "\udfff":
        return "\ufffd"
    if found in "\u200c\u200d":  # joiners shape Persian and Indic letters and emoji
        return found if _shaped(before) and _shaped(after) else ""
    if found == "\u00ad":  # inside a word it is typography, which may want it gone
        return found if before and after.isalpha() else ""
    if found == "\u200b":  # a word boundary where words are not spaced
        return found if _unspaced(before) and _unspaced(after) else ""
    if found in "\u200e\u200f\u061c":
        return found if _RIGHT_TO_LEFT.search(line) else ""
    if "\U000e0020" <= found <= "\U000e007f" and (before == "\U0001f3f4" or "\U000e0020" <= before <= "\U000e007f"):
        return found  # the flags of England, Scotland, Wales
    return ""


_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def _shaped(character: str) -> bool:
    return character > "\u05ff" and (
        character.isalpha() or unicodedata.category(character)[0] in "MS" or character == "\ufe0f"
    )


def _unspaced(character: str) -> bool:
    return "\u0e00" <= character <= "\u0eff" or "\u1000" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff"
