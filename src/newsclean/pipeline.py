"""The way of the data on one page: `Cleaner`, `clean`, the two looks and the modes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import TYPE_CHECKING

from newsclean import (
    corroboration,
    extraction,
    guard,
    languages,
    rendering,
    reporting,
    segmentation,
    subject,
    typography,
)
from newsclean.alignment import Alignment, Edit, Reason, apply, compose
from newsclean.document import CATEGORIES, Cleaned, Document, Mark, Metadata
from newsclean.errors import UnknownNameError
from newsclean.filters import Filter
from newsclean.languages import Readings
from newsclean.looks import FIRST_LOOK, MODES, SECOND_LOOK, SITE_FILTERS, WITHOUT_PAGES, FirstLook, asked, with_sites
from newsclean.repair import repair
from newsclean.repair.mojibake import looks_mangled

if TYPE_CHECKING:
    from newsclean.sites import Profiles

TYPOGRAPHY = ("locale", "ascii", "preserve")

_ROUNDS = 6  # a removal can lay bare another; a text that still changes after these is none that anybody wrote


@dataclass(frozen=True)
class Cleaner:
    """An immutable, configured pipeline; it can be shared between threads and sent to other processes.

    Args:
        mode: "careful" removes only what is certain, "balanced" also what two signs speak for, "thorough" also what
            one weak sign speaks for.
        typography: "locale" sets quotes, dashes and spaces by each paragraph's language, "ascii" plainly; "preserve"
            or None leaves them.
        languages: BCP 47 tags of the languages that may occur; None for all.
        detector: What tells languages apart; `newsclean.languages.detectors()` lists what there is.
        filters: The filters, in order; None for the default ones, `()` to remove nothing.
        keeping: Categories whose residue stays.
        sites: What `newsclean learn` learned: a path, or `newsclean.sites.Profiles`; `url` tells a document's site.

    Raises:
        DataFileError: `sites` names a file without site profiles; the message says what is wrong there.
        UnknownNameError: There is no such mode, typography, language, category or filter; the message lists them.

    >>> Cleaner(mode="careful").without("caption").clean("Il pleut.").text
    'Il pleut.'
    """

    mode: str = "balanced"
    typography: str | None = "locale"
    languages: tuple[str, ...] | None = None
    detector: str = "default"
    filters: tuple[Filter, ...] = field(default=None)  # type: ignore[arg-type]  # None stands for the default ones
    keeping: frozenset[str] = frozenset()
    sites: Profiles | str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise UnknownNameError("mode", self.mode, MODES)
        if self.typography is not None and self.typography not in TYPOGRAPHY:
            raise UnknownNameError("typography", self.typography, TYPOGRAPHY)
        if self.languages is not None:
            for tag in self.languages:
                _known_language(tag)
            object.__setattr__(self, "languages", tuple(self.languages))
        if self.detector not in languages.detectors():
            raise UnknownNameError("detector", self.detector, languages.detectors())
        filters = FIRST_LOOK + SECOND_LOOK if self.filters is None else tuple(self.filters)
        if self.sites is not None:
            from newsclean.sites import Profiles  # here, because few cleaners have them

            sites = self.sites if isinstance(self.sites, Profiles) else Profiles.read(self.sites)
            object.__setattr__(self, "sites", sites)
            filters = with_sites(filters, sites)
        object.__setattr__(self, "filters", filters)
        for category in self.keeping:
            if category not in CATEGORIES:
                raise UnknownNameError("category", category, CATEGORIES)
        object.__setattr__(self, "keeping", frozenset(self.keeping))

    def without(self, *names: str) -> Cleaner:
        """A cleaner that leaves the residue of these categories, or does not run these filters.

        Raises:
            UnknownNameError: A name is neither a category nor one of this cleaner's filters.
        """
        known = {f.name for f in self.filters}
        for name in names:
            if name not in known and name not in CATEGORIES:
                raise UnknownNameError("category or filter", name, (*CATEGORIES, *known))
        filters = tuple(f for f in self.filters if f.name not in names)
        sites = self.sites if any(f.name in SITE_FILTERS for f in filters) else None
        return replace(self, filters=filters, keeping=self.keeping.union(set(names) & set(CATEGORIES)), sites=sites)

    def adding(self, *filters: Filter) -> Cleaner:
        """A cleaner that also runs these filters, in the second look."""
        return replace(self, filters=self.filters + filters)

    def clean(
        self,
        source: str | bytes,
        *,
        lang: str | None = None,
        title: str | None = None,
        url: str | None = None,
        html: bool | None = None,
    ) -> Cleaned:
        """Give back the article.

        Args:
            source: Text that an extractor or crawler left, or an HTML page. Bytes are decoded by their declared or
                detected encoding.
            lang: The article's language, BCP 47, where it is known.
            title: The article's title, where it is known.
            url: Where the article comes from, where that is known.
            html: Whether `source` is HTML; None to see for oneself.

        Returns:
            The article, with every change explained. Offsets are in `Cleaned.source`, which is `source` unless that
            was a page or bytes.

        Raises:
            TypeError: An argument is of the wrong type; the message says what to pass. No string ever raises.
            UnknownNameError: `lang` is no known language.
        """
        _check(source, lang, title, url, html)
        if lang is not None:
            _known_language(lang)
        page: str | None = None
        hint: str | None = None
        metadata = Metadata()
        if isinstance(source, bytes):
            source = extraction.decode(source)
        if html or (html is None and extraction.looks_like_html(source)):
            page = source
            extracted = extraction.extract(page, url=url)
            source, title, hint = extracted.text, title or extracted.title, extracted.language
            metadata = extracted.metadata
            url = url or metadata.url
        text, edits = repair(source)
        verdicts: list[str] = []
        first, second = self._looks(on_page=page is not None)
        first_look, read, places = FirstLook(first), Readings(), 0
        for number in range(_ROUNDS):
            document = Document(text, segmentation.paragraphs(text), title=title, url=url)
            document = languages.identify(
                document, language=lang, hint=hint, candidates=self.languages, detector=self.detector, known=read
            )
            document, marks = _look(document, first_look, second)
            marks, places = corroboration.weigh(document, marks, places)
            wanted = [mark for mark in marks if self._allows(mark, on_page=page is not None)]
            if number:  # what filters write instead has been written
                wanted = [mark for mark in wanted if not mark.replacement]
            settled, verdict = guard.settle(document, wanted)
            verdicts.append(verdict)
            if not settled:
                break
            cuts = rendering.edits(document, settled, list(rendering.kept(document, settled)))
            text, edits = apply(text, cuts), compose(text, edits, cuts)
        else:
            document = Document(text, segmentation.paragraphs(text), document.language, title, url)
        return self._cleaned(source, document, edits, _first_finding(verdicts), page, metadata)

    def _cleaned(
        self, source: str, document: Document, edits: list[Edit], verdict: str, page: str | None, metadata: Metadata
    ) -> Cleaned:
        """Set the typography of what is left, and report."""
        alignment = Alignment(edits)
        typeset = self._typeset(document)
        return Cleaned(
            source=source,
            text=apply(document.text, typeset),
            paragraphs=reporting.paragraphs(document, alignment, typeset),
            language=document.language,
            verdict=verdict,
            changes=reporting.changes(source, compose(document.text, edits, typeset)),
            title=document.title,
            page=page,
            metadata=metadata,
        )

    def pipe(
        self, sources: Iterable[str | bytes], *, jobs: int = 1, urls: Iterable[str | None] | None = None
    ) -> Iterator[Cleaned]:
        """Clean many sources, in order, with bounded memory.

        Args:
            sources: Any iterable; it is read as it is needed.
            jobs: Worker processes; 1 works in this one.
            urls: Where each source comes from, as many as there are sources; they tell the site of each.

        Raises:
            ValueError: `jobs` is less than 1, or there are more or fewer urls than sources.
        """
        if jobs < 1:
            raise ValueError(f"jobs is {jobs}; pass 1 or more")
        pairs = zip(sources, repeat(None) if urls is None else urls, strict=urls is not None)
        if jobs == 1:
            return (self._clean_pair(pair) for pair in pairs)
        from newsclean.parallel import ordered

        return ordered(self._clean_pair, pairs, jobs)

    def _clean_pair(self, pair: tuple[str | bytes, str | None]) -> Cleaned:
        return self.clean(pair[0], url=pair[1])

    def look(self, document: Document) -> list[Mark]:
        """All marks that this cleaner's filters propose, whatever their certainty: both looks, in order."""
        first, second = self._looks()
        return _look(document, FirstLook(first), second)[1]

    def _looks(self, *, on_page: bool = False) -> tuple[list[Filter], list[Filter]]:
        """This cleaner's filters of the first look and of the second."""
        early = {f.name for f in FIRST_LOOK}
        left = [f for f in self.filters if not (on_page and f.name in WITHOUT_PAGES)]
        return [f for f in left if f.name in early], [f for f in left if f.name not in early]

    def _allows(self, mark: Mark, *, on_page: bool) -> bool:
        return mark.category not in self.keeping and mark.certainty >= asked(self.mode, mark.category, on_page=on_page)

    def _typeset(self, document: Document) -> list[Edit]:
        """Typographic edits of the document's text."""
        if self.typography is None or self.typography == "preserve":
            return []
        found: list[Edit] = []
        for paragraph in document.paragraphs:
            start = paragraph.span.start
            edits = [
                Edit(c.start, c.end, c.replacement, Reason("typography", c.rule, paragraph.language or ""))
                for c in typography.typeset(paragraph.text, paragraph.language, self.typography)
            ]
            if edits and not looks_mangled(apply(paragraph.text, edits)):  # repair would take it for mojibake
                found += [edit._replace(start=start + edit.start, end=start + edit.end) for edit in edits]
        return found


