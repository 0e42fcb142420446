"""Where sentences begin and end, by sentencex; no offset ever moves."""

from __future__ import annotations

from sentencex import segment

from newsclean.document import Span

# sentencex is quadratic where quotation marks open and never close: 100,000 of them take it 0.4 s. No sentence that
# a journalist writes is this long.
_CHUNK = 10_000
# sentencex 1.0.32 takes any space for one byte: after a name's initial, a wider one makes it panic.
_WIDE_SPACES = "".join(map(chr, (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of a paragraph as spans of `text`, in order, without the spaces around them.

    `language` is a BCP 47 tag; the abbreviations that end no sentence are looked up by its first part.

    >>> text = "Le vent 😀 se lève. Il pleut."
    >>> [text[s.start : s.end] for s in sentences(text, "fr")]
    ['Le vent 😀 se lève.', 'Il pleut.']
    """
    code = language.split("-")[0] if language else "en"
    spans = []
    start = 0
    for chunk in _chunks(text):
        for length in map(len, _segment(code, chunk)):
            inside = text[start : start + length].strip()
            if inside:
                begin = text.index(inside[0], start)
                spans.append(Span(begin, begin + len(inside)))
            start += length
    return spans


def _chunks(text: str) -> list[str]:
    """`text` in pieces that `segment` takes in linear time, cut at spaces where there are any."""
    pieces = []
    start = 0
    while len(text) - start > _CHUNK:
        space = text.rfind(" ", start + _CHUNK // 2, start + _CHUNK)
        end = space + 1 if space >= 0 else start + _CHUNK
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return pieces


def _segment(code: str, text: str) -> list[str]:
    """What sentencex makes of `text`: pieces that have, together, as many characters."""
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates, which Rust cannot hold
        text = text.encode("utf-8", "replace").decode()
    if not text.isascii():
        for space in _WIDE_SPACES:
            text = text.replace(space, " ")
    try:
        pieces: list[str] = segment(code, text)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 does not export it, and it is no Exception
            raise
        return [text]
    return pieces if sum(map(len, pieces)) == len(text) else [text]
