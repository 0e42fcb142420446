"""The default detector: py3langid's naive Bayes model over byte n-grams, with fewer languages and less overhead.

Dialects and languages without news of their own only take probability from those that have some, so their columns
are left out.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Mapping

import numpy as np
from py3langid.langid import LanguageIdentifier, visit_counts

from newsclean.languages.tags import LANGUAGES

_NOTHING = 1e-15  # a share so small is none
_PLAIN = str.maketrans(
    dict.fromkeys("«»“”„‟‹›", '"') | dict.fromkeys("’‘‚‛", "'") | {"…": "...", "\u00a0": " ", "\u202f": " "}
)
"""Marks that typography sets: how a text is set must not say which language it is in."""
_SET = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LONGEST = 1200  # bytes; more tell nothing new


class NaiveBayes:
    """py3langid's model.

    >>> NaiveBayes().probabilities("Il pleut sur la ville.", {"fr": 1, "en": 1})["fr"] > 0.99
    True
    """

    name = "py3langid"

    def __init__(self) -> None:
        model = LanguageIdentifier.from_model_file("data/model.npz.xz")
        labels = ["nb" if label == "no" else label for label in model.nb_classes]
        columns = [i for i, label in enumerate(labels) if label in LANGUAGES]
        self._labels = [labels[i] for i in columns]
        self._table = np.ascontiguousarray(model.nb_ptc[:, columns])  # half floats; rows are taken one by one
        self._base = model.nb_pc[columns].astype(np.float64)
        self._moves = model.tk_nextmove
        self._rows = array("I", [row << 8 for row in model.tk_row])  # arrays: 7 MB less than lists
        self._features = array("i", model.tk_output)
        self._weighed: tuple[Mapping[str, float] | None, np.ndarray] = None, np.zeros(0)
        self.languages = frozenset(self._labels)

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """See `Detector.probabilities`."""
        if not text.isascii():
            for mark in set(_SET.findall(text)):
                text = text.replace(mark, _PLAIN[ord(mark)])
        data = (text.lower() if text.isupper() else text).encode("utf-8", "replace")[:_LONGEST]
        visits = visit_counts(self._moves, self._rows, self._features, data)
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
