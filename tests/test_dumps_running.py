"""Runs from beginning to end: formats in and out, workers, progress, statistics, the library face."""

import csv
import gzip
import io
import json
import random

import pytest

from newsclean.document import Change
from newsclean.dumps import DumpError, Fields, Limits, Statistics, run
from newsclean.dumps.compression import blocks
from newsclean.dumps.json_records import encode, read_fields
from newsclean.dumps.ledger import End, Entry, Ledger, Run, read
from newsclean.dumps.outputs import Spool
from newsclean.dumps.statistics import site, whole_lines
from tests.faults.standin import Standin

RECORDS = [
    {"id": n, "url": f"https://www.s{n % 2}.example/{n}", "text": f"text {n} [residue]" if n % 2 else f"text {n}"}
    for n in range(50)
]
SMALL = Limits(chunk=300, record=100_000)


def clean(inputs, output, **options):
    return run(inputs, output, **{"cleaner": Standin(), "jobs": 0, "limits": SMALL, **options})


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    return path


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_any_compression_out_gives_the_same_records(tmp_path, dump, ending):
    if ending == ".zst":
        pytest.importorskip("backports.zstd")
    target = tmp_path / f"out.jsonl{ending}"
    summary = clean([dump], target)
    data = b"".join(blocks(io.BytesIO(target.read_bytes()), ending[1:] or None))
    found = [json.loads(line) for line in data.splitlines()]
    assert [record["text"] for record in found] == [record["text"].replace("[residue]", "") for record in RECORDS]
    assert (summary.records, summary.written, summary.changed) == (50, 50, 25)
    assert list(found[0]) == ["id", "url", "text", "language", "paragraphs", "verdict", "cleaned_by"]


def test_the_number_of_workers_does_not_show(tmp_path, dump):
    found = set()
    for jobs in (0, 1, 3):
        target = tmp_path / f"out{jobs}.jsonl"
        clean([dump], target, jobs=jobs)
        found.add(target.read_bytes())
    assert len(found) == 1


def test_ledger_and_output_agree(tmp_path, dump):
    clean([dump], tmp_path / "out.jsonl")
    lines = [line for line, _ in read(tmp_path / "out.jsonl.ledger.jsonl")]
    entries = [line for line in lines if isinstance(line, Entry)]
    assert isinstance(lines[0], Run)
    assert lines[0].settings["mode"] == "balanced"
    assert isinstance(lines[-1], End)
    assert len(entries) > 5
    assert sum(entry.records for entry in entries) == lines[-1].records == 50
    assert sum(entry.data[0] for entry in entries) == (tmp_path / "out.jsonl").stat().st_size


def test_a_cut_line_of_a_ledger_is_no_line(tmp_path, dump):
    clean([dump], tmp_path / "out.jsonl")
    ledger = tmp_path / "out.jsonl.ledger.jsonl"
    whole = list(read(ledger))
    data = ledger.read_bytes()
    for size in random.Random(1).sample(range(len(data)), 50):
        ledger.write_bytes(data[:size])
        assert list(read(ledger)) == [line for line in whole if line[1] <= size]


def test_two_runs_cannot_write_one_output(tmp_path, dump):
    other = Ledger(tmp_path / "out.jsonl.ledger.jsonl")
    with pytest.raises(DumpError, match="another run is writing"):
        clean([dump], tmp_path / "out.jsonl")
    other.close()
    assert clean([dump], tmp_path / "out.jsonl").written == 50


def test_a_finished_output_stays_until_the_new_one_is_whole(tmp_path, dump):
    target = tmp_path / "out.jsonl"
    clean([dump], target)
    before = target.read_bytes()
    with open(dump, "a") as file:
        file.write('{"text": 1}\n')
    with pytest.raises(DumpError):
        clean([dump], target, on_error="fail")
    assert target.read_bytes() == before
    assert clean([dump], target, overwrite=True).quarantined == 1
    assert target.read_bytes() == before


