"""JSON objects of which only the fields that are ours are ever decoded.

Every other value stays the bytes it was: big integers, `1.10`, escapes and all. msgspec does the work; the lines that
it refuses but Python's own json takes (NaN, lone surrogates in escapes) are cut into fields here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable
from typing import Any

import msgspec

from newsclean.dumps.chunks import Fields

Record = dict[str, Any]
"""Field names and values; values of JSON lines are `msgspec.Raw`, to be passed through."""

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_SPACE = re.compile(r"[ \t\n\r]*")
_SCAN = json.JSONDecoder()
OURS = ("language", "paragraphs", "verdict", "cleaned_by")


class RecordError(ValueError):
    """A record that cannot be cleaned; the message is the reason for the quarantine."""


def read_fields(line: bytes) -> Record:
    """Cut a JSON object into its fields, their values undecoded.

    Raises:
        RecordError: If the line is not a JSON object in UTF-8.

    >>> {name: bytes(value) for name, value in read_fields(b'{"id": 12345678901234567890, "x": NaN}').items()}
    {'id': b'12345678901234567890', 'x': b'NaN'}
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(f"bad UTF-8: {error.reason} at byte {error.start}") from None
    try:
        return _FIELDS.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _cut(text)
    except json.JSONDecodeError as error:
        raise RecordError(f"bad JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise RecordError("bad JSON: nested too deeply") from None


def _cut(text: str) -> Record:
    value, end = _SCAN.raw_decode(text, _space(text, 0))
    if _space(text, end) != len(text):
        raise json.JSONDecodeError("something follows the record", text, end)
    if not isinstance(value, dict):
        raise RecordError(f"the record is {_KINDS.get(type(value), 'no object')}, not an object")
    record: Record = {}
    place = _space(text, _space(text, 0) + 1)
    while text[place] == '"':
        name, place = _SCAN.raw_decode(text, place)
        start = _space(text, _space(text, place) + 1)
        _, place = _SCAN.raw_decode(text, start)
        record[name] = msgspec.Raw(text[start:place].encode("utf-8"))
        place = _space(text, place)
        if text[place] == ",":
            place = _space(text, place + 1)
    return record


_KINDS: dict[type, str] = {
    type(None): "null",
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "a truth value",
}


def _space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def value_at(record: Record, name: str | None) -> Any:
    """Give the decoded value of a field; dots lead into nested objects.

    Raises:
        KeyError: If there is no such field.

    >>> value_at(read_fields(b'{"article": {"body": "Il pleut."}}'), "article.body")
    'Il pleut.'
    """
    if name is None:
        raise KeyError(name)
    if name not in record and "." in name:
        head, _, rest = name.partition(".")
        return value_at(_nested(record[head], name), rest)
    value = record[name]
    if isinstance(value, msgspec.Raw):
        try:
            return msgspec.json.decode(value)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return json.loads(bytes(value))
    return value


def with_value(record: Record, name: str, value: Any) -> Record:
    """Copy a record with another value at `name`, which may lead into nested objects."""
    if name not in record and "." in name:
        head, _, rest = name.partition(".")
        inner = _nested(record[head], name) if head in record else {}
        return {**record, head: with_value(inner, rest, value)}
    return {**record, name: value}


def _nested(value: Any, name: str) -> Record:
    if isinstance(value, msgspec.Raw) and bytes(value)[:1] == b"{":
        return read_fields(bytes(value))
    if isinstance(value, dict):
        return value
    raise KeyError(name)


def text_of(record: Record, fields: Fields) -> str | bytes:
    """Give the text to clean.

    Raises:
        RecordError: If there is none, or it is no text.
    """
    try:
        text = value_at(record, fields.text)
    except KeyError:
        raise RecordError(f"there is no field {fields.text!r}") from None
    if text is None:
        raise RecordError(f"the field {fields.text!r} is null")
    if not isinstance(text, (str, bytes)):
        raise RecordError(f"the field {fields.text!r} is {_KINDS.get(type(text), 'an object')}, not a string")
    return text


def string_of(record: Record, name: str | None) -> str | None:
    """Give a hint for the cleaner: the field's string, or None where there is no string."""
    try:
        value = value_at(record, name)
    except KeyError:
        return None
    return value if isinstance(value, str) and value else None


def names_of_ours(names: Container[str], ours: Iterable[str] = OURS) -> dict[str, str]:
    """Tell under which name each of our fields is added to a record that has fields of these names.

    A field that is there is not written over: ours is then called `cleaned_` and the name. Only what an earlier run of
    newsclean added (it left `cleaned_by`) is replaced.

    >>> names_of_ours({"text", "language"})["language"]
    'cleaned_language'
    >>> names_of_ours({"text", "language", "paragraphs", "verdict", "cleaned_by"})["language"]
    'language'
    """
    again = "cleaned_by" in names
    return {
        name: name if name not in names or (again and f"cleaned_{name}" not in names) else f"cleaned_{name}"
        for name in ours
    }


def added(record: Record, ours: Record) -> Record:
    """Add our fields to a record, under the names that `names_of_ours` tells."""
    names = names_of_ours(record, ours)
    return {**record, **{names[name]: value for name, value in ours.items()}}


def encode(value: Any) -> bytes:
    """Write a record, or any other value, as JSON on one line, without the line's end.

    Lone surrogates become escapes; what JSON does not know (dates, decimals, bytes in Parquet) becomes a string.
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        pass
    if isinstance(value, dict) and any(isinstance(part, msgspec.Raw) for part in value.values()):
        parts = ((encode(str(name)), encode(part)) for name, part in value.items())
        return b"{" + b",".join(name + b":" + part for name, part in parts) + b"}"
    return json.dumps(value, default=str).encode()


_ENCODER = msgspec.json.Encoder(enc_hook=str)
