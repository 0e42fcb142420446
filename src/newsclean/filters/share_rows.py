"""Rows of network names, as share bars leave them: on one line, or each on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.folding import fold
from newsclean.phrases.files import services

_LONGEST = 160
_WORD = re.compile(r"[^\W\d_]+(?:[.'-][^\W\d_]+)*")
_BUTTONS = frozenset(
    "email e-mail mail print copy link share tweet pin save post url sms rss whatsapp".split()
)  # English button words that every site's share bar has, whatever its language


_LONGEST_NAME = 3  # words


@dataclass(frozen=True)
class ShareRows:
    """Marks lines that are nothing but names of networks and buttons.

    Three names on a line are certain, two likely; one alone needs another sign beside it.
    """

    name: ClassVar[str] = "share-rows"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a mark for each such line."""
        for paragraph in document.paragraphs:
            if len(paragraph.text) > _LONGEST:
                continue
            first = _WORD.search(paragraph.folded)
            if first is None or first[0] not in _first_words():
                continue
            words = _WORD.findall(paragraph.folded)
            if (count := _names(words)) and sum(map(len, words)) * 2 >= len(paragraph.text.replace(" ", "")):
                yield Mark(paragraph.span, "share", self.name, f"{count} names", certainty=Certainty(min(count, 3)))


def _names(words: list[str]) -> int:
    """How many names of networks and buttons the words are; 0 where one of them is something else."""
    known = _known()
    count = i = 0
    while i < len(words):
        length = next((n for n in range(_LONGEST_NAME, 0, -1) if " ".join(words[i : i + n]) in known), 0)
        if not length:
            return 0
        i += length
        count += 1
    return count


@cache
def _known() -> frozenset[str]:
    return _BUTTONS.union(" ".join(_WORD.findall(fold(service))) for service in services())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in _known())
