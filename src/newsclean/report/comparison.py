"""The source and the article side by side: a row for each line of the source, cut into what stays and what changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from newsclean.document import EDIT_CATEGORIES, Change, Cleaned, CleanedParagraph


class CleanerLike(Protocol):
    """What cleans: `newsclean.Cleaner`, or anything of its shape."""

    def clean(self, source: str | bytes, /, *, lang: str | None = None, title: str | None = None) -> Cleaned:
        """Clean one text."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line of the source.

    Attributes:
        start: Where they begin, in the source.
        before: The characters.
        after: What the article has in their place.
        number: Which of the article's changes took place here, None where the text stays.
        near: The change that a more thorough cleaner would have made here.
    """

    start: int
    before: str
    after: str
    number: int | None = None
    near: Change | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the source, and the paragraphs of the article that begin on it."""

    pieces: tuple[Piece, ...]
    paragraphs: tuple[CleanedParagraph, ...]

    @property
    def blank(self) -> bool:
        """Whether there is nothing to see, on either side."""
        return not any(piece.before.strip() or piece.after.strip() for piece in self.pieces)

    @property
    def kept(self) -> str:
        """What the article has of this line."""
        return "".join(piece.after for piece in self.pieces).strip("\n")


def is_removal(change: Change) -> bool:
    """Whether a change takes residue away; the others repair, set typography or close a seam.

    >>> is_removal(Change(0, 7, "Anzeige", "", "ad", "phrases", ""))
    True
    """
    return change.category not in EDIT_CATEGORIES


def is_quiet(change: Change) -> bool:
    """Whether a change touches only the space between words and lines.

    >>> is_quiet(Change(7, 8, "\\n", "", "spacing", "seams", "beside a removal"))
    True
    """
    return change.category == "spacing" or (
        change.category == "repair" and not change.before.strip() and not change.after.strip()
    )


def near_misses(article: Cleaned, thorough: CleanerLike) -> tuple[Change, ...]:
    """What `thorough` would remove as well: the lines just under the threshold, to be read by somebody.

    Args:
        article: What the usual cleaner gave.
        thorough: A cleaner that asks for less certainty.

    Returns:
        Removals in the source of `article` that touch none of its own removals.
    """
    other = thorough.clean(article.source, lang=article.language, title=article.title)
    if other.source != article.source:  # a text that looks like a page was taken apart again
        return ()
    own = [change for change in article.changes if is_removal(change)]
    found, place = [], 0
    for change in filter(is_removal, other.changes):
        while place < len(own) and own[place].end <= change.start:
            place += 1
        if place == len(own) or own[place].start >= change.end:
            found.append(change)
    return tuple(found)


def rows(article: Cleaned, near: Iterable[Change] = ()) -> list[Row]:
    """Lay source and article side by side.

    Args:
        article: The article.
        near: What to mark although it stays, in order, as `near_misses` gives it.

    Returns:
        A row for each line of the source. The `before` of all pieces are the source without its line ends.

    >>> import newsclean
    >>> [row.kept for row in rows(newsclean.clean("Il pleut.\\n[ad_2]\\nIl fait froid."))]
    ['Il pleut.', '', 'Il fait froid.']
    """
    found: list[Row] = []
    line: list[Piece] = []
    waiting = list(reversed(article.paragraphs))
    for piece, ends in _near(_pieces(article), list(near)):
        line.append(piece)
        if ends:
            found.append(_row(line, waiting, piece.start + len(piece.before)))
            line = []
    if line or waiting:
        found.append(_row(line, waiting, len(article.source)))
    return found


def _row(line: list[Piece], waiting: list[CleanedParagraph], end: int) -> Row:
    here = []
    while waiting and waiting[-1].start <= end:
        here.append(waiting.pop())
    return Row(tuple(piece for piece in line if piece.before or piece.after), tuple(here))


def _pieces(article: Cleaned) -> Iterator[tuple[Piece, bool]]:
    """Pieces in order, and whether a line of the source ends after each."""
    done = 0
    for number, change in enumerate(article.changes):
        yield from _stays(article.source[done : change.start], done)
        yield from _changes(change, number)
        done = change.end
    yield from _stays(article.source[done:], done)


def _stays(text: str, start: int) -> Iterator[tuple[Piece, bool]]:
    lines = text.split("\n")
    for i, line in enumerate(lines):
        last = i == len(lines) - 1
        if line or not last:
            yield Piece(start, line, line), not last
        start += len(line) + 1


def _changes(change: Change, number: int) -> Iterator[tuple[Piece, bool]]:
    """What is written instead stands with the first line; line ends are the rows', not the pieces'."""
    lines = change.before.splitlines(keepends=True) or [""]
    start, after = change.start, change.after.strip("\n")
    for i, line in enumerate(lines):
        bare = "".join(line.splitlines())
        ends = bare != line or (i == len(lines) - 1 and "\n" in change.after)
        yield Piece(start, bare, after if i == 0 else "", number), ends
        start += len(line)


def _near(pieces: Iterable[tuple[Piece, bool]], near: list[Change]) -> Iterator[tuple[Piece, bool]]:
    """Cut the near misses out of the pieces that stay."""
    place = 0
    for piece, ends in pieces:
        while place < len(near) and near[place].end <= piece.start:
            place += 1
        if piece.number is not None or place == len(near):
            yield piece, ends
            continue
        text, start, end = piece.before, piece.start, piece.start + len(piece.before)
        cuts: list[Piece] = []
        at, k = start, place
        while k < len(near) and near[k].start < end:
            low, high = max(near[k].start, at), min(near[k].end, end)
            cuts.append(_part(text, start, at, low))
            cuts.append(_part(text, start, low, high, near[k]))
            at = high
            k += 1
        cuts.append(_part(text, start, at, end))
        for i, cut in enumerate(cuts):
            yield cut, ends and i == len(cuts) - 1


def _part(text: str, start: int, low: int, high: int, near: Change | None = None) -> Piece:
    """Characters `low` to `high` of the source, of which `text` begins at `start`."""
    characters = text[low - start : high - start]
    return Piece(low, characters, characters, None, near)
