"""Full, read-only and meddled-with disks: a clear line, no torn file under a final name, and a way on."""

import os
import subprocess
import sys

import pytest

from tests.faults.processes import dump, finish, outputs


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = sys.platform == "linux" and os.geteuid() == 0
    made = (
        made
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", place], capture_output=True
        ).returncode
    )
    if not made:
        pytest.skip("a small disk can only be made by root, where mounting is allowed")
    yield place
    subprocess.run(["umount", place], check=True)


def clean(source, target, *more):
    return finish("clean", source, "-o", target, "--changes", f"{target}.changes", "--chunk-bytes", 20000, "-q", *more)


def test_a_full_disk_is_reported_and_the_run_goes_on_when_there_is_room(tmp_path, small_disk):
    source = dump(tmp_path / "in.jsonl", 3000)
    target = small_disk / "out.jsonl"
    code, _, err = clean(source, target)
    assert code == 2
    assert b"No space left on device" in err
    assert b"--resume" in err
    assert err.count(b"\n") == 1
    assert not target.exists()
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    assert clean(source, target, "--resume")[0] == 3
    (tmp_path / "reference").mkdir()
    clean(source, tmp_path / "reference" / "out.jsonl")
    assert outputs(small_disk) == outputs(tmp_path / "reference")


def test_a_read_only_disk_is_reported(tmp_path, small_disk):
    source = dump(tmp_path / "in.jsonl", 10)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    code, _, err = clean(source, small_disk / "out.jsonl")
    assert code == 2
    assert b"Read-only file system" in err
    assert err.count(b"\n") == 1


@pytest.mark.parametrize(
    ("meddling", "ending"),
    [
        ("delete", ".jsonl"),
        ("cut", ".jsonl"),
        ("flip", ".jsonl"),
        ("flip", ".jsonl.zst"),
        ("cut the sidecar", ".jsonl.zst"),
        ("delete the quarantine", ".jsonl"),
    ],
)
def test_resume_finds_out_what_happened_to_the_output(tmp_path, meddling, ending):
    source = dump(tmp_path / "in.jsonl")
    target = tmp_path / "out" / f"o{ending}"
    assert clean(source, target)[0] == 3
    expected = outputs(target.parent)
    if meddling == "delete":
        target.unlink()
    elif meddling == "cut":
        os.truncate(target, target.stat().st_size - 7)
    elif meddling == "flip":
        data = bytearray(target.read_bytes())
        data[len(data) // 2] ^= 4
        target.write_bytes(data)
    elif meddling == "cut the sidecar":
        os.truncate(f"{target}.changes", 1000)
    else:
        os.unlink(f"{target}.quarantine.jsonl")
    assert outputs(target.parent) != expected
    assert clean(source, target, "--resume")[0] == 3
    assert outputs(target.parent) == expected


def test_one_of_many_outputs_deleted(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        dump(folder / f"{number}.jsonl", 30, number)
        (folder / f"{number}.txt").write_text(f"text {number} [residue]\n")
    target = tmp_path / "out"
    arguments = ["clean", folder, "-o", f"{target}/", "-q"]
    assert finish(*arguments)[0] == 0
    expected = outputs(target)
    assert expected["2.txt"] == b"text 2 \n\n"  # the stand-in takes no line end away
    (target / "1.jsonl").unlink()
    (target / "3.txt").unlink()
    assert finish(*arguments, "--resume")[0] == 0
    assert outputs(target) == expected


def test_an_input_that_changed_is_not_mixed_with_what_is_done(tmp_path):
    source = dump(tmp_path / "in.jsonl")
    target = tmp_path / "o.jsonl"
    clean(source, target)
    ledger = tmp_path / "o.jsonl.ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:3]))
    source.write_text(source.read_text().replace("rain", "hail", 1))  # of the same size
    code, _, err = clean(source, target, "--resume")
    assert code == 2
    assert b"is not what it was when the run began" in err


def test_other_settings_do_not_go_on_with_a_run(tmp_path):
    source = dump(tmp_path / "in.jsonl", 20)
    target = tmp_path / "o.jsonl"
    clean(source, target)
    code, _, err = clean(source, target, "--resume", "--mode", "careful")
    assert code == 2
    assert b"other settings (mode, version)" in err


def test_an_unfinished_run_is_not_thrown_away_by_accident(tmp_path):
    source = dump(tmp_path / "in.jsonl", 20)
    target = tmp_path / "o.jsonl"
    clean(source, target)
    expected = target.read_bytes()
    ledger = tmp_path / "o.jsonl.ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:2]))
    code, _, err = clean(source, target)
    assert code == 2
    assert b"--resume goes on with it, --overwrite begins anew" in err
    assert clean(source, target, "--overwrite")[0] == 0
    assert target.read_bytes() == expected
