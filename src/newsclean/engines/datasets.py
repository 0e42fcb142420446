"""Hugging Face datasets: a Dataset cleaned by `map`, in Arrow's format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from newsclean.dumps import Fields, MissingExtraError
from newsclean.dumps.cleaning import CleanerLike, OnError
from newsclean.engines.job import Job

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, IterableDataset

    AnyDataset = TypeVar("AnyDataset", Dataset, DatasetDict, IterableDataset)


def clean_dataset(
    dataset: AnyDataset,
    cleaner: CleanerLike,
    fields: Fields = Fields(),  # noqa: B008
    *,
    on_error: OnError = "quarantine",
    changes: bool = False,
    **options: Any,
) -> AnyDataset:
    """Clean the rows of a dataset as `newsclean.engines.arrow.clean_batch` does.

    Args:
        dataset: The rows: a `Dataset`, a `DatasetDict`, or an `IterableDataset`, which is cleaned as it is read.
        cleaner: It is pickled, so filters of your own must be importable by the workers.
        fields: Which columns hold what.
        on_error: "quarantine", "skip" or "fail".
        changes: Whether to add the column `changes`.
        options: For `Dataset.map`: `num_proc`, `batch_size` and so on.

    Returns:
        The dataset, its text cleaned and our columns added.

    Raises:
        MissingExtraError: datasets is not installed.
    """
    try:
        import datasets
    except ImportError:
        raise MissingExtraError("Cleaning Hugging Face datasets", "datasets") from None
    job = Job(cleaner, fields, on_error, changes)
    cleaned = dataset.with_format("arrow").map(job.table, batched=True, **options)
    if isinstance(dataset, datasets.Dataset):
        return cleaned.with_format(dataset.format["type"], **dataset.format["format_kwargs"])
    return cleaned.with_format(None)
