"""Cut and bit-flipped inputs: always reported, and their good prefix kept."""

import bz2
import gzip
import io
import json
import lzma
import random
import sys

import pytest

from newsclean.dumps import DumpError, Limits, run
from newsclean.dumps.compression import SUFFIXES, blocks, compress
from newsclean.dumps.problems import DamagedError
from tests.faults.standin import Standin

KINDS = ["gz", "bz2", "xz", "zst"]
LINES = [json.dumps({"id": n, "text": f"text {n} " + random.Random(n).randbytes(20).hex()}) + "\n" for n in range(3000)]
PLAIN = "".join(LINES).encode()


def needs(kind):
    if kind == "zst":
        pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


def packed(kind, data=PLAIN):
    """As other programs write it: one stream."""
    needs(kind)
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}.get(kind, lambda d: compress(d, "zst"))(data)


def cleaned(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    target = tmp_path / "out.jsonl"
    summary = run([tmp_path / name], target, cleaner=Standin(), jobs=0)
    quarantine = tmp_path / "out.jsonl.quarantine.jsonl"
    lines = [json.loads(line) for line in quarantine.read_text().splitlines()] if quarantine.exists() else []
    return summary, [json.loads(line)["id"] for line in target.read_text().splitlines()], lines


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.999])
def test_a_cut_file_is_reported_and_its_good_prefix_kept(tmp_path, kind, share):
    data = packed(kind)
    summary, written, quarantined = cleaned(
        tmp_path, f"cut.jsonl.{kind}", data[: min(int(len(data) * share), len(data) - 1)]
    )
    assert list(summary.damaged) == [f"cut.jsonl.{kind}"]
    assert quarantined[-1]["reason"].startswith("damaged: ")
    assert quarantined[-1]["file"] == f"cut.jsonl.{kind}"
    assert written == list(range(len(written)))
    assert summary.records == summary.written + summary.dropped + summary.quarantined
    assert len(written) < len(LINES) or summary.quarantined == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(10))
def test_a_flipped_bit_is_reported(tmp_path, kind, seed):
    data = bytearray(packed(kind))
    # Past the header: gzip's own time, flags and name in it are not checked by anybody.
    place = random.Random(seed).randrange(20, len(data))
    data[place] ^= 1 << (seed % 8)
    summary, _, _ = cleaned(tmp_path, f"flipped.jsonl.{kind}", bytes(data))
    assert summary.damaged


@pytest.mark.parametrize("kind", KINDS)
def test_what_follows_the_compressed_data_is_reported(tmp_path, kind):
    summary, written, _ = cleaned(tmp_path, f"more.jsonl.{kind}", packed(kind) + b"something else")
    assert written == list(range(len(LINES)))
    assert summary.damaged


@pytest.mark.parametrize("kind", KINDS)
def test_streams_one_after_the_other_are_one_file(tmp_path, kind):
    data = packed(kind, PLAIN[:1000]) + packed(kind, b"") + packed(kind, PLAIN[1000:])
    if kind in ("gz", "xz"):
        data += b"\0" * 512
    summary, written, _ = cleaned(tmp_path, f"two.jsonl.{kind}", data)
    assert written == list(range(len(LINES)))
    assert not summary.damaged


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_comes_in_small_pieces(kind):
    data = packed(kind, b"\n" * 50_000_000)
    assert len(data) < 100_000
    sizes = [len(block) for block in blocks(io.BytesIO(data), kind)]
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 1 << 20


def test_skippable_zstd_frames_are_skipped():
    needs("zst")
    data = b"\x50\x2a\x4d\x18\x04\x00\x00\x00skip" + packed("zst", b"one") + packed("zst", b"two")
    assert b"".join(blocks(io.BytesIO(data), "zst")) == b"onetwo"


