"""The typography of a paragraph's own language: quotes, apostrophes, dashes, ellipses, spaces.

What each language wants stands in `data/typography/<locale>.toml`, with its sources; how marks are read stands in the
modules here. Letters and digits never change, addresses, code and measurements are passed over, and where the usage of
a language is divided the text stays as it is.
"""

from newsclean.typography.locale import locales
from newsclean.typography.replacement import RULES, Replacement, apply
from newsclean.typography.typesetting import STYLES, typeset

__all__ = ["RULES", "STYLES", "Replacement", "apply", "locales", "typeset"]
