"""The ledger beside the output: which chunk of which input went where, how many records, and with what checksum.

It is a file of JSON lines that only grows: first the run (settings and inputs), then one line for each chunk after its
bytes were handed to the output, one for each output that got its final name, and one for the end. A line that was cut
by a stop is no line.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

import msgspec

from newsclean.dumps.problems import DumpError
from newsclean.dumps.statistics import Statistics

Part = tuple[int, int]
"""How many bytes, and their CRC-32."""


class Run(msgspec.Struct, tag="run"):
    """What is asked for. A run can only be resumed by one that asks for the same."""

    version: str
    settings: dict[str, str]
    inputs: int
    inputs_digest: str


class Entry(msgspec.Struct, tag="chunk"):
    """A chunk that is done."""

    chunk: int
    output: int
    source: str
    first: int
    records: int
    input: Part
    data: Part = (0, 0)
    changes: Part = (0, 0)
    quarantine: Part = (0, 0)
    files: list[tuple[str, int, int]] = []
    written: int = 0
    dropped: int = 0
    quarantined: int = 0
    changed: int = 0
    damage: str | None = None
    statistics: Statistics = msgspec.field(default_factory=Statistics)


class Published(msgspec.Struct, tag="published"):
    """An output that got its final name, as a whole."""

    output: int
    name: str
    size: int
    checksum: int


class End(msgspec.Struct, tag="end"):
    """The run is done: in = out + dropped + quarantined."""

    records: int
    written: int
    dropped: int
    quarantined: int
    damaged: int


Line = Run | Entry | Published | End
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def read(path: Path) -> Iterator[tuple[Line, int]]:
    """Give the lines of a ledger, each with the offset of its end in bytes, up to the first that is none."""
    end = 0
    try:
        with open(path, "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                try:
                    record = _DECODER.decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    return
                end += len(line)
                yield record, end
    except FileNotFoundError:
        return


class Ledger:
    """The ledger of the run that is going on. While it is open no other run can have it."""

    def __init__(self, path: Path) -> None:
        """Open a ledger.

        Raises:
            DumpError: If another run writes to it.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = open(path, "r+b" if path.exists() else "w+b", buffering=0)  # noqa: SIM115
        _lock(self._file, path)

    def go_on(self, size: int) -> None:
        """Forget what comes after the first `size` bytes."""
        self._file.truncate(size)
        self._file.seek(size)

    def append(self, line: Line) -> None:
        """Write a line."""
        data = memoryview(msgspec.json.encode(line) + b"\n")
        while data:
            data = data[self._file.write(data) :]

    def sync(self) -> None:
        """Bring everything to the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let another run have it."""
        self._file.close()


def _lock(file: FileIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows: two runs at once are the user's own affair
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            return  # a file system without locks
        file.close()
        raise DumpError(f"{path}: another run is writing this output") from None
