"""Whole other articles, printed after the end of this one: a headline and a date of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, Outline, outline

_HEADER = frozenset(("date", "byline", "section-label", "share", "reading-time", "caption", "counter"))
_HEADLINE_LETTERS = 15
_ARTICLE_LETTERS = 180  # of prose that nothing touches


@dataclass(frozen=True)
class OtherArticles:
    """Marks all from the second header on.

    A second header is a headline with a date after it, behind prose and residue: the residue ended the first article.
    """

    name: ClassVar[str] = "other-articles"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each line of the other article that nothing else takes."""
        found = outline(document)
        start = _second_header(found)
        if start is None:
            return
        for line in found.lines[start:]:
            if line.gone is None:
                evidence = "after a second headline with a date"
                yield Mark(line.paragraph.span, "other-article", self.name, evidence, certainty=Certainty.LIKELY)


def _prose(lines: Sequence[Line]) -> int:
    return sum(line.letters for line in lines if line.prose)


def _is_article(lines: Sequence[Line]) -> bool:
    """Whether an article stands there: notices that end like sentences are none."""
    prose = [line.letters for line in lines if line.prose and not line.marked]
    return len(prose) >= 2 and sum(prose) >= _ARTICLE_LETTERS


def _second_header(found: Outline) -> int | None:
    lines = found.lines
    for i in range(found.first + 1, len(lines) - 1):
        mark = lines[i].gone
        if mark is None or mark.category != "date":
            continue
        headline = i - 1
        while headline > found.first and lines[headline].kinds & _HEADER:
            headline -= 1
        line = lines[headline]
        if not line.label or line.gone is not None or line.letters < _HEADLINE_LETTERS or headline <= found.first:
            continue
        if not any(other.gone is None and not other.label for other in lines[i + 1 :]):
            continue
        if not _is_article(lines[:headline]) or _prose(lines[:headline]) < _prose(lines[headline:]):
            continue  # on a whole page, what stands before a headline may be teasers, and this the article
        between = headline - 1
        if lines[between].marked or lines[between].paragraph.text[0] == "[":
            return headline
        while between > found.first and not lines[between].prose:  # a list under a heading may stand between
            if lines[between].headings:
                return headline
            between -= 1
    return None