class Slow(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read(self, size=-1, /):
        return super().read(min(size, 7))


@pytest.mark.parametrize("kind", KINDS)
def test_the_end_is_found_however_the_bytes_come(kind):
    data = packed(kind, PLAIN[:5000])
    assert b"".join(blocks(Slow(data), kind)) == PLAIN[:5000]
    with pytest.raises(DamagedError):
        list(blocks(Slow(data[:-1]), kind))


def warc(*pages, kind=b"response"):
    records = []
    for number, page in enumerate(pages):
        content = page
        if kind == b"response":
            content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        records.append(
            b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Record-ID: <urn:uuid:%d>\r\n" % number
            + b"WARC-Target-URI: https://news.example/%d\r\n" % number
            + b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(content)
            + content + b"\r\n\r\n"
        )  # fmt: skip
    return records


PAGES = [f"<p>page {number} {'rain ' * 50}</p>".encode() for number in range(30)]


def warc_ids(tmp_path, name, data):
    pytest.importorskip("fastwarc")
    summary, written, quarantined = cleaned(tmp_path, name, data)
    return summary, [int(identity[10:-1]) for identity in written], quarantined


@pytest.mark.parametrize("compressed", [False, True])
def test_a_sound_warc_file(tmp_path, compressed):
    records = warc(*PAGES)
    data = b"".join(map(gzip.compress, records) if compressed else records)
    summary, written, _ = warc_ids(tmp_path, "a.warc.gz" if compressed else "a.warc", data)
    assert written == list(range(30))
    assert not summary.damaged


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("cut", [1, 10, 200, 5000])
def test_a_cut_warc_file(tmp_path, compressed, cut):
    data = b"".join(map(gzip.compress, warc(*PAGES)) if compressed else warc(*PAGES)).rstrip(b"\r\n")
    data = data[:-cut]
    summary, written, quarantined = warc_ids(tmp_path, "a.warc.gz" if compressed else "a.warc", data)
    assert summary.damaged
    assert written == list(range(len(written)))
    # Cut into gzip's closing checksum only, the last record is there.
    assert (29 if compressed else 10) <= len(written) <= 30 - (not compressed) or cut == 5000
    assert "damaged" in quarantined[-1]["reason"]


def test_a_damaged_record_in_a_warc_file_does_not_take_the_others_along(tmp_path):
    records = warc(*PAGES)
    records[10] = records[10].replace(b"Content-Length", b"Content-Lxngth")
    records[20] = b"\x00\x01 some other bytes" + records[20][5:]
    summary, written, quarantined = warc_ids(tmp_path, "a.warc", b"".join(records))
    assert written == [number for number in range(30) if number not in (10, 20)]
    assert summary.quarantined == 2
    assert "no WARC record" in quarantined[0]["reason"]


def test_a_wet_file_with_bad_text(tmp_path):
    records = warc(b"good text", b"bad \xff text", "ещё".encode(), kind=b"conversion")
    _, written, quarantined = warc_ids(tmp_path, "a.warc.wet", b"".join(records))
    assert written == [0, 2]
    assert "bad UTF-8" in quarantined[0]["reason"]


def test_damaged_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [f"text {n}" for n in range(5000)]}), path, row_group_size=500)
    data = path.read_bytes()
    for damaged in (data[:-10], data[:100], b"", data[:4] + bytes(2000) + data[2004:]):
        path.write_bytes(damaged)
        summary = run([path], tmp_path / "out.jsonl", cleaner=Standin(), jobs=0)
        assert summary.damaged, len(damaged)
        assert summary.records == summary.written


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that fails when it is read")
def test_a_file_that_cannot_be_read_further_is_reported(tmp_path):
    (tmp_path / "a.jsonl").symlink_to("/proc/self/mem")
    (tmp_path / "b.jsonl").write_text(LINES[0])
    summary = run([tmp_path], tmp_path / "out.jsonl", cleaner=Standin(), jobs=0)
    assert list(summary.damaged) == ["a.jsonl"]
    assert "Input/output error" in summary.damaged["a.jsonl"]
    assert summary.written == 1


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_network_that_fails_stops_the_run_and_is_no_damage(tmp_path, monkeypatch, ending):
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    name = f"/faults/a.jsonl{ending}"
    files.pipe(name, gzip.compress(PLAIN) if ending else PLAIN)
    whole = type(files).open

    class Failing:
        def __init__(self, inner):
            self.inner, self.turns = inner, 0

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def read(self, size):
            self.turns += 1
            if self.turns > 1:
                raise RuntimeError("the connection was reset")
            return self.inner.read(50_000)

    options = {"cleaner": Standin(), "jobs": 0, "limits": Limits(chunk=10_000)}
    with monkeypatch.context() as broken:
        broken.setattr(type(files), "open", lambda self, path, mode="rb", **more: Failing(whole(self, path, mode)))
        with pytest.raises(DumpError, match="the connection was reset"):
            run([f"memory:/{name}"], tmp_path / "out.jsonl", **options)
    summary = run([f"memory:/{name}"], tmp_path / "out.jsonl", resume=True, **options)
    assert 0 < summary.resumed < summary.written == len(LINES)


def test_every_ending_is_known():
    assert set(SUFFIXES.values()) == set(KINDS)
