"""Paragraphs that stand in brackets from beginning to end, behind the article: promotions, credits, agency notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, Outline, outline

_PAIRS = {"[": "]", "(": ")", "（": "）", "［": "］"}
_LETTERS = 60  # a shorter one is a stage direction, a year, an aside


@dataclass(frozen=True)
class Notes:
    """Marks a bracketed paragraph in the article's last part; in round brackets, one behind it and beside residue."""

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
            bracket = line.paragraph.text[0] in "[［"
            square = bracket and behind * 3 <= len(prose)
            if alone and (square or (behind == 0 and _beside_residue(found, i))):
                category = "ad" if square else "disclaimer"
                evidence = "in brackets, behind the article"
                yield Mark(line.paragraph.span, category, self.name, evidence, certainty=Certainty.LIKELY)


def _beside_residue(found: Outline, i: int) -> bool:
    """Whether a line next to it goes, or could: an article's own last paragraph may stand in round brackets."""
    beside = (found.lines[k] for k in (i - 1, i + 1) if 0 <= k < len(found.lines))
    return any(line.gone is not None or line.hints for line in beside)


def _bracketed(line: Line) -> bool:
    text = line.paragraph.text
    closing = _PAIRS.get(text[0])
    return closing is not None and text.rstrip(". ")[-1:] == closing and text.count(text[0]) == 1
