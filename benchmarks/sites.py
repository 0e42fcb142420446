"""What site profiles gain, and what learning costs.

python benchmarks/sites.py quality            thirty invented sites: junk removed, body kept, with profiles and without
python benchmarks/sites.py merge              the same dump in four parts, learned apart and merged
python benchmarks/sites.py labelled ../shared/residue-extra   the labels of the lines that are learned, by extractor
python benchmarks/sites.py speed [--megabytes 40]   CPU time of `learn`, from a JSONL file and from memory
python benchmarks/sites.py memory [--lines 10]      peak memory of `learn` for so many million distinct lines
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.remove(str(Path(__file__).resolve().parent))  # where another html.py lies
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.invented_sites import LANGUAGES, Article, invented, sentence

import newsclean
from newsclean.dumps import learn
from newsclean.sites import Profiles, site_of
from newsclean.sites.counts import Counts
from newsclean.sites.folded_lines import folded_lines
from newsclean.sites.selection import profiles_of


def write(path: Path, articles: Iterable[Article]) -> None:
    with open(path, "w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article.record(), ensure_ascii=False) + "\n")


def removed(cleaned: newsclean.Cleaned) -> bytearray:
    """For each character of the source, whether it was removed as residue."""
    gone = bytearray(len(cleaned.source))
    for change in cleaned.changes:
        if change.category in newsclean.CATEGORIES and not change.after:
            gone[change.start : change.end] = b"\1" * (change.end - change.start)
    return gone


def score(cleaner: newsclean.Cleaner, articles: list[Article], show: int) -> None:
    """Print the share of the site's items that went, by kind, and of the articles' characters that stayed."""
    items: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    body = lost = 0
    for article in articles:
        cleaned = cleaner.clean(article.text, url=article.url, title=article.title, html=False)
        flags, place = removed(cleaned), 0
        for text, junk, join in article.items:
            start = article.text.index(text, place)
            place = start + len(text)
            letters = [flags[i] for i in range(start, place) if article.text[i].isalnum()]
            if not junk:
                body += len(letters)
                lost += sum(letters)
                if any(letters) and show > 0:
                    show -= 1
                    why = [(c.rule, c.evidence) for c in cleaned.changes if c.start < place and c.end > start]
                    print("   lost:", article.id, text[:70], why)
                continue
            kind = "fragment" if join or text.endswith("–") else "line"
            items[kind] += 1
            gone[kind] += sum(letters) >= 0.9 * len(letters)
            if kind == "line" and sum(letters) < 0.9 * len(letters) and show > 0:
                show -= 1
                print("   left:", article.id, text[:90])
    for kind in items:
        print(f"   {kind}s removed: {gone[kind] / items[kind]:.4f} of {items[kind]:,}")
    print(f"   all removed: {gone.total() / items.total():.4f}; body kept: {1 - lost / body:.6f} of {body:,} letters")


def quality(folder: Path, show: int) -> None:
    articles = list(invented())
    write(folder / "dump.jsonl", articles)
    learn([folder / "dump.jsonl"], folder / "sites.json")
    learn([folder / "dump.jsonl"], folder / "titles.json", titles=True)
    print(f"{len(articles):,} documents of {len({a.site for a in articles})} sites in {len(LANGUAGES)} languages")
    bare = newsclean.Cleaner(typography=None, filters=())
    for name, cleaner in {
        "phrases, structure and judge": newsclean.Cleaner(typography=None),
        "and site profiles": newsclean.Cleaner(typography=None, sites=folder / "sites.json"),
        "and site profiles with titles": newsclean.Cleaner(typography=None, sites=folder / "titles.json"),
        "site profiles with titles alone": newsclean.Cleaner(
            typography=None, filters=(), sites=Profiles.read(folder / "titles.json")
        ),
        "nothing": bare,
    }.items():
        print(name)
        score(cleaner, articles, show)
    few = [article for article in articles if article.number < 4]
    write(folder / "few.jsonl", few)
    learn([folder / "few.jsonl"], folder / "few.json", titles=True)
    print(
        f"of the first four documents of each site, {len(Profiles.read(folder / 'few.json').sites)} sites are learned"
    )


def merge(folder: Path) -> None:
    articles = list(invented())
    write(folder / "dump.jsonl", articles)
    learn([folder / "dump.jsonl"], folder / "whole.json", titles=True)
    for part in range(4):
        write(folder / f"{part}.jsonl", articles[part::4])
        learn([folder / f"{part}.jsonl"], folder / f"{part}.counts", titles=True)
    learn([folder / f"{part}.counts" for part in (3, 1, 0, 2)], folder / "merged.json")
    same = (folder / "merged.json").read_bytes() == (folder / "whole.json").read_bytes()
    sizes = [sum((folder / f"{p}.{end}").stat().st_size for p in range(4)) for end in ("jsonl", "counts")]
    print(f"four parts, merged: {'the same profile' if same else 'ANOTHER PROFILE'}, byte for byte")
    print(f"the parts have {sizes[0]:,} bytes, their counts {sizes[1]:,}")


def labelled(folder: Path) -> None:
    """Learn from what each extractor made of labelled pages, and print which labels the learned lines have."""
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    with gzip.open(folder / "residue.jsonl.gz") as file:
        for line in file:
            record = json.loads(line)
            records[record["extractor"]].append(record)
    for extractor, found in records.items():
        labels: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        with Counts() as counts:
            for record in found:
                site = site_of(record["url"]) or ""
                counts.add("\n".join(line["text"] for line in record["lines"]), site=site, id=record["id"])
                for line in record["lines"]:
                    for folded in folded_lines(line["text"]):
                        labels[site, folded][line["label"]] += 1
            sites = profiles_of(counts).sites
            large = sum(size >= 5 for size in counts.documents.values())
        total = sum((labels[name, line.line] for name, site in sites.items() for line in site.lines), Counter())
        learned = sum(len(site.lines) for site in sites.values())
        print(f"{extractor}: {large} sites of five pages or more, {learned:,} lines learned, there {dict(total)}")


def documents(size: int, sentences: int) -> Iterator[dict[str, str]]:
    """Documents of 30 sites in turn, in each language; paragraphs of about so many sentences, with furniture."""
    chooser = random.Random(3)
    languages = list(LANGUAGES)
    done = number = 0
    while done < size:
        language = languages[number % len(languages)]
        space = "" if language == "zh" else " "
        lines = [
            space.join(sentence(language, chooser) for _ in range(chooser.randint(1, 2 * sentences - 1)))
            for _ in range(20)
        ]
        lines = [f"{line[:-1]} {number}.{i}{line[-1]}" for i, line in enumerate(lines)]  # no two are the same
        lines += ["The parrot knows more", f"Story {number}", "Kiosk and tea room", "Hats found on the pier"]
        text = "\n".join(lines)
        yield {
            "id": str(number),
            "url": f"https://www.site{number % 30}.example/{number}",
            "title": lines[0],
            "text": text,
        }
        done += len(text.encode())
        number += 1


def speed(folder: Path, size: int) -> None:
    for sentences in (1, 3):
        made = list(documents(size, sentences))
        texts = sum(len(document["text"].encode()) for document in made)
        lines = sum(document["text"].count("\n") + 1 for document in made)
        path = folder / "dump.jsonl"
        path.write_text("".join(json.dumps(document, ensure_ascii=False) + "\n" for document in made), "utf-8")
        taken = {"memory": [], "file": []}
        for _ in range(3):
            begun = time.process_time()
            with Counts() as counts:
                for document in made:
                    counts.add(document["text"], site=document["url"][12:30].split("/")[0], id=document["id"])
                list(counts.lines(5))
            taken["memory"].append(time.process_time() - begun)
            begun = time.process_time()
            learn([path], folder / "sites.json")
            taken["file"].append(time.process_time() - begun)
        print(f"lines of {texts / lines:.0f} bytes on average:")
        for name, total in (("memory", texts), ("file", path.stat().st_size)):
            rates = ", ".join(f"{total / seconds / 1e6:.1f}" for seconds in sorted(taken[name]))
            print(f"   from {name}: {rates} MB/s of CPU time ({total / 1e6:.0f} MB, three turns)")


MEASURED = """
import random, resource, sys
from newsclean.sites.counts import Counts
million = float(sys.argv[1])
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
chooser = random.Random(5)
words = [f"{a}{b}{c}" for a in ("ka", "mo", "ri", "stu") for b in ("le", "ban", "do") for c in ("r", "n", "tis", "va")]
with Counts() as counts:
    for number in range(int(million * 1e6 / 20)):
        lines = [" ".join(chooser.choices(words, k=8)) + f" {number} {i}" for i in range(20)]
        counts.add("\\n".join(lines) + "\\nKiosk and tea room", site=f"site{number % 1000}.example", id=str(number))
    kept = sum(1 for _ in counts.lines(5))
    rows = sum(len(rows) for rows in counts._runs.merged())
print(f"{rows:,} distinct lines, {kept:,} kept;", end=" ")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"peak {peak / 1024:.0f} MB, of which {start / 1024:.0f} MB before the first line")
"""


def memory(million: float) -> None:
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", MEASURED, str(million)], check=True)
    print(f"{time.monotonic() - begun:.0f} s, {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["quality", "merge", "labelled", "speed", "memory"])
    parser.add_argument("folder", nargs="?", type=Path, help="of labelled pages")
    parser.add_argument("--megabytes", type=float, default=40)
    parser.add_argument("--lines", type=float, default=10, help="millions")
    parser.add_argument("--show", type=int, default=0, help="so many items that went wrong")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.what == "quality":
            quality(folder, options.show)
        elif options.what == "merge":
            merge(folder)
        elif options.what == "labelled":
            labelled(options.folder)
        elif options.what == "speed":
            speed(folder, int(options.megabytes * 1e6))
        else:
            memory(options.lines)


if __name__ == "__main__":
    main()
