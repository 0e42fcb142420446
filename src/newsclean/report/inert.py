"""Characters that must not act where a text is only shown: terminal escapes, bidi overrides, halves of pairs.

Bidi overrides, embeddings and isolates are those of UAX #9. ZWJ and ZWNJ stay in running text: Persian and Hindi are
not written without them.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

_ACTING = regex.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]|[^\P{Zs} ]")
_NAMES = {
    "\n": "↵",
    "\r": "CR",
    "\t": "TAB",
    "\xa0": "NBSP",
    "\u202f": "NNBSP",
    "\u3000": "U+3000",
    "\xad": "SHY",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\ufeff": "BOM",
}


def inert(text: str, *, unseen: bool = False) -> Iterator[tuple[str, bool]]:
    """Cut a text into what can be shown and the names of what cannot.

    Args:
        text: Anything.
        unseen: Also name what acts on nothing but cannot be seen, like a no-break space.

    Returns:
        Pieces of text (False) and names of one character each (True).

    >>> list(inert("a\\u202eb"))
    [('a', False), ('U+202E', True), ('b', False)]
    >>> list(inert("a\\xa0", unseen=True))
    [('a', False), ('NBSP', True)]
    """
    done = 0
    for found in (_UNSEEN if unseen else _ACTING).finditer(text):
        if found.start() > done:
            yield text[done : found.start()], False
        character = found.group()
        yield _NAMES.get(character, f"U+{ord(character):04X}"), True
        done = found.end()
    if done < len(text):
        yield text[done:], False


def plain(text: str, *, unseen: bool = False) -> str:
    """The text with names in angle brackets.

    >>> plain("a\\x1b[31m")
    'a⟨U+001B⟩[31m'
    """
    return "".join(f"⟨{piece}⟩" if named else piece for piece, named in inert(text, unseen=unseen))
