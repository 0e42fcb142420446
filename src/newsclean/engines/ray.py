"""Ray Data: a Dataset cleaned in parallel, by `map_batches`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsclean.dumps import Fields, MissingExtraError
from newsclean.dumps.cleaning import CleanerLike, OnError
from newsclean.engines.job import Job

if TYPE_CHECKING:
    from ray.data import Dataset


def clean_dataset(
    dataset: Dataset,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
    **options: Any,
) -> Dataset:
    """Clean the rows of a Ray Dataset, lazily, as `newsclean.engines.arrow.clean_batch` does.

    Args:
        dataset: The rows.
        cleaner: It is pickled, so filters of your own must be importable by the workers.
        fields: Which columns hold what.
        on_error: "quarantine", "skip" or "fail" (which fails the Ray task).
        changes: Whether to add the column `changes`.
        options: For `Dataset.map_batches`: `batch_size`, `num_cpus`, `concurrency` and so on.

    Returns:
        The Dataset, its text cleaned and our columns added.

    Raises:
        MissingExtraError: Ray Data is not installed.
    """
    try:
        import ray.data  # noqa: F401
    except ImportError:
        raise MissingExtraError("Cleaning Ray Datasets", "ray") from None
    job = Job(cleaner, fields, on_error, changes)
    return dataset.map_batches(job.table, batch_format="pyarrow", **options)
