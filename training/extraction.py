"""Make the model that tells the blocks of an article from the rest of its page, from labelled folders.

    python -m training.extraction ../shared/residue ../shared/residue-extra -o src/newsclean/data/extraction/blocks.npz

With `--folds DIR` also the models that have not seen one fold of the registered domains (`fold-0.npz` …): they score
the pages that the model was trained on (`benchmarks/html.py --folds`).
Needs LightGBM, scikit-learn and rapidfuzz. A block is of the article where its words stand in the gold, in order. The
second look is trained on what the first says of domains that it has not seen, the third on what the second says.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from newsclean.extraction import surroundings
from newsclean.extraction.companions import companions
from newsclean.extraction.judgement import CONSIDERED, LOOKS, SCALE, UNREAD, WORDED, checksum, lasting
from newsclean.extraction.wording import BITS, signs
from training.blocks import FOLDS, Page, example, pages
from training.trees import at_most

Arrays = dict[str, NDArray[Any]]
DEPTH = 6
COMMON = {
    "objective": "binary", "max_depth": DEPTH, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 63,
    "use_missing": False, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
FIRST = (
    COMMON | {
        "learning_rate": 0.1, "num_leaves": 40, "min_data_in_leaf": 30, "feature_fraction": 0.4, "lambda_l2": 5,
    },
    150,
)  # fmt: skip
SECOND = (
    COMMON | {
        "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.3, "lambda_l2": 10,
    },
    200,
)  # fmt: skip
THIRD = (
    COMMON | {
        "learning_rate": 0.04, "num_leaves": 24, "min_data_in_leaf": 60, "feature_fraction": 0.2, "lambda_l2": 10,
    },
    170,
)  # fmt: skip
"""Parameters of each look's trees, and how many there are."""
_EASY = 0.12  # share of the blocks far from any article that are used, each for as many
_FAR = 40  # blocks to the next one of an article


