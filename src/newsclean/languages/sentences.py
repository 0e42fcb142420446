"""Where sentences begin and end, by sentencex; no offset ever moves."""

from __future__ import annotations

import re

from sentencex import segment

from newsclean.document import Span

# sentencex is quadratic in the sentences of a text, and where quotation marks open and never close: 100,000 of them
# take it 0.4 s. Paragraphs of news are shorter than this.
_CHUNK = 5_000
_MARKS = '"“”„«»'
# Marks at the end of a piece that open a quotation: they stand after a space, but for the » of « French » quotations.
_TAIL = re.compile(r"(?<=\s)[\"“”„«]+\Z")
# sentencex 1.0.32 takes any space for one byte: after a name's initial, a wider one makes it panic.
_WIDE_SPACES = "".join(map(chr, (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))
_JOINT = re.compile(r"""[.!?…:]["”“»)]?\s(?=[^\W_a-zß-öø-ÿ])""")
_JOINTS = 20  # more, and it is a list
_ANY_MARK = re.compile(f"[{_MARKS}]")
_ANY_WIDE_SPACE = re.compile(f"[{_WIDE_SPACES}]")


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of a paragraph as spans of `text`, in order, without the spaces around them.

    A quotation of several sentences is split too: a stray sentence may be set into it. `language` is a BCP 47 tag;
    the abbreviations that end no sentence are looked up by its first part.

    >>> text = "Le vent 😀 se lève. « Il pleut. Rentrons », dit-elle."
    >>> [text[s.start : s.end] for s in sentences(text, "fr")]
    ['Le vent 😀 se lève.', '« Il pleut.', 'Rentrons », dit-elle.']
    """
    code = language.split("-")[0] if language else "en"
    spans: list[Span] = []
    start = reached = 0
    quoted = _ANY_MARK.search(text) is not None
    for length in [len(piece) for chunk in _chunks(text) for piece in _segment(code, chunk)]:
        reached += length
        end = _end(text, start, reached) if quoted else reached
        piece = text[start:end].rstrip()
        inside = piece.lstrip()
        if inside:
            close = start + len(piece)
            if spans and inside[0].islower():  # "Really?" he asked.
                spans[-1] = Span(spans[-1].start, close)
            else:
                spans.append(Span(close - len(inside), close))
        start = end
    if left := text[start:].strip():  # a quotation mark that opens nothing
        close = start + len(text[start:].rstrip())
        spans.append(Span(close - len(left), close))
    return spans


def _end(text: str, start: int, reached: int) -> int:
    """Where the sentence ends that sentencex, blind to quotation marks, ended at `reached`.

    It takes the marks after the sentence for spaces; those that open the next quotation belong to the next sentence.
    """
    piece = text[start:reached].rstrip()
    if piece and piece[-1] in _MARKS:
        tail = _TAIL.search(piece)
        if tail is not None and tail.start() > 0:
            return start + tail.start()
    return reached


def _chunks(text: str) -> list[str]:
    """`text` in pieces that `segment` takes in linear time, cut after a sentence or at a space where there are any."""
    pieces = []
    start = 0
    while len(text) - start > _CHUNK:
        middle, limit = start + _CHUNK // 2, start + _CHUNK
        end = max(text.rfind(stop, middle, limit) + len(stop) for stop in (". ", "! ", "? ", "。"))
        if end <= middle:
            end = text.rfind(" ", middle, limit) + 1
        if end <= middle:
            end = limit
        pieces.append(text[start:end])
        start = end
    pieces.append(text[start:])
    return pieces


def _segment(code: str, text: str) -> list[str]:
    """What sentencex makes of `text`: pieces that have, together, as many characters."""
    try:
        text.isascii() or text.encode()
    except UnicodeEncodeError:  # lone surrogates, which Rust cannot hold
        text = text.encode("utf-8", "replace").decode()
    if _ANY_MARK.search(text) is not None:
        for mark in _MARKS:
            text = text.replace(mark, " ")
    if _ANY_WIDE_SPACE.search(text) is not None:
        for space in _WIDE_SPACES:
            text = text.replace(space, " ")
    try:
        pieces: list[str] = segment(code, text)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 does not export it, and it is no Exception
            raise
        return [text]
    return pieces if sum(map(len, pieces)) == len(text) else [text]


def joined(sentence: str) -> list[Span]:
    """Where a sentence may be two that an abbreviation joined: "… of Acme Inc. Der Kurs fiel."; none if it is one."""
    if not may_be_two(sentence):
        return []
    cuts = [match.end() for match in _JOINT.finditer(sentence)]
    if not cuts or len(cuts) > _JOINTS:
        return []
    ends = [*cuts, len(sentence) + 1]
    return [Span(start, len(sentence[:end].rstrip())) for start, end in zip([0, *cuts], ends, strict=True)]


def may_be_two(sentence: str) -> bool:
    """Whether a sentence may have a joint: all have one of these, but for quotation marks."""
    return ". " in sentence or ": " in sentence or "? " in sentence or "! " in sentence or "… " in sentence
