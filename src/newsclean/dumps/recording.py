"""Results into files, each step into the ledger, so that a stop at any moment loses at most the chunks in work."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from newsclean.dumps import ledger as book
from newsclean.dumps.chunks import Chunk, Result
from newsclean.dumps.ledger import End, Entry, Ledger, Part, Published, Run
from newsclean.dumps.outputs import Spool, SpoolReader, checksum_of, sync_folder, write_whole
from newsclean.dumps.plan import Output, Plan
from newsclean.dumps.problems import DumpError
from newsclean.dumps.publishing import is_whole, publish_whole, published_part
from newsclean.dumps.summary import Summary

_SYNC_SECONDS = 5.0
"""How often everything is brought to the disk. What a power cut takes from later than that, the checksums show."""


class Recording:
    """The files of one run: outputs, quarantine, sidecar of changes, and the ledger that knows them."""

    SUFFIXES = (".partial", ".ledger.jsonl", ".quarantine.jsonl", ".quarantine.jsonl.partial")

    def __init__(self, base: Path, plan: Plan, sidecar: Spool | None, version: str, settings: dict[str, str]) -> None:
        self._plan = plan
        self._sidecar = sidecar
        self._base = base
        self._quarantine = Spool(base.with_name(base.name + ".quarantine.jsonl"))
        self._ledger = Ledger(base.with_name(base.name + ".ledger.jsonl"))
        digest = hashlib.sha256()
        for source in plan.sources:
            digest.update(f"{source.name}\0{source.size}\0{source.output}\n".encode())
        self._run = Run(version, settings, len(plan.sources), digest.hexdigest())
        self._chunks = 0
        self._size = 0
        self._output: int | None = None
        self._spool: Spool | None = None
        self._published: dict[int, Published] = {}
        self._seen: set[int] = set()
        self._quarantined_bytes = 0
        self._synced = time.monotonic()

    def begin(self, summary: Summary, resume: bool, overwrite: bool) -> bool:
        """Look at what an earlier run left; count into `summary` what of it is sound.

        Returns:
            Whether that is everything, and nothing is left to do.

        Raises:
            DumpError: If there is an unfinished run and neither `resume` nor `overwrite` is given, or one that was
                asked for something else.
        """
        first, ended = None, False
        for line, _ in book.read(self._ledger.path):
            first = first or line
            ended = isinstance(line, End)
        if isinstance(first, Run) and not ended and not resume and not overwrite:
            raise DumpError(
                f"{self._ledger.path} is of an unfinished run: --resume goes on with it, --overwrite begins anew"
            )
        if not resume or not isinstance(first, Run):
            self._ledger.go_on(0)
            self._ledger.append(self._run)
            return False
        self._same(first)
        sound = self._verify(summary)
        if sound and ended and all(spool.final.exists() for spool in self._plain()):
            return True
        self._ledger.go_on(self._size)
        return False

    def _same(self, earlier: Run) -> None:
        if (earlier.inputs, earlier.inputs_digest) != (self._run.inputs, self._run.inputs_digest):
            raise DumpError(f"{self._ledger.path} is of other inputs, or they have changed: --overwrite begins anew")
        settings, now = (
            {**earlier.settings, "version": earlier.version},
            {**self._run.settings, "version": self._run.version},
        )
        if other := sorted(name for name in settings.keys() | now.keys() if settings.get(name) != now.get(name)):
            raise DumpError(
                f"{self._ledger.path} is of a run with other settings ({', '.join(other)}): give the same to go on, "
                "or --overwrite to begin anew"
            )

    def _verify(self, summary: Summary) -> bool:
        """Compare the files with the ledger, chunk by chunk; stop at the first that differs."""
        published = {line.output: line for line, _ in book.read(self._ledger.path) if isinstance(line, Published)}
        readers = [SpoolReader(self._quarantine)] + ([SpoolReader(self._sidecar)] if self._sidecar else [])
        data: SpoolReader | None = None
        whole = False
        try:
            for line, end in book.read(self._ledger.path):
                if isinstance(line, Entry):
                    output = self._plan.outputs[line.output]
                    if line.output != self._output:
                        if data:
                            data.close()
                        self._output, self._size_of_output = line.output, 0
                        data = SpoolReader(self._spool_of(output)) if output.target != "files" else None
                        whole = line.output in published and is_whole(output)
                        whole = whole and published_part(output) == _part(published[line.output])
                    good = whole or (data.matches(line.data) if data else self._files_match(line))
                    good = good and readers[0].matches(line.quarantine)
                    if not good or (self._sidecar and not readers[1].matches(line.changes)):
                        return False
                    self._take(line, summary)
                elif isinstance(line, Published):
                    self._published[line.output] = line
                self._size = end
            return True
        finally:
            for reader in (*readers, *([data] if data else [])):
                reader.close()

    def _files_match(self, entry: Entry) -> bool:
        try:
            for name, size, checksum in entry.files:
                with open(self._file(name), "rb") as file:
                    if checksum_of(file) != (size, checksum):
                        return False
        except OSError:
            return False
        return True

    def _take(self, entry: Entry, summary: Summary) -> None:
        summary.add_entry(entry)
        self._seen.add(entry.output)
        self._chunks += 1
        self._size_of_output += entry.data[0]
        self._quarantined_bytes += entry.quarantine[0]
        self._changes_bytes += entry.changes[0]

    _size_of_output = 0
    _changes_bytes = 0

    def skip(self, chunks: Iterator[Chunk], note: Callable[[Chunk], object]) -> None:
        """Read past the chunks that are done, and see that they are the same.

        Raises:
            DumpError: If an input is not what it was.
        """
        entries = (line for line, _ in book.read(self._ledger.path) if isinstance(line, Entry))
        for entry in (next(entries) for _ in range(self._chunks)):
            chunk = next(chunks, None)
            if chunk is None or _key(chunk) != (entry.input, entry.records, entry.first, entry.damage):
                raise DumpError(f"{entry.source} is not what it was when the run began: --overwrite begins anew")
            note(chunk)
        if self._quarantined_bytes:
            self._quarantine.open(self._quarantined_bytes)
        if self._sidecar:
            self._sidecar.open(self._changes_bytes)
        if self._output is not None and self._output not in self._published_whole():
            output = self._plan.outputs[self._output]
            if output.target != "files":
                self._spool = self._spool_of(output)
                self._spool.open(self._size_of_output)

    def _plain(self) -> list[Spool]:
        """What has to be there at the end even if nothing was written to it."""
        plain = [output for output in self._plan.outputs if output.target != "files" and not is_whole(output)]
        return [self._spool_of(output) for output in plain] + ([self._sidecar] if self._sidecar else [])

    def _published_whole(self) -> set[int]:
        return {number for number in self._published if is_whole(self._plan.outputs[number])}

    def put(self, chunk: Chunk, result: Result) -> None:
        """Append what came of a chunk, then write it into the ledger."""
        if chunk.output != self._output:
            self._close_output()
            self._output = chunk.output
            output = self._plan.outputs[chunk.output]
            if output.target != "files":
                self._spool = self._spool_of(output)
                self._spool.open(0)
        files: list[tuple[str, int, int]] = []
        for name, content in result.files:
            target = self._plan.files[name]
            write_whole(self._file(target), content)
            files.append((target, len(content), zlib.crc32(content)))
        for folder in {self._file(name).parent for name, _, _ in files}:
            sync_folder(folder)
        entry = Entry(
            self._chunks,
            chunk.output,
            chunk.source,
            chunk.first,
            chunk.records,
            (len(chunk.payload), chunk.checksum()),
            self._spool.append(result.data) if self._spool else (0, 0),
            self._sidecar.append(result.changes) if self._sidecar else (0, 0),
            self._quarantine.append(result.quarantine),
            files,
            result.written,
            result.dropped,
            result.quarantined,
            result.changed,
            chunk.damage,
            result.statistics,
        )
        self._ledger.append(entry)
        self._seen.add(chunk.output)
        self._chunks += 1
        self._quarantined_bytes += entry.quarantine[0]
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            for spool in (self._spool, self._sidecar, self._quarantine):
                if spool:
                    spool.sync()
            self._ledger.sync()
            self._synced = time.monotonic()

    def finish(self, summary: Summary) -> None:
        """Give every file its final name and close the ledger."""
        self._close_output()
        for number, output in enumerate(self._plan.outputs):
            spool = self._spool_of(output)
            missing = number not in self._seen or not (is_whole(output) or spool.final.exists())
            if missing and output.target != "files":  # an input without records, or an empty output
                self._output, self._spool = number, spool
                self._spool.open(0)
                self._close_output()
            elif output.target == "files" and output.path:
                Path(output.path).mkdir(parents=True, exist_ok=True)
        if self._sidecar:
            if not self._sidecar.is_open:
                self._sidecar.open(0)
            self._sidecar.publish()
        if self._quarantined_bytes:
            self._quarantine.publish()
        else:
            self._quarantine.discard()
            self._quarantine.final.unlink(missing_ok=True)
        end = End(summary.records, summary.written, summary.dropped, summary.quarantined, len(summary.damaged))
        self._ledger.append(end)
        self._ledger.sync()
        for number in self._published_whole():
            self._spool_of(self._plan.outputs[number]).discard()

    def _close_output(self) -> None:
        if self._spool is None or self._output is None:
            return
        output = self._plan.outputs[self._output]
        if is_whole(output):
            self._spool.sync()
            self._spool.close()
            entries = (line for line, _ in book.read(self._ledger.path) if isinstance(line, Entry))
            sizes = (entry.data[0] for entry in entries if entry.output == self._output and entry.data[0])
            size, checksum = publish_whole(output, self._spool.partial, sizes, self._run.version)
        else:
            self._spool.publish()
            size, checksum = self._spool.final.stat().st_size, 0
        line = Published(self._output, str(output.path), size, checksum)
        self._ledger.append(line)
        self._published[self._output] = line
        self._spool = None

    def _spool_of(self, output: Output) -> Spool:
        path = str(output.path)
        return Spool(self._base.with_name(path.rsplit("/", 1)[-1]) if "://" in path else Path(path))

    def _file(self, name: str) -> Path:
        return self._base / name

    def close(self) -> None:
        """Close all files as they are; temporary names stay."""
        for spool in (self._spool, self._sidecar, self._quarantine):
            if spool:
                spool.close()
        self._ledger.close()


def _key(chunk: Chunk) -> tuple[Part, int, int, str | None]:
    return (len(chunk.payload), chunk.checksum()), chunk.records, chunk.first, chunk.damage


def _part(published: Published) -> Part:
    return published.size, published.checksum
