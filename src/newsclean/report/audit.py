"""What a run removed, in tables to be read by somebody: the most frequent, the most suspicious, and fair samples."""

from __future__ import annotations

import csv
import heapq
import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from newsclean.document import Change
from newsclean.report.comparison import is_removal

Cell = str | int | float

_LINES = 200_000
"""Different lines that are counted at once; when there are more, those seen once are forgotten."""
_LINE_CHARACTERS = 160
_CONTEXT = 60
_TOP = 100
_SAMPLES = 5
_LONG = 120
"""Characters: what is longer is seldom a label."""
_MIDDLE = (0.1, 0.9)
_OPENING = "\"'«“„‚‘([¿¡—–- "
_CLOSING = "\"'»”“’)] "
_ENDS = tuple(".!?…")
_ENDS_WITHOUT_CAPITALS = tuple("。！？।॥؟۔")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report. `name` is good for a file."""

    name: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    def csv(self) -> str:
        """Write it as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP).

        >>> Table("t", "T", "", ("line", "count"), [("=1+1", 2)]).csv().splitlines()
        ['line,count', "'=1+1,2"]
        """
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue()


def _harmless(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    cell = cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")  # Python 3.10's csv knows no NUL
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _well_formed(text: str) -> bool:
    """Whether it begins and ends as a sentence does; where there are no capitals, the end has to do."""
    first, end = text.lstrip(_OPENING)[:1], text.rstrip(_CLOSING)
    return end.endswith(_ENDS_WITHOUT_CAPITALS) or (end.endswith(_ENDS) and not first.islower() and first.isalpha())


class Audit:
    """Reads the changes of records one by one, in bounded memory; the same run gives the same tables."""

    def __init__(self) -> None:
        self._lines: Counter[tuple[str, str, str, str]] = Counter()
        self._suspicious: list[tuple[float, int, tuple[Cell, ...]]] = []
        self._samples: dict[str, list[tuple[Cell, ...]]] = {}
        self._seen: Counter[str] = Counter()
        self._near: list[tuple[Cell, ...]] = []
        self._order = count()
        self._random = random.Random(0)

    def add(self, record: str, site: str, changes: Iterable[Change], text: str | None = None) -> None:
        """Take a record in.

        Args:
            record: Its id.
            site: Where it comes from.
            changes: In order, as `clean` gave them.
            text: The cleaned text, where it is at hand: it tells what stood around a removal.
        """
        changes = list(changes)
        length = None if text is None else len(text) + sum(len(c.before) - len(c.after) for c in changes)
        shift = 0
        for change in changes:
            at = change.start + shift
            shift += len(change.after) - (change.end - change.start)
            if not is_removal(change):
                continue
            self._count(site, change)
            place = (change.start + change.end) / 2 / length if length else None
            around = ("", "") if text is None else (text[max(0, at - _CONTEXT) : at], text[at : at + _CONTEXT])
            self._suspect(record, site, change, place)
            self._sample(record, site, change, around)

    def add_near(self, record: str, site: str, change: Change) -> None:
        """Take in what stayed, but only just."""
        self._near.append((site, record, change.category, change.rule, change.evidence, change.before))

    def _count(self, site: str, change: Change) -> None:
        line = " ".join(change.before[: 2 * _LINE_CHARACTERS].split())[:_LINE_CHARACTERS]
        self._lines[site, change.rule, change.category, line] += 1
        if len(self._lines) > _LINES:
            # The limit is kept in any case: where every line was seen twice, the rarer half goes.
            seen = self._lines.most_common(_LINES // 2)
            self._lines = Counter({key: times for key, times in seen if times > 1})

    def _suspect(self, record: str, site: str, change: Change, place: float | None) -> None:
        """Long, well-formed, in the middle: what an article's own paragraph would look like."""
        text = change.before.strip()
        if len(text) < _LONG or not _well_formed(text):
            return
        if place is not None and not _MIDDLE[0] <= place <= _MIDDLE[1]:
            return
        where = "" if place is None else round(place, 2)
        row = (site, record, change.category, change.rule, change.evidence, where, len(text), text)
        entry = (float(len(text)), -next(self._order), row)
        if len(self._suspicious) < _TOP:
            heapq.heappush(self._suspicious, entry)
        else:
            heapq.heappushpop(self._suspicious, entry)

    def _sample(self, record: str, site: str, change: Change, around: tuple[str, str]) -> None:
        """Each removal of a category has the same chance (Vitter's algorithm R)."""
        self._seen[change.category] += 1
        kept = self._samples.setdefault(change.category, [])
        row = (change.category, site, record, change.rule, change.evidence, around[0], change.before, around[1])
        if len(kept) < _SAMPLES:
            kept.append(row)
        elif (place := self._random.randrange(self._seen[change.category])) < _SAMPLES:
            kept[place] = row

    def tables(self) -> list[Table]:
        """Give the tables."""
        lines = sorted(self._lines.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
        return [
            Table(
                "suspicious",
                "Suspicious removals",
                "Long, well-formed, and in the middle of the text: read these first.",
                ("site", "record", "category", "rule", "evidence", "place", "characters", "text"),
                [row for _, _, row in sorted(self._suspicious, reverse=True)],
            ),
            Table(
                "near-misses",
                "Near misses",
                "What --mode thorough would remove as well, in a sample of the output.",
                ("site", "record", "category", "rule", "evidence", "text"),
                self._near[:_TOP],
            ),
            Table(
                "lines",
                "Most removed lines",
                "By site and rule.",
                ("site", "rule", "category", "line", "times"),
                [(*key, times) for key, times in lines],
            ),
            Table(
                "samples",
                "Samples to audit",
                f"Up to {_SAMPLES} removals of each category, drawn evenly, with what stands around them.",
                ("category", "site", "record", "rule", "evidence", "before", "removed", "after"),
                [row for category in sorted(self._samples) for row in self._samples[category]],
            ),
        ]
