"""Whether the article itself speaks of what the first look would take: an article about cookies quotes cookie notices.

Such marks are kept as hints only, so that they need another sign. Two things tell it: a notice inside the prose shares
many of its words with the prose, or a label inside the prose is the sub-heading of what follows. What the article shows
is no residue at all: code of templates, and an address that the line before announces with a colon.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from newsclean.document import Certainty, Document, Mark
from newsclean.outline import Line, Outline, outline

_WORD = re.compile(r"[^\s\d.,:;!?…।/|()\[\]«»\"'“”„’—–*•<>=+@#-]{5,}")  # marks of Indic vowels are part of a word
_ANY_WORD = re.compile(_WORD.pattern.removesuffix("{5,}") + "+")
_STATEMENT = re.compile(r"\{%-?\s?(?:if|elif|else|endif|for|endfor|set|block|endblock|include)\b")
_STATEMENTS = 3  # so many statements of a template are code that the article shows
_STEM = 5  # letters by which two forms of a word are the same: Anzeige, Anzeigen; share, shared
_STEM_DENSE = 2
_SHARED = 0.4  # of a notice's longer words; a site's own prompts share a tenth or two with the article
_FEWEST = 4  # longer words for a share to mean something
_NOTICES = frozenset(
    "ad app comments cookie copyright disclaimer donation error-report follow legal listen llm-residue newsletter "
    "paywall poll".split()
)
"""Categories whose sentences an article may quote; a line that points to another story shares its words anyway."""
_NO_LABELS = frozenset("byline date live reading-time counter".split())
_OPENING = 220  # characters of the next paragraph in which a sub-heading's word would come again


def weigh(document: Document, marks: Sequence[Mark]) -> Document:
    """The document with these marks; those of what the article speaks of are no more than possible."""
    document = replace(document, marks=tuple(_without_shown(document, marks)))
    found = outline(document)
    inside = range(found.first + 1, found.last)
    doubtful: set[int] = set()
    headings = [i for i in inside if _is_label(found.lines[i])]
    if any(is_own_heading(found, i) for i in headings):
        doubtful.update(i for i in headings if found.lines[i - 1].prose or found.lines[i + 1].prose)
    vocabulary: set[str] | None = None
    for i in inside:
        line = found.lines[i]
        if line.gone is None or line.gone.category not in _NOTICES or _is_label(line) or line.letters < 40:
            continue
        if vocabulary is None:
            vocabulary = {stem for other in found.lines if other.prose for stem in _stems(other)}
        stems = _stems(line)
        if len(stems) >= _FEWEST and len(stems & vocabulary) >= _SHARED * len(stems):
            doubtful.add(i)
    if not doubtful:
        return document
    starts = [line.paragraph.span.start for line in found.lines]
    weighed = (
        replace(mark, certainty=Certainty.POSSIBLE) if bisect_right(starts, mark.span.start) - 1 in doubtful else mark
        for mark in document.marks
    )
    return replace(document, marks=tuple(weighed))


def _without_shown(document: Document, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks without those on what the article shows."""
    shown = {
        after.span.start
        for before, after in pairwise(document.paragraphs)
        if before.text[-1:] in (":", "：") and "/" in after.text
    }
    code = len(_STATEMENT.findall(document.text)) >= _STATEMENTS if "{%" in document.text else False
    if not shown and not code:
        return marks
    return [
        mark
        for mark in marks
        if not (mark.rule == "addresses" and mark.category == "feed-tail" and mark.span.start in shown)
        and not (code and mark.rule == "shortcodes" and mark.category == "placeholder")
    ]


def is_spoken_of(found: Outline, i: int) -> bool:
    """Whether the article uses the words of a label: in the next paragraph, or twice elsewhere in the prose."""
    if is_own_heading(found, i):
        return True
    stems = _label_stems(found.lines[i])
    if not stems or not _is_label(found.lines[i]) or not found.first < i < found.last:
        return False
    return sum(_holds(line, stems, None) for line in found.lines if line.prose) >= 2


def is_own_heading(found: Outline, i: int) -> bool:
    """Whether a label is the article's own sub-heading: the next paragraph opens with its word."""
    if i + 1 >= len(found.lines) or not _is_label(found.lines[i]):
        return False
    stems, following = _label_stems(found.lines[i]), found.lines[i + 1]
    return bool(stems) and following.ends and following.gone is None and _holds(following, stems, _OPENING)


def _is_label(line: Line) -> bool:
    marks = ((line.gone,) if line.gone else ()) + line.hints + line.headings
    named = any(mark.rule == "phrases" and mark.category not in _NO_LABELS for mark in marks)
    named = named and ":" not in line.paragraph.text.rstrip(": ")  # "Photo: a name" heads nothing
    return named and line.letters < 60 and line.words <= 6


def _stems(line: Line) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(line.paragraph.folded)}


def _label_stems(line: Line) -> set[str]:
    words = _ANY_WORD.findall(line.paragraph.folded)
    if line.letters > 3 * sum(map(len, words)) / 2:  # a dense script
        return {word[:_STEM_DENSE] for word in words if len(word) >= _STEM_DENSE}
    stems = {word[: max(_STEM, len(word) - 3)] for word in words if len(word) >= _STEM}
    return stems or {word for word in words if len(word) >= 3}


def _holds(line: Line, stems: set[str], limit: int | None) -> bool:
    folded = line.paragraph.folded[:limit]
    return any(stem in folded for stem in stems)
