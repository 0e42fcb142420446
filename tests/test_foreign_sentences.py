"""Stray foreign sentences go; what the article announces, names, code and second languages stay."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.document import Certainty, Document
from newsclean.filters.foreign_sentences import ForeignSentences
from newsclean.languages import identify
from newsclean.segmentation import paragraphs

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLES = Path(__file__).parent / "cases-languages"
ARTICLES = tomllib.loads((TABLES / "articles.toml").read_text("utf-8"))
CASES = tomllib.loads((TABLES / "strays.toml").read_text("utf-8"))["case"]


def marked(text: str, least: Certainty = Certainty.LIKELY) -> list[str]:
    document = identify(Document(text, paragraphs(text)))
    return [text[m.span.start : m.span.end] for m in ForeignSentences()(document) if m.certainty >= least]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"].replace(" ", "-"))
def test_cases(case):
    native = ARTICLES[case["language"]]
    assert marked(f"{native}\n\n{case['text']}\n\n{native}") == case["go"]


def test_the_evidence_names_both_languages():
    text = f"{ARTICLES['fr']} {ARTICLES['en']}\n\n{ARTICLES['fr']}"
    (mark,) = ForeignSentences()(identify(Document(text, paragraphs(text))))
    assert mark.category == "foreign-sentence"
    assert mark.rule == ForeignSentences.name
    assert mark.evidence.startswith("en ")
    assert mark.evidence.endswith(" in a fr article")


def test_in_a_bilingual_release_nothing_is_stray():
    half = "\n\n".join([ARTICLES["fr"]] * 4)
    other = "\n\n".join([ARTICLES["en"]] * 4)
    assert marked(f"{half}\n\n{other}", Certainty.POSSIBLE) == []
    turns = "\n\n".join([ARTICLES["fr"], ARTICLES["en"]] * 5)
    assert marked(turns, Certainty.POSSIBLE) == []


def test_a_long_foreign_passage_is_only_possibly_stray():
    passage = "\n\n".join([ARTICLES["en"]] * 8)
    text = "\n\n".join([ARTICLES["sv"]] * 20 + [passage] + [ARTICLES["sv"]] * 20)
    assert marked(text) == []
    assert marked(text, Certainty.POSSIBLE) != []


def test_a_document_without_a_language_has_no_strays():
    assert marked("1975\n\n***", Certainty.POSSIBLE) == []


UNRELATED = [
    (one, other)
    for one in (
        "cs",
        "de",
        "el",
        "es",
        "fi",
        "fr",
        "hu",
        "it",
        "ja",
        "ko",
        "nl",
        "pl",
        "ru",
        "sv",
        "tr",
        "vi",
        "zh-Hans",
    )
    for other in ("ar", "de", "el", "en", "fr", "hu", "it", "pl", "ru", "tr")
    if one != other
]


@given(pair=st.sampled_from(UNRELATED), place=st.integers(0, 2), alone=st.booleans())
def test_taking_a_foreign_sentence_out_gives_back_the_article(pair, place, alone):
    native, foreign = ARTICLES[pair[0]], ARTICLES[pair[1]]
    lines = [native, native, native]
    lines.insert(place, foreign) if alone else lines.__setitem__(place, f"{lines[place]} {foreign}")
    assert marked("\n\n".join(lines)) == [foreign]


@pytest.mark.parametrize("language", sorted(ARTICLES))
def test_an_article_in_one_language_is_left_alone(language):
    assert marked("\n\n".join([ARTICLES[language]] * 5), Certainty.POSSIBLE) == []


def test_the_sample_of_documents_reaches_its_figures(shared):
    import gzip
    import json

    path = shared / "language/stray_documents.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::3]
    missed = harmed = 0
    for record in records:
        document = identify(Document(record["text"], paragraphs(record["text"])))
        assert (document.language or "").split("-")[0] == record["language"]
        left = record["text"]
        for stray in marked(left):
            left = left.replace(stray, " ")
        left = " ".join(left.split())
        missed += sum(" ".join(stray["text"].split()) in left for stray in record["strays"])
        harmed += not record["strays"] and left != " ".join(record["text"].split())
    assert missed <= 0.015 * sum(len(record["strays"]) for record in records)
    assert harmed <= 0.02 * sum(not record["strays"] for record in records)
