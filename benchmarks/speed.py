"""What cleaning costs, stage by stage, beside the peers and the floor, on the same texts in one run.

    python -m pip install -e . clean-text justext pyahocorasick
    python benchmarks/speed.py ../shared/residue -o docs/benchmarks.md
    python benchmarks/speed.py guard                compare a fixed batch with .ci/speed.json; CI runs this
    python benchmarks/speed.py guard --store        store today's ratio

CPU time of this process, interleaved: every text goes through all of them before the next text does, several rounds;
the median of the rounds is printed, and its ratio to ftfy. Absolute times are those of one machine; ratios travel.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # not this folder: its html.py is not Python's

import ftfy
from benchmarks.dumps import records, write
from benchmarks.stages import Stages

import newsclean

ROUNDS = 5
TEXTS = 150
SMALLEST, LARGEST = 3_000, 10_000  # characters: an article of usual length
OURS = "**newsclean, everything on**"
STORED = Path(__file__).parents[1] / ".ci" / "speed.json"
LOSS = 1.2  # the guard fails where the ratio to ftfy has grown by a fifth
BATCH = 400_000  # bytes of the guard's invented articles

Work = Callable[[str], object]


def labelled(folder: Path, extractor: str = "trafilatura") -> list[str]:
    """Texts of usual length that an extractor left, evenly spaced over a folder of labelled pages."""
    with gzip.open(folder / "residue.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [record for record in map(json.loads, lines) if record["extractor"] == extractor]
    texts = [record["text"] for record in found if SMALLEST <= len(record["text"]) <= LARGEST]
    return texts[:: max(1, len(texts) // TEXTS)][:TEXTS]


def pages(folder: Path) -> list[str]:
    """HTML pages, evenly spaced over the folder."""
    paths = sorted((folder / "html").glob("*.html.gz"))
    return [gzip.open(path, "rt", encoding="utf-8", errors="replace").read() for path in paths[:: len(paths) // 40]]


def peers() -> dict[str, Work]:
    """What people use today, each as its documentation says."""
    import justext
    import langdetect
    import py3langid
    from cleantext import clean

    stoplist = justext.get_stoplist("English")

    def paragraphs(text: str) -> list[str]:
        return [line for line in text.split("\n") if line.strip()]

    def detect(line: str) -> str:
        try:
            return str(langdetect.detect(line))
        except langdetect.LangDetectException:
            return ""

    return {
        "ftfy `fix_text`": ftfy.fix_text,
        "clean-text": lambda text: clean(text, lower=False, to_ascii=False),
        "jusText, paragraphs as `<p>`": lambda text: justext.justext(
            "".join(f"<p>{line}</p>" for line in paragraphs(text)), stoplist
        ),
        "py3langid, each paragraph": lambda text: [py3langid.classify(line) for line in paragraphs(text)],
        "langdetect, each paragraph": lambda text: [detect(line) for line in paragraphs(text)],
    }


def floor() -> Work:
    """What no cleaner can do without: decode, a JSON round trip, one pass that looks for all phrases."""
    import ahocorasick

    from newsclean.folding import fold
    from newsclean.phrases.files import files, load

    automaton = ahocorasick.Automaton()
    for tag in files():
        for phrase in load(tag):
            automaton.add_word(fold(phrase.text), phrase.text)
    automaton.make_automaton()

    def least(text: str) -> object:
        read = json.loads(json.dumps({"text": text.encode().decode()}))
        return list(automaton.iter(fold(read["text"])))

    return least


def interleaved(works: dict[str, Work], texts: Sequence[str], rounds: int) -> dict[str, float]:
    """Median CPU milliseconds per text of each; the first round warms up and does not count."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        spent = dict.fromkeys(works, 0.0)
        for text in texts:
            for name, work in works.items():
                begun = time.process_time()
                work(text)
                spent[name] += time.process_time() - begun
        if turn:
            for name, seconds in spent.items():
                taken[name].append(seconds / len(texts) * 1e3)
    return {name: statistics.median(times) for name, times in taken.items()}


def table(costs: dict[str, float], unit: float, size: float) -> str:
    rows = [
        f"| {name} | {cost:.2f} | {cost / unit:.2f} | {size / cost / 1e3:.2f} |"
        for name, cost in sorted(costs.items(), key=lambda item: item[1])
    ]
    return "\n".join(["| | ms | of ftfy | MB/s |", "|---|---:|---:|---:|", *rows])


NEW_PROCESS = """
import json, sys, time
begun = time.process_time()
import newsclean
read = time.process_time() - begun
texts = json.load(sys.stdin)
begun = time.process_time()
newsclean.clean(texts[0])
first = time.process_time() - begun
for text in texts:
    newsclean.clean(text)
held, peak = (
    next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith(kind))
    for kind in ("VmRSS", "VmHWM")
)  # ru_maxrss would count the parent's
small = []
for text in ("A short line.", "\\n".join(texts[0].split("\\n")[:3])):
    begun = time.process_time()
    for _ in range(100):
        newsclean.clean(text)
    small.append((time.process_time() - begun) * 10)
print(read, first, *small, held, peak)
"""


