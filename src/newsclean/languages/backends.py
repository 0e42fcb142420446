"""Detectors that a user may select instead of the default one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_FLOOR = 1e-9  # what a detector that names only its best languages leaves for each of the others
_NAMES = {"nb": ("no",), "zh": ("zh-cn", "zh-tw")}
"""Languages that these packages call otherwise than we do."""


def _package(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        message = f'The detector needs a package that is not installed: pip install "newsclean[{extra}]".'
        raise ImportError(message) from error


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _weighted(shares: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    odds = {language: max(shares.get(language, 0.0), _FLOOR) * weight for language, weight in prior.items() if weight}
    total = sum(odds.values())
    return {language: share / total for language, share in odds.items()} if total else {}


class LangDetect:
    """langdetect, or langdetect-rs where that is installed: it gives the same answers many times faster.

    Seeded, so that a text has the same language every time; the prior goes through langdetect's own prior map.
    """

    name = "langdetect"

    def __init__(self) -> None:
        try:
            package = import_module("langdetect_rs")
        except ImportError:
            package = _package("langdetect", "langdetect")
        self._nothing_found = package.lang_detect_exception.LangDetectException
        self._factory = package.DetectorFactory()
        folder = Path(package.PROFILES_DIRECTORY)
        if folder.is_dir():  # by name: the order in which file systems list them differs
            self._factory.load_json_profile([path.read_text("utf-8") for path in sorted(folder.glob("[!.]*"))])
        else:  # langdetect-rs has them built in
            self._factory.load_profile(package.PROFILES_DIRECTORY)
        self._factory.set_seed(0)
        ours = {theirs: own for own, names in _NAMES.items() for theirs in names}
        self._labels = [ours.get(label, label) for label in self._factory.get_lang_list()]
        self.languages = frozenset(self._labels)

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """See `Detector.probabilities`."""
        weights = {name: prior.get(own, 0.0) for own in self.languages for name in _NAMES.get(own, (own,))}
        if not any(weights.values()):
            return {}
        detector = self._factory.create()
        detector.set_prior_map(weights)
        detector.append(_encodable(text))
        try:
            detector.get_probabilities()
        except self._nothing_found:
            return {}
        found: dict[str, float] = {}
        for language, share in zip(self._labels, detector.langprob, strict=True):
            if share:
                found[language] = found.get(language, 0.0) + share
        return found


class Eldc:
    """eldc: fast, 60 languages, 71 MB. An extra."""

    name = "eldc"

    # eldc's scores run from 0 to 1 and are no probabilities. On the sentences of `benchmarks/language.py` the odds of
    # its first language against its second grow about so fast with the distance.
    _STEEPNESS = 25.0

    def __init__(self) -> None:
        package = _package("eldc", "eldc")
        package.init()
        self._detector = package.instance()
        self._detector.set_scores(package.MAX_SCORES)
        self.languages = frozenset("nb" if label == "no" else label for label in package.LANGUAGES)

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """See `Detector.probabilities`."""
        scores = self._detector.detect_details(_encodable(text)).scores
        if not scores:
            return {}
        top = max(scores.values())
        shares = {
            "nb" if label == "no" else label: math.exp(self._STEEPNESS * (score - top))
            for label, score in scores.items()
        }
        return _weighted(shares, {language: weight for language, weight in prior.items() if language in self.languages})


class Lingua:
    """lingua: 75 languages, 96 MB, slow, good on short texts. An extra."""

    name = "lingua"

    def __init__(self) -> None:
        package = _package("lingua", "lingua")
        self._detector = package.LanguageDetectorBuilder.from_all_languages().build()
        self.languages = frozenset(language.iso_code_639_1.name.lower() for language in package.Language.all())

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """See `Detector.probabilities`."""
        values = self._detector.compute_language_confidence_values(_encodable(text))
        shares = {value.language.iso_code_639_1.name.lower(): value.value for value in values if value.value}
        if not shares:
            return {}
        return _weighted(shares, {language: weight for language, weight in prior.items() if language in self.languages})
