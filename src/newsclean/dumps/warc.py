"""WARC and WET: pages as crawlers keep them.

Where a record begins and ends is found here, so that a cut or a damaged record is noticed; FastWARC, which would go on
in silence, takes the single records apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from newsclean.dumps.chunks import Chunk
from newsclean.dumps.json_records import Record, RecordError
from newsclean.dumps.problems import DamagedError, MissingExtraError

_HEADER_LIMIT = 1 << 16
_EXCERPT = 1 << 12
_END = re.compile(rb"\r?\n\r?\n")
_TYPE = re.compile(rb"^WARC-Type:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_PAGES = (b"response", b"resource", b"conversion")
"""The types of records that hold a page or its text (ISO 28500, section 6); the others are about them."""


def read_pages(name: str, data: Iterator[bytes], size: int, limit: int) -> Iterator[Chunk]:
    """Cut a WARC file, decompressed, into chunks of about `size` bytes of page records; `limit` is for one record."""
    batch: list[bytes] = []
    problems: dict[int, str] = {}
    first, held = 1, 0
    damage = None
    records = _frames(data, limit)
    while True:
        try:
            record, problem = next(records)
        except StopIteration:
            break
        except DamagedError as error:
            damage = str(error)
            break
        if problem:
            problems[len(batch)] = problem
        batch.append(record)
        held += len(record)
        if held >= size:
            yield Chunk("pages", msgspec.msgpack.encode(batch), len(batch), name, first, problems=problems)
            first += len(batch)
            batch, problems, held = [], {}, 0
    if batch:
        yield Chunk("pages", msgspec.msgpack.encode(batch), len(batch), name, first, problems=problems)
    if damage:
        yield Chunk("pages", b"", 0, name, first + len(batch), damage=damage)


class _Buffer:
    """Bytes to come, as many as are asked for."""

    def __init__(self, data: Iterator[bytes]) -> None:
        self._data = data
        self.damage: DamagedError | None = None
        self.bytes = bytearray()

    def fill(self, size: int) -> bool:
        """Hold at least `size` bytes, unless the input ends before."""
        while len(self.bytes) < size:
            try:
                block = next(self._data, b"")
            except DamagedError as error:
                self.damage, block = error, b""
            if not block:
                return False
            self.bytes += block
        return True

    def drop(self, size: int) -> None:
        """Go on after `size` bytes, held or not."""
        while size > len(self.bytes):
            size -= len(self.bytes)
            self.bytes.clear()
            if not self.fill(1):
                return
        del self.bytes[:size]

    def end(self, what: str) -> DamagedError:
        """Say why the input ends here."""
        return self.damage or DamagedError(what)


def _frames(data: Iterator[bytes], limit: int) -> Iterator[tuple[bytes, str | None]]:
    buffer = _Buffer(data)
    while True:
        while buffer.fill(1) and buffer.bytes[0] in b"\r\n":
            buffer.drop(len(buffer.bytes) - len(buffer.bytes.lstrip(b"\r\n")))
        if not buffer.bytes:
            if buffer.damage:
                raise buffer.damage
            return
        buffer.fill(_HEADER_LIMIT)
        head = _END.search(buffer.bytes)
        header = bytes(buffer.bytes[: head.end()]) if head else b""
        length = _LENGTH.search(header)
        if not header.startswith(b"WARC/") or length is None:
            if not head and len(buffer.bytes) < _HEADER_LIMIT and buffer.bytes.startswith(b"WARC/"):
                raise buffer.end("the file ends inside a WARC header: it is cut")
            yield _lost(buffer), "this is no WARC record: the file is damaged here"
            continue
        total = len(header) + int(length[1])
        kind = _TYPE.search(header)
        if kind is None or kind[1].lower() not in _PAGES:
            buffer.drop(total)
        elif total > limit:
            yield header, f"longer than {limit:,} bytes"
            buffer.drop(total)
        else:
            if not buffer.fill(total):
                raise buffer.end("the file ends inside a WARC record: it is cut")
            record = bytes(buffer.bytes[:total])
            buffer.drop(total)
            yield record + b"\r\n\r\n", None


def _lost(buffer: _Buffer) -> bytes:
    """Skip to the next record; give the beginning of what was skipped."""
    excerpt = bytes(buffer.bytes[:_EXCERPT])
    buffer.drop(1)
    while (place := buffer.bytes.find(b"WARC/1.")) < 0:
        buffer.drop(max(0, len(buffer.bytes) - 6))
        if not buffer.fill(len(buffer.bytes) + 1):
            buffer.drop(len(buffer.bytes))
            return excerpt
    buffer.drop(place)
    return excerpt[: place + 1]


def page(record: bytes) -> tuple[Record | None, bool]:
    """Make a record of a WARC record: `id`, `url`, `date` and `text` (the page's bytes, or its text in WET).

    Returns:
        The record, and whether its text is HTML; None where there is nothing to clean: no text, or a server's answer
        that is no page.

    Raises:
        RecordError: If the record cannot be taken apart.
    """
    try:
        from fastwarc.warc import WarcRecord, WarcRecordType
    except ImportError:
        raise MissingExtraError("Reading WARC files", "warc") from None
    try:
        warc = WarcRecord.from_bytes(record)
        found: Record = {"id": warc.record_id, "url": warc.headers.get("WARC-Target-URI")}
        found["date"] = warc.headers.get("WARC-Date")
        if warc.record_type == WarcRecordType.conversion:
            found["text"] = warc.reader.read().decode("utf-8")
            return found, False
        if warc.is_http:
            warc.parse_http(auto_decode="all")
            if warc.http_headers is None:
                raise RecordError("the HTTP header cannot be read")
            status, kind, charset = warc.http_headers.status_code, warc.http_content_type, warc.http_charset
        else:
            status, kind, charset = 200, warc.headers.get("Content-Type"), None
        content = warc.reader.read()
    except UnicodeDecodeError as error:
        raise RecordError(f"bad UTF-8: {error.reason} at byte {error.start}") from None
    except (OSError, ValueError) as error:
        raise RecordError(f"bad WARC record: {error}") from None
    if status != 200 or not content.strip() or (kind and "html" not in kind and not kind.startswith("text/plain")):
        return None, False
    found["text"] = content
    if charset:
        with suppress(LookupError, UnicodeDecodeError):  # then the page says something else; the cleaner finds out
            found["text"] = content.decode(charset)
    return found, not (kind or "").startswith("text/plain")
