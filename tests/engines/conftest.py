"""A folder with 2,000 records and bad ones among them, and what `Cleaner.pipe` makes of the good ones."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newsclean import Cleaner
from tests.engines.news import page, records

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def surroundings() -> None:
    """What the engines' processes are to find: this Python, newsclean and these tests; no network but this machine."""
    os.environ.update(
        PYTHONPATH=os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)]),
        PYSPARK_PYTHON=sys.executable,
        SPARK_LOCAL_IP="127.0.0.1",
        RAY_raylet_start_wait_time_s="120",
        RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0",
        HF_HUB_OFFLINE="1",
    )


@dataclass(frozen=True)
class Expected:
    """What a cleaned record is to look like, by its number."""

    columns: dict[int, tuple[Any, ...]]

    def check(
        self, rows: list[dict[str, Any]], number: Callable[[dict[str, Any]], int] = lambda row: row["id"]
    ) -> None:
        found = {number(row): _shown(row) for row in rows if row.get("quarantine") is None}
        assert len(rows) == len({number(row) for row in rows}), "a record came twice"
        assert found.keys() == self.columns.keys()
        assert [n for n, row in found.items() if row != self.columns[n]] == []
        assert {row["cleaned_by"].split(" mode=")[0] for row in rows if row.get("quarantine") is None} != {None}


def _shown(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["text"], row["language"], row["verdict"], row["paragraphs"]


def _expected(sources: list[str]) -> Expected:
    found = {}
    for number, cleaned in enumerate(Cleaner().pipe(sources, jobs=2)):
        paragraphs = [
            {"text": p.text, "language": p.language, "confidence": round(p.confidence, 4)} for p in cleaned.paragraphs
        ]
        found[number] = (cleaned.text, cleaned.language, cleaned.verdict, paragraphs)
    return Expected(found)


@pytest.fixture(scope="session")
def expected() -> Expected:
    """`Cleaner.pipe` over the texts of the 2,000 records."""
    return _expected([record["text"] for record in records()])


@pytest.fixture(scope="session")
def expected_of_pages() -> Expected:
    """`Cleaner.pipe` over their pages."""
    return _expected([page(record) for record in records()])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the records as Parquet, a null text among them, and as JSON lines, a list among them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    good = list(records())
    rows = [*good[:1000], {"id": 2000, "url": None, "text": None}, *good[1000:]]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")
    (tmp_path / "news").mkdir()
    lines = [{**record, "id": str(record["id"])} for record in good]
    lines.insert(1000, {"id": "2000", "url": None, "text": ["x"]})
    for part in range(2):
        file = tmp_path / "news" / f"{part}.jsonl"
        file.write_text("".join(json.dumps(line) + "\n" for line in lines[part::2]), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
