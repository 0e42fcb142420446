"""`newsclean learn`: what sites print on their pages, from a dump."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from newsclean.cli.app import FORMATS, ExitCode

if TYPE_CHECKING:
    from newsclean.dumps import Learned


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, help="sites.json; or a name in .counts, for a part of a dump.")
@click.option("--titles", is_flag=True, help="Also learn titles: lines that are another document's title are teasers.")
@click.option("--site", metavar="DOMAIN", help="The site of all documents, where their addresses do not tell.")
@click.option("--format", type=click.Choice(FORMATS), help="What the inputs hold, where their names do not tell.")
@click.option("--text-field", default="text", show_default=True, help="Dots lead into nested records.")
@click.option("--id-field", default="id", show_default=True)
@click.option("--url-field", default="url", show_default=True)
@click.option("--title-field", default="title", show_default=True)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def learn(inputs: tuple[str, ...], output: str, quiet: bool, **options: Any) -> int:
    """Learn the lines that repeat over the documents of a site.

    INPUT is what `newsclean clean` takes, or .counts files of parts that were learned apart: they are added up, and
    give the same sites.json as the whole dump. Use it with `newsclean clean --sites sites.json`.

    Exit codes: 0 done; 2 it could not be done; 3 done, but records could not be read or an input is damaged; 130
    stopped by Ctrl-C.
    """
    from newsclean.cli.progress import ProgressLine
    from newsclean.dumps import Fields
    from newsclean.dumps import learn as learn_from

    fields = Fields(**{name: options.pop(f"{name}_field") for name in ("text", "id", "url", "title")})
    start = time.monotonic()
    line = ProgressLine(sys.stderr)

    def notice(text: str) -> None:
        line.clear()
        print("newsclean:", text, file=sys.stderr)

    try:
        learned = learn_from(inputs, output, fields=fields, progress=None if quiet else line, notice=notice, **options)
    finally:
        line.clear()
    if not quiet:
        print(_sum_up(learned, output, time.monotonic() - start), file=sys.stderr)
    return ExitCode.QUARANTINED if learned.failed or learned.damaged else ExitCode.OK


def _sum_up(learned: Learned, output: str, seconds: float) -> str:
    from newsclean.cli.progress import unread

    parts = [f"{learned.documents:,} documents of {learned.sites:,} sites in {seconds:.1f} s"]
    if learned.profiled is None:
        parts.append(f"counts in {output}")
    else:
        parts.append(f"{learned.profiled:,} sites with a profile in {output}")
    if learned.homeless:
        parts.append(f"{learned.homeless:,} records without an address left out (see --url-field, --site)")
    if learned.failed:
        parts.append(f"{learned.failed:,} that cannot be read left out")
    return ", ".join([*parts, *unread(len(learned.damaged), learned.left_out)])
