"""HTML to text. Nothing after this stage sees a tag."""

from newsclean.extraction.article import Extracted, extract
from newsclean.extraction.decoding import decode
from newsclean.extraction.recognition import looks_like_html

__all__ = ["Extracted", "decode", "extract", "looks_like_html"]
