"""Lines that are a date or a time and little else: when a page was published, changed, or a live entry written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.data import date_words
from newsclean.document import Certainty, Document, Mark, Paragraph

_LONGEST = 110
_NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\s?\d{1,2}[./-]\s?\d{1,2}|(?:19|20)?\d{2}年\s?\d{1,2}月\s?\d{1,2}日"
    r"|(?:19|20)\d{2}년\s?\d{1,2}월\s?\d{1,2}일)(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20|25)\d{2}(?!\d)")
_TIME = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-4])\s?(?:[:：hH時时点]\s?[0-5]\d(?!\d)|(?:uhr|a\.?\s?m|p\.?\s?m|h|ч)\b)")
_DOTTED_TIME = re.compile(r"(?<![\d.])(?:[01]?\d|2[0-4])\.[0-5]\d(?![\d.])")
_BARE_TIME = re.compile(
    r"\[?(?:[01]?\d|2[0-4])[:.h][0-5]\d(?::[0-5]\d)?(?:\s?(?:uhr|h|hrs|am|pm|gmt|bst|cet|est|edt))?\]?"
)
_SOURCE = re.compile(r"\s[-|–]\s[^\s:]+\s?:\s[^:\n]{1,40}$")  # " - Source: the name of a paper" after the time
_WORD = re.compile(r"[^\s\d.,:;/|()\[\]+*•·<>–—@\"'年月日時时分点-]+")


@dataclass(frozen=True)
class Stamps:
    """Marks lines that hold a date or a time and at most two words that belong to neither.

    With a year and a time, or a year and nothing else but date words after a label, a stamp is likely residue; a bare
    date or time may be the article's own (a chronicle, a live blog), so it needs another sign.
    """

    name: ClassVar[str] = "stamps"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line."""
        words = date_words(document.language)
        for paragraph in document.paragraphs:
            if len(paragraph.text) <= _LONGEST and any(map(str.isdigit, paragraph.text)):
                mark = self._stamp(paragraph, words)
                if mark is not None:
                    yield mark

    def _stamp(self, paragraph: Paragraph, words: tuple[frozenset[str], frozenset[str]]) -> Mark | None:
        names, others = words
        folded = paragraph.folded
        if _BARE_TIME.fullmatch(folded):
            return Mark(paragraph.span, "live", self.name, "a time alone", certainty=Certainty.POSSIBLE)
        tokens = _WORD.findall(_SOURCE.sub("", folded))
        named = any(token in names for token in tokens)
        numeric = _NUMERIC_DATE.search(folded) is not None
        year = numeric or _YEAR.search(folded) is not None
        timed = _TIME.search(folded) is not None or _DOTTED_TIME.search(_NUMERIC_DATE.sub("", folded)) is not None
        if not year or not (numeric or named):  # opening hours have days and times, but no year
            return None
        strange = [token for token in tokens if token not in names and token not in others]
        labelled = any(token in others and len(token) > 4 for token in tokens)
        evidence = "date" + (" and time" if timed else "") + (f" beside {' '.join(strange)!r}" if strange else "")
        if (timed or labelled) and len(strange) <= 2 and len("".join(strange)) <= 40:
            return Mark(paragraph.span, "date", self.name, evidence, certainty=Certainty.LIKELY)
        if not strange:
            return Mark(paragraph.span, "date", self.name, evidence, certainty=Certainty.POSSIBLE)
        return None
