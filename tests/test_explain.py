"""What is removed and why, in the terminal, as JSON and on a page."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsclean
from newsclean import report
from newsclean.cli import main
from newsclean.document import CATEGORIES, EDIT_CATEGORIES
from newsclean.report.families import FAMILIES, family_of
from newsclean.report.inert import inert, plain

ARTICLE = """\
Skip to main content
Ferry sails again
"We waited", said the skipper of the Kestrel, who had painted the hull twice... and then once more.
Share on Facebook
The harbour office expects some forty passengers a day, and a goat on Thursdays.
Sign up to our newsletter
"""
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>document.title='taken'</script>",
    "</style><style>*{display:none}</style>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>go</a>",
    "javascript:alert(document.domain)",
    "' onmouseover='alert(1)",
    "<!-- --!> <svg/onload=alert(1)>",
    "]]> {{7*7}} ${7*7} $style $script",
    "user\u202etxt.exe\u202c \u2066isolated",
    "\x1b]0;taken\x07\x1b[2J\x1b[31mred \x9b31m",
    "a\x00b\ud800c\ufffe",
    "https://example.com/?q=<b>&copy=1",
)
# Pieces that meet in every order: what filters know, what markup is made of, what moves or hides text.
texts = st.lists(
    st.sampled_from((*ARTICLE.splitlines(), *HOSTILE, "\n", "\n\n", "\r\n", "\r", "\u2028", "\t", " ", "&amp;", "\xa0"))
    | st.text(max_size=8),
    max_size=14,
).map("".join)


class Tags(HTMLParser):
    """Every tag and attribute of a page, and the text of each cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name in ("href", "src"):
                self.links.append(value or "")


