"""Lines that could be residue, decided by what stands around them.

The first look leaves hints: a label that sites print ("Publicité", "Teilen", "18:47") and that an article may print as
a sub-heading. A second sign makes it residue: other residue beside it, the head or the tail of the page, the same
label again, a colon with nothing after it. It stays where the article speaks of it: the word comes again in the next
paragraph, or the line is one of several sub-headings of which one is the article's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Outline, outline
from newsclean.subject import is_own_heading, is_spoken_of

_STANDS_ALONE = frozenset(("ad", "player", "embed", "navigation", "share", "feed-tail", "captcha"))
"""Categories whose labels are printed between two paragraphs, with nothing else around them."""


@dataclass(frozen=True)
class Labels:
    """Makes the first look's hints likely where a second sign speaks for them."""

    name: ClassVar[str] = "labels"

    def __call__(self, document: Document, /) -> Iterator[Mark]:
        """Yield a likely mark for each hint that something else supports."""
        found = outline(document)
        hinted = [i for i, line in enumerate(found.lines) if line.gone is None and line.hints]
        if not hinted:
            return
        times = Counter(line.paragraph.folded for line in found.lines)
        own = {i for i in hinted if is_spoken_of(found, i)}
        headings = any(found.first <= i < found.last and is_own_heading(found, i) for i in own)
        residue = {i for i, line in enumerate(found.lines) if line.gone is not None}
        for i in _between_dates(found):
            residue.add(i)
            span = found.lines[i].paragraph.span
            yield Mark(span, "date", self.name, "a word between the parts of a date", certainty=Certainty.LIKELY)
        for i in (*hinted, *reversed(hinted)):  # a label beside a label that has gone goes too, from either side
            if i in residue or i in own:
                continue
            line = found.lines[i]
            sign = _sign(found, i, times[line.paragraph.folded], residue, headings)
            if sign:
                residue.add(i)
                hint = line.hints[0]
                evidence = f"{hint.evidence}, {sign}"
                yield Mark(line.paragraph.span, hint.category, self.name, evidence, certainty=Certainty.LIKELY)


def _sign(found: Outline, i: int, times: int, residue: set[int], headings: bool) -> str | None:
    line, category = found.lines[i], found.lines[i].hints[0].category
    beside = i - 1 in residue or i + 1 in residue
    inside = found.first < i < found.last
    heads = bool(line.headings) and i + 1 < len(found.lines) and found.lines[i + 1].prose
    if (line.ends or heads) and not beside:
        return None
    if beside and not (inside and headings):
        return "beside residue"
    if category == "summary":  # key points are the author's
        return None
    often = times > 1 if category in _STANDS_ALONE else times > 2
    if often and category not in ("live", "date") and not line.headings:
        return f"{times} times"
    if i > found.last >= 0 and category != "live":
        return "after the article"
    if i < found.first and found.first < len(found.lines) and i > 0 and category != "live":
        return "before the article"
    if i == 0 and category in ("navigation", "follow", "share", "section-label", "date", "byline", "counter"):
        return "first line"
    if inside and headings:
        return None
    if line.paragraph.folded.rstrip().endswith(":") and i + 1 < len(found.lines):
        after = found.lines[i + 1]
        if after.headings or (not line.headings and (after.prose or after.hints)):
            return "a colon and nothing after it"
    if category == "ad" and _between_sentences(found, i):
        return "alone between two paragraphs"
    if inside and category in _STANDS_ALONE and _is_one_label(line.hints[0]) and _between_prose(found, i):
        return "alone between two paragraphs"
    return None


def _is_one_label(hint: Mark) -> bool:
    """Whether a hint is a phrase: a row of weak labels, or a network's name, may be a sub-heading."""
    return hint.rule == "phrases"


def _between_dates(found: Outline) -> Iterator[int]:
    """Lines of a few letters ("on", "pe", "sur") with remains of a date on both sides."""
    dated = ["date" in line.kinds for line in found.lines]
    for i in range(1, len(found.lines) - 1):
        line = found.lines[i]
        if dated[i - 1] and dated[i + 1] and not dated[i] and line.gone is None and len(line.paragraph.text) <= 4:
            yield i


def _between_sentences(found: Outline, i: int) -> bool:
    return 0 < i < len(found.lines) - 1 and (found.lines[i - 1].ends or found.lines[i + 1].ends)


def _between_prose(found: Outline, i: int) -> bool:
    before, after = found.lines[i - 1], found.lines[i + 1]
    return before.prose and after.prose
