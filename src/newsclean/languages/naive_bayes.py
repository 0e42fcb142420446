"""The default detector: py3langid's naive Bayes model over byte n-grams, with fewer languages and less overhead.

Dialects and languages without news of their own only take probability from those that have some, so their columns
are left out. `training/language_model.py` makes the files from the one that py3langid ships. They are mapped into
memory: nothing is decoded, only what a text touches is read, and worker processes share it.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.data import FOLDER
from newsclean.languages.ngrams import longest_at

_NOTHING = 1e-15  # a share so small is none
_PLAIN = str.maketrans(
    dict.fromkeys("«»“”„‟‹›", '"') | dict.fromkeys("’‘‚‛", "'") | {"…": "...", "\u00a0": " ", "\u202f": " "}
)
"""Marks that typography sets: how a text is set must not say which language it is in."""
_SET = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LONGEST = 1200  # bytes; more tell nothing new


def shipped() -> Path:
    """The folder of the model that newsclean comes with: `model.json` says what the other files hold."""
    return FOLDER / "languages" / "py3langid"


class NaiveBayes:
    """py3langid's model.

    >>> NaiveBayes().probabilities("Il pleut sur la ville.", {"fr": 1, "en": 1})["fr"] > 0.99
    True
    """

    name = "py3langid"

    def __init__(self) -> None:
        folder = shipped()
        header = json.loads((folder / "model.json").read_text("utf-8"))
        self._labels: list[str] = header["labels"]
        self._base = np.array(header["base"])
        self._table = _mapped(folder / "table.npy")  # half floats; rows are taken one by one
        self._starts = _mapped(folder / "starts.npy")
        self._longest = _mapped(folder / "longest.npy")
        self._weighed: tuple[Mapping[str, float] | None, NDArray[Any]] = None, np.zeros(0)
        self.languages = frozenset(self._labels)

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """See `Detector.probabilities`."""
        if not text.isascii():
            for mark in set(_SET.findall(text)):
                text = text.replace(mark, _PLAIN[ord(mark)])
        data = (text.lower() if text.isupper() else text).encode("utf-8", "replace")[:_LONGEST]
        ngrams = longest_at(data, self._starts, self._longest)
        visits = Counter(ngrams[ngrams >= 0].tolist())
        known, weights = self._weighed
        if known is not prior:  # one document asks with one prior, many times
            weights = np.array([prior.get(label, 0.0) for label in self._labels])
            self._weighed = prior, weights
        if not visits or not weights.any():
            return {}
        features = np.fromiter(visits.keys(), dtype=np.intp, count=len(visits))
        counts = np.fromiter(visits.values(), dtype=np.float32, count=len(visits))
        # The n-grams of a text hang together, so the sum is too sure; py3langid divides by the root of the length.
        # einsum, not @: BLAS would start threads for so small a product, and sum in an order of its own.
        sums = np.einsum("i,ij->j", np.log1p(counts), self._table.take(features, axis=0).astype(np.float32))
        scores = (sums + self._base) / math.sqrt(len(data))
        odds = np.exp(scores - scores[weights > 0].max()) * weights
        odds /= odds.sum()
        found: dict[str, float] = {}
        for i in np.flatnonzero(odds > _NOTHING).tolist():
            found[self._labels[i]] = found.get(self._labels[i], 0.0) + float(odds[i])
        return found


def _mapped(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
