"""Cost grows with the length of the text and no faster, whatever the text."""

import gc
import math
import time
from collections.abc import Callable

import pytest

import newsclean

SIZES = (10_000, 20_000, 40_000, 80_000)
LIMIT = 1.3  # exponent of the growth; 1 is linear
FLOOR = 0.004  # seconds of CPU: below that the clock says nothing


def repeat(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def around(opening: str, piece: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening + repeat(piece)(size) + closing


NASTY: dict[str, Callable[[int], str]] = {
    "one letter": repeat("a"),
    "one word": around("", "abcdefghij", ""),
    "capitals": repeat("A"),
    "spaces": repeat(" "),
    "spaces before a letter": around("", " ", "a"),
    "spaces around letters": repeat("a  "),
    "tabs": repeat("\t"),
    "no-break spaces": repeat("\u00a0"),
    "mixed spaces": repeat(" \u00a0\u202f\t"),
    "newlines": repeat("\n"),
    "carriage returns": repeat("\r"),
    "line ends of every kind": repeat("\r\n\x0b\x0c\x85\u2028"),
    "newlines and spaces": repeat(" \n"),
    "one letter a line": repeat("a\n"),
    "one word a line": repeat("Publicité\n"),
    "short labels": repeat("Partager\nTweet\n"),
    "dashes": repeat("-"),
    "en dashes": repeat("–"),
    "spaced dashes": repeat("- "),
    "dots": repeat("."),
    "spaced dots": repeat(". "),
    "ellipses": repeat("…"),
    "commas": repeat(","),
    "question marks": repeat("?"),
    "exclamations with spaces": repeat(" !"),
    "straight quotes": repeat('"'),
    "spaced quotes": repeat('" '),
    "quoted letters": repeat('"a" '),
    "apostrophes": repeat("'"),
    "guillemets that open": repeat("« "),
    "guillemets that close": repeat(" »"),
    "curly quotes": repeat("“"),
    "mixed quotes": repeat("\"'«“"),
    "brackets that open": repeat("("),
    "square brackets": repeat("["),
    "nested brackets": repeat("[("),
    "braces": repeat("{{"),
    "shortcodes": repeat("[ad_1]"),
    "broken shortcodes": repeat("[gallery ids="),
    "shortcode attributes": around("[embed ", 'a="b" ', "]"),
    "templates": repeat("{{a}}"),
    "images": repeat("![](a)"),
    "broken images": repeat("!["),
    "data images": around("data:image/png;base64,", "A", ""),
    "entities": repeat("&eacute;"),
    "nested ampersands": around("&", "amp;", ""),
    "broken entities": repeat("&"),
    "numeric entities": repeat("&#233;"),
    "entities of entities": repeat("&#38;#38;"),
    "escaped tags": repeat("&lt;b&gt;"),
    "tags": repeat("<b>"),
    "open tags": repeat("<"),
    "mojibake": repeat("Ã©"),
    "mojibake of quotes": repeat("â€™"),
    "double mojibake": repeat("ÃƒÂ©"),
    "mojibake with spaces": repeat("voilÃ "),
    "mojibake of Cyrillic": repeat("Р°Р±"),
    "C1 controls": repeat("\x80\x99"),
    "NULs": repeat("\x00"),
    "escape sequences": repeat("\x1b[0m"),
    "zero-width joiners": repeat("\u200d"),
    "joiners between letters": repeat("क\u200d"),
    "bidi controls": repeat("\u202ea"),
    "lone surrogates": repeat("\ud800"),
    "surrogate pairs": repeat("\ud83d\ude00"),
    "private use": repeat("\ue000"),
    "combining marks": around("a", "\u0301", ""),
    "unsorted combining marks": around("a", "\u0301\u0323", ""),
    "decomposed letters": repeat("e\u0301"),
    "Hangul jamo": repeat("\u1100\u1161"),
    "Hangul vowels": repeat("\u1161"),
    "emoji": repeat("😀"),
    "flags": repeat("\U0001f1eb\U0001f1f7"),
    "URLs": repeat("https://a.fr/b "),
    "one URL": around("https://a.fr/", "b", ""),
    "URLs a line": repeat("https://a.fr/b\n"),
    "handles": repeat("@a "),
    "hashtags": repeat("#a"),
    "e-mail addresses": repeat("a@b.fr "),
    "dots and letters": repeat("a."),
    "digits": repeat("1"),
    "dates": repeat("12/03/2024 "),
    "dates a line": repeat("12/03/2024 à 10h30\n"),
    "times": repeat("12:30 "),
    "CJK": repeat("中"),
    "CJK sentences": repeat("中文。"),
    "Thai": repeat("ก"),
    "Arabic": repeat("ب "),
    "sentences": repeat("Il pleut sur la ville. "),
    "foreign sentences": repeat("Il pleut sur la ville. It is raining on the town. "),
    "titles": repeat("Le Pont De La Ville "),
    "glued capitals": repeat("aB"),
    "residue in one line": repeat("Partager Tweet Lire aussi : "),
    "breadcrumbs": repeat("a > "),
    "slashes": repeat("/"),
    "bars": repeat("a | "),
    "colons": repeat("a: "),
    "numbered lines": repeat("1. a\n"),
    "teasers": repeat("Un titre coupé…\n"),
    "copyright signs": repeat("© a "),
    "credits": repeat("Foto: a "),
}  # fmt: skip


def cost(text: str) -> float:
    """CPU seconds, the best of two: other work on the machine only ever adds."""
    best = math.inf
    for _ in range(2):
        gc.collect()
        gc.disable()  # the collector's own rounds come when they like
        try:
            started = time.process_time()
            newsclean.clean(text, html=False)
            best = min(best, time.process_time() - started)
        finally:
            gc.enable()
        if best > 0.5:
            break
    return best


def exponent(generate: Callable[[int], str]) -> float:
    """The slope of log cost over log size, by least squares, of the sizes that the clock can tell."""
    points = [(math.log(size), math.log(spent)) for size in SIZES if (spent := cost(generate(size))) > FLOOR]
    if len(points) < 2:
        return 0.0
    x = sum(p[0] for p in points) / len(points)
    y = sum(p[1] for p in points) / len(points)
    return sum((p[0] - x) * (p[1] - y) for p in points) / sum((p[0] - x) ** 2 for p in points)


@pytest.mark.parametrize("name", NASTY)
def test_cost_grows_no_faster_than_the_text(name: str) -> None:
    newsclean.clean(NASTY[name](2000), html=False)  # load what is loaded once
    slopes = []
    for _ in range(5):  # one quiet measurement is enough
        slopes.append(exponent(NASTY[name]))
        if slopes[-1] <= LIMIT:
            return
    pytest.fail(f"{name}: cost grows with the power {min(slopes):.2f} of the length")
