"""Lines, runs of spaces, and spaces at the edges of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsclean.alignment import Edit, Reason

SPACES = r" \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Horizontal spaces: the inside of a character class."""
TRIM = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff"
"""What is stripped from the edges of a line."""
# U+0085 after a lead byte's character is half of a mojibake (Ã + 85 = Å), not a line end.
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\u2028\u2029]|(?<![\xc2-\xf4])\x85")
_OTHER_LINE_END = re.compile(r"[\r\v\f\x1c-\x1e\u2028\u2029\x85]")
_RUN_OF_SPACES = re.compile(rf"[{SPACES}]{{2,}}|\t")


def lines(source: str) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, each with its offset, without line ends.

    >>> list(lines("a\\r\\n\\nb"))
    [(0, 'a'), (4, 'b')]
    """
    start = 0
    if _OTHER_LINE_END.search(source) is None:
        for line in source.split("\n"):
            if line:
                yield start, line
            start += len(line) + 1
        return
    for match in _LINE_END.finditer(source):
        if match.start() > start:
            yield start, source[start : match.start()]
        start = match.end()
    if start < len(source):
        yield start, source[start:]


def spaces(line: str) -> Iterator[Edit]:
    """Edits that leave one space of a run: a no-break one if there is one."""
    for match in _RUN_OF_SPACES.finditer(line):
        run = match.group()
        narrow = next((c for c in run if c in "\u00a0\u202f"), None)
        only = run[0] if run[0] != "\t" and run == run[0] * len(run) else " "
        if (narrow or only) != run:
            yield Edit(match.start(), match.end(), narrow or only, Reason("spacing", "spaces", "run of spaces"))


def edges(line: str) -> Iterator[Edit]:
    """Edits that trim a line."""
    head = len(line) - len(line.lstrip(TRIM))
    if head:
        yield Edit(0, head, "", Reason("spacing", "spaces", "line edge"))
    tail = len(line.rstrip(TRIM))
    if head < len(line) and tail < len(line):
        yield Edit(tail, len(line), "", Reason("spacing", "spaces", "line edge"))
