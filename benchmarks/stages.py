"""What each stage and each filter of `newsclean.clean` costs, measured where the pipeline calls it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from newsclean import Cleaner, languages, pipeline, rendering, reporting, segmentation, subject
from newsclean.document import Document, Mark
from newsclean.filters import Filter

CALLED = (
    ("repair", pipeline, "repair"),
    ("segmentation", segmentation, "paragraphs"),
    ("languages", languages, "identify"),
    ("subject", subject, "weigh"),
    ("rendering", rendering, "settle"),
    ("rendering", rendering, "edits"),
    ("typography", Cleaner, "_typeset"),
    ("reporting", reporting, "paragraphs"),
    ("reporting", reporting, "changes"),
)
"""Name of a stage, and where the pipeline finds it."""


@dataclass(frozen=True)
class Timed:
    """A filter whose CPU time is counted."""

    filter: Filter
    spent: defaultdict[str, float]

    @property
    def name(self) -> str:
        return self.filter.name

    def __call__(self, document: Document, /) -> Iterable[Mark]:
        begun = time.process_time()
        marks = list(self.filter(document))
        self.spent[f"filter `{self.name}`"] += time.process_time() - begun
        return marks


class Stages:
    """Measures the default cleaner: its stages and filters, the dearest first, and what is between them."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        filters = tuple(Timed(each, self.spent) for each in Cleaner().filters)
        self.cleaner = Cleaner(filters=filters)

    def _timed(self, name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            begun = time.process_time()
            result = stage(*args, **options)
            self.spent[name] += time.process_time() - begun
            return result

        return call

    def measure(self, texts: Sequence[str], rounds: int) -> dict[str, float]:
        """CPU milliseconds per text of each stage, the mean of the rounds after one that warms up."""
        patches = [patch.object(owner, name, self._timed(stage, getattr(owner, name))) for stage, owner, name in CALLED]
        for each in patches:
            each.start()
        try:
            for text in texts:
                self.cleaner.clean(text)
            self.spent.clear()
            begun = time.process_time()
            for _ in range(rounds):
                for text in texts:
                    self.cleaner.clean(text)
            whole = time.process_time() - begun
        finally:
            for each in patches:
                each.stop()
        dearest = sorted(self.spent.items(), key=lambda item: -item[1])
        costs = {name: seconds / rounds / len(texts) * 1e3 for name, seconds in dearest}
        costs["the way between"] = whole / rounds / len(texts) * 1e3 - sum(costs.values())
        return costs
