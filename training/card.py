"""Figures out of fold, and the model card."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from newsclean.judge.protection import Thresholds
from training.corpus import Corpus
from training.dataset import BODY, GOLD, JUNK, Record
from training.fit import Scored, removed

MODES = {"thorough": 0, "balanced": 1, "careful": 2}


def figures(
    corpus: Corpus, scored: Mapping[int, Scored], thresholds: tuple[Thresholds, ...]
) -> dict[str, dict[str, float]]:
    """Text F1 and body kept by folder, kind and mode, each record by the model that has not seen its domain."""
    out: dict[str, dict[str, float]] = {}
    for folder in dict.fromkeys(record.folder for record in corpus.records):
        for kind in ("main content", "whole page", "gold"):
            numbers = [
                number
                for number in scored
                if corpus.records[number].folder == folder
                and _kind(corpus.records[number]) == kind
                and not corpus.records[number].suspect
            ]
            row: dict[str, float] = {"records": len(numbers)}
            for mode, column in {"identity": None, **MODES}.items():
                f1 = kept = body = 0.0
                for number in numbers:
                    record, found = corpus.records[number], scored[number]
                    gone = np.zeros(len(record.lines), bool)
                    if column is not None:
                        gone = removed(found, thresholds[column])
                    a, b, c = record.score(~gone)
                    f1, kept, body = f1 + a, kept + b, body + c
                row[f"{mode}_f1"] = round(f1 / max(1, len(numbers)), 4)
                row[f"{mode}_body"] = round(kept / max(1.0, body), 5)
            out[f"{folder}, {kind}"] = row
    return out


def _kind(record: Record) -> str:
    return GOLD if record.extractor == GOLD else "whole page" if record.whole else "main content"


def write(corpus: Corpus, model: Path, figures: Mapping[str, Mapping[str, float]], card: Path) -> None:
    """Write the model card."""
    pages = {record.page: record for record in corpus.records}
    labels = Counter(int(label) for record in corpus.records for label in record.labels)
    digest = hashlib.sha256(model.read_bytes()).hexdigest()

    def counted(values: list[str]) -> str:
        return ", ".join(f"{value} {number}" for value, number in Counter(values).most_common())

    lines = [
        "# Model card: the line judge",
        "",
        "Written by `training.card`; do not edit.",
        "",
        f"- File: `{model.name}`, {model.stat().st_size:,} bytes, SHA-256 `{digest}`.",
        "- What: two hashed linear scores (words, shapes) and boosted trees over features of the whole document; they",
        "  give each line of a plain text the probability of being residue, and of being the first after the article.",
        "  How: [docs/judge.md](../docs/judge.md).",
        f"- Data: {len(pages)} pages, {len(corpus.records)} extractor outputs, {labels[BODY]:,} body and",
        f"  {labels[JUNK]:,} junk lines; {len({record.domain for record in corpus.records})} registered domains.",
        f"- Languages (pages): {counted([record.language for record in pages.values()])}.",
        f"- Sources (pages): {counted([record.source for record in pages.values()])}.",
        f"- Licences (pages; 'as X' is that of the collection X): {counted([r.licence for r in pages.values()])}.",
        "  fundus, newspaper4k: MIT; WCXB: CC-BY-4.0; readability, goose3: Apache-2.0. The texts stay their",
        "  publishers'; the model keeps hashed weights and no text.",
        "- Left out of training: pages whose gold looks incomplete (`suspect` above 0.3 in the first folder).",
        "",
        "## Figures, the judge alone, each page by a model that has not seen its registered domain",
        "",
        "| pages | records | identity F1 | careful | balanced | thorough |",
        "|---|---|---|---|---|---|",
    ]
    for name, row in figures.items():
        modes = " | ".join(f"{row[f'{mode}_f1']:.3f} ({row[f'{mode}_body']:.4f})" for mode in reversed(MODES))
        lines.append(f"| {name} | {row['records']} | {row['identity_f1']:.3f} | {modes} |")
    lines += [
        "",
        "Text F1, in brackets the share of body characters kept. Thresholds were chosen on these",
        "out-of-fold margins by body kept and text F1: four numbers per mode are fitted to the figures.",
        "",
        "## Limits",
        "",
        "- Prose-shaped residue (readers' comments, donation appeals, summaries of other articles) reads like an",
        "  article; inside it such paragraphs stay, after its end they go where a phrase speaks for it.",
        "- Lists, tables, code, scores and poems inside an article look like residue; most of what it loses is there.",
        "- Three quarters of the first folder are English; other languages are carried by shape, place and",
        "  shared words, which know no language.",
        "- 59 % of the second folder's pages are news of 2011 and 2012.",
        "",
    ]
    card.write_text("\n".join(lines), "utf-8")
