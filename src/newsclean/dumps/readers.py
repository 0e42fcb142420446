"""Cut the inputs into chunks. Where a chunk ends depends on the input alone, never on how fast it comes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from newsclean.dumps.chunks import Chunk
from newsclean.dumps.compression import blocks
from newsclean.dumps.problems import DamagedError
from newsclean.dumps.sources import Source, SourceReader, compression_of_stream, is_url, opened, unreachable

_BOM = b"\xef\xbb\xbf"
_EXCERPT = 1 << 12
_UNDECODED = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a chunk is to be, and how large a single record may be, in bytes; the second is never the smaller."""

    chunk: int = 1 << 19
    record: int = 1 << 28


def read(sources: Iterable[Source], limits: Limits) -> Iterator[Chunk]:
    """Cut all sources into chunks, in order. An input that is cut, damaged or unreadable ends with a damage chunk."""
    done = 0
    waiting: list[Source] = []
    for source in sources:
        if source.format in ("text", "html"):
            waiting.append(source)
            continue
        yield from _documents(waiting, limits, done)
        done += sum(document.size or 0 for document in waiting)
        waiting = []
        yield from _records(source, limits, done)
        done += source.size or 0
    yield from _documents(waiting, limits, done)


def _records(source: Source, limits: Limits, done: int) -> Iterator[Chunk]:
    damage = None
    number = 1
    try:
        with opened(source) as raw:
            counted = SourceReader(source, raw)
            packed = compression_of_stream(source, raw)
            if source.format == "parquet":
                from newsclean.dumps.parquet import read_batches

                chunks = read_batches(source.name, raw, limits.chunk)
            elif source.format == "warc":
                from newsclean.dumps.warc import read_pages

                chunks = read_pages(source.name, blocks(counted, packed), limits.chunk, limits.record)
            elif source.format == "jsonl":
                chunks = _lines(source.name, blocks(counted, packed), limits)
            else:
                delimiter = "\t" if source.format == "tsv" else None
                chunks = _rows(source.name, blocks(counted, packed), limits, delimiter)
            for chunk in chunks:
                number = chunk.first + chunk.records
                damage = damage or chunk.damage
                yield replace(chunk, output=source.output, progress=done + counted.count)
    except (OSError, DamagedError) as error:
        if isinstance(error, OSError) and is_url(source.path):
            raise unreachable(source.path, error) from error
        damage = str(error)
        yield Chunk("lines", b"", 0, source.name, number, damage=damage, progress=done, output=source.output)


def _lines(name: str, data: Iterator[bytes], limits: Limits) -> Iterator[Chunk]:
    number = 1
    damage = None
    for payload, records, problem, damage in _cut_lines(data, limits):
        yield Chunk("lines", payload, records, name, number, problems={0: problem} if problem else {}, damage=damage)
        number += records


def _cut_lines(data: Iterator[bytes], limits: Limits) -> Iterator[tuple[bytes, int, str | None, str | None]]:
    """Give lines together, up to the first line end at or after `limits.chunk` bytes; too long a line by itself."""
    buffer = bytearray()
    searched = 0  # no line end in buffer[limits.chunk - 1 : searched]
    skipping = False  # inside a line that is too long
    fresh = True  # the byte order mark may still come
    damage = None
    while True:
        try:
            block = next(data, b"")
        except DamagedError as error:
            block, damage = b"", str(error)
        buffer += block
        if fresh and (len(buffer) >= len(_BOM) or not block):
            fresh = False
            if buffer.startswith(_BOM):
                del buffer[: len(_BOM)]
        while not fresh:
            if skipping:
                end = buffer.find(b"\n")
                del buffer[: end + 1 if end >= 0 else len(buffer)]
                if end < 0:
                    break
                skipping, searched = False, 0
            end = buffer.find(b"\n", max(searched, limits.chunk - 1))
            last = buffer.rfind(b"\n", 0, limits.chunk - 1) + 1
            if (end if end >= 0 else len(buffer)) - last > limits.record:
                if last:
                    yield bytes(buffer[:last]), buffer.count(b"\n", 0, last), None, None
                yield (
                    bytes(buffer[last : last + min(_EXCERPT, limits.record)]),
                    1,
                    f"longer than {limits.record:,} bytes",
                    None,
                )
                del buffer[:last]
                skipping, searched = True, 0
                continue
            if end < 0:
                searched = len(buffer)
                break
            yield bytes(buffer[: end + 1]), buffer.count(b"\n", 0, end + 1), None, None
            del buffer[: end + 1]
            searched = 0
        if not block:
            break
    if buffer:
        yield bytes(buffer), buffer.count(b"\n") + (not buffer.endswith(b"\n")), None, None
    if damage:
        yield b"", 0, None, damage


