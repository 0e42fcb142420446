"""Show what was removed and why: an article in the terminal, or on a page of its own."""

from newsclean.report.comparison import Piece, Row, near_misses, rows
from newsclean.report.page import page
from newsclean.report.terminal import render

__all__ = ["Piece", "Row", "near_misses", "page", "render", "rows"]
