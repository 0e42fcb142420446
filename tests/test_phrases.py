"""How texts are looked up in phrases, and what the two first-look filters make of it."""

import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.document import Certainty, Document, Mark, Paragraph, Span
from newsclean.errors import UnknownNameError
from newsclean.filters.glued_labels import GluedLabels
from newsclean.filters.phrase import PhraseFilter
from newsclean.folding import fold
from newsclean.outline import is_heading
from newsclean.phrases import Phrasebook, load
from newsclean.phrases.files import Listing, scripts_of
from newsclean.phrases.index import Index, phrasebook

CLEAN = sorted((Path(__file__).parent / "clean").glob("*.txt"))


def book(*texts: str, kind: str = "whole", language: str = "en", weak: bool = False) -> Phrasebook:
    return Phrasebook([Index([Listing(list(texts), kind, "share", language, weak)])])


def found(texts: Phrasebook, line: str) -> list[str]:
    return [hit.phrase.text for hit in texts.lines(fold(line))]


_NOTICE = "We use cookies to count our readers: the sentence is on every page"


def document(text: str, language: str | None = "en") -> Document:
    paragraphs = []
    at = 0
    for line in text.split("\n"):
        if line:
            paragraphs.append(Paragraph(Span(at, at + len(line)), line, fold(line), language=language))
        at += len(line) + 1
    return Document(text, tuple(paragraphs), language)


def taken(text: str, language: str = "en") -> list[tuple[str, str]]:
    """What the phrase filter marks and how sure it is."""
    marks = PhraseFilter()(document(text, language))
    return list(dict.fromkeys((text[mark.span.start : mark.span.end], mark.certainty.name.lower()) for mark in marks))


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("Partager cet article", "PARTAGER CET ARTICLE"),
        ("Partager cet article", "» Partager cet article :"),
        ("Partager cet article", "➡️ Partager cet article (12)"),
        ("S'abonner à la lettre", "S’abonner à la lettre"),
        ("À lire également", "A lire egalement"),
        ("À lire également", "A LIRE ÉGALEMENT"),
        ("0 min de lecture", "12 min de lecture"),
        ("0 vues", "1 204 vues"),
        ("Publié le 0/0/0", "Publié le 02/06/2023"),
        ("Follow * on <service>", "Follow the Dale Courier on Google News"),
        ("Share on <service>", "Share on Facebook, X and WhatsApp"),
        ("- Advertisement -", "- Advertisement -"),
        ("[…]", "[…]"),
        ("分享到<service>", "分享到微信朋友圈"),
    ],
)
def test_a_line_is_the_phrase(phrase, line):
    assert found(book(phrase), line) == [phrase]


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("Partager cet article", "Partager cet article de foi"),
        ("Publié", "Publique"),
        ("- Advertisement -", "Advertisement"),
        ("Follow * on <service>", "Follow on Facebook"),
        ("Follow * on <service>", "Follow the path. Sit on Facebook"),
        ("Follow * on <service>", "Follow one two three four five six seven eight nine on Facebook"),
        ("Share on <service>", "Share on Monday"),
        ("0 - 0", "3 - 4"),
    ],
)
def test_a_line_is_not_the_phrase(phrase, line):
    assert found(book(phrase), line) == []


def test_a_wide_gap_holds_a_headline():
    phrase = "The post * appeared first on *"
    title = " ".join(["word"] * 20)
    assert found(book(phrase), f"The post {title} appeared first on Dale Courier") == [phrase]


def test_german_umlauts_may_be_written_out():
    assert found(book("Für später merken", language="de"), "Fuer spaeter merken") == ["Für später merken"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Sign up for our newsletter", [("Sign up for our newsletter", "certain")]),
        ("Rain fell. (Reuters)", [("(Reuters)", "certain")]),
        ("READ ALSO: The orchard", [("READ ALSO: The orchard", "likely")]),
        ("It rained. READ ALSO: The orchard", [("READ ALSO: The orchard", "likely")]),
        ("It rained. Cancel anytime. It snowed.", [("Cancel anytime.", "certain")]),
        ("Newsletter", [("Newsletter", "possible")]),
        ("It rained. Learn more", [("Learn more", "likely")]),
        ("There is so much that we learn more", [("learn more", "possible")]),
        ("Advertisement:", [("Advertisement:", "likely")]),
        ("Related stories", [("Related stories", "likely")]),
        ('"Sign up for our newsletter"', []),
        ('"Sign up for our newsletter" was all it said', []),
        ("Share this land with your neighbour", []),
        ("We use cookies to count our readers: the sentence is on every page", [(_NOTICE, "possible")]),
        ("Sign up for our newsletters, she said, and nobody did. " + "They went home. " * 30, []),
    ],
)
def test_the_phrase_filter(text, marks):
    assert taken(text) == marks


