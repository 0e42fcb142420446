"""`newsclean explain`: what goes, what stays, and why."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from newsclean.cli.app import ExitCode

if TYPE_CHECKING:
    from newsclean.document import Change, Cleaned

_PIPED_COLUMNS = 100


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--html", "page", metavar="OUT", type=click.Path(dir_okay=False), help="Write a self-contained page.")
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
@click.option("--mode", default="balanced", show_default=True, help="careful, balanced or thorough.")
@click.option("--typography", default="locale", show_default=True, help="locale, ascii or preserve.")
@click.option("--language", metavar="TAG", help="The article's language (BCP 47), where it is known.")
@click.option("--sites", metavar="FILE", help="What `newsclean learn` learned; --url tells the site.")
@click.option("--url", metavar="URL", help="Where the article comes from.")
@click.option(
    "--without", multiple=True, metavar="CATEGORY", help="Leave this residue, or this filter out; repeatable."
)
@click.option("--near-misses", is_flag=True, help="Also mark what only --mode thorough would remove.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
def explain(
    file: str,
    page: str | None,
    as_json: bool,
    mode: str,
    typography: str,
    language: str | None,
    sites: str | None,
    url: str | None,
    without: tuple[str, ...],
    near_misses: bool,
    color: str,
) -> int:
    """Show what is removed from an article, and why.

    FILE is a text or an HTML page, or - for standard input. Removed text is struck through and coloured by category,
    the rule and its evidence stand in the margin, typographic changes are dotted.
    """
    import newsclean
    from newsclean import report

    if page and as_json:
        raise click.UsageError("give --html or --json, not both")
    cleaner = newsclean.Cleaner(mode=mode, typography=typography, sites=sites)
    cleaner = cleaner.without(*(name for names in without for name in names.split(",")))
    with click.open_file(file, "rb") as stream:
        article = cleaner.clean(stream.read(), lang=language, url=url)
    near: tuple[Change, ...] = ()
    if near_misses or page:
        near = report.near_misses(article, replace(cleaner, mode="thorough"))
    if page:
        name = "standard input" if file == "-" else os.path.basename(file)
        _write(page, report.page(article, name=name, near=near))
        return ExitCode.OK
    if as_json:
        print(_json(article, near))
        return ExitCode.OK
    colour = color == "always" or (color == "auto" and _colourful())
    width = shutil.get_terminal_size((_PIPED_COLUMNS, 0)).columns or _PIPED_COLUMNS  # 0: it does not say
    for line in report.render(article, near=near, width=width, colour=colour):
        sys.stdout.buffer.write(line.encode("utf-8") + b"\n")
    return ExitCode.OK


def _colourful() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _json(article: Cleaned, near: tuple[Change, ...]) -> str:
    """Escapes keep halves of surrogate pairs, which UTF-8 has no bytes for."""
    fields = {
        "verdict": article.verdict,
        "language": article.language,
        "title": article.title,
        "source": article.source,
        "text": article.text,
        "paragraphs": [asdict(paragraph) for paragraph in article.paragraphs],
        "changes": [asdict(change) for change in article.changes],
        "near_misses": [asdict(change) for change in near],
    }
    return json.dumps(fields, indent=2)


def _write(path: str, text: str) -> None:
    """A page is whole under its name or not there."""
    partial = f"{path}.partial"
    with open(partial, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(partial, path)
