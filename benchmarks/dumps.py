"""What dumps cost beside the cleaning itself: CPU of reading, writing and shipping; speed of two workers; memory.

python benchmarks/dumps.py overhead [--megabytes 8]     CPU time, so that other work on the machine does not matter
python benchmarks/dumps.py jobs [--megabytes 16]        wall-clock time of one and two workers; needs a quiet machine
python benchmarks/dumps.py memory [--small 200 --large 2000]   the parent's peak, with a cleaner that does nothing
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SENTENCES = [
    "Die Brücke über den Fluss bleibt bis zum Herbst gesperrt, weil Fachleute einen Riss im zweiten Pfeiler fanden.",
    "„Wir haben keine andere Wahl“, sagte die Bürgermeisterin am Montag vor dem Rathaus.",
    "Le conseil municipal a voté mardi soir un budget de douze millions d'euros pour réparer les écoles.",
    '"Nous attendions cela depuis dix ans", a déclaré une habitante du quartier de la gare.',
    "The harbour will reopen on Friday after divers removed the wreck that had blocked the entrance for a month.",
    "Fishermen said they had lost about a third of their yearly income, and asked the ministry for help.",
    "El tren nocturno volverá a circular en primavera entre las dos capitales, según anunció la compañía.",
    "Los vecinos celebraron la noticia con música en la plaza mayor, aunque algunos temen el ruido.",
]
RESIDUE = [
    "[ad_1]",
    "Share this:",
    "Lire aussi : Le tunnel a trente ans",
    "Anzeige",
    "Subscribe to our newsletter",
    "Publicidad",
]


def records(size: int, seed: int = 0) -> Iterator[str]:
    """Lines of a dump of about `size` bytes: articles of some 3 kB, each in one language, with residue between."""
    chooser = random.Random(seed)
    done = number = 0
    while done < size:
        first = chooser.randrange(0, len(SENTENCES), 2)
        paragraphs = [" ".join(chooser.choices(SENTENCES[first : first + 2], k=3)) for _ in range(8)]
        paragraphs.insert(chooser.randrange(8), chooser.choice(RESIDUE))
        record = {"id": number, "url": f"https://www.site{number % 50}.example/{number}", "text": "\n".join(paragraphs)}
        line = json.dumps(record, ensure_ascii=False) + "\n"
        yield line
        done += len(line.encode())
        number += 1


def write(path: Path, size: int) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(records(size))


def cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def overhead(folder: Path, size: int) -> None:
    """CPU of a run whose cleaner costs nothing, beside the CPU of cleaning the same records and nothing else."""
    from newsclean import Cleaner

    cleaner = Cleaner()
    texts = [json.loads(line) for line in records(size)]
    cleaner.clean(texts[0]["text"])
    cleaning = []
    for _ in range(3):
        begun = cpu(resource.RUSAGE_SELF)
        for record in texts:
            cleaner.clean(record["text"], url=record["url"])
        cleaning.append(cpu(resource.RUSAGE_SELF) - begun)
    bare = min(cleaning) / size * 1e6
    print(f"cleaning: {bare:.3f} s CPU per MB, the least of {', '.join(f'{c / size * 1e6:.3f}' for c in cleaning)}")
    large = 10 * size
    write(folder / "in.jsonl", large)
    write(folder / "one.jsonl", 1)
    for ending in (".jsonl", ".jsonl.zst", ".jsonl.gz"):
        costs = []
        for _ in range(3):
            start = _run_cpu(folder / "one.jsonl", folder / f"one.out{ending}")
            costs.append(_run_cpu(folder / "in.jsonl", folder / f"out{ending}") - start)
        cost = min(costs) / large * 1e6
        print(f"reading, shipping, writing {ending}: {cost:.4f} s CPU per MB, {cost / bare:.1%} of the cleaning")


def _run_cpu(source: Path, target: Path) -> float:
    """CPU seconds of parent and worker for a run with a cleaner that costs nothing."""
    root = str(Path(__file__).resolve().parents[1])
    begun = cpu(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", MEASURED, str(source), str(target), root], check=True, capture_output=True)
    return cpu(resource.RUSAGE_CHILDREN) - begun


def jobs(folder: Path, size: int) -> None:
    write(folder / "in.jsonl", size)
    times = {}
    for turn in range(3):
        for count in (1, 2):
            begun = time.monotonic()
            command = [
                sys.executable,
                "-m",
                "newsclean",
                "clean",
                str(folder / "in.jsonl"),
                "-o",
                str(folder / "out.jsonl"),
            ]
            subprocess.run([*command, "-q", "--jobs", str(count)], check=True)
            seconds = time.monotonic() - begun
            times[count] = min(times.get(count, seconds), seconds)
            print(f"turn {turn}: {count} jobs {seconds:.1f} s, load {os.getloadavg()[0]:.1f}")
    print(f"2 jobs are {times[1] / times[2]:.2f} times as fast as 1")


MEASURED = """
import resource, sys
sys.path.insert(0, sys.argv[3])
from newsclean.dumps import run
from tests.faults.standin import Standin
run([sys.argv[1]], sys.argv[2], cleaner=Standin(), jobs=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory(folder: Path, small: int, large: int) -> None:
    peaks = []
    for megabytes in (small, large):
        write(folder / "in.jsonl", megabytes * 1_000_000)
        root = str(Path(__file__).resolve().parents[1])
        command = [sys.executable, "-c", MEASURED, str(folder / "in.jsonl"), str(folder / "out.jsonl"), root]
        begun = time.monotonic()
        peaks.append(int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024)
        print(f"{megabytes} MB: the parent's peak is {peaks[-1]:.1f} MB ({time.monotonic() - begun:.0f} s)", flush=True)
    print(f"ten times the dump: {peaks[1] / peaks[0] - 1:+.1%} memory")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["overhead", "jobs", "memory"])
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--small", type=int, default=200)
    parser.add_argument("--large", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.what == "overhead":
            overhead(folder, int(options.megabytes * 1e6))
        elif options.what == "jobs":
            jobs(folder, int(options.megabytes * 1e6))
        else:
            memory(folder, options.small, options.large)


if __name__ == "__main__":
    main()
