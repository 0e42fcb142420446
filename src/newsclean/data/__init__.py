"""The data files, and how they are read. Strangers edit them; tests review them."""

import sys
from functools import cache
from importlib.resources import files
from typing import Any


def read(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` of this folder.

    >>> sorted(read("credits.toml"))
    ['agencies', 'bracketed', 'openers', 'particles']
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


@cache
def date_words(language: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Names of months and days, and what else stands in stamps, of a language (BCP 47) and of English.

    >>> "septembre" in date_words("fr")[0]
    True
    """
    table = _dates()
    entries = [table.get(tag, {}) for tag in {"en", language or "en", (language or "en").split("-")[0]}]
    names, words = (frozenset(word for e in entries for word in e.get(key, ())) for key in ("names", "words"))
    return names, words


@cache
def _dates() -> dict[str, dict[str, list[str]]]:
    return read("dates.toml")
