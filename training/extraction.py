"""Make the model that tells the blocks of an article from the rest of its page, from labelled folders.

    python -m training.extraction ../shared/residue ../shared/residue-extra -o src/newsclean/data/extraction/blocks.npz

`--half 0` (or 1) trains on the domains of that half only, for scoring on the other (`benchmarks/pages.py --half`).
Needs scikit-learn and rapidfuzz. A block is of the article where its words stand in the gold, in order.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from newsclean.extraction import metadata, parsing
from newsclean.extraction.blocks import blocks
from newsclean.extraction.features import features
from newsclean.extraction.judgement import SCALE

DEPTH = 6
TREES = 150
WORDS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]+",
    regex.V1,
)


def half_of(page: dict[str, Any]) -> int:
    """Pages of one domain are in one half."""
    name = page["domain"] or page["url"] or page["html"]
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 2


def pages(folder: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            data = gzip.decompress((folder / page["html"]).read_bytes())
            yield {**page, "page": data.decode("utf-8", "replace"), "folder": folder.name}


def words(text: str) -> list[str]:
    return WORDS.findall(text.casefold())


def labels(texts: list[str], gold: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each text, which share of its words stands in the gold, in order; and how many words it has."""
    from rapidfuzz.distance import LCSseq

    parts = [words(text) for text in texts]
    lines = [words(line) for line in gold]
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(word, len(numbers)) for part in parts for word in part]
    right = [numbers.setdefault(word, len(numbers)) for line in lines for word in line]
    hit = np.zeros(len(left))
    if left and right:
        for step in LCSseq.opcodes(left, right):
            if step.tag == "equal":
                hit[step.src_start : step.src_end] = 1
    whole = {tuple(line) for line in lines}
    flat = [word for line in lines for word in line]
    fours = set(zip(flat, flat[1:], flat[2:], flat[3:], strict=False))
    found = np.zeros(len(parts))
    start = 0
    for number, part in enumerate(parts):
        share = hit[start : start + len(part)].mean() if part else 0.0
        start += len(part)
        if tuple(part) in whole or len(part) < 4:
            found[number] = share if tuple(part) in whole or share == 1 else 0
        else:
            shingles = list(zip(part, part[1:], part[2:], part[3:], strict=False))
            told = sum(shingle in fours for shingle in shingles) / len(shingles)
            found[number] = min(told, share) if told >= 0.8 else told * (share > 0.5)
    return found, np.array([len(part) for part in parts], dtype=np.float64)


def example(page: dict[str, Any]) -> tuple[NDArray[Any], ...] | None:
    tree = parsing.parse(page["page"])
    found = blocks(tree) if tree is not None else []
    if not found:
        return None
    optional = set(page.get("optional") or [])
    gold = [line for number, line in enumerate(page["gold"]) if number not in optional]
    label, size = labels([block.text for block in found], gold)
    # what is half in the gold teaches nothing; gold that is incomplete teaches little
    weight = np.where((size == 0) | ((label > 0.1) & (label < 0.8)), 0, np.minimum(4, 1 + size / 15))
    if page["folder"] == "residue" and (page.get("suspect") or 0) > 0.3:
        weight = weight * 0.2
    return features(found, metadata.read(tree)), label, weight * (40 / (10 + len(found))) ** 0.5


def fit(examples: list[tuple[NDArray[Any], ...]], trees: int = TREES) -> dict[str, NDArray[Any]]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, label, weight = (np.concatenate(part) for part in zip(*examples, strict=True))
    use = weight > 0
    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=0.08, max_leaf_nodes=32, max_depth=DEPTH, min_samples_leaf=30,
        l2_regularization=5, max_features=0.5, early_stopping=False, random_state=1,
    )  # fmt: skip
    model.fit(rows[use], label[use] > 0.5, sample_weight=weight[use])
    return complete([stage[0].nodes for stage in model._predictors], float(model._baseline_prediction.ravel()[0]))


def complete(grown: list[Any], base: float) -> dict[str, NDArray[Any]]:
    """The trees with all levels filled: a leaf that comes early is repeated below."""
    inner, leaves = 2**DEPTH - 1, 2**DEPTH
    columns = np.zeros((len(grown), inner), np.int16)
    limits = np.zeros((len(grown), inner), np.float32)
    values = np.zeros((len(grown), leaves), np.int16)
    for number, nodes in enumerate(grown):
        waiting = [(0, 0)]
        while waiting:
            place, at = waiting.pop()
            node = nodes[at]
            if place >= inner:
                values[number, place - inner] = round(float(node["value"]) * SCALE)
            elif node["is_leaf"]:
                waiting += [(2 * place + 1, at), (2 * place + 2, at)]
            else:
                columns[number, place] = node["feature_idx"]
                limits[number, place] = np.float32(node["num_threshold"])
                waiting += [(2 * place + 1, int(node["left"])), (2 * place + 2, int(node["right"]))]
    return {"columns": columns, "limits": limits, "leaves": values, "base": np.array(round(base * SCALE))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    options = parser.parse_args()
    examples = [
        made
        for folder in options.folders
        for page in pages(folder)
        if options.half in (None, half_of(page)) and (made := example(page)) is not None
    ]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.output, **fit(examples))
    print(
        f"{len(examples)} pages, {sum(len(made[0]) for made in examples)} blocks, {options.output.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
