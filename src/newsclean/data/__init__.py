"""The data files, and how they are read. Strangers edit them; tests review them."""

import sys
from importlib.resources import files
from typing import Any


def read(name: str) -> dict[str, Any]:
    """The content of the TOML file `name` of this folder.

    >>> sorted(read("credits.toml"))
    ['agencies', 'bracketed', 'openers', 'particles']
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))
