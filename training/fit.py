"""From labelled records to a model: stacked linear scores, trees, the kind of document, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.folding import fold
from newsclean.judge import features
from newsclean.judge.forest import SCALE
from newsclean.judge.judge import LONGEST, SMALLEST
from newsclean.judge.lines import read
from newsclean.judge.model import Model
from newsclean.judge.protection import settled
from training import trees
from training.corpus import Corpus, Pair
from training.dataset import BODY, GOLD, JUNK, MIXED, fold_of

FOLDS = 5
LENGTH_PRICE = int(0.5 * SCALE)
BODY_KEPT = ((0.993, 0.99, 0.996), (0.9975, 0.995, 0.9995), (0.9995, 0.998, 0.9997))
"""Body characters that must stay when the possible, the likely, the certain go: on what extractors left in the first
folder; in the further ones, mostly in other languages; on the first folder's gold, from which nothing is to go.
"""
PAGE_BODY_KEPT = (0.98, 0.99, 0.9965)
"""The same on whole pages of the first folder."""
STEP = SCALE // 4
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
        keep = (record.labels != MIXED) & (found[:, LETTERS] < LONGEST)
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
        thresholds=((0, 0),) * 3,
        header=header,
    )


def margins(corpus: Corpus, model: Model, number: int) -> Scored:
    """A record's margins and its rows, by a model that is not told the title."""
    texts = [*corpus.records[number].lines, ""]
    rows = model.rows(read(texts, [fold(text) for text in texts], model.table))
    return model.margins(rows, rows[:, LETTERS] < LONGEST), rows


def out_of_fold(corpus: Corpus, model_of: Callable[[int], Model], numbers: Sequence[int]) -> dict[int, Scored]:
    return {number: margins(corpus, model_of(number), number) for number in numbers}


def removed(scored: Scored, pair: tuple[int, int]) -> NDArray[np.bool_]:
    """What the filter would remove at a pair of thresholds."""
    found, rows = scored
    return settled(rows, found, *pair, SMALLEST)


def thresholds(corpus: Corpus, scored: Mapping[int, Scored]) -> tuple[tuple[int, int], ...]:
    """Choose the thresholds by body kept, from what models thought of records that they had not seen."""
    first = corpus.records[0].folder
    groups: dict[str, list[int]] = {"page": [], "main": [], "further": [], "gold": []}
    for number in scored:
        record = corpus.records[number]
        if record.suspect or (record.folder != first and (record.whole or record.extractor == GOLD)):
            continue
        kind = "page" if record.whole else "gold" if record.extractor == GOLD else "main"
        groups[kind if record.folder == first else "further"].append(number)
    out = []
    for (main, further, gold), page in zip(BODY_KEPT, PAGE_BODY_KEPT, strict=True):
        high = _lowest(lambda at, page=page: _kept(corpus, scored, groups["page"], (at, at)) >= page)  # type: ignore[misc]
        levels = {"main": main, "further": further, "gold": gold}
        low = _lowest(
            lambda at, high=high, levels=levels: all(  # type: ignore[misc]
                _kept(corpus, scored, groups[name], (at, high)) >= level for name, level in levels.items()
            )
        )
        out.append((max(low, high), high))
    return tuple(out)


def _kept(corpus: Corpus, scored: Mapping[int, Scored], numbers: Sequence[int], pair: tuple[int, int]) -> float:
    kept = total = 0.0
    for number in numbers:
        record = corpus.records[number]
        body = record.labels == BODY
        total += float(record.sizes[body].sum())
        kept += float(record.sizes[body & ~removed(scored[number], pair)].sum())
    return kept / max(1.0, total)


def _lowest(holds: Callable[[int], bool]) -> int:
    """The lowest step from which a condition holds, that lower steps break; the highest where none does."""
    low, high = -12, 16
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle * STEP) else (middle, high)
    return high * STEP


def folds_of(corpus: Corpus) -> NDArray[np.int64]:
    return np.array([fold_of(record.domain, FOLDS) for record in corpus.records])
