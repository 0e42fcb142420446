"""Odd records: what cannot be cleaned is set aside with file, line and reason; everything else passes through."""

import json
import math
from dataclasses import dataclass, replace

import pytest

from newsclean.dumps import Fields, Limits, run
from tests.faults.standin import Standin

GOOD = b'{"id": 1, "text": "good [residue]"}'

ODD = {
    "bad UTF-8": (b'{"id": 2, "text": "caf\xe9"}', "bad UTF-8: invalid continuation byte at byte 22"),
    "bad UTF-8 in a field that is not ours": (b'{"x": "\xff", "text": "fine"}', "bad UTF-8: invalid start byte"),
    "a surrogate in bytes": (b'{"text": "\xed\xa0\x80"}', "bad UTF-8"),
    "UTF-16": ('{"text": "x"}'.encode("utf-16"), "bad UTF-8"),
    "a raw NUL": (b'{"text": "a\x00b"}', "bad JSON: Invalid control character"),
    "an array": (b"[1,2]", "the record is an array, not an object"),
    "a number": (b"5", "the record is a number, not an object"),
    "a string": (b'"text"', "the record is a string, not an object"),
    "null": (b"null", "the record is null, not an object"),
    "text is a number": (b'{"text": 5}', "the field 'text' is a number, not a string"),
    "text is null": (b'{"text": null}', "the field 'text' is null"),
    "text is an array": (b'{"text": ["a"]}', "the field 'text' is an array, not a string"),
    "text is an object": (b'{"text": {"a": 1}}', "the field 'text' is an object, not a string"),
    "no text": (b'{"txt": "a"}', "there is no field 'text'"),
    "cut": (b'{"text": "a', "bad JSON"),
    "two records": (b'{"text": "a"}{"text": "b"}', "bad JSON: something follows the record"),
    "nested too deeply": (
        b'{"text": "a", "x": ' + b"[" * 300_000 + b"]" * 300_000 + b"}",
        "bad JSON: nested too deeply",
    ),
    "raises": (b'{"text": "RAISE"}', "cleaning failed: ValueError: as asked for"),
}


def clean(tmp_path, data, name="in.jsonl", **options):
    (tmp_path / name).write_bytes(data)
    options = {"cleaner": Standin(), "jobs": 0, **options}
    summary = run([tmp_path / name], tmp_path / "out.jsonl", **options)
    quarantine = tmp_path / "out.jsonl.quarantine.jsonl"
    lines = [json.loads(line) for line in quarantine.read_bytes().splitlines()] if quarantine.exists() else []
    return summary, (tmp_path / "out.jsonl").read_bytes().split(b"\n")[:-1], lines


@pytest.mark.parametrize("name", ODD)
def test_a_bad_record_is_quarantined_and_its_neighbours_are_cleaned(tmp_path, name):
    record, reason = ODD[name]
    summary, written, quarantined = clean(tmp_path, GOOD + b"\n" + record + b"\n" + GOOD)
    assert [json.loads(line)["text"] for line in written] == ["good ", "good "]
    assert (summary.records, summary.written, summary.quarantined) == (3, 2, 1)
    assert (quarantined[0]["file"], quarantined[0]["line"]) == ("in.jsonl", 2)
    assert quarantined[0]["reason"].startswith(reason)
    if len(record) < 1 << 16:
        import base64

        raw = quarantined[0].get("record")
        assert (raw.encode() if raw is not None else base64.b64decode(quarantined[0]["record_base64"])) == record


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (b'{"text": "nul \\u0000 inside"}', "nul \0 inside"),
        (b'{"text": "lone \\ud800 surrogate"}', "lone ? surrogate"),
        (b'{"text": "pair \\ud83d\\ude00"}', "pair \U0001f600"),
        (b'  {"text": "spaces around"}  ', "spaces around"),
        (b'{"text": "carriage return"}\r', "carriage return"),
        (b'{"text": ""}', ""),
        ('{"text": "line \u2028 separator \u0085"}'.encode(), "line \u2028 separator \u0085"),
        (b'{"text": "first", "text": "last"}', "last"),
    ],
)
def test_an_odd_record_is_cleaned(tmp_path, record, text):
    summary, written, _ = clean(tmp_path, record + b"\n")
    assert json.loads(written[0])["text"] == text
    assert summary.quarantined == 0


@pytest.mark.parametrize(
    "value",
    [
        b"123456789012345678901234567890",
        b"-0",
        b"1.10",
        b"1E5",
        b"1e999",
        b"0.1000000000000000055511151231257827",
        b"NaN",
        b"[1, NaN, -Infinity]",
        b'"\\ud800"',
        b'"\\u00e9\\/"',
        b'{"a":  {"b": [null, true, 1.0]}}',
        b"null",
    ],
)
def test_fields_that_are_not_ours_stay_the_bytes_they_were(tmp_path, value):
    _, written, _ = clean(tmp_path, b'{"x": ' + value + b', "text": "a"}\n')
    assert b'"x":' + value + b',"text"' in written[0]


