"""Pages that are nothing but a wall: a consent form, an offer to subscribe, a check for robots, a model's refusal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import outline

_WALLS = frozenset(("cookie", "paywall", "captcha", "llm-residue"))
_SHARE = 0.4  # of the lines that the wall's known phrases take, at least two
_COOKIE = ("cookie", "куки", "クッキー", "쿠키")  # the one word that consent forms share in every language


@dataclass(frozen=True)
class Walls:
    """Marks the rest of a page of which a good part is known to be a wall, if no prose is left.

    A title and a first paragraph above an offer to subscribe are the article's: they stay.
    """

    name: ClassVar[str] = "walls"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each line that is left."""
        found = outline(document)
        walls = Counter(line.gone.category for line in found.lines if line.gone is not None)
        named = {category: count for category, count in walls.items() if category in _WALLS}
        known = sum(named.values())
        left = [line for line in found.lines if line.gone is None]
        consent = any("cookie" in line.paragraph.folded for line in left)
        if known < 2 or known < (_SHARE / 2 if consent else _SHARE) * len(found.lines):
            return
        if any(line.prose and not any(word in line.paragraph.folded for word in _COOKIE) for line in left):
            return
        category = max(named, key=lambda name: (named[name], name))
        for line in left:
            evidence = f"the page is a wall: {known} of {len(found.lines)} lines"
            yield Mark(line.paragraph.span, category, self.name, evidence, certainty=Certainty.LIKELY)
