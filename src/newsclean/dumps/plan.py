"""Which input goes to which output, and in what form."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import get_args

from newsclean.dumps.chunks import Target
from newsclean.dumps.compression import compression_of
from newsclean.dumps.problems import DumpError
from newsclean.dumps.sources import Format, Source, format_of, is_url

_DOCUMENTS: tuple[Format, ...] = ("text", "html")
_SAME: dict[Format, Target] = {"jsonl": "jsonl", "csv": "csv", "tsv": "tsv", "parquet": "parquet", "warc": "jsonl"}
TARGETS: tuple[Target, ...] = tuple(target for target in get_args(Target) if target != "files")


@dataclass(frozen=True, slots=True)
class Output:
    """Where records go: a file, a URL, a folder for whole files, or (path None) the stream of the caller."""

    path: str | None
    target: Target
    compression: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources, each with the number of its output; `files` tells the name of each text file in a folder."""

    sources: list[Source]
    outputs: list[Output]
    files: dict[str, str]


def to_stream(sources: list[Source], to: Target | None) -> Plan:
    """Everything into one stream: one text as text, tables of one kind as that, anything else as JSON lines."""
    kinds = {source.format for source in sources}
    if to is None:
        if len(sources) == 1 and sources[0].format in _DOCUMENTS:
            to = "text"
        elif kinds in ({"csv"}, {"tsv"}):
            to = _SAME[sources[0].format]
        else:
            to = "jsonl"
    _check(sources, to, "standard output")
    if to == "parquet":
        raise DumpError("Parquet cannot be written to a pipe; name a file with -o")
    return Plan(sources, [Output(None, to)], {})


def to_file(sources: list[Source], path: str, to: Target | None) -> Plan:
    """Everything into one file, its form told by its name."""
    if to is None:
        form = format_of(path)
        if form is None or form in ("html", "warc"):
            raise DumpError(f"{path}: the name does not tell what to write; end it in .jsonl, .csv, .parquet or .txt")
        to = "text" if form == "text" else _SAME[form]
    _check(sources, to, path)
    compression = compression_of(path)
    if to == "parquet" and compression:
        raise DumpError(f"{path}: Parquet files are compressed inside; leave .{compression} out")
    check_paths(sources, [path])
    return Plan(sources, [Output(path, to, compression)], {})


def to_folder(sources: list[Source], folder: str) -> Plan:
    """Each input into a file of its own, of the same kind; pages and texts become .txt, WARC becomes .jsonl."""
    outputs: list[Output] = []
    files: dict[str, str] = {}
    taken: set[str] = set()
    planned: list[Source] = []
    whole: int | None = None
    texts = {_stem(source.name) + ".txt" for source in sources if source.format == "text"}
    for source in sources:
        if source.format in _DOCUMENTS:
            if is_url(folder):
                raise DumpError(f"{folder}: single texts cannot be written to a URL; name a .jsonl file there")
            if whole is None:
                whole = len(outputs)
                outputs.append(Output(folder, "files"))
            name = _stem(source.name) + ".txt"
            if source.format == "html" and name in texts:  # the text a.txt keeps its name, the page becomes a.html.txt
                name = source.name + ".txt"
            if source.name in files:
                raise DumpError(f"two inputs are called {source.name}: clean them into folders of their own")
            files[source.name] = name
            planned.append(replace(source, output=whole))
        else:
            name = source.name if source.path != "-" else f"stdin.{source.format}"
            if source.format == "warc":
                name = _stem(_stem(name, compressed=True)) + ".jsonl" + _suffix(name)
            planned.append(replace(source, output=len(outputs)))
            path = f"{folder.rstrip('/')}/{name}" if is_url(folder) else os.path.join(folder, name)
            outputs.append(Output(path, _SAME[source.format], source.compression))
        if name in taken:
            raise DumpError(f"two inputs would be written to {name}: clean them into folders of their own")
        taken.add(name)
    check_paths(sources, [os.path.join(folder, name) for name in taken])
    return Plan(planned, outputs, files)


def _suffix(name: str) -> str:
    return name[-len(os.path.splitext(name)[1]) :] if compression_of(name) else ""


def _stem(name: str, compressed: bool = False) -> str:
    if compression_of(name):
        name = os.path.splitext(name)[0]
    return name if compressed else os.path.splitext(name)[0]


def _check(sources: list[Source], to: Target, where: str) -> None:
    kinds = {source.format for source in sources}
    if to == "text" and (len(sources) > 1 or not kinds <= set(_DOCUMENTS)):
        raise DumpError(f"{where}: several records do not fit into one text; write .jsonl, or name a folder")
    if to in ("csv", "tsv") and not kinds <= {"csv", "tsv"}:
        raise DumpError(f"{where}: only tables can be written as {to.upper()}; write .jsonl")
    if to == "parquet" and kinds != {"parquet"}:
        raise DumpError(f"{where}: only Parquet can be written as Parquet; write .jsonl")


def check_paths(sources: list[Source], paths: Iterable[str]) -> None:
    """See that nothing is written over an input or a device.

    Raises:
        DumpError: If it would be.
    """
    inputs = {os.path.realpath(source.path) for source in sources if not is_url(source.path)}
    for path in paths:
        if is_url(path):
            continue
        if os.path.realpath(path) in inputs:
            raise DumpError(f"{path} is an input: writing there would destroy it; name another output")
        if os.path.exists(path) and not os.path.isfile(path):
            raise DumpError(f"{path} is no file that can be replaced; leave -o out to write to standard output")
