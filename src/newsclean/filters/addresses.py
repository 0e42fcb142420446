"""Bare addresses on a line of their own, and what embedded posts leave: handles, signatures, short links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark, Span

_URL = r"(?:https?://|www\.|pic\.twitter\.com/)[^\s<>\"]+"
_ALONE = re.compile(rf"{_URL}(?:\s{_URL})*")
_EMBEDS = (
    "//x.com", "dailymotion.", "facebook.", "instagram.", "t.co/", "t.me/", "tiktok.", "twitter.", "vimeo.", "youtu.be",
    "youtube.",
)  # fmt: skip
# "— Name (@handle) 2 novembre 2023", as the embed code of a post signs it
_SIGNATURE = re.compile(r"[—–-]{1,2}\s?[^()]+\(@\w+\)[^()]*")
_SHARED_BY = re.compile(r"[^()]+\(@[\w.]+\)[^()]*")
_PICTURE = re.compile(r"\s?\bpic\.twitter\.com/\w+$")
_E_MAIL = re.compile(r"(?:e-?mail\s?:\s?)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


@dataclass(frozen=True)
class Addresses:
    """Marks lines that are nothing but a URL or an e-mail address, and the signatures of embedded posts.

    A URL inside a sentence stays: it is the sentence's.
    """

    name: ClassVar[str] = "addresses"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line, and for a picture's short link at the end of a post."""
        for paragraph in document.paragraphs:
            text = paragraph.text
            if "@" in text and len(text) <= 200:
                if _SIGNATURE.fullmatch(text):
                    yield Mark(paragraph.span, "embed", self.name, "signature of a post")
                elif _E_MAIL.fullmatch(text):
                    yield Mark(paragraph.span, "byline", self.name, "an address alone", certainty=Certainty.LIKELY)
                elif (
                    text.endswith(")")
                    and text.count("@") == 1
                    and _SHARED_BY.fullmatch(text)
                    and "post" in paragraph.folded
                ):
                    yield Mark(paragraph.span, "embed", self.name, "signature of a post", certainty=Certainty.LIKELY)
            if "/" not in text and not text.startswith("www."):
                continue
            if _ALONE.fullmatch(text):
                embed = any(host in paragraph.folded for host in _EMBEDS)
                sure = Certainty.CERTAIN if embed else Certainty.LIKELY
                yield Mark(paragraph.span, "embed" if embed else "feed-tail", self.name, "a URL alone", certainty=sure)
            elif "pic.twitter.com/" in text and (found := _PICTURE.search(text, max(0, len(text) - 120))):
                start = paragraph.span.start
                yield Mark(Span(start + found.start(), start + found.end()), "embed", self.name, "a post's picture")
