"""Entities that an extractor left escaped. Tags stay escaped: a text must not turn into markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from newsclean.alignment import Edit, Reason

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSANDS = re.compile(r"&amp;(?:amp;)+")


def entities(line: str) -> Iterator[Edit]:
    """Edits for one level of escaping; nested ampersands count as one."""
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
