"""Who may import whom: downwards only (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

import newsclean

ROOT = Path(newsclean.__file__).parent
FOUNDATION = {"document", "folding", "errors", "data"}
MIDDLE = {"phrases", "alignment", "outline"}
STAGES = {
    "extraction", "repair", "segmentation", "languages", "filters", "judge", "typography", "rendering",
    "reporting", "parallel",
}  # fmt: skip
LAYERS = (
    FOUNDATION,
    MIDDLE,
    {"subject", "sites", "corroboration"},
    STAGES,
    {"looks", "guard"},
    {"pipeline"},
    {"dumps", "report"},
    {"engines"},
    {"cli"},
    {"__main__"},
)
OWNERS = {
    "trafilatura": {"extraction"},
    "lxml": {"extraction"},
    "ftfy": {"repair"},
    "langdetect": {"languages"},
    "py3langid": set(),  # only training/ reads its model
    "eldc": {"languages"},
    "lingua": {"languages"},
    "tld": {"sites"},
    "click": {"cli"},
    "fsspec": {"dumps"},
    "pyarrow": {"dumps", "engines"},
    "pyspark": {"engines"},
    "ray": {"engines"},
    "datasets": {"engines"},
    "datatrove": {"engines"},
    "scrapy": {"engines"},
    "itemadapter": {"engines"},
}


def modules() -> list[tuple[str, ast.Module]]:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.append((name, ast.parse(path.read_text("utf-8"))))
    return found


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "newsclean":
                found.update(f"newsclean.{alias.name}" for alias in node.names)
            elif node.module:
                found.add(node.module)
    return found


def layer(room: str) -> int:
    for number, rooms in enumerate(LAYERS):
        if room in rooms:
            return number
    raise AssertionError(f"{room} has no place in the picture: add it to docs/architecture.md and here")


CASES = [pytest.param(name, tree, id=name) for name, tree in modules() if name != "__init__"]


@pytest.mark.parametrize(("name", "tree"), CASES)
def test_imports_go_down(name: str, tree: ast.Module) -> None:
    room = name.split(".")[0]
    for imported in imports(tree):
        if not imported.startswith("newsclean."):
            continue
        target = imported.split(".")[1]
        if target == room or target.startswith("__"):
            continue
        if target[:1].isupper() or target == "clean":
            continue  # a public name, or the folder of data files
        assert layer(target) < layer(room), f"{name} imports {imported}"


@pytest.mark.parametrize(("name", "tree"), [case for case in CASES if str(case.id).startswith("filters.")])
def test_no_filter_imports_another(name: str, tree: ast.Module) -> None:
    assert not {x for x in imports(tree) if x.startswith("newsclean.filters.") and x != f"newsclean.{name}"}


@pytest.mark.parametrize(("name", "tree"), CASES)
def test_each_package_has_one_room_that_knows_it(name: str, tree: ast.Module) -> None:
    for imported in imports(tree):
        owners = OWNERS.get(imported.split(".")[0])
        assert owners is None or name.split(".")[0] in owners, f"{name} imports {imported}"


@pytest.mark.parametrize(("name", "tree"), CASES)
def test_only_the_command_line_prints(name: str, tree: ast.Module) -> None:
    if name.split(".")[0] not in ("cli", "__main__"):
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_short_and_named_for_what_they_are(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
    assert path.stem not in ("utils", "helpers", "common", "base", "misc")
