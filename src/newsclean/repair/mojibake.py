"""UTF-8 that was read in another encoding, by ftfy: its encoding repair alone, on the lines that look mangled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from newsclean.alignment import Edit, Reason

_PIECE = 4096  # ftfy tries every encoding on the whole of what it gets, so a long line goes in pieces
ENCODINGS = (
    "latin-1", "windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254", "windows-1257",
    "iso-8859-2", "macroman", "cp437",
)  # fmt: skip
"""In which ftfy thinks that UTF-8 may have been read."""


@cache
def mojibake_pairs() -> re.Pattern[str]:
    """Two characters that UTF-8 shows when it is read in one of the encodings that ftfy tries: lead, continuation."""
    leads, tails = set("√"), set(" ?\x1a\ufffd")
    for encoding in ENCODINGS:
        leads.update(_shown(byte, encoding) for byte in range(0xC2, 0xF5))
        tails.update(_shown(byte, encoding) for byte in range(0x80, 0xC0))
    spaced = "ÂÃÅÎÐÙâãàð"  # ftfy's restore_byte_a0: these, before a plain space, have lost a no-break space
    lead, tail = _escaped(leads), _escaped(tails - {" "})
    # one set of characters first, not alternatives: that is what the engine is quick at
    return re.compile(f"[{lead}{spaced}\x80-\x9f](?:(?<=[{lead}])[{tail}]|(?<=[{spaced}]) |(?<=[\x80-\x9f]))")


def _shown(byte: int, encoding: str) -> str:
    """What a byte is read as; one that the encoding leaves open is itself, as browsers and ftfy have it."""
    try:
        return bytes((byte,)).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


def _escaped(characters: set[str]) -> str:
    return re.escape("".join(sorted(characters)))


def looks_mangled(line: str) -> bool:
    """Whether ftfy would try to repair a line; most are settled by a scan that costs a hundredth of its own."""
    if line.isascii() or mojibake_pairs().search(line) is None:
        return False
    from ftfy.badness import is_bad  # here, because few texts need it

    return bool(is_bad(line))


def mojibake(line: str) -> Iterator[Edit]:
    """Edits for the words that ftfy repairs."""
    if line.isascii():
        return
    import ftfy

    start = 0
    while start < len(line):
        end = len(line) if len(line) - start <= _PIECE else line.rfind(" ", start, start + _PIECE) + 1
        if end <= start:
            end = start + _PIECE
        piece = line[start:end]
        if looks_mangled(piece):
            fixed = ftfy.fix_encoding(piece)
            if fixed != piece:
                yield from _differences(piece, fixed, start)
        start = end


def _differences(piece: str, fixed: str, offset: int) -> Iterator[Edit]:
    """Word by word where the words still match, else the whole piece."""
    old, new = piece.split(" "), fixed.split(" ")
    if len(old) != len(new):
        old, new = [piece], [fixed]
    for before, after in zip(old, new, strict=True):
        if before != after:
            head = _common(before, after)
            tail = _common(before[head:][::-1], after[head:][::-1])
            reason = Reason("repair", "mojibake", "UTF-8 read in another encoding")
            yield Edit(offset + head, offset + len(before) - tail, after[head : len(after) - tail], reason)
        offset += len(before) + 1


def _common(one: str, other: str) -> int:
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
