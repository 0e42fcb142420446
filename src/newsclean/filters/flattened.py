"""Pages that came out as one line: breadcrumbs, a header's row and links to other stories between the sentences.

`Home » News » A title 6 May 2023 14:33 Share: Facebook X The town …`, `… he said. Read also: Another title The town …`.
Where the page's parts end no mark tells, only that a capital follows a small letter. A link goes only where there is
one such place, or one at which a short word such as an article begins the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import regex

from newsclean.data import date_words
from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.folding import fold
from newsclean.phrases import Phrasebook, phrasebook_for, sentence_starts

_LONG = 250  # characters; a shorter line is no page
_HEAD = 600  # characters in which the rows of a header are looked for
_LINK = 160  # characters of a link's text
_SHORT = 3  # letters of an article or a pronoun, in many languages
_CRUMBS = regex.compile(r"(?:[^\n»›>.!?:]{2,30}\s?[»›>]\s?){2,6}")
_WORD_START = regex.compile(r"(?<=[\p{L}\p{N}.:|]\s)(?=\p{Lu}\p{Ll})")
_BETWEEN = regex.compile(r"[\s:|•·–—,/-]*+")
_DATE = (
    r"(?:\p{N}{1,2}(?:[./\s-]{1,2}[\p{L}\p{N}]{1,12}\.?){1,3}[./\s-]{1,2}(?:19|20)\p{N}{2}"
    r"|(?:19|20)\p{N}{2}(?:[./\s-]{1,2}[\p{L}\p{N}]{1,12}\.?){2})"
)
_TIME = r"(?:[,\s|-]{1,3}\p{N}{1,2}[:.h]\p{N}{2}(?:\s\p{Lu}{2,4})?)?"
_STAMP = regex.compile(rf"(?:(\p{{Lu}}\p{{L}}{{1,29}}),?\s)?(?P<date>{_DATE}{_TIME}[\s|•·–—-]*+)$")
_JOINT = regex.compile(r"(?<=[\p{Ll}\p{N}])\s(?=(\p{Lu}\p{L}*))")
_SENTENCE_END = regex.compile(r"[.!?…](?:[\"'”’»)\]]*+(?:\s|$))")


@dataclass(frozen=True)
class Flattened:
    """Marks what a header and links leave inside a paragraph that is at least half of its document.

    Attributes:
        languages: BCP 47 tags whose weak phrases count besides the document's and English: what its site speaks.
    """

    name: ClassVar[str] = "flattened"
    languages: tuple[str, ...] = ()

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield marks inside such a paragraph, never one for all of it."""
        for paragraph in document.paragraphs:
            if len(paragraph.text) >= max(_LONG, len(document.text) / 2):
                book = phrasebook_for(document, self.languages)
                yield from self._crumbs(book, paragraph)
                yield from self._row(book, paragraph, document.language)
                yield from self._links(book, paragraph)

    def _crumbs(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        crumbs = _CRUMBS.match(paragraph.text)
        if crumbs and any(hit.phrase.category == "navigation" for hit in book.at(paragraph.folded, 0)):
            yield self._mark(paragraph, 0, crumbs.end(), "navigation", "breadcrumbs before the title")

    def _row(self, book: Phrasebook, paragraph: Paragraph, language: str | None) -> Iterator[Mark]:
        """The first row of labels that a button and services, or three labels of which one is sure, make up."""
        text, folded = paragraph.text, paragraph.folded
        for start in _WORD_START.finditer(text, 0, _HEAD):
            labels, end = _labels(book, folded, start.start())
            if len(labels) < 2 or not any(labels) or end == len(text) or text[end].islower():
                continue
            stamp = _STAMP.search(text, max(0, start.start() - 60), start.start())
            if stamp is None and len(labels) < 3:
                continue
            begin = start.start()
            if stamp is not None:
                begin = stamp.start() if fold(stamp[1] or "") in date_words(language)[0] else stamp.start("date")
            yield self._mark(paragraph, begin, end, "share", f"{len(labels)} labels in a row")
            return

    def _links(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        text, folded = paragraph.text, paragraph.folded
        for start in sentence_starts(folded):
            hits = [
                hit
                for hit in book.at(folded, start)
                if hit.phrase.kind == "start" and not hit.phrase.weak and hit.phrase.category == "related-inline"
            ]
            end = max((hit.end for hit in hits if folded[hit.end - 1] in ":>|"), default=None)
            if end is None or folded[start] in "([":
                continue
            joint = _joint(text, end)
            if joint is not None:
                yield self._mark(paragraph, start, joint, "related-inline", f"a link {text[start:end]!r}")

    def _mark(self, paragraph: Paragraph, start: int, end: int, category: str, evidence: str) -> Mark:
        offset = paragraph.span.start
        return Mark(Span(offset + start, offset + end), category, self.name, evidence, certainty=Certainty.LIKELY)


def _labels(book: Phrasebook, folded: str, at: int) -> tuple[list[bool], int]:
    """Whether each label of the row that begins at an offset is strong, and where what follows them begins."""
    labels: list[bool] = []
    end = at
    while at < len(folded):
        hits = [
            hit
            for hit in book.at(folded, at)
            if hit.phrase.kind == "whole" and "*" not in hit.phrase.text and not folded[hit.end : hit.end + 1].isalnum()
        ]
        if not hits:
            break
        longest = max(hits, key=lambda hit: (hit.end, not hit.phrase.weak))
        labels.append(not longest.phrase.weak)
        end = at = _BETWEEN.match(folded, longest.end).end()
    return labels, end


def _joint(text: str, start: int) -> int | None:
    """Where a link's text ends and the article goes on, if that can be told."""
    stop = _SENTENCE_END.search(text, start)
    if stop is None or stop.end() == len(text):
        return None
    joints = list(_JOINT.finditer(text, start, min(stop.start(), start + _LINK)))
    short = [joint for joint in joints if len(joint[1]) <= _SHORT and not joint[1][1:].isupper()]
    chosen = joints if len(joints) == 1 else short
    return chosen[0].end() if len(chosen) == 1 else None
