"""What a text and a phrase are compared by: tokens of folded text (`newsclean.folding`).

A token is a run of letters, a number, or one mark; in scripts without spaces between words it is one letter. So spaces
never matter, numbers are all alike ("0"), and offsets stay those of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from sys import intern

import regex

from newsclean.folding import fold
from newsclean.phrases.files import Phrase

GAP, WIDE_GAP, SERVICE = "*", "**", "<service>"
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_NUMBER = r"\p{N}++(?:[.,:]\p{N}++| \p{N}{3}(?!\p{N}))*+"
_WORD = rf"(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\u200c\u200d])++"
_ONE_TOKEN = rf"{_NUMBER}|[{_UNSPACED}]\p{{M}}*+|{_WORD}|\S"
_TOKEN = regex.compile(rf"\s*+({_ONE_TOKEN})")
_PHRASE_TOKEN = regex.compile(rf"<service>|\*|{_ONE_TOKEN}")
_TWO_TOKENS = regex.compile(rf"\s*+({_ONE_TOKEN})(?:\s*+({_ONE_TOKEN}))?+")
# The same for what most texts are made of, by a quicker engine: a word of plain letters that ends at an ASCII mark.
_PLAIN_LETTERS = "a-zß-öø-ɏά-ώа-џ"
_PLAIN_MARKS = r"!-/:-@\[-`{-~"
_PLAIN_WORD = rf"[{_PLAIN_LETTERS}]+(?=[\x00-@\[-`{{-\x7f]|\Z)"
_PLAIN_MARK = f"[{_PLAIN_MARKS}]"
_PLAIN_TOKEN = re.compile(rf" *({_PLAIN_WORD}|{_PLAIN_MARK})")
_TWO_PLAIN_TOKENS = re.compile(rf" *({_PLAIN_WORD}) *({_PLAIN_WORD}|{_PLAIN_MARK}|\Z)")
_PLAIN_FIRST = re.compile(rf"^(?:{_PLAIN_WORD})?", re.M)
_PLAIN_PHRASE = re.compile(f"[ {_PLAIN_LETTERS}{_PLAIN_MARKS}]+")
_PLAIN_PHRASE_TOKEN = re.compile(f"<service>|[{_PLAIN_LETTERS}]+|{_PLAIN_MARK}")
_UNSPACED_LETTER = regex.compile(f"[{_UNSPACED}]")
_LEADING_MARKS = regex.compile(r"[^\p{L}\p{N}]*+")
_MARKS_ONLY = regex.compile(r"(?:[(\[]\s?\p{N}[\p{N}., ]{0,12}[)\]]|[^\p{L}\p{N}])*+")
_SENTENCE_START = regex.compile(r"(?<![.!?…؟।])[.!?…؟।]++[\"')\]]*+\s++|。++[\"」』)]*+\s*+")
_SPACED_SENTENCE_START = re.compile(r"[.!?…؟।](?<![.!?…؟।].)[.!?…؟।]*[\"')\]]*\s+")
_WIDE_FROM = 4  # with so many words around it, a gap may hold a whole headline
_TAIL = 160  # characters at the end of a paragraph in which an `end` phrase is looked for


def first_two(text: str, at: int) -> tuple[str, str] | None:
    """The first two tokens from an offset on, the second "" where there is only one; None where there is none."""
    plain = _TWO_PLAIN_TOKENS.match(text, at)
    if plain is not None:
        return plain[1], plain[2]
    match = _TWO_TOKENS.match(text, at)
    if match is None:
        return None
    first, second = match[1], match[2] or ""
    return "0" if first[0].isnumeric() else first, "0" if second[:1].isnumeric() else second


def first_tokens(folded: str) -> list[str]:
    """The first token of each folded phrase, a phrase on a line."""
    firsts: list[str] = _PLAIN_FIRST.findall(folded)
    if not all(firsts):
        lines = folded.split("\n")
        firsts = [first or _PHRASE_TOKEN.match(line)[0] for first, line in zip(firsts, lines, strict=True)]
    return firsts


class Tokens:
    """The tokens of a text from an offset on, read as far as a walk asks."""

    __slots__ = ("_at", "_text", "ends", "keys")

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self.keys: list[str] = []
        self.ends: list[int] = []

    def has(self, index: int) -> bool:
        """Whether there is a token of this number."""
        while len(self.keys) <= index:
            match = _PLAIN_TOKEN.match(self._text, self._at)
            if match is not None:
                self.keys.append(match[1])
            else:
                match = _TOKEN.match(self._text, self._at)
                if match is None:
                    return False
                key = match[1]
                self.keys.append("0" if key[0].isnumeric() else key.replace("\u200c", ""))
            self._at = match.end()
            self.ends.append(self._at)
        return True


class BackwardTokens:
    """The tokens of the end of a text, the last one first; `ends` are where they start."""

    __slots__ = ("ends", "keys")

    def __init__(self, text: str) -> None:
        matches = list(_TOKEN.finditer(text, max(0, len(text) - _TAIL)))[::-1]
        self.keys = ["0" if match[1][0].isnumeric() else match[1].replace("\u200c", "") for match in matches]
        self.ends = [match.start(1) for match in matches]

    def has(self, index: int) -> bool:
        """Whether there is a token of this number."""
        return index < len(self.keys)


def variants(phrase: Phrase) -> set[tuple[str, ...]]:
    """The tokens of a phrase as it may be written: with its accents, without, with a plain first letter, ä as ae."""
    folded = fold(phrase.text)
    forms = {folded}
    if not folded.isascii():
        plain = without_accents(folded)
        forms |= {plain, plain[:1] + folded[1:]}
        if phrase.language == "de":
            forms.update(in_ascii(folded))
    return {tuple(map(intern, phrase_tokens(form, phrase.kind))) for form in forms}


def in_ascii(folded: str) -> tuple[str, str]:
    """German without ß, and without umlauts too."""
    swiss = folded.replace("ß", "ss")
    return swiss, swiss.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def phrase_tokens(folded: str, kind: str) -> list[str]:
    """What a phrase is looked up by: words, `0` for a number, marks, `*` and `<service>`."""
    if _PLAIN_PHRASE.fullmatch(folded):
        tokens = _PLAIN_PHRASE_TOKEN.findall(folded)
    else:
        tokens = ["0" if key[0].isnumeric() else key.replace("\u200c", "") for key in _PHRASE_TOKEN.findall(folded)]
    if kind in ("whole", "heading", "sentence") and tokens[0][0].isalnum():
        while len(tokens) > 1 and not tokens[-1][0].isalnum() and tokens[-1] not in (GAP, SERVICE):
            tokens.pop()  # marks behind a line are free, unless it has marks before it too, as "- Advertisement -"
    if GAP in tokens and len([token for token in tokens if token[0].isalnum()]) >= _WIDE_FROM:
        tokens = [WIDE_GAP if token == GAP and at < len(tokens) - 1 else token for at, token in enumerate(tokens)]
    return tokens


def without_accents(folded: str) -> str:
    """Latin and Greek letters without their accents, Arabic alefs without hamza."""
    return folded.translate(_PLAIN)


class _Plain(dict[int, str]):
    """Code points to what is written for them, found when a text first has them."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if point > 0x7F and unicodedata.name(letter, "").startswith(("LATIN", "GREEK")):
            letter = unicodedata.normalize("NFD", letter)[0]
        self[point] = letter
        return letter


_PLAIN = _Plain(
    str.maketrans(
        {"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ə": "e", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي"}
    )
)


def is_unspaced(key: str) -> bool:
    """Whether a token is a letter of a script without spaces between words."""
    return key > "\u0e00" and _UNSPACED_LETTER.match(key) is not None


def line_starts(folded: str) -> tuple[int, ...]:
    """Where a phrase may begin in a line: at its first character and at its first letter or digit."""
    if folded[:1].isalnum():
        return (0,)
    marks = _LEADING_MARKS.match(folded).end()
    return (0, marks) if 0 < marks < len(folded) else (0,)


def rest_is_marks(folded: str, start: int) -> bool:
    """Whether nothing but marks and counts in brackets follows from `start`.

    >>> rest_is_marks("comments (12) »", 8), rest_is_marks("comments on it", 8)
    (True, False)
    """
    return bool(_MARKS_ONLY.match(folded, start).end() == len(folded))


def sentence_starts(folded: str) -> Iterator[int]:
    """Where sentences after the first may begin: generous (after abbreviations too), for set phrases only."""
    starts = _SENTENCE_START if "。" in folded else _SPACED_SENTENCE_START
    for match in starts.finditer(folded):
        if match.end() < len(folded):
            yield match.end()
