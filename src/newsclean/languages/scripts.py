"""Which script a text is written in. Many scripts belong to one language and so decide it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from newsclean.outline import letters_of

# First and last code point of the blocks that hold a script's letters (Unicode 15.1, Blocks.txt).
_BLOCKS = (
    (0x0041, 0x024F, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0x08A0, 0x08FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Oriya"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1C80, 0x1C8F, "Cyrillic"),
    (0x1C90, 0x1CBF, "Georgian"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x3040, 0x30FF, "Kana"),
    (0x3130, 0x318F, "Hangul"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xAC00, 0xD7AF, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0xFF66, 0xFF9D, "Kana"),
    (0x20000, 0x323AF, "Han"),
)
_STARTS = [start for start, _, _ in _BLOCKS]

_OTHER_THAN_LATIN = re.compile("[^\x00-\u036f\u1e00-\u1eff\u2000-\u2bff]")

LETTERS = 20
"""Fewer letters tell too little of a language,"""
CJK_LETTERS = 8
"""in Chinese, Japanese and Korean fewer than these."""
CJK = frozenset(("Han", "Kana", "Hangul"))
"""Scripts that say with a few letters what others say with twenty."""


def letters_by_script(text: str) -> dict[str, int]:
    """How many letters of each script `text` has; letters of scripts that we do not know count as "other".

    >>> letters_by_script("Η Microsoft, 1975")
    {'Greek': 1, 'Latin': 9}
    """
    counts: dict[str, int] = {}
    for character, times in Counter(text).items():
        if character.isalpha():
            point = ord(character)
            block = _BLOCKS[bisect_right(_STARTS, point) - 1]
            script = block[2] if point <= block[1] else "other"
            counts[script] = counts.get(script, 0) + times
    return counts


def dominant(text: str) -> tuple[str | None, int]:
    """The script with the most letters of `text`, and how many letters `text` has; None where it has none.

    Kana make a text Japanese, though most of its letters are Han; Hangul likewise.

    >>> dominant("日本語のニュース"), dominant("1975"), dominant("")
    (('Kana', 8), (None, 0), (None, 0))
    """
    if _OTHER_THAN_LATIN.search(text) is None:
        letters = letters_of(text)
        return ("Latin" if letters else None), letters
    counts = letters_by_script(text)
    if not counts:
        return None, 0
    total = sum(counts.values())
    cjk = sum(counts.get(script, 0) for script in CJK)
    if 2 * cjk > total:
        for script in ("Hangul", "Kana"):
            if 10 * counts.get(script, 0) >= cjk:
                return script, total
        return "Han", total
    return max(counts, key=lambda script: (counts[script], script)), total
