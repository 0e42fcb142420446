"""Edits of the text to changes in the source; the cleaned paragraphs; the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newsclean.alignment import Alignment, Edit, apply, compose
from newsclean.document import Change, CleanedParagraph, Document, Mark, Paragraph, Span

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


def changes(source: str, text: str, repairs: Sequence[Edit], edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Everything that differs between the source and the cleaned text.

    Args:
        source: The caller's text.
        text: The repaired text.
        repairs: Edits of `source` that led to `text`.
        edits: Edits of `text` that lead to the cleaned text.

    Returns:
        Changes in source offsets, in order and disjoint; carrying them out on the source gives the cleaned text.
    """
    return tuple(
        Change(edit.start, edit.end, source[edit.start : edit.end], edit.replacement, *edit.reason)
        for edit in compose(text, repairs, edits)
    )


def paragraphs(
    document: Document,
    alignment: Alignment,
    edits: Sequence[Edit],
    left: Sequence[tuple[Paragraph, list[Span]]],
) -> tuple[CleanedParagraph, ...]:
    """The paragraphs of the cleaned text, each with the place in the source of what is left of it."""
    found: list[CleanedParagraph] = []
    i = 0
    for paragraph, pieces in left:
        start, end = pieces[0].start, pieces[-1].end
        while i < len(edits) and edits[i].end <= start and edits[i].start < start:
            i += 1
        inside: list[Edit] = []
        while i < len(edits) and edits[i].end <= end:
            edit = edits[i]
            inside.append(edit._replace(start=edit.start - start, end=edit.end - start))
            i += 1
        text = apply(document.text[start:end], inside)
        where = alignment.start(start), alignment.end(end)
        found.append(CleanedParagraph(text, paragraph.language, paragraph.confidence, *where))
    return tuple(found)


def verdict(document: Document, removed: Sequence[Mark], letters_left: int) -> str:
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
