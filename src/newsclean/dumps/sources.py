"""The inputs of a run: files, folders, globs, URLs and standard input, each with its format told by its name."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast, get_args

from newsclean.dumps.compression import BinaryReader, compression_in, compression_of
from newsclean.dumps.problems import DamagedError, DumpError, MissingExtraError

Format = Literal["text", "html", "jsonl", "csv", "tsv", "parquet", "warc"]
FORMATS: tuple[Format, ...] = get_args(Format)
_ENDINGS: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}


@dataclass(frozen=True, slots=True)
class Source:
    """An input.

    Attributes:
        path: A local path, a URL, or `-` for standard input.
        name: How it is called in outputs, the ledger and the quarantine; in a folder, the path below that folder.
        format: What it holds.
        compression: `gz`, `bz2`, `xz`, `zst` or None.
        size: In bytes as it lies on disk, None where that is unknown.
        output: The number of the output that its records go to.
    """

    path: str
    name: str
    format: Format
    compression: str | None
    size: int | None
    output: int = 0


def compression_of_stream(source: Source, stream: Any) -> str | None:
    """Tell how a source is compressed: by its name, or on standard input by its first bytes."""
    if source.path == "-" and hasattr(stream, "peek"):
        return compression_in(stream.peek(8))
    return source.compression


def is_url(path: str) -> bool:
    """Tell whether fsspec has to open it."""
    return "://" in path


def format_of(name: str) -> Format | None:
    """Tell the format by a file's name, whatever its compression.

    >>> format_of("CC-MAIN-2024.warc.wet.gz"), format_of("a.jsonl.zst"), format_of("notes")
    ('warc', 'jsonl', None)
    """
    stem = name.lower()
    if compression_of(stem):
        stem = stem.rsplit(".", 1)[0]
    return _ENDINGS.get(os.path.splitext(stem)[1])


def find(inputs: Iterable[str], format: Format | None, apart: Iterable[str] = ()) -> tuple[list[Source], int]:
    """Turn what the user named into sources, folders and globs in the order of their names.

    Args:
        inputs: Paths, folders, globs, URLs, `-`.
        format: Take everything to be of this format; in folders, take the files of every name.
        apart: Paths that are no input even if they lie in a named folder: the run's own output.

    Returns:
        The sources, and how many files of the folders were left out because their name tells no format.

    Raises:
        DumpError: If something does not exist, or its name tells no format.
    """
    sources: list[Source] = []
    left_out = 0
    ours = {os.path.realpath(path) for path in apart}
    for given in map(str, inputs):
        if given == "-":
            sources.append(Source("-", "stdin", format or "text", None, None))
        elif is_url(given):
            sources += [_source(path, name, format, size) for path, name, size in _remote(given)]
        elif os.path.isdir(given):
            for path in sorted(_files(given)):
                if any(
                    os.path.realpath(path) == own or os.path.realpath(path).startswith(own + os.sep) for own in ours
                ):
                    continue
                if format is None and format_of(path) is None:
                    left_out += 1
                    continue
                sources.append(_source(path, Path(path).relative_to(given).as_posix(), format, os.path.getsize(path)))
        else:
            paths = (
                [given] if os.path.lexists(given) else sorted(filter(os.path.isfile, glob.glob(given, recursive=True)))
            )
            if not paths:
                raise DumpError(f"{given}: there is no such file or folder")
            for path in paths:
                size = os.path.getsize(path) if os.path.isfile(path) else None
                sources.append(_source(path, Path(path).name, format, size))
    if not sources:
        raise DumpError(f"nothing to clean: no file there has a known name ending ({', '.join(_ENDINGS)})")
    return sources, left_out


def _files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(place, name) for name in names if not name.startswith("."))


def _source(path: str, name: str, format: Format | None, size: int | None) -> Source:
    told = format or format_of(path)
    if told is None:
        raise DumpError(f"{path}: the name does not tell the format; say --format {'|'.join(FORMATS)}")
    compression = compression_of(path)
    if told == "parquet" and compression:
        raise DumpError(f"{path}: Parquet files are compressed inside; decompress it first")
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Source(path, shown, told, compression, size)


def filesystem(url: str) -> tuple[Any, str]:
    """Give the fsspec file system of a URL and the path on it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingExtraError(url, "cloud") from None
    try:
        return cast("tuple[Any, str]", url_to_fs(url))
    except (ImportError, ValueError) as error:
        raise DumpError(f"{url}: {error}") from None


def _remote(url: str) -> Iterator[tuple[str, str, int | None]]:
    files, path = filesystem(url)
    try:
        if any(sign in path for sign in "*?["):
            paths = sorted(files.glob(path))
        elif files.isdir(path):
            paths = [found for found in sorted(files.find(path)) if format_of(found)]
        else:
            paths = [path] if files.exists(path) else []
        if not paths:
            raise DumpError(f"{url}: there is no such file or folder")
        for found in paths:
            yield files.unstrip_protocol(found), found.rsplit("/", 1)[-1], files.size(found)
    except OSError as error:
        raise DumpError(f"{url}: {error}") from None


class SourceReader:
    """An opened source. It knows how many bytes were read of it, for the progress, and what a failure means."""

    def __init__(self, source: Source, inner: BinaryReader) -> None:
        self._source = source
        self._inner = inner
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes.

        Raises:
            DamagedError: If a local file cannot be read further, as with a bad block on a disk.
            DumpError: If a URL cannot be read further: that is the network's fault, and will be better later.
        """
        try:
            block = self._inner.read(size)
        except Exception as error:  # fsspec's back ends have errors of their own
            if is_url(self._source.path):
                raise unreachable(self._source.path, error) from error
            if not isinstance(error, OSError):
                raise
            raise DamagedError(f"it cannot be read further: {error.strerror or error}") from error
        self.count += len(block)
        return block


def unreachable(url: str, error: Exception) -> DumpError:
    """Say that a URL cannot be read."""
    return DumpError(f"{url} cannot be read: {error}. What is done is kept: run again with --resume to go on.")


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading bytes, as they lie on disk."""
    if source.path == "-":
        yield cast("BinaryIO", sys.stdin.buffer)
        return
    if is_url(source.path):
        files, path = filesystem(source.path)
        with files.open(path, "rb") as stream:
            yield stream
        return
    with open(source.path, "rb") as stream:
        yield stream


def total_size(sources: Sequence[Source]) -> int | None:
    """How many bytes all sources have; None where one of them does not tell."""
    sizes = [source.size for source in sources if source.size is not None]
    return sum(sizes) if len(sizes) == len(sources) else None