def clean(
    source: str | bytes,
    *,
    lang: str | None = None,
    title: str | None = None,
    url: str | None = None,
    html: bool | None = None,
) -> Cleaned:
    """Give back the article from scraped text or HTML, with the default `Cleaner`; see `Cleaner.clean`.

    >>> article = clean("Der Stadtrat stimmt zu&hellip;\\nDas sagt Meier.\\n[ad_2]")
    >>> print(article.text)
    Der Stadtrat stimmt zu…
    <BLANKLINE>
    Das sagt Meier.
    """
    return _DEFAULT.clean(source, lang=lang, title=title, url=url, html=html)


def _look(document: Document, first_look: FirstLook, second: Sequence[Filter]) -> tuple[Document, list[Mark]]:
    """The document with the first look's marks, as the second look sees it; and the marks of both."""
    document = subject.weigh(document, first_look(document))
    return document, [*document.marks, *chain.from_iterable(f(document) for f in second)]


def _first_finding(verdicts: Sequence[str]) -> str:
    """The first verdict that says more than "article"; later rounds see what is left of the page."""
    return next((verdict for verdict in verdicts if verdict != "article"), "article")


def _known_language(tag: str) -> None:
    if tag.split("-")[0] not in {known.split("-")[0] for known in languages.known()}:
        raise UnknownNameError("language", tag, languages.known())


def _check(source: object, lang: object, title: object, url: object, html: object) -> None:
    if not isinstance(source, (str, bytes)):
        raise TypeError(f"source is {type(source).__name__}; pass a str, or bytes of a text or an HTML page")
    for name, value in (("lang", lang), ("title", title), ("url", url)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} is {type(value).__name__}; pass a str or None")
    if html is not None and not isinstance(html, bool):
        raise TypeError(f"html is {type(html).__name__}; pass True, False, or None to see for oneself")


_DEFAULT = Cleaner()
__all__ = ["FIRST_LOOK", "MODES", "SECOND_LOOK", "TYPOGRAPHY", "Cleaner", "Edit", "clean"]
