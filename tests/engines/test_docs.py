"""The example of each page in docs/engines, run as a script of its own, on 2,000 records and a bad one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.engines.conftest import ROOT, Expected
from tests.engines.news import page, records

pytestmark = pytest.mark.engines
PAGES = ROOT / "docs" / "engines"
FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run_example(folder: Path, name: str, **replaced: str) -> str:
    (code,) = FENCE.findall((PAGES / f"{name}.md").read_text("utf-8"))
    for before, after in replaced.items():
        assert before in code
        code = code.replace(before, after)
    script = folder / "example.py"
    script.write_text(code, "utf-8")
    result = subprocess.run([sys.executable, str(script)], cwd=folder, capture_output=True, text=True, timeout=280)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-6000:]
    return result.stdout + result.stderr


@pytest.mark.parametrize("name", ["spark", "ray", "datasets", "polars", "duckdb"])
def test_engines_of_columns(name: str, folder: Path, expected: Expected) -> None:
    import pyarrow.dataset

    output = run_example(folder, name)
    rows = pyarrow.dataset.dataset(folder / "clean.parquet", format="parquet").to_table().to_pylist()
    expected.check(rows)
    (bad,) = (row for row in rows if row["quarantine"] is not None)
    assert (bad["id"], bad["text"], bad["verdict"]) == (2000, None, None)
    assert "the field 'text' is null" in output
    assert {row["url"] for row in rows} == {record["url"] for record in records()} | {None}


def lines(folder: Path) -> list[dict[str, Any]]:
    found = (path.read_text("utf-8").splitlines() for path in sorted(folder.rglob("*.jsonl")))
    return [json.loads(line) for part in found for line in part]


def test_datatrove(folder: Path, expected: Expected) -> None:
    run_example(folder, "datatrove")
    rows = [{**line["metadata"], "text": line["text"], "id": line["id"]} for line in lines(folder / "clean")]
    expected.check(rows, lambda row: int(row["id"]))
    (excluded,) = lines(folder / "excluded")
    assert excluded["metadata"]["quarantine"] == "the field 'text' is an array, not a string"
    assert excluded["metadata"]["filter_reason"] == "cannot_be_cleaned"
    counts = next(
        step["stats"]
        for step in json.loads((folder / "logs" / "stats.json").read_text())
        if "newsclean" in step["name"]
    )
    assert _total(counts["forwarded"]) == 2000
    assert _total(counts["dropped_cannot_be_cleaned"]) == 1
    assert sum(_total(count) for name, count in counts.items() if name.startswith("language_")) == 2000
    assert _total(counts["characters_ad"]) > 1000


def _total(count: Any) -> int:
    return count if isinstance(count, int) else count["total"]


@contextmanager
def site() -> Iterator[str]:
    """The records as pages of a site on this machine; the last link leads to a page that is no text."""
    pages = [page(record).encode() for record in records()]
    links = "".join(f"<a class='article' href='/{number}'>{number}</a>" for number in range(len(pages)))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = self.path.strip("/")
            body = pages[int(number)] if number.isdigit() else f"<html><body>{links}</body></html>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_scrapy(folder: Path, expected_of_pages: Expected) -> None:
    with site() as address:
        bad = 'yield {"url": response.url, "text": response.text if response.url[-3:] != "/13" else None}'
        replaced = {"127.0.0.1:8000": address, 'yield {"url": response.url, "text": response.text}': bad}
        log = run_example(folder, "scrapy", **replaced)
    rows = [json.loads(line) for line in (folder / "clean.jsonl").read_text("utf-8").splitlines()]
    (failed,) = (row for row in rows if "quarantine" in row)
    assert (failed["quarantine"], failed["url"][-3:]) == ("the field 'text' is null", "/13")
    expected_of_pages.columns.pop(13)
    expected_of_pages.check(rows, lambda row: int(row["url"].rpartition("/")[2]))
    assert "'newsclean/verdict/article'" in log
    assert "'newsclean/quarantine': 1" in log
