"""Scrapy: an item pipeline, so that a crawl stores articles instead of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsclean.document import Cleaned
from newsclean.dumps import Fields, MissingExtraError, Statistics
from newsclean.dumps.cleaning import CleanerLike, clean_record, ours, reason_of
from newsclean.dumps.json_records import names_of_ours, value_at, with_value
from newsclean.dumps.settings import version_of
from newsclean.errors import UnknownNameError

try:
    from itemadapter import ItemAdapter
    from scrapy.exceptions import DropItem
except ImportError:
    raise MissingExtraError("Cleaning scraped items", "scrapy") from None

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_ON_ERROR = ("quarantine", "skip")


class NewscleanPipeline:
    """Cleans the text of each item; the item gets what the command line adds to a record.

    An item class gets those of the fields that it declares, a dict all of them. The settings:

    - `NEWSCLEAN_CLEANER`: a `newsclean.Cleaner`; the default one if there is none.
    - `NEWSCLEAN_FIELDS`: a `newsclean.dumps.Fields`: which fields hold the text or page, and so on.
    - `NEWSCLEAN_ON_ERROR`: "quarantine" (the default) passes an item that cannot be cleaned on as it is, with the
      reason in its field `quarantine`; "skip", or an item class without that field, drops it. Scrapy logs the reason.

    Raises:
        UnknownNameError: There is no such `on_error`.
    """

    def __init__(
        self,
        cleaner: CleanerLike,
        fields: Fields = Fields(),  # noqa: B008  # it is frozen
        *,
        on_error: str = "quarantine",
        crawler: Crawler | None = None,
    ) -> None:
        if on_error not in _ON_ERROR:
            raise UnknownNameError("on_error", on_error, _ON_ERROR)
        self._cleaner = cleaner
        self._fields = fields
        self._on_error = on_error
        self._crawler = crawler
        self._version = version_of(cleaner)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NewscleanPipeline:
        """Make the pipeline that the settings ask for."""
        from newsclean import Cleaner

        settings = crawler.settings
        return cls(
            settings.get("NEWSCLEAN_CLEANER") or Cleaner(),
            settings.get("NEWSCLEAN_FIELDS") or Fields(),
            on_error=settings.get("NEWSCLEAN_ON_ERROR", "quarantine"),
            crawler=crawler,
        )

    def process_item(self, item: Any, spider: object = None) -> Any:
        """Clean an item in place.

        Raises:
            DropItem: It cannot be cleaned, and is not to be passed on.
        """
        adapter, fields = ItemAdapter(item), self._fields
        record = dict(adapter)
        try:
            cleaned = clean_record(self._cleaner, record, fields)
        except Exception as error:  # whatever it is, it is this item's, and it is reported
            return self._failed(adapter, reason_of(error))
        new = ours(cleaned, self._version)
        # A field that an item class declares and the spider left empty is ours to fill.
        names = names_of_ours({name for name, value in record.items() if value is not None})
        head = fields.text if fields.text in record else fields.text.partition(".")[0]
        if fields.keep_original:
            _put(adapter, {fields.keep_original: value_at(record, fields.text)})
        adapter[head] = with_value(record, fields.text, cleaned.text)[head]
        _put(adapter, {names[name]: value for name, value in new.items()})
        self._count(cleaned)
        return item

    def _failed(self, adapter: Any, reason: str) -> Any:
        self._add("newsclean/quarantine", 1)
        if self._on_error == "skip" or not _put(adapter, {"quarantine": reason}):
            raise DropItem(f"newsclean: {reason}")
        return adapter.item

    def _count(self, cleaned: Cleaned) -> None:
        counted = Statistics()
        counted.add(cleaned.source, cleaned.changes, cleaned.language, None, cleaned.verdict)
        self._add(f"newsclean/verdict/{cleaned.verdict}", 1)
        self._add(f"newsclean/language/{cleaned.language or 'unknown'}", 1)
        for name, tally in counted.categories.items():
            self._add(f"newsclean/characters/{name}", tally.characters)

    def _add(self, key: str, count: int) -> None:
        if self._crawler and self._crawler.stats:
            self._crawler.stats.inc_value(key, count)


def _put(adapter: Any, values: dict[str, Any]) -> bool:
    """Set the fields that the item can have, and tell whether that were all."""
    known = ItemAdapter.get_field_names_from_class(type(adapter.item))
    fitting = {name: value for name, value in values.items() if known is None or name in known}
    for name, value in fitting.items():
        adapter[name] = value
    return len(fitting) == len(values)
