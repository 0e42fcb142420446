"""From labelled records to a model: stacked linear scores, trees, the kind of document, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.judge import features
from newsclean.judge.forest import SCALE
from newsclean.judge.judge import LONGEST, SMALLEST
from newsclean.judge.model import Model
from training import trees
from training.corpus import Corpus, Pair
from training.dataset import BODY, GOLD, JUNK, Record, fold_of

FOLDS = 5
LENGTH_PRICE = int(0.5 * SCALE)
BODY_KEPT = ((0.993, 0.9975, 0.9995), (0.99, 0.995, 0.998))
"""On text that extractors left: the body characters that must stay, when the possible, the likely, the certain go; in
the first folder, and in the further ones, which are mostly in other languages."""
LETTERS = features.NAMES.index("letters")


Scored = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Margins and features of a record's lines."""


class Linear:
    """Linear scores by what was left out, each fitted once."""

    def __init__(self, corpus: Corpus, folds: NDArray[np.int64]) -> None:
        self.corpus, self.folds = corpus, folds
        self._known: dict[bytes, Pair] = {}

    def __call__(self, use: NDArray[np.bool_]) -> Pair:
        key = use.tobytes()
        if key not in self._known:
            self._known[key] = self.corpus.linear(use)
        return self._known[key]


def train(corpus: Corpus, linear: Linear, use: NDArray[np.bool_], header: Mapping[str, Any]) -> Model:
    """Fit a model on the records of `use`, without thresholds.

    Each record's linear scores come from the other folds, so that the trees learn how far they can be trusted.
    """
    rows, junk, weights = [], [], []
    for number, record in enumerate(corpus.records):
        if not use[number]:
            continue
        pair = linear(use & (linear.folds != linear.folds[number]))
        found = corpus.matrix(number, pair)
        keep = (record.labels <= JUNK) & (found[:, LETTERS] < LONGEST)
        rows.append(found[keep])
        junk.append(record.labels[keep] == JUNK)
        weights.append(record.weight * np.sqrt(np.minimum(record.sizes[keep], 400)) / 8)
    forest = trees.grow(np.concatenate(rows), np.concatenate(junk), np.concatenate(weights))
    (words, words_scale), (shapes, shapes_scale) = linear(use)
    return Model(
        table=np.zeros(0, np.uint8),
        words=words,
        words_scale=words_scale,
        shapes=shapes,
        shapes_scale=shapes_scale,
        forest=forest,
        length_price=LENGTH_PRICE,
        thresholds=(0, 0, 0),
        header=header,
    )


def margins(corpus: Corpus, model: Model, number: int) -> Scored:
    """A record's margins and its rows, by a model."""
    rows = model.rows(corpus.arrays[number])
    return model.margins(rows, rows[:, LETTERS] < LONGEST), rows


def out_of_fold(corpus: Corpus, model_of: Callable[[int], Model], numbers: Sequence[int]) -> dict[int, Scored]:
    return {number: margins(corpus, model_of(number), number) for number in numbers}


def removed(scored: Scored, threshold: int) -> NDArray[np.bool_]:
    """What the filter would remove at a threshold, with its guard."""
    found, rows = scored
    gone = found > threshold
    if rows[~gone, 0].sum() < SMALLEST:
        return np.zeros(len(found), bool)
    return gone


def thresholds(corpus: Corpus, scored: Mapping[int, Scored]) -> tuple[int, int, int]:
    """Choose the thresholds by body kept, from what models thought of records that they had not seen."""
    folders = list(dict.fromkeys(record.folder for record in corpus.records))
    found = []
    for column in range(3):
        each = []
        for folder, levels in zip(folders, (BODY_KEPT[0], *[BODY_KEPT[1]] * len(folders)), strict=False):
            numbers = [n for n in scored if corpus.records[n].folder == folder and _is_main(corpus.records[n])]
            each.append(_lowest(corpus, scored, numbers, levels[column]))
        found.append(max(each))
    return found[0], found[1], found[2]


def _is_main(record: Record) -> bool:
    return not record.whole and not record.suspect and record.extractor != GOLD


def _lowest(corpus: Corpus, scored: Mapping[int, Scored], numbers: Sequence[int], level: float) -> int:
    total = sum(float(corpus.records[n].sizes[corpus.records[n].labels == BODY].sum()) for n in numbers)
    low, high = -6 * SCALE, 10 * SCALE
    while high - low > 8:
        middle = (low + high) // 2
        kept = 0.0
        for number in numbers:
            record = corpus.records[number]
            kept += float(record.sizes[(record.labels == BODY) & ~removed(scored[number], middle)].sum())
        if kept >= level * total:
            high = middle
        else:
            low = middle
    return high


def folds_of(corpus: Corpus) -> NDArray[np.int64]:
    return np.array([fold_of(record.domain, FOLDS) for record in corpus.records])