def _rows(name: str, data: Iterator[bytes], limits: Limits, delimiter: str | None) -> Iterator[Chunk]:
    damaged: list[str] = []
    lines = _text_lines(data, damaged)
    head = next(lines, "")
    csv.field_size_limit(limits.record)
    delimiter = delimiter or (";" if ";" in head and "," not in head else ",")
    try:
        columns = tuple(next(csv.reader([head], delimiter=delimiter), ()))
    except csv.Error as error:
        raise DamagedError(f"the header cannot be read: {error}") from None
    rows = csv.reader(lines, delimiter=delimiter)
    batch: list[tuple[int, list[str]]] = []
    problems: dict[int, str] = {}
    size, first = 0, 2
    while True:
        line = rows.line_num + 2
        problem = None
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            row, problem = [], f"bad CSV: {error}"
        if not row and not problem:
            continue  # an empty line, which the csv module passes on as an empty row
        if any(not field.isascii() and _UNDECODED.search(field) for field in row):
            problem = "bad UTF-8"
            row = [field.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for field in row]
        elif not problem and len(row) != len(columns):
            problem = f"{len(row)} columns, but the header has {len(columns)}"
        if problem:
            problems[len(batch)] = problem
        batch.append((line, row))
        size += sum(map(len, row))
        if size >= limits.chunk:
            yield Chunk("rows", msgspec.msgpack.encode(batch), len(batch), name, first, columns, problems)
            first += len(batch)
            batch, problems, size = [], {}, 0
    if batch or first == 2:  # an empty chunk brings the header of a table without rows
        yield Chunk("rows", msgspec.msgpack.encode(batch), len(batch), name, first, columns, problems)
    if damaged:
        yield Chunk("rows", b"", 0, name, first + len(batch), columns, damage=damaged[0])


def _text_lines(data: Iterator[bytes], damaged: list[str]) -> Iterator[str]:
    """Give decoded lines with their ends; bytes that are no UTF-8 come as lone surrogates."""
    pieces: list[bytes] = []
    fresh = True
    while True:
        try:
            block = next(data, b"")
        except DamagedError as error:
            damaged.append(str(error))
            block = b""
        *whole, rest = block.split(b"\n")
        for part in whole:
            pieces.append(part)
            text = (b"".join(pieces) + b"\n").decode("utf-8", "surrogateescape")
            yield text.removeprefix("\ufeff") if fresh else text
            pieces, fresh = [], False
        pieces.append(rest)
        if not block:
            text = b"".join(pieces).decode("utf-8", "surrogateescape")
            if text:
                yield text.removeprefix("\ufeff") if fresh else text
            return


def _documents(sources: list[Source], limits: Limits, done: int) -> Iterator[Chunk]:
    batch: list[tuple[str, bytes, bool]] = []
    problems: dict[int, str] = {}
    size = number = 0

    def chunk() -> Chunk:
        payload = msgspec.msgpack.encode(batch)
        return Chunk("documents", payload, len(batch), batch[0][0], number + 1, (), problems, None, done, output)

    output = 0
    for source in sources:
        if batch and source.output != output:
            yield chunk()
            number += len(batch)
            batch, problems, size = [], {}, 0
        output = source.output
        content, problem, damage = _whole(source, limits.record)
        if problem:
            problems[len(batch)] = problem
        batch.append((source.name, content, source.format == "html"))
        size += len(content)
        done += source.size or 0
        if size >= limits.chunk or damage:
            yield chunk()
            number += len(batch)
            batch, problems, size = [], {}, 0
        if damage:
            yield Chunk("documents", b"", 0, source.name, number, (), {}, damage, done, output)
    if batch:
        yield chunk()


def _whole(source: Source, limit: int) -> tuple[bytes, str | None, str | None]:
    """Read a file to its end: its content, why it is no record, why it ends too early."""
    content = bytearray()
    try:
        with opened(source) as raw:
            for block in blocks(SourceReader(source, raw), compression_of_stream(source, raw)):
                content += block
                if len(content) > limit:
                    return bytes(content[:_EXCERPT]), f"longer than {limit:,} bytes", None
    except DamagedError as error:
        return bytes(content), None, str(error)
    except OSError as error:
        if is_url(source.path):
            raise unreachable(source.path, error) from error
        return b"", f"cannot be read: {error.strerror or error}", None
    return bytes(content), None, None
