"""Extraction: bytes in any encoding, broken and hostile pages, metadata."""

import io
import json
import pickle
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsclean
from newsclean.document import Document, Mark
from newsclean.extraction import decode, extract, judgement, looks_like_html, surroundings, topic
from newsclean.extraction.article import written
from newsclean.extraction.blocks import MOST, blocks
from newsclean.extraction.companions import companions
from newsclean.extraction.features import features
from newsclean.extraction.judgement import Forest
from newsclean.extraction.markup import bits, groups
from newsclean.extraction.metadata import read
from newsclean.extraction.parsing import parse, with_methods

SENTENCES = (
    "The harbour board voted on Monday to dredge the northern channel before the autumn storms arrive.",
    "Two of the seven members, both from the fishing quarter, wanted to wait for the new survey.",
    "“We have waited for eleven years already,” said the chair, who has led the board since spring.",
    "Work is to begin in June, and the ferries will use the old pier until it is done.",
)
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Harbour</title></head>"
    f"<body><article><h1>Harbour</h1>{PARAGRAPHS}</article></body></html>"
)

HOSTILE = {
    "nested divisions": "<html><body>" + "<div>" * 100_000 + PARAGRAPHS + "</div>" * 100_000,
    "nested inline tags": "<html><body>" + "<b>" * 100_000 + PARAGRAPHS,
    "nested tables": "<html><body>" + "<table><tr><td>" * 50_000 + PARAGRAPHS,
    "unclosed links": "<html><body>" + "<a href=x><p>" * 50_000 + PARAGRAPHS,
    "entities": f"<html><body>{PARAGRAPHS}<p>" + "&amp;" * 500_000,
    "unknown entities": f"<html><body>{PARAGRAPHS}<p>" + "&nosuchthing;" * 100_000,
    "document type bomb": "<!DOCTYPE html ["
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha"}">' for i in range(20))
    + f"]><html><body>{PARAGRAPHS}<p>&a19;</p>",
    "attributes": "<html><body><div " + " ".join(f'a{i}="x"' for i in range(50_000)) + f">{PARAGRAPHS}",
    "attributes without values": "<html><body><div " + " ".join(f"a{i}" for i in range(50_000)) + f">{PARAGRAPHS}",
    "a long class": f"<html><body><div class='{'related ' * 100_000}'></div>{PARAGRAPHS}",
    "short paragraphs": f"<html><body>{PARAGRAPHS}" + "<p>a</p>" * 60_000,
    "open quotes": f"<html><body>{PARAGRAPHS}" + '<a "' * 100_000,
    "a long headline": f"<html><body><h1>{'Rain and wind ' * 50_000}</h1>{PARAGRAPHS}" + "<p>rain and w</p>" * 10_000,
    "many headlines": "<html><body><script type='application/ld+json'>["
    + ",".join(['{"headline":"Rain again"}'] * 10_000)
    + f"]</script>{PARAGRAPHS * 200}",
    "deep JSON": f"<html><body>{PARAGRAPHS}<script type='application/ld+json'>"
    + '{"headline":[' * 50_000
    + "</script>",
}


def words_kept(text: str) -> list[bool]:
    return [sentence[:60].strip("“") in text for sentence in SENTENCES]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_give_a_text(name: str) -> None:
    extracted = extract(HOSTILE[name])
    assert isinstance(extracted.text, str)
    assert len(extracted.text) <= len(HOSTILE[name])


@pytest.mark.parametrize("name", ["nested divisions", "nested inline tags", "document type bomb", "attributes"])
def test_the_article_is_found_on_a_hostile_page(name: str) -> None:
    assert all(words_kept(extract(HOSTILE[name]).text))


def test_external_entities_read_no_file(tmp_path, monkeypatch) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-word")
    monkeypatch.setattr(socket, "socket", None)
    for declaration in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'):
        page = f"<!DOCTYPE html [{declaration}]><html><body>{PARAGRAPHS}<p>Here it comes: &x; and that is all.</p>"
        text = newsclean.clean(page, html=True).text
        assert "the-secret-word" not in text
        assert all(words_kept(text))


@pytest.mark.parametrize("end", [20, 120, 300, -200, -30, -3])
def test_a_truncated_download_gives_what_is_there(end: int) -> None:
    text = extract(PAGE[:end]).text
    assert all(line in PAGE for line in text.splitlines())
    if end == -30:
        assert all(words_kept(text))


