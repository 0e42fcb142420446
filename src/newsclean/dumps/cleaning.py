"""What a worker does with a chunk: take the records out, clean them, write them."""

from __future__ import annotations

import csv
import difflib
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

import msgspec

from newsclean.document import Cleaned
from newsclean.dumps.chunks import Chunk, Fields, Result, Target
from newsclean.dumps.compression import compress
from newsclean.dumps.entries import Entry, entries, quarantine_line
from newsclean.dumps.json_records import (
    OURS,
    Record,
    RecordError,
    added,
    encode,
    read_fields,
    string_of,
    text_of,
    value_at,
    with_value,
)
from newsclean.dumps.problems import DumpError
from newsclean.dumps.statistics import Statistics
from newsclean.errors import UnknownNameError

OnError = Literal["quarantine", "skip", "fail"]


class CleanerLike(Protocol):
    """What cleans: `newsclean.Cleaner`, or anything of its shape that can be pickled."""

    def clean(
        self,
        source: str | bytes,
        /,
        *,
        lang: str | None = None,
        title: str | None = None,
        url: str | None = None,
        html: bool | None = None,
    ) -> Cleaned:
        """Clean one text."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """How records are to be cleaned and written, the same for the whole run."""

    cleaner: CleanerLike
    fields: Fields
    on_error: OnError
    changes: bool
    version: str


def process(work: Work, chunk: Chunk, problems: Mapping[int, str], begin: Callable[[int], None]) -> Result:
    """Clean a chunk.

    Args:
        work: The settings.
        chunk: The records.
        problems: Records to leave alone, by their place in the chunk, and why: no worker survived them.
        begin: Called with the place of each record before it is touched.
    """
    writer = _Writer(work, chunk)
    records = entries(chunk, work.fields)
    counts = Counter[str]()
    for place in range(chunk.records):
        begin(place)
        entry = next(records)
        problem = problems.get(place) or chunk.problems.get(place) or entry.problem
        if not problem and entry.record is None:
            counts["dropped"] += 1
            continue
        if not problem and entry.record is not None:
            try:
                counts["changed"] += writer.write(place, entry, entry.record)
                counts["written"] += 1
                continue
            except DumpError:
                raise
            except Exception as error:  # whatever it is, it is this record's, and it is reported
                problem = reason_of(error)
        if work.on_error == "fail":
            return Result(failure=f"{entry.file}:{entry.line}: {problem}")
        if work.on_error == "skip":
            counts["dropped"] += 1
            continue
        counts["quarantined"] += 1
        writer.quarantine += quarantine_line(entry, problem or "")
    return Result(
        data=writer.finish(),
        changes=bytes(writer.changes),
        quarantine=bytes(writer.quarantine),
        files=tuple(writer.files),
        statistics=writer.statistics,
        written=counts["written"],
        dropped=counts["dropped"],
        quarantined=counts["quarantined"],
        changed=counts["changed"],
    )


def clean_record(cleaner: CleanerLike, record: Record, fields: Fields, html: bool | None = None) -> Cleaned:
    """Clean the text of a record, with what its other fields tell about it.

    Raises:
        RecordError: If there is no text.
        Exception: Whatever the cleaner raises; `reason_of` puts it in words.
    """
    source = text_of(record, fields)
    url, title, lang = (string_of(record, name) for name in (fields.url, fields.title, fields.lang))
    try:
        return cleaner.clean(source, lang=lang, title=title, url=url, html=html)
    except UnknownNameError:  # the dump's language field says something that is no language: a hint less
        return cleaner.clean(source, title=title, url=url, html=html)


def reason_of(error: Exception) -> str:
    """Say why a record could not be cleaned."""
    return str(error) if isinstance(error, RecordError) else f"cleaning failed: {type(error).__name__}: {error}"


def ours(cleaned: Cleaned, version: str) -> Record:
    """Give the fields that a cleaned record gets; `OURS` are their names."""
    paragraphs = [
        {"text": part.text, "language": part.language, "confidence": round(part.confidence, 4)}
        for part in cleaned.paragraphs
    ]
    return dict(zip(OURS, (cleaned.language, paragraphs, cleaned.verdict, version), strict=True))


class _Writer:
    """Collects what a chunk gives."""

    def __init__(self, work: Work, chunk: Chunk) -> None:
        self._work = work
        self._chunk = chunk
        # Pages and texts have the fields that we gave them, whatever those of the user's records are called.
        self._own = chunk.kind in ("documents", "pages")
        self._fields = Fields(keep_original=work.fields.keep_original) if self._own else work.fields
        self._data = bytearray()
        self._kept: list[int] = []
        self._texts: list[str | None] = []
        self._ours: dict[str, list[Any]] = {}
        self.changes = bytearray()
        self.quarantine = bytearray()
        self.files: list[tuple[str, bytes]] = []
        self.statistics = Statistics()

    def write(self, place: int, entry: Entry, record: Record) -> bool:
        """Clean a record and keep what is to be written; tell whether its text changed.

        Whatever can fail comes before anything is kept: a record that raises has left nothing.
        """
        work, fields = self._work, self._fields
        cleaned = clean_record(work.cleaner, record, fields, entry.html)
        before = cleaned.source.removesuffix("\n") if self._chunk.kind == "documents" else cleaned.source
        changed = cleaned.page is not None or cleaned.text != before
        changes = self._sidecar(entry, record, cleaned) if work.changes and cleaned.changes else b""
        piece = self._piece(entry, record, cleaned, changed)
        url = string_of(record, fields.url)
        self.statistics.add(cleaned.source, cleaned.changes, cleaned.language, url, cleaned.verdict)
        self.changes += changes
        if self._chunk.target == "files":
            self.files.append((entry.file, piece))
        elif self._chunk.target == "parquet":
            self._kept.append(place)
            self._texts.append(cleaned.text)
            for name, value in ours(cleaned, work.version).items():
                self._ours.setdefault(name, []).append(value)
        else:
            self._data += piece
        return changed

    def _piece(self, entry: Entry, record: Record, cleaned: Cleaned, changed: bool) -> bytes:
        target, where = self._chunk.target, f"{entry.file}:{entry.line}"
        if target in ("text", "files", "parquet"):
            return (cleaned.text + "\n" if cleaned.text else "").encode("utf-8")
        if target == "check":
            return f"would clean {where}\n".encode() if changed else b""
        if target == "diff":
            return _diff(where, cleaned) if changed else b""
        return self._line(record, cleaned)

    def _line(self, record: Record, cleaned: Cleaned) -> bytes:
        fields, new = self._fields, ours(cleaned, self._work.version)
        if kept := fields.keep_original:
            original = cleaned.source if self._own else _undecoded(record, fields.text)
            table = self._chunk.kind == "rows"
            record = {**record, kept: original} if table else with_value(record, kept, original)
        result = with_value(record, fields.text, cleaned.text)
        if self._own and cleaned.title and "title" not in record:
            result["title"] = cleaned.title
        if self._chunk.target == "jsonl":
            return encode(added(result, new)) + b"\n"
        new["paragraphs"] = encode(new["paragraphs"]).decode("utf-8")
        return _row(added(result, new).values(), self._chunk.target)

    def _sidecar(self, entry: Entry, record: Record, cleaned: Cleaned) -> bytes:
        try:
            identity = value_at(record, self._fields.id)
        except KeyError:
            identity = None
        if identity is None:
            identity = f"{entry.file}:{entry.line}"
        line = {"id": identity, "file": entry.file, "line": entry.line, "changes": cleaned.changes}
        try:
            return msgspec.json.encode(line) + b"\n"
        except (UnicodeEncodeError, TypeError):
            return encode({**line, "changes": [asdict(change) for change in cleaned.changes]}) + b"\n"

    def finish(self) -> bytes:
        """Give the bytes for the output."""
        if self._chunk.target != "parquet":
            return compress(bytes(self._data), self._chunk.compression)
        from newsclean.dumps import parquet

        columns = self._ours or {name: [] for name in OURS}
        batch = parquet.taken(parquet.from_stream(self._chunk.payload), self._kept)
        return parquet.to_stream(parquet.with_cleaned(batch, self._texts, self._work.fields, columns))


def _undecoded(record: Record, name: str) -> Any:
    if name not in record and "." in name:
        head, _, rest = name.partition(".")
        inner = record[head]
        return _undecoded(read_fields(bytes(inner)) if isinstance(inner, msgspec.Raw) else inner, rest)
    return record[name]


def _diff(name: str, cleaned: Cleaned) -> bytes:
    before, after = cleaned.source.splitlines(), cleaned.text.splitlines()
    lines = difflib.unified_diff(before, after, name, f"{name} (cleaned)", lineterm="")
    return "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace")


def header(target: Target, columns: tuple[str, ...], fields: Fields) -> bytes:
    """Write the first line of a CSV file."""
    if target not in ("csv", "tsv") or not columns:
        return b""
    names = dict.fromkeys((*columns, fields.keep_original or columns[0]))
    return _row(added(names, dict.fromkeys(OURS)), target)


def _row(values: Iterable[Any], target: Target) -> bytes:
    row = io.StringIO()
    csv.writer(row, delimiter="\t" if target == "tsv" else ",", lineterminator="\n").writerow(values)
    return row.getvalue().encode("utf-8")
