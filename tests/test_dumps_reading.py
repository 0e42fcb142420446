"""Where chunks end, what names tell, and which input goes where."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.dumps.plan import to_file, to_folder, to_stream
from newsclean.dumps.problems import DamagedError, DumpError
from newsclean.dumps.readers import Limits, _cut_lines, _text_lines, read
from newsclean.dumps.sources import Source, find

pieces = st.lists(
    st.sampled_from([b"", b"a", b"bb\n", b"\n", b"\r\n", b"long line\n", b"x" * 40, b"\xef\xbb\xbf"]), max_size=30
)


def cut(data, size, record, step):
    steps = (data[place : place + step] for place in range(0, len(data), step))
    return list(_cut_lines(steps, Limits(size, record)))


@given(pieces.map(b"".join), st.integers(1, 50), st.integers(1, 90), st.integers(1, 90))
def test_chunks_are_the_input_however_it_comes(data, size, step, other):
    chunks = cut(data, size, 10_000, step)
    assert chunks == cut(data, size, 10_000, other)
    assert b"".join(payload for payload, *_ in chunks) == data.removeprefix(b"\xef\xbb\xbf")
    for payload, records, problem, damage in chunks:
        assert records == len(payload.split(b"\n")) - payload.endswith(b"\n")
        assert (problem, damage) == (None, None)
    for payload, *_ in chunks[:-1]:
        assert len(payload) >= size
        assert b"\n" not in payload[size - 1 : -1]


@given(pieces.map(b"".join), st.integers(1, 20), st.integers(1, 90), st.integers(1, 90))
def test_lines_that_are_too_long_stand_alone_however_they_come(data, size, step, other):
    chunks = cut(data, size, 20, step)
    assert chunks == cut(data, size, 20, other)
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    lines = lines[:-1] if lines[-1] == b"" else lines
    assert sum(records for _, records, *_ in chunks) == len(lines)
    assert sum(1 for *_, problem, _ in chunks if problem) == sum(1 for line in lines if len(line) > 20)


def test_a_damaged_input_ends_with_a_damage_chunk():
    def data():
        yield b"one\ntwo\nthr"
        raise DamagedError("cut")

    assert list(_cut_lines(data(), Limits(4, 100))) == [
        (b"one\n", 1, None, None),
        (b"two\n", 1, None, None),
        (b"thr", 1, None, None),
        (b"", 0, None, "cut"),
    ]


fields = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(st.lists(st.tuples(fields, fields), max_size=12), st.integers(1, 40), st.integers(1, 60))
def test_tables_keep_every_field(rows, size, step):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    data = text.getvalue().encode()
    damaged: list[str] = []
    lines = _text_lines((data[place : place + step] for place in range(0, len(data), step)), damaged)
    found = [tuple(row) for row in csv.reader(lines)]
    if not (rows and rows[0][0].startswith("\ufeff")):
        assert found == rows


def test_documents_are_taken_together(tmp_path):
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text("x" * 100)
    sources, _ = find([str(tmp_path)], None)
    assert [chunk.records for chunk in read(sources, Limits(250, 1000))] == [3, 3, 3, 1]


def test_a_document_that_cannot_be_read_is_a_record_that_failed(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    sources = [Source(str(tmp_path / name), name, "text", None, 1) for name in ("a.txt", "b.txt")]
    (chunk,) = read(sources, Limits())
    assert chunk.records == 2
    assert chunk.problems == {1: "cannot be read: No such file or directory"}


def test_folders_and_globs_in_the_order_of_names(tmp_path):
    for name in ("b.jsonl", "a.txt.gz", "sub/c.html", ".hidden.txt", "readme.md", "out/x.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    sources, left_out = find([str(tmp_path)], None, apart=[str(tmp_path / "out")])
    assert [(source.name, source.format, source.compression) for source in sources] == [
        ("a.txt.gz", "text", "gz"),
        ("b.jsonl", "jsonl", None),
        ("sub/c.html", "html", None),
    ]
    assert left_out == 1
    assert [source.name for source in find([str(tmp_path / "*.jsonl")], None)[0]] == ["b.jsonl"]
    assert [source.format for source in find([str(tmp_path / "readme.md")], "text")[0]] == ["text"]


def source(name, kind="jsonl", path=None):
    return Source(path or f"/in/{name}", name, kind, "gz" if name.endswith(".gz") else None, 1)


@pytest.mark.parametrize(
    ("sources", "target"),
    [
        ([source("a.txt", "text")], "text"),
        ([source("a.html", "html")], "text"),
        ([source("a.txt", "text"), source("b.txt", "text")], "jsonl"),
        ([source("a.jsonl")], "jsonl"),
        ([source("a.csv", "csv")], "csv"),
        ([source("a.csv", "csv"), source("b.jsonl")], "jsonl"),
        ([source("a.parquet", "parquet")], "jsonl"),
        ([source("a.warc", "warc")], "jsonl"),
    ],
)
def test_what_goes_to_standard_output(sources, target):
    assert to_stream(sources, None).outputs[0].target == target


@pytest.mark.parametrize(
    ("sources", "path"),
    [
        ([source("a.txt", "text"), source("b.txt", "text")], "o.txt"),
        ([source("a.jsonl")], "o.csv"),
        ([source("a.jsonl")], "o.parquet"),
        ([source("a.jsonl")], "o.warc"),
        ([source("a.parquet", "parquet")], "o.parquet.gz"),
        ([source("a.jsonl")], "/in/a.jsonl"),
    ],
)
def test_outputs_that_cannot_be_are_refused(sources, path):
    with pytest.raises(DumpError):
        to_file(sources, path, None)


def test_a_folder_gets_a_file_for_each_input():
    plan = to_folder(
        [
            source("a.html", "html"),
            source("a.txt", "text"),
            source("sub/b.html.gz", "html"),
            source("c.jsonl.gz"),
            source("d.warc.gz", "warc"),
        ],
        "/out",
    )
    assert plan.files == {"a.html": "a.html.txt", "a.txt": "a.txt", "sub/b.html.gz": "sub/b.txt"}
    assert [(output.path, output.target, output.compression) for output in plan.outputs] == [
        ("/out", "files", None),
        ("/out/c.jsonl.gz", "jsonl", "gz"),
        ("/out/d.jsonl.gz", "jsonl", "gz"),
    ]


def test_two_inputs_of_one_name_are_refused():
    with pytest.raises(DumpError, match="two inputs"):
        to_folder([source("a.jsonl", path="/x/a.jsonl"), source("a.jsonl", path="/y/a.jsonl")], "/out")
