"""Offsets in a rewritten text to offsets in the text it came from.

A rewriting is a list of `Edit`s, in order and disjoint, in the coordinates of the text before it. Two rewritings, one
after the other, compose into one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Reason(NamedTuple):
    """Why an edit was made, as a `Change` reports it."""

    category: str
    rule: str
    evidence: str


class Edit(NamedTuple):
    """Write `replacement` in the place of the characters `start` to `end`."""

    start: int
    end: int
    replacement: str
    reason: Reason


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Carry out `edits` on `text`.

    >>> apply("a  b", [Edit(1, 3, " ", Reason("spacing", "spaces", "run"))])
    'a b'
    """
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += (text[done : edit.start], edit.replacement)
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)


def compose(between: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Join two rewritings: `first` leads to the text `between`, `second` starts from it.

    Edits that overlap in `between` become one; its reason is that of the longest edit of `second` in it.

    Returns:
        Edits in the coordinates of the text before `first`.
    """
    if not first:
        return list(second)
    if not second:
        return list(first)
    joined: list[Edit] = []
    shift = 0  # add to an offset in `between` to get one before `first`, past the edits seen so far
    i = j = 0
    while i < len(first) or j < len(second):
        at = first[i].start - shift if i < len(first) else -1
        if j == len(second) or (i < len(first) and at + len(first[i].replacement) <= second[j].start):
            joined.append(first[i])
            shift += first[i].end - first[i].start - len(first[i].replacement)
            i += 1
        elif i == len(first) or second[j].end <= at:
            edit = second[j]
            joined.append(edit._replace(start=edit.start + shift, end=edit.end + shift))
            j += 1
        else:
            start = end = min(at, second[j].start)
            opening = start + shift
            inside: list[Edit] = []
            while True:  # take in whatever overlaps what is taken
                if i < len(first):
                    at = first[i].start - shift
                    length = len(first[i].replacement)
                    if at < end or end == start:
                        shift += first[i].end - first[i].start - length
                        end = max(end, at + length)
                        i += 1
                        continue
                if j < len(second) and (second[j].start < end or not inside):
                    inside.append(second[j])
                    end = max(end, second[j].end)
                    j += 1
                    continue
                break
            moved = [edit._replace(start=edit.start - start, end=edit.end - start) for edit in inside]
            reason = max(inside, key=lambda edit: edit.end - edit.start).reason
            joined.append(Edit(opening, end + shift, apply(between[start:end], moved), reason))
    return joined


class Alignment:
    """Leads from offsets in a rewritten text back to the text before it.

    >>> alignment = Alignment([Edit(1, 6, "&", Reason("repair", "entities", "&amp;"))])  # "R&amp;D" became "R&D"
    >>> alignment.start(1), alignment.end(2), alignment.start(2)
    (1, 6, 6)
    """

    __slots__ = ("_before_end", "_before_start", "_start", "_stop")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._before_start: list[int] = []
        self._before_end: list[int] = []
        self._start: list[int] = []
        self._stop: list[int] = []
        shift = 0
        for edit in edits:
            self._before_start.append(edit.start)
            self._before_end.append(edit.end)
            self._start.append(edit.start - shift)
            self._stop.append(edit.start - shift + len(edit.replacement))
            shift += edit.end - edit.start - len(edit.replacement)

    def start(self, offset: int) -> int:
        """Where the character at `offset` begins in the text before; inside an edit, where the edit begins."""
        i = bisect_right(self._stop, offset) - 1  # the last edit that is over
        if i + 1 < len(self._start) and self._start[i + 1] < offset:
            return self._before_start[i + 1]
        return offset if i < 0 else offset - self._stop[i] + self._before_end[i]

    def end(self, offset: int) -> int:
        """Where the character before `offset` ends in the text before; inside an edit, where the edit ends."""
        i = bisect_left(self._start, offset) - 1  # the last edit that has begun
        if i < 0:
            return offset
        if offset < self._stop[i]:
            return self._before_end[i]
        return offset - self._stop[i] + self._before_end[i]
