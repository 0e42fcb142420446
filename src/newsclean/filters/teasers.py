"""Lines that are the title of another document of the site: what its profile says when titles were learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.sites import Profiles, Title, site_of
from newsclean.sites.folded_lines import is_prose, places
from newsclean.sites.titles import Titles, bare


@dataclass(frozen=True)
class Teasers:
    """Marks lines that equal, or nearly equal, the title of another document of the site.

    The document's own headline stays: the title that the caller gave, or has the document's address; and before the
    prose, where none of this is known, the first line that is a title.

    Args:
        profiles: What was learned with `newsclean learn --titles`.
    """

    profiles: Profiles
    name: ClassVar[str] = "teasers"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each teaser."""
        site = self.profiles.site(document.url)
        if site is None or not site.titles:
            return
        own: Titles[bool] = Titles([(document.title, True)] if document.title else [])
        headline = document.title is not None
        folded = [paragraph.folded for paragraph in document.paragraphs]
        head = places(folded).head
        for i, paragraph in enumerate(document.paragraphs):
            if is_prose(paragraph.folded):
                continue
            title = site.teasers.of(paragraph.folded)
            if title is None:
                continue
            if own.of(paragraph.folded) or _is_own(title, document) or (i < head and not headline):
                headline = True
            else:
                name = title.example or title.url or "another document"
                evidence = f"the title of {name} of {site_of(document.url)}: {title.title}"
                yield Mark(paragraph.span, "related-list", self.name, evidence, certainty=Certainty.LIKELY)


def _is_own(title: Title, document: Document) -> bool:
    if title.url is not None and title.url == document.url:
        return True
    return document.title is not None and bare(title.title) == bare(document.title)
