"""Parquet: batches of rows travel as Arrow streams, and the columns that are not ours are never taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from newsclean.dumps.chunks import Chunk
from newsclean.dumps.json_records import Record, names_of_ours
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


def rows(batch: Any, only: list[str] | None = None) -> list[Record]:
    """Give the rows as records, of all columns or the top-level columns of some."""
    if only is not None:
        names = set(only) | {name.partition(".")[0] for name in only}
        batch = batch.select([name for name in batch.schema.names if name in names])
    return batch.to_pylist()  # type: ignore[no-any-return]


def row(batch: Any, place: int) -> Record:
    """Give one whole row."""
    return rows(batch.slice(place, 1))[0]


def with_cleaned(
    batch: Any, kept: list[int], text: str, texts: list[str], keep_original: str | None, ours: dict[str, list[Any]]
) -> Any:
    """Put the cleaned texts and our columns into the rows `kept` of a batch.

    Args:
        batch: The rows as read.
        kept: Which rows were cleaned.
        text: The name of the text column; a dot leads into a struct.
        texts: The cleaned texts of those rows.
        keep_original: A column for the texts as they were.
        ours: Columns to add.
    """
    pa = _arrow()
    batch = batch.take(pa.array(kept, pa.int64()))
    path = [text] if text in batch.schema.names else text.split(".")
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    if keep_original:
        column = columns[path[0]]
        for name in path[1:]:
            column = column.field(name)
        columns[keep_original] = column
    columns[path[0]] = _replaced(columns[path[0]], path[1:], texts)
    types = {
        "paragraphs": pa.list_(
            pa.struct([("text", pa.string()), ("language", pa.string()), ("confidence", pa.float64())])
        )
    }
    names = names_of_ours(batch.schema.names)
    for name, values in ours.items():
        columns[names[name]] = pa.array(values, types.get(name, pa.string()))
    metadata = batch.schema.metadata
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    fields = [batch.schema.field(f.name) if _same(batch.schema, f) else f for f in fields]
    return pa.RecordBatch.from_arrays(list(columns.values()), schema=pa.schema(fields, metadata=metadata))


def _same(schema: Any, field: Any) -> bool:
    return field.name in schema.names and schema.field(field.name).type == field.type


def _replaced(column: Any, path: list[str], texts: list[str]) -> Any:
    pa = _arrow()
    if not path:
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        return pa.array(texts, kind)
    names = [field.name for field in column.type]
    parts = [column.field(name) for name in names]
    parts[names.index(path[0])] = _replaced(parts[names.index(path[0])], path[1:], texts)
    return pa.StructArray.from_arrays(parts, names=names, mask=column.is_null())


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
