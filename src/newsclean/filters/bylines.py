"""Names alone on a line, beside the date or other remains of the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, outline

_PARTICLES = frozenset(
    "al and bin d da das de del della den der di do dos du e el en et i ibn ja la le och og ter und van von y "
    "zu".split()
)
_BY = frozenset(
    "af autor autora autore autorin av by da de di door från from od oleh par por przez skrevet teksti tekst text theo "
    "vom von written автор από του".split()
)
_BETWEEN = re.compile(r"[\s,&/]+")
_HEADER = frozenset(("byline", "date", "reading-time", "share", "counter"))


@dataclass(frozen=True)
class Bylines:
    """Marks a name alone before the prose, next to a header's date, by-line or reading time.

    It is not the title: the title is a longer line.
    """

    name: ClassVar[str] = "bylines"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line."""
        found = outline(document)
        head = found.lines[: found.first] if found.last >= 0 else ()
        longest = max((line.letters for line in head if line.gone is None), default=0)
        taken: set[int] = set()
        for i, line in enumerate(head):
            if line.gone is None and line.letters < longest and (_is_name(line) or _is_signed(line)):
                near = (i - 1, i + 1)
                if any(head[k].kinds & _HEADER or k in taken for k in near if 0 <= k < len(head)) or _again(head, i):
                    taken.add(i)
                    evidence = "a name beside the header's remains"
                    yield Mark(line.paragraph.span, "byline", self.name, evidence, certainty=Certainty.LIKELY)


def _is_name(line: Line) -> bool:
    text = line.paragraph.text
    if not 2 <= line.words <= 7 or len(text) > 60 or any(map(str.isdigit, text)) or not text[0].isupper():
        return False
    words = [word for word in _BETWEEN.split(text) if word]
    return all(_is_name_part(word) for word in words)


def _is_signed(line: Line) -> bool:
    """A word that means "by" and a few others: `di Tiziana Bonfatti`, `Por Josiane Prado, g7 Vale`."""
    return not line.ends and 2 <= line.words <= 8 and line.paragraph.folded.split(" ", 1)[0].rstrip(":") in _BY


def _is_name_part(word: str) -> bool:
    return word in _PARTICLES or (word[0].isupper() and (len(word) < 3 or not word.isupper()))


def _again(head: tuple[Line, ...], i: int) -> bool:
    """A name twice in a row: the author's picture and the author."""
    return any(head[k].paragraph.folded == head[i].paragraph.folded for k in (i - 1, i + 1) if 0 <= k < len(head))
