"""Bytes to text: by the byte order mark, UTF-8, the declared encoding, or what the bytes look like."""

from __future__ import annotations

import re

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\s{0,99}<\?xml[^>]{0,99}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""")
_DECLARED = 4096  # bytes in which a declaration may stand; the standard says 1024, pages take more
_SAMPLE = 65_536

# Browsers read these names as their supersets: https://encoding.spec.whatwg.org/#names-and-labels
_SUPERSETS = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    "tis-620": "cp874",
    "big5": "big5hkscs",
}


def decode(data: bytes) -> str:
    """Decode a page or a text; never fails: bytes that fit nowhere become U+FFFD.

    >>> decode('<meta charset="iso-8859-1">é'.encode("latin-1"))
    '<meta charset="iso-8859-1">é'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a download that was cut in the middle of a character, where there is another one to speak for UTF-8
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            return data.decode("utf-8", "replace")
    declared = _XML.match(data[:_DECLARED]) or _CHARSET.search(data[:_DECLARED])
    if declared is not None:
        name = declared.group(1).decode("ascii").lower()
        # UTF-8 that is declared, with stray bytes among it, is still UTF-8
        text = _decoded(data, _SUPERSETS.get(name, name))
        if text is not None:
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    text = _decoded(data, best.encoding) if best is not None else None
    return data.decode("utf-8", "replace") if text is None else text


def _decoded(data: bytes, encoding: str) -> str | None:
    """None where Python has no such encoding, or one that is not of text."""
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None
