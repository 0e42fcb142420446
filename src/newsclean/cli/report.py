"""`newsclean report`: what a run over a dump removed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import click

from newsclean.cli.app import ExitCode

if TYPE_CHECKING:
    from newsclean.document import Change
    from newsclean.dumps import Fields
    from newsclean.report import Audit, Totals

Output = tuple[str, str, str | None]
"""Id, site and cleaned text of a record in the output."""


@click.command()
@click.argument("run", type=click.Path())
@click.option("-o", "--output", required=True, metavar="PAGE", help="The page to write.")
@click.option("--changes", type=click.Path(exists=True), help="The run's --changes file, if it is not beside RUN.")
@click.option("--csv", "folder", metavar="FOLDER", help="Also write each table into this folder.")
@click.option(
    "--sample", type=click.IntRange(0), default=100, show_default=True, help="Records in which to look for near misses."
)
def report(run: str, output: str, changes: str | None, folder: str | None, sample: int) -> int:
    """Report what a run removed.

    RUN is the OUTPUT of `newsclean clean`; its ledger lies beside it. Lines, samples and suspicious removals need a run
    with --changes, near misses and sites an output of JSON lines.
    """
    from newsclean import report as pages
    from newsclean.dumps import DumpError, MissingExtraError, Summary, ledger

    base = run.rstrip("/").removesuffix(".ledger.jsonl")
    book = Path(f"{base}.ledger.jsonl")
    summary, settings, version, done = Summary(), None, "", False
    for line, _ in ledger.read(book):
        if isinstance(line, ledger.Run):
            settings, version = line.settings, line.version
        elif isinstance(line, ledger.Entry):
            summary.add_entry(line)
        done = isinstance(line, ledger.End)
    if settings is None:
        raise DumpError(f"{book} is no ledger: name the output of a run of newsclean clean")
    fields = _fields(settings.get("fields", ""))
    readable = Path(base).is_file() and settings.get("outputs") == "jsonl"
    notes = [] if done else ["The run is not finished: this is what it has done so far."]
    beside = Path(base).parent / (settings.get("changes") or "-")
    sidecar = Path(changes) if changes else beside if beside.is_file() else None
    audit = pages.Audit()
    if sidecar is None:
        notes.append("Run with --changes FILE to see removed lines, samples and suspicious removals.")
    else:
        _read_changes(audit, sidecar, _outputs(base, fields) if readable else iter(()))
    if not readable:
        notes.append("The output is not JSON lines in one file: sites of lines and near misses are not shown.")
    elif sample and settings.get("mode") != "thorough":
        _look_for_near_misses(audit, _outputs(base, fields), settings, sample)
    totals = _totals(os.path.basename(base), version, summary, notes)
    tables = audit.tables()
    try:
        page = pages.run_page(totals, tables)
    except ImportError:
        raise MissingExtraError("Drawing charts", "report") from None
    _write(Path(output), page.encode("utf-8"))
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for table in (*pages.group_tables(totals), *tables):
            _write(Path(folder, f"{table.name}.csv"), table.csv().encode("utf-8"))
    return ExitCode.OK


def _fields(written: str) -> Fields:
    """The fields as the ledger has them, the `repr` of a `Fields`."""
    from newsclean.dumps import Fields

    named = dict(re.findall(r"(\w+)='([^']*)'", written))
    return Fields(**{name: named[name] for name in ("text", "id", "url") if name in named})


def _outputs(path: str, fields: Fields) -> Iterator[Output]:
    """The records of the output, in order."""
    from newsclean.dumps.json_records import read_fields, string_of, text_of, value_at
    from newsclean.dumps.statistics import site

    for line in _lines(Path(path)):
        record = read_fields(line)
        text = text_of(record, fields)
        try:
            name = str(value_at(record, fields.id))
        except KeyError:  # a record without an id has a line's name in the changes; it cannot be told here
            name = ""
        yield name, site(string_of(record, fields.url)), text if isinstance(text, str) else None


def _read_changes(audit: Audit, path: Path, outputs: Iterator[Output]) -> None:
    """Both files are in the order of the input; records that did not change are only in the output."""
    import msgspec

    from newsclean.document import Change

    ahead = True
    for line in _lines(path):
        entry = msgspec.json.decode(line, type=dict[str, Any])
        name, site, text = str(entry["id"]), "unknown", None
        while ahead:
            found = next(outputs, None)
            ahead = found is not None
            if found and found[0] == name:
                site, text = found[1], found[2]
                break
        audit.add(name, site, [Change(**change) for change in entry["changes"]], text)


def _look_for_near_misses(audit: Audit, outputs: Iterator[Output], settings: dict[str, str], sample: int) -> None:
    """Clean a sample of what was cleaned again, with the run's filters and languages, asking for less certainty."""
    import newsclean
    from newsclean.document import CATEGORIES
    from newsclean.report.comparison import is_removal

    keeping = frozenset(settings.get("keeping", "").split(",")) & frozenset(CATEGORIES)
    spoken = tuple(re.findall(r"'([^']+)'", settings.get("languages", ""))) or None
    cleaner = newsclean.Cleaner(mode="thorough", typography=None, languages=spoken, keeping=keeping)
    if ran := settings.get("filters", ""):
        cleaner = cleaner.without(*(each.name for each in cleaner.filters if each.name not in ran.split(",")))
    chosen: list[Output] = []
    chance = Random(0)
    for number, record in enumerate(outputs):  # Vitter's algorithm R
        if number < sample:
            chosen.append(record)
        elif (place := chance.randrange(number + 1)) < sample:
            chosen[place] = record
    for name, site, text in chosen:
        near: list[Change] = [c for c in cleaner.clean(text or "", html=False).changes if is_removal(c)]
        for change in near:
            audit.add_near(name, site, change)


def _lines(path: Path) -> Iterator[bytes]:
    from newsclean.dumps import DumpError
    from newsclean.dumps.compression import blocks, compression_of
    from newsclean.dumps.problems import DamagedError

    parts: list[bytes] = []
    with open(path, "rb") as stream:
        try:
            for block in blocks(stream, compression_of(path.name)):
                first, *lines = block.split(b"\n")
                parts.append(first)
                for line in lines:
                    yield b"".join(parts)
                    parts = [line]
        except DamagedError as error:
            raise DumpError(f"{path}: {error}") from error
    if any(parts):
        yield b"".join(parts)


def _totals(name: str, version: str, summary: Any, notes: list[str]) -> Totals:
    from newsclean.report import Totals

    statistics = summary.statistics
    removed = sum(tally.characters for tally in statistics.languages.values())
    facts = [
        ("Records", f"{summary.records:,}"),
        ("Written", f"{summary.written:,}"),
        ("Changed", f"{summary.changed:,}"),
        ("Dropped", f"{summary.dropped:,}"),
        ("Quarantined", f"{summary.quarantined:,}"),
        ("Damaged inputs", f"{len(summary.damaged):,}"),
        ("Characters removed", f"{removed:,}"),
    ]
    groups = {
        group: {key: (t.count, t.characters, t.lines) for key, t in getattr(statistics, field).items()}
        for group, field in (
            ("category", "categories"),
            ("language", "languages"),
            ("site", "sites"),
            ("verdict", "verdicts"),
        )
    }
    return Totals(name, version, facts, groups, notes)


def _write(path: Path, data: bytes) -> None:
    from newsclean.dumps.outputs import write_whole

    write_whole(path, data)
