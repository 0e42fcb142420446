"""What a run did, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsclean.dumps.chunks import Chunk, Result
from newsclean.dumps.ledger import Entry
from newsclean.dumps.statistics import Statistics


@dataclass
class Summary:
    """What became of the records of a run: `records == written + dropped + quarantined`.

    Attributes:
        records: Records read, blank lines included.
        written: Records in the output.
        dropped: Blank lines, WARC records that are no page, and with `on_error="skip"` what failed.
        quarantined: Records that failed.
        changed: Written records whose text is not what it was.
        bytes: Bytes read, decompressed.
        damaged: Inputs that are cut or damaged, and why.
        left_out: Files in the folders whose names tell no format.
        resumed: Records that an earlier run had done already.
        statistics: What was removed.
        complete: Nothing was left to do: an earlier run had finished, and its output is what its ledger says.
    """

    records: int = 0
    written: int = 0
    dropped: int = 0
    quarantined: int = 0
    changed: int = 0
    bytes: int = 0
    damaged: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    resumed: int = 0
    statistics: Statistics = field(default_factory=Statistics)
    complete: bool = False

    def add(self, chunk: Chunk, result: Result) -> None:
        """Count a chunk."""
        self.records += chunk.records
        self.bytes += len(chunk.payload)
        self.written += result.written
        self.dropped += result.dropped
        self.quarantined += result.quarantined
        self.changed += result.changed
        self.statistics.merge(result.statistics)
        if chunk.damage:
            self.damaged[chunk.source] = chunk.damage

    def add_entry(self, entry: Entry) -> None:
        """Count a chunk that an earlier run did."""
        self.records += entry.records
        self.bytes += entry.input[0]
        self.written += entry.written
        self.dropped += entry.dropped
        self.quarantined += entry.quarantined
        self.changed += entry.changed
        self.statistics.merge(entry.statistics)
        if entry.damage:
            self.damaged[entry.source] = entry.damage

    @property
    def balanced(self) -> bool:
        """Whether no record was lost."""
        return self.records == self.written + self.dropped + self.quarantined


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        records: Records done.
        bytes: Bytes done, decompressed.
        quarantined: Records that failed.
        position: Bytes of the inputs, as they lie on disk, that were read.
        total: Bytes of all inputs as they lie on disk; None where that is unknown.
        resumed: How many of `bytes` an earlier run had done.
    """

    records: int
    bytes: int
    quarantined: int
    position: int
    total: int | None
    resumed: int
