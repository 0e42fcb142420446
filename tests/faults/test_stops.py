"""Stopped at any record, resumed to the same bytes, whatever the form of the output."""

import csv
import json
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from newsclean.dumps import Limits, run
from tests.faults.standin import Standin

ROWS = [{"id": str(n), "text": f"text {n}" + " [residue]" * (n % 2)} for n in range(40)]


@dataclass(frozen=True)
class Stopping(Standin):
    """Is stopped at its so many-th record."""

    left: list[int] = field(default_factory=lambda: [10**9], compare=False)

    def clean(self, source, /, **hints):
        self.left[0] -= 1
        if self.left[0] < 0:
            raise KeyboardInterrupt
        return super().clean(source, **hints)


def write(folder, kind):
    """Make an input of a kind; give the arguments of a run."""
    source = folder / "in"
    source.mkdir()
    if kind == "parquet":
        pa = pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(ROWS), source / "a.parquet")
        return source / "a.parquet", "out.parquet"
    if kind == "csv":
        with open(source / "a.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, ["id", "text"])
            writer.writeheader()
            writer.writerows(ROWS)
        return source / "a.csv", "out.csv.gz"
    for number in range(3):
        lines = "".join(json.dumps(row) + "\n" for row in ROWS[number::3])
        (source / f"{number}.jsonl").write_text(lines)
        (source / f"{number}.txt").write_text(f"text {number}")
    (source / "empty.jsonl").write_text("")
    return source, "out/"


def clean(folder, source, name, cleaner, **options):
    folder.mkdir(exist_ok=True)
    limits = Limits(chunk=60)
    return run([source], f"{folder}/{name}", cleaner=cleaner, jobs=0, limits=limits, **options)


def files(folder):
    found = (path for path in folder.rglob("*") if path.is_file() and "ledger" not in path.name)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize("kind", ["parquet", "csv", "folder"])
def test_stopped_and_resumed(tmp_path, kind):
    source, name = write(tmp_path, kind)
    clean(tmp_path / "whole", source, name, Stopping())
    expected = files(tmp_path / "whole")
    assert len(expected) == (7 if kind == "folder" else 1)
    for stop in range(0, 44, 3):
        folder = tmp_path / f"stopped at {stop}"
        for _ in range(2):
            with suppress(KeyboardInterrupt):
                clean(folder, source, name, Stopping(left=[stop]), resume=True)
        summary = clean(folder, source, name, Stopping(), resume=True)
        assert files(folder) == expected
        assert summary.balanced
        assert clean(folder, source, name, Stopping(left=[0]), resume=True).complete


def test_a_resumed_run_does_nothing_twice(tmp_path):
    source, name = write(tmp_path, "csv")
    with pytest.raises(KeyboardInterrupt):
        clean(tmp_path / "o", source, name, Stopping(left=[20]))
    cleaner = Stopping(left=[1000])
    summary = clean(tmp_path / "o", source, name, cleaner, resume=True)
    assert 1000 - cleaner.left[0] == 40 - summary.resumed
    assert summary.resumed >= 15  # 20, less what the chunk in work had done
