"""Parquet: batches of rows travel as Arrow streams, and the columns that are not ours are never taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as fields_of
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from newsclean.document import Change
from newsclean.dumps.chunks import Chunk, Fields
from newsclean.dumps.json_records import Record, RecordError, names_of_ours
from newsclean.dumps.problems import DamagedError, DumpError, MissingExtraError


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("Reading and writing Parquet files", "parquet") from None
    return pyarrow


def read_batches(name: str, raw: BinaryIO, size: int) -> Iterator[Chunk]:
    """Cut a Parquet file into chunks of about `size` bytes."""
    pa = _arrow()
    if not raw.seekable():
        raise DumpError(f"{name}: Parquet cannot be read from a pipe; save it to a file first")
    first = 1
    try:
        file = pa.parquet.ParquetFile(raw)
        groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
        total = sum(group.total_byte_size for group in groups)
        rows = max(1, min(1 << 16, file.metadata.num_rows * size // max(1, total)))
        for batch in file.iter_batches(batch_size=rows):
            yield Chunk("batch", to_stream(batch), batch.num_rows, name, first)
            first += batch.num_rows
        if first - 1 != file.metadata.num_rows:
            raise DamagedError(f"the file holds {first - 1:,} rows, but says that it has {file.metadata.num_rows:,}")
    except (pa.ArrowException, OSError) as error:
        raise DamagedError(f"Parquet: {str(error).splitlines()[0]}") from None


def to_stream(batch: Any) -> bytes:
    """Write a record batch as an Arrow stream."""
    pa = _arrow()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def from_stream(stream: bytes) -> Any:
    """Read the one record batch of an Arrow stream."""
    return _arrow().ipc.open_stream(stream).read_next_batch()


def taken(batch: Any, places: list[int]) -> Any:
    """Give only the rows at these places, which ascend."""
    pa = _arrow()
    if not places:
        return batch.slice(0, 0)
    stays = set(places).__contains__
    runs = [list(run) for kept, run in groupby(range(batch.num_rows), key=stays) if kept]
    # Not `take`, which knows fewer types.
    pieces = ([column.slice(run[0], len(run)) for run in runs] for column in batch.columns)
    return pa.RecordBatch.from_arrays([pa.concat_arrays(piece) for piece in pieces], schema=batch.schema)


def rows(batch: Any, only: list[str] | None = None) -> list[Record | RecordError]:
    """Give the rows as records, of all or some top-level columns; for a row that Python cannot read, why."""
    if only is not None:
        names = set(only) | {name.partition(".")[0] for name in only}
        batch = batch.select([name for name in batch.schema.names if name in names])
    try:
        return batch.to_pylist()  # type: ignore[no-any-return]
    except (ValueError, OverflowError):  # bad UTF-8, or a date that Python does not know: only its own row fails
        return [_row(batch, place) for place in range(batch.num_rows)]


def _row(batch: Any, place: int) -> Record | RecordError:
    try:
        return batch.slice(place, 1).to_pylist()[0]  # type: ignore[no-any-return]
    except UnicodeDecodeError as error:
        return RecordError(f"bad UTF-8: {error.reason} at byte {error.start}")
    except (ValueError, OverflowError) as error:
        return RecordError(f"the row cannot be read: {error}")


def row(batch: Any, place: int) -> Record:
    """Give one whole row, as well as it can be read."""
    columns = batch.slice(place, 1).columns
    return {name: _value(column) for name, column in zip(batch.schema.names, columns, strict=True)}


def _value(column: Any) -> Any:
    try:
        return column[0].as_py()
    except (ValueError, OverflowError):
        try:
            return column.cast(_arrow().binary())[0].as_py()
        except _arrow().ArrowException:
            return str(column.type)


def with_cleaned(batch: Any, texts: list[str | None], fields: Fields, ours: dict[str, list[Any]]) -> Any:
    """Put cleaned texts and our columns into a batch; everything else stays as it is.

    Args:
        batch: The rows as read.
        texts: The cleaned text of each row, None where the text stays as it was.
        fields: Where the text is; a dot leads into a struct.
        ours: Columns to add, or to put in the place of an earlier run's; strings, but for paragraphs and changes.
    """
    pa = _arrow()
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    path = [fields.text] if fields.text in columns else fields.text.split(".")
    if path[0] in columns:
        if fields.keep_original:
            column = columns[path[0]]
            for name in path[1:]:
                column = column.field(name)
            columns[fields.keep_original] = column
        columns[path[0]] = _replaced(columns[path[0]], path[1:], texts)
    names = names_of_ours(batch.schema.names, ours)
    for name, values in ours.items():
        columns[names[name]] = pa.array(values, _type_of_ours(name))
    metadata = batch.schema.metadata
    schema = [pa.field(name, column.type) for name, column in columns.items()]
    schema = [batch.schema.field(f.name) if _same(batch.schema, f) else f for f in schema]
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=pa.schema(schema, metadata=metadata))


def _type_of_ours(name: str) -> Any:
    pa = _arrow()
    text, number = pa.string(), pa.int64()
    if name == "paragraphs":
        return pa.list_(pa.struct([("text", text), ("language", text), ("confidence", pa.float64())]))
    if name == "changes":
        kinds = {field.name: number if field.name in ("start", "end") else text for field in fields_of(Change)}
        return pa.list_(pa.struct(list(kinds.items())))
    return text


def _same(schema: Any, field: Any) -> bool:
    return field.name in schema.names and schema.field(field.name).type == field.type


def _replaced(column: Any, path: list[str], texts: list[str | None]) -> Any:
    pa = _arrow()
    if path:
        names = [field.name for field in column.type]
        parts = [column.field(name) for name in names]
        parts[names.index(path[0])] = _replaced(parts[names.index(path[0])], path[1:], texts)
        return pa.StructArray.from_arrays(parts, fields=list(column.type), mask=column.is_null())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    pieces, place = [], 0
    for stays, run in groupby(texts, key=lambda text: text is None):
        new = list(run)
        pieces.append(column.slice(place, len(new)) if stays else pa.array(new, column.type))
        place += len(new)
    return pa.concat_arrays(pieces) if pieces else column


def assemble(streams: Iterator[bytes], target: Path, version: str) -> None:
    """Write Arrow streams, one after the other, as a Parquet file."""
    pa = _arrow()
    writer = None
    try:
        for stream in streams:
            batch = from_stream(stream)
            if writer is None:
                schema = batch.schema.with_metadata({**(batch.schema.metadata or {}), b"newsclean": version.encode()})
                writer = pa.parquet.ParquetWriter(target, schema, compression="zstd")
            if batch.num_rows:
                writer.write_batch(batch.replace_schema_metadata(writer.schema.metadata))
        if writer is None:
            pa.parquet.write_table(pa.table({}), target)
    except pa.ArrowException as error:
        raise DumpError(f"{target}: {error}") from None
    finally:
        if writer is not None:
            writer.close()
