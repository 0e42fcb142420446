"""Bars, drawn by leather as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from newsclean.report.inert import plain

_LABEL = 26
_WIDTH = 720
_BAR = 26
_FRAME = 130  # what leather leaves around the bars, axis and its name included


def bars(title: str, values: Mapping[str, int], unit: str) -> str:
    """Draw a bar for each value, in order.

    Args:
        title: Read out by screen readers.
        values: Labels and lengths.
        unit: What the lengths are, for the axis.

    Returns:
        An SVG element; empty where there is no value to draw.

    Raises:
        ImportError: leather is not installed.

    >>> "share" in bars("Removed", {"share": 3}, "characters"), bars("Removed", {}, "characters")
    (True, '')
    """
    import leather

    rows = [(value, _label(name)) for name, value in values.items() if value > 0]
    if not rows:
        return ""
    chart = leather.Chart()
    chart.add_bars(rows)
    chart.add_x_axis(name=unit)
    height = _FRAME + _BAR * len(rows)
    svg = str(chart.to_svg(width=_WIDTH, height=height))
    head = f'<svg class="chart" role="img" aria-label="{escape(title)}" viewBox="0 0 {_WIDTH} {height}" '
    return svg[svg.index("<svg") :].replace(f'<svg width="{_WIDTH}" height="{height}" ', head, 1)


def _label(name: str) -> str:
    shown = plain(name)
    return shown if len(shown) <= _LABEL else shown[: _LABEL - 1] + "…"
