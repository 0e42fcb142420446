"""Records as the judge reads them: arrays per record, and the signs of their distinct lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from newsclean import languages, subject
from newsclean.document import Document, Paragraph, Span
from newsclean.folding import fold
from newsclean.judge import evidence, features, named
from newsclean.judge.lines import Ints, Lines, read
from newsclean.looks import FIRST_LOOK, FirstLook
from training import linear
from training.dataset import JUNK, MIXED, Record

Pair = tuple[tuple[NDArray[np.int8], float], tuple[NDArray[np.int8], float]]
"""Weights and scale of the words' score, and of the shapes'."""

WORD_STRENGTH, SHAPE_STRENGTH = 1.0, 1.0


@dataclass(eq=False)
class Corpus:
    """Records with their arrays; a line that several extractors left of one page is one row for the linear scores."""

    records: list[Record]
    arrays: list[Lines]
    marks: list[Ints]
    words: sparse.csr_matrix
    shapes: sparse.csr_matrix
    junk: NDArray[np.bool_]
    row_records: NDArray[np.int64]

    @classmethod
    def of(cls, records: list[Record], table: NDArray[np.uint8]) -> Corpus:
        arrays, marks, words, shapes, junk, owners = [], [], [], [], [], []
        seen: set[tuple[str, str, int]] = set()
        for number, record in enumerate(records):
            texts = [*record.lines, record.shown_title]
            lines = read(texts, [fold(text) for text in texts], table)
            arrays.append(lines)
            marks.append(named.read(looked_at(record.lines)))
            keep = []
            for index, (text, label) in enumerate(zip(record.lines, record.labels.tolist(), strict=True)):
                key = (record.page, text, label)
                if label != MIXED and key not in seen:
                    seen.add(key)
                    keep.append(index)
            count = len(record.lines)
            words.append(linear.rows(evidence.words(lines), count, 1 << evidence.WORD_BITS)[keep])
            shapes.append(linear.rows(evidence.shapes(lines), count, 1 << evidence.SHAPE_BITS)[keep])
            junk.append(record.labels[keep] == JUNK)
            owners += [number] * len(keep)
        return cls(
            records, arrays, marks, linear.stack(words), linear.stack(shapes), np.concatenate(junk), np.array(owners)
        )

    def linear(self, use: NDArray[np.bool_]) -> Pair:
        """Fit both linear scores on the records of `use`."""
        rows = np.flatnonzero(use[self.row_records])
        even = np.ones(len(rows))
        junk = self.junk[rows]
        return (
            linear.fit(self.words[rows], junk, even, WORD_STRENGTH),
            linear.fit(self.shapes[rows], junk, even, SHAPE_STRENGTH),
        )

    def matrix(self, number: int, pair: Pair, blank: bool = False) -> NDArray[np.float32]:
        """The features of a record; `blank` as if no word had ever been seen."""
        lines = self.arrays[number]
        count = len(lines.starts)
        (words, words_scale), (shapes, shapes_scale) = pair
        shape_scores = evidence.score(evidence.shapes(lines), shapes, shapes_scale, count)
        word_scores = np.zeros_like(shape_scores)
        if not blank:
            word_scores = evidence.score(evidence.words(lines), words, words_scale, count)
        return features.matrix(lines, word_scores, shape_scores, self.marks[number])


def looked_at(lines: Sequence[str]) -> Document:
    """Lines as a document with the first look's marks, as the judge gets it."""
    start, paragraphs = 0, []
    for line in lines:
        paragraphs.append(Paragraph(Span(start, start + len(line)), line, fold(line)))
        start += len(line) + 2
    document = languages.identify(Document("\n\n".join(lines), tuple(paragraphs)))
    return subject.weigh(document, FirstLook(FIRST_LOOK)(document))
