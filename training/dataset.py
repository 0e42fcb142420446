"""Labelled folders as the training sees them: records, folds by registered domain, weights, and a fast scorer.

A labelled folder holds `pages.jsonl.gz` (gold, domain, language, licence) and `residue.jsonl.gz` (what extractors made
of the pages, every line labelled body, title, junk or mixed).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

WHOLE_PAGE = frozenset({"resiliparse_page", "inscriptis_page"})
GOLD = "gold"
"""The extractor of a record that is the page's gold itself: an article from which nothing is to go."""
MAX_SUSPECT = 0.3
BODY, JUNK, TITLE, MIXED = range(4)
_LABELS = {"body": BODY, "junk": JUNK, "title": TITLE, "mixed": MIXED}
_CHARACTER_SCRIPTS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_TOKEN = regex.compile(rf"[{_CHARACTER_SCRIPTS}]|[[\p{{L}}\p{{M}}\p{{N}}]--[{_CHARACTER_SCRIPTS}]]+", regex.V1)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "gob", "info"})


def tokens(text: str) -> list[str]:
    """Words as `score_residue.py` counts them."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(regex.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", text))


def registered_domain(domain: str) -> str:
    """The part of a domain that somebody registered.

    >>> registered_domain("news.bbc.co.uk"), registered_domain("www.fakt.pl")
    ('bbc.co.uk', 'fakt.pl')
    """
    parts = domain.lower().split(".")
    size = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL else 2
    return ".".join(parts[-size:])


def _odd(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2


def fold_of(domain: str, folds: int) -> int:
    """The fold of a domain: the same in every run and for every folder."""
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % folds


@dataclass(eq=False)
class Record:
    """One extractor's output on one page."""

    id: str
    folder: str
    page: str
    source: str
    domain: str
    language: str
    extractor: str
    title: str | None
    suspect: bool
    licence: str
    lines: list[str]
    labels: NDArray[np.int8]
    optional: NDArray[np.bool_]
    sizes: NDArray[np.int64]
    tokens: NDArray[np.int32]
    token_lines: NDArray[np.int32]
    gold: NDArray[np.int64]
    weight: float = 1.0
    """A page counts once among main-content outputs and once among whole pages."""

    @property
    def whole(self) -> bool:
        return self.extractor in WHOLE_PAGE

    @property
    def shown_title(self) -> str:
        """The title that the training shows: every second record's, for callers seldom know it."""
        return " ".join((self.title or "").split()) if _odd(self.id) else ""

    @property
    def learned(self) -> bool:
        """Whether the training uses this record: of outputs that are nearly the same, one."""
        if self.suspect or self.extractor == "trafilatura_recall":
            return False
        if self.extractor in ("newspaper4k", "readability"):
            return self.extractor == ("newspaper4k", "readability")[_odd(self.page)]
        return not self.whole or self.extractor == sorted(WHOLE_PAGE)[_odd(self.page)]

    @property
    def kind_of_page(self) -> tuple[str, bool, bool]:
        """Records that share this are weighed as one."""
        return self.page, self.whole, self.extractor == GOLD

    def score(self, kept: NDArray[np.bool_]) -> tuple[float, float, float]:
        """Text F1, body characters kept and body characters, when the lines `kept` come through."""
        here = kept[self.token_lines]
        size = len(self.gold)
        said = np.bincount(self.tokens[here], minlength=size)
        loose = ((self.labels == TITLE) | self.optional) & kept
        if loose.any():
            free = np.bincount(self.tokens[loose[self.token_lines]], minlength=size)
            said = said - np.minimum(free, np.maximum(said - self.gold, 0))
        body = self.labels == BODY
        kept_size = float(self.sizes[body & kept].sum())
        asked, given = self.gold.sum(), said.sum()
        if not asked or not given:
            return float(asked == given), kept_size, float(self.sizes[body].sum())
        both = np.minimum(said, self.gold).sum()
        precision, recall = both / given, both / asked
        f1 = 2 * precision * recall / (precision + recall) if both else 0.0
        return float(f1), kept_size, float(self.sizes[body].sum())


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def load(folders: Sequence[Path]) -> list[Record]:
    """Read labelled folders. Pages of suspect gold are kept and flagged where the folder is to be filtered."""
    records: list[Record] = []
    for folder in folders:
        pages = {page["page_id"]: page for page in _read(folder / "pages.jsonl.gz")}
        filtered = not any("gold_by" in page for page in pages.values())
        bags: dict[str, Counter[str]] = {}
        for page in pages.values():
            left_out = set(page.get("optional") or ())
            bags[page["page_id"]] = Counter(
                token for i, text in enumerate(page["gold"]) if i not in left_out for token in tokens(text)
            )
        records += [
            _record(raw, pages[raw["page_id"]], bags[raw["page_id"]], folder.name, filtered)
            for raw in _read(folder / "residue.jsonl.gz")
            if raw["lines"]
        ]
        records += [
            _record(_gold(page), page, bags[page["page_id"]], folder.name, filtered)
            for page in pages.values()
            if any(text.strip() for text in page["gold"])
        ]
    count = Counter(record.kind_of_page for record in records if record.learned)
    for record in records:
        record.weight = 1 / max(1, count[record.kind_of_page])
    return records


def _gold(page: dict[str, Any]) -> dict[str, Any]:
    lines = [line.strip() for text in page["gold"] for line in text.splitlines() if line.strip()]
    return {
        "id": f"{page['page_id']}::{GOLD}",
        "page_id": page["page_id"],
        "source": page["source"],
        "lang": page["lang"],
        "extractor": GOLD,
        "title": page["title"],
        "lines": [
            *([{"text": page["title"].strip(), "label": "title"}] if _odd(page["page_id"]) and page["title"] else []),
            *({"text": line, "label": "body"} for line in lines),
        ],
    }


def _record(raw: dict[str, Any], page: dict[str, Any], bag: Counter[str], folder: str, filtered: bool) -> Record:
    ids = {token: number for number, token in enumerate(bag)}
    found: list[int] = []
    owners: list[int] = []
    for number, line in enumerate(raw["lines"]):
        words = [ids.setdefault(token, len(ids)) for token in tokens(line["text"])]
        found += words
        owners += [number] * len(words)
    gold = np.zeros(len(ids), np.int64)
    gold[: len(bag)] = list(bag.values())
    return Record(
        id=raw["id"],
        folder=folder,
        page=f"{folder}/{raw['page_id']}",
        source=raw["source"],
        domain=registered_domain(page["domain"]) or f"{folder}/{raw['page_id']}",
        language=raw["lang"],
        extractor=raw["extractor"],
        title=raw["title"],
        suspect=filtered and page.get("suspect", 0) > MAX_SUSPECT,
        licence=page.get("licence") or f"as {raw['source']}",
        lines=[line["text"] for line in raw["lines"]],
        labels=np.array([_LABELS[line["label"]] for line in raw["lines"]], np.int8),
        optional=np.array([line.get("why") == "optional" for line in raw["lines"]]),
        sizes=np.array([len(line["text"]) for line in raw["lines"]]),
        tokens=np.array(found, np.int32),
        token_lines=np.array(owners, np.int32),
        gold=gold,
    )
