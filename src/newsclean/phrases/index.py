"""Looks texts up in sets of phrases: one walk from each place where a phrase may stand, whatever their number.

A phrase and a text are compared token by token on folded text (`newsclean.folding`): a run of letters, a number, or one
mark; in scripts without spaces between words one letter. So spaces never matter, numbers are all alike, and offsets
stay those of the text. Phrases live in a trie that unfolds where texts touch it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import regex

from newsclean.document import Document
from newsclean.folding import fold
from newsclean.phrases.files import Phrase, files, languages_by_script, load, scripts_of, services

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_ONE_TOKEN = (
    rf"\p{{N}}++(?:[.,:]\p{{N}}++)*+|[{_UNSPACED}]\p{{M}}*+|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\u200c\u200d])++|\S"
)
_TOKEN = regex.compile(rf"\s*+({_ONE_TOKEN})")
_PHRASE_TOKEN = regex.compile(rf"<service>|\*|{_ONE_TOKEN}")
_FIRST_TOKEN = regex.compile(rf"^(<service>|\*|{_ONE_TOKEN}).*$", regex.M)
_LEADING_MARKS = regex.compile(r"[^\p{L}\p{N}]*+")
_MARKS_ONLY = regex.compile(r"(?:[(\[]\s?\p{N}[\p{N}., ]{0,12}[)\]]|[^\p{L}\p{N}])*+")
_SENTENCE_START = regex.compile(r"(?<![.!?…؟।])[.!?…؟।]++[\"')\]]*+\s++|[。！？]++[\"」』)]*+\s*+")
_STOPS = frozenset(".!?…。؟।")
_GAP, _WIDE_GAP, _SERVICE = "*", "**", "<service>"
_WILD = (_GAP, _WIDE_GAP, _SERVICE)
_GAP_WORDS = {_GAP: 8, _WIDE_GAP: 24}
_WIDE_FROM = 4  # with so many words around it, a gap may hold a whole headline
_STEPS = 2000  # of one walk: a bound no real text comes near
_ENDING = 4  # characters by which an `end` phrase is told before it is looked for
_TAIL = 160  # characters at the end of a paragraph in which an `end` phrase is looked for
_NORWEGIAN = ("nb", "nn", "no")


class Hit(NamedTuple):
    """A phrase found in a text: its characters are `start` up to `end`."""

    phrase: Phrase
    start: int
    end: int


class _Node:
    """A place in the trie. Phrases wait at the node they have reached until a text comes by."""

    __slots__ = ("_next", "_waiting", "depth", "here")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.here: list[Phrase] = []
        self._next: dict[str, _Node] = {}
        self._waiting: list[tuple[tuple[str, ...], Phrase]] = []

    def add(self, tokens: tuple[str, ...], phrase: Phrase) -> None:
        if len(tokens) == self.depth:
            self.here.append(phrase)
        else:
            self._waiting.append((tokens, phrase))

    def may_take(self, tokens: _Tokens) -> bool:
        """Whether a walk from this node, reached by the first token, can find anything."""
        following = self.next
        return bool(self.here) or (
            tokens.has(1) and (tokens.keys[1] in following or not following.keys().isdisjoint(_WILD))
        )

    @property
    def next(self) -> dict[str, _Node]:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for tokens, phrase in waiting:
                token = tokens[self.depth]
                node = self._next.get(token)
                if node is None:
                    node = self._next[token] = _Node(self.depth + 1)
                node.add(tokens, phrase)
        return self._next


class _Tokens:
    """The tokens of a text from an offset on, read as far as a walk asks."""

    __slots__ = ("_at", "_text", "ends", "keys")

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self.keys: list[str] = []
        self.ends: list[int] = []

    def has(self, index: int) -> bool:
        while len(self.keys) <= index:
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                return False
            key = match[1]
            self.keys.append("0" if key[0].isnumeric() else key.replace("\u200c", ""))
            self._at = match.end()
            self.ends.append(self._at)
        return True


class _BackwardTokens:
    """The tokens of the end of a text, the last one first; `ends` are where they start."""

    __slots__ = ("ends", "keys")

    def __init__(self, text: str) -> None:
        matches = list(_TOKEN.finditer(text, max(0, len(text) - _TAIL)))[::-1]
        self.keys = ["0" if match[1][0].isnumeric() else match[1].replace("\u200c", "") for match in matches]
        self.ends = [match.start(1) for match in matches]

    def has(self, index: int) -> bool:
        return index < len(self.keys)


def _walk(stack: list[tuple[_Node, int]], tokens: _Tokens | _BackwardTokens) -> Iterator[tuple[Phrase, int]]:
    """Phrases that the tokens go on with from the nodes, each reached before a token; and where each phrase ends."""
    for _ in range(_STEPS):
        if not stack:
            return
        node, at = stack.pop()
        for phrase in node.here:
            yield phrase, tokens.ends[at - 1]
        following = node.next
        if not following or not tokens.has(at):
            continue
        child = following.get(tokens.keys[at])
        if child is not None:
            stack.append((child, at + 1))
        for gap, most in _GAP_WORDS.items():
            if gap in following:
                stack += [(following[gap], end) for end in _gap_ends(tokens, at, most)]
        if _SERVICE in following and isinstance(tokens, _Tokens):
            stack += [(following[_SERVICE], end) for end in _service_ends(tokens, at)]


def _gap_ends(tokens: _Tokens | _BackwardTokens, at: int, most: int) -> Iterator[int]:
    words = 0.0
    while words < most and tokens.has(at) and tokens.keys[at] not in _STOPS:
        key = tokens.keys[at]
        if key[0].isalnum():
            words += 1 if not _is_unspaced(key) else 0.34  # a word of these scripts has some three letters
            yield at + 1
        at += 1


def _service_ends(tokens: _Tokens, at: int) -> Iterator[int]:
    """Where a name of a service ends, or an enumeration of them."""
    node, longest, index = _services(), 0, at
    while tokens.has(index):
        child = node.next.get(tokens.keys[index])
        if child is None:
            break
        node, index = child, index + 1
        if node.here:
            yield index
            longest = index
    for skipped in (0, 1, 2):  # "Facebook X", "Facebook and X", "Facebook, and X"
        if longest and index - at < 40 and tokens.has(longest + skipped):
            if skipped and len(tokens.keys[longest + skipped - 1]) > 3:
                return
            if tokens.keys[longest + skipped] in _services().next:
                yield from _service_ends(tokens, longest + skipped)


def _is_unspaced(key: str) -> bool:
    return key > "\u0e00" and _UNSPACED_LETTER.match(key) is not None


_UNSPACED_LETTER = regex.compile(f"[{_UNSPACED}]")


@cache
def _services() -> _Node:
    root = _Node(0)
    for name in services():
        phrase = Phrase(name, "whole", "", "", False)
        for tokens in _variants(phrase):
            root.add(tokens, phrase)
    return root


def _variants(phrase: Phrase) -> set[tuple[str, ...]]:
    """The tokens of a phrase as it may be written: with its accents, without, with a plain first letter, ä as ae."""
    folded = fold(phrase.text)
    forms = {folded}
    if not folded.isascii():
        plain = _without_accents(folded)
        forms |= {plain, plain[:1] + folded[1:]}
        if phrase.language == "de":
            forms.update(_in_ascii(folded))
    return {tuple(phrase_tokens(form, phrase.kind)) for form in forms}


def _in_ascii(folded: str) -> tuple[str, str]:
    swiss = folded.replace("ß", "ss")
    return swiss, swiss.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def phrase_tokens(folded: str, kind: str) -> list[str]:
    """What a phrase is looked up by: words, `0` for a number, marks, `*` and `<service>`."""
    tokens = ["0" if key[0].isnumeric() else key.replace("\u200c", "") for key in _PHRASE_TOKEN.findall(folded)]
    if kind in ("whole", "heading", "sentence") and tokens[0][0].isalnum():
        while len(tokens) > 1 and not tokens[-1][0].isalnum() and tokens[-1] not in (_GAP, _SERVICE):
            tokens.pop()  # marks behind a line are free, unless it has marks before it too, as "- Advertisement -"
    if len([token for token in tokens if token[0].isalnum()]) >= _WIDE_FROM:
        tokens = [_WIDE_GAP if token == _GAP and at < len(tokens) - 1 else token for at, token in enumerate(tokens)]
    return tokens


def _without_accents(folded: str) -> str:
    """Latin and Greek letters without their accents, Arabic alefs without hamza."""
    return "".join(_PLAIN.get(letter) or _plain(letter) for letter in folded)


_PLAIN = {"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ə": "e", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي"}


@cache
def _plain(letter: str) -> str:
    if letter.isascii() or not unicodedata.name(letter, "").startswith(("LATIN", "GREEK")):
        return letter
    return unicodedata.normalize("NFD", letter)[0]


class Index:
    """Phrases by their first token, in tries that are made when a text has that token; `end` phrases by their last."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._tries: dict[str, _Node] = {}
        self._waiting: dict[str, list[Phrase]] = {}
        self._backward = _Node(0)
        self.endings: set[str] = set()
        forward = []
        for phrase in phrases:
            if phrase.kind == "end":
                self._add_ending(phrase)
            else:
                forward.append(phrase)
        folded = fold("\n".join(phrase.text for phrase in forward))
        for phrase, first in zip(forward, _FIRST_TOKEN.findall(folded), strict=True):
            for key in _first_tokens(first, phrase.language):
                self._waiting.setdefault(key, []).append(phrase)

    def _add_ending(self, phrase: Phrase) -> None:
        for tokens in _variants(phrase):
            if any(token[0].isalpha() for token in tokens):
                self._backward.add(tokens[::-1], phrase)
        folded = fold(phrase.text)
        self.endings |= {folded[-_ENDING:], _without_accents(folded)[-_ENDING:]}

    def _trie(self, first: str) -> _Node | None:
        waiting = self._waiting.pop(first, None)
        if waiting is not None:
            node = self._tries[first] = _Node(1)
            for phrase in waiting:
                for tokens in _variants(phrase):
                    if tokens[0] == first and _is_telling(tokens):
                        node.add(tokens, phrase)
        return self._tries.get(first)

    def beginnings(self) -> set[str]:
        """The first tokens of its phrases."""
        return {*self._waiting, *self._tries}

    def at(self, tokens: _Tokens) -> Iterator[tuple[Phrase, int]]:
        """Phrases that the tokens begin with, and where they end."""
        node = self._trie(tokens.keys[0])
        if node is not None and node.may_take(tokens):
            yield from _walk([(node, 1)], tokens)
        if tokens.keys[0] in _services().next and (node := self._trie(_SERVICE)):
            yield from _walk([(node, end) for end in _service_ends(tokens, 0)], tokens)

    def ending(self, tokens: _BackwardTokens) -> Iterator[tuple[Phrase, int]]:
        """Phrases that a text ends with, and where they start."""
        yield from _walk([(self._backward, 0)], tokens)


