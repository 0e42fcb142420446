"""Documents, paragraphs and sentences know their language; detectors are selectable, safe and repeatable."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclean.document import Document
from newsclean.errors import UnknownNameError
from newsclean.languages import detectors, identify, known
from newsclean.languages.detectors import load
from newsclean.languages.sentences import sentences
from newsclean.languages.tags import kin_of, primary, variant
from newsclean.segmentation import paragraphs

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ARTICLES = tomllib.loads((Path(__file__).parent / "cases-languages/articles.toml").read_text("utf-8"))
FAST = ("default", "langdetect")


def document(text: str) -> Document:
    return Document(text, paragraphs(text))


def tags(text: str, **options: object) -> list[str | None]:
    return [paragraph.language for paragraph in identify(document(text), **options).paragraphs]  # type: ignore[arg-type]


@pytest.mark.parametrize("tag", sorted(ARTICLES))
def test_a_document_has_the_tag_that_users_expect(tag):
    found = identify(document(ARTICLES[tag]))
    assert found.language == tag
    assert [p.language for p in found.paragraphs] == [tag]
    assert found.paragraphs[0].confidence >= 0.9


def test_every_tag_of_the_table_is_known():
    assert set(ARTICLES) <= set(known())
    assert list(known()) == sorted(known())


def test_short_paragraphs_inherit_with_modest_confidence_and_those_without_letters_have_no_language():
    found = identify(document(f"{ARTICLES['fr']}\n\nEncore.\n\n12:30 – 2024"))
    assert [p.language for p in found.paragraphs] == ["fr", "fr", None]
    assert found.paragraphs[1].confidence < 0.9
    assert found.paragraphs[2].confidence == 0.0


def test_a_text_that_tells_nothing_has_no_language():
    for text in ("", "\n\n", "1975", "…", "\ud800", "\x00"):
        assert identify(document(text)).language is None


def test_a_paragraph_in_another_language_has_its_own_tag():
    text = f"{ARTICLES['de']}\n\nDie Inschrift lautet so:\n\n{ARTICLES['it']}\n\n{ARTICLES['de']}"
    assert tags(text) == ["de", "de", "it", "de"]


def test_a_sentence_in_another_language_has_its_own_tag_and_the_paragraph_keeps_the_articles():
    text = f"{ARTICLES['pl']} {ARTICLES['en']} {ARTICLES['pl']}"
    (paragraph,) = identify(document(text)).paragraphs
    assert paragraph.language == "pl"
    assert [sentence.language for sentence in paragraph.sentences] == ["pl", "en", "pl"]


def test_names_and_loan_words_do_not_make_a_sentence_foreign():
    text = f"{ARTICLES['fr']} Manchester United - Real Madrid, Wembley Stadium, London.\n\nThe Voice, Netflix, Apple TV"
    found = identify(document(text))
    assert {s.language for p in found.paragraphs for s in p.sentences} == {"fr"}


def test_the_language_can_be_fixed_and_the_candidates_restricted():
    assert identify(document("Bonjour."), language="pt-BR").language == "pt-BR"
    assert identify(document(ARTICLES["da"]), candidates=("nb", "sv")).language in {"nb", "sv"}
    assert identify(document(ARTICLES["fr"]), candidates=("fr",)).language == "fr"
    assert identify(document(ARTICLES["zh-Hant"]), language="zh").language == "zh-Hant"


def test_a_hint_decides_between_kin_and_where_the_text_tells_nothing_and_never_raises():
    assert identify(document(ARTICLES["fr"]), hint="en-US").language == "fr"
    assert identify(document(ARTICLES["nb"]), hint="da").language == "da"
    assert identify(document("1975"), hint="fr").language == "fr"
    assert identify(document(ARTICLES["fr"]), hint="x-default").language == "fr"


def test_unknown_names_raise_and_list_the_known():
    with pytest.raises(UnknownNameError, match="fr, "):
        identify(document("Bonjour."), language="klingon")
    with pytest.raises(UnknownNameError, match="fr, "):
        identify(document("Bonjour."), candidates=("fr", "xx"))
    with pytest.raises(UnknownNameError, match="langdetect"):
        identify(document("Bonjour."), detector="oracle")


def test_primary_takes_aliases_and_regions():
    assert [primary(tag) for tag in ("no", "nb-NO", "iw", "fil", "zh_TW", "EN")] == ["nb", "nb", "he", "tl", "zh", "en"]


def test_kin_is_mutual():
    for tag in map(primary, known()):
        assert all(tag in kin_of(other) for other in kin_of(tag))


def test_portuguese_has_a_region_only_where_words_show_it():
    assert variant("pt", ["O usuário pegou o ônibus e registrou a queixa."]) == "pt-BR"
    assert variant("pt", ["O utilizador apanhou o autocarro e registou a queixa."]) == "pt-PT"
    assert variant("pt", ["A ponte ficou fechada até ao fim do ano."]) == "pt"


@pytest.mark.parametrize("name", [name for name in detectors() if name != "default"])
def test_every_detector_can_be_selected(name):
    if name in ("eldc", "lingua"):
        pytest.importorskip(name, reason=f"the extra {name} is not installed")
    for tag in ("de", "el", "en", "fr", "pl", "ru"):
        text = "\n\n".join([ARTICLES[tag]] * 3)
        assert identify(document(text), detector=name).language == tag


def test_langdetect_and_langdetect_rs_give_the_same_answers(monkeypatch):
    pytest.importorskip("langdetect_rs", reason="langdetect-rs is not installed")
    from newsclean.languages import backends

    fast = backends.LangDetect()
    original = backends.import_module
    monkeypatch.setattr(backends, "import_module", lambda name: original(name.replace("langdetect_rs", "langdetect")))
    slow = backends.LangDetect()
    assert type(fast._factory) is not type(slow._factory)
    prior = {"de": 3.0, "en": 1.0, "fr": 1.0, "nl": 1.0, "nb": 1.0, "zh": 1.0}
    for text in (*ARTICLES.values(), "Amsterdam, Netflix", "123", "\ud800"):
        ours, theirs = fast.probabilities(text, prior), slow.probabilities(text, prior)
        assert ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("name", ["langdetect", "py3langid"])
def test_a_prior_rules_out_and_weighs(name):
    detector = load(name)
    text = "Hotel Metropol Bar"
    assert set(detector.probabilities(text, {"fr": 1.0, "en": 1.0})) <= {"fr", "en"}
    likely, unlikely = (
        detector.probabilities(text, {"en": weight, "es": 1.0}).get("en", 0.0) for weight in (1e6, 1e-6)
    )
    assert likely > unlikely
    assert detector.probabilities(text, {}) == {}
    assert detector.probabilities("", {"en": 1.0, "fr": 1.0}) == {} or name == "py3langid"


def everything(text: str, name: str = "default") -> str:
    return repr(identify(document(text), detector=name))


@pytest.mark.parametrize("name", FAST)
def test_threads_agree_from_the_first_call_on(name):
    texts = [*ARTICLES.values(), f"{ARTICLES['de']} {ARTICLES['en']}"]
    program = (
        "import sys; from concurrent.futures import ThreadPoolExecutor\n"
        "from newsclean.document import Document; from newsclean.languages import identify\n"
        "from newsclean.segmentation import paragraphs\n"
        "texts = eval(sys.stdin.read())\n"
        f"run = lambda t: repr(identify(Document(t, paragraphs(t)), detector={name!r}))\n"
        "with ThreadPoolExecutor(8) as pool: answers = list(pool.map(run, texts))\n"
        "sys.stdout.buffer.write('\\n'.join(answers).encode())\n"
    )
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=ascii(texts).encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )
        assert done.stdout.decode().split("\n") == [everything(text, name) for text in texts]


@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("method", [method for method in get_all_start_methods() if method != "fork"])
def test_processes_agree_from_the_first_call_on(name, method):
    texts = [*ARTICLES.values(), f"{ARTICLES['de']} {ARTICLES['en']}"]
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        answers = list(pool.map(partial(everything, name=name), texts))
    assert answers == [everything(text, name) for text in texts]


def test_a_fresh_process_agrees_whichever_text_comes_first():
    texts = [ARTICLES["ja"], ARTICLES["fr"], ARTICLES["sr-Latn"]]
    for text in texts:  # one worker for each: every answer is a first call
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            assert pool.submit(everything, text).result() == everything(text)


QUOTED_KIN = {
    ("ru", "uk"): "«Приїжджайте до нас на свято, спечемо вам хліба з кмином і медом».",
    ("cs", "sk"): "„Keď prídeš domov, prines aj chlieb, lebo u nás ho už nikto nepečie.“",
    ("da", "sv"): "»Välkommen hem till oss, så bakar vi bröd med kummin och honung åt er alla.«",
    ("es", "ca"): "«Vine a casa nostra i farem pa amb comí i mel, que aquí ja ningú no en fa».",
    ("tr", "az"): "“Bizə gəlin, sizə zirə ilə bal qatılmış çörək bişirək, burada daha heç kim bişirmir.”",
    ("uk", "be"): "«Прыязджай да нас дадому, спячэм табе хлеба з кменам, бо ў нас яго ўжо ніхто не пячэ».",
}


@pytest.mark.parametrize("pair", QUOTED_KIN)
def test_a_paragraph_in_close_kin_has_its_own_tag(pair):
    language, kin = pair
    article = f"{ARTICLES[language]} {ARTICLES[language]}"
    tagged = identify(document(f"{article}\n\n{QUOTED_KIN[pair]}\n\n{article}"))
    assert [paragraph.language for paragraph in tagged.paragraphs] == [language, kin, language]


def test_the_order_of_documents_changes_nothing():
    texts = list(ARTICLES.values())
    forward = [everything(text) for text in texts]
    assert [everything(text) for text in reversed(texts)][::-1] == forward
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(everything, texts)) == forward


NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\ud800\udfff\x00\u200b\u0301\u3000\u2028\n .!?\"“”„«»'’()[]:;😀aAéжЖ漢かकا1"),
    ),
    max_size=200,
)


@pytest.mark.parametrize("name", FAST)
@settings(max_examples=200, deadline=None)
@given(text=NASTY)
def test_no_string_raises_and_spans_are_true(name, text):
    found = identify(document(text), detector=name)
    assert [p.span for p in found.paragraphs] == [p.span for p in paragraphs(text)]
    for paragraph in found.paragraphs:
        assert 0.0 <= paragraph.confidence <= 1.0
        assert (paragraph.language is None) <= (found.language is None or not any(map(str.isalpha, paragraph.text)))
        reached = paragraph.span.start
        for sentence in paragraph.sentences:
            inside = text[sentence.span.start : sentence.span.end]
            assert inside
            assert inside == inside.strip()
            assert not text[reached : sentence.span.start].strip()
            reached = sentence.span.end
        assert not text[reached : paragraph.span.end].strip()


@settings(max_examples=300, deadline=None)
@given(text=NASTY, language=st.sampled_from(known()))
def test_sentences_cover_the_paragraph_in_every_language(text, language):
    reached = 0
    for span in sentences(text, language):
        assert span.start < span.end
        assert not text[reached : span.start].strip()
        reached = span.end
    assert not text[reached:].strip()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Il part. « Oui. Non. » Elle reste.", ["Il part.", "« Oui.", "Non. »", "Elle reste."]),
        ("de", "Er kam. „Ja?“, fragte er. „Nein.“", ["Er kam.", "„Ja?“, fragte er.", "„Nein.“"]),
        ("en", "“Who?” she asked. He left.", ["“Who?” she asked.", "He left."]),
        ("en", "One 😀. Two 𝒜. Three.", ["One 😀.", "Two 𝒜.", "Three."]),
        ("zh", "你好。再见。", ["你好。", "再见。"]),
    ],
)
def test_sentences_are_split_inside_quotations_too(language, text, expected):
    assert [text[s.start : s.end] for s in sentences(text, language)] == expected


def test_growth_of_sentences_is_bounded_by_chunks():
    text = '«"' * 30_000
    assert "".join(text[s.start : s.end] for s in sentences(text, "fr")) == text


def test_a_detector_of_ones_own_is_asked():
    class Stubborn:
        name = "stubborn"
        languages = frozenset(("eo",))

        def probabilities(self, text, prior):
            return {"eo": 1.0} if "eo" in prior else {}

    gibberish = "Zxqv wvutz brrlm qwrtz plmkn grfds wqrtz mnbvc"
    assert identify(document(gibberish), detector=Stubborn()).language == "eo"


def test_importing_the_package_reads_no_model():
    loaded = "{'newsclean.languages.naive_bayes', 'langdetect'} & sys.modules.keys()"
    program = f"import sys, newsclean.languages; print(sorted({loaded}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_identify_changes_nothing_but_the_tags():
    before = document(f"{ARTICLES['fr']}\n\n{ARTICLES['en']}")
    after = identify(before)
    stripped = [replace(p, sentences=(), language=None, confidence=0.0) for p in after.paragraphs]
    assert tuple(stripped) == before.paragraphs
    assert after.text == before.text
