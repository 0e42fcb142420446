"""Residue by set phrase: all that the phrase files (`newsclean/data/phrases/<language>.toml`) know, in the first look.

A mark's evidence is `[weak ]<kind> <language>: "<phrase>"`, for example `whole de: "Newsletter abonnieren"`,
`heading fr: "Sur le même sujet"`, `weak heading en: "Comments"`. The second look reads which are headings
(`newsclean.outline.is_heading`); certainty says what still needs another sign:

| phrase | certainty |
|---|---|
| strong whole, start, sentence, end | certain; likely where what follows decides too ("Photo: *", "Read also: …") |
| strong heading | likely: its section goes by the second look |
| weak | possible; likely for a `whole` one with a colon behind it |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import regex

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.phrases import Hit, Phrase, Phrasebook, line_starts, phrasebook_for, rest_is_marks, sentence_starts

_PROMPT_WORDS = 40  # a prompt is short: what a `start` phrase opens may have so many words,
_TWO_SENTENCES = 60  # or so many in two sentences
_UNMISTAKABLE_WORDS = 6  # a phrase so long opens residue however long the paragraph is
_LONGEST_PROMPT = 1200  # characters; a paragraph longer than that is an article on one line
_FIRM_WORDS = 4  # shorter ones, followed by a lower-case word, may be the beginning of the article's own sentence
_LETTERS_PER_WORD = 2.5  # in scripts that leave no spaces between words
_FIRM_LETTERS = 24
_LABEL_WORDS = 2  # a label that ends like a sentence may be the article's own
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'-]*+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_TALK = regex.compile(r"\p{L}[»”\"]?\s?: \p{Ll}")  # a colon that goes on: the article explains what it has quoted
_SENTENCE_END = regex.compile(r"[.!?…。！？؟।](?:[\"')\]]*+(?:\s|$))")
_OPEN_WORDS = 4  # with fewer words around it, what a gap at the end takes decides as much as the phrase
_OF_TWO_SIGNS = (
    "related-inline",
    "disclaimer",
    "author-bio",
    "caption",
    "date",
)  # articles open lines like this too, if rarely
_SECTIONS = ("section-label", "navigation", "legal", "caption", "player", "cookie")  # "Features:" may be the article's
_NOTICES = ("cookie", "newsletter", "paywall", "comments", "donation", "legal", "captcha", "llm-residue")
_BRACKETS = {"(": ")", "[": "]", "【": "】", "［": "］", "〔": "〕"}
_CJK_QUOTES = {"「": "」", "『": "』", "《": "》"}
_QUOTE = regex.compile('["「『《]')
_STOPS = '.!?…"»”。！？؟।'
_LINES = frozenset(
    "byline caption counter date feed-tail navigation pagination player reading-time related-inline related-list "
    "section-label share tags trending".split()
)
"""Categories whose residue is a line and no sentences."""
_LONGEST_LINE = 140  # characters; behind its label such a line holds a title or names, and ends
_TAIL_CATEGORIES = ("feed-tail", "related-inline", "paywall", "share", "comments", "newsletter", "follow")


@dataclass(frozen=True)
class PhraseFilter:
    """Marks paragraphs, sentences and paragraph ends that are set phrases.

    Attributes:
        languages: BCP 47 tags whose weak phrases count besides the document's and English: what its site speaks.

    >>> from newsclean.document import Document, Paragraph, Span
    >>> from newsclean.folding import fold
    >>> text = "Sign up for our newsletter"
    >>> document = Document(text, (Paragraph(Span(0, len(text)), text, fold(text)),), "en")
    >>> [(mark.category, mark.certainty.name) for mark in PhraseFilter()(document)]
    [('newsletter', 'CERTAIN')]
    """

    name: ClassVar[str] = "phrases"
    languages: tuple[str, ...] = ()

    def __call__(self, document: Document, /) -> Iterable[Mark]:
        """Yield the best mark for each paragraph, else marks for its sentences and its end."""
        book = phrasebook_for(document, self.languages)
        for paragraph in document.paragraphs:
            if paragraph.folded and not _is_quoted(paragraph.folded):
                yield from self._marks(book, paragraph)

    def _marks(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        folded = paragraph.folded
        best: dict[str, tuple[Certainty, Hit]] = {}  # a heading is told even where the line is a phrase by itself
        for start in line_starts(folded):
            hits = book.at(folded, start)
            for hit in (*hits, *book.gap_first(folded)) if start == 0 else hits:
                certainty = _certainty(hit, paragraph)
                kind = "heading" if hit.phrase.kind == "heading" else "line"
                if certainty and (kind not in best or (certainty, hit.end) > (best[kind][0], best[kind][1].end)):
                    best[kind] = (certainty, hit)
        for certainty, hit in best.values():
            end = hit.end if hit.phrase.kind == "sentence" and not rest_is_marks(folded, hit.end) else len(folded)
            yield self._mark(paragraph, 0, end, hit, certainty)
        sure, line = best.get("line", (Certainty.POSSIBLE, None))
        if line is None or line.phrase.kind == "sentence" or sure is Certainty.POSSIBLE:
            yield from self._inside(book, paragraph)

    def _inside(self, book: Phrasebook, paragraph: Paragraph) -> Iterator[Mark]:
        folded = paragraph.folded
        quotes = counted = 0
        for start in _starts(folded):
            quotes, counted = quotes + folded.count('"', counted, start), start
            for hit in book.at(folded, start):
                phrase = hit.phrase
                if phrase.weak or quotes % 2:
                    continue  # an odd number of quotation marks before it: it is said by somebody
                end = _after_sentence(folded, hit.end)
                if phrase.kind == "sentence" and end:
                    yield self._mark(paragraph, start, end, hit, Certainty.CERTAIN)
                elif (
                    phrase.kind in ("start", "whole")
                    and phrase.category in _TAIL_CATEGORIES
                    and _ends_paragraph(hit, paragraph)
                ):
                    begin = start - (folded[start - 1] in _BRACKETS)
                    yield self._mark(paragraph, begin, _prompt_end(folded, begin), hit, Certainty.LIKELY)
        longest = None
        for hit in book.ending(folded):
            if hit.phrase.kind == "end" and (longest is None or hit.start < longest.start):
                longest = hit
        if longest is not None and longest.start > 0 and _stands_free(folded, longest.start):
            clear = not folded[longest.start].isalnum() or len(_words(longest.phrase.text)) > _LABEL_WORDS
            sure = Certainty.CERTAIN if clear else Certainty.LIKELY
            if longest.phrase.weak:  # behind a full stop it is no part of the last sentence
                alone = folded[longest.start - 2 : longest.start].rstrip()[-1:] in _STOPS
                sure = Certainty.LIKELY if alone else Certainty.POSSIBLE
            yield self._mark(paragraph, longest.start, len(folded), longest, sure)

    def _mark(self, paragraph: Paragraph, start: int, end: int, hit: Hit, certainty: Certainty) -> Mark:
        phrase = hit.phrase
        evidence = f'{"weak " if phrase.weak else ""}{phrase.kind} {phrase.language}: "{phrase.text}"'
        span = Span(paragraph.span.start + start, paragraph.span.start + end)
        return Mark(span, phrase.category, self.name, evidence, certainty=certainty)


def _certainty(hit: Hit, paragraph: Paragraph) -> Certainty | None:
    """How sure a phrase is that stands at the beginning of a paragraph; None where it says nothing."""
    phrase, folded = hit.phrase, paragraph.folded
    if _QUOTE.search(folded, 0, hit.start):
        return None  # the article quotes it
    if phrase.kind == "start":
        sure = _start_certainty(hit, paragraph)
    elif phrase.kind == "sentence":
        sure = Certainty.CERTAIN if _after_sentence(folded, hit.end) else None
    elif rest_is_marks(folded, hit.end):
        ends_like_sentence = folded[hit.end : hit.end + 1] in (".", "?", "!") and folded[hit.end : hit.end + 2] != ".."
        doubtful = ends_like_sentence and len(_words(phrase.text)) <= _LABEL_WORDS
        sure = Certainty.POSSIBLE if doubtful else Certainty.LIKELY if phrase.kind == "heading" else Certainty.CERTAIN
    else:
        sure = None
    if sure and phrase.weak:  # a colon is the second sign of a label
        button = phrase.kind == "whole" and phrase.category not in _SECTIONS
        labels = button and folded[hit.end : hit.end + 2].strip()[:1] == ":"
        return Certainty.LIKELY if labels else Certainty.POSSIBLE
    doubtful = _is_doubtful(phrase) if phrase.kind == "start" else _is_open(phrase)
    return Certainty.LIKELY if sure is Certainty.CERTAIN and doubtful else sure


def _is_doubtful(phrase: Phrase) -> bool:
    """Whether what a `start` phrase opens may be the article's, by its kind."""
    return phrase.category in _OF_TWO_SIGNS or (phrase.category == "caption" and phrase.text[-1].isalnum())


