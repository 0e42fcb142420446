"""What was removed: characters and lines by category, records by language and by site."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from newsclean.document import Change


class Tally(msgspec.Struct, array_like=True):
    """How many records (or changes), characters removed and whole lines removed."""

    count: int = 0
    characters: int = 0
    lines: int = 0

    def add(self, count: int, characters: int, lines: int) -> None:
        """Count some more."""
        self.count += count
        self.characters += characters
        self.lines += lines


class Statistics(msgspec.Struct, omit_defaults=True):
    """Tallies by category of change, by language of the article, by site and by verdict."""

    categories: dict[str, Tally] = {}
    languages: dict[str, Tally] = {}
    sites: dict[str, Tally] = {}
    verdicts: dict[str, Tally] = {}

    def add(self, source: str, changes: Iterable[Change], language: str | None, url: str | None, verdict: str) -> None:
        """Count one cleaned record."""
        characters = lines = 0
        for change in changes:
            removed, whole = max(0, len(change.before) - len(change.after)), whole_lines(source, change)
            self.categories.setdefault(change.category, Tally()).add(1, removed, whole)
            characters += removed
            lines += whole
        groups = ((self.languages, language or "unknown"), (self.sites, site(url)), (self.verdicts, verdict))
        for tallies, name in groups:
            tallies.setdefault(name, Tally()).add(1, characters, lines)

    def merge(self, other: Statistics) -> None:
        """Add what another part of the run counted."""
        for field in self.__struct_fields__:
            mine: dict[str, Tally] = getattr(self, field)
            for name, tally in getattr(other, field).items():
                mine.setdefault(name, Tally()).add(tally.count, tally.characters, tally.lines)

    def table(self, top: int = 20) -> str:
        """Write the tallies as a table for people, the greatest `top` of each kind."""
        rows: list[str] = []
        for field in self.__struct_fields__:
            tallies: dict[str, Tally] = getattr(self, field)
            unit = "changes" if field == "categories" else "records"
            title = {"categories": "category"}.get(field, field[:-1])
            rows.append(f"{title:<28}{unit:>10}{'characters':>13}{'lines':>10}")
            ranked = sorted(tallies.items(), key=lambda item: (-item[1].characters, -item[1].count, item[0]))
            rows += [f"  {name:<26}{t.count:>10,}{t.characters:>13,}{t.lines:>10,}" for name, t in ranked[:top]]
            if len(ranked) > top:
                rows.append(f"  and {len(ranked) - top:,} more")
        return "\n".join(rows)


def site(url: str | None) -> str:
    """The site of an address: its host without `www.`.

    >>> site("https://www.example.org/sport?p=1")
    'example.org'
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.").encode("utf-8", "replace").decode() or "unknown"


def whole_lines(source: str, change: Change) -> int:
    """Count the lines with text that a change takes away from their beginning to their end."""
    if change.after:
        return 0
    lines = change.before.split("\n")
    if change.start > 0 and source[change.start - 1] != "\n":
        lines = lines[1:]
    if lines and change.end < len(source) and source[change.end] not in "\r\n" and change.before[-1:] not in "\r\n":
        lines = lines[:-1]
    return sum(1 for line in lines if line.strip())
