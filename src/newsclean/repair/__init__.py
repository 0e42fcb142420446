"""Source to repaired text: the only stage that rewrites, so it alone keeps an alignment.

Line ends come first: every line is trimmed and the lines are separated by one blank line. Then each line that needs it
goes through entities, mojibake, NFC, invisible characters and runs of spaces, until nothing changes any more. Lines
that cannot need it are found with a few scans and cost nothing. This stage knows no phrase and no language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from newsclean.alignment import Edit, Reason, apply, compose
from newsclean.document import SEPARATOR
from newsclean.repair.entities import entities
from newsclean.repair.invisible import INVISIBLE, invisible
from newsclean.repair.mojibake import looks_mangled, mojibake, mojibake_pairs
from newsclean.repair.normalization import is_composed, normalization
from newsclean.repair.whitespace import SPACES, TRIM, edges, lines, spaces

_STEPS = (entities, mojibake, normalization, invisible, spaces, edges)
_PLAIN_STEPS = (normalization, invisible, spaces, edges)
_ROUNDS = 10  # a line that still changes after these is hostile; it keeps what the plain steps make of it
# Each of these begins with one set of characters, which Python's engine scans for ten times faster than alternatives.
_HIDDEN = re.compile(rf"[{INVISIBLE}\t]")
_ENTITY = re.compile(r"&(?:#[0-9xX]|[A-Za-z])")
_WIDE_SPACE = re.compile("[" + SPACES.removeprefix(r" \t") + "]")
_TWO_SPACES = re.compile(rf"[{SPACES}][{SPACES}]")


def repair(source: str) -> tuple[str, list[Edit]]:
    """Repair `source`.

    Returns:
        The repaired text: NFC, without control characters, lines trimmed and separated by a blank line; and the edits
        in `source` that lead to it.

    >>> text, edits = repair(" L&rsquo;hiver,  dÃ©jÃ \\r\\nIl\\u200b neige. ")
    >>> text
    'L’hiver, déjà\\n\\nIl neige.'
    """
    suspicious = _suspicion(source)
    repaired: list[str] = []
    edits: list[Edit] = []
    end = 0  # of what is written so far, in the source
    for start, line in lines(source):
        kept = line.strip(TRIM)
        inside: list[Edit] = []
        if suspicious(line):
            kept, inside = _repair_line(line)
        if not kept:
            continue
        if inside:
            opening, closing = start, start + len(line)
        else:
            opening = start + line.index(kept[0])
            closing = opening + len(kept)
        gap = source[end:opening]
        between = SEPARATOR if repaired else ""
        if gap != between:
            edits.append(Edit(end, opening, between, Reason("spacing", "line-ends", "lines are paragraphs")))
        edits += [edit._replace(start=edit.start + start, end=edit.end + start) for edit in inside]
        repaired.append(kept)
        end = closing
    if end < len(source):
        edits.append(Edit(end, len(source), "", Reason("spacing", "line-ends", "nothing follows")))
    return SEPARATOR.join(repaired), edits


def _suspicion(source: str) -> Callable[[str], bool]:
    """Screen the whole source once; what it cannot hold, no line of it needs to be asked for."""
    odd = _is_odd(source)
    foreign = not source.isascii()
    mojibake = foreign and mojibake_pairs().search(source) is not None
    composed = not foreign or is_composed(source)

    def suspicious(line: str) -> bool:
        if odd and _is_odd(line):
            return True
        if line.isascii():
            return False
        if not composed and not is_composed(line):
            return True
        return mojibake and looks_mangled(line)

    return suspicious


def _is_odd(text: str) -> bool:
    """Whether a text may hold an entity, an invisible character or a run of spaces."""
    if "  " in text or _HIDDEN.search(text) or _ENTITY.search(text):
        return True
    return not text.isascii() and _WIDE_SPACE.search(text) is not None and _TWO_SPACES.search(text) is not None


def _repair_line(line: str) -> tuple[str, list[Edit]]:
    """Run the steps on a line until it stays as it is."""
    for steps in (_STEPS, _PLAIN_STEPS):
        text = line
        edits: list[Edit] = []
        for _ in range(_ROUNDS):
            before = text
            for step in steps:
                found = list(step(text))
                if found:
                    edits = compose(text, edits, found)
                    text = apply(text, found)
            if text == before:
                return text, edits
    return text, edits
