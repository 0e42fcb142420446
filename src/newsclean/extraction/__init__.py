"""HTML to text. Nothing after this stage sees a tag."""

from typing import TYPE_CHECKING

from newsclean.extraction.decoding import decode
from newsclean.extraction.recognition import looks_like_html

if TYPE_CHECKING:
    from newsclean.extraction.article import Extracted, extract

__all__ = ["Extracted", "decode", "extract", "looks_like_html"]


def __getattr__(name: str) -> object:
    """Load what reads pages when the first one comes: texts do without it."""
    if name in ("Extracted", "extract"):
        from newsclean.extraction import article

        globals().update(Extracted=article.Extracted, extract=article.extract)
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
