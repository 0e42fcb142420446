"""What newsclean takes from articles that are clean already: the gold texts of labelled pages, as input.

    python benchmarks/clean_articles.py ../shared/residue ../shared/residue-extra
    python benchmarks/clean_articles.py ../shared/residue --half 0 --show 40

Prints one character in how many is removed, for all and by halves of the registered domains (rules are tuned on half 0
and checked on half 1), and the removed characters by filter and category. With `--show N` also the N largest removals.
Typography is off. Gold texts are made by people and by rules, and keep some residue: a removal is not always a fault.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its html.py is not Python's

from training.dataset import fold_of, registered_domain

import newsclean
from newsclean.document import CATEGORIES, Change

HALVES = 2


def pages(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled pages of a folder."""
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def removals(page: dict[str, Any], cleaner: newsclean.Cleaner) -> tuple[int, list[Change]]:
    """Characters of a page's gold text, and what is removed from it as residue."""
    text = "\n\n".join(page["gold"])
    changes = cleaner.clean(text, html=False).changes
    return len(text), [change for change in changes if change.category in CATEGORIES and not change.after]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--half", type=int, choices=range(HALVES), help="list only removals from this half")
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    cleaner = newsclean.Cleaner(typography=None)
    for folder in arguments.folders:
        length: Counter[int] = Counter()
        gone: Counter[int] = Counter()
        whole: Counter[int] = Counter()
        documents: Counter[int] = Counter()
        rules: Counter[str] = Counter()
        listed: list[tuple[int, str]] = []
        for page in pages(folder):
            half = fold_of(registered_domain(page["domain"]), HALVES)
            characters, changes = removals(page, cleaner)
            length[half] += characters
            documents[half] += 1
            whole[half] += not changes
            for change in changes:
                size = change.end - change.start
                gone[half] += size
                if arguments.half in (None, half):
                    rules[f"{change.rule} {change.category}"] += size
                    start = f"{size:6} {change.rule} {change.category} [{change.evidence}] {page['page_id']}"
                    listed.append((size, f"{start}\n       {change.before[:200]!r}"))
        print(f"{folder.name}: one character in {length.total() / max(1, gone.total()):,.0f} of {length.total():,}")
        for half in sorted(length):
            rate = length[half] / max(1, gone[half])
            print(f"  half {half}: one in {rate:,.0f}; {whole[half]} of {documents[half]} documents whole")
        for rule, size in rules.most_common():
            print(f"  {size:7,} {rule}")
        for _, line in sorted(listed, reverse=True)[: arguments.show]:
            print(line)


if __name__ == "__main__":
    main()
