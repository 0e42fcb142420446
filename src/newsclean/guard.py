"""The guard against removing too much: what is carried out of the marks that a mode allows, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsclean import rendering, reporting
from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.outline import letters_of

_ARTICLE_LETTERS = 150  # what is left of an article has more letters than this
_WALLS = frozenset(("consent-wall", "paywall", "refusal"))
_CLOSING = "\"'”’»)]"
_STOPS = ".!?…。।؟"


def settle(document: Document, wanted: Sequence[Mark]) -> tuple[list[Mark], str]:
    """Settle the marks; fall back to those that are certain where too little would be left.

    Args:
        document: What the marks are about.
        wanted: Those that are to be carried out, in any order.

    Returns:
        What `newsclean.rendering.settle` makes of them, and what the document turned out to be.
    """
    settled = rendering.settle(document, wanted)
    left = list(rendering.kept(document, settled))
    letters = sum(letters_of(document.text[p.start : p.end]) for _, pieces in left for p in pieces)
    verdict = reporting.verdict(settled, letters)
    if letters >= _ARTICLE_LETTERS or verdict in _WALLS or not _takes_prose(document, left):
        return settled, verdict
    certain = rendering.settle(document, [mark for mark in wanted if mark.certainty is Certainty.CERTAIN])
    if _takes_prose(document, rendering.kept(document, certain)):
        return [], "listing"  # nobody can be sure of so much: the text stays
    return certain, "listing"


def _takes_prose(document: Document, left: Iterable[tuple[Paragraph, list[Span]]]) -> bool:
    """Whether removals take so much prose that an article may be among it."""
    stays = {paragraph.span.start for paragraph, _ in left}
    gone = [paragraph.text for paragraph in document.paragraphs if paragraph.span.start not in stays]
    return sum(letters_of(text) for text in gone if text.rstrip(_CLOSING)[-1:] in _STOPS) >= _ARTICLE_LETTERS
