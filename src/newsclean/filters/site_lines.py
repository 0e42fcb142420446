"""Lines, and starts and ends of lines, that the site prints in many of its documents: what its profile says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.sites import Line, Profiles, Site, site_of
from newsclean.sites.folded_lines import fragment_lines, fragments, is_prose, places

_CERTAIN_DOCUMENTS = 20
_CERTAIN_SHARE = 0.5


@dataclass(frozen=True)
class SiteLines:
    """Marks what the profile of the document's site knows, where the profile knows it.

    A line is only possible where the article may say it: where it stands between the prose, and the profile has it at
    head and tail alone; and at the head where no title is given, and no other line is left to be the headline.

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
        headed = document.title is not None or any(
            line not in known["lines"] and not is_prose(line) for line in lines[: where.head]
        )
        for i, paragraph in enumerate(document.paragraphs):
            line = known["lines"].get(paragraph.folded)
            if line is not None:
                if paragraph.text != document.title:
                    place = where.of(i)
                    fits = getattr(line, place) > 0 and (headed or place != "head" or self._is_frequent(site, line))
                    yield self._mark(site, document, line, paragraph.span, fits)
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

    def _is_frequent(self, site: Site, line: Line) -> bool:
        return line.documents >= max(_CERTAIN_DOCUMENTS, _CERTAIN_SHARE * site.documents)

    def _mark(self, site: Site, document: Document, line: Line, span: Span, fits: bool = True) -> Mark:
        of = site.documents
        sure = Certainty.CERTAIN if self._is_frequent(site, line) else Certainty.LIKELY
        if not fits:
            sure = Certainty.POSSIBLE
        evidence = f"in {line.documents} of {of} documents of {site_of(document.url)}, {line.place}"
        return Mark(span, line.category, self.name, evidence, certainty=sure)
