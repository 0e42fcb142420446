"""Counts to profiles: the cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from newsclean.folding import fold
from newsclean.sites.counts import Counted, Counts
from newsclean.sites.identities import Identity
from newsclean.sites.profile import Line, Profiles, Site, Title
from newsclean.sites.significance import LEAST_DOCUMENTS, is_furniture

Names = dict[int, Identity]


def profiles_of(counts: Counts, repaired: Callable[[str], str] = str) -> Profiles:
    """What is significant of what was counted.

    Args:
        counts: The counts of a whole dump.
        repaired: What repair makes of a line: the cleaner compares repaired lines, and dumps are counted as they are.

    Returns:
        Profiles of the sites that have some. They depend on the counts alone: neither on the order of the documents
        nor on the parts in which they were counted.
    """
    kept: defaultdict[str, list[Counted]] = defaultdict(list)
    for line in counts.lines(LEAST_DOCUMENTS):
        if is_furniture(line, counts.documents[line.site]):
            text = fold(repaired(line.text)).strip()
            if text and "\n" not in text:
                kept[line.site].append(line._replace(text=text))
    titles: defaultdict[str, list[Counted]] = defaultdict(list)
    if counts.titles:
        for title in counts.lines(1, frozenset(("title",))):
            if counts.documents[title.site] >= LEAST_DOCUMENTS:
                titles[title.site].append(title)
    names = counts.identity(line.example for found in (kept, titles) for lines in found.values() for line in lines)
    sites = sorted(kept.keys() | titles.keys())
    return Profiles({site: _site(counts.documents[site], kept[site], titles[site], names) for site in sites})


def _site(documents: int, kept: Sequence[Counted], titles: Iterable[Counted], names: Names) -> Site:
    lines = [line for line in kept if line.kind == "line"]
    starts = [part for part in kept if part.kind == "start"]
    ends = [part for part in kept if part.kind == "end"]
    return Site(
        documents,
        _lines(lines, names),
        _lines(_telling(starts, lines, str.startswith), names),
        _lines(_telling(ends, lines, str.endswith), names),
        tuple(Title(title.text, title.documents, *names[title.example]) for title in sorted(titles)),
    )


def _telling(parts: Sequence[Counted], lines: Sequence[Counted], within: Callable[[str, str], bool]) -> list[Counted]:
    """The fragments that stand elsewhere than in lines that go as a whole, or in longer fragments."""
    found = []
    for part in parts:
        whole = sum(line.documents for line in lines if within(line.text, part.text))
        longer = (x.documents for x in parts if len(x.text) > len(part.text) and within(x.text, part.text))
        if part.documents - whole - max(longer, default=0) >= LEAST_DOCUMENTS:
            found.append(part)
    return found


def _lines(found: Iterable[Counted], names: Names) -> tuple[Line, ...]:
    """One entry for each text; of two raw forms of it, the more frequent."""
    best = {line.text: line for line in sorted(found, key=lambda line: (line.documents, line))}
    return tuple(
        Line(x.text, x.documents, x.head, x.middle, x.tail, names[x.example][0]) for x in sorted(best.values())
    )
