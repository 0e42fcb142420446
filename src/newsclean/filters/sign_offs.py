"""Who wrote it, in the article's own lines: an agency or initials behind the last sentence, a reporter before all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from newsclean.data import read
from newsclean.document import Certainty, Document, Mark, Span
from newsclean.folding import fold
from newsclean.outline import outline

_TAIL = 60  # characters at the end of a paragraph in which a sign-off stands
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]\.?$|/(\w{2,20})/$")
_BARE = re.compile(r"\s(?<=[.!?…»”\"。].)([\w/-]{2,20})\.?$")
_INITIALS = re.compile(r"[a-zäöüßåæøéçñ]{2,4}(?:/[a-zäöüßåæøéçñ]{2,4})?")
# "[해송일보 윤가람 기자]", "(서울=연합뉴스) 홍길동 기자 =", "記者王小明／台北報導"
_REPORTER = re.compile(
    r"[\[(【]\s?[^\[\]()【】]{2,40}(?:기자|특파원|記者|记者)[^\[\]()【】]{0,12}[\])】]\s?"
    r"|[\[(【][^\[\]()【】]{1,20}=[^\[\]()【】]{1,20}[\])】]\s?[가-힣]{2,4}\s기자\s?=\s?"
    r"|記者[^\s，。]{2,6}[/／][^\s，。]{1,8}報導\s?"
)
_TITLE_PROMPT = re.compile(
    r"(?:[Cc]ustomize|[Rr]ewrite|[Rr]ephrase|[Tt]ranslate) this (?:title|headline) (?:in|into|to) [a-z]+(?=[^\W\d_a-z])"
)


@dataclass(frozen=True)
class SignOffs:
    """Marks agencies and initials at the end of prose, reporters at its beginning, and a prompt glued to a title."""

    name: ClassVar[str] = "sign-offs"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark inside a paragraph, never one for a whole paragraph."""
        found = outline(document)
        for i, line in enumerate(found.lines):
            paragraph = line.paragraph
            start, text = paragraph.span.start, paragraph.text
            prompt = _TITLE_PROMPT.match(text) if not line.ends else None
            if prompt is not None:
                span = Span(start, start + prompt.end())
                yield Mark(span, "llm-residue", self.name, "a prompt glued to the title", certainty=Certainty.LIKELY)
            if line.gone is not None or line.letters < 40:
                continue
            reporter = _REPORTER.match(text) if text[0] in "[(【記" else None
            if reporter is not None and reporter.end() < len(text):
                span = Span(start, start + reporter.end())
                yield Mark(span, "byline", self.name, "a reporter's name", certainty=Certainty.LIKELY)
            tail = max(0, len(text) - _TAIL)
            closed = text[-2:].rstrip(".").endswith((")", "]", "/"))
            signed = (closed and _BRACKETED.search(text, tail)) or _BARE.search(text, tail)
            if signed is not None and _is_sign_off(signed, i >= found.last):
                space = text[signed.start()].isspace()
                span = Span(start + signed.start() + space, paragraph.span.end)
                evidence = f"signed {_signature(signed)!r}"
                yield Mark(span, "byline", self.name, evidence, certainty=Certainty.LIKELY)


def _is_sign_off(signed: re.Match[str], last: bool) -> bool:
    inside = _signature(signed)
    bracketed = signed.re is _BRACKETED
    before = signed.string[: signed.start()].rstrip()[-1:]
    if before not in '.!?…»”"。':
        return False
    parts = [fold(part).strip() for part in re.split(r"[/,-]", inside)]
    if any(part in _agencies() for part in parts) and all(part in _agencies() or len(part) <= 4 for part in parts):
        return bracketed or inside.isupper() or inside.lower() == inside
    return bracketed and last and _INITIALS.fullmatch(inside) is not None


def _signature(signed: re.Match[str]) -> str:
    return next(group for group in signed.groups() if group is not None).strip()


@cache
def _agencies() -> frozenset[str]:
    return frozenset(map(fold, read("credits.toml")["agencies"]))
