"""Ctrl-C, closed pipes, missing files: one line at most, and the right exit code."""

import os
import signal
import subprocess
import time

import pytest

from tests.faults.processes import alive, children, command, crowd, dump, finish, kill_group, outputs, start, wait_for


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the parent alone"])
def test_ctrl_c_ends_within_two_seconds_and_can_be_resumed(tmp_path, everyone):
    source = dump(tmp_path / "in.jsonl")
    folder = tmp_path / "out"
    arguments = ["clean", source, "-o", folder / "o.jsonl", "-j", 2, "--chunk-bytes", 2000, "-q"]
    process = start(*arguments, pause=0.01)
    ledger = folder / "o.jsonl.ledger.jsonl"
    assert wait_for(lambda: ledger.exists() and ledger.read_bytes().count(b"\n") > 3)
    workers = children(process.pid)
    begun = time.monotonic()
    if everyone:
        kill_group(process, signal.SIGINT)
    else:
        os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert time.monotonic() - begun < 2 * crowd()
    assert process.returncode == 130
    assert err.strip() == b"newsclean: stopped; --resume goes on from here"
    assert not any(map(alive, workers))
    assert not (folder / "o.jsonl").exists()
    code, _, _ = finish(*arguments, "--resume")
    assert code == 3
    finish("clean", source, "-o", tmp_path / "again" / "o.jsonl", "-q")
    assert outputs(folder) == outputs(tmp_path / "again")


def test_a_closed_pipe_ends_quietly(tmp_path):
    source = dump(tmp_path / "in.jsonl", 3000)
    process = start("clean", source, "--chunk-bytes", 2000, "-q")
    assert process.stdout.readline().startswith(b'{"id":100000000000000000000,')
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=20) == 0
    assert b"Broken" not in err
    assert b"Traceback" not in err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_standard_output_is_one_line(tmp_path):
    source = dump(tmp_path / "in.jsonl", 50)
    with open("/dev/full", "wb") as full:
        code, _, err = finish("clean", source, "-q", stdout=full)
    assert code == 2
    assert err == b"newsclean: standard output: No space left on device.\n"


def test_a_pipeline(tmp_path):
    source = dump(tmp_path / "in.jsonl", 50)
    line = " ".join(command("clean", "-", "--format", "jsonl", "-q")) + f" < {source} | head -n 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60)
    assert done.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clean", "missing.jsonl"], b"missing.jsonl: there is no such file or folder"),
        (["clean", "missing*.jsonl"], b"missing*.jsonl: there is no such file or folder"),
        (["clean"], b"Missing argument"),
        (["clean", "."], b"nothing to clean"),
        (["clean", "in.jsonl", "-o", "in.jsonl"], b"in.jsonl is an input: writing there would destroy it"),
        (["clean", "in.jsonl", "-o", "out.txt"], b"several records do not fit into one text"),
        (["clean", "in.jsonl", "-o", "out.csv"], b"only tables can be written as CSV"),
        (["clean", "in.jsonl", "-o", "out.unknown"], b"the name does not tell what to write"),
        (["clean", "in.unknown"], b"the name does not tell the format; say --format"),
        (["clean", "in.jsonl", "-o", "/proc/out.jsonl"], b"/proc/out.jsonl"),
        (["clean", "in.jsonl", "--keep-original", "text"], b"the original cannot be kept in 'text'"),
        (["clean", "in.jsonl", "--check", "-o", "out.jsonl"], b"write nothing"),
        (["silly"], b"No such command"),
    ],
)
def test_usage_and_io_errors_are_one_line(tmp_path, arguments, message):
    if "." not in arguments[1:]:
        (tmp_path / "in.jsonl").write_text('{"text": "x"}\n')
        (tmp_path / "in.unknown").write_text("x")
    code, out, err = finish(*arguments, cwd=tmp_path)
    assert code == 2
    assert out == b""
    assert message in err
    assert err.count(b"\n") == 1
