"""A worker process: takes chunks from its standard input, gives results on its standard output.

It is started as a plain child (no fork of a parent that has threads, no import of the user's main module), and it ends
when its parent does, however that ends.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

_LENGTH = struct.Struct("<Q")

START = """
import json, os, sys
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL: see prctl(2)
    if os.getppid() != int(sys.argv[2]):
        os._exit(0)  # the parent ended before the request was made
sys.path[:] = json.loads(sys.argv[1])
from newsclean.dumps.worker import serve
serve()
"""
"""What `python -c` runs, with the parent's `sys.path` and process id as its arguments.

The first thing is to ask Linux to kill this process when its parent ends; elsewhere the closed pipe ends it after its
chunk.
"""


def send(stream: BinaryIO, message: object) -> None:
    """Write a message and its length before it."""
    data = pickle.dumps(message, protocol=5)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read a message.

    Raises:
        EOFError: If the other side is gone, or went away in the middle of a message.
    """
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(length)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Work until the parent closes the pipe or ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not get between the messages
    try:
        _serve(sys.stdin.buffer, out)
    except (EOFError, BrokenPipeError):
        os._exit(0)


def _serve(inbox: BinaryIO, out: BinaryIO) -> None:
    try:
        from newsclean.dumps.cleaning import process

        work = pickle.loads(receive(inbox))
    except (EOFError, BrokenPipeError):
        raise
    except Exception as error:  # the parent says it to the user
        send(out, f"a worker cannot start: {type(error).__name__}: {error}")
        return
    send(out, None)
    begin: Callable[[int], None] = lambda place: send(out, place)  # noqa: E731
    while True:
        chunk, problems = receive(inbox)
        from newsclean.dumps.problems import DumpError

        try:
            result: object = process(work, chunk, problems, begin)
        except DumpError as error:
            result = str(error)
        send(out, result)
