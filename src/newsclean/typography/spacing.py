"""The space before a punctuation mark, in the languages that set one."""

from __future__ import annotations

import functools
import re

from newsclean.typography.replacement import Replacement

_BEFORE_NOTHING = frozenset("([{<¿¡«‹„“‘‚-–—/")
_AFTER = frozenset(")]}»›”“\"'’….,")


def spaces_before(text: str, before: tuple[tuple[str, str], ...]) -> list[Replacement]:
    """Set the space that `before` gives for each punctuation mark that ends a word.

    Marks within a word, a number, a time or an address stay, and so do ratios and smileys.

    >>> [r.replacement for r in spaces_before("Vraiment? À 18:40 !", (("?", "\\u202f"), ("!", "\\u202f")))]
    ['\\u202f?', '\\u202f']
    """
    found = []
    pattern, wanted = _marks(before)
    for match in pattern.finditer(text):
        here = match.start()
        mark = text[here]
        after = text[here + 1 : here + 2]
        if not here or not (not after or after.isspace() or after in _AFTER or after in "!?"):
            continue
        start = here
        while start and text[start - 1].isspace():
            start -= 1
        previous = text[start - 1 : start]
        if not previous or previous in _BEFORE_NOTHING or previous in wanted or _is_ratio(text, start, here):
            continue
        space = wanted[mark]
        if start < here:
            smiley = mark in ":;" and (after == ")" or text[here + 1 : here + 3] == " )")
            if text[start:here] != space and not smiley:
                found.append(Replacement(start, here, space, "spaces"))
        elif previous.isalnum() or previous in ")]}»›”\"'’%€$£°….*&+":
            found.append(Replacement(here, here + 1, space + mark, "spaces"))
    return found


@functools.cache
def _marks(before: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    wanted = dict(before)
    return re.compile(f"[{re.escape(''.join(wanted))}]"), wanted


def _is_ratio(text: str, start: int, colon: int) -> bool:
    """Whether the colon stands between two numbers, the first too short for a year."""
    if text[colon] != ":" or not text[start - 1].isdigit() or not text[colon + 1 : colon + 3].strip()[:1].isdigit():
        return False
    return not (start >= 4 and text[start - 4 : start].isdigit())
