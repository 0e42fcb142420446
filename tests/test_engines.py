"""Batches of rows, without an engine: columns, rows that fail, schemas, and what travels to an engine's processes."""

import json
import pickle
import subprocess
import sys

import pytest

from newsclean import Cleaner, UnknownNameError
from newsclean.dumps import DumpError, Fields, Statistics, StoppedError, run
from tests.engines.news import records
from tests.faults.standin import Standin

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
from newsclean.engines.arrow import clean_batch, clean_reader, clean_table, cleaned_schema  # noqa: E402
from newsclean.engines.job import Job  # noqa: E402

OURS = ["language", "paragraphs", "verdict", "cleaned_by"]


def batch(texts, kind=None, **columns):
    return pa.RecordBatch.from_pydict({"id": list(range(len(texts))), "text": pa.array(texts, kind), **columns})


def bad_utf8(*values):
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    buffers = [None, pa.array(offsets, pa.int32()).buffers()[1], pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def test_a_batch_gives_what_the_command_line_gives(tmp_path):
    table = pa.Table.from_pylist([*records(60), {"id": 60, "url": None, "text": None}])
    pq.write_table(table.replace_schema_metadata({"mine": "x"}), tmp_path / "in.parquet")
    fields = Fields(keep_original="was")
    run([tmp_path / "in.parquet"], tmp_path / "out.parquet", cleaner=Cleaner(), jobs=0, fields=fields)
    there = pq.read_table(tmp_path / "out.parquet")
    here = clean_table(pq.read_table(tmp_path / "in.parquet"), Cleaner(), fields, on_error="skip")
    assert here.replace_schema_metadata().equals(there.replace_schema_metadata())
    assert here.schema.metadata[b"mine"] == b"x"
    reasons = clean_table(table, Cleaner(), fields)["quarantine"].to_pylist()
    quarantined = json.loads((tmp_path / "out.parquet.quarantine.jsonl").read_text())
    assert reasons == [None] * 60 + [quarantined["reason"]]


def test_rows_that_fail_stay_as_they_are_and_say_why():
    given = batch(["one [residue]", None, "RAISE", "two"], n=pa.array([10**30, 1, 2, 3], pa.decimal128(38, 0)))
    found = clean_batch(given, Standin(), Fields(keep_original="was"))
    assert found["text"].to_pylist() == ["one ", None, "RAISE", "two"]
    assert found["was"].to_pylist() == given["text"].to_pylist()
    assert found["n"].to_pylist() == [10**30, 1, 2, 3]
    reasons = [None, "the field 'text' is null", "cleaning failed: ValueError: as asked for", None]
    assert found["quarantine"].to_pylist() == reasons
    for name in OURS:
        assert [value is None for value in found[name].to_pylist()] == [False, True, True, False]
    assert clean_batch(given, Standin(), on_error="skip")["id"].to_pylist() == [0, 3]
    assert clean_batch(given.slice(1, 2), Standin(), on_error="skip").num_rows == 0
    assert clean_batch(given, Standin(), on_error="skip").schema.names == ["id", "text", "n", *OURS]
    with pytest.raises(StoppedError, match=r"row 1 of the batch: the field 'text' is null"):
        clean_batch(given, Standin(), on_error="fail")


def test_bad_utf8_is_of_one_row_alone():
    given = batch(bad_utf8(b"good", b"\xff\xfe", "déjà".encode()))
    found = clean_batch(given, Standin())
    assert found["quarantine"].to_pylist() == [None, "bad UTF-8: invalid start byte at byte 0", None]
    assert found["text"].cast(pa.binary()).to_pylist() == [b"good", b"\xff\xfe", "déjà".encode()]


KINDS = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.dictionary(pa.int32(), pa.string())]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("texts", [["one [residue]", "two"], ["one [residue]", None], [None, None], []])
def test_any_column_of_text_and_any_slice_of_it(kind, texts):
    given = batch(["before", *texts, "after"], kind).slice(1, len(texts))
    found = clean_batch(given, Standin())
    expected = [text and text.replace("[residue]", "") for text in texts]
    assert found["text"].cast(pa.string()).to_pylist() == expected
    assert found.schema == cleaned_schema(given.schema)
    found.validate(full=True)


def test_a_text_within_a_struct():
    kind = pa.struct([pa.field("body", pa.string()), pa.field("n", pa.int64(), nullable=False)])
    given = pa.RecordBatch.from_pydict(
        {"article": pa.array([{"body": "before", "n": 0}, {"body": "one [residue]", "n": 1}, None], kind)}
    ).slice(1)
    found = clean_batch(given, Standin(), Fields(text="article.body"))
    assert found["article"].to_pylist() == [{"body": "one ", "n": 1}, None]
    assert found["quarantine"].to_pylist() == [None, "there is no field 'article.body'"]
    assert found.schema.field("article").type == kind


