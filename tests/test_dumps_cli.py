"""The `clean` command and its siblings: data on standard output, messages on standard error, the right exit code."""

import io
import json
import subprocess
import sys

import pytest

import newsclean
from newsclean.cli import ExitCode, main
from newsclean.cli.progress import ProgressLine, describe, sum_up
from newsclean.dumps import Progress, Summary
from newsclean.dumps.compression import compress
from tests.faults.standin import Standin


@pytest.fixture(autouse=True)
def standin(monkeypatch):
    monkeypatch.setattr(newsclean, "Cleaner", Standin)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("It rains. [residue]\n")
    return path


def test_an_article_comes_as_text(article, capfdbinary):
    assert main(["clean", str(article)]) == ExitCode.OK
    out, err = capfdbinary.readouterr()
    assert (out, err) == (b"It rains. \n\n", b"")


@pytest.mark.parametrize("options", [[], ["--format", "text"]])
def test_standard_input_is_a_text(options):
    code = "import newsclean; from tests.faults.standin import Standin; newsclean.Cleaner = Standin; "
    code += "from newsclean.cli import run; run()"
    command = [sys.executable, "-c", code, "clean", "-", *options]
    done = subprocess.run(command, input="ещё [residue]".encode(), capture_output=True, timeout=60)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "ещё \n", b"")


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst", None])
def test_standard_input_may_be_compressed(monkeypatch, capfdbinary, kind):
    if kind == "zst":
        pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    data = compress(b'{"text": "a [residue]"}\n', kind)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    assert main(["clean", "-", "--format", "jsonl", "-q"]) == ExitCode.OK
    assert json.loads(capfdbinary.readouterr().out)["text"] == "a "


def test_several_articles_come_as_records(article, capfdbinary):
    article.with_name("b.html").write_text("page")
    assert main(["clean", str(article.parent), "-q"]) == ExitCode.OK
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["article.txt", "b.html"]


def test_check_and_diff(article, capfdbinary):
    assert main(["clean", str(article), "--check", "-q"]) == ExitCode.WOULD_CHANGE
    assert capfdbinary.readouterr().out == b"would clean article.txt:1\n"
    assert main(["clean", str(article), "--diff"]) == ExitCode.WOULD_CHANGE
    out, err = capfdbinary.readouterr()
    assert b"-It rains. [residue]\n+It rains. \n" in out
    assert b"1 changed" in err
    article.write_text("It rains.\n")
    article.write_text("It rains.")
    assert main(["clean", str(article), "--check", "-q"]) == ExitCode.OK
    assert main(["clean", str(article), "--diff", "-q"]) == ExitCode.OK


def test_statistics_and_quarantine(tmp_path, capfdbinary):
    (tmp_path / "in.jsonl").write_text('{"text": "a [residue]", "url": "https://x.example/"}\n{"text": 1}\n')
    output = tmp_path / "out.jsonl"
    assert main(["clean", str(tmp_path / "in.jsonl"), "-o", str(output), "--statistics"]) == ExitCode.QUARANTINED
    out, err = capfdbinary.readouterr()
    assert b"autoblog" in out
    assert b"x.example" in out
    assert b"1 quarantined in " in err
    assert main(["clean", str(tmp_path / "in.jsonl"), "-q"]) == ExitCode.QUARANTINED
    assert b"in.jsonl:2: the field 'text' is a number, not a string" in capfdbinary.readouterr().err


def test_an_unknown_name_is_one_line(article, capfdbinary, monkeypatch):
    monkeypatch.undo()
    for options in (["--mode", "silly"], ["--without", "silly"], ["--typography", "silly"], ["--language", "silly"]):
        assert main(["clean", str(article), *options]) == ExitCode.FAILED
        out, err = capfdbinary.readouterr()
        assert out == b""
        assert b"silly" in err
        assert err.count(b"\n") == 1


def test_lists(capfdbinary, monkeypatch):
    monkeypatch.undo()
    assert main(["filters"]) == ExitCode.OK
    assert b"phrases" in capfdbinary.readouterr().out
    assert main(["languages"]) == ExitCode.OK
    assert b"\nfr  " in capfdbinary.readouterr().out


def test_check_phrases_lists_problems(tmp_path, capfdbinary):
    path = tmp_path / "fr.toml"
    path.write_text('[silly]\nwhole = ["Lire"]\n')
    assert main(["check-phrases", str(path)]) == ExitCode.WOULD_CHANGE
    assert b"silly" in capfdbinary.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"], ["clean", "--help"]])
def test_help(arguments, capfdbinary):
    assert main(arguments) == (ExitCode.OK if arguments else ExitCode.FAILED)
    out, err = capfdbinary.readouterr()
    assert (out if arguments else err).strip()


def test_help_loads_neither_pipeline_nor_dumps():
    code = "import sys; from newsclean.cli import main; main(['--help']); "
    code += (
        "print([name for name in sys.modules if name in ('newsclean.pipeline', 'newsclean.dumps', 'ftfy', 'msgspec')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_progress_line_moves_on_a_terminal(monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    stream = Terminal()
    line = ProgressLine(stream)
    line(Progress(10, 1_000_000, 0, 50, 100, 0))
    line(Progress(20, 2_000_000, 1, 100, 100, 0))
    line.clear()
    assert stream.getvalue().startswith("\r10 records, 1.00 MB/s, 50 %, 0:00:01 left\r20 records")
    assert stream.getvalue().endswith("\r")
    assert "\n" not in stream.getvalue()


def test_plain_lines_come_every_half_minute(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    stream = io.StringIO()
    line = ProgressLine(stream)
    for second in range(100):
        now[0] = float(second)
        line(Progress(second, second, 0, second, 100, 0))
    line.clear()
    assert [part.split()[0] for part in stream.getvalue().splitlines()] == ["30", "60", "90"]


def test_time_left_of_a_resumed_run_counts_only_what_is_new():
    # Half of the dump was there, a quarter was done in 30 s: a quarter is left.
    assert "75 %, 0:00:30 left" in describe(Progress(75, 75, 0, 75, 100, 50), 30.0)


def test_the_summary_names_everything():
    summary = Summary(10, 6, 1, 3, 4, 0, {"a.gz": "cut"}, 2, 5)
    assert sum_up(summary, 1.5, "q.jsonl") == (
        "10 records in 1.5 s: 6 written (4 changed), 1 dropped, 3 quarantined in q.jsonl, 1 damaged input, "
        "2 files of unknown kind left out, 5 of them by an earlier run"
    )
