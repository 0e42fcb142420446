"""Show what was removed and why: an article in the terminal, an article or a run on a page of its own."""

from newsclean.report.audit import Audit, Table
from newsclean.report.comparison import Piece, Row, near_misses, rows
from newsclean.report.page import page
from newsclean.report.run import Totals, group_tables, run_page
from newsclean.report.terminal import render

__all__ = [
    "Audit",
    "Piece",
    "Row",
    "Table",
    "Totals",
    "group_tables",
    "near_misses",
    "page",
    "render",
    "rows",
    "run_page",
]
