"""What can go wrong with a dump, apart from single records: those go to the quarantine."""

from newsclean.errors import NewscleanError


class DumpError(NewscleanError):
    """The run cannot start or go on. What is done so far is safe; the message says what to do next."""


class MissingExtraError(DumpError, ImportError):
    """A format or an engine needs a package that is not installed; the message says which extra brings it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an extra package: pip install 'newsclean[{extra}]'")


class DamagedError(Exception):
    """An input ends too early or holds bytes that cannot be right; what came before it was given out."""


class StoppedError(DumpError):
    """A record failed and the run was told to stop at the first failure."""
