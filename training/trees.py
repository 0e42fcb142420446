"""The boosted trees: LightGBM grows them; they are flattened into the arrays that `newsclean.judge.forest` reads."""

from __future__ import annotations

from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from newsclean.judge.forest import SCALE, Forest

DEPTH = 6
TREES = 180
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 40,
    "max_depth": DEPTH,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "use_missing": False,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}


def grow(rows: NDArray[np.float32], junk: NDArray[np.bool_], weights: NDArray[np.float64], **changes: float) -> Forest:
    """Train, and flatten. `changes` are other values of `PARAMETERS`."""
    data = lightgbm.Dataset(rows, junk, weight=weights)
    return flatten(lightgbm.train({**PARAMETERS, **changes}, data, TREES))


def flatten(booster: lightgbm.Booster) -> Forest:
    """Write a booster as complete trees; a leaf above the last level is repeated in all places under it."""
    trees = booster.dump_model()["tree_info"]
    columns = [np.zeros((len(trees), 1 << level), np.uint8) for level in range(DEPTH)]
    limits = [np.zeros((len(trees), 1 << level), np.float32) for level in range(DEPTH)]
    leaves = np.zeros((len(trees), 1 << DEPTH))

    def walk(tree: int, node: dict[str, Any], level: int, place: int) -> None:
        if level == DEPTH:
            leaves[tree, place] = node["leaf_value"]
            return
        if "split_feature" in node:
            columns[level][tree, place] = node["split_feature"]
            limits[level][tree, place] = at_most(node["threshold"])
            left, right = node["left_child"], node["right_child"]
        else:
            left = right = node
        walk(tree, left, level + 1, 2 * place)
        walk(tree, right, level + 1, 2 * place + 1)

    for number, tree in enumerate(trees):
        walk(number, tree["tree_structure"], 0, 0)
    return Forest(
        columns=tuple(level.ravel() for level in columns),
        limits=tuple(level.ravel() for level in limits),
        leaves=np.clip(np.rint(leaves * SCALE), -32768, 32767).astype(np.int16).ravel(),
        base=0,
    )


def at_most(limit: float) -> np.float32:
    """The largest float32 up to `limit`: float32 values compare with it as they do with `limit`."""
    rounded = np.float32(limit)
    return np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > limit else rounded
