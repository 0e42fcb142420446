"""Files that grow under a temporary name and get their own only when they are whole and on the disk."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from newsclean.dumps.ledger import Part
from newsclean.dumps.problems import DamagedError

_BLOCK = 1 << 20


class Spool:
    """A file to append to. Until it is published it is called `NAME.partial`."""

    def __init__(self, final: Path) -> None:
        self.final = final
        self.partial = final.with_name(final.name + ".partial")
        self._file: FileIO | None = None

    def open(self, size: int) -> None:
        """Go on after the first `size` bytes; what was published comes back under its temporary name.

        With size 0 a published file stays where it is until the new one takes its place.
        """
        self.final.parent.mkdir(parents=True, exist_ok=True)
        if size and not self.partial.exists():
            os.replace(self.final, self.partial)
        self._file = open(self.partial, "r+b" if self.partial.exists() else "w+b", buffering=0)  # noqa: SIM115
        self._file.truncate(size)
        self._file.seek(size)

    @property
    def is_open(self) -> bool:
        """Whether it can be appended to."""
        return self._file is not None

    def append(self, data: bytes) -> Part:
        """Write `data` at the end; give its size and checksum."""
        if not data:
            return 0, 0
        if self._file is None:
            self.open(0)
        assert self._file is not None
        write_all(self._file, data)
        return len(data), zlib.crc32(data)

    def sync(self) -> None:
        """Bring everything to the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; it keeps its temporary name."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def publish(self) -> None:
        """Give the file its final name, once it is on the disk."""
        self.sync()
        self.close()
        os.replace(self.partial, self.final)
        sync_folder(self.final.parent)

    def discard(self) -> None:
        """Remove the temporary file."""
        self.close()
        self.partial.unlink(missing_ok=True)


class SpoolReader:
    """Reads a spool from its beginning, under whichever name it has, to compare it with the ledger."""

    def __init__(self, spool: Spool) -> None:
        path = spool.partial if spool.partial.exists() else spool.final
        self._file: BinaryIO | None = open(path, "rb") if path.exists() else None  # noqa: SIM115

    def matches(self, part: Part) -> bool:
        """Tell whether the next bytes are these."""
        size, checksum = part
        if not size:
            return True
        return self._file is not None and checksum_of(self._file, size) == (size, checksum)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def checksum_of(file: BinaryIO, size: int | None = None) -> Part:
    """Read `size` bytes, or to the end; tell how many there were, and their CRC-32."""
    read = checksum = 0
    while size is None or read < size:
        block = file.read(_BLOCK if size is None else min(_BLOCK, size - read))
        if not block:
            break
        read += len(block)
        checksum = zlib.crc32(block, checksum)
    return read, checksum


def pieces(path: Path, sizes: Iterator[int]) -> Iterator[bytes]:
    """Give a file in pieces of these sizes."""
    with open(path, "rb") as file:
        for size in sizes:
            piece = file.read(size)
            if len(piece) != size:
                raise DamagedError(f"{path} is shorter than the ledger says")
            yield piece


def write_all(file: FileIO, data: bytes) -> None:
    """Write all of `data`: an unbuffered file may take a part only, the last before the disk is full."""
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file under a temporary name, bring it to the disk, give it its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # pragma: no cover - Windows cannot open folders, and needs no such thing
        return
    try:
        os.fsync(handle)
    except OSError:  # some network file systems cannot
        pass
    finally:
        os.close(handle)
