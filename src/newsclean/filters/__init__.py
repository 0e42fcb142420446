"""The filter protocol. Each structural filter has a module of its own here; what is data goes through `phrase`."""

from collections.abc import Iterable
from typing import Protocol

from newsclean.document import Document, Mark


class Filter(Protocol):
    """Reads a document and proposes marks. Holds options, never state; never edits text."""

    @property
    def name(self) -> str:
        """Stable; shown in reports, used to switch the filter off."""
        ...

    def __call__(self, document: Document, /) -> Iterable[Mark]:
        """Propose what to remove, in `document.text`."""
        ...
