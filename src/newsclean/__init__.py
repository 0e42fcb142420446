"""Clean scraped news text, and see exactly what was removed and why."""

__version__ = "0.1.0.dev0"
