"""Reads tests/cases/<language>.toml."""

from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "cases"


class Case(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    text: str
    go: list[str]
    category: str | None = None


class CaseFile(msgspec.Struct):
    case: list[Case]


def read(path: Path) -> list[Case]:
    return msgspec.toml.decode(path.read_bytes(), type=CaseFile).case


def cases() -> list[tuple[str, str, list[str]]]:
    """Name, text and what must go, of every case of every language."""
    paths = sorted(FOLDER.glob("*.toml"))
    return [(f"{path.stem}: {case.name}", case.text.strip(), case.go) for path in paths for case in read(path)]


def without(text: str, go: list[str]) -> str:
    """`text` without the spans in `go`, each taken where it is a line by itself, else where it stands first."""
    for span in go:
        lines = text.split("\n")
        if span in lines:
            lines[lines.index(span)] = ""
            text = "\n".join(lines)
        else:
            assert span in text, f"{span!r} is not in the text of the case"
            text = text.replace(span, "", 1)
    return text
