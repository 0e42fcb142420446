"""The reviewer of all data files: what `newsclean check-phrases` says of every phrase file is nothing."""

from pathlib import Path

import pytest

from newsclean.data import FOLDER, lists
from newsclean.phrases import check, languages, load
from newsclean.phrases.files import entries, read, scan, services

FILES = sorted((FOLDER / "phrases").glob("*.toml"))
CLEAN = Path(__file__).parent / "clean"
CLEAN_PARAGRAPHS = [
    line for file in sorted(CLEAN.glob("*.txt")) for line in file.read_text("utf-8").splitlines() if line
]

RIGHT = """
[newsletter]
start = ["Abonnieren Sie unseren Newsletter"]
"""

CASES = """
[[case]]
name = "prompt"
category = "newsletter"
text = "Abonnieren Sie unseren Newsletter\\n\\nEs regnet."
go = ["Abonnieren Sie unseren Newsletter"]

[[case]]
name = "trap"
text = "Der Newsletter der Stadt wird gern gelesen."
go = []
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_phrase_file_has_no_problem(path: Path):
    assert check(path, cases=Path(__file__).parent / "cases" / path.name, clean=CLEAN_PARAGRAPHS) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_fast_reader_reads_as_toml_does(path: Path):
    read_fast = scan(path)
    phrases = [listing.phrase(i) for listing in read_fast for i in range(len(listing.texts))]
    assert sorted(phrases) == sorted(entries(read(path), path.stem))


@pytest.mark.parametrize("name", ["dates.toml", "services.toml", "languages/function-words.toml"])
def test_the_fast_reader_reads_other_lists_as_toml_does(name: str):
    found: dict[str, object] = {}
    for table, key, strings in lists(FOLDER / name):
        (found.setdefault(table, {}) if table else found)[key] = strings
    assert found == {key: [value] if isinstance(value, str) else value for key, value in read(FOLDER / name).items()}


def test_the_deepest_files_hold_hundreds_of_phrases():
    assert {tag for tag in ("en", "fr", "de") if len(load(tag)) >= 300} == {"en", "fr", "de"}
    assert len(languages()) >= 36


def test_services_stand_once():
    names = [name.casefold() for name in services()]
    assert len(names) == len(set(names))


def file_with(folder: Path, text: str, cases: str = CASES, name: str = "de.toml") -> Path:
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / name).write_text(cases, encoding="utf-8")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(
    folder: Path, text: str, cases: str = CASES, name: str = "de.toml", clean: tuple[str, ...] = ()
) -> list[str]:
    path = file_with(folder, text, cases, name)
    return check(path, cases=folder / "cases" / name, clean=clean)


def test_a_right_file(tmp_path):
    assert problems(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[newsletter]\nstart = [", "is not TOML"),
        ("[gossip]\nwhole = ['x']", "[gossip] is no category; use one of share, follow"),
        ("[newsletter]\nwhere = ['x']", "[newsletter] where is no kind of phrase; use one of whole, start"),
        ("[newsletter]\nwhole = 'x'", "[newsletter] whole is no list of phrases"),
        ('newsletter = "x"', "newsletter stands outside a table; put it into a [category]"),
        ('[newsletter]\nweak = "x"', "[newsletter] weak is no table; write [newsletter.weak]"),
        ('[newsletter]\nwhole = [" Newsletter abonnieren"]', "is empty or has spaces around it"),
        ('[newsletter]\nwhole = ["Newsletter für Mu\u0308tter"]', 'is not NFC; write "Newsletter für Mütter"'),
        (
            '[newsletter]\nwhole = ["Zum Newsletter", "Alle Newsletter"]',
            '"Alle Newsletter" is out of order; sort the list',
        ),
        ('[cookie]\nstart = ["Cookies"]', '[cookie] start: "Cookies" is too short and would remove real sentences; '),
        ('[byline]\nend = ["dpa"]', "is too short and would cut real words; put its brackets in, or use weak"),
        ('[ad]\nwhole = ["Wahl"]', "one short word, maybe an article's sub-heading; move it to [ad.weak]"),
        ('[ad]\nstart = ["* bei uns"]', "begins with a gap; leave the gap out"),
        ('[ad]\nwhole = ["* bei *"]', "begins with a gap; leave the gap out"),
        ('[ad]\nend = ["bei uns *"]', "ends with a gap; leave the gap out"),
        ('[ad]\nwhole = ["auf *"]', "has a gap and too few fixed words; add the words that make it residue"),
        (
            '[newsletter]\nwhole = ["Newsletter abonnieren"]\n[share]\nwhole = ["NEWSLETTER abonnieren!"]',
            'stands in [newsletter] whole as "Newsletter abonnieren" too; keep one of them',
        ),
        (
            '[newsletter]\nstart = ["Abonnieren Sie", "Abonnieren Sie unseren Newsletter"]',
            'is never reached, because [newsletter] start "Abonnieren Sie" takes it already; take one away',
        ),
        ('[ad]\nwhole = ["Weiter nach der Werbung"]', "[ad] has no case that must go; add one of category"),
        ('[ad]\nwhole = ["Weiter nach Werbung"]', "[ad] has no case that must stay; add one with a word of it"),
    ],
)
def test_a_problem_comes_with_its_remedy(tmp_path, text, message):
    found = problems(tmp_path, text)
    assert any(message in problem for problem in found), found
    assert all(problem.startswith("de.toml: ") for problem in found)


def test_all_problems_come_at_once(tmp_path):
    assert len(problems(tmp_path, '[cookie]\nstart = ["Cookies"]\n[byline]\nend = ["dpa"]')) >= 6


def test_the_file_is_named_after_its_language(tmp_path):
    assert any("is no BCP 47 tag" in problem for problem in problems(tmp_path, RIGHT, name="german.toml"))


def test_a_case_must_be_right_itself(tmp_path):
    wrong = CASES.replace('go = ["Abonnieren', 'go = ["Bestellen').replace(
        'category = "newsletter"', 'category = "news"'
    )
    found = problems(tmp_path, RIGHT, wrong)
    assert any("is not in its text; copy the words" in problem for problem in found)
    assert any("category 'news' is none" in problem for problem in found)


def test_no_cases(tmp_path):
    path = file_with(tmp_path, RIGHT)
    assert any("has no cases; write" in problem for problem in check(path, cases=tmp_path / "none.toml", clean=()))


def test_a_phrase_that_takes_a_clean_article(tmp_path):
    clean = ("Abonnieren Sie unseren Newsletter nie, rät der Anwalt.",)
    assert any("takes the clean article's" in problem for problem in problems(tmp_path, RIGHT, clean=clean))


def test_the_clean_articles_are_in_many_languages():
    assert len(list(CLEAN.glob("*.txt"))) >= 12
