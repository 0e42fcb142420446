"""Spark: a DataFrame cleaned where it lies, by `mapInArrow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsclean.dumps import Fields, MissingExtraError
from newsclean.dumps.cleaning import CleanerLike, OnError
from newsclean.engines.arrow import cleaned_schema
from newsclean.engines.job import Job

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean_dataframe(
    frame: DataFrame,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
) -> DataFrame:
    """Clean the rows of a Spark DataFrame, lazily, as `newsclean.engines.arrow.clean_batch` does.

    Args:
        frame: The rows; where they are cut into partitions and batches is Spark's affair.
        cleaner: It is pickled, so filters of your own must be importable by the executors.
        fields: Which columns hold what.
        on_error: "quarantine", "skip" or "fail" (which fails the Spark task).
        changes: Whether to add the column `changes`.

    Returns:
        The DataFrame, its text cleaned and our columns added.

    Raises:
        MissingExtraError: PySpark or pyarrow is not installed.
        UnknownNameError: There is no such column or `on_error`.
        DumpError: Two columns have one name.
    """
    try:
        import pyarrow as pa
        from pyspark.sql.pandas.types import from_arrow_schema
        from pyspark.sql.types import StructType
    except ImportError:
        raise MissingExtraError("Cleaning Spark DataFrames", "spark") from None
    before = pa.schema([(field.name, _arrow_type(field.dataType)) for field in frame.schema])
    after = cleaned_schema(before, fields, on_error=on_error, changes=changes)
    same = {field.name for field in after if field.name in before.names and before.field(field.name).equals(field)}
    schema = StructType([frame.schema[f.name] if f.name in same else f for f in from_arrow_schema(after)])
    return frame.mapInArrow(Job(cleaner, fields, on_error, changes).batches, schema)


def _arrow_type(kind: Any) -> Any:
    """What of a type matters here: texts, and the way to them. Columns that pass through keep Spark's own type."""
    import pyarrow as pa
    from pyspark.sql import types

    if isinstance(kind, types.StructType):
        return pa.struct([(field.name, _arrow_type(field.dataType)) for field in kind])
    return {types.StringType: pa.string(), types.BinaryType: pa.binary()}.get(type(kind), pa.null())
