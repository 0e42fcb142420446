"""The language model is py3langid's to the last bit, laid out to be used where it lies."""

from __future__ import annotations

import hashlib
import json
import math
from functools import cache

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier, visit_counts

from newsclean.languages.naive_bayes import NaiveBayes, shipped
from newsclean.languages.ngrams import LONGEST, longest_at, stretches
from newsclean.languages.tags import LANGUAGES
from tests.test_languages import ARTICLES

LETTERS = st.sampled_from(b"\x01ab\xfe\xff")
NGRAMS = st.lists(st.lists(LETTERS, min_size=1, max_size=LONGEST).map(bytes), unique=True, max_size=12)
TEXTS = st.one_of(
    st.text(), st.text("aàsxyz .?\n\0«’İяйש漢"), st.sampled_from(sorted(ARTICLES)).map(ARTICLES.__getitem__)
)


@cache
def theirs() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    model.tk_row = [row << 8 for row in model.tk_row]
    return model


@given(NGRAMS, st.lists(st.one_of(LETTERS, st.just(0)), max_size=40).map(bytes))
def test_the_longest_ngram_is_found_wherever_one_ends(ngrams: list[bytes], data: bytes) -> None:
    found = longest_at(data, *stretches(ngrams)).tolist()
    for end, place in enumerate(found, start=1):
        ending = [ngram for ngram in ngrams if data[:end].endswith(ngram)]
        assert (max(ending, key=len) if ending else None) == (ngrams[place] if place >= 0 else None)


@given(NGRAMS)
def test_stretches_are_in_order_and_differ_from_their_neighbours(ngrams: list[bytes]) -> None:
    starts, longest = stretches(ngrams)
    assert starts[0] == 0
    assert (starts[1:] > starts[:-1]).all()
    assert (longest[1:] != longest[:-1]).all()


def test_the_files_were_made_from_the_model_that_is_installed() -> None:
    header = json.loads((shipped() / "model.json").read_text("utf-8"))
    assert header["sha256"] == hashlib.sha256((MODEL_DIR / MODEL_FILE).read_bytes()).hexdigest()


@given(st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary()))
def test_the_same_ngrams_are_found_as_by_py3langids_automaton_and_in_the_same_order(data: bytes) -> None:
    ours = NaiveBayes()
    found = longest_at(data, ours._starts, ours._longest)
    theirs_ = visit_counts(theirs().tk_nextmove, theirs().tk_row, theirs().tk_output, data)
    assert list(dict.fromkeys(found[found >= 0].tolist())) == list(theirs_ or ())


def test_the_table_holds_py3langids_columns_of_our_languages() -> None:
    ours = NaiveBayes()
    labels = ["nb" if label == "no" else label for label in theirs().nb_classes]
    columns = [i for i, label in enumerate(labels) if label in LANGUAGES]
    assert ours._labels == [labels[i] for i in columns]
    assert np.array_equal(ours._table, theirs().nb_ptc[:, columns])
    assert np.array_equal(ours._base, theirs().nb_pc[columns].astype(np.float64))


@given(TEXTS.filter(lambda text: not set(text) & set("«»“”„‟‹›’‘‚‛…\u00a0\u202f")))
def test_probabilities_are_what_py3langids_own_tables_give(text: str) -> None:
    ours = NaiveBayes()
    data = (text.lower() if text.isupper() else text).encode("utf-8", "replace")[:1200]
    visits = visit_counts(theirs().tk_nextmove, theirs().tk_row, theirs().tk_output, data)
    found = ours.probabilities(text, dict.fromkeys(LANGUAGES, 1.0))
    if not visits:
        assert found == {}
        return
    labels = ["nb" if label == "no" else label for label in theirs().nb_classes]
    columns = [i for i, label in enumerate(labels) if label in LANGUAGES]
    counts = np.log1p(np.array(list(visits.values()), np.float32))
    shares = theirs().nb_ptc[list(visits)][:, columns].astype(np.float32)
    sums = np.einsum("i,ij->j", counts, np.ascontiguousarray(shares))
    scores = (sums + theirs().nb_pc[columns].astype(np.float64)) / math.sqrt(len(data))
    odds = np.exp(scores - scores.max())
    expected: dict[str, float] = {}
    for column, share in zip(columns, (odds / odds.sum()).tolist(), strict=True):
        if share > 1e-15:
            expected[labels[column]] = expected.get(labels[column], 0.0) + share
    assert found == expected


def test_the_model_is_mapped_and_not_read() -> None:
    ours = NaiveBayes()
    assert not ours._table.flags.writeable
    assert isinstance(ours._table.base, np.memmap)
