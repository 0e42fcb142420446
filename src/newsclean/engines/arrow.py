"""A batch of rows, cleaned: the function on which every engine of columns runs.

The columns that it adds, the hints that it reads and the reasons why a row cannot be cleaned are those of the command
line. That has a second file for such rows; an engine has one stream out, so they stay in it and say why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from newsclean.dumps import DumpError, Fields, Statistics, StoppedError, parquet
from newsclean.dumps.cleaning import CleanerLike, OnError, clean_record, ours, reason_of
from newsclean.dumps.json_records import OURS, Record, RecordError, string_of
from newsclean.dumps.settings import version_of
from newsclean.errors import UnknownNameError

if TYPE_CHECKING:
    import pyarrow as pa

QUARANTINE = "quarantine"
"""The column that says why a row could not be cleaned; null where it was."""
_ON_ERROR = ("quarantine", "skip", "fail")


def clean_batch(
    batch: pa.RecordBatch,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008  # it is frozen
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
    statistics: Statistics | None = None,
) -> pa.RecordBatch:
    """Clean the rows of a batch.

    Args:
        batch: The rows. Columns that are not ours pass through untouched, with the schema's metadata.
        cleaner: A `newsclean.Cleaner`, or anything of its shape.
        fields: Which columns hold the text and what is known about it; a dot leads into a struct.
        on_error: What becomes of a row that cannot be cleaned (its text is null, no string or bad UTF-8, or the cleaner
            raised). "quarantine" leaves it as it is, its added columns null but for one more, `quarantine`, which says
            why; "skip" leaves it out; "fail" raises.
        changes: Whether to add the column `changes`, in which each change of the text says where, what and why.
        statistics: Where to count what was removed.

    Returns:
        The text column cleaned (as strings, if it was a dictionary), and beside the batch's columns `language`,
        `paragraphs`, `verdict` and `cleaned_by`. Where the batch has a column of such a name, ours is called
        `cleaned_language` and so on; what an earlier run added is replaced.

    Raises:
        UnknownNameError: There is no such column or `on_error`; the message lists what there is.
        DumpError: Two columns have one name.
        StoppedError: A row cannot be cleaned, and `on_error` is "fail".

    >>> import pyarrow, newsclean
    >>> batch = pyarrow.RecordBatch.from_pydict({"id": [1, 2], "text": ["Il pleut sur la ville.\\n[ad_2]", None]})
    >>> cleaned = clean_batch(batch, newsclean.Cleaner())
    >>> cleaned.select(["id", "text", "verdict", "quarantine"]).to_pydict()  # doctest: +NORMALIZE_WHITESPACE
    {'id': [1, 2], 'text': ['Il pleut sur la ville.', None], 'verdict': ['article', None],
     'quarantine': [None, "the field 'text' is null"]}
    """
    _check(batch.schema, fields, on_error)
    version = version_of(cleaner)
    kept: list[int] = []
    texts: list[str | None] = []
    columns: dict[str, list[Any]] = {name: [] for name in _added(on_error, changes)}
    for place, record in enumerate(parquet.rows(batch, _read(fields))):
        text, new = _cleaned(record, cleaner, fields, version, changes, statistics)
        if reason := new.get(QUARANTINE):
            if on_error == "fail":
                raise StoppedError(f"row {place} of the batch: {reason}; on_error='quarantine' leaves it as it is")
            if on_error == "skip":
                continue
        kept.append(place)
        texts.append(text)
        for name, values in columns.items():
            values.append(new.get(name))
    if len(kept) < batch.num_rows:
        batch = parquet.taken(batch, kept)
    return parquet.with_cleaned(batch, texts, fields, columns)


def cleaned_schema(
    schema: pa.Schema,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
) -> pa.Schema:
    """Tell the schema of what `clean_batch` gives, for engines that ask before they begin.

    Raises:
        UnknownNameError: There is no such column or `on_error`.
        DumpError: Two columns have one name.
    """
    import pyarrow

    nothing = pyarrow.RecordBatch.from_arrays([pyarrow.array([], field.type) for field in schema], schema=schema)
    return clean_batch(nothing, _NOBODY, fields, on_error=on_error, changes=changes).schema


def clean_table(
    table: pa.Table,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
) -> pa.Table:
    """Clean a whole table, as `clean_batch` does a batch: the face for Polars, pandas and Ray.

    >>> import pyarrow, newsclean
    >>> clean_table(pyarrow.table({"text": ["Il pleut.\\n[ad_2]"]}), newsclean.Cleaner())["text"].to_pylist()
    ['Il pleut.']
    """
    import pyarrow

    schema = cleaned_schema(table.schema, fields, on_error=on_error, changes=changes)
    batches = (clean_batch(b, cleaner, fields, on_error=on_error, changes=changes) for b in table.to_batches())
    return pyarrow.Table.from_batches(batches, schema)


def clean_reader(
    reader: pa.RecordBatchReader,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
) -> pa.RecordBatchReader:
    """Clean a stream of batches as it is read, one at a time: the face for DuckDB and Arrow's own datasets."""
    import pyarrow

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            yield clean_batch(batch, cleaner, fields, on_error=on_error, changes=changes)

    schema = cleaned_schema(reader.schema, fields, on_error=on_error, changes=changes)
    return pyarrow.RecordBatchReader.from_batches(schema, batches())


def _cleaned(
    record: Record | RecordError,
    cleaner: CleanerLike,
    fields: Fields,
    version: str,
    changes: bool,
    statistics: Statistics | None,
) -> tuple[str | None, Record]:
    """Give the text of a row, None where it stays as it was, and the values of our columns."""
    try:
        if isinstance(record, RecordError):
            raise record
        cleaned = clean_record(cleaner, record, fields)
        cleaned.text.encode("utf-8")  # a cleaner of the user's may give what no column can hold
    except Exception as error:  # whatever it is, it is this row's, and it is reported
        return None, {QUARANTINE: reason_of(error).encode("utf-8", "backslashreplace").decode()}
    new = ours(cleaned, version)
    if changes:
        new["changes"] = [asdict(change) for change in cleaned.changes]
    if statistics is not None:
        url = string_of(record, fields.url)
        statistics.add(cleaned.source, cleaned.changes, cleaned.language, url, cleaned.verdict)
    return cleaned.text, new


def _added(on_error: OnError, changes: bool) -> tuple[str, ...]:
    return OURS + ("changes",) * changes + (QUARANTINE,) * (on_error == "quarantine")


def _read(fields: Fields) -> list[str]:
    return [name for name in (fields.text, fields.url, fields.title, fields.lang) if name]


def _check(schema: pa.Schema, fields: Fields, on_error: OnError) -> None:
    if on_error not in _ON_ERROR:
        raise UnknownNameError("on_error", on_error, _ON_ERROR)
    names = schema.names
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DumpError(f"there is more than one column named {twice[0]!r}; rename or drop all but one")
    path = [fields.text] if fields.text in names else fields.text.split(".")
    kind: Any = schema
    for name in path:
        if name not in [field.name for field in _children(kind)]:
            raise UnknownNameError("column", fields.text, _paths(schema))
        kind = kind.field(name).type


def _children(kind: Any) -> list[Any]:
    import pyarrow

    return list(kind) if isinstance(kind, pyarrow.Schema) or pyarrow.types.is_struct(kind) else []


def _paths(kind: Any) -> Iterator[str]:
    for field in _children(kind):
        yield field.name
        yield from (f"{field.name}.{path}" for path in _paths(field.type))


_NOBODY: Any = object()  # cleans the no rows from which the schema is told
