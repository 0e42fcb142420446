"""Worker processes that may die: results in order, bounded memory, poison records found.

A worker says which record it begins. When it dies, that record is known; the chunk is done again by a new worker, and a
record on which two workers died, or that took too long, is left out and reported.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, cast

from newsclean.dumps.chunks import Chunk, Result
from newsclean.dumps.cleaning import Work, process
from newsclean.dumps.problems import DumpError
from newsclean.dumps.worker import START, receive, send

_AHEAD = 3
"""Chunks that wait for each worker: done out of turn, or not begun."""
_BYTES_PER_SECOND = 100_000
"""A cleaner slower than this has stuck; the time-out grows with the chunk by this rate."""
_DEATHS = 2
_SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class _DeathError(Exception):
    def __init__(self, place: int | None, reason: str, slow: bool) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason
        self.slow = slow


class _Worker:
    """One process and the pipes to it."""

    def __init__(self, setup: bytes) -> None:
        environment = {**dict.fromkeys(_SINGLE_THREADED, "1"), **os.environ}
        # SIGINT stays blocked in the child until it ignores it, so that Ctrl-C prints no traceback from there.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if os.name == "posix" else None
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, json.dumps(sys.path), str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
            )
        finally:
            if before is not None:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._in, self._out = cast("BinaryIO", self.process.stdin), cast("BinaryIO", self.process.stdout)
        self._ready = False
        self._setup = setup
        self.slow = False
        self.deadline: float | None = None

    def run(self, chunk: Chunk, problems: dict[int, str], timeout: float) -> Result:
        place: int | None = None
        allowed = timeout + len(chunk.payload) / _BYTES_PER_SECOND
        try:
            if not self._ready:
                send(self._in, self._setup)
                refusal = receive(self._out)
                if refusal is not None:
                    raise DumpError(refusal)
                self._ready = True
            send(self._in, (chunk, problems))
            while True:
                message = receive(self._out)
                if isinstance(message, int):
                    place, self.deadline = message, time.monotonic() + allowed
                elif isinstance(message, Result):
                    return message
                else:
                    raise DumpError(str(message))
        except (EOFError, OSError):
            code = self.process.wait()
            reason = f"took longer than {allowed:.0f} s" if self.slow else _ending(code)
            raise _DeathError(place, reason, self.slow) from None
        finally:
            self.deadline = None

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):  # what is still in the buffer has no reader any more
                pipe.close()


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"was killed by signal {-code}"


class Pool:
    """Cleans chunks in worker processes.

    Args:
        work: The settings; they are pickled.
        jobs: How many processes; 0 works in this one, where nothing protects from a crash or a record without end.
        timeout: Seconds that one record may take; chunks of large records get more.
    """

    def __init__(self, work: Work, jobs: int, timeout: float) -> None:
        self._work = work
        self._jobs = jobs
        self._timeout = timeout
        self._local = threading.local()
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        if jobs:
            try:
                self._setup = pickle.dumps(work)
            except Exception as error:
                raise DumpError(f"the cleaner cannot be sent to worker processes: {error}") from error
            self._threads = ThreadPoolExecutor(jobs)
            self._watch = threading.Thread(target=self._watchdog, daemon=True)

    def __enter__(self) -> Pool:
        if self._jobs:
            self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if not self._jobs:
            return
        with self._lock:
            for worker in self._workers:
                worker.process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._watch.join()

    def results(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Result]]:
        """Give each chunk with its result, in order. Reads only a few chunks ahead."""
        if not self._jobs:
            for chunk in chunks:
                yield chunk, process(self._work, chunk, {}, lambda place: None) if chunk.records else Result()
            return
        waiting: deque[tuple[Chunk, Future[Result] | None]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._threads.submit(self._process, chunk) if chunk.records else None))
            while len(waiting) > self._jobs * _AHEAD or (waiting and _ready(waiting[0][1])):
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    @staticmethod
    def _next(waiting: deque[tuple[Chunk, Future[Result] | None]]) -> tuple[Chunk, Result]:
        chunk, future = waiting.popleft()
        while future is not None:
            wait((future,), 0.5)  # short waits, so that Ctrl-C comes through on every system
            if future.done():
                return chunk, future.result()
        return chunk, Result()

    def _process(self, chunk: Chunk) -> Result:
        problems: dict[int, str] = {}
        deaths: Counter[int | None] = Counter()
        while True:
            worker = self._worker()
            try:
                return worker.run(chunk, problems, self._timeout)
            except _DeathError as death:
                with self._lock:
                    self._workers.discard(worker)
                worker.close()
                self._local.worker = None
                if self._closing.is_set():
                    raise DumpError("stopped") from None
                deaths[death.place] += 1
                if death.place is None:
                    if deaths[None] > _DEATHS + 1:
                        raise DumpError(
                            f"workers do not live long enough to begin: the last one {death.reason}"
                        ) from None
                elif death.place in problems:  # it was left out, and the chunk still cannot be done
                    raise DumpError(
                        f"{chunk.source}: the chunk from record {chunk.first} on cannot be written: "
                        f"the worker {death.reason} again and again; its traceback is above"
                    ) from None
                elif death.slow or deaths[death.place] >= _DEATHS:
                    problems[death.place] = f"the worker {death.reason}" + ("" if death.slow else ", twice")

    def _worker(self) -> _Worker:
        worker: _Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            with self._lock:
                if self._closing.is_set():
                    raise DumpError("stopped")
                worker = self._local.worker = _Worker(self._setup)
                self._workers.add(worker)
        return worker

    def _watchdog(self) -> None:
        while not self._closing.wait(0.2):
            with self._lock:
                for worker in self._workers:
                    if worker.deadline is not None and time.monotonic() > worker.deadline:
                        worker.slow = True
                        worker.process.kill()


def _ready(future: Future[Result] | None) -> bool:
    return future is None or future.done()
