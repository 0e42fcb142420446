"""What a language wants: its typography file, read and looked up by language tag."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from newsclean.data import FOLDER, read
from newsclean.errors import DataFileError, UnknownNameError

Marks = tuple[str, str]
Scheme = tuple[Marks, ...]
"""Opening and closing marks of a quotation, of one within it, of one within that."""

SINGLE = frozenset("‘’‚‹›")
_BASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "zh": "zh-Hans"}
_TRADITIONAL = {"hant", "tw", "hk", "mo"}
_DIVIDED = {"en": ("en-US", "en-GB"), "pt": ("pt-BR", "pt-PT")}
_Section = TypeVar("_Section")


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotation marks. `schemes` is empty where every mark stays as it is.

    The first scheme is what plain and foreign marks become; a quotation whose marks open another scheme keeps them.
    `inside` is the space within guillemets, `glued` says that words are not separated from marks by spaces.
    `both_ways` are the marks that open and close alike.
    """

    schemes: tuple[Scheme, ...] = ()
    inside: str = ""
    glued: bool = False
    both_ways: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        marks = [marks for scheme in self.schemes for marks in scheme]
        object.__setattr__(self, "both_ways", frozenset(opening for opening, closing in marks if opening == closing))

    @property
    def single(self) -> Marks | None:
        """The marks of a quotation that the writer set in single marks: the first single ones of the main scheme."""
        return next((marks for marks in self.schemes[0] if marks[0] in SINGLE), None) if self.schemes else None


@dataclass(frozen=True, slots=True)
class Apostrophe:
    """The apostrophe, or "" where the plain one stays; words that begin with one; endings after which one may stand.

    The ending "" stands for any letter.
    """

    mark: str = ""
    leading: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dashes:
    """Dashes; "" leaves what stands there.

    `spaced` for a double hyphen between spaces, `joined` for one between letters, `hyphen` for a single hyphen between
    spaces and words, `dialogue` for a hyphen that opens the paragraph, `range` for the hyphen between two years.
    """

    spaced: str = ""
    joined: str = ""
    hyphen: str = ""
    dialogue: str = ""
    range: str = ""


@dataclass(frozen=True, slots=True)
class Locale:
    """One typography file. `before` gives the space before a punctuation mark; marks it does not name stay."""

    tag: str
    name: str
    sources: tuple[str, ...]
    note: str = ""
    quotes: Quotes = field(default_factory=Quotes)
    apostrophe: Apostrophe = field(default_factory=Apostrophe)
    dashes: Dashes = field(default_factory=Dashes)
    ellipsis: str = ""
    before: tuple[tuple[str, str], ...] = ()


@functools.cache
def locales() -> tuple[str, ...]:
    """The locales that have a typography file, sorted.

    >>> "fr-CH" in locales()
    True
    """
    folder = FOLDER / "typography"
    return tuple(sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".toml")))


@functools.cache
def load(tag: str) -> Locale:
    """Read the typography file of the locale `tag`.

    Raises:
        UnknownNameError: There is no such file.
        DataFileError: The file says something that typography does not know.
    """
    if tag not in locales():
        raise UnknownNameError("typography locale", tag, locales())
    try:
        return _read(tag, read(f"typography/{tag}.toml"))
    except (KeyError, TypeError, ValueError) as problem:
        raise DataFileError(f"{tag}.toml: {problem}. Compare with fr.toml, which uses every table.") from problem


@functools.cache
def locale_of(language: str | None) -> Locale | None:
    """The locale for a BCP 47 tag: its own file, else its base language's, else None.

    A base language that is set differently from country to country (en, pt) gets what its countries agree on.

    >>> locale_of("fr-BE").tag, locale_of("zh-TW").tag, locale_of("no").tag, locale_of("tlh")
    ('fr', 'zh-Hant', 'nb', None)
    """
    if not language:
        return None
    parts = language.replace("_", "-").lower().split("-")
    base = parts[0]
    if base == "zh" and not _TRADITIONAL.isdisjoint(parts):
        return load("zh-Hant")
    known = {tag.lower(): tag for tag in locales()}
    for length in range(len(parts), 0, -1):
        tag = known.get("-".join(parts[:length]))
        if tag is not None:
            return load(tag)
    if base in _DIVIDED:
        one, other = _DIVIDED[base]
        return _agreement(base, load(one), load(other))
    return load(_BASES[base]) if base in _BASES else None


def _read(tag: str, table: dict[str, Any]) -> Locale:
    quotes = table.pop("quotes", {})
    schemes = []
    if quotes.pop("leave", False) is not True:
        levels = [quotes.pop(level) for level in ("primary", "secondary", "tertiary") if level in quotes]
        schemes = [levels, *quotes.pop("accepted", [])]
    else:
        quotes = {}
    apostrophe = table.pop("apostrophe", {})
    return Locale(
        tag=tag,
        name=table.pop("name"),
        sources=tuple(table.pop("sources")),
        quotes=Quotes(schemes=tuple(tuple(_marks(marks) for marks in scheme) for scheme in schemes), **quotes),
        apostrophe=Apostrophe(
            mark=apostrophe.pop("mark", ""),
            leading=frozenset(apostrophe.pop("leading", ())),
            endings=tuple(apostrophe.pop("endings", ())),
            **apostrophe,
        ),
        dashes=Dashes(**table.pop("dashes", {})),
        before=tuple(table.pop("before", {}).items()),
        **table,
    )


def _marks(marks: list[str]) -> Marks:
    opening, closing = marks
    return opening, closing


def _agreement(tag: str, one: Locale, other: Locale) -> Locale:
    """What two locales both want; where they differ, nothing."""
    return replace(
        one,
        tag=tag,
        quotes=one.quotes if one.quotes.schemes[0] == other.quotes.schemes[0] else Quotes(),
        apostrophe=_common(one.apostrophe, other.apostrophe),
        dashes=_common(one.dashes, other.dashes),
        ellipsis=one.ellipsis if one.ellipsis == other.ellipsis else "",
        before=one.before if one.before == other.before else (),
    )


def _common(one: _Section, other: _Section) -> _Section:
    """The fields on which two sections agree; the others as they are by default."""
    names = [item.name for item in fields(one)]  # type: ignore[arg-type]
    return type(one)(**{name: getattr(one, name) for name in names if getattr(one, name) == getattr(other, name)})