def test_a_column_that_is_no_text_is_quarantined_whole():
    assert set(clean_batch(batch([1, 2]), Standin())["quarantine"].to_pylist()) == {
        "the field 'text' is a number, not a string"
    }
    assert clean_batch(batch([None, None], pa.null()), Standin())["text"].to_pylist() == [None, None]


def test_what_is_there_is_not_written_over_and_what_is_ours_is_replaced():
    first = clean_batch(batch(["one"], language=["xx"]), Standin(), changes=True)
    names = ["id", "text", "language", "cleaned_language", "paragraphs", "verdict", "cleaned_by"]
    assert first.schema.names == [*names, "changes", "quarantine"]
    assert first["language"].to_pylist() == ["xx"]
    assert clean_batch(first, Standin(), changes=True).equals(first)


def test_changes_and_statistics():
    statistics = Statistics()
    given = batch(["one [residue]", "two", None], url=["https://a.example/1", None, None])
    found = clean_batch(given, Standin(), changes=True, statistics=statistics)
    change = {"start": 4, "end": 13, "before": "[residue]", "after": "", "rule": "standin", "evidence": "[residue]"}
    assert found["changes"].to_pylist() == [[{**change, "category": "autoblog"}], [], None]
    assert {name: tally.count for name, tally in statistics.sites.items()} == {"a.example": 1, "unknown": 1}
    assert statistics.categories["autoblog"].characters == len("[residue]")


def test_what_a_cleaner_gives_that_no_column_can_hold():
    class Surrogates(Standin):
        def clean(self, source, /, **hints):
            raise ValueError("\ud800")

    assert clean_batch(batch(["x"]), Surrogates())["quarantine"].to_pylist() == [r"cleaning failed: ValueError: \ud800"]


def test_a_job_that_cannot_be_done_says_what_there_is():
    with pytest.raises(UnknownNameError, match=r"no column named 'body'\. Known: id, text"):
        clean_batch(batch(["x"]), Standin(), Fields(text="body"))
    with pytest.raises(UnknownNameError, match=r"no column named 'a\.x'.*Known: a, a\.b\."):
        cleaned_schema(pa.schema([("a", pa.struct([("b", pa.string())]))]), Fields(text="a.x"))
    with pytest.raises(UnknownNameError, match="no on_error named 'ignore'"):
        clean_batch(batch(["x"]), Standin(), on_error="ignore")
    twice = pa.RecordBatch.from_arrays([pa.array(["x"])] * 2, names=["text", "text"])
    with pytest.raises(DumpError, match="more than one column named 'text'"):
        clean_batch(twice, Standin())


def test_a_reader_is_read_as_it_is_needed():
    read = []

    def batches():
        for number in range(3):
            read.append(number)
            yield batch([f"{number} [residue]"])

    reader = clean_reader(pa.RecordBatchReader.from_batches(batch([""], pa.string()).schema, batches()), Standin())
    assert reader.read_next_batch()["text"].to_pylist() == ["0 "]
    assert read == [0]
    assert reader.read_all()["text"].to_pylist() == ["1 ", "2 "]


def test_a_process_keeps_one_cleaner():
    job = pickle.dumps(Job(Cleaner(mode="careful"), Fields(text="body")))
    assert pickle.loads(job) is pickle.loads(job)
    assert pickle.loads(job).fields == Fields(text="body")
    other = pickle.loads(pickle.dumps(Job(Cleaner(mode="thorough"))))
    assert other.cleaner.mode == "thorough"


class Unhashable(Standin):
    __hash__ = None


def test_a_cleaner_without_a_hash_is_carried_all_the_same():
    assert pickle.loads(pickle.dumps(Job(Unhashable()))).cleaner == Unhashable()


@pytest.mark.parametrize(
    ("module", "packages", "use"),
    [
        ("spark", ["pyspark"], "clean_dataframe(None, None)"),
        ("ray", ["ray"], "clean_dataset(None, None)"),
        ("datasets", ["datasets"], "clean_dataset(None, None)"),
        ("datatrove", ["datatrove"], ""),
        ("scrapy", ["scrapy", "itemadapter"], ""),
    ],
)
def test_an_engine_that_is_not_there_is_named_with_its_extra(module, packages, use):
    """Each is imported only when used; without its package the message says what to install."""
    code = f"""
import sys
sys.modules.update(dict.fromkeys({packages!r}))
from newsclean.errors import NewscleanError
try:
    import newsclean.engines.{module} as engine
    {"engine." + use if use else "pass"}
except (NewscleanError, ImportError) as error:
    print(isinstance(error, NewscleanError), isinstance(error, ImportError), error)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("True True ")
    assert f"pip install 'newsclean[{module}]'" in result.stdout
