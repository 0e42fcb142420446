"""From labelled records to a model: stacked linear scores, the trees of the lines and of the end, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.folding import fold
from newsclean.judge import ending, features
from newsclean.judge.forest import SCALE, Forest
from newsclean.judge.lines import Ints, read
from newsclean.judge.model import NEVER, Model
from newsclean.judge.protection import Thresholds, settled
from training import trees
from training.corpus import Corpus, Pair
from training.dataset import BODY, GOLD, JUNK, MIXED, fold_of

FOLDS = 5
LENGTH_PRICE = int(0.5 * SCALE)
BODY_KEPT = ((0.993, 0.99, 0.996), (0.9975, 0.9965, 0.9995), (0.9995, 0.998, 0.9997))
"""Body characters that must stay when the possible, the likely, the certain go: on what extractors left in the first
folder; in the further ones, mostly in other languages; on the first folder's gold, from which nothing is to go.
"""
PAGE_BODY_KEPT = (0.98, 0.987, 0.9965)
"""The same on whole pages of the first folder."""
STEPS = range(-SCALE, 6 * SCALE, SCALE // 2)
"""What is tried for each threshold."""
LEAST = (-SCALE, 5 * SCALE // 2, 5 * SCALE // 2)
"""The least threshold of a text's lines, by level: with 1.5 for what is likely, one of the labelled traps in
`shared/cases` is lost, with 2.5 none is.
"""
SURELY = 1.5 * SCALE
"""From here on a line counts as residue in any text while the thresholds of pages are chosen."""
ENDS = 120
"""So many lines of a record, at even distances, teach where an article ends."""
OF_ENDS = {"feature_fraction": 0.3, "min_data_in_leaf": 100}
"""What the trees of the end have otherwise than those of the lines."""
MASS = features.NAMES.index("mass")


Scored = tuple[NDArray[np.float32], Ints, Ints]
"""Features of a record's lines, their margins, and the margins of the article's end."""


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
    rows = {
        number: corpus.matrix(number, linear(use & (linear.folds != linear.folds[number])))
        for number in np.flatnonzero(use).tolist()
    }
    (words, words_scale), (shapes, shapes_scale) = linear(use)
    return Model(
        table=np.zeros(0, np.uint8),
        words=words,
        words_scale=words_scale,
        shapes=shapes,
        shapes_scale=shapes_scale,
        forest=_trees_of_lines(corpus, rows, list(rows)),
        ending=_trees_of_ends(corpus, rows, _margins_by_others(corpus, rows, linear.folds)),
        length_price=LENGTH_PRICE,
        thresholds=((0, 0, 0, 0),) * 3,
        header=header,
    )


Rows = Mapping[int, NDArray[np.float32]]


def _trees_of_lines(corpus: Corpus, rows: Rows, numbers: Sequence[int]) -> Forest:
    found, junk, weights = [], [], []
    for number in numbers:
        record = corpus.records[number]
        keep = record.labels != MIXED
        found.append(rows[number][keep])
        junk.append(record.labels[keep] == JUNK)
        weights.append(record.weight * np.sqrt(np.minimum(record.sizes[keep], 400)) / 8)
    return trees.grow(np.concatenate(found), np.concatenate(junk), np.concatenate(weights))


def _margins_by_others(corpus: Corpus, rows: Rows, folds: NDArray[np.int64]) -> dict[int, Ints]:
    """Margins of each record's lines by trees that have not seen its half of the folds."""
    half = {fold: place % 2 for place, fold in enumerate(sorted({int(folds[number]) for number in rows}))}
    out: dict[int, Ints] = {}
    for one in (0, 1):
        others = [number for number in rows if half[int(folds[number])] != one]
        forest = _trees_of_lines(corpus, rows, others)
        out |= {number: forest.margins(rows[number]) for number in rows if half[int(folds[number])] == one}
    return out


def _trees_of_ends(corpus: Corpus, rows: Rows, margins: Mapping[int, Ints]) -> Forest:
    """Trees that tell, at a line, whether no body follows; a record's lines together weigh as one."""
    found, ended, weights = [], [], []
    for number, here in rows.items():
        record = corpus.records[number]
        body = np.flatnonzero(record.labels == BODY)
        where = ending.candidates(here, margins[number])
        if not len(body) or not len(where):
            continue
        where = where[np.unique(np.linspace(0, len(where) - 1, min(len(where), ENDS)).astype(int))]
        mass = np.minimum(here[:, MASS], 400)
        after = mass[::-1].cumsum()[::-1] / max(1.0, float(mass.sum()))
        found.append(ending.matrix(corpus.arrays[number], here, margins[number])[where])
        ended.append(where > body[-1])
        weights.append(record.weight * 3 * np.sqrt(after[where] / max(10, len(where))))
    return trees.grow(np.concatenate(found), np.concatenate(ended), np.concatenate(weights), **OF_ENDS)


def margins(corpus: Corpus, model: Model, number: int) -> Scored:
    """What a model, that is not told the title, thinks of a record's lines."""
    texts = [*corpus.records[number].lines, ""]
    lines = read(texts, [fold(text) for text in texts], model.table)
    rows = model.rows(lines, corpus.marks[number])
    found = model.margins(rows)
    return rows, found, model.endings(lines, rows, found)


def out_of_fold(corpus: Corpus, model_of: Callable[[int], Model], numbers: Sequence[int]) -> dict[int, Scored]:
    return {number: margins(corpus, model_of(number), number) for number in numbers}


def removed(scored: Scored, thresholds: Thresholds) -> NDArray[np.bool_]:
    """What the filter would remove."""
    return settled(*scored, thresholds)


def thresholds(corpus: Corpus, scored: Mapping[int, Scored]) -> tuple[Thresholds, ...]:
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
    for (main, further, gold), page, least in zip(BODY_KEPT, PAGE_BODY_KEPT, LEAST, strict=True):
        pages = ((max(int(SURELY), lines), lines, -NEVER, end) for lines, end in product(STEPS, STEPS))
        _, on_page, _, page_end = _best(corpus, scored, groups, {"page": page}, pages)
        texts = (
            (lines, on_page, end, page_end) for lines, end in product(STEPS, STEPS) if lines >= max(least, on_page)
        )
        out.append(_best(corpus, scored, groups, {"main": main, "further": further, "gold": gold}, texts))
    return tuple(out)


def _best(
    corpus: Corpus,
    scored: Mapping[int, Scored],
    groups: Mapping[str, Sequence[int]],
    levels: Mapping[str, float],
    tried: Iterable[Thresholds],
) -> Thresholds:
    """The thresholds with the best text F1 on the first group, among those with which every group keeps its level."""
    first = next(iter(levels))
    keeping = [
        thresholds
        for thresholds in tried
        if all(_measured(corpus, scored, groups[name], thresholds)[1] >= level for name, level in levels.items())
    ]
    return max(keeping, key=lambda thresholds: _measured(corpus, scored, groups[first], thresholds)[0])


def _measured(
    corpus: Corpus, scored: Mapping[int, Scored], numbers: Sequence[int], thresholds: Thresholds
) -> tuple[float, float]:
    """Mean text F1, and the share of body characters kept."""
    f1 = kept = total = 0.0
    for number in numbers:
        here, left, body = corpus.records[number].score(~removed(scored[number], thresholds))
        f1, kept, total = f1 + here, kept + left, total + body
    return f1 / max(1, len(numbers)), kept / max(1.0, total)


def folds_of(corpus: Corpus) -> NDArray[np.int64]:
    return np.array([fold_of(record.domain, FOLDS) for record in corpus.records])
