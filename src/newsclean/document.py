"""The data that travels through newsclean. Frozen and slotted, with no behaviour beyond slicing.

Two coordinate systems exist: `source`, the caller's string, and `text`, the repaired source. Spans, paragraphs and
marks live in `text`; changes and the paragraphs of a `Cleaned` live in `source`. Offsets are Python string indices,
half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

CATEGORIES = (
    "share",
    "follow",
    "newsletter",
    "cookie",
    "paywall",
    "ad",
    "navigation",
    "byline",
    "date",
    "reading-time",
    "counter",
    "caption",
    "player",
    "embed",
    "live",
    "related-inline",
    "related-list",
    "trending",
    "comments",
    "author-bio",
    "tags",
    "copyright",
    "disclaimer",
    "app",
    "donation",
    "poll",
    "autoblog",
    "llm-residue",
    "placeholder",
    "captcha",
    "legal",
    "error-report",
    "listen",
    "summary",
    "pagination",
    "feed-tail",
    "image-alt",
    "duplicate",
    "section-label",
    "other-article",
    "foreign-sentence",
)
"""Kinds of residue a mark removes, the same in code, data, command line, report and documentation."""

EDIT_CATEGORIES = ("repair", "spacing", "typography")
"""Kinds of change that take no residue away: what repair, the seams of removals and typography rewrote."""

VERDICTS = ("article", "empty", "consent-wall", "paywall", "refusal", "listing")
"""What the document turned out to be."""


SEPARATOR = "\n\n"
"""What stands between two paragraphs of a repaired text."""


class Certainty(IntEnum):
    """How sure a mark is, by the signs that speak for it; the mode says how much certainty a mark needs."""

    POSSIBLE = 1
    """One weak sign."""
    LIKELY = 2
    """Two signs that do not depend on each other, or one that is rarely wrong."""
    CERTAIN = 3
    """Safe alone: no article says this."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, but not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, without the spaces around it, with the language it is written in."""

    span: Span
    language: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the repaired text: what the page shows as one block.

    `folded` is `text` as phrases are compared with it (see `newsclean.folding`), of the same length.
    """

    span: Span
    text: str
    folded: str
    sentences: tuple[Sentence, ...] = ()
    language: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A filter's proposal to remove `span` of a document's text, or to write `replacement` there.

    `rule` is the name of the filter, `evidence` what decided.
    """

    span: Span
    category: str
    rule: str
    evidence: str
    replacement: str = ""
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True, slots=True)
class Document:
    """A repaired text in paragraphs. `marks` is what the first look proposed, empty before."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    title: str | None = None
    url: str | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A fact about the source: `source[start:end] == before`, and the cleaned text has `after` in its place."""

    start: int
    end: int
    before: str
    after: str
    category: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CleanedParagraph:
    """A paragraph of the cleaned text. `start` and `end` are where it stood in the source."""

    text: str
    language: str | None
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article: by whom, of when (ISO 8601, as the page writes it), on which site, where."""

    author: str | None = None
    date: str | None = None
    sitename: str | None = None
    url: str | None = None


_NO_METADATA = Metadata()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean` gives back.

    Attributes:
        source: The text that was cleaned: the caller's string, or what the extraction took from a page.
        text: The article; its paragraphs are joined by a blank line.
        paragraphs: Each with text, language (BCP 47 or None), confidence (0 to 1) and source offsets.
        language: The language of the article, BCP 47, or None where there is too little to tell.
        verdict: One of `VERDICTS`.
        changes: Everything that differs between source and text, in order, without overlaps.
        title: The title given by the caller or found on the page.
        page: The HTML page, where there was one.
        metadata: What the page says about the article; nothing where there was none.
    """

    source: str
    text: str
    paragraphs: tuple[CleanedParagraph, ...]
    language: str | None
    verdict: str
    changes: tuple[Change, ...]
    title: str | None = None
    page: str | None = field(default=None, repr=False)
    metadata: Metadata = _NO_METADATA

    def __str__(self) -> str:
        return self.text

    def restore(self) -> str:
        """Undo every change: put each `before` back into `text`.

        Returns:
            The source, to the character.

        >>> import newsclean
        >>> article = newsclean.clean("Il pleut.\\r\\n[ad_2]\\r\\nIl fait froid.")
        >>> article.text
        'Il pleut.\\n\\nIl fait froid.'
        >>> article.restore()
        'Il pleut.\\r\\n[ad_2]\\r\\nIl fait froid.'
        """
        pieces: list[str] = []
        done = shift = 0
        for change in self.changes:
            here = change.start + shift
            pieces.append(self.text[done:here])
            pieces.append(change.before)
            done = here + len(change.after)
            shift += len(change.after) - (change.end - change.start)
        pieces.append(self.text[done:])
        return "".join(pieces)
