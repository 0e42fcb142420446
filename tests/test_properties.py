"""The promises of newsclean that hold for every text."""

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import newsclean
from newsclean.document import Document
from newsclean.languages import Readings, identify
from newsclean.looks import FIRST_LOOK, SECOND_LOOK, FirstLook
from newsclean.repair import repair
from newsclean.segmentation import paragraphs
from tests.strategies import anything, articles, prose

PLAIN = newsclean.Cleaner(typography=None)


@given(anything())
def test_any_string_is_cleaned_and_can_be_encoded(source: str) -> None:
    article = newsclean.clean(source)
    assert isinstance(article, newsclean.Cleaned)
    article.text.encode("utf-8")


@example("»AAAAAAAAAAAAAAAABkkÀ")  # the typography told the language
@example("Reklama&nbsp;REKLAMA{{a}}")  # a removal laid bare another
@example("»Â\x94AAAAAAAAAAAAAAAAAAa")  # the typography made mojibake
@example("A{{}}\u0300")  # a mark passed to another letter
@given(anything())
def test_cleaning_twice_is_cleaning_once(source: str) -> None:
    once = newsclean.clean(source, html=False).text
    assert newsclean.clean(once, html=False).text == once


@given(anything())
def test_output_is_composed_and_without_control_characters(source: str) -> None:
    text = newsclean.clean(source).text
    assert unicodedata.is_normalized("NFC", text)
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]


@given(anything())
def test_nothing_is_invented_without_typography(source: str) -> None:
    repaired, _ = repair(source)
    rest = iter(repaired)
    assert all(character in rest for character in PLAIN.clean(source, html=False).text)


@given(anything())
def test_every_change_points_at_the_source(source: str) -> None:
    article = newsclean.clean(source)
    end = 0
    pieces = []
    for change in article.changes:
        assert article.source[change.start : change.end] == change.before
        assert change.start >= end
        assert change.before != change.after
        pieces += [article.source[end : change.start], change.after]
        end = change.end
    assert "".join([*pieces, article.source[end:]]) == article.text


@given(anything())
def test_restore_gives_the_source_back(source: str) -> None:
    article = newsclean.clean(source, html=False)
    assert article.restore() == source
    assert article.source == source


@example("سيبقى سيبقى سيبقى. سيبقى سيبقى سيبقى.\nThe the the the the. The the the the the.")  # a lost paragraph
@given(articles())
def test_paragraphs_make_up_the_text_and_know_where_they_stood(source: str) -> None:
    article = PLAIN.clean(source)
    assert article.text == "\n\n".join(paragraph.text for paragraph in article.paragraphs) == str(article)
    end = 0
    for paragraph in article.paragraphs:
        assert end <= paragraph.start < paragraph.end <= len(source)
        assert "\n" not in source[paragraph.start : paragraph.end].strip("\r")
        end = paragraph.end


@given(articles(), st.randoms(use_true_random=False))
def test_the_order_of_filters_in_a_look_does_not_matter(source: str, random: Random) -> None:
    first, second = list(FIRST_LOOK), list(SECOND_LOOK)
    random.shuffle(first)
    random.shuffle(second)
    shuffled = newsclean.Cleaner(filters=(*first, *second))
    assert shuffled.clean(source) == newsclean.clean(source)


@given(articles(), st.sampled_from([f.name for f in SECOND_LOOK]))
def test_a_filter_of_the_second_look_takes_its_own_marks_alone(source: str, name: str) -> None:
    document = _document(source)
    with_it = PLAIN.look(document)
    without = PLAIN.without(name).look(document)
    assert [mark for mark in with_it if mark.rule != name] == without


@given(articles(), st.sampled_from([f.name for f in FIRST_LOOK]))
def test_a_filter_of_the_first_look_takes_its_own_marks_from_that_look(source: str, name: str) -> None:
    document = _document(source)
    only_first = newsclean.Cleaner(filters=FIRST_LOOK)
    with_it = only_first.look(document)
    assert [mark for mark in with_it if mark.rule != name] == only_first.without(name).look(document)


@given(articles(), articles(), st.randoms(use_true_random=False))
def test_what_an_earlier_round_saw_changes_nothing(source: str, earlier: str, random: Random) -> None:
    lines = [*source.split("\n"), *earlier.split("\n")]
    random.shuffle(lines)
    known, look = Readings(), FirstLook(FIRST_LOOK)
    for text in ("\n".join(lines), source):
        document = Document(text, paragraphs(text))
        read = identify(document, known=known)
        assert read == identify(document)
        assert look(read) == FirstLook(FIRST_LOOK)(read)


@given(articles(), st.sampled_from(newsclean.CATEGORIES))
def test_a_category_switched_off_stays(source: str, category: str) -> None:
    article = newsclean.Cleaner().without(category).clean(source)
    assert category not in {change.category for change in article.changes}


@given(
    st.sampled_from(["fr", "en", "de", "es", "ru", "el", "ar", "hi"]).flatmap(
        lambda x: st.lists(prose(x), min_size=1, max_size=6, unique=True)
    )
)
def test_plain_prose_comes_back_unchanged(paragraphs: list[str]) -> None:
    assume(not any(paragraph.endswith("…") for paragraph in paragraphs))
    text = "\n\n".join(paragraphs)
    assert PLAIN.clean(text).text == text


@given(articles())
def test_no_filter_removes_nothing(source: str) -> None:
    assert newsclean.Cleaner(filters=(), typography=None).clean(source, html=False).text == repair(source)[0]


@settings(max_examples=20)
@given(st.lists(articles(), min_size=2, max_size=4))
def test_threads_give_what_one_thread_gives(sources: list[str]) -> None:
    expected = [newsclean.clean(source) for source in sources]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(newsclean.clean, sources)) == expected


SOURCE = (
    "Aller au contenu\nLe pont ferme\nPartager :\n"
    "Le pont sera fermé lundi. We are sorry for the delay, said nobody.\n[ad_2]\n"
)


def test_processes_give_what_this_one_gives() -> None:
    code = f"import newsclean; print(ascii(newsclean.clean({SOURCE!r})))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert seen == {ascii(newsclean.clean(SOURCE)) + "\n"}


def test_pipe_keeps_the_order_and_reads_no_further_than_it_must() -> None:
    read: list[int] = []

    def sources() -> object:
        for i in range(1000):
            read.append(i)
            yield f"Texte numéro {i} sur le pont de la ville."

    piped = newsclean.Cleaner().pipe(sources(), jobs=2)
    first = [next(piped).text for _ in range(3)]
    assert first == [f"Texte numéro {i} sur le pont de la ville." for i in range(3)]
    assert len(read) < 400
    assert sum(1 for _ in piped) == 997


def test_every_permutation_of_a_few_filters() -> None:
    names = {f.name: f for f in (*FIRST_LOOK, *SECOND_LOOK)}
    few = [names[name] for name in ("phrases", "shortcodes", "stamps", "captions")]
    texts = {newsclean.Cleaner(filters=order).clean(SOURCE).text for order in permutations(few)}
    assert len(texts) == 1


def _document(source: str) -> newsclean.Document:
    from newsclean import languages, segmentation

    text, _ = repair(source)
    return languages.identify(newsclean.Document(text, segmentation.paragraphs(text)))
