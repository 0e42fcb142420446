"""Sections that are all residue: a heading ("Most read", "Sur le même sujet", "Comments") and what belongs to it.

After the article, a section takes all to the end. Inside it, a box takes the short lines that follow, up to the prose
that goes on; before it, up to the title. Where prose follows, it is the article's if it shares the article's words, and
the section's if its neighbours are cut like teasers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, Outline, outline
from newsclean.subject import is_spoken_of

_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 5
_SHARED = 0.15  # of a paragraph's longer words: the article's own next paragraph holds more of the article's words
_RICH = 150  # different longer words that an article must have used for that to mean something
_HEADLINE_WORDS = 6  # a sub-heading of the article's own is shorter
_READERS = frozenset(("comments",))
_ARTICLE_OWN = frozenset(("summary",))  # key points head many an article, and are its author's
_LISTED = re.compile(r"\s*(?:\d{1,2}[.):]?\s|[-–—•*▪■►▶→]\s?|\d{1,2}[:.]\d{2}\s)")


@dataclass(frozen=True)
class Sections:
    """Marks a section's heading and its lines."""

    name: ClassVar[str] = "sections"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield marks for every line of every section found."""
        found = outline(document)
        until = 0
        for i, line in enumerate(found.lines):
            if not line.headings:
                continue
            readers = _readers_follow(found, i, until)
            if i < until and not readers:
                continue
            heading = max(line.headings, key=lambda mark: mark.certainty)
            if heading.category in _ARTICLE_OWN:
                continue
            if readers:
                members: range | None = range(i + 1, len(found.lines))
            else:
                members = _members(found, i, heading)
            if members is None:
                continue
            until = members.stop
            for k in (i, *members):
                if found.lines[k].gone is None:
                    evidence = f"under {heading.evidence}" if k != i else heading.evidence
                    span = found.lines[k].paragraph.span
                    yield Mark(span, heading.category, self.name, evidence, certainty=Certainty.LIKELY)


def _readers_follow(found: Outline, i: int, until: int) -> bool:
    """Whether a heading over readers' comments stands behind residue in the last part: all after it is theirs."""
    if i <= found.first or not any(mark.category in _READERS for mark in found.lines[i].headings):
        return False
    letters = sum(line.letters for line in found.lines)
    behind = sum(line.letters for line in found.lines[:i])
    return behind * 2 > letters and (i < until or _beside_residue(found.lines, i))


def _members(found: Outline, i: int, heading: Mark) -> range | None:
    """The lines of the section that a heading opens; None where it opens none."""
    lines = found.lines
    weak = heading.certainty < Certainty.LIKELY
    if is_spoken_of(found, i):
        return None
    following = lines[i + 1 :]
    if not following:
        return range(i + 1, i + 1) if i > found.last >= 0 or not weak else None
    if i > found.last:
        if weak and not (
            found.last >= 0 and _listed(following) and (_beside_residue(lines, i) or _headlines(following))
        ):
            return None
        return range(i + 1, len(lines))
    if i < found.first:
        return _head_box(found, i)
    stop = next((k for k in range(i + 1, len(lines)) if not _is_item(lines[k])), len(lines))
    if weak:
        several = heading.category == "trending" and stop - i > 3 and _headlines(lines[i + 1 : stop])
        return range(i + 1, stop) if several else None
    teasers = sum(line.truncated for line in following)
    if teasers >= 2 and teasers * 4 >= len(following):
        return range(i + 1, len(lines))
    words = _vocabulary(lines[:i])
    rest = [line for line in following if line.prose]
    if len(rest) > 1 and len(words) >= _RICH and all(_overlap(line, words) < _SHARED for line in rest):
        return range(i + 1, len(lines))
    items = stop - i - 1
    if items >= 2 or (items == 1 and lines[i + 1].words >= _HEADLINE_WORDS):
        return range(i + 1, stop)
    return None


def _is_item(line: Line) -> bool:
    """Whether a line may stand in a list of other stories."""
    return line.gone is not None or line.truncated or (line.label and not line.headings)


def _headlines(lines: Sequence[Line]) -> bool:
    """Whether lines read like headlines: several words each, more than one of them."""
    return len(lines) >= 2 and all(line.gone is not None or 3 <= line.words <= 16 for line in lines)


def _beside_residue(lines: Sequence[Line], i: int) -> bool:
    return lines[i - 1].gone is not None or bool(lines[i - 1].hints)


def _head_box(found: Outline, i: int) -> range | None:
    """A box before the title: its items are numbered, or it leaves the last label, which is the title."""
    lines = found.lines
    stop = i + 1
    while stop < found.first and (_LISTED.match(lines[stop].paragraph.text) or lines[stop].gone is not None):
        stop += 1
    if stop > i + 2:
        return range(i + 1, stop)
    return None


def _listed(lines: Sequence[Line]) -> bool:
    return all(line.label or line.gone is not None or line.truncated for line in lines)


def _vocabulary(lines: Sequence[Line]) -> set[str]:
    return {word[:_STEM] for line in lines if line.gone is None for word in _WORD.findall(line.paragraph.folded)}


def _overlap(line: Line, words: set[str]) -> float:
    stems = {word[:_STEM] for word in _WORD.findall(line.paragraph.folded)}
    return len(stems & words) / len(stems) if stems else 1.0
