"""The report of a run: what it counts, what it shows, and that it stays inert."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsclean
from newsclean import report
from newsclean.cli import main
from newsclean.document import EDIT_CATEGORIES, Change
from tests.test_explain import ARTICLE, HOSTILE, tags_of

pytest.importorskip("leather", reason="charts need leather: pip install 'newsclean[report]'")
LONG = (
    "The council of the island voted on Monday to paint the ferry green, although nobody who spoke at the meeting had "
    "asked for it, and the goat was not heard."
)


def removal(text: str, start: int = 0, category: str = "ad", rule: str = "phrases") -> Change:
    return Change(start, start + len(text), text, "", category, rule, "a sign")


def rows(audit: report.Audit, name: str) -> list[dict[str, object]]:
    table = next(table for table in audit.tables() if table.name == name)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_lines_are_counted_by_site_and_rule() -> None:
    audit = report.Audit()
    for number in range(3):
        audit.add(str(number), "a.example", [removal("Anzeige"), removal("Werbung", 9)])
    audit.add("9", "b.example", [removal("Anzeige", rule="labels"), removal("\n", 8, "spacing", "seams")])
    found = [(row["site"], row["rule"], row["line"], row["times"]) for row in rows(audit, "lines")]
    assert found == [
        ("a.example", "phrases", "Anzeige", 3),
        ("a.example", "phrases", "Werbung", 3),
        ("b.example", "labels", "Anzeige", 1),
    ]


def test_the_count_of_lines_keeps_to_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsclean.report.audit._LINES", 100)
    audit = report.Audit()
    for number in range(1000):
        audit.add(str(number), "a.example", [removal("Anzeige"), removal(f"line {number}", 9)])
    assert len(audit._lines) <= 101
    assert rows(audit, "lines")[0]["times"] == 1000


@pytest.mark.parametrize(
    ("text", "start", "suspicious"),
    [
        (LONG, 500, True),
        (LONG, 0, False),  # at the very beginning
        (LONG.removesuffix("."), 500, False),  # breaks off
        (LONG.lower(), 500, False),  # does not begin as a sentence does
        ("Share this story.", 500, False),
        ("村" * 130 + "。", 500, True),
    ],
)
def test_suspicious_is_long_and_well_formed_and_in_the_middle(text: str, start: int, suspicious: bool) -> None:
    audit = report.Audit()
    audit.add("1", "a.example", [removal(text, start)], "x" * 1000)
    assert bool(rows(audit, "suspicious")) is suspicious


def test_samples_have_what_stood_around_them() -> None:
    source = "Il pleut sur le lac ce matin.\nPartager sur Facebook\nIl fait froid sur la rive."
    article = newsclean.clean(source)
    audit = report.Audit()
    audit.add("1", "a.example", article.changes, article.text)
    sample = next(row for row in rows(audit, "samples") if row["category"] == "share")
    assert str(sample["before"]).strip().endswith("ce matin.")
    assert str(sample["after"]).strip().startswith("Il fait froid")


def test_samples_are_drawn_from_all_of_the_run_and_always_the_same() -> None:
    drawn = []
    for _ in range(2):
        audit = report.Audit()
        for number in range(500):
            audit.add(str(number), "a.example", [removal("Anzeige")])
        drawn.append([row["record"] for row in rows(audit, "samples")])
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 5
    assert max(int(str(record)) for record in drawn[0]) > 50


@given(st.text(max_size=30) | st.sampled_from(HOSTILE), st.integers(0, 9))
def test_a_csv_has_every_cell_and_no_formula(text: str, number: int) -> None:
    table = report.Table("t", "T", "", ("text", "number"), [(text, number)])
    shown = text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    head, row = csv.reader(io.StringIO(table.csv(), newline=""))
    assert head == ["text", "number"]
    assert row[1] == str(number)
    assert row[0].removeprefix("'") == shown.removeprefix("'")
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=30) | st.sampled_from(HOSTILE))
def test_no_text_adds_a_tag_or_a_link_to_the_report(text: str) -> None:
    def tags(text: str) -> tuple[set[str], list[str], str]:
        audit = report.Audit()
        audit.add(text, text, [removal(text or "x", category=text or "y", rule=text)], text)
        audit.add_near(text, text, removal(text))
        totals = report.Totals(text, text, [("a", text)], {"site": {text: (1, 2, 3)}, "language": {"en": (1, 2, 3)}})
        written = report.run_page(totals, audit.tables())
        written.encode("utf-8")
        found = tags_of(written)
        return set(found.tags), found.links, written

    found, links, written = tags(text)
    assert found <= tags("plain")[0] | {"span"}
    assert not found & {"script", "img", "a:href"}
    assert all(link.startswith(("#", "data:")) for link in links)
    assert not set(written) & set("\u202e\u2066\x1b\x00")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    dump = tmp_path / "dump.jsonl"
    records = [
        {"id": n, "url": f"https://www.harbour{n % 2}.example/{n}", "text": f"Ferry number {n} sails.\n{ARTICLE}"}
        for n in range(6)
    ]
    records.insert(2, {"id": "plain", "url": "https://plain.example", "text": "Nothing changes here."})
    dump.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    out, changes = tmp_path / "clean.jsonl.gz", tmp_path / "changes.jsonl"
    assert main(["clean", str(dump), "-o", str(out), "--changes", str(changes), "-q"]) == 0
    return out


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_is_reported(run: Path) -> None:
    page, tables = run.with_name("report.html"), run.with_name("tables")
    assert main(["report", str(run), "-o", str(page), "--csv", str(tables)]) == 0
    written = page.read_text("utf-8")
    assert "<dt>Records</dt><dd>7</dd>" in written
    assert written.count("<svg ") == 3
    lines = read_csv(tables / "lines.csv")
    share = [(row["site"], row["times"]) for row in lines if row["line"] == "Share on Facebook"]
    assert share == [("harbour0.example", "3"), ("harbour1.example", "3")]
    changes = [json.loads(line) for line in run.with_name("changes.jsonl").read_text("utf-8").splitlines()]
    every = [change for entry in changes for change in entry["changes"] if change["category"] not in EDIT_CATEGORIES]
    counted = {row["category"]: int(row["changes"]) for row in read_csv(tables / "categories.csv")}
    assert sum(counted[name] for name in counted if name not in EDIT_CATEGORIES) == len(every)
    assert sum(int(row["times"]) for row in lines) == len(every)


@pytest.mark.parametrize(("without", "found"), [((), 1), (("stamps", "judge"), 0)])
def test_near_misses_are_those_of_the_filters_that_ran(tmp_path: Path, without: tuple[str, ...], found: int) -> None:
    dump, out, tables = tmp_path / "dump.jsonl", tmp_path / "clean.jsonl", tmp_path / "tables"
    text = "Divers removed the wreck on Friday.\n12:45\nFishermen had lost a third of their income, they said."
    dump.write_text(json.dumps({"id": 1, "text": text}) + "\n", "utf-8")
    options = [word for name in without for word in ("--without", name)]
    assert main(["clean", str(dump), "-o", str(out), "-q", *options]) == 0
    assert main(["report", str(out), "-o", str(tmp_path / "report.html"), "--csv", str(tables)]) == 0
    assert [row["text"] for row in read_csv(tables / "near-misses.csv")] == ["12:45"] * found


def test_without_the_changes_the_report_says_what_is_missing(run: Path) -> None:
    run.with_name("changes.jsonl").unlink()
    page = run.with_name("report.html")
    assert main(["report", str(run), "-o", str(page)]) == 0
    assert "Run with --changes FILE" in page.read_text("utf-8")


def test_what_is_no_run_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "nothing.jsonl"), "-o", str(tmp_path / "r.html")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
