"""Typography: the tables of cases, the properties, the files, the page of documentation."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsclean.errors import UnknownNameError
from newsclean.typography import RULES, Replacement, apply, locales, typeset
from newsclean.typography.locale import load, locale_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted((ROOT / "tests" / "typography").glob("*.toml"))
LARGE = {"en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "zh-Hans"}
WANTED = (
    "fr fr-CA fr-CH de de-CH de-AT en-US en-GB es it pt-PT pt-BR nl pl cs sk ro hu ru uk bg el sv da nb fi tr ca hr sr "
    "ar he ja zh-Hans zh-Hant ko vi id"
).split()


def cases(table: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(table.read_text("utf-8"))["case"]
    return found


CASES = [
    pytest.param(table.stem, case, id=f"{table.stem}-{number}")
    for table in TABLES
    for number, case in enumerate(cases(table), 1)
]

MARKS = st.sampled_from([
    '"', "'", "“", "”", "‘", "’", "„", "‚", "«", "»", "‹", "›", "「", "」", "...", "…", "--", "-", "–", "—", " ",
    "\u00a0", "\u202f", "\u2009", "a", "l", "s", "dit", "He", "5", "90s", ".", ",", ":", ";", "!", "?", "(", ")",
    "你好", "。", "：", "é", "é", "''", "``", ",,", "´", "′", "\t", "\n", "\ud800", "\x00", "`", "=", "{", "}", "<b>",
    "1999", "2005", "/", "#b", "@a", "http://x.y/z", "x.pdf", "שלום", "قال", "ʻ", "ʼ", "°",
])  # fmt: skip
TEXTS = st.one_of(st.lists(MARKS, max_size=16).map("".join), st.text(max_size=60))
LANGUAGES = st.sampled_from([*locales(), "en", "pt", "zh", "no", "fr-BE", None])
STYLES = st.sampled_from(["locale", "ascii", "preserve", None])
PROTECTED = st.sampled_from([
    "https://example.org/it's--so...?q='a'", "www.example.org/d'or", "example.org/l'an--deux", "o'hara@example.org",
    "@l_equipe", "#c_est", "report--final.pdf", "l'eau.txt", "C:\\don't\\go--there", "/usr/local/it's",
    "`git -m \"it's\"`",
    '<a href="x">', '{"key": "it\'s"}', "13h23", "18:40", "16:9", "3 : 2", "DE89 3704 0044 0532 0130 00", "C++", ":-)",
    ";-)", "5'10\"", "40°26'46\"", "10'000", "1 000", "print(\"it's\")", ":smile:", "ʻokina", "2010-11", "&eacute;",
])  # fmt: skip
WORDS = st.sampled_from(
    ["mot", "Haus", "word,", "слово", "l'été", '"oui"', "«non»", "...", "--", "Wort!", "qui?", "ok:", "(x)"]
)


@pytest.mark.parametrize(("language", "case"), CASES)
def test_cases(language: str, case: dict[str, str]) -> None:
    replacements = typeset(case["before"], language)
    assert apply(case["before"], replacements) == case["after"], case["why"]
    assert typeset(case["after"], language) == [], "what is right stays"


def test_every_locale_has_its_cases() -> None:
    counts = {table.stem: len(cases(table)) for table in TABLES}
    assert set(WANTED) == set(locales())
    assert set(WANTED) <= set(counts)
    assert not {name for name in LARGE if counts[name] < 25}
    assert not {name for name, count in counts.items() if count < 6}
    assert all(case["why"].strip() for table in TABLES for case in cases(table))


def undone(text: str, replacements: list[Replacement]) -> str:
    """What `apply` wrote, with each replacement taken back."""
    output, pieces, done, shift = apply(text, replacements), [], 0, 0
    for item in replacements:
        here = item.start + shift
        assert output[here : here + len(item.replacement)] == item.replacement
        pieces += [output[done:here], text[item.start : item.end]]
        done = here + len(item.replacement)
        shift += len(item.replacement) - (item.end - item.start)
    return "".join([*pieces, output[done:]])


@given(TEXTS, LANGUAGES, STYLES)
@example("'s \"a'\"", "nl", "locale")
@example("›90s,,‹", "bg", "locale")
@example('"1999"”', "bg", "locale")
@example("a('http://x.y/z'", "ca", "locale")
@example('""你"\'\'', "bg", "locale")
@example("''a''", "zh-Hant", "locale")
def test_replacements_are_in_order_change_something_and_settle(
    text: str, language: str | None, style: str | None
) -> None:
    replacements = typeset(text, language, style)
    end = 0
    for item in replacements:
        assert end <= item.start < item.end <= len(text)
        assert item.replacement
        assert item.replacement != text[item.start : item.end]
        assert item.rule in RULES
        end = item.end
    output = apply(text, replacements)
    assert typeset(output, language, style) == []
    assert undone(text, replacements) == text
    assert [c for c in output if c.isalnum()] == [c for c in text if c.isalnum()]
    assert [unicodedata.bidirectional(c) for c in output if c.isalnum()] == [
        unicodedata.bidirectional(c) for c in text if c.isalnum()
    ]


@given(st.lists(st.one_of(WORDS, PROTECTED), min_size=1, max_size=12), LANGUAGES, st.sampled_from(["locale", "ascii"]))
def test_protected_spans_stay(words: list[str], language: str | None, style: str) -> None:
    text = " ".join(words)
    output = apply(text, typeset(text, language, style))
    for word in words:
        if re.search(r"[@#/\\`<{&\d]|\.pdf|\.txt|\+\+|[:;]-\)|:smile|ʻ|print", word):
            assert output.count(word) >= words.count(word), (text, output)


@given(TEXTS, st.sampled_from(["preserve", None]))
def test_preserve_changes_nothing(text: str, style: str | None) -> None:
    assert typeset(text, "fr", style) == []


@given(TEXTS)
def test_no_language_no_change(text: str) -> None:
    assert typeset(text, None) == typeset(text, "tlh") == typeset(text, "") == []


@given(TEXTS, LANGUAGES)
def test_ascii_does_not_depend_on_the_language(text: str, language: str | None) -> None:
    assert typeset(text, language, "ascii") == typeset(text, None, "ascii")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("« L’été… »", '"L\'été..."'),
        ("«\u00a0Oui\u202f!\u00a0» dit-il", '"Oui !" dit-il'),
        ("Ein »Wort« im Satz", 'Ein "Wort" im Satz'),
        ("„Nein“, sagt er – ‚nie‘", "\"Nein\", sagt er - 'nie'"),
        ("one—two — three 1914–1918", "one--two - three 1914-1918"),
        ("10\u00a0000 € et −5\u202f°C", "10 000 € et -5 °C"),
        ("Hawaiʻi и девʼять", "Hawaiʻi и девʼять"),
        ("„a“ https://example.org/„b“", '"a" https://example.org/"b"'),
        ("6′2″", "6'2\""),
        ("他说“你好”", '他说"你好"'),
        ('plain "text" -- it\'s...', 'plain "text" -- it\'s...'),
    ],
)
def test_ascii(before: str, after: str) -> None:
    assert apply(before, typeset(before, None, "ascii")) == after


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("fr", "fr"), ("fr-BE", "fr"), ("fr_ca", "fr-CA"), ("FR-ch", "fr-CH"), ("zh", "zh-Hans"), ("zh-CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("zh-Hans-SG", "zh-Hans"), ("no", "nb"), ("nn", "nb"),
        ("en", "en"), ("en-AU", "en"), ("en-GB", "en-GB"), ("pt", "pt"), ("pt-AO", "pt"), ("pt-BR", "pt-BR"),
        ("sr-Latn-RS", "sr"), ("de-LI", "de"), ("iw", "he"),
    ],
)  # fmt: skip
def test_a_tag_finds_its_locale(language: str, tag: str) -> None:
    locale = locale_of(language)
    assert locale is not None
    assert locale.tag == tag


def test_a_divided_language_gets_what_its_countries_agree_on() -> None:
    text = "The mayor -- a lawyer -- left."
    assert typeset(text, "en-US") != typeset(text, "en-GB") != []
    assert typeset(text, "en") == []


def test_unknown_names_are_told_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match="ascii, locale, preserve"):
        typeset("a", "fr", "curly")
    with pytest.raises(UnknownNameError, match="zh-Hant"):
        load("tlh")


@pytest.mark.parametrize("tag", locales())
def test_a_file_says_what_typography_knows(tag: str) -> None:
    locale = load(tag)
    assert locale.name
    assert locale.sources
    assert all(source.strip() for source in locale.sources)
    written = [mark for scheme in locale.quotes.schemes for marks in scheme for mark in marks]
    written += [locale.apostrophe.mark, locale.ellipsis, locale.quotes.inside]
    dashes = locale.dashes
    written += [dashes.spaced, dashes.joined, dashes.hyphen, dashes.dialogue, dashes.range]
    written += [space + mark for mark, space in locale.before]
    assert not [
        mark for mark in written if any(c.isalnum() for c in mark) or not unicodedata.is_normalized("NFC", mark)
    ]
    firsts = [scheme[0] for scheme in locale.quotes.schemes]
    assert len(set(firsts)) == len(firsts), "a scheme that another hides"
    assert set(locale.apostrophe.leading) == {word.lower() for word in locale.apostrophe.leading}


@pytest.mark.parametrize(
    "unit", ['"', "'", '" ', "« ", "-", ".", "...", " :", "a'", "„a ", "@", "/", "`", "{", '="', "\ud800", "…!"]
)
@pytest.mark.parametrize("style", ["locale", "ascii"])
def test_hostile_paragraphs(unit: str, style: str) -> None:
    text = unit * 3000
    output = apply(text, typeset(text, "fr", style))
    assert typeset(output, "fr", style) == []


@pytest.mark.parametrize("number", range(5))
def test_the_seeds_have_one_style(shared: Path, number: int) -> None:
    path = sorted((shared / "seeds").glob("*.txt"))[number]
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    for line in lines:
        output = apply(line, typeset(line, "fr"))
        if "During the meeting" not in line and "://" not in line:
            assert not re.search(r"[\"'„“]|\.\.\.|--", output), output
            assert not re.search(r"«(?!\u00a0\S)|(?<!\S\u00a0)»", output), output
            assert not re.search(r"(?<!\u202f)[;!?](?= |$)|(?<!\u00a0):(?= |$)", output), output


def test_the_page_shows_the_files() -> None:
    script = ROOT / "docs" / "render_typography.py"
    if not script.exists():
        pytest.skip("docs/ is not here: these are the tests of an installed package")
    run = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
