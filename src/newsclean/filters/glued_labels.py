"""Labels that stand in one line with the article: glued to its first or last word, or several in a row before it.

`AbonnéLe conseil vote…`, `Merken Drucken Teilen mehrIm Moor…`, `… after the storm. […]Continue reading`,
`Sport Publié le 02/06/2023 à 19h10 Lecture 1 min. Partager l'article Voile : …`. The labels are the `whole` and
`heading` phrases of the phrase files. Evidence: `labels: "Merken" "Drucken" "Teilen"`, `glued label: "Abonné"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import regex

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.phrases import Hit, Phrasebook, phrasebook_for, rest_is_marks

_LABEL = 100  # characters in which a label, and where it is glued, is looked for
_LABELS = 40  # in a row; a menu longer than that goes in parts
_SURE_RUN = 3  # so many labels in a row are no sentence, if one of them is sure
_SENTENCE_SPACES = 2  # "Deel dit artikel via e-mail": a label of three words is no noun that others follow
_JOINT = regex.compile(r"(?<=[\p{Ll}\p{Lo})\]…])(?=\p{Lu})")
_BETWEEN = regex.compile(r"[^\p{L}\p{N}\"'«»“”„(\[]*+")
_STAMP = regex.compile(  # a date, a time, a count between labels: "02/06/2023 à 19h10", "12 mai 2024", "(3)"
    r"\(?\p{N}{1,4}[./:h-]?(?:\s?(?:[./:,h-]|\p{L}{1,12}\.?)?\s?\p{N}{1,4}){0,6}(?:\s?(?:h|Uhr|min|am|pm)\b)?\)?+",
    regex.I,
)
_TAIL_JOINT = regex.compile(r"(?<=[.!?…»”\"])(?=\p{Lu})|\[(?:…|\.\.\.)\]\s?|(?<=\p{Ll})(?=\p{Lu})")
_TAIL_CATEGORIES = ("feed-tail", "related-inline", "share", "paywall")


@dataclass(frozen=True)
class GluedLabels:
    """Marks labels at the head and at the end of a paragraph that goes on as text.

    Attributes:
        languages: BCP 47 tags whose weak phrases count besides the document's and English: what its site speaks.

    >>> from newsclean.document import Document, Paragraph, Span
    >>> from newsclean.folding import fold
    >>> text = "The springs remain expensive. […]Continue reading"
    >>> document = Document(text, (Paragraph(Span(0, len(text)), text, fold(text)),), "en")
    >>> [text[mark.span.start : mark.span.end] for mark in GluedLabels()(document)]
    ['[…]Continue reading']
    """

    name: ClassVar[str] = "glued-labels"
    languages: tuple[str, ...] = ()

    def __call__(self, document: Document, /) -> Iterable[Mark]:
        """Yield the run of labels at each paragraph's head, and the label at its end."""
        book = phrasebook_for(document, self.languages)
        for paragraph in document.paragraphs:
            yield from self._head(book, paragraph)
            yield from self._tail(book, paragraph)

    def _head(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        labels, end, glued = _run(book, paragraph)
        if not labels:
            return
        text = paragraph.text
        whole = rest_is_marks(paragraph.folded, end)
        if not whole and not (glued or text[end].isupper() or text[end].isdigit() or not text[end].isalpha()):
            return
        certainty = _run_certainty(_standing(labels, text), whole, glued)
        if certainty is None:
            return
        names = " ".join(f'"{hit.phrase.text}"' for hit in labels)
        evidence = f"glued label: {names}" if len(labels) == 1 else f"labels: {names}"
        category = next((hit.phrase.category for hit in labels if not hit.phrase.weak), labels[0].phrase.category)
        start = paragraph.span.start
        span = Span(start, start + (len(text) if whole else end))
        yield Mark(span, category, self.name, evidence, certainty=certainty)

    def _tail(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        text, folded = paragraph.text, paragraph.folded
        offset = max(1, len(text) - _LABEL)
        for joint in _TAIL_JOINT.finditer(text, offset):
            after_word = joint.end() == joint.start() and text[joint.start() - 1].islower()
            for hit in book.at(folded, joint.end()):
                phrase = hit.phrase
                known = (
                    phrase.kind == "whole" and phrase.category in _TAIL_CATEGORIES and rest_is_marks(folded, hit.end)
                )
                if known and not (phrase.weak and (after_word or len(phrase.text) == 1)):
                    span = Span(paragraph.span.start + joint.start(), paragraph.span.end)
                    certainty = Certainty.LIKELY if phrase.weak or after_word else Certainty.CERTAIN
                    yield Mark(span, phrase.category, self.name, f'glued label: "{phrase.text}"', certainty=certainty)
                    return


def _run(book: Phrasebook, paragraph: Paragraph) -> tuple[list[Hit], int, bool]:
    """The labels in a row at the head of a paragraph, where what follows them begins, whether it is glued to them."""
    text, folded = paragraph.text, paragraph.folded
    labels: list[Hit] = []
    at = _BETWEEN.match(text).end()
    end, glued = at, False
    while at < len(text) and len(labels) < _LABELS:
        hit = _label(book, text, folded, at)
        if hit is not None:
            labels.append(hit)
            glued = hit.end < len(text) and text[hit.end].isupper()
            end = at = _BETWEEN.match(text, hit.end).end()
            continue
        stamp = _STAMP.match(text, at) if labels else None
        if stamp is None:
            break
        at = _BETWEEN.match(text, stamp.end()).end()
        if len(labels) >= _SURE_RUN - 1 or at == len(text):
            end, glued = at, False
    return labels, end, glued


def _label(book: Phrasebook, text: str, folded: str, at: int) -> Hit | None:
    """The longest label at an offset, ending where a word ends or where the next one is glued to it."""
    window = folded[at : at + _LABEL]
    joints = [joint.start() - at for joint in _JOINT.finditer(text, at + 1, at + _LABEL)]
    best: Hit | None = None
    for limit in [*joints[:4], len(window)]:
        for hit in book.at(window[:limit], 0):
            free = hit.end == limit or not window[hit.end].isalnum()
            label = hit.phrase.kind in ("whole", "heading") and "*" not in hit.phrase.text
            if free and label and (best is None or hit.end > best.end):
                best = hit
    return None if best is None else Hit(best.phrase, at, at + best.end)


def _standing(labels: list[Hit], text: str) -> list[Hit]:
    """Labels without those that only go on in small letters: `Contact us by email`, `Read more about recent …`."""
    first = labels[0]
    if not text[first.start].isupper() or first.phrase.text.count(" ") >= _SENTENCE_SPACES:
        return labels
    return [hit for hit in labels if not (text[hit.start].islower() and text[hit.start - 1] == " ")]


def _run_certainty(labels: list[Hit], whole: bool, glued: bool) -> Certainty | None:
    """How sure a run of labels is; None where it says nothing, or where the phrase filter says it."""
    strong = sum(hit.phrase.kind == "whole" and not hit.phrase.weak for hit in labels)
    if len(labels) == 1:
        return _single_certainty(labels[0]) if glued else None
    if glued or strong > 1 or (strong and (whole or len(labels) >= _SURE_RUN)):
        return Certainty.LIKELY
    return Certainty.POSSIBLE if whole or len(labels) >= _SURE_RUN else None


def _single_certainty(label: Hit) -> Certainty:
    """One word glued to a capital may be a name (PlayStation, NewsGuard): English ones need more."""
    phrase = label.phrase
    if " " in phrase.text or not phrase.text.isascii():
        return Certainty.LIKELY if phrase.weak else Certainty.CERTAIN
    return Certainty.POSSIBLE if phrase.language == "en" else Certainty.LIKELY