def processes(texts: Sequence[str], times: int = 3) -> dict[str, str]:
    """What a new process costs: import, help, the first article, small texts, memory; the least of a few processes.

    They find compiled modules, as those of an installed package do.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        measured, helped = [], []
        for _ in range(times + 1):
            ran = subprocess.run(
                [sys.executable, "-c", NEW_PROCESS],
                input=json.dumps(list(texts)), check=True, capture_output=True, text=True, env=environment,
            )  # fmt: skip
            measured.append([float(number) for number in ran.stdout.split()])
            begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            command = [sys.executable, "-m", "newsclean", "--help"]
            subprocess.run(command, check=True, capture_output=True, env=environment)
            helped.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun)
    read, first, line, three, held, peak = map(min, zip(*measured[1:], strict=True))  # the first one compiles
    return {
        "`import newsclean`": f"{read:.3f} s",
        "`newsclean --help`": f"{min(helped[1:]):.2f} s",
        "the first article of a process": f"{first:.2f} s",
        "a text of 13 characters": f"{line:.2f} ms",
        "the first three lines of an article": f"{three:.2f} ms",
        "a worker's memory after all articles": f"{held:.0f} MB",
        "its peak": f"{peak:.0f} MB",
    }


def dump(megabytes: float) -> dict[int, float]:
    """Wall-clock MB/s of the command line on an invented dump, by number of jobs."""
    rates = {}
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "in.jsonl"), Path(name, "out.jsonl")
        write(source, int(megabytes * 1e6))
        for count in (1, 2):
            command = [sys.executable, "-m", "newsclean", "clean", str(source), "-o", str(target), "-q"]
            begun = time.monotonic()
            subprocess.run([*command, "--jobs", str(count)], check=True)
            rates[count] = megabytes / (time.monotonic() - begun)
    return rates


def page(folder: Path, rounds: int, megabytes: float) -> str:
    """The page of the documentation."""
    import trafilatura

    texts = labelled(folder)
    size = sum(len(text.encode()) for text in texts) / len(texts)
    lines = sum(text.count("\n") + 1 for text in texts) / len(texts)
    works = {OURS: newsclean.clean, **peers(), "the floor": floor()}
    costs = interleaved(works, texts, rounds)
    unit = costs["ftfy `fix_text`"]
    stages = Stages().measure(texts, rounds)
    html = interleaved(
        {"**newsclean**": newsclean.clean, "trafilatura": lambda text: trafilatura.extract(text)}, pages(folder), 2
    )
    rates = dump(megabytes)
    whole = sum(stages.values())
    return "\n".join(
        [
            "# What it costs\n",
            "`python benchmarks/speed.py ../shared/residue -o docs/benchmarks.md` writes this page. CPU time of one",
            f"core, Python {sys.version.split()[0]}, every text through all tools in turn, the median of {rounds}",
            f"rounds; load of the machine {os.getloadavg()[0]:.1f}. Times are this machine's; ratios travel.\n",
            f"## Text\n\n{len(texts)} extracted articles, on average {size / 1e3:.1f} kB and {lines:.0f} lines.\n",
            table(costs, unit, size),
            "\nThe floor is what no cleaner can do without: UTF-8 decoding, a JSON round trip, and one Aho–Corasick",
            f"pass for all our phrases. The goal is half of ftfy; newsclean takes {costs[OURS] / unit:.1f} times it.\n",
            "## Stages\n",
            "Measured inside, so that the sum is a little more than the whole. A text that changes is looked at",
            "again, until nothing changes any more; later rounds are in these figures.\n",
            "| stage | ms | share |\n|---|---:|---:|",
            *(f"| {name} | {cost:.2f} | {cost / whole:.0%} |" for name, cost in stages.items()),
            "\n## Pages\n",
            f"40 HTML pages: newsclean {html['**newsclean**']:.1f} ms, trafilatura alone {html['trafilatura']:.1f} ms:",
            f"{html['**newsclean**'] / html['trafilatura']:.2f} times.\n",
            "## Processes and dumps\n",
            "| | |\n|---|---:|",
            *(f"| {name} | {value} |" for name, value in processes(texts).items()),
            *(f"| `newsclean clean` with {n} job{'s' * (n > 1)} | {rate:.2f} MB/s |" for n, rate in rates.items()),
            "",
        ]
    )


def ratio(rounds: int) -> float:
    """CPU of cleaning a fixed batch of invented articles, over that of ftfy on the same texts."""
    texts = [json.loads(line)["text"] for line in records(BATCH)]
    costs = interleaved({"newsclean": newsclean.clean, "ftfy": ftfy.fix_text}, texts, rounds)
    return costs["newsclean"] / costs["ftfy"]


def guard(store: bool) -> int:
    """Compare with the stored ratio; 1 where a fifth is lost."""
    now = ratio(ROUNDS)
    if store:
        STORED.write_text(json.dumps({"newsclean to ftfy": round(now, 3)}) + "\n", encoding="utf-8")
    before = json.loads(STORED.read_text(encoding="utf-8"))["newsclean to ftfy"]
    print(f"{now:.2f} times ftfy; stored {before:.2f}")
    if now > LOSS * before:
        print("Cleaning has lost more than a fifth of its speed: profile it, or store the new ratio and say why.")
        return 1
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", help="a folder of labelled pages, or 'guard'")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    if options.what == "guard":
        return guard(options.store)
    text = page(Path(options.what), options.rounds, options.megabytes)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
