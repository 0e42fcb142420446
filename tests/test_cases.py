"""Every case of tests/cases: exactly what must go is gone, all else stays as it was."""

from pathlib import Path

import pytest

import newsclean

from . import case_files

CLEANER = newsclean.Cleaner(typography=None)


@pytest.mark.parametrize(("name", "text", "go"), case_files.cases())
def test_exactly_the_residue_goes(name: str, text: str, go: list[str]):
    cleaned = CLEANER.clean(text).text
    assert cleaned.split() == case_files.without(text, go).split(), name


def test_a_case_says_where_its_residue_stands():
    assert case_files.without("Title\n\nSign up\n\nText. Sign up", ["Sign up"]) == "Title\n\n\n\nText. Sign up"


def test_there_are_cases():
    assert len(list(Path(case_files.FOLDER).glob("*.toml"))) >= 36
