"""A process loads what its texts need, and a long run fills no memory: what `benchmarks/speed.py` measures."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsclean.judge import lines
from newsclean.judge.model import load
from newsclean.phrases import index
from newsclean.phrases.index import phrasebook

FIRST = """
import sys, newsclean
article = newsclean.clean({text!r})
print(article.language, *sorted({{name.split(".")[0] for name in sys.modules}} | {{
    name for name in sys.modules if name.startswith("newsclean.")
}}))
"""
ENGLISH = "The old bridge will stay closed from Monday because a crack has been found, the mayor said.\nShare this"


def loaded(text: str) -> list[str]:
    command = [sys.executable, "-c", FIRST.format(text=text)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def test_the_first_text_loads_nothing_that_it_does_not_need() -> None:
    language, *names = loaded(ENGLISH)
    assert language == "en"
    unneeded = {"ftfy", "trafilatura", "lxml", "charset_normalizer", "langdetect", "py3langid", "msgspec", "click"}
    assert not unneeded & set(names)
    assert not [name for name in names if name.startswith(("newsclean.sites", "newsclean.extraction.article"))]


@pytest.mark.parametrize(("text", "package"), [("<!DOCTYPE html><p>Rain.</p>", "lxml"), ("dÃ©jÃ  vu", "ftfy")])
def test_a_text_that_needs_more_loads_it(text: str, package: str) -> None:
    assert package in loaded(text)


def test_what_is_remembered_of_first_words_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_PAIRS", 50)
    book = phrasebook("en")
    for i in range(200):
        found = list(book.at(f"share{'x' * i} this", 0))
        assert bool(found) == (i == 0)
        assert len(book._known) <= 50
    assert list(book.at("share this", 0))


def test_a_long_text_leaves_no_tables_behind() -> None:
    text = "word " * 20_000
    table = lines._usual_powers()
    many = lines.read([text, ""], [text, ""], load().table)
    few = lines.read([text[:50], ""], [text[:50], ""], load().table)
    assert many.words[0] == few.words[0]
    assert lines._usual_powers() is table
    assert len(table[0]) < len(text)
