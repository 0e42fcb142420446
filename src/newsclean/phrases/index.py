"""Looks texts up in sets of phrases: one walk from each place where a phrase may stand, whatever their number.

Phrases live in tries of tokens (`newsclean.phrases.tokens`), one for each first token, that unfold where texts touch
them; until then a phrase is a number. So to load forty languages costs little more than to read their files.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import regex

from newsclean.document import Document
from newsclean.folding import fold
from newsclean.phrases.files import Listing, Phrase, files, languages_by_script, listings, scripts_of
from newsclean.phrases.tokens import (
    GAP,
    SERVICE,
    BackwardTokens,
    Tokens,
    first_tokens,
    first_two,
    in_ascii,
    line_starts,
    rest_is_marks,
    variants,
    without_accents,
)
from newsclean.phrases.trie import UNFOLDING, Node, service_ends, service_names, walk

_ENDING = 4  # characters by which an `end` phrase is told before it is looked for
_LAST_FIXED = regex.compile(rf"[^\p{{N}}*>]{{1,{_ENDING}}}$")
_PAIRS = 20_000  # of first words whose outcome is remembered; then it begins anew, or a long dump fills the memory
_NOTHING: tuple[tuple[Node, ...], tuple[Node, ...]] = (), ()
_NORWEGIAN = ("nb", "nn", "no")
_SPELLED_ALIKE = (("be", "ru", "uk"), ("bs", "hr", "sr"), ("cs", "sk"), ("id", "ms"))
"""Languages that share labels, or sites: what is weak in one is a hint in the others too."""


class Hit(NamedTuple):
    """A phrase found in a text: its characters are `start` up to `end`."""

    phrase: Phrase
    start: int
    end: int


class Index:
    """Phrases by their first token, in tries that are made when a text has that token; `end` phrases by their last."""

    def __init__(self, lists: Iterable[Listing]) -> None:
        self._tries: dict[str, Node] = {}
        self._backward = Node(0)
        self.endings: set[str] = set()
        self._endings_waiting: list[int] = []
        self._lists = [listing for listing in lists if listing.texts]
        self._begins = list(accumulate([len(listing.texts) for listing in self._lists], initial=0))
        found: defaultdict[str, list[int]] = defaultdict(list)
        for listing, begin in zip(self._lists, self._begins, strict=False):
            if listing.kind == "end":
                found[GAP] += range(begin, begin + len(listing.texts))
                continue
            for number, first in enumerate(first_tokens(fold("\n".join(listing.texts))), begin):
                found[first].append(number)
        for number in found.pop(GAP, ()):  # what begins with a gap, too, is told by its last words
            self._add_ending(number)
        self._waiting: dict[str, list[int]] = {}
        for first, numbers in found.items():
            for form in _forms(first):
                self._waiting.setdefault(form, []).extend(numbers)
        for numbers in self._waiting.values():
            numbers.sort()

    def _add_ending(self, number: int) -> None:
        if fixed := _LAST_FIXED.search(fold(self._phrase(number).text[-_ENDING:])):
            self.endings |= {fixed[0], without_accents(fixed[0])}
            self._endings_waiting.append(number)

    def _phrase(self, number: int) -> Phrase:
        place = bisect_right(self._begins, number) - 1
        return self._lists[place].phrase(number - self._begins[place])

    def _endings_trie(self) -> Node:
        if self._endings_waiting:
            with UNFOLDING:
                node = Node(0)
                for number in self._endings_waiting:
                    phrase = self._phrase(number)
                    for tokens in variants(phrase):
                        if any(token[0].isalpha() for token in tokens):
                            node.add(tokens[::-1], phrase)
                if self._endings_waiting:
                    self._backward, self._endings_waiting = node, []
        return self._backward

    def _trie(self, first: str) -> Node | None:
        if first in self._waiting and first not in self._tries:
            with UNFOLDING:
                node = Node(1)
                for number in self._waiting[first]:
                    phrase = self._phrase(number)
                    for tokens in variants(phrase):
                        if tokens[0] == first and _is_telling(tokens):
                            node.add(tokens, phrase)
                self._tries.setdefault(first, node)
        return self._tries.get(first)

    def node(self, first: str, second: str) -> Node | None:
        """Where to walk on from a first token, if anything can be found with the second one."""
        node = self._trie(first)
        return node if node is not None and node.may_take(second) else None

    def ending(self, tokens: BackwardTokens) -> Iterator[tuple[Phrase, int]]:
        """Phrases that a text ends with, and where they start."""
        yield from walk([(self._endings_trie(), 0)], tokens)


def _forms(first: str) -> set[str]:
    """The first token of a phrase, as `variants` may write it."""
    if first[0].isnumeric():
        return {"0"}
    if first.isascii():
        return {first}
    plain = without_accents(first)
    return {first, plain, plain[:1] + first[1:], *in_ascii(first)}


def _is_telling(tokens: tuple[str, ...]) -> bool:
    """Whether a phrase can be looked for: it does not begin with a gap, and is more than a number."""
    if tokens[0][0] == GAP:
        return False
    return tokens[0] in "[©" or any(token[0].isalpha() or token == SERVICE for token in tokens)


class Phrasebook:
    """The phrases that a document is tested on."""

    def __init__(self, indices: Iterable[Index]) -> None:
        self._indices = tuple(indices)
        self._endings = {ending for index in self._indices for ending in index.endings}
        self._known: dict[tuple[str, str], tuple[tuple[Node, ...], tuple[Node, ...]]] = {}

    def at(self, folded: str, start: int) -> Iterable[Hit]:
        """Every phrase that stands at `start` of folded text, without its `end` phrases.

        `whole`, `heading` and `sentence` phrases are given however the text goes on: the caller looks at what follows.
        """
        pair = first_two(folded, start)
        if pair is None:
            return ()
        known = self._known.get(pair)
        if known is None:
            known = self._look_up(*pair)
            if len(self._known) >= _PAIRS:
                self._known.clear()
            self._known[pair] = known
        return () if known is _NOTHING else self._walk(Tokens(folded, start), start, *known)

    def _look_up(self, first: str, second: str) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        nodes = self._nodes(first, second)
        behind_service = self._nodes(SERVICE, second) if first in service_names().next else ()
        return (nodes, behind_service) if nodes or behind_service else _NOTHING

    def _nodes(self, first: str, second: str) -> tuple[Node, ...]:
        return tuple([node for index in self._indices if (node := index.node(first, second)) is not None])

    def _walk(
        self, tokens: Tokens, start: int, nodes: tuple[Node, ...], behind_service: tuple[Node, ...]
    ) -> Iterator[Hit]:
        tokens.has(0)
        states = [(node, 1) for node in nodes]
        if behind_service:
            states += [(node, end) for end in service_ends(tokens, 0) for node in behind_service]
        for phrase, end in walk(states, tokens):
            yield Hit(phrase, start, end)

    def ending(self, folded: str) -> Iterator[Hit]:
        """Every `end` phrase that the folded text ends with, and every line that begins with a gap and ends so."""
        known = self._endings  # of 1 to `_ENDING` characters
        if folded[-4:] in known or folded[-3:] in known or folded[-2:] in known or folded[-1:] in known:
            tokens = BackwardTokens(folded)
            for index in self._indices:
                for phrase, start in index.ending(tokens):
                    yield Hit(phrase, start, len(folded))

    def lines(self, folded: str) -> Iterator[Hit]:
        """Every `whole` and `heading` phrase that the folded line is, marks and counts around it aside.

        Lines that begin with a gap are among them.

        >>> from newsclean.folding import fold
        >>> {hit.phrase.category for hit in phrasebook("en").lines(fold("» SIGN UP FOR OUR NEWSLETTER"))}
        {'newsletter'}
        """
        for start in line_starts(folded):
            for hit in self.at(folded, start):
                if hit.phrase.kind in ("whole", "heading") and rest_is_marks(folded, hit.end):
                    yield hit
        yield from self.gap_first(folded)

    def gap_first(self, folded: str) -> Iterator[Hit]:
        """Every phrase beginning with a gap ("* 기자의 다른 기사 보기") that the folded line is."""
        begins = line_starts(folded)
        for hit in self.ending(folded):
            if hit.phrase.kind != "end" and hit.start in begins:
                yield hit


@cache
def _strong(script: str) -> Index:
    tags = languages_by_script().get(script, ())
    return Index(listing for tag in tags for listing in listings(tag) if not listing.weak)


@cache
def _strong_english() -> Index:
    return Index(listing for listing in listings("en") if not listing.weak)


@cache
def _weak(language: str) -> Index:
    return Index(listing for listing in listings(language) if listing.weak)


def _file_of(language: str) -> str | None:
    """The phrase file for a BCP 47 tag: its own, its primary language's, or the other Norwegian."""
    primary = language.split("-")[0]
    candidates = (language, primary, *(_NORWEGIAN if primary in _NORWEGIAN else ()))
    return next((tag for tag in candidates if tag in files()), None)


def _alike(language: str | None) -> tuple[str, ...]:
    """A language and those whose labels are spelled like its own."""
    if language is None:
        return ()
    kin = next((group for group in _SPELLED_ALIKE if language.split("-")[0] in group), ())
    return (language, *kin)


@cache
def phrasebook(
    language: str | None = None, scripts: frozenset[str] = frozenset({"LATIN"}), also: tuple[str, ...] = ()
) -> Phrasebook:
    """Strong phrases of English and all languages of `scripts`, weak ones of `language`, its kin, English, `also`."""
    strong = [_strong(script) for script in sorted(scripts)]
    if "LATIN" not in scripts:
        strong.append(_strong_english())
    tags = {_file_of(tag) for tag in ("en", *_alike(language), *also) if tag}
    return Phrasebook([*strong, *(_weak(tag) for tag in sorted(tag for tag in tags if tag))])


def phrasebook_for(document: Document, also: tuple[str, ...] = ()) -> Phrasebook:
    """The phrases to test a document on.

    Args:
        document: Its language gives the weak phrases, its letters the scripts of the strong ones.
        also: Languages that its site speaks besides.
    """
    return phrasebook(document.language, scripts_of(document.text), also)
