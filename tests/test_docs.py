"""What the documentation shows is so: every removal in docs/filters.md, and every Python block without a prompt."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import click
import pytest

import newsclean
from newsclean import report
from newsclean.cli.app import newsclean as newsclean_command
from newsclean.document import CATEGORIES, EDIT_CATEGORIES

DOCS = Path(__file__).resolve().parents[1] / "docs"
pytestmark = pytest.mark.skipif(
    not DOCS.is_dir(), reason="the docs are not beside the tests: the wheel is tested alone"
)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROSE = (
    "The ferry crossed the lake again on Monday; the harbour office counted forty passengers and one goat.\n"
    "The skipper has painted the hull twice since March, and she expects a dry summer with a full deck."
)


def examples() -> list[tuple[str, str]]:
    """Category and example of each section of docs/filters.md that is headed by a category."""
    if not DOCS.is_dir():
        return []
    sections = re.split(r"^### ", (DOCS / "filters.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [
        (section.split("\n", 1)[0], example)
        for section in sections
        for kind, example in FENCE.findall(section)
        if kind == "diff"
    ]


def test_every_category_has_an_example() -> None:
    page = (DOCS / "filters.md").read_text("utf-8")
    assert sorted(category for category, _ in examples()) == sorted(CATEGORIES)
    assert [name for name in EDIT_CATEGORIES if f"| `{name}` |" not in page] == []


@pytest.mark.parametrize(("category", "example"), examples(), ids=[category for category, _ in examples()])
def test_the_example_of_a_category_holds(category: str, example: str) -> None:
    lines = example.splitlines()
    article = newsclean.Cleaner(typography="preserve").clean("\n".join(line[1:] for line in lines), html=False)
    assert article.text == "\n\n".join(line[1:] for line in lines if line.startswith(" "))
    removed = {change.before: change.category for change in article.changes if change.category in CATEGORIES}
    assert category in removed.values()
    kept = newsclean.Cleaner(typography="preserve").without(category).clean(article.source, html=False)
    assert all(text in kept.text for text, why in removed.items() if why == category)


BLOCKS = [
    pytest.param(path.name, block, id=f"{path.name}-{number}")
    for path in sorted(DOCS.glob("*.md"))
    for number, (kind, block) in enumerate(FENCE.findall(path.read_text("utf-8")))
    if kind == "python" and ">>>" not in block
]


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_blocks_without_a_prompt_run(page: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They may use a `text`, a `document`, and the dump of docs/dumps.md."""
    monkeypatch.chdir(tmp_path)
    if "dump.jsonl.zst" in block:
        zstd = pytest.importorskip("backports.zstd", reason="zstd needs backports.zstd before Python 3.14")
        record = b'{"id": 1, "article": {"body": "%s"}}\n' % PROSE.replace("\n", "\\n").encode()
        Path("dump.jsonl.zst").write_bytes(zstd.compress(record))
    paragraphs = newsclean.clean(PROSE).paragraphs
    document = newsclean.Document(
        PROSE,
        tuple(newsclean.Paragraph(newsclean.Span(p.start, p.end), p.text, p.text.lower()) for p in paragraphs),
        "en",
    )
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block, page, "exec"), {"newsclean": newsclean, "text": PROSE, "document": document})
    assert out.getvalue() or "print(" not in block


def test_what_explain_is_shown_to_print_is_what_it_prints() -> None:
    page = (DOCS / "explain.md").read_text("utf-8")
    source, shown = re.findall(r"^```text[^\n]*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert "\n".join(report.render(newsclean.clean(source), colour=False)) == shown.rstrip()


COMMANDS = [
    pytest.param(command, id=f"{path.name}: {command[:60]}")
    for path in (*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md")
    if path.exists()
    for command in re.findall(r"^(?: {4})?newsclean ([a-z-]+ .*)$", path.read_text("utf-8"), re.MULTILINE)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_have_the_options_that_the_docs_give_them(command: str) -> None:
    name, *words = shlex.split(re.sub(r"\s{3,}.*", "", command), comments=True)
    found = newsclean_command.get_command(click.Context(newsclean_command), name)
    assert found is not None, f"there is no newsclean {name}"
    known = {option for parameter in found.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-") and word != "-"} <= known