def test_a_quarantine_of_an_earlier_run_does_not_stay(tmp_path, dump):
    good = dump.read_bytes()
    dump.write_bytes(good + b"bad\n")
    clean([dump], tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl.quarantine.jsonl").exists()
    dump.write_bytes(good)
    clean([dump], tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl.quarantine.jsonl").exists()


def test_tables(tmp_path):
    table = tmp_path / "in.csv"
    rows = [["id", "text", "n"], ["1", 'a "b",\n[residue]', "1.10"], ["2", "", ""], ["3", "too few"], ["4", "é", "x"]]
    with open(table, "w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)
    for ending in (".csv", ".csv.gz", ".tsv"):
        target = tmp_path / f"out{ending}"
        summary = clean([table], target, fields=Fields(keep_original="was"))
        opened = gzip.open if ending.endswith(".gz") else open
        with opened(target, "rt", newline="", encoding="utf-8") as file:
            found = list(csv.DictReader(file, delimiter="\t" if ending == ".tsv" else ","))
        assert [(row["id"], row["text"], row["n"], row["was"]) for row in found] == [
            ("1", 'a "b",\n', "1.10", 'a "b",\n[residue]'),
            ("2", "", "", ""),
            ("4", "é", "x", "é"),
        ]
        assert json.loads(found[0]["paragraphs"])[0]["language"] == "en"
        assert (summary.records, summary.quarantined) == (4, 1)
    quarantined = json.loads((tmp_path / "out.tsv.quarantine.jsonl").read_text())
    assert (quarantined["line"], quarantined["record"]) == (5, ["3", "too few"])


def test_tables_with_bad_bytes_and_without_rows(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"text;n\ncaf\xe9;1\nfine;2\n")
    summary = clean([tmp_path / "a.csv"], tmp_path / "o.jsonl")
    assert (summary.written, summary.quarantined) == (1, 1)
    assert "bad UTF-8" in (tmp_path / "o.jsonl.quarantine.jsonl").read_text()
    (tmp_path / "empty.csv").write_text("text,n\n")
    clean([tmp_path / "empty.csv"], tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_text() == "text,n,language,paragraphs,verdict,cleaned_by\n"


def test_tables_of_other_columns_do_not_go_into_one(tmp_path):
    (tmp_path / "a.csv").write_text("text,n\nx,1\n")
    (tmp_path / "b.csv").write_text("n,text\n1,x\n")
    with pytest.raises(DumpError, match="other columns"):
        clean([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "o.csv")


def test_parquet_files_of_other_columns_do_not_go_into_one(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    for name, kind in (("a", pa.int64()), ("b", pa.int64()), ("c", pa.string())):
        pq.write_table(pa.table({"text": ["x"], "n": pa.array([None], kind)}), tmp_path / f"{name}.parquet")
    assert clean([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "o.parquet").written == 2
    assert pq.read_table(tmp_path / "o.parquet").num_rows == 2
    with pytest.raises(DumpError, match="other columns"):
        clean([tmp_path / "a.parquet", tmp_path / "c.parquet"], tmp_path / "p.parquet")


def test_an_empty_output_is_an_output(tmp_path):
    (tmp_path / "in.jsonl").write_text("bad\n")
    options = {"changes": tmp_path / "changes.jsonl"}
    clean([tmp_path / "in.jsonl"], tmp_path / "o.jsonl", **options)
    for name in ("o.jsonl", "changes.jsonl"):
        assert (tmp_path / name).read_bytes() == b""
        (tmp_path / name).unlink()
        assert not clean([tmp_path / "in.jsonl"], tmp_path / "o.jsonl", resume=True, **options).complete
        assert (tmp_path / name).read_bytes() == b""
    assert clean([tmp_path / "in.jsonl"], tmp_path / "o.jsonl", resume=True, **options).complete


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field("text", pa.large_string(), metadata={"k": "v"}), ("n", pa.decimal128(30, 2))])
    values = [None if n == 7 else f"text {n} [residue]" for n in range(1000)]
    table = pa.table([values, [n * 10**20 for n in range(1000)]], schema=schema).replace_schema_metadata({"mine": "x"})
    pq.write_table(table, tmp_path / "in.parquet")
    target = tmp_path / "out.parquet"
    options = {"limits": Limits(4000, 100_000), "fields": Fields(keep_original="was")}
    summary = clean([tmp_path / "in.parquet"], target, **options)
    found = pq.read_table(target)
    assert (summary.records, summary.written, summary.quarantined) == (1000, 999, 1)
    kept = [n for n in range(1000) if n != 7]
    assert found["n"].to_pylist() == [table["n"][n].as_py() for n in kept]
    assert found["text"].to_pylist() == [f"text {n} " for n in kept]
    assert found["was"].to_pylist() == [values[n] for n in kept]
    assert found.schema.field("text").type == pa.large_string()
    assert found.schema.metadata[b"mine"] == b"x"
    assert found.schema.metadata[b"newsclean"].startswith(b"newsclean ")
    assert found["paragraphs"][0].as_py() == [{"text": "text 0 ", "language": "en", "confidence": 1.0}]
    before = target.read_bytes()
    assert clean([tmp_path / "in.parquet"], target, resume=True, **options).complete
    target.unlink()
    assert not clean([tmp_path / "in.parquet"], target, resume=True, **options).complete
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []


def test_rows_of_parquet_without_a_readable_text_are_quarantined(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    data, offsets = pa.py_buffer(b"good\xff\xfe"), pa.array([0, 4, 6], pa.int32()).buffers()[1]
    pq.write_table(
        pa.table({"text": pa.Array.from_buffers(pa.string(), 2, [None, offsets, data])}), tmp_path / "a.parquet"
    )
    pq.write_table(pa.table({"body": ["good"]}), tmp_path / "b.parquet")
    for name, written, reason in (("a", 1, "bad UTF-8: "), ("b", 0, "there is no field 'text'")):
        summary = clean([tmp_path / f"{name}.parquet"], tmp_path / f"o{name}.parquet", jobs=1)
        assert (summary.written, summary.quarantined) == (written, 1)
        assert json.loads((tmp_path / f"o{name}.parquet.quarantine.jsonl").read_text())["reason"].startswith(reason)
        assert pq.read_table(tmp_path / f"o{name}.parquet").num_rows == written


def test_a_chunk_that_cannot_be_written_ends_the_run(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"text": ["one", "two"]}), tmp_path / "in.parquet")
    with pytest.raises(DumpError, match="the chunk from record 1 on cannot be written"):
        clean([tmp_path / "in.parquet"], tmp_path / "out.parquet", jobs=1, cleaner=Standin(language="\ud800"))


def test_urls(tmp_path, dump, monkeypatch):
    fsspec = pytest.importorskip("fsspec")
    monkeypatch.chdir(tmp_path)
    files = fsspec.filesystem("memory")
    files.pipe("/box/a.jsonl", dump.read_bytes())
    clean(["memory://box/*.jsonl"], "memory://box/out/clean.jsonl.gz")
    expected = clean([dump], tmp_path / "local.jsonl")
    assert gzip.decompress(files.cat("/box/out/clean.jsonl.gz")) == (tmp_path / "local.jsonl").read_bytes()
    assert expected.written == 50
    assert clean(["memory://box/a.jsonl"], "memory://box/out/clean.jsonl.gz", resume=True).complete
    files.rm("/box/out/clean.jsonl.gz")
    clean(["memory://box/a.jsonl"], "memory://box/out/clean.jsonl.gz", resume=True)
    assert gzip.decompress(files.cat("/box/out/clean.jsonl.gz")) == (tmp_path / "local.jsonl").read_bytes()
    with pytest.raises(DumpError, match="no such file"):
        clean(["memory://box/missing.jsonl"], "o.jsonl")


def test_streams_check_and_nothing(dump):
    out, notices = io.BytesIO(), []
    summary = clean([dump], out, notice=notices.append)
    assert out.getvalue().count(b"\n") == 50
    assert notices == []
    assert clean([dump], None).changed == summary.changed == 25
    out = io.BytesIO()
    clean([dump], out, to="check")
    assert out.getvalue().splitlines()[0] == b"would clean in.jsonl:2"
    out = io.BytesIO()
    clean([dump], out, to="diff")
    assert out.getvalue().startswith(
        b"--- in.jsonl:2\n+++ in.jsonl:2 (cleaned)\n@@ -1 +1 @@\n-text 1 [residue]\n+text 1 \n"
    )


def test_progress_is_told(tmp_path, dump):
    seen = []
    clean([dump, dump], tmp_path / "out.jsonl", progress=seen.append)
    assert [step.records for step in seen] == sorted(step.records for step in seen)
    assert seen[-1].records == 100
    assert seen[-1].position == seen[-1].total == 2 * dump.stat().st_size


def test_a_cleaner_that_cannot_travel_is_refused(tmp_path, dump):
    class Local(Standin):
        pass

    with pytest.raises(DumpError, match="cannot be sent to worker processes"):
        clean([dump], tmp_path / "out.jsonl", cleaner=Local(), jobs=1)


def test_statistics(tmp_path, dump):
    statistics = clean([dump], tmp_path / "out.jsonl").statistics
    assert statistics.categories["autoblog"].count == 25
    assert statistics.categories["autoblog"].characters == 25 * len("[residue]")
    assert {name: tally.count for name, tally in statistics.sites.items()} == {"s0.example": 25, "s1.example": 25}
    assert "autoblog" in statistics.table()
    both = Statistics()
    both.merge(statistics)
    both.merge(statistics)
    assert both.categories["autoblog"].count == 50
    assert statistics.categories["autoblog"].count == 25


@pytest.mark.parametrize(
    ("source", "start", "end", "lines"),
    [
        ("one\ntwo\nthree", 4, 7, 1),
        ("one\ntwo\nthree", 3, 7, 1),
        ("one\ntwo\nthree", 4, 8, 1),
        ("one\ntwo\nthree", 0, 13, 3),
        ("one\ntwo words\nthree", 4, 7, 0),
        ("one\ntwo words\nthree", 8, 13, 0),
        ("one\n\n\ntwo", 3, 6, 0),
        ("one\r\ntwo\r\n", 5, 8, 1),
    ],
)
def test_whole_lines(source, start, end, lines):
    assert whole_lines(source, Change(start, end, source[start:end], "", "ad", "r", "e")) == lines


@pytest.mark.parametrize("url", ["http://[", "nonsense", "", None, "http://\ud800/"])
def test_odd_addresses_have_a_site(url):
    site(url).encode()


def test_names_with_lone_surrogates_are_written_as_escapes():
    record = read_fields(b'{"\\ud800": 1, "x": NaN, "y": 1.10}')
    assert encode(record) == b'{"\\ud800":1,"x":NaN,"y":1.10}'


def test_a_spool_keeps_its_temporary_name_until_it_is_published(tmp_path):
    spool = Spool(tmp_path / "a")
    spool.append(b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["a.partial"]
    spool.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    again = Spool(tmp_path / "a")
    again.open(2)
    again.append(b"!")
    again.publish()
    assert (tmp_path / "a").read_bytes() == b"on!"


def test_nothing_is_written_over_a_device_an_input_or_another_output(tmp_path, dump):
    before = dump.read_bytes()
    for output, changes in (("/dev/null", None), (dump, None), (tmp_path / "o.jsonl", dump)):
        with pytest.raises(DumpError):
            clean([dump], output, to="jsonl", changes=changes)
    with pytest.raises(DumpError, match="into one file"):
        clean([dump], tmp_path / "o.jsonl", changes=tmp_path / "o.jsonl")
    assert dump.read_bytes() == before


def test_a_damaged_input_is_a_failure(tmp_path):
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(b'{"text": "a"}\n')[:-4])
    with pytest.raises(DumpError, match="damaged"):
        clean([tmp_path / "in.jsonl.gz"], tmp_path / "o.jsonl", on_error="fail")
    assert clean([tmp_path / "in.jsonl.gz"], tmp_path / "o.jsonl", overwrite=True).written == 1


@pytest.mark.parametrize("options", [{"jobs": -1}, {"limits": Limits(10, 5)}, {"fields": Fields(keep_original="text")}])
def test_senseless_options_are_refused(tmp_path, dump, options):
    with pytest.raises(DumpError):
        clean([dump], tmp_path / "out.jsonl", **options)
