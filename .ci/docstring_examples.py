"""Shows the examples of docstrings as code in the documentation (mkdocs.yml): they have no heading over them."""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


class Doctests(griffe.Extension):
    """Puts a fence around what begins with a prompt, up to the next blank line."""

    def on_instance(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Change the docstring as it is read; the source stays."""
        if obj.docstring:
            fenced = _EXAMPLE.sub(lambda found: f"```pycon\n{found.group()}\n```\n", obj.docstring.value)
            obj.docstring.value = fenced
