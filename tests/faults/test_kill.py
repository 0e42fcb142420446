"""`kill -9` at any moment: nothing lost, nothing twice, nobody left behind."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.faults.processes import alive, children, crowd, dump, finish, kill_group, outputs, start, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

MOMENTS = [pytest.param(moment, marks=[] if moment < 2 else pytest.mark.long) for moment in range(20)]
PAUSE = 0.004
ENDINGS = (".jsonl", ".jsonl.zst", ".jsonl.gz")


def arguments(source, folder, ending, *more):
    target = folder / f"out{ending}"
    return [
        "clean", source, "-o", target, "--changes", folder / "changes.jsonl",
        "--jobs", 2, "--chunk-bytes", 2000, "--quiet", *more,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return dump(tmp_path_factory.mktemp("dump") / "dump.jsonl")


@pytest.fixture(scope="module")
def undisturbed(source, tmp_path_factory):
    """What a run leaves that nobody disturbs, by the output's ending, and how long it takes."""
    found = {}
    for ending in ENDINGS:
        folder = tmp_path_factory.mktemp("undisturbed")
        begun = time.monotonic()
        code, _, err = finish(*arguments(source, folder, ending), pause=PAUSE)
        assert (code, err) == (3, b"")
        found[ending] = outputs(folder), time.monotonic() - begun
    assert set(found[".jsonl"][0]) == {"out.jsonl", "out.jsonl.quarantine.jsonl", "changes.jsonl"}
    return found


@pytest.mark.parametrize("victim", ["parent", "group"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_is_resumed_to_the_same_bytes(source, undisturbed, tmp_path, moment, victim):
    ending = ENDINGS[moment % 3]
    expected, seconds = undisturbed[ending]
    process = start(*arguments(source, tmp_path, ending), pause=PAUSE)
    time.sleep(random.Random(f"{moment}{victim}").uniform(0.05, seconds))
    workers = children(process.pid)
    if victim == "parent":
        process.kill()
    else:
        kill_group(process)
    process.communicate()
    assert wait_for(lambda: not any(map(alive, workers)), 2 * crowd()), "orphans"
    code, _, err = finish(*arguments(source, tmp_path, ending, "--resume"), pause=PAUSE)
    assert (code, err) == (3, b"")
    assert outputs(tmp_path) == expected


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_worker_is_replaced(source, undisturbed, tmp_path, moment):
    expected, seconds = undisturbed[".jsonl"]
    process = start(*arguments(source, tmp_path, ".jsonl"), pause=PAUSE)
    chooser = random.Random(moment)
    time.sleep(chooser.uniform(0.05, seconds))
    for worker in children(process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (3, b"")
    assert outputs(tmp_path) == expected


@pytest.mark.long
def test_a_run_killed_again_and_again_comes_to_its_end(source, undisturbed, tmp_path):
    chooser = random.Random(8)
    kills = 0
    while True:
        process = start(*arguments(source, tmp_path, ".jsonl", "--resume"), pause=PAUSE)
        try:
            process.communicate(timeout=chooser.uniform(0.6, 1.6))
            break
        except subprocess.TimeoutExpired:
            kill_group(process)
            process.communicate()
            kills += 1
    assert process.returncode == 3
    assert outputs(tmp_path) == undisturbed[".jsonl"][0]


def test_a_kill_costs_no_more_than_the_chunks_in_work(source, tmp_path):
    """What is in the ledger is not done again: only what was with the workers is."""
    process = start(*arguments(source, tmp_path, ".jsonl"), pause=PAUSE)
    ledger = tmp_path / "out.jsonl.ledger.jsonl"
    assert wait_for(lambda: ledger.exists() and ledger.read_bytes().count(b"\n") > 8)
    kill_group(process)
    process.communicate()
    kept = [json.loads(line) for line in ledger.read_bytes().split(b"\n")[1:-1]]
    process = start(*[part for part in arguments(source, tmp_path, ".jsonl", "--resume") if part != "--quiet"])
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert f"{sum(line['records'] for line in kept):,} of them by an earlier run".encode() in err


def test_poison_records_are_found_and_the_rest_is_done(tmp_path):
    source = tmp_path / "in.jsonl"
    texts = [f"record {number}" for number in range(60)]
    texts[7], texts[23], texts[24], texts[59] = "CRASH", "RAISE", "CRASH", "HANG"
    source.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    code, _, err = finish("clean", source, "-o", tmp_path / "out.jsonl", "--timeout", 3, "--chunk-bytes", 500, "-j", 2)
    assert code == 3, err
    written = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert written == [n for n in range(60) if n not in (7, 23, 24, 59)]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl.quarantine.jsonl").read_text().splitlines()]
    assert [(line["line"], line["reason"]) for line in lines] == [
        (8, "the worker was killed by SIGSEGV, twice"),
        (24, "cleaning failed: ValueError: as asked for"),
        (25, "the worker was killed by SIGSEGV, twice"),
        (60, "the worker took longer than 3 s"),
    ]
    assert json.loads(lines[0]["record"]) == {"id": 7, "text": "CRASH"}


@pytest.mark.parametrize(("on_error", "expected"), [("skip", 0), ("fail", 2)])
def test_on_error(tmp_path, on_error, expected):
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "good"}\n{"text": 5}\n{"text": "good"}\n')
    code, _, err = finish("clean", source, "-o", tmp_path / "out.jsonl", "--on-error", on_error)
    assert code == expected
    if on_error == "skip":
        assert (tmp_path / "out.jsonl").read_text().count("\n") == 2
        assert b"1 dropped" in err
    else:
        assert err.startswith(b"newsclean: in.jsonl:2: the field 'text' is a number, not a string")
        assert not (tmp_path / "out.jsonl").exists()
