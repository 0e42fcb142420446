"""Keywords without spaces between them, as a tag cloud leaves them when its links are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import outline

_GLUED = re.compile(
    r"[a-zß-öø-ÿāăąćčďđēėęěğīįķļłńņňőœřśşšţťūůűųźżžа-яёіїєґα-ωά-ώ)][A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĪĮĶĻŁŃŅŇŐŒŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁІЇЄҐΑ-ΩΆ-Ώ]"
)
_LONGEST = 400


@dataclass(frozen=True)
class TagLines:
    """Marks a line after the article in which words are glued at three places or more, and that is no sentence."""

    name: ClassVar[str] = "tag-lines"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line."""
        found = outline(document)
        for line in found.lines[found.last + 1 :] if found.last >= 0 else ():
            text = line.paragraph.text
            if line.gone is None and not line.ends and len(text) <= _LONGEST and "://" not in text:
                glued = len(_GLUED.findall(text))
                if glued >= 2 and glued * 3 >= line.words:
                    evidence = f"{glued + 1} words glued"
                    yield Mark(line.paragraph.span, "tags", self.name, evidence, certainty=Certainty.LIKELY)
