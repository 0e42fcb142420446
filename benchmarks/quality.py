"""Text quality on labelled extractor outputs, beside the peers, each page by a model that has not seen it.

    python -m training.train ../shared/residue ../shared/residue-extra -o /tmp/judge.model --folds /tmp/folds
    python -m training.languages ../shared/residue ../shared/residue-extra --model /tmp/judge.model -o /tmp/folds
    python benchmarks/quality.py ../shared/residue --models /tmp/folds --max-suspect 0.3
    python benchmarks/quality.py ../shared/residue-extra --models /tmp/folds --by language

Prints text F1 and body characters kept by kind of input, extractor, source and language, for newsclean (the whole
`clean()`, typography off; the judge's model for each page is the one that has not seen its registered domain, or, with
`--by language`, its language), for the judge alone, and for four ways to do without: identity, jusText on the lines,
the line rules of C4 as datatrove states them, and "five words or more". `score_residue.py`, which lies beside the
labelled folders, does the scoring.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its html.py is not Python's

import html

import justext
from training.corpus import looked_at
from training.dataset import fold_of, registered_domain
from training.fit import FOLDS

import newsclean
from newsclean.document import Certainty
from newsclean.judge import Judge

Lines = list[str]
STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "gu": "Gujarati", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "sq": "Albanian", "sv": "Swedish", "sw": "Swahili", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip
POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")


def identity(lines: Lines, language: str) -> Lines:
    return lines


def word_count(lines: Lines, language: str) -> Lines:
    return [line for line in lines if _words(line) >= 5]


def c4(lines: Lines, language: str) -> Lines:
    """datatrove's C4 line rules: an end mark, three words or more, no javascript, no policy. No document rules."""
    ends = (".", "?", "!", '"', "'", "”", "。", "！", "？")
    return [
        line
        for line in lines
        if line.endswith(ends)
        and not line.endswith("...")
        and _words(line) >= 3
        and "javascript" not in line.lower()
        and not any(phrase in line.lower() for phrase in POLICY)
    ]


def justext_lines(lines: Lines, language: str) -> Lines:
    name = STOPLISTS.get(language)
    words = justext.get_stoplist(name) if name in justext.get_stoplists() else frozenset()
    options = {} if words else {"stopwords_low": 0, "stopwords_high": 0}
    page = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    found = justext.justext(f"<html><body>{page}</body></html>", words, **options)
    return [paragraph.text for paragraph in found if not paragraph.is_boilerplate]


def _words(line: str) -> int:
    return sum(1 if word.isascii() or not _dense(word) else len(word) // 2 + 1 for word in line.split())


def _dense(word: str) -> bool:
    return any("\u0e00" <= character <= "\u0eff" or "\u3040" <= character <= "\u9fff" for character in word)


def judge_alone(lines: Lines, title: str | None, model: Path) -> str:
    """What the judge takes by itself; it sees what the first look has marked."""
    document = dataclasses.replace(looked_at(lines), title=title)
    gone = {mark.span for mark in Judge(model)(document) if mark.certainty >= Certainty.LIKELY}
    return "\n".join(paragraph.text for paragraph in document.paragraphs if paragraph.span not in gone)


def whole_clean(text: str, title: str | None, model: Path | None, mode: str) -> str:
    cleaner = newsclean.Cleaner(typography=None, mode=mode)
    filters = tuple(f for f in cleaner.filters if f.name != "judge")
    if model:
        filters += (Judge(model),)
    return newsclean.Cleaner(typography=None, mode=mode, filters=filters).clean(text, title=title, html=False).text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a labelled folder")
    parser.add_argument(
        "--models", type=Path, required=True, help="the folder of fold models that training.train wrote"
    )
    parser.add_argument(
        "--by", choices=["domain", "language"], default="domain", help="what a page's model must not know"
    )
    parser.add_argument("--max-suspect", type=float, default=9e9)
    parser.add_argument("--mode", default="balanced")
    parser.add_argument("--every", type=int, default=1, help="only every nth page, for a quick look")
    parser.add_argument("--only", nargs="*", help="only these rows")
    parser.add_argument("--title", action="store_true", help="tell the cleaner the title")
    parser.add_argument("--json", type=Path, help="write all figures here")
    options = parser.parse_args()
    scorer = _scorer(options.folder)
    pages = {page["page_id"]: page for page in _read(options.folder / "pages.jsonl.gz")}
    chosen = {
        page for number, page in enumerate(sorted(pages)) if not number % options.every
        and pages[page].get("suspect", 0) <= options.max_suspect
    }  # fmt: skip
    records = [r for r in _read(options.folder / "residue.jsonl.gz") if r["page_id"] in chosen]

    def model(record: dict[str, Any]) -> Path:
        page = pages[record["page_id"]]
        if options.by == "language":
            return options.models / f"language-{record['lang']}.model"  # type: ignore[no-any-return]
        domain = registered_domain(page["domain"]) or f"{options.folder.name}/{record['page_id']}"
        return options.models / f"fold-{fold_of(domain, FOLDS)}.model"  # type: ignore[no-any-return]

    def title(record: dict[str, Any]) -> str | None:
        return record["title"] if options.title else None

    def lines(record: dict[str, Any]) -> Lines:
        return [line["text"] for line in record["lines"]]

    ways: dict[str, Callable[[dict[str, Any]], str]] = {
        "identity": lambda r: "\n".join(identity(lines(r), r["lang"])),
        "five words or more": lambda r: "\n".join(word_count(lines(r), r["lang"])),
        "C4 line rules": lambda r: "\n".join(c4(lines(r), r["lang"])),
        "jusText on lines": lambda r: "\n".join(justext_lines(lines(r), r["lang"])),
        "the judge alone": lambda r: judge_alone(lines(r), title(r), model(r)),
        "newsclean without the judge": lambda r: whole_clean(r["text"], title(r), None, options.mode),
        "newsclean": lambda r: whole_clean(r["text"], title(r), model(r), options.mode),
    }
    results = {}
    for name, way in ways.items():
        if not options.only or name in options.only:
            print(f"... {name}", file=sys.stderr, flush=True)
            predictions = {record["id"]: way(record) for record in records}
            results[name] = scorer.score(options.folder, predictions, "skip", max_suspect=options.max_suspect)
    print(f"# {options.folder.name}: {len(records)} records of {len(chosen)} pages; mode {options.mode}.")
    print(f"Each page is judged by a model that has not seen its {options.by}.\n")
    for group in ("input", "extractor", "source", "lang"):
        print(_table(results, group), end="\n\n")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1), "utf-8")


def _table(results: dict[str, Any], group: str) -> str:
    """Rows: values of the group, most records first; a cell: text F1 and, in brackets, body characters kept."""
    first = next(iter(results.values()))[group]
    keys = sorted(first, key=lambda key: -first[key]["records"])
    out = [f"| {group} | records | {' | '.join(results)} |", "|---" * (len(results) + 2) + "|"]
    for key in keys:
        cells = (f"{r[group][key]['text_F1']:.4f} ({r[group][key]['body_chars_kept']:.4f})" for r in results.values())
        out.append(f"| {key} | {first[key]['records']} | {' | '.join(cells)} |")
    return "\n".join(out)


def _scorer(folder: Path) -> ModuleType:
    for place in (folder, folder.parent / "residue"):
        path = place / "score_residue.py"
        if path.exists():
            spec = importlib.util.spec_from_file_location("score_residue", path)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    raise SystemExit(f"score_residue.py is neither in {folder} nor in residue beside it.")


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


if __name__ == "__main__":
    main()
