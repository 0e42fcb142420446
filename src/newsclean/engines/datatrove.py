"""datatrove: a step of its pipelines."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from newsclean.document import VERDICTS, Cleaned
from newsclean.dumps import Fields, MissingExtraError, Statistics
from newsclean.dumps.cleaning import CleanerLike, clean_record, ours, reason_of
from newsclean.dumps.json_records import added
from newsclean.dumps.settings import version_of
from newsclean.errors import UnknownNameError

try:
    from datatrove.pipeline.filters.base_filter import BaseFilter
except ImportError:
    raise MissingExtraError("Cleaning in datatrove pipelines", "datatrove") from None

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter


class NewscleanFilter(BaseFilter):  # type: ignore[misc]  # datatrove has no types
    """Cleans the text of each document; the metadata gets what the command line adds to a record.

    A document that cannot be cleaned, or whose verdict is not wanted, is dropped: it goes to the exclusion writer with
    `filter_reason` in its metadata. The statistics count verdicts, languages, and the characters removed by category.

    Args:
        cleaner: It is pickled, so filters of your own must be importable by the workers.
        fields: Which metadata hold address, title and language; the text is the document's.
        verdicts: Which verdicts pass, as in `("article",)`; None for all.
        exclusion_writer: Where dropped documents go; None to drop them for good. They are counted either way.

    Raises:
        UnknownNameError: There is no such verdict.
    """

    name = "newsclean"

    def __init__(
        self,
        cleaner: CleanerLike,
        fields: Fields = Fields(),  # noqa: B008  # it is frozen
        *,
        verdicts: Collection[str] | None = None,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__(exclusion_writer)
        if unknown := sorted(set(verdicts or ()) - set(VERDICTS)):
            raise UnknownNameError("verdict", unknown[0], VERDICTS)
        self._cleaner = cleaner
        self._fields = fields
        self._verdicts = verdicts
        self._version = version_of(cleaner)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Clean a document in place, and tell whether it stays."""
        fields = self._fields
        record = {**doc.metadata, fields.text: doc.text}
        try:
            cleaned = clean_record(self._cleaner, record, fields)
        except Exception as error:  # whatever it is, it is this document's, and it is reported
            doc.metadata["quarantine"] = reason_of(error)
            return False, "cannot_be_cleaned"
        if fields.keep_original:
            doc.metadata[fields.keep_original] = doc.text
        doc.text = cleaned.text
        doc.metadata = added(doc.metadata, ours(cleaned, self._version))
        self._count(cleaned)
        if self._verdicts is None or cleaned.verdict in self._verdicts:
            return True
        return False, cleaned.verdict

    def _count(self, cleaned: Cleaned) -> None:
        counted = Statistics()
        counted.add(cleaned.source, cleaned.changes, cleaned.language, None, cleaned.verdict)
        for kind, tallies in (("verdict", counted.verdicts), ("language", counted.languages)):
            for name in tallies:
                self.stat_update(f"{kind}_{name}")
        for name, tally in counted.categories.items():
            self.stat_update(f"changes_{name}", value=tally.count)
            self.stat_update(f"characters_{name}", value=tally.characters)
