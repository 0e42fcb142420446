"""Reads the phrase files: one language, one file; nothing is read before it is asked for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from newsclean.data import FOLDER, lists
from newsclean.errors import DataFileError, UnknownNameError

KINDS = ("whole", "start", "end", "sentence", "heading")
"""Where a phrase stands: it is the paragraph, begins it, ends it, is one of its sentences, or heads a section."""

_SAME_SCRIPT = {"CJK": "HAN", "HIRAGANA": "HAN", "KATAKANA": "HAN", "IDEOGRAPHIC": "HAN"}
_OPENING = 9000  # characters of a file that tell its scripts
_SHARE_OF_SCRIPT = 0.1  # of the letters of a text: below it, a script is only quoted


class Phrase(NamedTuple):
    """One entry of a phrase file. `text` is as the file writes it."""

    text: str
    kind: str
    category: str
    language: str
    weak: bool


class Listing(NamedTuple):
    """One list of a phrase file: its texts, and what they have in common."""

    texts: list[str]
    kind: str
    category: str
    language: str
    weak: bool

    def phrase(self, i: int) -> Phrase:
        """Entry `i` of the list."""
        return Phrase(self.texts[i], self.kind, self.category, self.language, self.weak)


def read(path: Path) -> dict[str, Any]:
    """The tables of a phrase file.

    Raises:
        DataFileError: The file cannot be read as TOML.
    """
    import msgspec  # here, because it costs an import of `newsclean` more than all else in this module

    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        problem = f"{path.name}: is not TOML in UTF-8 ({error}); correct what the error names"
        raise DataFileError(problem) from error


def entries(tables: dict[str, Any], language: str) -> list[Phrase]:
    """The phrases in the tables of a file, in the order of the file; `[category.weak]` tables are its weak phrases."""
    found = []
    for category, table in tables.items():
        for kind in KINDS:
            found += [Phrase(text, kind, category, language, False) for text in table.get(kind, ())]
            found += [Phrase(text, kind, category, language, True) for text in table.get("weak", {}).get(kind, ())]
    return found


def scan(path: Path) -> list[Listing]:
    """The lists of a phrase file, in the order of the file."""
    return [
        Listing(texts, kind, table.removesuffix(".weak"), path.stem, table.endswith(".weak"))
        for table, kind, texts in lists(path)
    ]


@cache
def files() -> dict[str, Path]:
    """Language tag to phrase file, sorted."""
    return {path.stem: path for path in sorted((FOLDER / "phrases").glob("*.toml"))}


def languages() -> tuple[str, ...]:
    """The languages that have a phrase file, as BCP 47 tags."""
    return tuple(files())


@cache
def listings(language: str) -> tuple[Listing, ...]:
    """The lists of the phrase file of one language.

    Raises:
        UnknownNameError: There is no such file.
    """
    if language not in files():
        raise UnknownNameError("phrase language", language, files())
    return tuple(scan(files()[language]))


def load(language: str) -> tuple[Phrase, ...]:
    """The phrases of one language.

    Raises:
        UnknownNameError: There is no such file.

    >>> {phrase.language for phrase in load("en")}
    {'en'}
    """
    return tuple(listing.phrase(i) for listing in listings(language) for i in range(len(listing.texts)))


@cache
def services() -> tuple[str, ...]:
    """Names of networks and services, what `<service>` in a phrase stands for."""
    return tuple(chain.from_iterable(names for _, _, names in lists(FOLDER / "services.toml")))


@cache
def languages_by_script() -> dict[str, tuple[str, ...]]:
    """Script to the languages whose files are written in it; a file may be in two (Serbian)."""
    by_script: dict[str, list[str]] = {}
    for language, path in files().items():
        with path.open(encoding="utf-8") as file:
            quoted = "".join(file.read(_OPENING).split('"')[1::2])
        for script in scripts_of(quoted):
            by_script.setdefault(script, []).append(language)
    return {script: tuple(tags) for script, tags in by_script.items()}


@lru_cache(4096)
def _script(letter: str) -> str:
    name = "LATIN" if letter.isascii() else unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
    return _SAME_SCRIPT.get(name, name)


@lru_cache(2)  # each filter of a document asks
def scripts_of(text: str) -> frozenset[str]:
    """The scripts in which at least a tenth of the letters of `text` are written, by their Unicode names.

    Looks at some 200 characters spread over the text. Chinese characters and kana count as one script, "HAN".

    >>> sorted(scripts_of("Вести дана, Novi Sad"))
    ['CYRILLIC', 'LATIN']
    """
    count: Counter[str] = Counter()
    for letter in text[:: max(1, len(text) // 200)]:
        if letter.isalpha():
            count[_script(letter)] += 1
    return frozenset(script for script, n in count.items() if n >= _SHARE_OF_SCRIPT * count.total())
