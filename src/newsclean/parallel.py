"""Worker processes for `Cleaner.pipe`: ordered, streaming, with as many sources in flight as keep them busy."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 32  # sources to a task: enough that sending them costs little beside cleaning them
_AHEAD = 3  # tasks in flight for each worker


def ordered(function: Callable[[T], R], sources: Iterable[T], jobs: int) -> Iterator[R]:
    """`map(function, sources)` in `jobs` processes, in order; reads no further ahead than the workers need."""
    chunks = iter(sources)
    waiting: deque[Future[list[R]]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            while len(waiting) < jobs * _AHEAD and (chunk := list(islice(chunks, _CHUNK))):
                waiting.append(pool.submit(_each, function, chunk))
            if not waiting:
                return
            yield from waiting.popleft().result()


def _each(function: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [function(source) for source in chunk]
