"""Write the table of locales in docs/typography.md from the data files; `--check` says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from newsclean.typography import locales
from newsclean.typography.locale import Locale, load

PAGE = Path(__file__).with_name("typography.md")
BEGIN, END = "<!-- table: python docs/render_typography.py -->", "<!-- end of the table -->"
SPACES = {"\u00a0": "U+00A0", "\u202f": "U+202F"}


def quotes(locale: Locale) -> tuple[str, str]:
    """The marks of each level, and those that stand beside them."""
    schemes = locale.quotes.schemes
    if not schemes:
        return "as they are", ""
    inside = SPACES.get(locale.quotes.inside, "")
    levels = [f"{opening}…{closing}" for opening, closing in schemes[0]]
    if inside:
        levels[0] += f" ({inside} inside)"
    return " ".join(levels), " ".join(f"{scheme[0][0]}…{scheme[0][1]}" for scheme in schemes[1:])


def dashes(locale: Locale) -> str:
    """What is typed, and the dash that it becomes."""
    wanted = locale.dashes
    before = {
        "`a -- b`": wanted.spaced,
        "`a--b`": wanted.joined,
        "`a - b`": wanted.hyphen,
        "`- A`": wanted.dialogue,
        "`1999-2004`": wanted.range,
    }
    return ", ".join(f"{form} {mark}" for form, mark in before.items() if mark)


def table() -> str:
    """The table and the notes, between the two comments that hold their place."""
    rows = [
        "| locale | | quotes, nested | also stand | apostrophe | dashes | ellipsis | space before |",
        "|---|---|---|---|---|---|---|---|",
    ]
    notes = []
    for tag in locales():
        locale = load(tag)
        marks, others = quotes(locale)
        spaces = ", ".join(f"`{mark}` {SPACES[space]}" for mark, space in locale.before)
        cells = [
            f"`{tag}`",
            locale.name,
            marks,
            others,
            locale.apostrophe.mark,
            dashes(locale),
            locale.ellipsis,
            spaces,
        ]
        rows.append("| " + " | ".join(cells) + " |")
        notes.append(
            f"- **{locale.name}** (`{tag}`). {locale.note} Sources: {'; '.join(locale.sources)}.".replace("  ", " ")
        )
    return "\n".join([BEGIN, "", *rows, "", "### Notes and sources", "", *notes, "", END])


def main(arguments: list[str]) -> int:
    """Write the page, or compare it; 1 when it is older than the files."""
    page = PAGE.read_text("utf-8")
    start, end = page.index(BEGIN), page.index(END) + len(END)
    wanted = page[:start] + table() + page[end:]
    if "--check" in arguments:
        if wanted != page:
            print(
                "docs/typography.md is older than the data files: run python docs/render_typography.py", file=sys.stderr
            )
        return int(wanted != page)
    PAGE.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
