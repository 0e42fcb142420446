"""Ids and addresses of documents, in a temporary file, found again by a number."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from hashlib import blake2b
from typing import IO

import msgspec

Identity = tuple[str, str | None]


class Identities:
    """Remembers what documents are called. A document's number is a hash: the same in every process."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as long as this lives

    def add(self, id: str, url: str | None) -> int:
        """Remember a document; give its number, of 64 bits."""
        name = msgspec.json.encode((_sound(id), url and _sound(url))) + b"\n"
        self._file.write(name)
        return _number(name)

    def __iter__(self) -> Iterator[Identity]:
        for line in self._lines():
            yield msgspec.json.decode(line, type=Identity)

    def of(self, numbers: set[int]) -> dict[int, Identity]:
        """What the documents with these numbers are called; the file is read once, for all."""
        found: dict[int, Identity] = {}
        for line in self._lines() if numbers else ():
            number = _number(line)
            if number in numbers:
                found[number] = msgspec.json.decode(line, type=Identity)
        return found

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()

    def _lines(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from self._file
        self._file.seek(0, 2)


def _number(name: bytes) -> int:
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "little")


def _sound(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
