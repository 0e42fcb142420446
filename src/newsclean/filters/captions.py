"""Captions of pictures that are not there, told by their credit: "(Foto: …)", "© Name/dpa", "Name / AFP"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NamedTuple

from newsclean.data import read
from newsclean.document import Certainty, Document, Mark, Span
from newsclean.folding import fold

_CAPTION = 320  # characters; a longer paragraph that ends with a credit is prose with a credit behind it
_CAPTION_SENTENCES = 2  # and so is one of more sentences
_SIGNED_PROSE = 100  # characters of a finished sentence before a copyright sign: it is the page's
_CREDIT = 90  # characters of a credit: a name, an agency
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,90})[)\]）】][.\s]{0,3}$")
_CLOSING = tuple(")]）】")
_OPENS = re.compile(r"[:=|]|(?:fot|nuotr)\. ")  # what every opener has behind it: cheaper to look for than the openers
_SIGNS = ("©", "ⓒ", "(c)")
_SIGN = re.compile(r"(?:^|[\s.,(])(?:©|ⓒ|\(c\))\s?(?=[^\W\d_])", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…]\s+[^\W\d_]")
_NAME_WORDS = 7
_SLASHED = re.compile(r"[^/|]{2,50}\s?[/|]\s?([^/|]{2,40})")


_BRACKETED = "in brackets"
_SIGNED = "a copyright sign before a name"


class _Words(NamedTuple):
    opener: re.Pattern[str]
    bracketed: frozenset[str]
    agencies: frozenset[str]
    particles: frozenset[str]


@dataclass(frozen=True)
class Captions:
    """Marks lines that end with, begin with or are a picture's credit; of a long paragraph only the credit."""

    name: ClassVar[str] = "captions"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each credit."""
        words = _words()
        for paragraph in document.paragraphs:
            found = _credit(paragraph.text, paragraph.folded, words)
            if found is None:
                continue
            start, evidence, certainty = found
            before = paragraph.folded[:start].rstrip()
            finished = before.endswith((".", "!", "?", '"', "。"))
            signed = finished and (
                evidence.startswith(_BRACKETED) or (evidence == _SIGNED and len(before) >= _SIGNED_PROSE)
            )
            short = len(paragraph.text) <= _CAPTION and len(_SENTENCE.findall(before)) < _CAPTION_SENTENCES
            whole = short and not signed
            if not whole and start == 0:
                continue
            offset = paragraph.span.start + (0 if whole else start)
            yield Mark(Span(offset, paragraph.span.end), "caption", self.name, evidence, certainty=certainty)


def _credit(text: str, folded: str, words: _Words) -> tuple[int, str, Certainty] | None:
    """Where a paragraph's credit begins, what tells it, and how sure that is."""
    tail = max(0, len(folded) - _CREDIT - 20)
    bracket = _BRACKETS.search(folded, tail) if folded[-4:].rstrip(". ").endswith(_CLOSING) else None
    if bracket is not None:
        inside = bracket.group(1).strip()
        opener = words.opener.match(inside)
        if opener is not None:
            sure = Certainty.CERTAIN if opener.group(2) is not None else Certainty.LIKELY
            return bracket.start(), f"credit {inside!r}", sure
        if inside in words.bracketed or _signed(inside, words):
            return bracket.start(), f"{_BRACKETED} {inside!r}", Certainty.LIKELY
    for opener in words.opener.finditer(folded, tail) if _OPENS.search(folded, tail) else ():
        rest = folded[opener.end() :]
        if opener.group(2) is not None and 2 <= len(rest) <= _CREDIT and not _SENTENCE.search(rest):
            begins = opener.start() == 0
            before = folded[max(0, opener.start() - 2) : opener.start()].rstrip()[-1:]
            if not begins and before.isalnum() and not _is_name(text[opener.end() :], words):
                continue
            return (
                opener.start(),
                f"credit {opener.group().strip()!r}",
                Certainty.CERTAIN if begins else Certainty.LIKELY,
            )
    sign = _SIGN.search(folded, tail) if any(map(folded.__contains__, _SIGNS)) else None
    if sign is not None and not _SENTENCE.search(folded[sign.end() :]) and len(folded) - sign.end() <= _CREDIT:
        return sign.start() + 1 if sign.start() else 0, _SIGNED, Certainty.LIKELY
    if len(folded) <= 100 and ("/" in folded or "|" in folded):
        slashed = _SLASHED.fullmatch(folded.strip(" .-–—()[]"))
        if slashed is not None and slashed.group(1).strip() in words.agencies:
            return 0, f"agency {slashed.group(1).strip()!r}", Certainty.LIKELY
        first = folded.split("/")[0].strip()
        if "/" in folded and first in words.agencies and folded[-1] not in ".!?":
            return 0, f"agency {first!r}", Certainty.LIKELY
    return None


def _is_name(text: str, words: _Words) -> bool:
    """Whether what follows an opener is no more than names: a heading with a colon in it is no credit."""
    parts = [part for part in re.split(r"[\s/|,]+", text) if part]
    plain = [part for part in parts if part[:1].islower() and part not in words.particles]
    return not plain and len(parts) <= _NAME_WORDS


def _signed(inside: str, words: _Words) -> bool:
    """Whether brackets hold a name and an agency: `ANP foto`, `Max Muster/dpa`."""
    parts = re.split(r"\s?[/|,]\s?", inside)
    return len(parts) > 1 and any(part in words.agencies for part in parts)


@cache
def _words() -> _Words:
    table = read("credits.toml")
    openers = "|".join(re.escape(fold(word)) for word in sorted(table["openers"], key=len, reverse=True))
    sign = r"[:=|]|(?<=\bfot\. )|(?<=\bnuotr\. )"  # Polish and Lithuanian credits have the abbreviation's dot
    pattern = re.compile(rf"(?<![\w/])({openers})\.?\s{{0,2}}(?:({sign})\s{{0,2}}|\s(?=[^\W\d_]))")
    groups = (frozenset(map(fold, table[name])) for name in ("bracketed", "agencies", "particles"))
    return _Words(pattern, *groups)
