"""Settle the marks, write the text. The only place that decides what overlaps mean, and the only one that writes.

Removals join. Where they overlap, the one that begins first, and of these the longest, names the reason. A replacement
that touches a removal yields. The seam of a removal, the space or the blank line that nothing needs any more, goes too.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from newsclean.alignment import Edit, Reason
from newsclean.document import CATEGORIES, SEPARATOR, Document, Mark, Paragraph, Span

_ORDER = {category: i for i, category in enumerate(CATEGORIES)}
SEAM = Reason("spacing", "seams", "beside a removal")


def settle(document: Document, marks: Iterable[Mark]) -> list[Mark]:
    """Settle what overlaps.

    Args:
        document: What the marks are about.
        marks: Those that are to be carried out, in any order.

    Returns:
        Disjoint marks in order, each inside one paragraph; no removal leaves a paragraph without a letter or digit.
    """
    starts = [paragraph.span.start for paragraph in document.paragraphs]
    removals: dict[int, list[Mark]] = {}
    replacements: dict[int, list[Mark]] = {}
    for mark in marks:
        for i, piece in _by_paragraph(document.paragraphs, starts, mark):
            (replacements if mark.replacement else removals).setdefault(i, []).append(piece)
    settled: list[Mark] = []
    for i in sorted(removals.keys() | replacements.keys()):
        gone = _join(removals.get(i, ()))
        if gone:
            gone = _spread(document.paragraphs[i], gone)
        settled += _weave(gone, _join(replacements.get(i, ())))
    return settled


def _by_paragraph(paragraphs: Sequence[Paragraph], starts: list[int], mark: Mark) -> Iterator[tuple[int, Mark]]:
    """The parts of a mark, one for each paragraph it reaches into."""
    i = max(0, bisect_right(starts, mark.span.start) - 1)
    while i < len(paragraphs) and starts[i] < mark.span.end:
        span = paragraphs[i].span
        start, end = max(mark.span.start, span.start), min(mark.span.end, span.end)
        while end < span.end and _hangs(paragraphs[i].text[end - span.start]):
            end += 1
        if start < end:
            whole = start == mark.span.start and end == mark.span.end
            yield i, mark if whole else _moved(mark, start, end)
        i += 1


def _hangs(character: str) -> bool:
    """Whether a character belongs to the one before it: it must not pass to another when that goes."""
    return character > "\u02ff" and (
        unicodedata.category(character)[0] == "M" or character in "\u200c\u200d" or "\u1160" <= character <= "\u11ff"
    )


def _moved(mark: Mark, start: int, end: int) -> Mark:
    return Mark(Span(start, end), mark.category, mark.rule, mark.evidence, mark.replacement, mark.certainty)


def _rank(mark: Mark) -> tuple[int, int, int, int, str, str, str]:
    order = _ORDER.get(mark.category, len(_ORDER))
    return mark.span.start, -mark.span.end, -mark.certainty, order, mark.rule, mark.evidence, mark.replacement


def _join(marks: Iterable[Mark]) -> list[Mark]:
    """Disjoint marks, in order: a mark inside another falls, one that overlaps is shortened."""
    joined: list[Mark] = []
    end = 0
    for mark in sorted(marks, key=_rank):
        if mark.span.end <= end:
            continue
        if mark.span.start < end:
            if mark.replacement:
                continue
            mark = _moved(mark, end, mark.span.end)
        joined.append(mark)
        end = mark.span.end
    return joined


def _spread(paragraph: Paragraph, gone: list[Mark]) -> list[Mark]:
    """Removals that leave neither a letter nor a digit take the whole paragraph."""
    start, end = paragraph.span.start, paragraph.span.end
    done = start
    gaps: list[tuple[int, int]] = []
    for mark in gone:
        gaps.append((done, mark.span.start))
        done = mark.span.end
    gaps.append((done, end))
    if any(c.isalnum() for a, b in gaps for c in paragraph.text[a - start : b - start]):
        return gone
    spread: list[Mark] = []
    done = start
    for i, mark in enumerate(gone):
        stop = gone[i + 1].span.start if i + 1 < len(gone) else end
        spread.append(_moved(mark, done, stop))
        done = stop
    return spread


def _weave(removals: list[Mark], replacements: list[Mark]) -> list[Mark]:
    if not replacements:
        return removals
    free: list[Mark] = []
    i = 0
    for mark in replacements:
        while i < len(removals) and removals[i].span.end < mark.span.start:
            i += 1
        if i == len(removals) or mark.span.end < removals[i].span.start:
            free.append(mark)
    return sorted(removals + free, key=_rank)


def kept(document: Document, settled: Sequence[Mark]) -> Iterator[tuple[Paragraph, list[Span]]]:
    """What is left of each paragraph that is left, as spans of the document's text, seams already closed.

    Replacements do not count: they leave their paragraph as it is here.
    """
    removals = [mark.span for mark in settled if not mark.replacement]
    i = 0
    for paragraph in document.paragraphs:
        start, end = paragraph.span.start, paragraph.span.end
        while i < len(removals) and removals[i].end <= start:
            i += 1
        if i == len(removals) or removals[i].start >= end:
            yield paragraph, [paragraph.span]
            continue
        pieces: list[Span] = []
        done = start
        while i < len(removals) and removals[i].start < end:
            if done < removals[i].start:
                pieces.append(Span(done, removals[i].start))
            done = removals[i].end
            i += 1
        if done < end:
            pieces.append(Span(done, end))
        pieces = _close(document.text, pieces)
        if pieces:
            yield paragraph, pieces


def _close(text: str, pieces: list[Span]) -> list[Span]:
    """Take the spaces at the edges of what is left of a paragraph, and one of two that meet."""
    closed: list[Span] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        while start < end and text[start].isspace() and (not closed or text[closed[-1].end - 1].isspace()):
            start += 1
        if start < end:
            closed.append(Span(start, end))
    while closed:
        start, end = closed[-1].start, closed[-1].end
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            closed[-1] = Span(start, end)
            break
        closed.pop()
    return closed


def edits(document: Document, settled: Sequence[Mark], left: Sequence[tuple[Paragraph, list[Span]]]) -> list[Edit]:
    """What to write: every removal with its own reason, every seam, every replacement.

    Args:
        document: The document the marks are about.
        settled: What `settle` gave, replacements among it.
        left: What `kept` gave for it.

    Returns:
        Edits of `document.text`; what they keep is `left`, with replacements made, paragraphs a blank line apart.
    """
    stays: list[Span] = []
    for n, (paragraph, pieces) in enumerate(left):
        if n:
            stays.append(Span(paragraph.span.start - len(SEPARATOR), paragraph.span.start))
        stays += pieces
    found: list[Edit] = []
    done = i = 0
    for span in (*stays, Span(len(document.text), len(document.text))):
        while i < len(settled) and settled[i].span.start < span.start:
            mark = settled[i]
            if done < mark.span.start:
                found.append(Edit(done, mark.span.start, "", SEAM))
            found.append(_edit(mark))
            done = mark.span.end
            i += 1
        if done < span.start:
            found.append(Edit(done, span.start, "", SEAM))
        while i < len(settled) and settled[i].span.start < span.end:
            found.append(_edit(settled[i]))
            i += 1
        done = span.end
    return found


def _edit(mark: Mark) -> Edit:
    reason = Reason(mark.category, mark.rule, mark.evidence)
    return Edit(mark.span.start, mark.span.end, mark.replacement, reason)
