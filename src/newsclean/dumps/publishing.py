"""Outputs that cannot grow in place: Parquet files, and files at URLs. They are made as a whole at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsclean.dumps.ledger import Part
from newsclean.dumps.outputs import checksum_of, pieces, sync_folder
from newsclean.dumps.plan import Output
from newsclean.dumps.sources import filesystem, is_url


def is_whole(output: Output) -> bool:
    """Whether the output is written as a whole at the end."""
    return output.target == "parquet" or (output.path is not None and is_url(output.path))


def publish_whole(output: Output, partial: Path, sizes: Iterator[int], version: str) -> Part:
    """Make the output of what was collected in `partial`, in pieces of these sizes; tell its size and checksum."""
    path = str(output.path)
    ready = partial
    if output.target == "parquet":
        from newsclean.dumps.parquet import assemble

        ready = partial.with_name(partial.name + ".parquet")
        assemble(pieces(partial, sizes), ready, version)
    with open(ready, "rb") as file:
        part = checksum_of(file)
        os.fsync(file.fileno())
    if is_url(path):
        files, place = filesystem(path)
        files.makedirs(files._parent(place), exist_ok=True)
        files.put_file(os.fspath(ready), place)
        if ready != partial:
            ready.unlink()
    else:
        os.replace(ready, path)
        sync_folder(Path(path).parent)
    return part


def published_part(output: Output) -> Part | None:
    """Read a published output: its size and checksum, None if it is not there."""
    path = str(output.path)
    try:
        if is_url(path):
            files, place = filesystem(path)
            with files.open(place, "rb") as stream:
                return checksum_of(stream)
        with open(path, "rb") as file:
            return checksum_of(file)
    except OSError:
        return None
