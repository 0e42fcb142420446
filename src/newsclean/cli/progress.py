"""How a run is told on standard error: one line that moves on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

from newsclean.dumps.summary import Progress, Summary

_TERMINAL_SECONDS = 0.2
_PLAIN_SECONDS = 30.0


class ProgressLine:
    """Shows records, megabytes a second, time left and quarantined."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._start = self._shown = time.monotonic()
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        """Show how far the run is, if it is time to."""
        now = time.monotonic()
        if now - self._shown < (_TERMINAL_SECONDS if self._terminal else _PLAIN_SECONDS):
            return
        self._shown = now
        line = describe(progress, now - self._start)
        if self._terminal:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line off the terminal, so that another can be written."""
        if self._terminal and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0


def describe(progress: Progress, seconds: float) -> str:
    """Say how far a run is.

    >>> describe(Progress(1200, 30_000_000, 1, 5_000_000, 10_000_000, 0), 20.0)
    '1,200 records, 1.50 MB/s, 50 %, 0:00:20 left, 1 quarantined'
    """
    done = max(progress.bytes - progress.resumed, 0)
    parts = [f"{progress.records:,} records", f"{done / 1e6 / max(seconds, 0.001):.2f} MB/s"]
    if progress.total and progress.position:
        share = min(progress.position / progress.total, 1.0)
        # A resumed run has covered its first part in no time: only what is new tells the speed.
        new = share * (1 - progress.resumed / progress.bytes) if progress.bytes else share
        parts.append(f"{share:.0%}".replace("%", " %"))
        if new > 0:
            parts.append(f"{_clock(seconds * (1 - share) / new)} left")
    if progress.quarantined:
        parts.append(f"{progress.quarantined:,} quarantined")
    return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def unread(damaged: int, left_out: int) -> list[str]:
    """Say which inputs were not read whole, or not at all; nothing where all were."""
    parts = []
    if damaged:
        parts.append(f"{damaged:,} damaged input{'s' * (damaged > 1)}")
    if left_out:
        parts.append(f"{left_out:,} file{'s' * (left_out > 1)} of unknown kind left out")
    return parts


def sum_up(summary: Summary, seconds: float, quarantine: str | None) -> str:
    """Say in one line what a run did."""
    if summary.complete:
        return f"nothing to do: all {summary.records:,} records are done, and the output is as the ledger says"
    parts = [f"{summary.written:,} written ({summary.changed:,} changed)"]
    if summary.dropped:
        parts.append(f"{summary.dropped:,} dropped")
    if summary.quarantined:
        parts.append(f"{summary.quarantined:,} quarantined" + (f" in {quarantine}" if quarantine else ""))
    parts += unread(len(summary.damaged), summary.left_out)
    if summary.resumed:
        parts.append(f"{summary.resumed:,} of them by an earlier run")
    return f"{summary.records:,} records in {seconds:.1f} s: {', '.join(parts)}"
