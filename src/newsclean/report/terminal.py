"""An article for the terminal: the text, and in the margin why something goes.

Without colour the marks are those of `git diff --word-diff`: `[-removed-]` and `{+written+}`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import regex

from newsclean.document import Change, Cleaned
from newsclean.report.comparison import Piece, Row, is_quiet, is_removal, rows
from newsclean.report.families import family_of
from newsclean.report.inert import plain

_MARGIN = 30  # columns, where there is room: two fifths of a narrow terminal
_NARROWEST = 20
_EVIDENCE_LINES = 3
_CLUSTER = regex.compile(r"\X")
_DOTTED = "4;4:4"  # a terminal that knows no dotted line takes the plain one
_DIM = "2"

Cell = tuple[str, int, str]
"""A user-perceived character, its columns and its style (the parameters of SGR, ECMA-48)."""


def render(article: Cleaned, *, near: Iterable[Change] = (), width: int = 100, colour: bool = True) -> Iterator[str]:
    """Write an article for the terminal.

    Args:
        article: What `clean` gave.
        near: What to mark although it stays, as `newsclean.report.near_misses` gives it.
        width: Columns; fewer than 20 are taken for 20.
        colour: Style with escape sequences, or mark with brackets.

    Returns:
        Lines without line ends. No character of the article acts on the terminal.

    >>> import newsclean
    >>> lines = list(render(newsclean.clean("Il pleut.\\n[ad_2]"), width=60, colour=False))
    >>> lines[0].strip(), lines[2].endswith("│ [-[ad_2]-]")
    ('│ Il pleut.', True)
    """
    width = max(width, _NARROWEST)
    margin_width = min(_MARGIN, width * 2 // 5)
    room = width - margin_width - 3
    bar = _styled("│", _DIM, colour)
    for row in rows(article, near):
        if row.blank:
            continue
        notes = list(_notes(article, row, margin_width))
        lines = list(_wrap(_cells(article, row, colour), room))
        for note, line in zip_longest(notes, lines):
            text, style = note or ("", "")
            margin = _styled(text, style, colour) + " " * (margin_width - _columns(text))
            yield f"{margin} {bar} {_written(line or (), colour)}".rstrip()
        yield f"{'':{margin_width}} {bar}".rstrip()
    yield _sum(article, colour)


def _cells(article: Cleaned, row: Row, colour: bool) -> Iterator[Cell]:
    for piece in row.pieces:
        for text, style in _marked(article, piece, colour):
            for found in _CLUSTER.finditer(text.replace("\t", "    ")):
                yield found.group(), _columns(found.group()), style


def _marked(article: Cleaned, piece: Piece, colour: bool) -> Iterator[tuple[str, str]]:
    """The texts of a piece, each with its style."""
    if piece.number is None:
        style = f"{_DOTTED};38;5;{family_of(piece.near.category).colour}" if piece.near else ""
        text = plain(piece.before)
        yield (text if colour or not piece.near else f"[?{text}?]"), style
        return
    change = article.changes[piece.number]
    if is_quiet(change):
        yield (piece.after if piece.after.strip("\n") else " " * bool(piece.before)), ""
    elif is_removal(change):
        text = plain(piece.before)
        if text:
            yield (text if colour else f"[-{text}-]"), f"9;38;5;{family_of(change.category).colour}"
        if piece.after:
            yield plain(piece.after), ""
    elif colour:
        yield plain(piece.after), f"{_DOTTED};1" if change.category == "typography" else f"{_DOTTED};36"
    else:
        before = plain(piece.before, unseen=True)
        after = plain(piece.after)
        yield (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else ""), ""


def _notes(article: Cleaned, row: Row, width: int) -> Iterator[tuple[str, str]]:
    """The margin of a row: language where it is not the article's, then what changes and why."""
    for paragraph in row.paragraphs:
        if paragraph.language != article.language and row.kept:
            yield f"in {paragraph.language or 'no language'}", "1"
    edits: Counter[str] = Counter()
    told: set[tuple[str, ...]] = set()
    for piece in row.pieces:
        change = piece.near if piece.number is None else article.changes[piece.number]
        if change is None or is_quiet(change):
            continue
        if not is_removal(change):
            edits[f"{change.category} · {change.rule}"] += 1
            continue
        why = (change.category, change.rule, change.evidence)
        if why in told:
            continue
        told.add(why)
        name = f"{change.category} · {change.rule}"
        style = f"38;5;{family_of(change.category).colour}"
        yield _cut(f"stays: {name}?" if piece.near else name, width), style if piece.near else f"1;{style}"
        for line in _evidence(change.evidence, width):
            yield line, _DIM
    for name, count in edits.items():
        yield _cut(name + (f" ×{count}" if count > 1 else ""), width), _DIM


def _evidence(evidence: str, width: int) -> Iterator[str]:
    cells = [(c.group(), _columns(c.group()), "") for c in _CLUSTER.finditer(plain(evidence[:500]))]
    lines = ["".join(cell[0] for cell in line).rstrip() for line in _wrap(cells, width - 3)]
    if len(lines) > _EVIDENCE_LINES:
        lines[_EVIDENCE_LINES - 1 :] = [_cut(lines[_EVIDENCE_LINES - 1] + " …", width - 3)]
    for line in lines:
        yield "   " + line


def _wrap(cells: Iterable[Cell], width: int) -> Iterator[Sequence[Cell]]:
    """Break after spaces and after wide characters, else where the line is full."""
    line: list[Cell] = []
    used = 0
    last = 0
    for cell in cells:
        if used + cell[1] > width and line:
            cut = last or len(line)
            yield line[:cut]
            line = line[cut:]
            used, last = sum(c[1] for c in line), 0
        line.append(cell)
        used += cell[1]
        if cell[0].isspace() or cell[1] == 2:
            last = len(line)
    if line:
        yield line


def _columns(text: str) -> int:
    """How many columns a terminal gives to a text (UAX #11: wide characters take two, marks none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _cut(text: str, width: int) -> str:
    while _columns(text) > width and len(text) > 1:
        text = text[:-2] + "…"
    return text


def _written(line: Sequence[Cell], colour: bool) -> str:
    pieces: list[str] = []
    style = ""
    run: list[str] = []
    for text, _, wanted in line:
        if wanted != style:
            pieces.append(_styled("".join(run), style, colour))
            run, style = [], wanted
        run.append(text)
    pieces.append(_styled("".join(run), style, colour))
    return "".join(pieces)


def _styled(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour and style and text else text


def _sum(article: Cleaned, colour: bool) -> str:
    removals = [change for change in article.changes if is_removal(change)]
    counts = Counter(change.category for change in removals)
    edits = Counter(c.category for c in article.changes if not is_removal(c) and not is_quiet(c))
    gone = sum(len(change.before) - len(change.after) for change in removals)
    language = f" in {article.language}" if article.language else ""
    head = _styled(f"{article.verdict}{language}", "1", colour)
    tail = ", ".join(
        _styled(f"{name} {count}", f"38;5;{family_of(name).colour}", colour) for name, count in counts.most_common()
    )
    text = f"{head}; {gone:,} of {len(article.source):,} characters removed" + (f": {tail}" if tail else "")
    return text + "".join(f"; {name} {count}" for name, count in edits.most_common())
