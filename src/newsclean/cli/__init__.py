"""The command line: arguments in, exit code out. Each command has a module of its own, imported when it is asked for.

Data goes to standard output, messages to standard error.
"""

from newsclean.cli.app import ExitCode, main, run

__all__ = ["ExitCode", "main", "run"]
