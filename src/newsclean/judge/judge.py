"""The second-look filter that marks what the model takes for residue, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from newsclean.document import Certainty, Document, Mark
from newsclean.folding import fold
from newsclean.judge import features, model, named
from newsclean.judge import lines as arrays
from newsclean.judge.forest import SCALE
from newsclean.judge.lines import Ints
from newsclean.judge.protection import SMALLEST, Thresholds, after_the_end, settled
from newsclean.judge.reasons import category, reasons

MOST_LINES = 20_000
"""A document of more lines is no article; the judge says nothing about it."""

_HEAVY = "\u3005"  # the first ideograph: one weighs as much as two and a half letters, see `features.mass`


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What the judge thinks of a document.

    Attributes:
        rows: Features per paragraph.
        margins: Log odds of being residue per paragraph, in `SCALE`ths.
        endings: Log odds, per paragraph, that the article has ended before it.
        thresholds: Of both, for possible, likely and certain marks.
    """

    rows: NDArray[np.float32]
    margins: Ints
    endings: Ints
    thresholds: tuple[Thresholds, ...]


def opinion(document: Document, path: Path | None = None) -> Opinion | None:
    """Judge every paragraph; None for a document that is empty or too long."""
    if not document.paragraphs or len(document.paragraphs) > MOST_LINES:
        return None
    learned = model.load(path)
    title = " ".join((document.title or "").split())
    lines = arrays.read(
        [*(paragraph.text for paragraph in document.paragraphs), title],
        [*(paragraph.folded for paragraph in document.paragraphs), fold(title)],
        learned.table,
    )
    rows = learned.rows(lines, named.read(document))
    margins = learned.margins(rows)
    return Opinion(rows, margins, learned.endings(lines, rows, margins), learned.thresholds)


def probabilities(document: Document, path: Path | None = None) -> NDArray[np.float64]:
    """How probably each paragraph is residue, 0 to 1, by itself or because the article has ended.

    >>> from newsclean.document import Document
    >>> probabilities(Document(text="", paragraphs=()))
    array([], dtype=float64)
    """
    found = opinion(document, path)
    if found is None:
        return np.zeros(len(document.paragraphs))
    return _probability(found)


def _is_small(text: str) -> bool:
    """Whether a text has less mass than `SMALLEST`, whatever its characters are."""
    marks = len(text) - text.count(" ") - text.count("\n")
    return marks < SMALLEST and (max(text, default="") < _HEAVY or marks * 5 // 2 < SMALLEST)


def _probability(found: Opinion) -> NDArray[np.float64]:
    margins = np.maximum(found.margins, np.maximum.accumulate(found.endings))
    odds: NDArray[np.float64] = np.exp(np.clip(margins / SCALE, -20, 20))
    return odds / (1 + odds)


@dataclass(frozen=True, slots=True)
class Judge:
    """Marks paragraphs that a learned model takes for residue, by shape, words, place and neighbours.

    A mark is certain, likely or possible by thresholds that were chosen by how much of the body stays, on pages that
    the model had not seen; see docs/judge.md. A paragraph from which the first look cuts off a part is left to it.
    A paragraph of `newsclean.judge.protection.LONGEST` letters or more goes only after the end of the article, and
    only where a phrase has named residue between that end and it.

    Attributes:
        path: Another model file than the one newsclean comes with.
    """

    name: ClassVar[str] = "judge"

    path: Path | None = None

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Propose whole paragraphs."""
        if _is_small(document.text):
            return
        found = opinion(document, self.path)
        if found is None:
            return
        levels = [settled(found.rows, found.margins, found.endings, level) for level in found.thresholds]
        going = np.flatnonzero(np.any(levels, axis=0)).tolist()
        if not going:
            return
        probability = _probability(found)
        ended = after_the_end(found.rows, found.endings, found.thresholds[0][2])
        cut = {mark.span.start for mark in document.marks if mark.certainty >= Certainty.LIKELY}
        cut |= {mark.span.end for mark in document.marks if mark.certainty >= Certainty.LIKELY}
        for index in going:
            span = document.paragraphs[index].span
            if (span.start in cut) != (span.end in cut):  # the first look cuts off a part: the rest is text
                continue
            sure = Certainty(max(number for number, gone in enumerate(levels, start=1) if gone[index]))
            row = dict(zip(features.NAMES, found.rows[index].tolist(), strict=True))
            evidence = f"{probability[index]:.2f}: {', '.join(reasons(row))}"
            yield Mark(span, category(row, bool(ended[index])), self.name, evidence, certainty=sure)
