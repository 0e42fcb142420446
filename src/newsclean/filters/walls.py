"""Pages that are nothing but a wall: a consent form, an offer to subscribe, a check for robots, a model's refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import outline

_WALLS = frozenset(("cookie", "paywall", "captcha", "llm-residue"))
_SHARE = 0.25  # of the lines that the wall's known phrases take
_LEFT = 600  # letters that may be left beside them; an article has more
_SHORT = 6  # lines of a page that a refusal opens


@dataclass(frozen=True)
class Walls:
    """Marks the rest of a short page of which a good part is known to be a wall, or which a refusal opens."""

    name: ClassVar[str] = "walls"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each line that is left."""
        found = outline(document)
        walls = Counter(line.gone.category for line in found.lines if line.gone is not None)
        named = {category: count for category, count in walls.items() if category in _WALLS}
        if not named:
            return
        left = [line for line in found.lines if line.gone is None]
        opening = found.lines[0].gone
        refused = opening is not None and opening.category == "llm-residue" and len(found.lines) <= _SHORT
        walled = sum(named.values()) >= 2 and sum(named.values()) >= _SHARE * len(found.lines)
        if not (refused or walled) or sum(line.letters for line in left) > _LEFT:
            return
        category = max(named, key=lambda name: (named[name], name))
        for line in left:
            evidence = f"the page is a wall: {sum(named.values())} of {len(found.lines)} lines"
            yield Mark(line.paragraph.span, category, self.name, evidence, certainty=Certainty.LIKELY)
