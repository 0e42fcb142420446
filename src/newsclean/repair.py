"""Source to repaired text: the only stage that rewrites, so it alone keeps an alignment.

Line ends come first: every line is trimmed and the lines are separated by one blank line. Then each line that needs it
goes through entities, mojibake, NFC, invisible characters and runs of spaces, until nothing changes any more. Lines
that cannot need it are found with a few scans and cost nothing. This stage knows no phrase and no language.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from html.entities import html5

from newsclean.alignment import Edit, Reason, apply, compose

SEPARATOR = "\n\n"
"""What stands between two lines of the repaired text."""

_ROUNDS = 10  # a line that still changes after these is hostile; it keeps what the plain steps make of it
_COMBINING_RUN = 30  # UAX #15, stream-safe text format
_PIECE = 4096  # ftfy tries every encoding on the whole of what it gets, so a long line goes in pieces

# U+0085 after a lead byte's character is half of a mojibake (Ã + 85 = Å), not a line end.
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\u2028\u2029]|(?<![\xc2-\xf4])\x85")
_SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_TRIM = (
    " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff"
)
_INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS = re.compile(r"&amp;(?:amp;)+")
_ODD = re.compile(rf"[{_INVISIBLE}\t]|[{_SPACES}]{{2}}|&(?:#[0-9xX]|[A-Za-z])")
_RUN_OF_SPACES = re.compile(rf"[{_SPACES}]{{2,}}|\t")
_HIDDEN = re.compile(rf"\x1b\[[0-9;]{{0,20}}[A-Za-z]|[\ud800-\udbff][\udc00-\udfff]|[{_INVISIBLE}]")


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
    lines: list[str] = []
    edits: list[Edit] = []
    end = 0  # of what is written so far, in the source
    for start, line in _lines(source):
        kept = line.strip(_TRIM)
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
        between = SEPARATOR if lines else ""
        if gap != between:
            edits.append(Edit(end, opening, between, Reason("spacing", "line-ends", "lines are paragraphs")))
        edits += [edit._replace(start=edit.start + start, end=edit.end + start) for edit in inside]
        lines.append(kept)
        end = closing
    if end < len(source):
        edits.append(Edit(end, len(source), "", Reason("spacing", "line-ends", "nothing follows")))
    return SEPARATOR.join(lines), edits


def _lines(source: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in _LINE_END.finditer(source):
        if match.start() > start:
            yield start, source[start : match.start()]
        start = match.end()
    if start < len(source):
        yield start, source[start:]


def _suspicion(source: str) -> Callable[[str], bool]:
    """Screen the whole source once; what it cannot hold, no line of it needs to be asked for."""
    odd = _ODD.search(source) is not None
    foreign = not source.isascii()
    mojibake = foreign and _mojibake_pairs().search(source) is not None
    composed = not foreign or (unicodedata.is_normalized("NFC", source) and not _long_runs().search(source))

    def suspicious(line: str) -> bool:
        if odd and _ODD.search(line):
            return True
        if line.isascii():
            return False
        if not composed and not _is_composed(line):
            return True
        return mojibake and _looks_mangled(line)

    return suspicious


@cache
def _mojibake_pairs() -> re.Pattern[str]:
    """Two characters that UTF-8 shows when it is read in one of the encodings that ftfy tries: lead, continuation."""
    from ftfy.chardata import CHARMAP_ENCODINGS

    leads, tails = set("√"), set(" ?\x1a\ufffd")
    for encoding in CHARMAP_ENCODINGS:
        leads.update(bytes(range(0xC2, 0xF5)).decode(encoding, "ignore"))
        tails.update(bytes(range(0x80, 0xC0)).decode(encoding, "ignore"))
    spaced = "ÂÃÅÎÐÙâãàð"  # ftfy's restore_byte_a0: these, before a plain space, have lost a no-break space
    charset = lambda characters: "[" + re.escape("".join(sorted(characters))) + "]"  # noqa: E731
    return re.compile(f"{charset(leads)}{charset(tails - {' '})}|{charset(spaced)} |[\x80-\x9f]")


def _looks_mangled(line: str) -> bool:
    from ftfy.badness import is_bad

    return _mojibake_pairs().search(line) is not None and bool(is_bad(line))


def _repair_line(line: str) -> tuple[str, list[Edit]]:
    """Run the steps on a line until it stays as it is."""
    for steps in (_STEPS, _PLAIN_STEPS):
        text, edits = line, []
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


def _entities(line: str) -> Iterator[Edit]:
    if "&" not in line:
        return
    if _AMPERSANDS.search(line):  # &amp;amp;amp;lt; in one step, however deep
        for match in _AMPERSANDS.finditer(line):
            yield Edit(match.start(), match.end(), "&amp;", Reason("repair", "entities", "nested &amp;"))
        return
    for match in _ENTITY.finditer(line):
        entity = match.group()
        if entity[1] != "#" and entity[1:] not in html5:
            continue
        character = html.unescape(entity)
        if character.isspace() and character != "\u00a0" and not "\u2000" <= character <= "\u205f":
            character = " "
        if character == "<" and line[match.end() : match.end() + 1] not in ("", " ", "=", *"0123456789"):
            continue  # an escaped tag stays escaped: text must not turn into markup
        if character != entity:
            yield Edit(match.start(), match.end(), character, Reason("repair", "entities", entity))


def _mojibake(line: str) -> Iterator[Edit]:
    if line.isascii():
        return
    import ftfy

    start = 0
    while start < len(line):
        end = len(line) if len(line) - start <= _PIECE else line.rfind(" ", start, start + _PIECE) + 1
        if end <= start:
            end = start + _PIECE
        piece = line[start:end]
        if _looks_mangled(piece):
            fixed = ftfy.fix_encoding(piece)
            if fixed != piece:
                yield from _differences(piece, fixed, start)
        start = end


def _differences(piece: str, fixed: str, offset: int) -> Iterator[Edit]:
    """Word by word where the words still match, else the whole piece."""
    old, new = piece.split(" "), fixed.split(" ")
    if len(old) != len(new):
        old, new = [piece], [fixed]
    for before, after in zip(old, new, strict=True):
        if before != after:
            head = _common(before, after)
            tail = _common(before[head:][::-1], after[head:][::-1])
            reason = Reason("repair", "mojibake", "UTF-8 read in another encoding")
            yield Edit(offset + head, offset + len(before) - tail, after[head : len(after) - tail], reason)
        offset += len(before) + 1


def _common(one: str, other: str) -> int:
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))


@cache
def _long_runs() -> re.Pattern[str]:
    """More marks on one character than the stream-safe format allows."""
    import regex

    pattern: re.Pattern[str] = regex.compile(rf"\p{{M}}{{{_COMBINING_RUN + 1}}}")
    return pattern


def _is_composed(line: str) -> bool:
    return unicodedata.is_normalized("NFC", line) and not _long_runs().search(line)


def _normalization(line: str) -> Iterator[Edit]:
    if line.isascii() or _is_composed(line):
        return
    start = 0
    for end in _starters(line):
        cluster = line[start:end]
        capped = cluster[: 1 + _COMBINING_RUN] if len(cluster) > 1 + _COMBINING_RUN else cluster
        composed = unicodedata.normalize("NFC", capped)
        if composed != cluster:
            yield Edit(start, end, composed, Reason("repair", "normalization", "NFC"))
        start = end


def _starters(line: str) -> Iterator[int]:
    """Ends of the stretches that NFC treats apart: before each character that joins nothing to its left."""
    for i in range(1, len(line)):
        character = line[i]
        if character < "\u0300" or (
            not unicodedata.combining(character) and unicodedata.category(character)[0] != "M" and not _joins(character)
        ):
            yield i
    yield len(line)


def _joins(character: str) -> bool:
    """Hangul vowels and finals, and the few letters that compose to the left."""
    return "\u1160" <= character <= "\u11ff" or "\U00016100" <= character <= "\U00016d6f"


def _invisible(line: str) -> Iterator[Edit]:
    for match in _HIDDEN.finditer(line):
        found = match.group()
        before = line[match.start() - 1 : match.start()] if match.start() else ""
        after = line[match.end() : match.end() + 1]
        replacement = _visible(found, before, after, line)
        if replacement != found:
            name = " ".join(f"U+{ord(c):04X}" for c in found[:4])
            yield Edit(match.start(), match.end(), replacement, Reason("repair", "invisible-characters", name))


def _visible(found: str, before: str, after: str, line: str) -> str:
    """What to write for an invisible character: most go, a few carry meaning where they stand."""
    if len(found) == 2 and "\ud800" <= found[0] <= "\udbff":
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    if "\ud800" <= found <= "\udfff":
        return "\ufffd"
    if found in "\u200c\u200d":  # joiners shape Persian and Indic letters and emoji
        return found if _shaped(before) and _shaped(after) else ""
    if found == "\u200b":  # a word boundary where words are not spaced
        return found if _unspaced(before) and _unspaced(after) else ""
    if found in "\u200e\u200f\u061c":
        return found if _RIGHT_TO_LEFT.search(line) else ""
    if "\U000e0020" <= found <= "\U000e007f" and (before == "\U0001f3f4" or "\U000e0020" <= before <= "\U000e007f"):
        return found  # the flags of England, Scotland, Wales
    return ""


_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def _shaped(character: str) -> bool:
    return character > "\u05ff" and (
        character.isalpha() or unicodedata.category(character)[0] in "MS" or character == "\ufe0f"
    )


def _unspaced(character: str) -> bool:
    return "\u0e00" <= character <= "\u0eff" or "\u1000" <= character <= "\u109f" or "\u1780" <= character <= "\u17ff"


def _spaces(line: str) -> Iterator[Edit]:
    for match in _RUN_OF_SPACES.finditer(line):
        run = match.group()
        narrow = next((c for c in run if c in "\u00a0\u202f"), None)
        only = run[0] if run[0] != "\t" and run == run[0] * len(run) else " "
        if (narrow or only) != run:
            yield Edit(match.start(), match.end(), narrow or only, Reason("spacing", "spaces", "run of spaces"))


def _edges(line: str) -> Iterator[Edit]:
    head = len(line) - len(line.lstrip(_TRIM))
    if head:
        yield Edit(0, head, "", Reason("spacing", "spaces", "line edge"))
    tail = len(line.rstrip(_TRIM))
    if head < len(line) and tail < len(line):
        yield Edit(tail, len(line), "", Reason("spacing", "spaces", "line edge"))


_STEPS = (_entities, _mojibake, _normalization, _invisible, _spaces, _edges)
_PLAIN_STEPS = (_normalization, _invisible, _spaces, _edges)
