"""Sentences in a language that the article is not in, and that it does not announce.

A text that was machine-translated, spun or scraped carelessly keeps sentences of the original, or of the site around
it. An article also quotes: what stands in quotation marks, after a colon, or before a name with a dash stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import regex

from newsclean.data import FOLDER
from newsclean.document import Certainty, Document, Mark, Paragraph, Sentence, Span

_MARKS = regex.compile(r"""["“”„«»「」『』]""")
_BEGINS = regex.compile(r"""["“”„«»「『]""")
_CLOSES = regex.compile(r"""["”“»«」』][\s.,!?…。]*+$""")
_QUOTED = regex.compile(r"""^[\s(–—-]*+(?:[“„«‹「『"”][^"“”„«»]*+["”“»›」』]|['‘‚][^‘’]++['’])[\s).,!?…。;:–—-]*+$""")
_ANNOUNCES = regex.compile(r"""[:：]["”»\s)]*+$""")
_SIGNED = regex.compile(r"^[–—―-]\s*+\p{Lu}")
_CODE = regex.compile(r"[{}\\]|=>|==|</|\w\(|;$|\w::\w|[\w)] = ")
_ENDS = regex.compile(r"""[.!?…。！？।։]["'”“’»«」』)\]]*+$""")
_PLAIN_WORD = regex.compile(r"(?<![\p{L}\p{M}@#/.-])[\p{Ll}\p{Lo}][\p{L}\p{M}]*+")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+")
_ENGLISH_DATE = regex.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
)
_CITATION = regex.compile(r"^\W*+\[\d|^\^|\(\d{4}\)|\bdoi\b")
_LONG_RUN = 400  # characters of paragraphs in one language that stand together
_MANY_PIECES = 5  # paragraphs in one language that do not
_SPACELESS = frozenset(("ja", "km", "lo", "my", "th", "zh"))


