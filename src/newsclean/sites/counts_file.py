"""Counts in a file, so that the parts of a dump can be counted apart and added up.

The file is gzip (RFC 1952) of frames, each a length of 4 bytes (little-endian) and as many bytes of MessagePack: the
head, then documents, identities and blocks in any order, then how many rows there were, so that a cut file is noticed.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import msgspec
import numpy as np

from newsclean.errors import DataFileError
from newsclean.sites.counts import Counts
from newsclean.sites.runs import ROW, Block

SUFFIX = ".counts"
"""The name of a file of counts ends so."""

_KIND = "site counts"
_VERSION = 1
_NAMES = 1 << 14  # identities to a frame
_LARGEST = 1 << 30  # bytes of a frame; ours are some 50 MB at most


def write_counts(counts: Counts, path: str | os.PathLike[str]) -> None:
    """Write counts to a file; it gets its name when it is whole."""
    final = Path(path)
    partial = final.with_name(final.name + ".partial")
    with gzip.GzipFile(partial, "wb", compresslevel=1, mtime=0) as file:
        out = cast("IO[bytes]", file)
        _put(out, ("head", _KIND, _VERSION, counts.titles))
        _put(out, ("documents", counts.documents))
        names = counts.identities()
        while some := list(islice(names, _NAMES)):
            _put(out, ("identities", some))
        rows = 0
        for block in counts.blocks():
            rows += len(block.rows)
            _put(out, ("block", block.rows.tobytes(), block.texts))
        _put(out, ("end", rows))
    os.replace(partial, final)


def add_counts(counts: Counts, path: str | os.PathLike[str]) -> None:
    """Add the counts of a file to `counts`.

    Raises:
        DataFileError: The file is cut, damaged or none of counts; the message says what to do. `counts` is not to be
            used then.
        OSError: It cannot be read.
    """
    name = os.fspath(path)
    rows, complete = 0, False
    try:
        with gzip.open(name, "rb") as file:
            for frame in _frames(cast("IO[bytes]", file)):
                match frame:
                    case ["head", kind, version, titles]:
                        if (kind, version) != (_KIND, _VERSION):
                            raise DataFileError(
                                f"{name} holds {kind!r} of version {version}, not {_KIND!r} of version {_VERSION}: "
                                "count that part again with this version of newsclean."
                            )
                        counts.titles = counts.titles or bool(titles)
                    case ["documents", documents]:
                        counts.add_counted(documents, (), ())
                    case ["identities", names]:
                        counts.add_counted({}, ((id, url) for id, url in names), ())
                    case ["block", data, texts]:
                        block = np.frombuffer(data, ROW)
                        rows += len(block)
                        counts.add_counted({}, (), [Block(block, texts)])
                    case ["end", size]:
                        complete = rows == size
                    case _:
                        raise ValueError("it holds something else")
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, TypeError, msgspec.MsgspecError) as error:
        if isinstance(error, DataFileError):
            raise
        raise DataFileError(f"{name} is no file of counts, or is damaged ({error}): count that part again.") from None
    if not complete:
        raise DataFileError(f"{name} is cut: count that part again.")


def _put(file: IO[bytes], frame: object) -> None:
    data = msgspec.msgpack.encode(frame)
    file.write(len(data).to_bytes(4, "little"))
    file.write(data)


def _frames(file: IO[bytes]) -> Iterator[list[Any]]:
    while head := file.read(4):
        size = int.from_bytes(head, "little")
        if size > _LARGEST:
            raise ValueError("a length cannot be right")
        data = file.read(size)
        if len(data) < size:
            raise EOFError("it ends too early")
        yield msgspec.msgpack.decode(data)
