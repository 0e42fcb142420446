"""What the second look knows of each paragraph of a document: its shape, its marks, its place.

Made once for a document and shared by the filters that look at neighbours and the whole.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from newsclean.document import Certainty, Document, Mark, Paragraph

PROSE_LETTERS = 80  # a paragraph that ends like a sentence and has so many letters is somebody's prose
PROSE_LETTERS_DENSE = 30  # in scripts where a character is a syllable or a word

HINT_LETTERS = 250  # a longer paragraph never goes on a weak sign and its place

_HEADS_LISTS = frozenset(("related-inline", "related-list", "trending"))
_STOPS = ".!?…。！？؟।॥։።"
_DENSE = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
_VOWELS = re.compile(
    "[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd\u0c3e-\u0c56\u0cbe-\u0cd6\u0d3e-\u0d57]"
)
_WIDE = re.compile("[^\x00-\xff\u2000-\u206f]+")  # letters that Latin-1 has not
_NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha())
_REMEMBERED = 2000  # characters; longer texts do not come twice
_TRUNCATED = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with what is known of it.

    Attributes:
        letters: How many letters it has; a dense script's count is scaled to that of an alphabet.
        words: How many words, by spaces.
        ends: Whether it ends like a sentence.
        truncated: Whether it ends with dots, as a teaser does.
        gone: The mark that takes the whole paragraph, likely or certain; None where there is none.
        hints: Marks that would take the whole paragraph if another sign spoke for them.
        headings: Marks of phrases that open a section.
        marked: Whether any mark touches it.
    """

    paragraph: Paragraph
    letters: int
    words: int
    ends: bool
    truncated: bool
    gone: Mark | None
    hints: tuple[Mark, ...]
    headings: tuple[Mark, ...]
    marked: bool

    @property
    def kinds(self) -> frozenset[str]:
        """Categories of the marks that take the whole of it, hints included."""
        return frozenset(mark.category for mark in (self.gone, *self.hints) if mark is not None)

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of prose: long, ending like a sentence, and nobody wants it gone."""
        return self.gone is None and self.ends and not self.truncated and self.letters >= PROSE_LETTERS

    @property
    def label(self) -> bool:
        """Whether it is short and does not end like a sentence: a title, a label, a list item."""
        return not self.ends and self.letters < 2 * PROSE_LETTERS


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a document, and where its prose begins and ends.

    Attributes:
        first: Index of the first line of prose; the number of lines where there is none.
        last: Index of the last one; -1 where there is none.
    """

    lines: tuple[Line, ...]
    first: int
    last: int


_recent = threading.local()


def outline(document: Document) -> Outline:
    """The outline of a document with its first look's marks; made once for the filters that ask for it in turn.

    >>> from newsclean.segmentation import paragraphs
    >>> prose = "Le pont suspendu restera fermé à toute circulation, piétons compris, au moins jusqu'à avril prochain."
    >>> text = f"Le pont ferme\\n\\n{prose}"
    >>> found = outline(Document(text, paragraphs(text)))
    >>> found.first, found.lines[0].label
    (1, True)
    """
    known: tuple[Document, Outline] | None = getattr(_recent, "outline", None)
    if known is not None and known[0] is document:
        return known[1]
    starts = [paragraph.span.start for paragraph in document.paragraphs]
    marks: dict[int, list[Mark]] = {}
    for mark in document.marks:
        i = bisect_right(starts, mark.span.start) - 1
        if i >= 0 and not mark.replacement:
            marks.setdefault(i, []).append(mark)
    lines = tuple(_line(paragraph, marks.get(i, [])) for i, paragraph in enumerate(document.paragraphs))
    prose = [i for i, line in enumerate(lines) if line.prose]
    made = Outline(lines, prose[0] if prose else len(lines), prose[-1] if prose else -1)
    _recent.outline = document, made
    return made


def _line(paragraph: Paragraph, marks: list[Mark]) -> Line:
    text = paragraph.text
    truncated = _TRUNCATED.search(text[-5:]) is not None
    bare = text.rstrip("»\"”’“』」)] \u00a0\u202f'")
    whole = [mark for mark in marks if _covers(mark, paragraph)]
    headings = tuple(mark for mark in marks if is_heading(mark))
    gone = max(
        (mark for mark in whole if mark.certainty >= Certainty.LIKELY and not mark.evidence.startswith("heading ")),
        key=lambda mark: mark.certainty,
        default=None,
    )
    letters = letters_of(text)
    hints = tuple(mark for mark in whole if mark.certainty is Certainty.POSSIBLE and letters <= HINT_LETTERS)
    ends = bare[-1:] in _STOPS and bare != ""
    return Line(paragraph, letters, text.count(" ") + 1, ends, truncated, gone, hints, headings, bool(marks))


def _covers(mark: Mark, paragraph: Paragraph) -> bool:
    """Whether a mark takes every letter and digit of a paragraph."""
    if mark.span.start <= paragraph.span.start and mark.span.end >= paragraph.span.end:
        return True
    start = paragraph.span.start
    rest = paragraph.text[: max(0, mark.span.start - start)] + paragraph.text[max(0, mark.span.end - start) :]
    return len(rest) < 40 and not any(map(str.isalnum, rest))


def letters_of(text: str) -> int:
    """How many letters a text has; those of dense scripts, each a syllable or a word, count for more.

    >>> letters_of("Il pleut."), letters_of("下雨了")
    (7, 9)
    """
    return _letters_of(text) if len(text) <= _REMEMBERED else _letters_of.__wrapped__(text)


@lru_cache(1024)  # rounds, and the pages of one site, show the same lines again
def _letters_of(text: str) -> int:
    narrow = text.encode("latin-1", "ignore")
    letters = len(narrow.translate(None, _NO_LETTERS))
    if len(narrow) == len(text):
        return letters
    wide = "".join(_WIDE.findall(text)) if 2 * len(narrow) > len(text) else text
    letters = sum(map(str.isalpha, wide)) + (letters if wide is not text else 0)
    if wide:
        letters += len(_DENSE.findall(wide)) * (PROSE_LETTERS // PROSE_LETTERS_DENSE) + len(_VOWELS.findall(wide))
    return letters


def is_heading(mark: Mark) -> bool:
    """Whether a mark of the phrase filter stands on the heading of a section, or on a label that heads a list."""
    if mark.rule != "phrases":
        return False
    kind = mark.evidence.removeprefix("weak ").split(" ", 1)[0]
    return kind == "heading" or (kind == "whole" and mark.category in _HEADS_LISTS)
