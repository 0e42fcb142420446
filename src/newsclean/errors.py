"""What newsclean raises. Every message says what happened and what to do next."""

from collections.abc import Iterable


class NewscleanError(Exception):
    """Anything that newsclean raises on purpose."""


class UnknownNameError(NewscleanError, ValueError):
    """A filter, category, mode, typography or language that does not exist; the message lists what does."""

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        super().__init__(f"There is no {kind} named {name!r}. Known: {', '.join(sorted(known))}.")
        self.kind = kind
        self.name = name


class DataFileError(NewscleanError, ValueError):
    """A phrase or typography file has problems; the message lists all of them, each with its remedy."""