def tags_of(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    return parser


@given(texts)
def test_rows_hold_the_source_and_the_article_to_the_character(source: str) -> None:
    article = newsclean.clean(source, html=False)
    found = report.rows(article)
    before = "".join(piece.before for row in found for piece in row.pieces)
    assert before == "".join(source.splitlines()) or before == re.sub("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", "", source)
    kept = [row.kept for row in found if row.kept.strip()]
    assert [text.strip() for text in kept] == [text.strip() for text in article.text.split("\n") if text.strip()]
    assert [p for row in found for p in row.paragraphs] == list(article.paragraphs)
    for row in found:
        for piece in row.pieces:
            assert source[piece.start : piece.start + len(piece.before)] == piece.before


@given(texts)
def test_nothing_in_an_article_acts_on_the_terminal(source: str) -> None:
    article = newsclean.clean(source, html=False)
    for colour in (True, False):
        for line in report.render(article, width=60, colour=colour):
            line.encode("utf-8")
            bare = re.sub(r"\x1b\[[0-9;:]*m", "", line) if colour else line
            assert not [c for c in bare if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202e\u2066"]


@given(texts)
def test_no_text_adds_a_tag_an_attribute_or_a_link_to_the_page(source: str) -> None:
    article = newsclean.clean(source, html=False, title=source)
    written = report.page(article, name=source, near=article.changes[:1])
    written.encode("utf-8")
    found = tags_of(written)
    assert found.tags.count("script") == found.tags.count("style") == 1
    assert set(found.tags) <= set(tags_of(report.page(newsclean.clean(ARTICLE))).tags) | {"mark", "span", "ins", "del"}
    assert not [name for _, name in found.attributes if name.startswith("on") or name in ("src", "style")]
    assert all(link == "data:," or re.fullmatch(r"#(s\d+|comparison)", link) for link in found.links)
    assert not set(written) & set("\u202e\u2066\x1b\x00\ufffe")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    article = newsclean.Cleaner(filters=(), typography=None).clean(f"The ferry {text} sails.", html=False)
    shown = [word for part, named in inert(article.text) if not named for word in part.split()]
    parts: list[str] = []
    parser = HTMLParser(convert_charrefs=True)
    parser.handle_data = parts.append  # type: ignore[method-assign]
    parser.feed(report.page(article).split('id="comparison"')[1])
    assert [word for word in shown if word not in "".join(parts)] == []


def test_every_category_has_one_family_and_so_one_colour() -> None:
    listed = [category for family in FAMILIES for category in family.categories]
    assert sorted(listed) == sorted((*CATEGORIES, *EDIT_CATEGORIES))
    style = (Path(report.__file__).parent / "assets" / "page.css").read_text("utf-8")
    for family in FAMILIES:
        assert f".{family.name} {{ --hue: var(--{family.name}); }}" in style or f".{family.name}, " in style
    assert family_of("of-my-own").name == "slip"


def test_families_have_enough_contrast() -> None:
    """WCAG 2 asks for 4.5:1 between text and what is behind it; removed text has a tenth of its own colour behind."""
    style = (Path(report.__file__).parent / "assets" / "page.css").read_text("utf-8")
    blocks = re.findall(r"--paper: (#\w+); --sheet: (#\w+);.*?\n(.*?--edit: #\w+)", style, flags=re.DOTALL)
    assert len(blocks) == 4
    for _, sheet, colours in blocks:
        if len(sheet) != 7:
            continue  # paper in print is plain white
        for hue in re.findall(r"--(?:prompt|wall|ad|elsewhere|about|media|slip|edit): (#\w{6})", colours):
            behind = [0.1 * a + 0.9 * b for a, b in zip(channels(hue), channels(sheet), strict=True)]
            assert contrast(channels(hue), behind) >= 4.5, (hue, sheet)


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one: list[float], other: list[float]) -> float:
    def luminance(colour: list[float]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_terminal_tells_category_rule_and_evidence_beside_what_goes() -> None:
    lines = list(report.render(newsclean.clean(ARTICLE), width=110, colour=False))
    share = next(i for i, line in enumerate(lines) if "[-Share on Facebook-]" in line)
    assert lines[share].startswith("share · ")
    assert "share on" in lines[share + 1].lower()
    assert any("typography · quotes ×2" in line for line in lines)
    assert any("[-...-]{+…+}" in line for line in lines)
    assert lines[-1].startswith("article in en; ")


def test_colours_strike_removals_through_and_dot_what_typography_wrote() -> None:
    lines = "\n".join(report.render(newsclean.clean(ARTICLE), width=110, colour=True))
    assert f"\x1b[9;38;5;{family_of('share').colour}mShare on Facebook\x1b[0m" in lines
    assert "\x1b[4;4:4;1m“\x1b[0m" in lines


@pytest.mark.parametrize("width", [50, 80, 120])
def test_lines_of_the_terminal_keep_within_its_width(width: int) -> None:
    source = "漢字かな交じり文が続きます。" * 12 + "\n" + "سطر بالعربية طويل " * 20 + "\n" + "x" * 300
    for line in list(report.render(newsclean.clean(source), width=width, colour=False))[:-1]:
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert columns <= width


@pytest.mark.parametrize("width", [-1, 0, 1, 20])
def test_a_terminal_without_room_gets_all_of_it(width: int) -> None:
    """Some terminals say that they have no columns."""
    article = newsclean.clean(ARTICLE)
    lines = list(report.render(article, width=width, colour=False))
    assert "Ferry" in "".join(lines)
    assert max(map(len, lines[:-1])) <= 20


def test_near_misses_are_marked_and_stay() -> None:
    source = ARTICLE + "Some word\n"
    article = newsclean.clean(source)
    near = (newsclean.Change(len(ARTICLE), len(source) - 1, "Some word", "", "ad", "of-my-own", "a sign"),)
    row = report.rows(article, near)[-1]
    assert [(piece.before, piece.near) for piece in row.pieces if piece.near] == [("Some word", near[0])]
    assert "[?Some word?]" in "\n".join(report.render(article, near=near, colour=False))
    assert 'id="n0"' in report.page(article, near=near)


def test_near_misses_leave_out_what_goes_anyway() -> None:
    careful, thorough = newsclean.Cleaner(mode="careful"), newsclean.Cleaner(mode="thorough")
    article = careful.clean(ARTICLE)
    gone = [change for change in article.changes if change.category in CATEGORIES]
    for change in report.near_misses(article, thorough):
        assert all(change.end <= other.start or other.end <= change.start for other in gone)
    assert report.near_misses(thorough.clean(ARTICLE), thorough) == ()


def test_names_of_characters_that_cannot_be_seen() -> None:
    assert plain("a\u202eb\x07") == "a⟨U+202E⟩b⟨U+0007⟩"
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
    assert plain("a\xa0b", unseen=True) == "a⟨NBSP⟩b"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_piped_output_has_no_colour(file: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["explain", str(file)]) == 0
    out = capsysbinary.readouterr().out
    assert b"\x1b" not in out
    assert b"[-Share on Facebook-]" in out


def on_a_terminal(*arguments: str, **environment: str) -> bytes:
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    env |= {"TERM": "xterm-256color", **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "newsclean", *arguments], stdout=theirs, stdin=subprocess.DEVNULL, env=env
    )
    os.close(theirs)
    written = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while block := os.read(ours, 1 << 16):
            written += block
    os.close(ours)
    assert process.wait() == 0
    return written


def test_a_terminal_gets_colour_unless_it_says_no(file: Path) -> None:
    assert b"\x1b[9;38;5;" in on_a_terminal("explain", str(file))
    assert b"\x1b" not in on_a_terminal("explain", str(file), NO_COLOR="1")
    assert b"\x1b" not in on_a_terminal("explain", str(file), TERM="dumb")


def test_colour_can_be_forced(file: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["explain", str(file), "--color", "always"]) == 0
    assert b"\x1b[9;" in capsysbinary.readouterr().out


def test_json_has_every_change(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    article = newsclean.clean(ARTICLE)
    assert found["text"] == article.text
    assert found["language"] == "en"
    assert [c["evidence"] for c in found["changes"]] == [c.evidence for c in article.changes]
    for change in found["changes"]:
        assert found["source"][change["start"] : change["end"]] == change["before"]


def test_categories_can_be_kept(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(file), "--json", "--without", "share,navigation"]) == 0
    assert not {"share", "navigation"} & {c["category"] for c in json.loads(capsys.readouterr().out)["changes"]}


def test_a_page_is_written_whole(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert main(["explain", str(file), "--html", str(out)]) == 0
    assert out.read_text("utf-8").rstrip().endswith("</html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ferry.txt", "out.html"]


def test_what_cannot_be_done_is_said_in_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(file), "--json", "--html", "x.html"]) == 2
    assert main(["explain", "no-such-file"]) == 2
    assert main(["explain", str(file), "--html", str(file.parent / "missing" / "out.html")]) == 2
    errors = capsys.readouterr().err.strip().split("\n")
    assert len(errors) == 3
    assert all(line.startswith("newsclean: ") for line in errors)
