"""Ellipses and dashes."""

from __future__ import annotations

import re

from newsclean.typography.locale import Dashes
from newsclean.typography.replacement import Replacement

_THREE_DOTS = re.compile(r"\.\.\.(?<!\....)(?<![/\\]...)(?![./\\])(?!(?<=[\d([{]...)\w)")
_SIX_DOTS = re.compile(r"(?<!\.)\.{6}(?!\.)|(?<!\.)\.{3}(?!\.)")
_SPACED = re.compile(r"--(?<=[^\s-][ \u00a0]--)(?=[ \u00a0][^\s-])")
_SPACED_THREE = re.compile(r"---(?<=[^\s-][ \u00a0]---)(?=[ \u00a0][^\s-])")
_JOINED = re.compile(r"--(?<=(?:[^\W\d_]|[!?\"”’])--)(?=[^\W\d_]|[\"“‘])")
# Words on both sides: with a number on either it may be a score, a sum or a span of time.
_HYPHEN = re.compile(r"-(?<=(?:[^\W\d_]|[.,)\]»”“\"’!?…])[ \u00a0]-)(?=[ \u00a0][\"'“„«»‘‚(]?[^\W\d_])")
_YEARS = re.compile(r"-(?<=(?<![\w./,–-])(?:1[4-9]|20)\d\d-)(?=(?:1[4-9]|20)\d\d(?![\w/–-]|[.,]\d))")
_CJK = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")


def ellipses(text: str, mark: str) -> list[Replacement]:
    """Three dots as `mark`; longer rows, paths and number ranges stay.

    >>> [r.start for r in ellipses("Wait... 1...5, ../../x, ......", "…")]
    [4]
    """
    if mark == "……":  # GB/T 15834 and the Taiwanese manual: six dots, two characters wide
        return [
            Replacement(match.start(), match.end(), mark, "ellipsis")
            for match in _SIX_DOTS.finditer(text)
            if _CJK.match(text[match.start() - 1 : match.start()]) or _CJK.match(text[match.end() : match.end() + 1])
        ]
    return [Replacement(match.start(), match.end(), mark, "ellipsis") for match in _THREE_DOTS.finditer(text)]


def dashes(text: str, dashes: Dashes) -> list[Replacement]:
    """Hyphens that stand for dashes; a hyphen inside a word or beside a number stays, but between two years.

    >>> [r.replacement for r in dashes("Nein -- ja - 2019-2023", Dashes(spaced="–", hyphen="–", range="–"))]
    ['–', '–']
    """
    found: list[tuple[int, int, str]] = []
    if "--" in text:
        if dashes.spaced:
            found += [(*match.span(), dashes.spaced) for match in _SPACED.finditer(text)]
            found += [(*match.span(), dashes.spaced) for match in _SPACED_THREE.finditer(text)]
        if dashes.joined:
            found += [(*match.span(), dashes.joined) for match in _JOINED.finditer(text)]
    if dashes.hyphen and (" -" in text or "\u00a0-" in text):
        found += [(*match.span(), dashes.hyphen) for match in _HYPHEN.finditer(text)]
    if dashes.range:
        for match in _YEARS.finditer(text):
            start, end = match.span()
            if text[start - 4 : start] < text[end : end + 4]:
                found.append((start, end, dashes.range))
    if dashes.dialogue and text[:1] in "-–":
        opening = re.match(r"(?:--?|–)(?=[ \u00a0][^\W\d_])", text)
        if opening:
            found.append((0, opening.end(), dashes.dialogue))
    return [Replacement(start, end, mark, "dashes") for start, end, mark in sorted(found)]
