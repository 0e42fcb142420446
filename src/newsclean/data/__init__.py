"""The data files, and how they are read. Strangers edit them; tests review them."""

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_HEAD = re.compile(r"\n(?:\[([\w.-]+)\]|([\w-]+) *=)")
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|#.*')


def read(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` of this folder.

    >>> sorted(read("credits.toml"))
    ['agencies', 'bracketed', 'openers', 'particles']
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def lists(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """The lists of strings in a TOML file: table ("" before the first), key, and the strings, in the order of the file.

    Twenty times faster than TOML, because it knows nothing but tables, keys, and strings in double quotes: what the
    large files are made of. A test makes sure that it reads them as TOML does. A string alone is a list of one.

    >>> next(lists(FOLDER / "services.toml"))[2][:2]
    ['AddThis', 'AliPay']
    """
    text = "\n" + path.read_text("utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    table = ""
    for head, end in zip(heads, ends, strict=True):
        if head[1]:
            table = head[1]
        else:
            yield table, head[2], _strings(text[head.end() : end])


def _strings(body: str) -> list[str]:
    if "\\" not in body and "#" not in body:
        return body.split('"')[1::2]
    return [json.loads(f'"{text}"') if "\\" in text else text for text in _STRING.findall(body) if text]


@cache
def date_words(language: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Names of months and days, and what else stands in stamps, of a language (BCP 47) and of English.

    >>> "septembre" in date_words("fr")[0]
    True
    """
    tags = {"en", language or "en", (language or "en").split("-")[0]}
    names, words = (
        frozenset(word for tag, kind, listed in _dates() if kind == key and tag in tags for word in listed)
        for key in ("names", "words")
    )
    return names, words


@cache
def _dates() -> tuple[tuple[str, str, list[str]], ...]:
    return tuple(lists(FOLDER / "dates.toml"))
