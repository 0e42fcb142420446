"""Unicode normalization form C, with runs of combining marks capped: sorting them is quadratic in CPython's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from newsclean.alignment import Edit, Reason

_COMBINING_RUN = 30  # UAX #15, stream-safe text format
_NO_LATIN = re.compile("[^\x00-\u02ff\u2000-\u206f]")  # where there is none of these, there is no mark


@cache
def long_runs() -> re.Pattern[str]:
    """More marks on one character than the stream-safe format allows."""
    import regex

    pattern: re.Pattern[str] = regex.compile(rf"\p{{M}}{{{_COMBINING_RUN + 1}}}")
    return pattern


def is_composed(line: str) -> bool:
    """Whether a line is NFC already and stream-safe."""
    if not unicodedata.is_normalized("NFC", line):
        return False
    return _NO_LATIN.search(line) is None or not long_runs().search(line)


def normalization(line: str) -> Iterator[Edit]:
    """Edits that compose what can be composed."""
    if line.isascii() or is_composed(line):
        return
    start = 0
    for end in _starters(line):
        cluster = line[start:end]
        capped = cluster[: 1 + _COMBINING_RUN] if len(cluster) > 1 + _COMBINING_RUN else cluster
        composed = unicodedata.normalize("NFC", capped)
        if composed != cluster:
            yield Edit(start, end, composed, Reason("repair", "normalization", "NFC"))
        start = end


def _starters(line: str) -> Iterator[int]:
    """Ends of the stretches that NFC treats apart: before each character that joins nothing to its left."""
    for i in range(1, len(line)):
        character = line[i]
        if character < "\u0300" or (
            not unicodedata.combining(character) and unicodedata.category(character)[0] != "M" and not _joins(character)
        ):
            yield i
    yield len(line)


def _joins(character: str) -> bool:
    """Hangul vowels and finals, and the few letters that compose to the left."""
    return "\u1160" <= character <= "\u11ff" or "\U00016100" <= character <= "\U00016d6f"