@pytest.mark.parametrize("page", ["", " ", "<!--", "<html>", "<html><body></body></html>", "\0", "\ud800", "<p>"])
def test_nothing_gives_nothing(page: str) -> None:
    assert extract(page).text == ""
    assert newsclean.clean(page, html=True).verdict == "empty"


PIECES = (
    "<",
    ">",
    "p",
    "div",
    "/",
    " ",
    "a",
    "\0",
    "&",
    ";",
    "'",
    '"',
    "é",
    "\ud800",
    "=",
    "<!--",
    "-->",
    "<p>",
    "x" * 99,
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_no_page_raises(page: str) -> None:
    extracted = extract(page)
    extracted.text.encode("utf-8")


ENCODINGS = {
    "utf-8": "Ｄéjà vu — 新闻",
    "utf-16": "新闻 déjà",
    "windows-1251": "Новости дня",
    "iso-8859-2": "Zażółć gęślą",
    "gb2312": "新闻报道",
    "big5": "新聞報導",
    "shift_jis": "新聞の記事",
    "euc-kr": "오늘의 뉴스",
    "windows-1253": "Νέα της ημέρας",
    "iso-8859-1": "façade",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_declared_encodings(encoding: str) -> None:
    page = f"<html><head><meta charset='{encoding}'></head><body>{ENCODINGS[encoding]}</body></html>"
    assert decode(page.encode(encoding)) == page


def test_windows_quotes_in_a_page_that_says_latin_1() -> None:
    assert decode(b'<meta charset="iso-8859-1">\x93Rain\x94, caf\xe9').endswith("“Rain”, café")


def test_an_unknown_encoding_is_guessed() -> None:
    text = "Сегодня городской совет проголосовал за расширение дороги. " * 20
    assert "городской совет" in decode(b'<meta charset="x-none">' + text.encode("cp1251"))
    assert "городской совет" in decode(b'<meta charset="base64">' + text.encode("cp1251"))


def test_utf_8_cut_in_a_character() -> None:
    assert decode("Déjà vu: é".encode()[:-1]) == "Déjà vu: \ufffd"


@given(st.binary(max_size=300))
def test_bytes_never_raise(data: bytes) -> None:
    assert isinstance(decode(data), str)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode("utf-8")) == text.removeprefix("\ufeff")


def test_recognition() -> None:
    assert looks_like_html(PAGE)
    assert looks_like_html("\ufeff\n<!-- cached --><html>")
    assert not looks_like_html(SENTENCES[0])
    assert not looks_like_html("<3 is what they sent.")


def test_metadata_from_json_ld() -> None:
    article = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "name": "Start"},
            {
                "@type": "NewsArticle",
                "headline": "Harbour &amp; channel",
                "author": [{"@type": "Person", "name": "Ida Holm"}, {"@type": "Person", "name": "Jon Falk"}],
                "datePublished": "2024-05-06T07:08:09+02:00",
                "publisher": {"@type": "Organization", "name": "Harbour Post"},
                "articleBody": "The harbour board voted.",
            },
        ],
    }
    page = PAGE.replace("</head>", f"<script type='application/ld+json'>{json.dumps(article)}</script></head>")
    facts = read(parse(page))
    assert facts.titles == ("Harbour & channel", "Harbour")
    assert facts.metadata == newsclean.document.Metadata(
        "Ida Holm, Jon Falk", "2024-05-06T07:08:09+02:00", "Harbour Post"
    )
    assert facts.body == "The harbour board voted."


def test_metadata_from_meta_elements() -> None:
    head = (
        "<meta property='og:title' content='The channel'><meta name='author' content='Ida Holm'>"
        "<meta property='og:site_name' content='Harbour Post'><link rel='canonical' href='https://example.org/a'>"
        "<meta property='article:published_time' content='2024-05-06'><meta property='article:author' content='https://example.org/ida'>"
    )
    extracted = extract(PAGE.replace("</head>", head + "</head>"))
    assert extracted.title == "The channel"
    assert extracted.language == "en"
    assert extracted.metadata == newsclean.document.Metadata(
        "Ida Holm", "2024-05-06", "Harbour Post", "https://example.org/a"
    )


