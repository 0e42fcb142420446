"""The report of a run over a dump, as a page of its own, as inert as that of an article."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from newsclean.report.audit import Table
from newsclean.report.charts import bars
from newsclean.report.families import FAMILIES, family_of
from newsclean.report.page import asset, policy, shown

_TOP = 20

Counts = tuple[int, int, int]
"""Changes or records, characters removed, whole lines removed."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run did.

    Attributes:
        name: The output.
        cleaned_by: Version and settings.
        facts: Names and values, for the head of the page.
        groups: By "category", "language", "site" and "verdict", the counts of each.
        notes: What the report could not look at, and how it could.
    """

    name: str
    cleaned_by: str
    facts: Sequence[tuple[str, str]]
    groups: Mapping[str, Mapping[str, Counts]]
    notes: Sequence[str] = ()


def run_page(totals: Totals, tables: Sequence[Table]) -> str:
    """Write the report of a run as a self-contained HTML page.

    Args:
        totals: What the run did.
        tables: As `Audit.tables` gives them.

    Returns:
        The page; it can always be encoded as UTF-8.

    Raises:
        ImportError: leather, which draws the bars, is not installed.
    """
    style = asset("page.css") + asset("run.css")
    every = [*group_tables(totals), *tables]
    charts = "".join(
        f"<figure><figcaption>by {group}</figcaption>{drawn}</figure>"
        for group in ("category", "language", "site")
        if (drawn := _bars(group, totals.groups.get(group, {})))
    )
    return Template(asset("run.html")).substitute(
        policy=escape(policy(style, None)),
        style=style,
        name=shown(totals.name),
        cleaned_by=shown(totals.cleaned_by),
        facts="".join(f"<div><dt>{shown(k)}</dt><dd>{shown(v)}</dd></div>" for k, v in totals.facts),
        notes="".join(f'<p class="hint">{shown(note)}</p>' for note in totals.notes),
        charts=charts or '<p class="hint">Nothing was removed.</p>',
        contents="".join(f'<li><a href="#{t.name}">{shown(t.title)}</a> {len(t.rows):,}</li>' for t in every),
        tables="".join(map(_table, every)),
    )


def group_tables(totals: Totals) -> list[Table]:
    """The totals as tables, the greatest first."""
    plural = {"category": "categories", "language": "languages", "site": "sites", "verdict": "verdicts"}
    return [
        Table(
            plural[group],
            plural[group].capitalize(),
            "",
            (group, "changes" if group == "category" else "records", "characters removed", "whole lines removed"),
            [(name, *counts) for name, counts in _ranked(values)],
        )
        for group, values in totals.groups.items()
    ]


def _ranked(values: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    return sorted(values.items(), key=lambda item: (-item[1][1], -item[1][0], item[0]))


def _bars(group: str, values: Mapping[str, Counts]) -> str:
    edits = FAMILIES[-1].categories if group == "category" else ()
    ranked = [(name, counts[1]) for name, counts in _ranked(values) if name not in edits][:_TOP]
    return bars(f"Characters removed, by {group}", dict(ranked), "characters removed")


def _table(table: Table) -> str:
    data = base64.b64encode(("\ufeff" + table.csv()).encode("utf-8")).decode("ascii")
    heads = "".join(f'<th scope="col">{shown(column)}</th>' for column in table.columns)
    body = "".join(f"<tr>{''.join(map(_cell, table.columns, row))}</tr>\n" for row in table.rows)
    note = f'<p class="hint">{shown(table.note)}</p>' if table.note else ""
    if not body:
        body = f'<tr><td colspan="{len(table.columns)}">none</td></tr>'
    return (
        f'<section id="{table.name}" aria-labelledby="{table.name}-title"><div class="headline">'
        f'<h2 id="{table.name}-title">{shown(table.title)} <span class="count">{len(table.rows):,}</span></h2>'
        f'<a class="csv" download="{table.name}.csv" href="data:text/csv;charset=utf-8;base64,{data}">CSV</a></div>'
        f'{note}<div class="scroll" tabindex="0" role="region" aria-labelledby="{table.name}-title">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table></div></section>\n"
    )


def _cell(column: str, value: str | int | float) -> str:
    if not isinstance(value, str):
        return f'<td class="number">{value:,}</td>'
    if column == "category":
        return f'<td><span class="tag {family_of(value).name}">{shown(value)}</span></td>'
    kind = f' class="{column}"' if column in ("text", "line", "removed", "before", "after", "evidence") else ""
    return f"<td{kind}><bdi>{shown(value)}</bdi></td>"
