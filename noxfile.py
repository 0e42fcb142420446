"""What must hold, each in an environment of its own: `nox`, or `nox -s tests`."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_missing_interpreters = False
PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests, on every Python that the metadata names."""
    session.install(".[test]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def doctests(session: nox.Session) -> None:
    """The examples of README, documentation and docstrings."""
    session.install("-e", ".[test]")
    doctest = ("--doctest-modules", "--doctest-glob=*.md", "--doctest-ignore-import-errors")
    session.run("pytest", *doctest, "README.md", "docs", "src", *session.posargs)


@nox.session
def engines(session: nox.Session) -> None:
    """The examples of docs/engines, on Spark, Ray and the like; Spark wants Java 17."""
    session.install("-e", ".[test,datasets,datatrove,duckdb,polars,ray,scrapy,spark]")
    session.run("pytest", "-m", "engines", "tests/engines", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style and types."""
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, warnings as errors."""
    session.install(*nox.project.dependency_groups(PROJECT, "docs"))
    session.run("mkdocs", "build", "--strict", "--site-dir", str(Path(session.create_tmp()) / "site"))


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and source archive: checked, and the wheel used alone."""
    session.install(*nox.project.dependency_groups(PROJECT, "package"))
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(dist))
    files = sorted(str(path) for path in dist.iterdir())
    session.run("twine", "check", "--strict", *files)
    wheel = next(name for name in files if name.endswith(".whl"))
    session.run("check-wheel-contents", wheel)
    session.install(wheel)
    with session.chdir(dist):
        session.run("newsclean", "--version")
        Path("page.txt").write_text("Share on Facebook\nThe ferry sails again, with forty passengers and a goat.\n")
        session.run("newsclean", "explain", "page.txt", "--html", "page.html")
