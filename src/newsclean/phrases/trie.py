"""A trie of phrases, and the walk of a text through it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import RLock

from newsclean.folding import fold
from newsclean.phrases.files import Phrase, services
from newsclean.phrases.tokens import GAP, SERVICE, WIDE_GAP, BackwardTokens, Tokens, is_unspaced, phrase_tokens

_STOPS = frozenset(".!?…。؟।")
_WILD = (GAP, WIDE_GAP, SERVICE)
_GAP_WORDS = {GAP: 8, WIDE_GAP: 24}
_SERVICES = 12  # names in one enumeration
_STEPS = 2000  # of one walk: a bound no real text comes near
UNFOLDING = RLock()
"""Tries unfold while they are looked through, in any thread."""


class Node:
    """A place in the trie. Phrases wait at the node they have reached until a text comes by."""

    __slots__ = ("_next", "_waiting", "depth", "here", "wild")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.here: list[Phrase] = []
        self.wild: tuple[str, ...] = ()
        self._next: dict[str, Node] = {}
        self._waiting: list[tuple[tuple[str, ...], Phrase]] = []

    def add(self, tokens: tuple[str, ...], phrase: Phrase) -> None:
        """Let a phrase, reached with its tokens up to this node's depth, wait here."""
        if len(tokens) == self.depth:
            self.here.append(phrase)
        else:
            self._waiting.append((tokens, phrase))

    def may_take(self, second: str) -> bool:
        """Whether a walk from this node, reached by the first token, can find anything where `second` follows."""
        following = self.next
        return bool(self.here) or second in following or bool(self.wild)

    @property
    def next(self) -> dict[str, Node]:
        """Where each following token leads."""
        if self._waiting:
            with UNFOLDING:
                following: dict[str, Node] = {}
                for tokens, phrase in self._waiting:
                    token = tokens[self.depth]
                    node = following.get(token)
                    if node is None:
                        node = following[token] = Node(self.depth + 1)
                    node.add(tokens, phrase)
                if self._waiting:
                    self.wild = tuple(token for token in _WILD if token in following)
                    self._next, self._waiting = following, []
        return self._next


def walk(stack: list[tuple[Node, int]], tokens: Tokens | BackwardTokens) -> Iterator[tuple[Phrase, int]]:
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
        for token in node.wild:
            if token != SERVICE:
                stack += [(following[token], end) for end in _gap_ends(tokens, at, _GAP_WORDS[token])]
            elif isinstance(tokens, Tokens):
                stack += [(following[token], end) for end in service_ends(tokens, at)]


def _gap_ends(tokens: Tokens | BackwardTokens, at: int, most: int) -> Iterator[int]:
    words = 0.0
    while words < most and tokens.has(at) and tokens.keys[at] not in _STOPS:
        key = tokens.keys[at]
        if key[0].isalnum():
            words += 1 if not is_unspaced(key) else 0.34  # a word of these scripts has some three letters
            yield at + 1
        at += 1


def service_ends(tokens: Tokens, at: int) -> Iterator[int]:
    """Where a name of a service ends, or an enumeration of them: "Facebook X", "Facebook, X and Threads"."""
    for _ in range(_SERVICES):
        node, index, longest = service_names(), at, 0
        while tokens.has(index) and (child := node.next.get(tokens.keys[index])) is not None:
            node, index = child, index + 1
            if node.here:
                yield index
                longest = index
        following = _next_service(tokens, longest)
        if not longest or following is None:
            return
        at = following


def _next_service(tokens: Tokens, at: int) -> int | None:
    for skipped in range(3):
        if not tokens.has(at + skipped) or (skipped and len(tokens.keys[at + skipped - 1]) > 3):
            return None
        if tokens.keys[at + skipped] in service_names().next:
            return at + skipped
    return None


@cache
def service_names() -> Node:
    """The names of services, as a trie."""
    root = Node(0)
    for name in services():
        root.add(tuple(phrase_tokens(fold(name), "whole")), Phrase(name, "whole", "", "", False))
    return root