@dataclass(eq=False)
class Corpus:
    """All blocks of all pages, in order."""

    found: list[Page]

    def __post_init__(self) -> None:
        self.ends = np.cumsum([len(page.found) for page in self.found])
        self.rows = np.concatenate([page.rows for page in self.found])
        self.label = np.concatenate([page.label for page in self.found]) > 0.5
        self.weight = np.concatenate([page.weight for page in self.found])
        self.fold = np.repeat([page.fold for page in self.found], [len(page.found) for page in self.found])
        self.texts = [block.text for page in self.found for block in page.found]

    def first_weights(self) -> NDArray[np.float64]:
        """Weights with most blocks that are far from any article left out."""
        near = np.concatenate([_near(page) for page in self.found])
        drawn = np.random.default_rng(0).random(len(near)) < _EASY
        return np.where(near, self.weight, np.where(drawn, self.weight / _EASY, 0))

    def lasting(self, margins: NDArray[np.float64], use: NDArray[np.bool_]) -> NDArray[np.float32]:
        """What both later looks know of the blocks of `use`."""
        parts = (np.split(column, self.ends[:-1]) for column in (margins, use))
        return np.concatenate(
            [
                lasting(page.found, page.facts, page.rows, m, np.flatnonzero(here))
                for page, m, here in zip(self.found, *parts, strict=True)
                if here.any()
            ]
        )

    def around(
        self, margins: NDArray[np.float64], wording: NDArray[np.float32], use: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """What the blocks of `use` stand among, by these margins."""
        parts = (np.split(column, self.ends[:-1]) for column in (margins, wording, use))
        return np.concatenate(
            [
                surroundings.features(page.found, companions(page.found), page.rows, m, w)[here]
                for page, m, w, here in zip(self.found, *parts, strict=True)
                if here.any()
            ]
        )


def _near(page: Page) -> NDArray[np.bool_]:
    places = np.arange(len(page.found))
    positive = np.flatnonzero(page.label > 0.1)
    if not len(positive):
        return np.ones(len(places), bool)
    at = np.searchsorted(positive, places)
    before, after = positive[np.maximum(at - 1, 0)], positive[np.minimum(at, len(positive) - 1)]
    return np.minimum(np.abs(places - before), np.abs(after - places)) <= _FAR


def grow(rows: Any, label: Any, weight: Any, parameters: dict[str, Any], trees: int) -> lightgbm.Booster:
    use = weight > 0
    return lightgbm.train(parameters, lightgbm.Dataset(rows[use], label[use], weight=weight[use]), trees)


def weigh_words(matrix: sparse.csr_matrix, label: Any, weight: Any) -> tuple[NDArray[np.int8], float, float]:
    """The table of words, its scale, and the base."""
    use = np.flatnonzero(weight > 0)
    model = LogisticRegression(C=1.0, solver="liblinear", tol=1e-2, random_state=1)
    model.fit(matrix[use], label[use], sample_weight=weight[use])
    found = model.coef_[0]
    scale = max(float(np.quantile(np.abs(found), 0.9995)), 1e-9) / 127
    return np.clip(np.rint(found / scale), -127, 127).astype(np.int8), scale, float(model.intercept_[0])


def sign_matrix(texts: list[str], read: NDArray[np.bool_]) -> sparse.csr_matrix:
    cells = [signs(text) if here else [] for text, here in zip(texts, read, strict=True)]
    sizes = np.array([len(found) for found in cells])
    values = np.repeat(1 / np.sqrt(np.maximum(1, sizes)), sizes).astype(np.float32)
    flat = np.array([cell for found in cells for cell in found], dtype=np.int32)
    return sparse.csr_matrix((values, flat, np.concatenate([[0], np.cumsum(sizes)])), shape=(len(texts), 1 << BITS))


def unseen(corpus: Corpus, rows: Any, use: NDArray[np.bool_], weight: Any, how: tuple[Any, int]) -> NDArray[np.float64]:
    """What a look says of the blocks of `use`, whose features are `rows`, by domains that it has not seen."""
    margins = np.zeros(len(rows))
    label, fold, weight = corpus.label[use], corpus.fold[use], weight[use]
    for number in range(FOLDS):
        here = fold == number
        if here.any():
            booster = grow(rows[~here], label[~here], weight[~here], *how)
            margins[here] = np.asarray(booster.predict(rows[here], raw_score=True))
    return margins


def fit(corpus: Corpus) -> Arrays:
    """The three looks and the words between them."""
    weight, label = corpus.first_weights(), corpus.label
    everything = np.ones(len(label), bool)
    margins = unseen(corpus, corpus.rows, everything, weight, FIRST)
    read = margins > WORDED
    matrix = sign_matrix(corpus.texts, read)
    telling = corpus.weight * (margins > WORDED + 1.5) * np.where(margins > 4, 0.3, 1)
    wording = np.full(len(label), UNREAD, np.float32)
    for fold in range(FOLDS):
        here = corpus.fold == fold
        if here.any():
            table, scale, base = weigh_words(matrix[~here], label[~here], telling[~here])
            score = scale * (matrix @ table.astype(np.float32)) + base
            wording[here & read] = score[here & read]
    use = margins > CONSIDERED
    known = corpus.lasting(margins, use)
    rows = np.concatenate([known, corpus.around(margins, wording, use)], axis=1)
    second = grow(rows, label[use], corpus.weight[use], *SECOND)
    margins[use] = unseen(corpus, rows, use, corpus.weight, SECOND)
    rows = np.concatenate([known, corpus.around(margins, wording, use)], axis=1)
    third = grow(rows, label[use], corpus.weight[use], *THIRD)
    table, scale, base = weigh_words(matrix, label, telling)
    looks = zip(LOOKS, (grow(corpus.rows, label, weight, *FIRST), second, third), strict=True)
    return {
        **{f"{look}_{name}": part for look, booster in looks for name, part in complete(booster).items()},
        "words": table,
        "words_scale": np.array([scale, base]),
    }


def complete(booster: lightgbm.Booster) -> Arrays:
    """The trees with all levels filled: a leaf that comes early is repeated below."""
    trees = booster.dump_model()["tree_info"]
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    columns = np.zeros((len(trees), inner), np.int16)
    limits = np.zeros((len(trees), inner), np.float32)
    values = np.zeros((len(trees), leaves), np.int16)
    for number, tree in enumerate(trees):
        waiting = [(0, tree["tree_structure"])]
        while waiting:
            place, node = waiting.pop()
            if place >= inner:
                values[number, place - inner] = round(float(node["leaf_value"]) * SCALE)
            elif "split_feature" not in node:
                waiting += [(2 * place + 1, node), (2 * place + 2, node)]
            else:
                columns[number, place] = node["split_feature"]
                limits[number, place] = at_most(node["threshold"])
                waiting += [(2 * place + 1, node["left_child"]), (2 * place + 2, node["right_child"])]
    return {"columns": columns, "limits": limits, "leaves": values, "base": np.array(0)}


def save(parts: Arrays, path: Path, command: str) -> None:
    """Write a model, with what made it and its checksum."""
    parts = parts | {"command": np.array(command)}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, sha256=np.array(checksum(parts)), **parts)
    print(f"{path}: {path.stat().st_size} bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--folds", type=Path, help="a folder for the models that have not seen a fold")
    options = parser.parse_args()
    found = [made for folder in options.folders for page in pages(folder) if (made := example(page)) is not None]
    print(f"{len(found)} pages, {sum(len(page.found) for page in found)} blocks", flush=True)
    folders = " ".join(map(str, options.folders))
    command = f"python -m training.extraction {folders} -o {options.output}"
    save(fit(Corpus(found)), options.output, command)
    for fold in range(FOLDS) if options.folds else ():
        seen = [page for page in found if page.fold != fold]
        save(fit(Corpus(seen)), options.folds / f"fold-{fold}.npz", f"{command}, without fold {fold}")


if __name__ == "__main__":
    main()
