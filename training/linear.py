"""The two hashed linear scores: logistic regressions over the signs of distinct lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from newsclean.judge.evidence import Cells


def rows(cells: Cells, lines: int, columns: int) -> sparse.csr_matrix:
    """The signs of `lines` lines as a matrix: how often each stands in the line over the root of their number."""
    cell, owner = cells
    inside = owner < lines
    cell, owner = cell[inside], owner[inside]
    number = np.maximum(np.bincount(owner, minlength=lines), 1)
    values = (1 / np.sqrt(number))[owner].astype(np.float32)
    return sparse.csr_matrix((values, (owner, cell)), shape=(lines, columns))


def fit(
    signs: sparse.csr_matrix, junk: NDArray[np.bool_], weights: NDArray[np.float64], strength: float
) -> tuple[NDArray[np.int8], float]:
    """Fit one score; weights as int8 and the scale that makes them log odds again. The prior is left out."""
    used = np.flatnonzero(np.bincount(signs.indices, minlength=signs.shape[1]))
    model = LogisticRegression(C=strength, max_iter=30, tol=1e-2)
    model.fit(signs[:, used], junk, sample_weight=weights)
    found = model.coef_[0]
    top = max(float(np.quantile(np.abs(found), 0.9995)), 1e-9)
    table = np.zeros(signs.shape[1], np.int8)
    table[used] = np.clip(np.rint(found / top * 127), -127, 127).astype(np.int8)
    return table, top / 127


def stack(parts: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Matrices of several records, one under the other."""
    return sparse.vstack(parts, format="csr")
