"""A chunk: some records of an input as they were read, and what came of them. This is what travels between processes.

The parent only cuts the input into chunks; a worker takes the records out of a chunk, cleans them and writes the
bytes that the parent appends to the output.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from newsclean.dumps.statistics import Statistics

Kind = Literal["lines", "rows", "documents", "pages", "batch"]
Target = Literal["jsonl", "csv", "tsv", "text", "parquet", "files", "diff", "check"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Records of one input, or whole small files of several.

    Attributes:
        kind: How the payload holds them.
        payload: The records as read, decompressed.
        records: How many, counted by the reader.
        source: The name of the input.
        first: The number of the first record's line (or of the record, where there are no lines), from 1.
        columns: The column names, for rows.
        problems: Records that the reader could not read: their place in the chunk, and why.
        damage: Why the input ends here, if it is cut or damaged; such a chunk holds no records.
        progress: Bytes of all inputs, as they lie on disk, read so far.
        output: The number of the output that the records go to.
        target: What that output is.
        compression: How its bytes are compressed.
    """

    kind: Kind
    payload: bytes
    records: int
    source: str
    first: int = 1
    columns: tuple[str, ...] = ()
    problems: Mapping[int, str] = field(default_factory=dict)
    damage: str | None = None
    progress: int = 0
    output: int = 0
    target: Target = "jsonl"
    compression: str | None = None

    def checksum(self) -> int:
        """CRC-32 of the payload, as zlib computes it."""
        return zlib.crc32(self.payload)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a chunk. `records == written + dropped + quarantined`, or the run fails."""

    data: bytes = b""
    changes: bytes = b""
    quarantine: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()
    written: int = 0
    dropped: int = 0
    quarantined: int = 0
    changed: int = 0
    failure: str | None = None
    statistics: Statistics = field(default_factory=Statistics)


@dataclass(frozen=True, slots=True)
class Fields:
    """Where a record keeps what; a dot leads into a nested record. A name that is missing there is no problem,
    except `text`.
    """

    text: str = "text"
    id: str = "id"
    url: str = "url"
    title: str = "title"
    lang: str | None = None
    keep_original: str | None = None