@dataclass(frozen=True)
class ForeignSentences:
    """Marks sentences, paragraphs and lines in a language that the article is not in.

    Args:
        sure: Confidence of the language from which a mark is likely, not only possible.
        second: Share of the document from which another language counts as its second one, and stays.
        long: Characters of a foreign passage from which it is more likely meant than strayed.

    >>> from newsclean.languages import identify
    >>> from newsclean.segmentation import paragraphs
    >>> text = "La ville dort encore quand le premier train part. We will be back in a minute with more of the news."
    >>> document = identify(Document(text, paragraphs(text)), language="fr")
    >>> [text[m.span.start : m.span.end] for m in ForeignSentences()(document)]
    ['We will be back in a minute with more of the news.']
    """

    sure: float = 0.45
    second: float = 0.25
    long: int = 800
    name: ClassVar[str] = "foreign-sentences"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Propose the foreign passages; whole paragraphs where nothing native is in them."""
        if document.language is None:
            return
        native = _kin(_first(document.language)) | self._second_languages(document)
        announced = False
        for i, paragraph in enumerate(document.paragraphs):
            if not _is_foreign(paragraph.language, native):
                yield from self._sentences(document, paragraph, native)
                announced = _announces(paragraph.text[-8:], document.language)
                continue
            if announced or _is_quotation(paragraph.text) or _is_signed(document.paragraphs[i + 1 : i + 2]):
                continue
            certainty = self._certainty(paragraph.text, paragraph.confidence, paragraph.language)
            if certainty is None:
                continue
            if self._run(document, i, native) > self.long:
                certainty = Certainty.POSSIBLE
            yield self._mark(document, paragraph.span, paragraph.language, paragraph.confidence, certainty)

    def _sentences(self, document: Document, paragraph: Paragraph, native: frozenset[str]) -> Iterator[Mark]:
        """The marks of a paragraph that is not all foreign, by runs of foreign sentences."""
        run: list[Sentence] = []
        for sentence in (*paragraph.sentences, None):
            if sentence is not None and _is_foreign(sentence.language, native):
                run.append(sentence)
                continue
            if run:
                start, end = run[0].span.start, run[-1].span.end
                before = document.text[max(paragraph.span.start, start - 8) : start].rstrip()
                if not _announces(before, document.language or "") and not _is_quoted(document.text[start:end]):
                    for stray in run:
                        yield from self._stray(document, stray)
                run = []

    def _stray(self, document: Document, sentence: Sentence) -> Iterator[Mark]:
        text = document.text[sentence.span.start : sentence.span.end]
        certainty = self._certainty(text, sentence.confidence, sentence.language, least=1)
        if certainty is not None:
            yield self._mark(document, sentence.span, sentence.language, sentence.confidence, certainty)

    def _certainty(self, text: str, confidence: float, language: str | None, least: int = 2) -> Certainty | None:
        """How sure it is that this is a sentence of another language; None for names, code and formulas."""
        if _CODE.search(text) or _CITATION.search(text):
            return None
        likely = Certainty.LIKELY if confidence >= self.sure else Certainty.POSSIBLE
        if _first(language or "") in _SPACELESS:
            return likely
        plain = [word for word in _PLAIN_WORD.findall(text.lower() if text.isupper() else text) if len(word) > 1]
        if len(_WORD.findall(text)) < 4:
            return None
        if _ENDS.search(text):
            if _ENGLISH_DATE.search(text):
                return Certainty.LIKELY
            return likely if len(plain) >= least else None
        if sum(len(word) > 3 for word in plain) < 2:
            return None
        return likely if language == "en" else Certainty.POSSIBLE

    def _mark(
        self, document: Document, span: Span, language: str | None, confidence: float, certainty: Certainty
    ) -> Mark:
        evidence = f"{language} {confidence:.2f} in a {document.language} article"
        return Mark(span, "foreign-sentence", self.name, evidence, certainty=certainty)

    def _second_languages(self, document: Document) -> frozenset[str]:
        """Languages in which so much of the document is written, and in one piece or many, that they are its own."""
        held: dict[str, int] = {}
        pieces: dict[str, int] = {}
        longest: dict[str, int] = {}
        run, previous = 0, ""
        for paragraph in document.paragraphs:
            if paragraph.language is not None:
                language = _first(paragraph.language)
                run = run + len(paragraph.text) if language == previous else len(paragraph.text)
                previous = language
                held[language] = held.get(language, 0) + len(paragraph.text)
                pieces[language] = pieces.get(language, 0) + 1
                longest[language] = max(longest.get(language, 0), run)
        least = self.second * sum(held.values())
        return frozenset(
            language
            for language, length in held.items()
            if length >= least and (longest[language] >= _LONG_RUN or pieces[language] >= _MANY_PIECES)
        )

    def _run(self, document: Document, i: int, native: frozenset[str]) -> int:
        """Characters of the foreign paragraphs that stand together with paragraph `i`, as far as it matters."""
        total = 0
        for step in (1, -1):
            j = i if step > 0 else i - 1
            while 0 <= j < len(document.paragraphs) and total <= self.long:
                if not _is_foreign(document.paragraphs[j].language, native):
                    break
                total += len(document.paragraphs[j].text)
                j += step
        return total


def _first(tag: str) -> str:
    return tag.split("-")[0]


def _is_foreign(tag: str | None, native: frozenset[str]) -> bool:
    return tag is not None and _first(tag) not in native


@cache
def _kin(language: str) -> frozenset[str]:
    groups = (FOLDER / "languages" / "kin.txt").read_text("utf-8").splitlines()[1:]
    return frozenset((language,)).union(*(group.split() for group in groups if language in group.split()))


def _announces(before: str, language: str) -> bool:
    """Whether a colon is the last that was said; the Armenian full stop is often typed as one."""
    return _first(language) != "hy" and _ANNOUNCES.search(before) is not None


def _is_quotation(text: str) -> bool:
    """Whether nothing but a quotation is there."""
    return _QUOTED.match(text) is not None


def _is_quoted(text: str) -> bool:
    """Whether a foreign passage is, begins or ends a quotation that the text around it goes on with."""
    if _is_quotation(text):
        return True
    if len(_MARKS.findall(text)) != 1:
        return False
    return _BEGINS.match(text) is not None or _CLOSES.search(text) is not None


def _is_signed(following: tuple[Paragraph, ...]) -> bool:
    """Whether the next paragraph names who said it: "— Nelson Mandela"."""
    return bool(following) and len(following[0].text) < 60 and _SIGNED.match(following[0].text) is not None
