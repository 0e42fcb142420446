"""Edits of the text to changes in the source; the cleaned paragraphs; the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newsclean.alignment import Alignment, Edit, apply
from newsclean.document import Change, CleanedParagraph, Document, Mark

_WALL_LETTERS = 400  # a page that shows less than this beside a wall shows a teaser, not the article

_VERDICT = {
    "cookie": "consent-wall",
    "paywall": "paywall",
    "llm-residue": "refusal",
    "captcha": "refusal",
    "related-list": "listing",
    "related-inline": "listing",
    "trending": "listing",
    "other-article": "listing",
    "navigation": "listing",
    "section-label": "listing",
}


def changes(source: str, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Everything that differs between the source and the cleaned text.

    Args:
        source: The caller's text.
        edits: Edits of `source` that lead to the cleaned text.

    Returns:
        Changes in source offsets, in order and disjoint; carrying them out on the source gives the cleaned text.
    """
    return tuple(
        Change(edit.start, edit.end, source[edit.start : edit.end], edit.replacement, *edit.reason)
        for edit in edits
        if source[edit.start : edit.end] != edit.replacement
    )


def paragraphs(document: Document, alignment: Alignment, edits: Sequence[Edit]) -> tuple[CleanedParagraph, ...]:
    """The paragraphs of the cleaned text, each with the place in the source of what is left of it.

    Args:
        document: What is left, before its typography is set.
        alignment: From the text of `document` to the source.
        edits: The typographic edits of that text, each inside a paragraph.
    """
    found: list[CleanedParagraph] = []
    i = 0
    for paragraph in document.paragraphs:
        start, end = paragraph.span.start, paragraph.span.end
        inside: list[Edit] = []
        while i < len(edits) and edits[i].end <= end:
            edit = edits[i]
            inside.append(edit._replace(start=edit.start - start, end=edit.end - start))
            i += 1
        where = alignment.start(start), alignment.end(end)
        found.append(CleanedParagraph(apply(paragraph.text, inside), paragraph.language, paragraph.confidence, *where))
    return tuple(found)


def verdict(removed: Sequence[Mark], letters_left: int) -> str:
    """Say what the document turned out to be.

    A document of which nothing is left is what most of its removed characters were; one of which a little is left
    beside a wall is that wall.
    """
    weights: Counter[str] = Counter()
    for mark in removed:
        if not mark.replacement:
            weights[_VERDICT.get(mark.category, "empty")] += mark.span.end - mark.span.start
    if letters_left == 0:
        weights.pop("empty", None)
        return max(weights, key=lambda name: (weights[name], name)) if weights else "empty"
    if letters_left < _WALL_LETTERS and weights["paywall"] > 0:
        return "paywall"
    return "article"
