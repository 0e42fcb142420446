"""What was learned of sites: read from JSON, written as JSON, asked for by address."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from newsclean.document import CATEGORIES
from newsclean.errors import DataFileError
from newsclean.sites.domains import site_of
from newsclean.sites.titles import Titles

_KIND = "site profiles"
_VERSION = 1
CATEGORY = "navigation"
"""What a learned line is called unless the profile says otherwise: what is known is that the site prints it."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A line, or a fragment that lines start or end with, that a site prints.

    Attributes:
        line: Folded, see `newsclean.folding`.
        documents: In how many documents it was.
        head: In how many of them before the prose.
        middle: In how many of them between.
        tail: In how many of them after it.
        example: The id of one of them.
        category: What it is; anybody may write a better one into the file.
    """

    line: str
    documents: int
    head: int = 0
    middle: int = 0
    tail: int = 0
    example: str = ""
    category: str = CATEGORY

    @property
    def place(self) -> str:
        """Where it mostly stands: "head", "middle" or "tail"."""
        return max(("tail", "head", "middle"), key=lambda place: int(getattr(self, place)))


class Title(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The title of documents of a site.

    Attributes:
        title: As it is.
        documents: How many have it.
        example: The id of one of them.
        url: The address of that one.
    """

    title: str
    documents: int = 1
    example: str = ""
    url: str | None = None


class Site(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, dict=True):
    """What was learned of a site: how many documents, which lines, starts and ends of lines, whose titles."""

    documents: int
    lines: tuple[Line, ...] = ()
    starts: tuple[Line, ...] = ()
    ends: tuple[Line, ...] = ()
    titles: tuple[Title, ...] = ()

    @cached_property
    def by_text(self) -> dict[str, dict[str, Line]]:
        """Lines, starts and ends by their text."""
        return {kind: {line.line: line for line in getattr(self, kind)} for kind in ("lines", "starts", "ends")}

    @cached_property
    def teasers(self) -> Titles[Title]:
        """The titles, to be found by a line that is one of them, or nearly."""
        return Titles((title.title, title) for title in self.titles)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    newsclean: str
    version: int
    sites: dict[str, Site] = {}


class Profiles:
    """What was learned of sites: `newsclean learn` makes it, `Cleaner(sites=…)` and `--sites` use it.

    Args:
        sites: By registered domain, see `site_of`.

    >>> profiles = Profiles({"example.org": Site(5, (Line("the harbour post says ahoy", 5, tail=5, example="4"),))})
    >>> profiles.site("https://www.example.org/a").documents
    5
    """

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = dict(sites)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profiles) and self.sites == other.sites

    def __hash__(self) -> int:
        return hash(self.checksum)

    def __repr__(self) -> str:
        return f"<Profiles of {len(self.sites)} sites, {self.checksum}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"sites": self.sites}

    @cached_property
    def checksum(self) -> str:
        """Eight hexadecimal digits of the content: what a ledger and `cleaned_by` name it by."""
        return blake2b(self.dumps().encode("utf-8"), digest_size=4).hexdigest()

    def site(self, url: str | None) -> Site | None:
        """The profile of the site that an address belongs to; None where there is none."""
        return self.sites.get(site_of(url) or "")

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Profiles:
        """Read what `newsclean learn -o` wrote.

        Raises:
            DataFileError: It is no such file; the message says where it is wrong.
            OSError: It cannot be read.
        """
        return cls.loads(Path(path).read_bytes(), os.fspath(path))

    @classmethod
    def loads(cls, data: bytes | str, name: str = "the profile") -> Profiles:
        """Read the content of a file that is called `name`."""
        remedy = "write it anew with `newsclean learn DUMP -o sites.json`"
        try:
            file = msgspec.json.decode(data, type=_File)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise DataFileError(f"{name} holds no site profiles: {error}. Correct that, or {remedy}.") from None
        if file.newsclean != _KIND or file.version != _VERSION:
            raise DataFileError(
                f"{name} holds {file.newsclean!r} of version {file.version}, not {_KIND!r} of version {_VERSION}: "
                f"{remedy}, with this version of newsclean."
            )
        problems = list(_problems(file.sites))
        if problems:
            raise DataFileError(f"{name}: {'; '.join(problems)}.")
        return cls(file.sites)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the profiles as JSON."""
        Path(path).write_text(self.dumps(), encoding="utf-8", newline="\n")

    def dumps(self) -> str:
        """The profiles as JSON: in alphabetical order, one entry to a line, so that `diff` shows what changed."""
        sites = [f"  {_json(name)}: {_site(site)}" for name, site in sorted(self.sites.items())]
        body = "{\n" + ",\n".join(sites) + "\n }" if sites else "{}"
        return f'{{\n "newsclean": {_json(_KIND)},\n "version": {_VERSION},\n "sites": {body}\n}}\n'


def _problems(sites: Mapping[str, Site]) -> Iterable[str]:
    for name, site in sites.items():
        for line in (*site.lines, *site.starts, *site.ends):
            if line.category not in CATEGORIES:
                yield f"{name}: {line.line!r} has the category {line.category!r}; take one of {', '.join(CATEGORIES)}"
            if not line.line.strip():
                yield f"{name}: a line is empty; take it out"


def _site(site: Site) -> str:
    fields = [f'   "documents": {site.documents}']
    for kind in ("lines", "starts", "ends", "titles"):
        entries = sorted(_json(entry) for entry in getattr(site, kind))
        if entries:
            fields.append(f'   "{kind}": [\n    ' + ",\n    ".join(entries) + "\n   ]")
    return "{\n" + ",\n".join(fields) + "\n  }"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")
