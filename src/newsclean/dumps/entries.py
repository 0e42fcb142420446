"""The records of a chunk, and the lines of the quarantine for those that are none."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from newsclean.dumps.chunks import Chunk, Fields
from newsclean.dumps.json_records import Record, RecordError, encode, read_fields

_RAW_LIMIT = 1 << 16
"""Bytes of a failed record that the quarantine keeps; the rest is where its file and line say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as read, or why there is none. A blank or useless one has neither.

    `raw` is what the quarantine keeps of it, or gives that when it is called; `html` says whether its text is a page,
    None where that has to be seen.
    """

    file: str
    line: int
    raw: Any
    record: Record | None = None
    problem: str | None = None
    html: bool | None = None


def quarantine_line(entry: Entry, reason: str) -> bytes:
    """Write a record that failed, and why, as a line of the quarantine."""
    line: dict[str, Any] = {"file": entry.file, "line": entry.line, "reason": reason}
    raw = entry.raw() if callable(entry.raw) else entry.raw
    if isinstance(raw, bytes):
        cut, raw = len(raw) > _RAW_LIMIT, raw[:_RAW_LIMIT]
        try:
            line["record"] = raw.decode("utf-8")
        except UnicodeDecodeError:
            line["record_base64"] = base64.b64encode(raw).decode("ascii")
        if cut:
            line["cut"] = True
    elif len(encoded := encode(raw)) > _RAW_LIMIT:
        line["record"] = encoded[:_RAW_LIMIT].decode("utf-8", "ignore")
        line["cut"] = True
    else:
        line["record"] = raw
    return encode(line) + b"\n"


def damage_line(file: str, line: int, reason: str) -> bytes:
    """Write that an input is cut or damaged as a line of the quarantine."""
    return encode({"file": file, "line": line, "reason": f"damaged: {reason}"}) + b"\n"


def entries(chunk: Chunk, fields: Fields) -> Iterator[Entry]:
    """Take the records out of a chunk, one by one."""
    if chunk.kind == "lines":
        lines = chunk.payload.split(b"\n")
        for place in range(chunk.records):
            line = lines[place]
            record, problem = None, None
            if place not in chunk.problems and line.strip():
                try:
                    record = read_fields(line)
                except RecordError as error:
                    problem = str(error)
            yield Entry(chunk.source, chunk.first + place, line, record, problem)
    elif chunk.kind == "rows":
        for number, row in msgspec.msgpack.decode(chunk.payload):
            record = dict(zip(chunk.columns, row, strict=False))
            yield Entry(chunk.source, number, row, record)
    elif chunk.kind == "documents":
        for name, content, html in msgspec.msgpack.decode(chunk.payload):
            record = {"id": name, "text": content}
            yield Entry(name, 1, content, record, None, html or None)
    elif chunk.kind == "pages":
        yield from _pages(chunk)
    else:
        from newsclean.dumps import parquet

        names = [name for name in _names(fields) if name] if chunk.target == "parquet" else None
        batch = parquet.from_stream(chunk.payload)
        for place, found in enumerate(parquet.rows(batch, names)):
            record, problem = (None, str(found)) if isinstance(found, RecordError) else (found, None)
            yield Entry(chunk.source, chunk.first + place, partial(parquet.row, batch, place), record, problem)


def _names(fields: Fields) -> tuple[str | None, ...]:
    return fields.text, fields.id, fields.url, fields.title, fields.lang


def _pages(chunk: Chunk) -> Iterator[Entry]:
    from newsclean.dumps.warc import page

    for place, content in enumerate(msgspec.msgpack.decode(chunk.payload)):
        record, problem, html = None, None, None
        if place not in chunk.problems:
            try:
                record, html = page(content)
            except RecordError as error:
                problem = str(error)
        yield Entry(chunk.source, chunk.first + place, content, record, problem, html)
