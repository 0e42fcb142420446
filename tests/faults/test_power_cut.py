"""A power cut: any part of any file may be missing or wrong. `--resume` makes the whole of it, to the byte."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.dumps import Limits, run
from tests.faults.standin import Standin

LEDGER = "out.jsonl.ledger.jsonl"
FILES = ("out.jsonl", "changes.jsonl", "out.jsonl.quarantine.jsonl")


def clean(folder, resume):
    return run(
        [folder / "in.jsonl"],
        folder / "out.jsonl",
        cleaner=Standin(),
        jobs=0,
        changes=folder / "changes.jsonl",
        limits=Limits(chunk=200),
        resume=resume,
        overwrite=not resume,
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finished")
    with open(folder / "in.jsonl", "w") as file:
        for number in range(60):
            file.write(json.dumps({"id": number, "text": "rain" if number % 3 else "rain [residue]"}) + "\n")
            if number % 7 == 0:
                file.write("bad\n")
    clean(folder, resume=False)
    return folder


left = st.tuples(st.sampled_from(["final", "partial", "partial", "gone"]), st.floats(0, 1), st.binary(max_size=9))


@given(st.tuples(left, left, left), st.floats(0, 1), st.binary(max_size=9))
def test_whatever_is_left_the_output_becomes_whole(finished, files, ledger, garbage):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(finished / "in.jsonl", folder)
        data = (finished / LEDGER).read_bytes()
        (folder / LEDGER).write_bytes(data[: round(ledger * len(data))] + garbage)
        for file, (where, share, more) in zip(FILES, files, strict=True):
            content = (finished / file).read_bytes()
            if where != "gone":
                target = folder / (file if where == "final" else f"{file}.partial")
                target.write_bytes(content[: round(share * len(content))] + more)
        summary = clean(folder, resume=True)
        assert summary.balanced
        assert summary.records == 69
        for file in FILES:
            assert (folder / file).read_bytes() == (finished / file).read_bytes()
        assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in finished.iterdir())
        assert clean(folder, resume=True).complete
