"""A document as the profiles see it: folded lines, their places, the fragments they begin and end with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from newsclean.folding import fold

Kind = Literal["line", "start", "end", "title"]

_EDGE = 3  # so many lines at either end are head and tail whatever stands there, in a short document a third of it
_PROSE = 80  # characters from which a line that ends like a sentence is prose, as in `newsclean.outline`
_PROSE_DENSE = 30  # in scripts where a character is a syllable or a word
_DENSE = "\u0e00"  # from Thai on
_STOPS = ".!?…。！？؟।॥։"
_CLOSERS = "\"')] "
_FRAGMENT = 80  # characters that a leading or trailing fragment has at most
_SHORTEST = 4
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
    return (size >= _PROSE or (size >= _PROSE_DENSE and line[0] >= _DENSE)) and ends_like_a_sentence(line)


def ends_like_a_sentence(line: str) -> bool:
    """Whether a folded line ends with a full stop of any script, closing quotes and brackets aside."""
    return line[-1] in _STOPS or (line[-1] in _CLOSERS and line.rstrip(_CLOSERS)[-1:] in _STOPS and line != "")


def places(lines: Sequence[str]) -> Places:
    """Where the head ends and the tail begins: before the first line of prose, after the last, or a few lines in.

    >>> places(["menu", "the ferry sails", "x" * 90 + ".", "next"])
    Places(head=2, tail=3)
    """
    size = len(lines)
    edge = min(_EDGE, (size + 1) // 3)
    first = next((i for i, line in enumerate(lines) if is_prose(line)), None)
    if first is None:
        return Places(edge, max(edge, size - edge))
    last = next(i for i in range(size - 1, -1, -1) if is_prose(lines[i]))
    head = max(first, edge)
    return Places(head, max(head, min(last + 1, size - edge)))


def fragment_lines(lines: Sequence[str], where: Places) -> list[int]:
    """Indices of the lines whose fragments count: those of head and tail, and the first and last between them."""
    head, tail = where
    return [*range(min(head + 1, len(lines))), *range(max(head + 1, tail - 1), len(lines))]


def start_of(line: str) -> str | None:
    """What a folded line begins with, up to the first colon, stop, bar, bracket or dash; None where there is none.

    >>> start_of("harbour (own report) - the ferry sails again.")
    'harbour (own report)'
    """
    found = _BREAK.search(line, _SHORTEST - 1, _FRAGMENT)
    return line[: found.end()] if found and found.end() < len(line) else None


def end_of(line: str) -> str | None:
    """What a folded line ends with, from after the last such sign on.

    >>> end_of("the ferry sails again. more in the harbour post")
    'more in the harbour post'
    """
    size = len(line)
    ends = [found.end() for found in _BREAK.finditer(line, max(1, size - _FRAGMENT), max(0, size - _SHORTEST))]
    return line[ends[-1] :].strip() or None if ends else None
