"""The article of a page: newsclean beside trafilatura alone, per source and language, with the cost of both.

    python benchmarks/html.py ../shared/residue
    python -m training.extraction ../shared/residue ../shared/residue-extra -o /tmp/blocks.npz --folds /tmp/folds
    python benchmarks/html.py ../shared/residue --folds /tmp/folds

The model that the package brings was trained on these folders. With `--folds`, every page is read by a model that has
not seen its registered domain; the phrases and rules have seen some. Scoring is `score_html.py`'s, which lies in the
first labelled folder (its docstring says what is measured). Cost is CPU time, in order, one page after the other by
each.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # this folder, in which this file would stand for the standard library's html

import argparse
import collections
import functools
import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import trafilatura

import newsclean
from newsclean.extraction import judgement

sys.path.insert(0, str(Path(__file__).parents[1]))
from training.blocks import fold_of_page, pages

CLEANER = newsclean.Cleaner(typography=None)
SYSTEMS: dict[str, Callable[[str], str]] = {
    "trafilatura": lambda page: trafilatura.extract(page, include_comments=False) or "",
    "extraction": lambda page: newsclean.extraction.extract(page).text,
    "newsclean": lambda page: CLEANER.clean(page, html=True).text,
}
Score = tuple[float, float, bool, float]


def scorer(folder: Path) -> ModuleType:
    place = next(p for p in (folder, folder.parent / "residue") if (p / "score_html.py").exists())
    sys.path.insert(0, str(place))
    spec = importlib.util.spec_from_file_location("score_html", place / "score_html.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"cannot read {place / 'score_html.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(judge: ModuleType, page: dict[str, Any], text: str) -> Score:
    optional = set(page.get("optional") or [])
    gold = [word for k, line in enumerate(page["gold"]) if k not in optional for word in judge.tokens(line)]
    words = judge.strip_title(judge.tokens(text), gold, page.get("titles") or [page["title"] or ""])
    precision, recall = judge.overlap(judge.shingles(words), judge.shingles(gold))
    p, r = judge.overlap(collections.Counter(words), collections.Counter(gold))
    return precision, recall, words == gold, 2 * p * r / (p + r) if p + r else 0.0


@functools.cache
def _block_model(path: Path) -> judgement.Model:
    return judgement.read(path.read_bytes())


def without(fold: int, folder: Path) -> None:
    """Judge by the model that has not seen a fold."""
    model = _block_model(folder / f"fold-{fold}.npz")
    judgement.load = lambda: model  # type: ignore[assignment]


def summary(rows: list[Score]) -> str:
    precision, recall, exact, word = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
    return f"{precision:.4f} {recall:.4f} {f1:.4f} {exact:.4f} {word:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--folds", type=Path, help="the folder of models that have not seen a fold of the domains")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    judge = scorer(options.folder.resolve())
    cost: collections.Counter[str] = collections.Counter()
    rows: dict[str, dict[str, list[Score]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    seen = 0
    for page in pages(options.folder):
        seen += 1
        if options.limit and seen > options.limit:
            break
        if options.folds is not None:
            without(fold_of_page(page), options.folds)
        for name in options.systems:
            begun = time.process_time()
            text = SYSTEMS[name](page["page"])
            cost[name] += time.process_time() - begun if seen > 3 else 0  # the first pages load models
            for group in ("all", page["source"], f"lang {page['lang'] or '?'}"):
                rows[group][name].append(score(judge, page, text))
    print(f"{'group':<24}{'pages':>6} {'system':<12} P      R      F1     exact  word F1")
    for group, systems in rows.items():
        for name, scores in systems.items():
            print(f"{group:<24}{len(scores):>6} {name:<12} {summary(scores)}")
    for name in options.systems:
        print(f"{name}: {1000 * cost[name] / max(1, seen - 3):.0f} ms of CPU a page")


if __name__ == "__main__":
    main()