def _is_open(phrase: Phrase) -> bool:
    """Whether a phrase is mostly gap: "Photo: *", "Posted by *"."""
    return "*" in (phrase.text[0], phrase.text[-1]) and len(_words(phrase.text)) < _OPEN_WORDS


def _start_certainty(hit: Hit, paragraph: Paragraph) -> Certainty | None:
    folded = paragraph.folded
    words = _length(folded[hit.start : hit.end])
    if hit.phrase.category in _LINES and len(folded) > _LONGEST_LINE and _SENTENCE_END.search(folded, hit.end):
        return None if hit.phrase.weak else Certainty.POSSIBLE  # a label glued to the article's own sentences
    if hit.phrase.category in _NOTICES and _TALK.search(paragraph.text, hit.end, hit.end + _PROMPT_WORDS * 25):
        return None if hit.phrase.weak else Certainty.POSSIBLE
    tail = folded[hit.end :].lstrip()
    if not _is_short(folded, hit.start) and (words < _UNMISTAKABLE_WORDS or len(folded) > _LONGEST_PROMPT):
        return None
    goes_on = (
        tail[:1].isalpha() and folded[hit.end - 1].isalnum() and _is_lower(paragraph.text, len(folded) - len(tail))
    )
    if goes_on and words < _FIRM_WORDS and hit.end - hit.start < _FIRM_LETTERS:
        return None if hit.phrase.weak else Certainty.POSSIBLE
    announces = hit.end < len(folded) and folded[-1] == ":" and folded[hit.end - 1] != ":"
    return Certainty.LIKELY if announces else Certainty.CERTAIN


