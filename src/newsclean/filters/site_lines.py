"""Lines, and starts and ends of lines, that the site prints in many of its documents: what its profile says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.sites import Line, Profiles, Site, site_of
from newsclean.sites.folded_lines import fragment_lines, fragments, places

_CERTAIN_DOCUMENTS = 20
_CERTAIN_SHARE = 0.5


@dataclass(frozen=True)
class SiteLines:
    """Marks what the profile of the document's site knows, where the profile knows it.

    A line that the profile has at the head or tail alone, and that stands between the prose here, is only possible:
    the article may say it.

    Args:
        profiles: What was learned, see `newsclean learn`.
    """

    profiles: Profiles
    name: ClassVar[str] = "site-lines"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each line, or fragment of a line, that the site prints."""
        site = self.profiles.site(document.url)
        if site is None:
            return
        known = site.by_text
        lines = [paragraph.folded for paragraph in document.paragraphs]
        where = places(lines)
        edges = set(fragment_lines(lines, where)) if site.starts or site.ends else set()
        for i, paragraph in enumerate(document.paragraphs):
            line = known["lines"].get(paragraph.folded)
            if line is not None:
                if paragraph.text != document.title:
                    yield self._mark(site, document, line, paragraph.span, where.of(i))
            elif i in edges:
                yield from self._fragments(site, document, paragraph)

    def _fragments(self, site: Site, document: Document, paragraph: Paragraph) -> Iterator[Mark]:
        start, end = paragraph.span.start, paragraph.span.end
        starts, ends = fragments(paragraph.folded)
        for begins in reversed(starts):
            if line := site.by_text["starts"].get(begins):
                yield self._mark(site, document, line, Span(start, start + len(begins)))
                break
        for finish in ends:
            if line := site.by_text["ends"].get(finish):
                yield self._mark(site, document, line, Span(end - len(finish), end))
                break

    def _mark(self, site: Site, document: Document, line: Line, span: Span, place: str | None = None) -> Mark:
        of = site.documents
        sure = Certainty.LIKELY
        if line.documents >= _CERTAIN_DOCUMENTS and line.documents >= _CERTAIN_SHARE * of:
            sure = Certainty.CERTAIN
        if place and not getattr(line, place):
            sure = Certainty.POSSIBLE
        evidence = f"in {line.documents} of {of} documents of {site_of(document.url)}, {line.place}"
        return Mark(span, line.category, self.name, evidence, certainty=sure)
