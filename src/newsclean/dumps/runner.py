"""Run a dump through a cleaner: the one function of this package that users call."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from newsclean.dumps.chunks import Chunk, Fields, Result, Target
from newsclean.dumps.cleaning import CleanerLike, OnError, Work, header
from newsclean.dumps.compression import compress
from newsclean.dumps.entries import damage_line
from newsclean.dumps.outputs import Spool
from newsclean.dumps.plan import Plan, check_paths, to_file, to_folder, to_stream
from newsclean.dumps.pool import Pool
from newsclean.dumps.problems import DumpError, StoppedError
from newsclean.dumps.readers import Limits, read
from newsclean.dumps.recording import Recording
from newsclean.dumps.settings import settings_of, version_of
from newsclean.dumps.sources import Format, Source, find, is_url, total_size
from newsclean.dumps.summary import Progress, Summary


def run(
    inputs: Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str] | BinaryIO | None,
    *,
    cleaner: CleanerLike | None = None,
    jobs: int = 1,
    format: Format | None = None,
    to: Target | None = None,
    fields: Fields = Fields(),  # noqa: B008 - frozen
    changes: str | os.PathLike[str] | None = None,
    on_error: OnError = "quarantine",
    resume: bool = False,
    overwrite: bool = False,
    timeout: float = 60.0,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Callable[[Progress], None] | None = None,
    notice: Callable[[str], None] | None = None,
) -> Summary:
    """Clean dumps: many records, in files, with bounded memory, and nothing lost.

    Args:
        inputs: Files, folders, globs, URLs that fsspec knows, or `-` for standard input.
        output: A file, a URL, or a folder (it exists, or the name ends in a slash), which gets a file for each input.
            Or a binary stream, or None to write nothing and only count.
        cleaner: What cleans; `newsclean.Cleaner()` by default. Workers get it pickled.
        jobs: Worker processes. With 0 the work is done in this process, which a crash of a record then ends.
        format: What the inputs hold, where their names do not tell.
        to: What to write, where the output's name does not tell; `diff` and `check` are for streams.
        fields: Where the records keep text, id, address, title and language.
        changes: A file for every change, joined by id: a line for each record that changed.
        on_error: `quarantine` a record that fails, `skip` it, or `fail` at the first.
        resume: Go on where an earlier run stopped, after checking that its output is what its ledger says.
        overwrite: Begin anew even if an unfinished run is there.
        timeout: Seconds that one record may take, and 10 more for each megabyte of its chunk.
        limits: The size of chunks, and of the largest record, in bytes.
        progress: Called after each chunk.
        notice: Called with a line of text for each damaged input, and for each failed record where there is no file
            to quarantine it in.

    Returns:
        What became of the records: `records == written + dropped + quarantined`.

    Raises:
        DumpError: The run cannot start or go on; the message says why, and what to do. What is done is kept: a later
            run with `resume` goes on from there.

    >>> import io
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "dump.jsonl").write_text('{"id": 7, "text": "Il pleut sur la ville.\\\\n[ad_2]"}\\n')
    >>> summary = run([folder / "dump.jsonl"], folder / "clean.jsonl", jobs=0)
    >>> summary.records, summary.written, summary.quarantined
    (1, 1, 0)
    >>> import json
    >>> json.loads((folder / "clean.jsonl").read_text())["text"]
    'Il pleut sur la ville.'
    """
    if limits.record < limits.chunk or limits.chunk < 1 or jobs < 0:
        raise DumpError("jobs must not be negative, and chunks not empty and not larger than the largest record")
    if fields.keep_original == fields.text:
        raise DumpError(f"the original cannot be kept in {fields.text!r}: the cleaned text goes there")
    if cleaner is None:
        from newsclean import Cleaner

        cleaner = Cleaner()
    path = os.fspath(output) if isinstance(output, (str, os.PathLike)) else None
    base = _base(path) if path else None
    apart = [str(base), *(f"{base}{suffix}" for suffix in Recording.SUFFIXES)] if base else []
    sources, left_out = find(
        [os.fspath(given) for given in inputs], format, [*apart, os.fspath(changes)] if changes else apart
    )
    if path is None:
        plan = to_stream(sources, to or ("check" if output is None else None))
    elif path.endswith("/") or os.path.isdir(path):
        plan = to_folder(sources, path)
    else:
        plan = to_file(sources, path, to)
    if changes:
        check_paths(plan.sources, [os.fspath(changes)])
        if path and os.path.realpath(changes) in {os.path.realpath(str(out.path)) for out in plan.outputs}:
            raise DumpError(f"{changes}: the changes and the output cannot go into one file")
    work = Work(cleaner, fields, on_error, changes is not None, version_of(cleaner))
    run_ = _Run(plan, work, jobs, timeout, limits, progress, notice, left_out)
    sidecar = Spool(Path(changes)) if changes else None
    try:
        if base is None:
            return run_.stream(
                output if output is None or not isinstance(output, (str, os.PathLike)) else None, sidecar
            )
        settings = {**settings_of(cleaner), "fields": repr(fields), "on_error": on_error, "limits": repr(limits)}
        settings["outputs"] = " ".join(sorted({output.target for output in plan.outputs}))
        settings["changes"] = Path(changes).name if changes else ""
        recording = Recording(base, plan, sidecar, work.version, settings)
        try:
            return run_.record(recording, resume, overwrite)
        finally:
            recording.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        where = error.filename or path or "standard output"
        kept = " What is done is kept: run again with --resume to go on." if base else ""
        raise DumpError(f"{where}: {error.strerror or error}.{kept}") from error


def _base(path: str) -> Path:
    """Where the ledger and the other files beside the output are; of a URL, in the working directory."""
    return Path.cwd() / path.rstrip("/").rsplit("/", 1)[-1] if is_url(path) else Path(path)


class _Run:
    """One run: sources in, results to a stream or to files with a ledger."""

    def __init__(
        self,
        plan: Plan,
        work: Work,
        jobs: int,
        timeout: float,
        limits: Limits,
        progress: Callable[[Progress], None] | None,
        notice: Callable[[str], None] | None,
        left_out: int,
    ) -> None:
        self._plan = plan
        self._work = work
        self._jobs = jobs
        self._timeout = timeout
        self._limits = limits
        self._progress = progress
        self._notice = notice or (lambda line: None)
        self._summary = Summary(left_out=left_out)
        self._columns: dict[int, tuple[str, ...]] = {}
        self._resumed = 0
        self._total = total_size(plan.sources)

    def stream(self, out: BinaryIO | None, sidecar: Spool | None) -> Summary:
        """Write to a stream. There is nothing to resume, and nowhere to quarantine."""
        with Pool(self._work, self._jobs, self._timeout) as pool:
            for chunk, result in pool.results(self._chunks()):
                data = self._head(chunk) + self._checked(chunk, result).data
                if out is not None and data:
                    out.write(data)
                    out.flush()
                if sidecar is not None:
                    sidecar.append(result.changes)
                for line in result.quarantine.splitlines():
                    self._notice(_shown(line))
                self._count(chunk, result)
        if sidecar is not None:
            if not sidecar.is_open:
                sidecar.open(0)
            sidecar.publish()
        return self._finished()

    def record(self, recording: Recording, resume: bool, overwrite: bool) -> Summary:
        """Write to files, with a ledger."""
        summary = self._summary
        if recording.begin(summary, resume, overwrite):
            summary.complete = True
            return self._finished()
        summary.resumed, self._resumed = summary.records, summary.bytes
        chunks = self._chunks()
        recording.skip(chunks, self._head)
        with Pool(self._work, self._jobs, self._timeout) as pool:
            for chunk, result in pool.results(chunks):
                checked = self._checked(chunk, result)
                recording.put(chunk, replace(checked, data=self._head(chunk) + checked.data))
                self._count(chunk, checked)
        summary = self._finished()
        recording.finish(summary)
        return summary

    def _chunks(self) -> Iterator[Chunk]:
        for chunk in read(self._plan.sources, self._limits):
            output = self._plan.outputs[chunk.output]
            yield replace(chunk, target=output.target, compression=output.compression)

    def _head(self, chunk: Chunk) -> bytes:
        """The header line, if this chunk begins a table."""
        if chunk.target == "parquet" and chunk.records and chunk.first == 1:
            from newsclean.dumps.parquet import from_stream

            self._same_columns(chunk, tuple(map(str, from_stream(chunk.payload).schema)))
        if chunk.target not in ("csv", "tsv") or chunk.damage:
            return b""
        known = self._same_columns(chunk, chunk.columns)
        if known is not chunk.columns or chunk.first > 2:
            return b""
        return compress(header(chunk.target, chunk.columns, self._work.fields), chunk.compression)

    def _same_columns(self, chunk: Chunk, columns: tuple[str, ...]) -> tuple[str, ...]:
        known = self._columns.setdefault(chunk.output, columns)
        if known != columns:
            raise DumpError(
                f"{chunk.source} has other columns than the table before it: write .jsonl, or name a folder"
            )
        return known

    def _checked(self, chunk: Chunk, result: Result) -> Result:
        if result.failure:
            raise StoppedError(f"{result.failure}. What is done is kept; --on-error quarantine would set it aside.")
        if chunk.records != result.written + result.dropped + result.quarantined:
            raise DumpError(
                f"{chunk.source}: of {chunk.records} records from {chunk.first} on, some are not accounted for"
            )
        if chunk.damage and self._work.on_error == "fail":
            raise StoppedError(f"{chunk.source}: damaged: {chunk.damage}")
        if chunk.damage:
            result = replace(result, quarantine=damage_line(chunk.source, chunk.first, chunk.damage))
        return result

    def _count(self, chunk: Chunk, result: Result) -> None:
        summary = self._summary
        summary.add(chunk, result)
        if chunk.damage:
            self._notice(f"{chunk.source}: damaged: {chunk.damage}")
        if self._progress:
            done = Progress(
                summary.records, summary.bytes, summary.quarantined, chunk.progress, self._total, self._resumed
            )
            self._progress(done)

    def _finished(self) -> Summary:
        if not self._summary.balanced:
            raise DumpError("the numbers of records in and out do not agree: do not use this output, and report this")
        return self._summary


def _shown(line: bytes) -> str:
    import msgspec

    quarantined = msgspec.json.decode(line)
    return f"{quarantined['file']}:{quarantined['line']}: {quarantined['reason']}"


__all__ = ["Source", "run"]
