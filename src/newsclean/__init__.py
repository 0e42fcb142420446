"""Clean scraped news text, and see exactly what was removed and why.

>>> import newsclean
>>> article = newsclean.clean("Il pleut sur la ville.\\n[ad_2]")
>>> article.text
'Il pleut sur la ville.'
"""

from typing import TYPE_CHECKING

from newsclean.document import (
    CATEGORIES,
    VERDICTS,
    Certainty,
    Change,
    Cleaned,
    CleanedParagraph,
    Document,
    Mark,
    Paragraph,
    Sentence,
    Span,
)
from newsclean.errors import DataFileError, NewscleanError, UnknownNameError
from newsclean.filters import Filter

if TYPE_CHECKING:
    from newsclean.pipeline import Cleaner, clean

__version__ = "0.1.0.dev0"

__all__ = [
    "CATEGORIES",
    "VERDICTS",
    "Certainty",
    "Change",
    "Cleaned",
    "CleanedParagraph",
    "Cleaner",
    "DataFileError",
    "Document",
    "Filter",
    "Mark",
    "NewscleanError",
    "Paragraph",
    "Sentence",
    "Span",
    "UnknownNameError",
    "clean",
]


def __getattr__(name: str) -> object:
    """Load the pipeline when it is first asked for: `import newsclean` alone costs nothing."""
    if name in ("Cleaner", "clean"):
        from newsclean import pipeline

        globals().update(Cleaner=pipeline.Cleaner, clean=pipeline.clean)
        return globals()[name]
    raise AttributeError(f"module 'newsclean' has no attribute {name!r}")
