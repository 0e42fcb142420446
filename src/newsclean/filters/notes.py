"""Paragraphs that stand in brackets from beginning to end, behind the article: promotions, credits, agency notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, outline

_PAIRS = {"[": "]", "(": ")", "（": "）", "［": "］"}
_LETTERS = 60  # a shorter one is a stage direction, a year, an aside


@dataclass(frozen=True)
class Notes:
    """Marks a bracketed paragraph after which the article does not go on; in square brackets, one in its last part."""

    name: ClassVar[str] = "notes"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such paragraph."""
        found = outline(document)
        prose = [i for i, line in enumerate(found.lines) if line.prose and not _bracketed(line)]
        alone = sum(_bracketed(line) for line in found.lines) == 1
        for i, line in enumerate(found.lines):
            if line.gone is not None or line.letters < _LETTERS or not _bracketed(line) or len(prose) < 2:
                continue
            behind = sum(k > i for k in prose)
            square = line.paragraph.text[0] == "[" and behind * 3 <= len(prose)
            if alone and (behind == 0 or square):
                category = "ad" if square else "disclaimer"
                evidence = "in brackets, behind the article"
                yield Mark(line.paragraph.span, category, self.name, evidence, certainty=Certainty.LIKELY)


def _bracketed(line: Line) -> bool:
    text = line.paragraph.text
    closing = _PAIRS.get(text[0])
    return closing is not None and text.rstrip(". ")[-1:] == closing and text.count(text[0]) == 1
