"""Breadcrumbs and rows of sections: short names with arrows, slashes or bars between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import outline

_LONGEST = 200
_SEPARATOR = re.compile(r"\s{0,2}[>›»→▸]\s{0,2}|\s[/|·•]\s")
_PART = 60


@dataclass(frozen=True)
class Breadcrumbs:
    """Marks lines of three or more short names with separators, outside the prose; inside it they need another sign."""

    name: ClassVar[str] = "breadcrumbs"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line."""
        found = outline(document)
        for i, line in enumerate(found.lines):
            text = line.paragraph.text
            if (
                line.ends
                or text[0] == "|"
                or len(text) > _LONGEST
                or line.gone is not None
                or not _SEPARATOR.search(text)
            ):
                continue
            parts = [part.strip(" -–—") for part in _SEPARATOR.split(text)]
            named = [part for part in parts if sum(map(str.isalpha, part)) * 2 > len(part)]
            if len(named) < 3 or any(len(part) > _PART for part in named[:-1]) or len(named) < len(parts) - 1:
                continue
            outside = i < found.first or i > found.last
            sure = Certainty.LIKELY if outside and found.last >= 0 else Certainty.POSSIBLE
            yield Mark(line.paragraph.span, "navigation", self.name, f"{len(named)} names in a row", certainty=sure)
