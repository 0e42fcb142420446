"""`newsclean clean`: articles and dumps."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click

from newsclean.cli.app import FORMATS, ExitCode

if TYPE_CHECKING:
    from newsclean.dumps import Progress, Summary

_COLOURS = {b"+": b"\x1b[32m", b"-": b"\x1b[31m", b"@": b"\x1b[36m"}


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", help="File, URL, or folder (ending in /) to write to; standard output if left out.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Worker processes.")
@click.option("--mode", default="balanced", show_default=True, help="careful, balanced or thorough.")
@click.option("--typography", default="locale", show_default=True, help="locale, ascii or preserve.")
@click.option("--language", "languages", multiple=True, help="A language that may occur (BCP 47); may be repeated.")
@click.option(
    "--without", multiple=True, metavar="CATEGORY", help="Leave this residue, or this filter out; repeatable."
)
@click.option(
    "--sites", metavar="FILE", help="What `newsclean learn` learned: lines that a site prints go from its documents."
)
@click.option("--format", type=click.Choice(FORMATS), help="What the inputs hold, where their names do not tell.")
@click.option("--to", type=click.Choice(["text", "jsonl", "csv", "tsv", "parquet"]), help="What to write.")
@click.option("--text-field", default="text", show_default=True, help="Dots lead into nested records.")
@click.option("--id-field", default="id", show_default=True)
@click.option("--url-field", default="url", show_default=True)
@click.option("--title-field", default="title", show_default=True)
@click.option("--lang-field", help="Field that names the article's language; not read if left out.")
@click.option("--keep-original", metavar="FIELD", help="Keep the text as it was in this field.")
@click.option("--changes", metavar="FILE", help="Write every change here, joined by id (JSON lines).")
@click.option("--check", is_flag=True, help="Write nothing; name what would change, exit with 1 if anything would.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change, exit with 1 if anything would.")
@click.option("--statistics", is_flag=True, help="Show what was removed by category, language and site.")
@click.option(
    "--on-error",
    type=click.Choice(["quarantine", "skip", "fail"]),
    default="quarantine",
    show_default=True,
    help="What to do with records that fail.",
)
@click.option("--resume", is_flag=True, help="Go on where an earlier run stopped, after checking its output.")
@click.option("--overwrite", is_flag=True, help="Begin anew even if an unfinished run is there.")
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds that one record may take.")
@click.option("--chunk-bytes", type=click.IntRange(1), default=1 << 19, show_default=True, help="Size of a chunk.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def clean(
    inputs: tuple[str, ...],
    output: str | None,
    mode: str,
    typography: str,
    languages: tuple[str, ...],
    without: tuple[str, ...],
    sites: str | None,
    check: bool,
    diff: bool,
    statistics: bool,
    quiet: bool,
    to: Any,
    chunk_bytes: int,
    keep_original: str | None,
    **options: Any,
) -> int:
    """Clean texts, pages and dumps.

    INPUT is a file, a folder, a glob, a URL, or - for standard input: .txt, .html, .jsonl, .csv, .tsv (each also as
    .gz, .bz2, .xz, .zst), .parquet, .warc and .wet. A record that fails goes to OUTPUT.quarantine.jsonl.

    Exit codes: 0 done; 1 --check or --diff found something; 2 it could not be done; 3 done, but something was
    quarantined or damaged; 130 stopped by Ctrl-C.
    """
    import newsclean
    from newsclean.cli.progress import ProgressLine, sum_up
    from newsclean.dumps import Fields, Limits, run

    if output and (check or diff):
        raise click.UsageError("--check and --diff write nothing: leave --output out")
    if check and diff:
        raise click.UsageError("give --check or --diff, not both")
    cleaner = newsclean.Cleaner(mode=mode, typography=typography, languages=languages or None, sites=sites)
    cleaner = cleaner.without(*(name for names in without for name in names.split(",")))
    named = {name: options.pop(f"{name}_field") for name in ("text", "id", "url", "title", "lang")}
    if options["jobs"] == 1 and not output and _is_an_article(inputs):
        options["jobs"] = 0
    start = time.monotonic()
    line = ProgressLine(sys.stderr)
    try:
        summary = run(
            inputs,
            output or _stdout(diff),
            cleaner=cleaner,
            to="diff" if diff else "check" if check else to,
            fields=Fields(**named, keep_original=keep_original),
            limits=Limits(chunk=chunk_bytes, record=max(1 << 28, chunk_bytes)),
            progress=_progress(line, output, quiet),
            notice=lambda text: _notice(line, text),
            **options,
        )
    except KeyboardInterrupt:
        line.clear()
        if output:
            _notice(line, "stopped; --resume goes on from here")
        raise
    finally:
        line.clear()
    if not quiet and (output or summary.quarantined or check or diff):
        quarantine = f"{output.rstrip('/')}.quarantine.jsonl" if output else None
        print(sum_up(summary, time.monotonic() - start, quarantine), file=sys.stderr)
    if statistics:
        print(summary.statistics.table(), file=sys.stdout if output or check else sys.stderr)
    return _code(summary, check or diff)


def _is_an_article(inputs: tuple[str, ...]) -> bool:
    """Whether it is one small text or page: cleaned here, which saves the start of a worker."""
    from newsclean.dumps.sources import format_of

    path = inputs[0]
    document = len(inputs) == 1 and format_of(path) in ("text", "html") and os.path.isfile(path)
    return document and os.path.getsize(path) < 1 << 20


def _code(summary: Summary, only_look: bool) -> int:
    if summary.quarantined or summary.damaged:
        return ExitCode.QUARANTINED
    return ExitCode.WOULD_CHANGE if only_look and summary.changed else ExitCode.OK


def _notice(line: Any, text: str) -> None:
    line.clear()
    print("newsclean:", text, file=sys.stderr)


def _progress(line: Any, output: str | None, quiet: bool) -> Any:
    """Show progress unless it would get between the lines of the output on a terminal."""
    if quiet or (output is None and sys.stdout.isatty()):
        return None

    def show(progress: Progress) -> None:
        line(progress)

    return show


class _Coloured:
    """Colours the lines of a diff for a terminal."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        for line in data.splitlines(keepends=True):
            colour = _COLOURS.get(line[:1])
            self._stream.write(colour + line.rstrip(b"\n") + b"\x1b[0m\n" if colour else line)
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def _stdout(diff: bool) -> BinaryIO:
    stream = sys.stdout.buffer
    return cast("BinaryIO", _Coloured(stream)) if diff and sys.stdout.isatty() else stream
