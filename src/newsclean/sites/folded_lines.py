"""A document as the profiles see it: folded lines, their places, the fragments they begin and end with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from newsclean.folding import fold
from newsclean.outline import PROSE_LETTERS, PROSE_LETTERS_DENSE

Kind = Literal["line", "start", "end", "title"]

_EDGE = 3  # so many lines at either end are head and tail whatever stands there, in a short document a third of it
_DENSE = "\u0e00"  # from Thai on
_STOPS = ".!?…。！？؟।॥։"
_CLOSERS = "\"')] "
_FRAGMENT = 80  # characters that a leading or trailing fragment has at most
_SHORTEST = 4
_FRAGMENTS = 3  # that a line may begin or end with
_BARS = "|·•>-"
_NO_FRAGMENTS: tuple[list[str], list[str]] = ([], [])
_BREAK = re.compile(r"[:|·•)\]!?.؟।>-](?= )|[。！？]")


class Places(NamedTuple):
    """Where the head ends and the tail begins, as indices of lines."""

    head: int
    tail: int

    def of(self, index: int) -> Literal["head", "middle", "tail"]:
        """The place of a line. In the shortest documents, head and tail meet: the head goes first."""
        return "head" if index < self.head else "tail" if index >= self.tail else "middle"


def folded_lines(text: str) -> list[str]:
    """The lines of a text that are not empty, folded and trimmed, with single spaces.

    >>> folded_lines("  Le Bac repart\\r\\n\\r\\nABONNEZ\\u2011VOUS !")
    ['le bac repart', 'abonnez-vous !']
    """
    folded = fold(text)
    if "\t" in folded:
        folded = folded.replace("\t", " ")
    lines = [line for line in map(str.strip, folded.splitlines()) if line]
    return [" ".join(line.split()) for line in lines] if "  " in folded else lines


def is_prose(line: str) -> bool:
    """Whether a folded line is long and ends like a sentence."""
    size = len(line)
    if size < PROSE_LETTERS_DENSE or (size < PROSE_LETTERS and line[0] < _DENSE):
        return False
    return line[-1] in _STOPS or ends_like_a_sentence(line)


def ends_like_a_sentence(line: str) -> bool:
    """Whether a folded line ends with a full stop of any script, closing quotes and brackets aside."""
    return line[-1] in _STOPS or (line[-1] in _CLOSERS and line.rstrip(_CLOSERS)[-1:] in _STOPS and line != "")


def places(lines: Sequence[str]) -> Places:
    """Where the head ends and the tail begins: after the first line of prose, before the last, or a few lines in.

    The outermost lines of prose count as head and tail, as a standing notice may be one of them.

    >>> places(["menu", "the ferry sails", "x" * 90 + ".", "y" * 90 + ".", "z" * 90 + ".", "next"])
    Places(head=3, tail=4)
    """
    size = len(lines)
    edge = min(_EDGE, (size + 1) // 3)
    first = next((i for i, line in enumerate(lines) if is_prose(line)), None)
    if first is None:
        return Places(edge, max(edge, size - edge))
    last = next(i for i in range(size - 1, -1, -1) if is_prose(lines[i]))
    head = max(first + 1, edge)
    return Places(head, max(head, min(last, size - edge)))


def fragment_lines(lines: Sequence[str], where: Places) -> list[int]:
    """Indices of the lines whose fragments count: the outermost, and those around the borders of head and tail."""
    size, (head, tail) = len(lines), where
    outermost = *range(min(_EDGE, size)), *range(max(0, size - _EDGE), size)
    borders = range(max(0, head - 2), min(head + 1, size)), range(max(0, tail - 1), min(tail + 2, size))
    return sorted({*outermost, *borders[0], *borders[1]})


def fragments(line: str) -> tuple[list[str], list[str]]:
    """What a folded line may begin and end with: up to a colon, stop, bar, bracket or dash, and from one on.

    Returns:
        Beginnings, the shortest first, and ends, the longest first; a bar or dash belongs to both.

    >>> fragments("harbour (own report) - the ferry sails again")
    (['harbour (own report)', 'harbour (own report) -'], ['- the ferry sails again'])
    """
    size = len(line)
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(line, _SHORTEST - 1, size - 1)]
    if not breaks:
        return _NO_FRAGMENTS
    starts = [line[:end] for _, end in breaks[:_FRAGMENTS] if end <= _FRAGMENT]
    last = breaks[-_FRAGMENTS:]
    cuts = dict.fromkeys(start if line[start] in _BARS else end + (line[end] == " ") for start, end in last)
    ends = [line[cut:].lstrip() for cut in cuts if _SHORTEST <= size - cut <= _FRAGMENT]
    return starts, ends