def test_byte_order_mark_carriage_returns_and_blank_lines(tmp_path):
    data = b"\xef\xbb\xbf" + GOOD + b"\r\n\r\n   \n" + GOOD + b"\r\n"
    summary, written, _ = clean(tmp_path, data)
    assert len(written) == 2
    assert (summary.records, summary.written, summary.dropped) == (4, 2, 2)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n", b"\xef", GOOD, GOOD + b"\n"])
def test_small_inputs(tmp_path, data):
    summary, written, quarantined = clean(tmp_path, data)
    assert len(written) == data.count(GOOD)
    assert summary.balanced
    assert len(quarantined) == (data == b"\xef")


def test_duplicate_ids_are_told_apart_in_the_sidecar(tmp_path):
    clean(tmp_path, GOOD + b"\n" + GOOD + b"\n", changes=tmp_path / "changes.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text().splitlines()]
    assert [(line["id"], line["file"], line["line"]) for line in lines] == [(1, "in.jsonl", 1), (1, "in.jsonl", 2)]
    assert lines[0]["changes"][0]["before"] == "[residue]"
    assert lines[0]["changes"][0]["start"] == 5


def test_a_line_of_100_megabytes(tmp_path):
    data = GOOD + b'\n{"text": "' + b"rain " * 20_000_000 + b'"}\n' + GOOD + b"\n"
    summary, written, _ = clean(tmp_path, data)
    assert summary.written == 3
    assert len(written[1]) > 200_000_000  # the text, and once more in `paragraphs`


def test_a_line_longer_than_the_limit_is_quarantined_without_being_held(tmp_path):
    data = GOOD + b'\n{"text": "' + b"rain " * 200_000 + b'"}\n' + GOOD + b"\n"
    limits = Limits(chunk=1000, record=10_000)
    summary, written, quarantined = clean(tmp_path, data, limits=limits)
    assert (summary.records, len(written)) == (3, 2)
    assert quarantined[0]["reason"] == "longer than 10,000 bytes"
    assert quarantined[0]["line"] == 2


def test_nested_fields(tmp_path):
    record = (
        b'{"a": {"id": 5, "body": "x [residue]", "n": 1.10}, "a.b": 1, "meta": {"url": "https://www.x.example/1"}}\n'
    )
    fields = Fields(text="a.body", id="a.id", url="meta.url", keep_original="a.raw")
    summary, written, _ = clean(tmp_path, record, fields=fields, changes=tmp_path / "c.jsonl")
    found = json.loads(written[0])
    assert found["a"] == {"id": 5, "body": "x ", "n": 1.1, "raw": "x [residue]"}
    assert b'"n":1.10' in written[0]
    assert json.loads((tmp_path / "c.jsonl").read_text())["id"] == 5
    assert list(summary.statistics.sites) == ["x.example"]


def test_our_fields_do_not_write_over_those_of_the_dump(tmp_path):
    _, written, _ = clean(tmp_path, b'{"text": "a", "language": "EN", "verdict": "guilty"}\n')
    found = json.loads(written[0])
    assert (found["language"], found["cleaned_language"]) == ("EN", "en")
    assert (found["verdict"], found["cleaned_verdict"]) == ("guilty", "article")
    assert found["cleaned_by"].startswith("newsclean ")


def test_a_cleaned_dump_can_be_cleaned_again(tmp_path):
    _, once, _ = clean(tmp_path, b'{"text": "a", "language": "EN"}\n{"text": "b", "x": 1}\n')
    _, twice, _ = clean(tmp_path, b"\n".join(once) + b"\n")
    assert twice == once


@dataclass(frozen=True)
class Odd(Standin):
    """Gives something that cannot be written."""

    def clean(self, source, /, **hints):
        cleaned = super().clean(source, **hints)
        return replace(cleaned, paragraphs=(None,)) if "odd" in source else cleaned


def test_a_record_that_fails_late_leaves_nothing(tmp_path):
    data = b'{"text": "a [residue]"}\n{"text": "odd [residue]"}\n{"text": "b [residue]"}\n'
    summary, written, quarantined = clean(tmp_path, data, cleaner=Odd(), changes=tmp_path / "c.jsonl")
    assert [json.loads(line)["text"] for line in written] == ["a ", "b "]
    assert (summary.written, summary.quarantined) == (2, 1)
    assert quarantined[0]["line"] == 2
    assert (tmp_path / "c.jsonl").read_text().count("\n") == 2


def test_a_quotation_mark_that_is_never_closed_does_not_fill_the_quarantine(tmp_path):
    data = b'id,text\n1,fine\n2,"' + b"rain,sun\n" * 100_000
    summary, _, quarantined = clean(tmp_path, data, name="in.csv")
    assert summary.balanced
    assert len(json.dumps(quarantined)) < 200_000


def test_nan_is_not_lost(tmp_path):
    _, written, _ = clean(tmp_path, b'{"x": NaN, "text": "a"}\n')
    assert math.isnan(json.loads(written[0])["x"])
