"""Site profiles: what is counted, what is kept, what the cleaner does with it. All sites and texts are invented."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsclean
from newsclean.errors import DataFileError
from newsclean.looks import SECOND_LOOK
from newsclean.sites import Line, Profiles, Site, Title, site_of
from newsclean.sites.counts import Counted, Counts
from newsclean.sites.counts_file import add_counts, write_counts
from newsclean.sites.folded_lines import folded_lines, fragments, places
from newsclean.sites.selection import profiles_of
from newsclean.sites.significance import is_furniture, lower_bound
from newsclean.sites.titles import Titles
from tests.strategies import anything, articles, sentences

FURNITURE = [
    "Der Kiosk der Hafenpost hat auch sonntags Tee",
    "Наш киоск открыт и по воскресеньям",
    "हमारी दुकान रविवार को भी खुली है",
    "本报书亭周日照常营业",
    "The parrot of the Harbour Post knows more",
]
SITES = ["hafenpost.example", "vestnik.example", "goats.example"]

Record = tuple[str, str, str, str]
"""Site, id, title, text."""


@st.composite
def dumps(draw: st.DrawFn, sites: list[str] = SITES, least: int = 0, most: int = 24) -> list[Record]:
    """Documents of a few sites, each with some of its furniture."""
    found = []
    for number in range(draw(st.integers(least, most))):
        site = draw(st.sampled_from(sites))
        language = draw(st.sampled_from(["en", "de", "ru", "zh", "hi"]))
        body = draw(st.lists(sentences(language), min_size=1, max_size=4))
        head = draw(st.lists(st.sampled_from(FURNITURE), max_size=2))
        tail = draw(st.lists(st.sampled_from(FURNITURE), max_size=3))
        found.append((site, f"d{number}", draw(sentences(language)), "\n".join([*head, *body, *tail])))
    return found


def counted(records: list[Record]) -> Counts:
    counts = Counts(titles=True)
    for site, id, title, text in records:
        counts.add(text, site=site, id=id, url=f"https://www.{site}/{id}", title=title)
    return counts


def content(counts: Counts) -> tuple[object, ...]:
    """Everything that is counted, with the examples by name."""
    lines = sorted(counts.lines(1, frozenset(("line", "start", "end", "title"))))
    names = counts.identity(line.example for line in lines)
    return dict(counts.documents), [(line, names[line.example]) for line in lines]


def profile(records: list[Record]) -> Profiles:
    with counted(records) as counts:
        return profiles_of(counts)


@settings(max_examples=20)
@given(dumps(most=12), dumps(most=12), dumps(most=12))
def test_merging_counts_is_associative_and_commutative_and_gives_the_whole(a: list, b: list, c: list) -> None:
    named = zip("abc", (a, b, c), strict=True)
    parts = [[(site, f"{name}{id}", *rest) for site, id, *rest in part] for name, part in named]
    with counted(parts[0] + parts[1] + parts[2]) as whole:
        expected = content(whole)
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        with counted(parts[order[0]]) as left, counted(parts[order[1]]) as right, counted(parts[order[2]]) as last:
            left.merge(right)
            left.merge(last)
            assert content(left) == expected
        with counted(parts[order[0]]) as left, counted(parts[order[1]]) as right, counted(parts[order[2]]) as last:
            right.merge(last)
            left.merge(right)
            assert content(left) == expected


@given(dumps(least=10), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(records: list[Record], random: Random) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)
    assert profile(shuffled).dumps() == profile(records).dumps()


@settings(max_examples=6)
@given(dumps(least=12, most=40), st.integers(1, 400))
def test_what_is_held_in_memory_changes_nothing(records: list[Record], held: int) -> None:
    expected = profile(records).dumps()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsclean.sites.counts._HELD", held)
        patch.setattr("newsclean.sites.runs._TOGETHER", 1)
        assert profile(records).dumps() == expected


@settings(max_examples=15)
@given(records=dumps(least=8, most=40))
def test_learning_apart_and_merging_files_gives_the_same_profile(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record]
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    for part in range(4):
        with counted(records[part::4]) as counts:
            write_counts(counts, folder / f"{part}.counts")
    with Counts() as merged:
        for part in (2, 0, 3, 1):
            add_counts(merged, folder / f"{part}.counts")
        assert profiles_of(merged).dumps() == profile(records).dumps()


@given(dumps(sites=["goats.example"], most=4))
def test_a_site_with_fewer_than_five_documents_is_untouched(records: list[Record]) -> None:
    assert profile(records).sites == {}


@given(dumps(least=5))
def test_a_profile_is_what_its_file_says(records: list[Record]) -> None:
    found = profile(records)
    assert Profiles.loads(found.dumps()) == found
    assert Profiles.loads(found.dumps()).dumps() == found.dumps()
    assert pickle.loads(pickle.dumps(found)) == found


@given(dumps(least=5))
def test_what_is_kept_is_in_five_documents_of_its_site(records: list[Record]) -> None:
    for name, site in profile(records).sites.items():
        texts = [folded_lines(text) for at, _, _, text in records if at == name]
        assert site.documents == len(texts)
        for line in site.lines:
            assert line.head + line.middle + line.tail == line.documents
            assert sum(line.line in lines for lines in texts) >= line.documents >= 5
            assert line.example in {id for at, id, _, _ in records if at == name}


@given(anything())
def test_any_string_can_be_counted(text: str) -> None:
    with Counts(titles=True) as counts:
        counts.add(text, site="goats.example", id=text, url=text, title=text)
        for line in counts.lines(1):
            assert line.documents == 1
            assert "\n" not in line.text
        profiles_of(counts)


TITLE = "Die Ziege, die über den See schwimmen lernte"
LEARNED = Profiles(
    {
        "goats.example": Site(
            230,
            tuple(Line(newsclean.folding.fold(line), 212, tail=212, example="g7") for line in FURNITURE),
            titles=(Title(TITLE, 1, "g9", "https://goats.example/9"),),
        )
    }
)
WITH = newsclean.Cleaner(sites=LEARNED, typography=None)
PLAIN = newsclean.Cleaner(typography=None)


@settings(max_examples=12)
@given(articles(), st.lists(st.sampled_from(FURNITURE), max_size=3))
def test_with_profiles_the_promises_hold(source: str, tail: list[str]) -> None:
    source = "\n".join([source, *tail])
    article = WITH.clean(source, url="https://goats.example/1", html=False)
    assert article.restore() == source
    assert WITH.clean(article.text, url="https://goats.example/1", html=False).text == article.text


@settings(max_examples=12)
@given(articles())
def test_another_site_and_no_address_are_untouched(source: str) -> None:
    source = f"{source}\n{FURNITURE[0]}"
    expected = PLAIN.clean(source, html=False)
    assert WITH.clean(source, html=False) == expected
    assert WITH.clean(source, html=False, url="https://other.example/") == expected


@settings(max_examples=12)
@given(articles(), st.sampled_from(["site-lines", "teasers"]))
def test_a_site_filter_takes_its_own_marks_alone(source: str, name: str) -> None:
    text = f"{source}\n\n{FURNITURE[0]}\n\n{TITLE}"
    document = newsclean.Document(text, newsclean.segmentation.paragraphs(text), url="https://goats.example/1")
    rest = WITH.without(name)
    assert [mark for mark in WITH.look(document) if mark.rule != name] == rest.look(document)


ARTICLE = (
    "Die Fähre fährt wieder über den See\n"
    "Die Fähre fährt seit Montag wieder und brachte am ersten Morgen vierzig Gäste und eine Ziege über den See.\n"
    "Die Kapitänin hat den Rumpf seit März zweimal gestrichen und rechnet mit einem trockenen Sommer ohne Pannen."
)


def test_a_line_of_the_site_goes_with_its_evidence() -> None:
    article = WITH.clean(f"{ARTICLE}\n{FURNITURE[0]}", url="https://www.goats.example/a")
    assert FURNITURE[0] not in article.text
    (change,) = [change for change in article.changes if change.rule == "site-lines"]
    assert change.evidence == "in 212 of 230 documents of goats.example, tail"
    assert change.category == "navigation"


def test_a_line_of_the_tail_stays_between_the_prose() -> None:
    lines = ARTICLE.split("\n")
    prose = [f"{line} {number}" for number in range(4) for line in (lines[1].replace("Montag", f"dem {number}. Mai"),)]
    source = "\n".join([*lines, FURNITURE[0], *(f"{line}." for line in prose)])
    assert FURNITURE[0] in WITH.clean(source, url="https://goats.example/a").text
    assert FURNITURE[0] not in replace(WITH, mode="thorough").clean(source, url="https://goats.example/a").text


def test_the_start_and_the_end_of_a_line_go() -> None:
    site = Site(9, starts=(Line("hafenpost intern:", 9, head=9),), ends=(Line("mehr in der hafenpost", 9, tail=9),))
    cleaner = newsclean.Cleaner(sites=Profiles({"goats.example": site}), typography=None)
    lines = ARTICLE.split("\n")
    source = "\n".join([lines[0], f"Hafenpost intern: {lines[1]}", f"{lines[2]} Mehr in der Hafenpost"])
    article = cleaner.clean(source, url="goats.example")
    assert article.text.split("\n\n") == lines
    assert article.restore() == source


def test_a_teaser_goes_and_says_whose_title_it_is() -> None:
    for teaser in (TITLE, "2. Die Ziege, die über den See schwimmen…"):
        article = WITH.clean(f"{ARTICLE}\n{teaser}", url="https://goats.example/a")
        assert teaser not in article.text
        (change,) = [change for change in article.changes if change.rule == "teasers"]
        assert change.category == "related-list"
        assert change.evidence.startswith("the title of g9 of goats.example: Die Ziege")


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://goats.example/9", None),
        ("https://goats.example/other-address", TITLE),
        ("https://goats.example/other-address", None),
    ],
)
def test_the_documents_own_headline_stays(url: str, title: str | None) -> None:
    article = WITH.clean(f"{TITLE}\n{ARTICLE}", url=url, title=title)
    assert article.text.startswith(TITLE)


@pytest.mark.parametrize(("documents", "title", "stays"), [(9, None, True), (9, "Ein Titel", False), (90, None, False)])
def test_the_last_line_that_may_be_the_headline_stays(documents: int, title: str | None, stays: bool) -> None:
    site = Site(100, (Line("das wetter am see", documents, head=documents),))
    source = "\n".join(["Das Wetter am See", *ARTICLE.split("\n")[1:]])
    article = newsclean.Cleaner(sites=Profiles({"goats.example": site})).clean(source, url="goats.example", title=title)
    assert ("Das Wetter am See" in article.text) is stays


def test_a_headline_that_comes_again_and_again_is_not_learned() -> None:
    records = [
        ("goats.example", str(n), TITLE, f"{TITLE}\nZiege Nummer {n} schwimmt.\nDas weiß der Papagei") for n in range(9)
    ]
    (site,) = profile(records).sites.values()
    assert [line.line for line in site.lines] == ["das weiß der papagei"]


def test_pipe_takes_addresses() -> None:
    source = f"{ARTICLE}\n{FURNITURE[0]}"
    urls = ["https://goats.example/1", None, "https://other.example/1"]
    for jobs in (1, 2):
        found = [FURNITURE[0] in article.text for article in WITH.pipe([source] * 3, urls=urls, jobs=jobs)]
        assert found == [False, True, True]
    with pytest.raises(ValueError, match="zip"):
        list(WITH.pipe([source], urls=[]))


def test_a_cleaner_with_profiles_is_configured_like_any_other() -> None:
    names = [f.name for f in WITH.filters]
    assert names == [f.name for f in PLAIN.filters] + ["site-lines", "teasers"]
    assert [f.name for f in WITH.without("caption").filters] == names
    assert [f.name for f in WITH.without("site-lines").without("caption").filters] == [*names[:-2], "teasers"]
    bare = WITH.without("site-lines", "teasers")
    assert bare.filters == PLAIN.filters
    assert bare.without("caption").filters == PLAIN.filters
    assert [f.name for f in replace(WITH, sites=Profiles({})).filters] == names
    assert pickle.loads(pickle.dumps(WITH)) == WITH
    assert SECOND_LOOK[-1].name not in ("site-lines", "teasers")


def line(text: str, head: int = 0, middle: int = 0, tail: int = 0, around: int = 64, kind: str = "line") -> Counted:
    return Counted("goats.example", kind, text, head, middle, tail, around, 0)  # type: ignore[arg-type]


PROSE = "the lake has been closed to all boats since the storm of march, and the harbour office does not say how long."


@pytest.mark.parametrize(
    ("counted", "of", "expected"),
    [
        (line("the parrot knows more", tail=212), 230, True),
        (line("the parrot knows more", tail=5), 5, True),
        (line("the parrot knows more", tail=4), 5, False),
        (line("the parrot knows more", tail=5), 2000, False),
        (line("the parrot knows more", tail=200), 2000, True),
        (line("the parrot knows more", tail=212, around=1), 230, False),  # one article at 212 addresses
        (line("the verdict", middle=46), 230, False),
        (line("the verdict", middle=180), 230, True),
        (line('"we will not sell the goat", he said.', middle=40, tail=20), 230, False),
        (line('"we will not sell the goat", he said.', tail=60), 230, False),
        (line("tell the parrot what you think.", tail=180), 230, True),
        (line("tell the parrot what you think.", middle=180, tail=10), 230, True),
        (line(PROSE, tail=90), 230, False),
        (line(PROSE, tail=212), 230, True),
        (line(PROSE, head=100, tail=112), 230, False),
        (line("7 : 5", tail=212), 230, False),
        (line("q:", head=212, kind="start"), 230, False),
        (line("hafenpost intern:", head=212, kind="start"), 230, True),
    ],
)
def test_what_is_furniture(counted: Counted, of: int, expected: bool) -> None:
    assert is_furniture(counted, of) is expected


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_the_lower_bound_is_below_the_share_and_grows_with_the_site(documents: int, of: int) -> None:
    documents = min(documents, of)
    assert 0 <= lower_bound(documents, of) <= documents / of
    assert lower_bound(documents, of) <= lower_bound(10 * documents, 10 * of)


@given(articles())
def test_places_and_fragments_are_within_the_lines(source: str) -> None:
    lines = folded_lines(source)
    where = places(lines)
    assert 0 <= where.head <= where.tail <= len(lines)
    for text in lines:
        assert all(text.startswith(begin) and 0 < len(begin) < len(text) for begin in fragments(text)[0])
        assert all(text.endswith(end) and 0 < len(end) < len(text) for end in fragments(text)[1])


def test_a_title_in_any_form_is_found_and_nothing_else() -> None:
    titles = Titles([("Ziege schwimmt über den See und zurück", 1), ("Козёл переплыл озеро за один вечер", 2)])
    assert titles.of("ZIEGE SCHWIMMT ÜBER DEN SEE – UND ZURÜCK") == 1
    assert titles.of("Lesen: Козёл переплыл озеро за один вечер") == 2
    assert titles.of("Козёл переплыл озеро за один веч…") == 2
    assert titles.of("Ziege schwimmt") is None
    assert titles.of("Eine Ziege schwimmt gern, sagt die Kapitänin des Bootes.") is None


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.zeitung.example/a", "zeitung.example"),
        ("https://sport.paper.co.uk/a", "paper.co.uk"),
        ("http://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
        ("paper.example.org/a", "example.org"),
        ("http://[::1/", None),
        ("http://exa mple.org/", None),
        ("article 7", None),
        ("", None),
        (None, None),
    ],
)
def test_the_site_of_an_address(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


@given(anything())
def test_any_string_has_a_site_or_none(url: str) -> None:
    site = site_of(url)
    assert site is None or site.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "holds no site profiles"),
        ("[1]", "holds no site profiles"),
        ('{"newsclean": "site profiles", "version": 9, "sites": {}}', "version 9"),
        ('{"newsclean": "site profiles", "version": 1, "sites": {"a.example": {"lines": []}}}', "documents"),
        ('{"newsclean": "site profiles", "version": 1, "sites": {"a.example": {"documents": "5"}}}', "documents"),
        (
            '{"newsclean": "site profiles", "version": 1, "sites": {"a.example": {"documents": 5, "lines": '
            '[{"line": "x", "documents": 5, "category": "silly"}]}}}',
            "category 'silly'",
        ),
    ],
)
def test_a_broken_profile_says_what_is_wrong(data: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "sites.json"
    path.write_text(data, "utf-8")
    with pytest.raises(DataFileError, match=says) as error:
        newsclean.Cleaner(sites=path)
    assert "sites.json" in str(error.value)


def test_damaged_counts_say_so(tmp_path: Path) -> None:
    path = tmp_path / "a.counts"
    with counted([("goats.example", "1", "A title", "One line\nAnother line")]) as counts:
        write_counts(counts, path)
    whole = path.read_bytes()
    for data in (whole[:-9], whole[:40], b"", b"{}", whole[:30] + b"\xff\xff" + whole[32:]):
        path.write_bytes(data)
        with Counts() as counts, pytest.raises(DataFileError, match=r"a\.counts"):
            add_counts(counts, path)
