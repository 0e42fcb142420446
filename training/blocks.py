"""Labelled pages as the training of the block model sees them: which blocks of a page stand in its gold."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from newsclean.extraction import metadata, parsing
from newsclean.extraction.blocks import Block, blocks
from newsclean.extraction.features import features
from newsclean.extraction.metadata import PageFacts
from training.dataset import fold_of, registered_domain

FOLDS = 5
WORDS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]|[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]]+",
    regex.V1,
)
_LONG = 8  # words of a block that can stand in the gold by chance no more


@dataclass(eq=False)
class Page:
    """A page's blocks with what the first look knows of each; `label` is the share of the block that is in the gold."""

    found: list[Block]
    facts: PageFacts
    rows: NDArray[np.float32]
    label: NDArray[np.float64]
    weight: NDArray[np.float64]
    fold: int


def fold_of_page(page: dict[str, Any]) -> int:
    """The fold of a page: by registered domain, the same as the line judge's."""
    return fold_of(registered_domain(page["domain"]) or f"{page['folder']}/{page['page_id']}", FOLDS)


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
    parts = [words(text) for text in texts]
    lines = [words(line) for line in gold]
    sizes = np.array([len(part) for part in parts], dtype=np.float64)
    early, late = _shares(parts, lines), _shares(parts[::-1], lines[::-1], backwards=True)[::-1]
    # a word in the menu is no word of the article: before its first long block the gold is matched as late as it can be
    sure = np.flatnonzero((early >= 0.8) & (late >= 0.8) & (sizes >= _LONG))
    if len(sure):
        early[: sure[0]] = late[: sure[0]]
    return early, sizes


def _shares(parts: list[list[str]], lines: list[list[str]], backwards: bool = False) -> NDArray[np.float64]:
    from rapidfuzz.distance import LCSseq

    if backwards:
        parts, lines = [part[::-1] for part in parts], [line[::-1] for line in lines]
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
    return found


def example(page: dict[str, Any]) -> Page | None:
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
    weight = weight * (40 / (10 + len(found))) ** 0.5
    fold = fold_of_page(page)
    facts = metadata.read(tree)
    return Page(found, facts, features(found, facts), label, weight, fold)