@pytest.mark.parametrize(
    ("text", "language", "cut"),
    [
        ("AbonnéTempête sur la côte, le port ferme.", "fr", "Abonné"),
        ("Merken Drucken Teilen mehrIm Moor ist es still.", "de", "Merken Drucken Teilen mehr"),
        ("The springs remain. […]Continue reading", "en", "[…]Continue reading"),
        ("UK NewsExplosion at the mill", "en", "UK News"),
        ("PlayStation sales fell again.", "en", None),
        ("McDonald spoke first.", "en", None),
        ("Share the land with us.", "en", None),
    ],
)
def test_glued_labels(text, language, cut):
    marks = [mark for mark in GluedLabels()(document(text, language)) if mark.certainty >= Certainty.LIKELY]
    assert [text[mark.span.start : mark.span.end] for mark in marks] == ([cut] if cut else [])


def test_a_run_of_labels_before_the_article_on_one_line():
    text = "Société Publié le 02/06/2023 à 19h10 Partager l'article Copier le lien Voile : le départ est donné."
    [mark] = GluedLabels()(document(text, "fr"))
    assert text[mark.span.end :] == "Voile : le départ est donné."


def test_marks_tell_headings_and_weak_phrases():
    marks = {
        mark.evidence: mark
        for mark in PhraseFilter()(document("Related stories\nComments\nSign up for our newsletter"))
    }
    assert is_heading(marks['heading en: "Related stories"'])
    [weak] = [mark for mark in marks.values() if "Comments" in mark.evidence and is_heading(mark)]
    [strong] = [mark for mark in marks.values() if "newsletter" in mark.evidence]
    assert weak.certainty is Certainty.POSSIBLE
    assert strong.certainty is Certainty.CERTAIN
    assert not is_heading(Mark(Span(0, 1), "share", "labels", "heading"))


def test_strong_phrases_of_all_languages_of_a_script_count():
    assert taken("Abonnieren Sie unseren Newsletter", "it") == [("Abonnieren Sie unseren Newsletter", "certain")]


def test_weak_phrases_of_other_languages_do_not_count():
    text = "Drucken"
    assert taken(text, "it") == []
    assert [mark.certainty for mark in PhraseFilter(languages=("de",))(document(text, "it"))] == [Certainty.POSSIBLE]


def test_english_counts_under_any_script():
    assert taken("Sign up for our newsletter\nСовет проголосовал во вторник за новый мост через реку.", "ru") == [
        ("Sign up for our newsletter", "certain")
    ]


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_articles_stay(path):
    clean = document(path.read_text(encoding="utf-8"), path.stem)
    marks = [mark for look in (PhraseFilter(), GluedLabels()) for mark in look(clean)]
    assert [mark for mark in marks if mark.certainty >= Certainty.LIKELY] == []


def test_an_unknown_language():
    with pytest.raises(UnknownNameError, match="xx"):
        load("xx")


def test_scripts():
    assert scripts_of("") == frozenset()
    assert scripts_of("東京のニュース") == {"HAN"}
    assert scripts_of("Москва, Facebook") == {"CYRILLIC", "LATIN"}


def test_a_phrasebook_may_be_used_by_many_threads():
    texts = [f"{word} here and there" for word in "abcdefghij"]
    shared = book(*texts)
    results: list[list[str]] = []

    def look() -> None:
        results.append([hit for text in texts for hit in found(shared, text)])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=look) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert results == [texts] * 8


@given(st.text(max_size=200))
def test_marks_stay_inside_their_paragraphs(text):
    text = " ".join(text.split()) or "x"
    whole = document(text)
    for look in (PhraseFilter(), GluedLabels()):
        for mark in look(whole):
            assert 0 <= mark.span.start < mark.span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "facebook " * 20_000,
        "Follow " * 20_000,
        "Read more. " * 20_000,
        "((((" * 20_000,
        "Abonné" * 20_000,
        "a. " * 40_000,
        '"' * 80_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_lines_are_read_to_the_end(text):
    whole = document(text)
    spans = [mark.span for look in (PhraseFilter(), GluedLabels()) for mark in look(whole)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_a_phrasebook_is_made_once():
    assert phrasebook("en") is phrasebook("en")