@pytest.mark.parametrize(
    "block", ["{", "[]", "null", "1", '{"headline": 3}', '{"headline": "x", "author": [3, {"name": []}]}']
)
def test_odd_json_ld(block: str) -> None:
    page = PAGE.replace("</head>", f"<script type='application/ld+json'>{block}</script></head>")
    assert extract(page).metadata.author is None


def test_what_a_page_gave_can_be_sent_and_hashed() -> None:
    extracted = extract(PAGE)
    assert pickle.loads(pickle.dumps(extracted)) == extracted
    assert hash(extracted) == hash(extract(PAGE))


FURNITURE = (
    "<html lang='en'><head><title>Channel to be dredged | Harbour Post</title></head><body>"
    "<nav class='menu'><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    "<div class='article-body'><h1>Channel to be dredged</h1><div class='share-buttons'><a href='#'>Share</a></div>"
    "<figure><img src='a.jpg'><figcaption class='caption'>The old pier. Photo: Jon Falk</figcaption></figure>"
    f"{PARAGRAPHS}"
    "<div class='related-articles'><h3>Related</h3><ul><li><a href='/1'>Ferry fares rise again</a></li>"
    "<li><a href='/2'>New mayor for the old town</a></li></ul></div></div>"
    "<div id='comments'><div class='comment'><p>I have said for years that the channel is much too narrow for them, "
    "and nobody on the board ever answered my letters about it.</p></div></div>"
    "<footer class='footer'><p>© Harbour Post. All rights reserved.</p></footer></body></html>"
)


def test_the_article_without_its_furniture() -> None:
    assert extract(FURNITURE).text.splitlines() == [*SENTENCES]


def test_the_blocks_of_a_page() -> None:
    page = "<div>One<p>two <i>three</i></p>four<script>five</script><ul><li>six<br>seven</li></ul><td>eight</td></div>"
    tree = parse(page)
    assert [block.text for block in blocks(tree)] == ["One", "two three", "four", "six", "seven", "eight"]


def test_blocks_know_their_boxes() -> None:
    tree = parse(
        "<div class='caption' style='DISPLAY: none'><p itemprop='articleBody'><a href='x'>One</a> two</p></div>"
    )
    (block,) = blocks(tree)
    assert (block.box.tag, block.box.hidden, block.box.property) == ("p", True, 1)
    assert block.box.above & bits("caption")
    assert (block.links, block.anchors) == (3, 1)


