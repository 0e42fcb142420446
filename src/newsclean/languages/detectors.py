"""The detector protocol, and the detectors by name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from newsclean.errors import UnknownNameError


class Detector(Protocol):
    """Says which language a text is in. Immutable once made, so that threads can share it."""

    @property
    def name(self) -> str:
        """Stable; by it the detector is selected."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """The languages it tells apart, as first parts of BCP 47 tags."""
        ...

    def probabilities(self, text: str, prior: Mapping[str, float]) -> dict[str, float]:
        """How probable each language is, given `text` and what was thought before.

        Args:
            text: Any string.
            prior: Language to weight; weights need not add up to one. A language that is not there is ruled out.

        Returns:
            Language to probability; they add up to one. Empty where `text` tells nothing, or where the prior leaves
            no language that the detector knows.
        """
        ...


def _py3langid() -> Detector:
    from newsclean.languages.naive_bayes import NaiveBayes

    return NaiveBayes()


def _langdetect() -> Detector:
    from newsclean.languages.backends import LangDetect

    return LangDetect()


def _eldc() -> Detector:
    from newsclean.languages.backends import Eldc

    return Eldc()


def _lingua() -> Detector:
    from newsclean.languages.backends import Lingua

    return Lingua()


_MAKERS: dict[str, Callable[[], Detector]] = {
    "eldc": _eldc,
    "langdetect": _langdetect,
    "lingua": _lingua,
    "py3langid": _py3langid,
}
DEFAULT = "py3langid"
_made: dict[str, Detector] = {}
_making = threading.Lock()


def detectors() -> tuple[str, ...]:
    """The names of the detectors; "default" stands for the one that measured best (see docs/languages.md).

    >>> detectors()
    ('default', 'eldc', 'langdetect', 'lingua', 'py3langid')
    """
    return tuple(sorted(("default", *_MAKERS)))


def load(name: str) -> Detector:
    """The detector of that name, made once for all threads.

    Raises:
        UnknownNameError: There is no such detector; the message lists those there are.
        ImportError: The detector's package is not installed.
    """
    if name == "default":
        name = DEFAULT
    if name not in _MAKERS:
        raise UnknownNameError("detector", name, detectors())
    with _making:
        if name not in _made:
            _made[name] = _MAKERS[name]()
        return _made[name]