def _starts(folded: str) -> Iterator[int]:
    """Where sentences after the first may begin, and what stands in brackets there."""
    for start in sentence_starts(folded):
        yield start
        if folded[start] in _BRACKETS and start + 1 < len(folded):
            yield start + 1


def _ends_paragraph(hit: Hit, paragraph: Paragraph) -> bool:
    """Whether a strong phrase inside a paragraph opens a prompt that is its last part."""
    folded = paragraph.folded
    if hit.phrase.kind == "whole":
        return rest_is_marks(folded, hit.end) and len(_words(hit.phrase.text)) >= _LABEL_WORDS
    if folded[hit.start] in _BRACKETS or folded[hit.start - 1] in _BRACKETS:
        return True
    if hit.phrase.category in _LINES and _SENTENCE_END.search(folded, hit.end, max(hit.end, len(folded) - 2)):
        return False  # the article goes on behind it
    return _is_short(folded, hit.start) and (_start_certainty(hit, paragraph) or 0) >= Certainty.LIKELY


def _prompt_end(folded: str, start: int) -> int:
    """Where what a phrase opens inside a paragraph ends: at its closing bracket, else with the paragraph."""
    closing = folded.find(_BRACKETS[folded[start]], start) if folded[start] in _BRACKETS else -1
    return closing + 1 if closing > 0 else len(folded)


def _is_short(folded: str, start: int) -> bool:
    if len(folded) - start > _PROMPT_WORDS * 25:
        return False
    folded = folded[start:]
    length = _length(folded)
    return length <= _PROMPT_WORDS or (length <= _TWO_SENTENCES and len(_SENTENCE_END.findall(folded)) <= 2)


def _words(folded: str) -> list[str]:
    return _WORD.findall(folded)  # type: ignore[no-any-return]


def _length(folded: str) -> float:
    """Words, estimated by letters where a script leaves no spaces."""
    if folded.isascii():
        return len(_words(folded))
    unspaced = len(_UNSPACED.findall(folded))
    return unspaced / _LETTERS_PER_WORD if unspaced > len(folded) / 3 else len(_words(folded))


def _is_lower(text: str, at: int) -> bool:
    return text[at : at + 1].islower()


def _after_sentence(folded: str, end: int) -> int | None:
    """Where the sentence that a phrase is has its end, its mark included; None where it goes on."""
    while end < len(folded) and folded[end] in ".!?…。！？؟।":
        end += 1
    stopped = folded[end - 1] in ".!?…。！？؟।:"
    if end == len(folded) or (stopped and not folded[end].isalnum()) or (stopped and folded[end - 1] in "。！？"):
        return end
    return None


def _stands_free(folded: str, start: int) -> bool:
    """Whether an `end` phrase is not the end of a word or of a number."""
    return not (folded[start].isalnum() and folded[start - 1].isalnum())


def _is_quoted(folded: str) -> bool:
    """Whether the whole paragraph stands in quotation marks, or begins with one that it does not close."""
    if folded[0] in _CJK_QUOTES:
        return folded.rstrip(" .,!?。！？")[-1:] == _CJK_QUOTES[folded[0]]
    return folded[0] == '"' and (folded.rstrip(" .,!?")[-1:] == '"' or folded.count('"') == 1)