def _first_tokens(first: str, language: str) -> set[str]:
    """The first token of a phrase, as `_variants` writes it."""
    if first[0].isnumeric():
        return {"0"}
    if first.isascii():
        return {first}
    plain = _without_accents(first)
    return {first, plain, plain[:1] + first[1:], *(_in_ascii(first) if language == "de" else ())}


def _is_telling(tokens: tuple[str, ...]) -> bool:
    """Whether a phrase can be looked for: it does not begin with a gap, and is more than a number."""
    if tokens[0][0] == _GAP:
        return False
    return tokens[0] == "[" or any(token[0].isalpha() or token == _SERVICE for token in tokens)


class Phrasebook:
    """The phrases that a document is tested on."""

    def __init__(self, indices: Iterable[Index]) -> None:
        self._indices = tuple(indices)
        self._by_first: dict[str, list[Index]] = {}
        for index in self._indices:
            firsts = index.beginnings()
            for first in firsts | set(_services().next) if _SERVICE in firsts else firsts:
                self._by_first.setdefault(first, []).append(index)
        self._endings = {ending for index in self._indices for ending in index.endings}

    def at(self, folded: str, start: int) -> Iterator[Hit]:
        """Every phrase that stands at `start` of folded text, without its `end` phrases.

        `whole`, `heading` and `sentence` phrases are given however the text goes on: the caller looks at what follows.
        """
        tokens = _Tokens(folded, start)
        if tokens.has(0):
            for index in self._by_first.get(tokens.keys[0], ()):
                for phrase, end in index.at(tokens):
                    yield Hit(phrase, start, end)

    def ending(self, folded: str) -> Iterator[Hit]:
        """Every `end` phrase that the folded text ends with."""
        if any(folded[-length:] in self._endings for length in range(1, _ENDING + 1)):
            tokens = _BackwardTokens(folded)
            for index in self._indices:
                for phrase, start in index.ending(tokens):
                    yield Hit(phrase, start, len(folded))

    def lines(self, folded: str) -> Iterator[Hit]:
        """Every `whole` and `heading` phrase that the folded line is, marks and counts around it aside.

        >>> from newsclean.folding import fold
        >>> [hit.phrase.category for hit in phrasebook("en").lines(fold("» SIGN UP FOR OUR NEWSLETTER"))]
        ['newsletter']
        """
        for start in line_starts(folded):
            for hit in self.at(folded, start):
                if hit.phrase.kind in ("whole", "heading") and rest_is_marks(folded, hit.end):
                    yield hit


