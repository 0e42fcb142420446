"""What an engine is to do, as it travels to the engine's processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsclean.dumps import Fields
from newsclean.dumps.cleaning import CleanerLike, OnError
from newsclean.engines.arrow import clean_batch, clean_table

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Job:
    """A cleaner and its settings. An engine may unpickle it for every batch: each process keeps only the first.

    >>> import pickle, newsclean
    >>> job = pickle.dumps(Job(newsclean.Cleaner()))
    >>> pickle.loads(job) is pickle.loads(job)
    True
    """

    cleaner: CleanerLike
    fields: Fields = Fields()  # noqa: RUF009  # it is frozen
    on_error: OnError = "quarantine"
    changes: bool = False

    def batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean batches, one after the other."""
        for batch in batches:
            yield clean_batch(batch, self.cleaner, self.fields, on_error=self.on_error, changes=self.changes)

    def table(self, table: pa.Table) -> pa.Table:
        """Clean a table."""
        return clean_table(table, self.cleaner, self.fields, on_error=self.on_error, changes=self.changes)

    def __reduce__(self) -> tuple[Any, ...]:
        return _of_this_process, tuple(getattr(self, field.name) for field in fields(self))


def _of_this_process(*settings: Any) -> Job:
    try:
        return _kept(*settings)
    except TypeError:  # a filter of the user's has no hash: nothing to recognise it by
        return Job(*settings)


_kept = lru_cache(maxsize=16)(Job)
