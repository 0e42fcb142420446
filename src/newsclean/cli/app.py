"""The group of commands, and what becomes of their failures: one line and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from importlib import import_module

import click

from newsclean import __version__
from newsclean.errors import NewscleanError

COMMANDS = {
    "clean": "newsclean.cli.clean",
    "explain": "newsclean.cli.explain",
    "report": "newsclean.cli.report",
    "learn": "newsclean.cli.learn",
    "filters": "newsclean.cli.lists",
    "languages": "newsclean.cli.lists",
    "check-phrases": "newsclean.cli.check_phrases",
}
"""Where each command is; its function has the command's name."""


FORMATS = ("text", "html", "jsonl", "csv", "tsv", "parquet", "warc")
"""What inputs may hold, as `--format` names it."""


class ExitCode(IntEnum):
    """What the exit codes say."""

    OK = 0
    WOULD_CHANGE = 1
    """`--check` or `--diff` found something to clean."""
    FAILED = 2
    """The command was given wrongly, or something cannot be read or written."""
    QUARANTINED = 3
    """The run is finished, but some records failed or some inputs are damaged."""
    INTERRUPTED = 130
    """Ctrl-C."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def newsclean() -> None:
    """Clean scraped news text, and see exactly what was removed and why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: The arguments; those of the process by default.

    Returns:
        The exit code, see `ExitCode`.
    """
    try:
        code = newsclean.main(argv if argv is None else list(argv), prog_name="newsclean", standalone_mode=False)
        sys.stdout.flush()
        return int(code) if isinstance(code, int) else ExitCode.OK
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.FAILED
    except click.ClickException as error:
        return _failed(error.format_message())
    except BrokenPipeError:
        return _closed()
    except SystemExit as error:  # click's own answer to a closed pipe
        return _closed() if error.code == 1 else int(error.code or 0)
    except (NewscleanError, OSError) as error:
        return _failed(str(error))


def _failed(message: str) -> int:
    print("newsclean:", " ".join(message.split()), file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        _closed()
    return ExitCode.FAILED


def _closed() -> int:
    """Nobody reads on, or nothing more fits: keep Python from trying to write what is left when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return ExitCode.OK


def run() -> None:
    """The entry of the `newsclean` command."""
    sys.exit(main())