def line_starts(folded: str) -> tuple[int, ...]:
    """Where a phrase may begin in a line: at its first character and at its first letter or digit."""
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
    for match in _SENTENCE_START.finditer(folded):
        if match.end() < len(folded):
            yield match.end()


@cache
def _strong(script: str) -> Index:
    tags = languages_by_script().get(script, ())
    return Index(phrase for tag in tags for phrase in load(tag) if not phrase.weak)


@cache
def _strong_english() -> Index:
    return Index(phrase for phrase in load("en") if not phrase.weak)


@cache
def _weak(language: str) -> Index:
    return Index(phrase for phrase in load(language) if phrase.weak)


def _file_of(language: str) -> str | None:
    """The phrase file for a BCP 47 tag: its own, its primary language's, or the other Norwegian."""
    primary = language.split("-")[0]
    candidates = (language, primary, *(_NORWEGIAN if primary in _NORWEGIAN else ()))
    return next((tag for tag in candidates if tag in files()), None)


@cache
def phrasebook(
    language: str | None = None, scripts: frozenset[str] = frozenset({"LATIN"}), also: tuple[str, ...] = ()
) -> Phrasebook:
    """Strong phrases of English and of all languages of `scripts`, weak ones of `language`, English and `also`."""
    strong = [_strong(script) for script in sorted(scripts)]
    if "LATIN" not in scripts:
        strong.append(_strong_english())
    tags = {_file_of(tag) for tag in ("en", language, *also) if tag}
    return Phrasebook([*strong, *(_weak(tag) for tag in sorted(tag for tag in tags if tag))])


def phrasebook_for(document: Document, also: tuple[str, ...] = ()) -> Phrasebook:
    """The phrases to test a document on.

    Args:
        document: Its language gives the weak phrases, its letters the scripts of the strong ones.
        also: Languages that its site speaks besides.
    """
    return phrasebook(document.language, scripts_of(document.text), also)
