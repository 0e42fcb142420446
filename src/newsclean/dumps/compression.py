"""Compressed files whose end is checked.

The readers of the standard library stop silently at some cuts and some damage, and give nothing of the block that the
damage is in. Here a cut or damaged file gives all that can be read of it and then raises `DamagedError`.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from newsclean.dumps.problems import DamagedError, MissingExtraError

SUFFIXES = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst", ".zstd": "zst"}
"""Name endings and the compression they tell."""

BLOCK = 1 << 20
"""Bytes given out at most at once, so that a bomb does not fill the memory."""


class BinaryReader(Protocol):
    """What is needed of a file to read it."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none at the end."""
        ...


class _Decompressor(Protocol):
    eof: bool
    needs_input: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the manners of the other three."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self._more = False  # the last answer was cut at its limit: zlib may hold more of it inside

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._more

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        block = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._more = len(block) == max_length
        return block


def _zstd() -> Any:
    if sys.version_info >= (3, 14):  # pragma: no cover
        from compression import zstd
    else:
        try:
            from backports import zstd
        except ImportError:
            raise MissingExtraError("Reading and writing .zst", "zstd") from None
    return zstd


def _zst_decompressor() -> _Decompressor:
    zstd = _zstd()
    # Files made with `zstd --long=31` need a window of 2 GB; smaller ones take no more than they need.
    return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 31})  # type: ignore[no-any-return]


_DECOMPRESSORS: dict[str, Callable[[], Any]] = {
    "gz": _Gzip,
    "bz2": bz2.BZ2Decompressor,
    "xz": lzma.LZMADecompressor,
    "zst": _zst_decompressor,
}


def compression_of(name: str) -> str | None:
    """Tell the compression by the end of a file's name.

    >>> compression_of("news.jsonl.zst"), compression_of("news.jsonl")
    ('zst', None)
    """
    return next((kind for suffix, kind in SUFFIXES.items() if name.lower().endswith(suffix)), None)


_SIGNS = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst"}


def compression_in(first: bytes) -> str | None:
    """Tell the compression by a stream's first bytes; no text begins like this.

    >>> compression_in(compress(b"news", "gz")), compression_in(b"news")
    ('gz', None)
    """
    return next((kind for sign, kind in _SIGNS.items() if first.startswith(sign)), None)


def blocks(raw: BinaryReader, compression: str | None) -> Iterator[bytes]:
    """Give what `raw` holds, decompressed, in blocks of at most a megabyte.

    Several compressed streams one after the other are read as one, as `cat a.gz b.gz` makes them.

    Raises:
        DamagedError: After the last block that can be read, if the file is cut, damaged or followed by other bytes.
    """
    if compression is None:
        while block := raw.read(BLOCK):
            yield block
        return
    start = _DECOMPRESSORS[compression]
    data, streams = raw.read(BLOCK), 0
    if not data:
        raise DamagedError(f"the file is empty, not even a .{compression} header is there")
    while data:
        decompressor: _Decompressor = start()
        while not decompressor.eof:
            if decompressor.needs_input and not data:
                data = raw.read(BLOCK)
                if not data:
                    raise DamagedError(f"the .{compression} data end too early: the file is cut")
            try:
                block = decompressor.decompress(data, BLOCK)
            except (OSError, EOFError, ValueError, lzma.LZMAError, zlib.error, _zstd_error()) as error:
                where = "after the end of the compressed data come other bytes" if streams else "the data are damaged"
                raise DamagedError(f".{compression}: {where} ({error})") from error
            data = b""
            if block:
                yield block
        streams += 1
        data = decompressor.unused_data or raw.read(BLOCK)
        while data and not data.strip(b"\0"):  # padding, as tar and xz write it
            data = raw.read(BLOCK)
        if compression != "zst":
            data = data.lstrip(b"\0")


def _zstd_error() -> type[Exception]:
    try:
        return _zstd().ZstdError  # type: ignore[no-any-return]
    except MissingExtraError:
        return zlib.error


def compress(data: bytes, compression: str | None) -> bytes:
    """Make one whole compressed stream of `data`; streams may follow each other in a file.

    The same data give the same bytes: no time and no name is written.
    """
    if compression is None or not data:
        return data
    if compression == "gz":
        return gzip.compress(data, 6, mtime=0)
    if compression == "bz2":
        return bz2.compress(data)
    if compression == "xz":
        return lzma.compress(data)
    zstd = _zstd()
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})  # type: ignore[no-any-return]
