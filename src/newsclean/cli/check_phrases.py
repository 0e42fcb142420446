"""`newsclean check-phrases`: the reviewer of the phrase files."""

from __future__ import annotations

import click

from newsclean.cli.app import ExitCode


@click.command("check-phrases")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
def check_phrases(files: tuple[str, ...]) -> int:
    """List every problem of phrase files, with its remedy."""
    from newsclean.phrases.checking import check

    problems = [f"{path}: {problem}" for path in files for problem in check(path)]
    for problem in problems:
        click.echo(problem)
    return ExitCode.WOULD_CHANGE if problems else ExitCode.OK
