"""The order of the filters, which are on, and what the modes mean: the one table of all that marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.filters import Filter
from newsclean.filters.addresses import Addresses
from newsclean.filters.breadcrumbs import Breadcrumbs
from newsclean.filters.bylines import Bylines
from newsclean.filters.captions import Captions
from newsclean.filters.duplicates import Duplicates
from newsclean.filters.flattened import Flattened
from newsclean.filters.foreign_sentences import ForeignSentences
from newsclean.filters.glued_labels import GluedLabels
from newsclean.filters.labels import Labels
from newsclean.filters.notes import Notes
from newsclean.filters.other_articles import OtherArticles
from newsclean.filters.phrase import PhraseFilter
from newsclean.filters.sections import Sections
from newsclean.filters.share_rows import ShareRows
from newsclean.filters.shortcodes import Shortcodes
from newsclean.filters.sign_offs import SignOffs
from newsclean.filters.stamps import Stamps
from newsclean.filters.tag_lines import TagLines
from newsclean.filters.walls import Walls
from newsclean.judge import Judge
from newsclean.phrases.files import scripts_of

if TYPE_CHECKING:
    from newsclean.sites import Profiles

FIRST_LOOK: tuple[Filter, ...] = (
    PhraseFilter(),
    GluedLabels(),
    ShareRows(),
    Shortcodes(),
    Addresses(),
    Stamps(),
    Captions(),
)
"""Filters that look at one paragraph alone."""

SECOND_LOOK: tuple[Filter, ...] = (
    Labels(),
    Sections(),
    Flattened(),
    OtherArticles(),
    Bylines(),
    Breadcrumbs(),
    TagLines(),
    Walls(),
    Notes(),
    SignOffs(),
    Duplicates(),
    ForeignSentences(),
    Judge(),
)
"""Filters that look at neighbours and the whole; they see what the first look proposed."""

SITE_FILTERS = ("site-lines", "teasers")
"""Filters of the second look that a cleaner has when it is given site profiles; they are loaded then."""


def with_sites(filters: tuple[Filter, ...], profiles: Profiles) -> tuple[Filter, ...]:
    """These filters and those of the profiles; one that was taken out stays out while the profiles are the same."""
    from newsclean.filters.site_lines import SiteLines
    from newsclean.filters.teasers import Teasers

    rest = tuple(f for f in filters if not isinstance(f, SiteLines | Teasers) or f.profiles is profiles)
    if any(isinstance(f, SiteLines | Teasers) for f in rest):
        return rest
    return (*rest, SiteLines(profiles), Teasers(profiles))


MODES = {
    "careful": Certainty.CERTAIN,
    "balanced": Certainty.LIKELY,
    "thorough": Certainty.POSSIBLE,
}
"""How sure a mark must be, by mode: the whole difference between the modes."""

FURNITURE = frozenset(
    "navigation related-list trending share tags section-label duplicate autoblog comments feed-tail".split()
)
"""Categories that a page's markup tells better than its text: on a page, where the markup has already been judged, a
mark of these must be surer by one."""

WITHOUT_PAGES = frozenset(("judge",))
"""Filters that do not look at pages, whose blocks have been judged with their markup: of 999 pages, each read by models
that had not seen its domain, the judge would take 38 lines more of residue and 132 of the article."""


def asked(mode: str, category: str, *, on_page: bool) -> Certainty:
    """How sure a mark of a category must be to be carried out.

    >>> asked("balanced", "share", on_page=False).name, asked("balanced", "share", on_page=True).name
    ('LIKELY', 'CERTAIN')
    """
    if on_page and category in FURNITURE:
        return Certainty(min(MODES[mode] + 1, Certainty.CERTAIN))
    return MODES[mode]


class FirstLook:
    """What the filters of the first look say of a document; it looks once at each line, whatever round it is in.

    Args:
        filters: Some of `FIRST_LOOK`, or others that look at one paragraph alone and know the document's language only.
    """

    def __init__(self, filters: Sequence[Filter]) -> None:
        self._filters = tuple(filters)
        self._seen: dict[tuple[str | None, frozenset[str]], dict[str, tuple[Mark, ...]]] = {}

    def __call__(self, document: Document) -> list[Mark]:
        """The marks of all filters, paragraph by paragraph."""
        seen = self._seen.setdefault((document.language, scripts_of(document.text)), {})
        unseen: dict[str, Paragraph] = {}
        for paragraph in document.paragraphs:
            if paragraph.text not in seen:
                unseen.setdefault(paragraph.text, paragraph)
        if unseen:
            paragraphs = tuple(unseen.values())
            starts = [paragraph.span.start for paragraph in paragraphs]
            found: list[list[Mark]] = [[] for _ in paragraphs]
            alone = replace(document, paragraphs=paragraphs)
            for proposals in self._filters:
                for mark in proposals(alone):
                    i = bisect_right(starts, mark.span.start) - 1
                    found[i].append(_moved(mark, -starts[i]))
            seen.update(zip(unseen, map(tuple, found), strict=True))
        return [
            _moved(mark, paragraph.span.start) for paragraph in document.paragraphs for mark in seen[paragraph.text]
        ]


def _moved(mark: Mark, by: int) -> Mark:
    return replace(mark, span=Span(mark.span.start + by, mark.span.end + by))