def test_rows_and_lists_are_written() -> None:
    page = (
        "<ul><li>Rain<br>and wind</li><li>Sun</li></ul><table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    )
    assert written(blocks(parse(page))) == "- Rain\nand wind\n- Sun\n1 | 2\n3"


def test_one_page_has_at_most_so_many_blocks() -> None:
    assert len(blocks(parse("<p>a</p>" * (MOST + 100)))) == MOST


@pytest.mark.parametrize("tag", ["script", "style", "template", "select", "iframe", "svg"])
def test_what_is_not_read(tag: str) -> None:
    assert "secret" not in written(blocks(parse(f"{PARAGRAPHS}<{tag}><p>secret</p></{tag}>")))


def test_quotes_in_attributes_hide_no_text() -> None:
    filling = "<p>The board's plan isn't new.</p>" * 4_000
    page = f"<html><body><a title='it's here' href=x>\"</a>{filling}{PARAGRAPHS}"
    assert len(page) > 100_000
    assert all(sentence in written(blocks(parse(page))) for sentence in SENTENCES)


def test_each_block_has_its_row() -> None:
    tree = parse(FURNITURE)
    found = blocks(tree)
    rows = features(found, read(tree))
    assert len(rows) == len(found)
    assert (rows == features(blocks(tree), read(tree))).all()


@pytest.mark.parametrize("page", [FURNITURE, "<p>Rain.", "<h1>Rain</h1><h2>Wind</h2>"])
def test_each_block_is_looked_at_three_times(page: str) -> None:
    tree = parse(page)
    found, facts = blocks(tree), read(tree)
    rows = features(found, facts)
    margins = np.linspace(-5, 5, len(found))
    around = surroundings.features(found, companions(found), rows, margins, np.zeros(len(found), np.float32))
    worth = np.arange(len(found))[: len(found) // 2 + 1]
    known = judgement.lasting(found, facts, rows, margins, worth)
    assert len(around) == len(found)
    assert len(known) == len(worth)
    assert np.isfinite(around).all()
    assert np.isfinite(known).all()
    model = judgement.load()
    assert model.first.columns.max() < rows.shape[1]
    assert max(model.second.columns.max(), model.third.columns.max()) < known.shape[1] + around.shape[1]


OTHER_STORY = """<html><head><title>Harbour board votes to dredge channel</title>
<meta name="description" content="Ferries use the old pier until June."></head><body><main>
<section><p>The board of the harbour voted.</p><p>It rained.</p></section>
<section><p>The orchestra returns.</p><p>It rained.</p></section></main></body></html>"""


def test_a_box_that_takes_up_the_words_of_the_title_is_told_from_another_story() -> None:
    tree = parse(OTHER_STORY)
    found = blocks(tree)
    rows = topic.features(found, read(tree), range(len(found)))
    own, asked, alone, section, main = rows[:, :5].T.tolist()
    assert own[0] > 0
    assert own[1:] == [0, 0, 0]
    assert len(set(asked)) == 1
    assert alone == [1, 0, 0, 0]
    assert section == [1, 1, 0, 0]
    assert main == [1, 1, 1, 1]


def test_topics_are_read_where_they_are_asked_for() -> None:
    tree = parse(OTHER_STORY)
    found = blocks(tree)
    assert topic.features(found, read(tree), [0, 3]).shape[0] == 2
    nothing = parse("<p>Rain.")
    assert not topic.features(blocks(nothing), read(nothing), [0]).any()


@given(st.text())
def test_stems_are_in_their_text(text: str) -> None:
    assert all(stem in text.casefold() for stem in topic.stems(text))


@dataclass(frozen=True)
class Everything:
    """Marks every paragraph as certain residue."""

    name: str

    def __call__(self, document: Document) -> Iterator[Mark]:
        for paragraph in document.paragraphs:
            yield Mark(paragraph.span, "navigation", self.name, "all of it")


@pytest.mark.parametrize(("name", "kept"), [("judge", "Menu"), ("another", "")])
def test_the_line_judge_does_not_look_at_pages(name: str, kept: str) -> None:
    cleaner = newsclean.Cleaner(filters=(Everything(name),))
    assert cleaner.clean("Menu").text == ""
    assert cleaner.clean("<html><body><main><p>Menu</p></main></body></html>", html=True).text == kept


def test_names_speak_the_same_alone_and_among_others() -> None:
    assert groups("ArticleShare btn related-list") == groups("ArticleShare") | groups("btn") | groups("related-list")
    assert groups("") == 0


def test_the_second_opinion_is_asked_for_in_the_form_that_it_knows() -> None:
    tree = with_methods(parse(PAGE))
    assert [block.text for block in blocks(tree)] == [block.text for block in blocks(parse(PAGE))]
    assert callable(tree.text_content)


def test_a_button_in_a_heading_is_what_it_says() -> None:
    page = "<div>Help<button>Share</button><h3><button>Is it art?</button></h3><p>By <button>Anna B</button>.</p></div>"
    assert [block.text for block in blocks(parse(page))] == ["Help", "Share", "Is it art?", "By Anna B."]


def test_the_block_model_says_how_it_was_made_and_notices_damage() -> None:
    assert judgement.load().command.startswith("python -m training.extraction")
    data = files("newsclean").joinpath("data/extraction/blocks.npz").read_bytes()
    with np.load(io.BytesIO(data)) as archive:
        parts = dict(archive)
    parts["words"] = parts["words"] ^ 1
    damaged = io.BytesIO()
    np.savez(damaged, **parts)
    with pytest.raises(ValueError, match="damaged"):
        judgement.read(damaged.getvalue())


def test_a_forest_walks_each_tree_to_its_leaf() -> None:
    forest = Forest(
        columns=np.array([[0, 1, 1]], np.int16),
        limits=np.array([[0.5, 1, 2]], np.float32),
        leaves=np.array([[1, 2, 3, 4]], np.int16),
        base=10,
    )
    rows = np.array([[0, 1], [0, 1.5], [1, 2], [1, 2.5]], np.float32)
    assert forest.margins(rows).tolist() == [11, 12, 13, 14]
    assert forest.margins(rows[:0]).tolist() == []
