"""A record over which the cleaner raises, in each engine; the columns that pass through; options; missing columns."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from newsclean import UnknownNameError
from newsclean.dumps import Fields
from tests.faults.standin import Standin

pytestmark = pytest.mark.engines
RAISED = "cleaning failed: ValueError: as asked for"
WHEN = datetime.datetime(2024, 5, 1, 12, 30, tzinfo=datetime.timezone.utc)
ROWS = [
    {"id": number, "article": {"body": text, "words": 2}, "when": WHEN, "tags": ["a", "b"], "language": "xx"}
    for number, text in enumerate(["one [residue]", "RAISE", None, "two"])
]
FIELDS = Fields(text="article.body", keep_original="was")


def check(rows: list[dict[str, Any]]) -> None:
    rows = sorted(rows, key=lambda row: row["id"])
    assert [row["article"] for row in rows] == [{"body": text, "words": 2} for text in ("one ", "RAISE", None, "two")]
    assert [row["was"] for row in rows] == ["one [residue]", "RAISE", None, "two"]
    assert [row["quarantine"] for row in rows] == [None, RAISED, "the field 'article.body' is null", None]
    assert [row["cleaned_language"] for row in rows] == ["en", None, None, "en"]
    assert [len(row["changes"] or ()) for row in rows] == [1, 0, 0, 0]
    for row in rows:
        when = row["when"] if row["when"].tzinfo else row["when"].astimezone(datetime.timezone.utc)
        assert (list(row["tags"]), row["language"], when) == (["a", "b"], "xx", WHEN)


class Telltale(Standin):
    """Gives as the language which cleaner of which process it is."""

    def clean(self, source: Any, /, **hints: Any) -> Any:
        return replace(super().clean(source, **hints), language=f"{os.getpid()} {id(self)}")


def one_for_each_process(languages: list[str], rows: int) -> None:
    assert len(languages) == rows
    assert len(set(languages)) == len({language.split()[0] for language in languages})


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1"}
    builder = SparkSession.builder.master("local[2]").config(map=settings)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark(spark: Any) -> None:
    from newsclean.engines.spark import clean_dataframe

    schema = (
        "id long NOT NULL, article struct<body string, words int>, when timestamp, tags array<string>, language string"
    )
    frame = spark.createDataFrame(ROWS, schema)
    cleaned = clean_dataframe(frame, Standin(), FIELDS, changes=True)
    check([row.asDict(recursive=True) for row in cleaned.collect()])
    assert [cleaned.schema[field.name] for field in frame.schema] == list(frame.schema)
    assert clean_dataframe(cleaned, Standin(), FIELDS, changes=True).columns == cleaned.columns
    assert clean_dataframe(frame, Standin(), FIELDS, on_error="skip").count() == 2
    with pytest.raises(UnknownNameError, match="no column named 'body'"):
        clean_dataframe(frame, Standin(), Fields(text="body"))
    with pytest.raises(Exception, match=r"row \d of the batch: cleaning failed: ValueError: as asked for"):
        clean_dataframe(frame.where("id < 2"), Standin(), FIELDS, on_error="fail").collect()


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_keeps_one_cleaner_in_each_process(spark: Any) -> None:
    from newsclean.engines.spark import clean_dataframe

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
    frame = spark.createDataFrame([(str(number),) for number in range(40)], "text string").repartition(8)
    one_for_each_process([row["language"] for row in clean_dataframe(frame, Telltale()).collect()], 40)


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


@pytest.mark.filterwarnings("ignore")
def test_ray(ray: Any) -> None:
    import pyarrow as pa

    from newsclean.engines.ray import clean_dataset

    dataset = ray.data.from_arrow([pa.Table.from_pylist(ROWS[:2]), pa.Table.from_pylist(ROWS[2:])])
    check(clean_dataset(dataset, Standin(), FIELDS, changes=True, batch_size=3).take_all())
    assert clean_dataset(dataset, Standin(), FIELDS, on_error="skip").count() == 2
    assert clean_dataset(dataset.filter(lambda row: False), Standin(), FIELDS).count() == 0
    with pytest.raises(Exception, match=r"row . of the batch"):
        clean_dataset(dataset, Standin(), FIELDS, on_error="fail").take_all()


@pytest.mark.filterwarnings("ignore")
def test_ray_keeps_one_cleaner_in_each_process(ray: Any) -> None:
    from newsclean.engines.ray import clean_dataset

    dataset = ray.data.from_items([{"text": str(number)} for number in range(40)], override_num_blocks=8)
    rows = clean_dataset(dataset, Telltale(), batch_size=1).take_all()
    one_for_each_process([row["language"] for row in rows], 40)


@pytest.mark.filterwarnings("ignore")
def test_datasets(tmp_path: Path) -> None:
    import datasets

    from newsclean.engines.datasets import clean_dataset

    datasets.disable_progress_bars()
    datasets.config.HF_DATASETS_CACHE = tmp_path
    dataset = datasets.Dataset.from_list(ROWS)
    cleaned = clean_dataset(dataset, Standin(), FIELDS, changes=True)
    check(cleaned.to_list())
    assert all(cleaned.features[name] == dataset.features[name] for name in dataset.features)
    check(clean_dataset(dataset.with_format("numpy"), Standin(), FIELDS, changes=True).with_format(None).to_list())
    assert clean_dataset(dataset.with_format("numpy"), Standin(), FIELDS).format["type"] == "numpy"
    check(list(clean_dataset(dataset.to_iterable_dataset(num_shards=2), Standin(), FIELDS, changes=True)))
    parts = datasets.DatasetDict(train=dataset, test=dataset.select([0, 3]))
    found = clean_dataset(parts, Standin(), FIELDS, on_error="skip", num_proc=2)
    assert {name: part.num_rows for name, part in found.items()} == {"train": 2, "test": 2}
    assert (
        clean_dataset(dataset, Standin(), FIELDS)._fingerprint == clean_dataset(dataset, Standin(), FIELDS)._fingerprint
    )
    assert clean_dataset(dataset, Standin(), FIELDS)._fingerprint != cleaned._fingerprint
    with pytest.raises(UnknownNameError, match="no column named 'body'"):
        clean_dataset(dataset, Standin(), Fields(text="body"))


def test_polars() -> None:
    import polars as pl

    from newsclean.engines.arrow import clean_table

    frame = pl.DataFrame(ROWS)
    cleaned = pl.from_arrow(clean_table(frame.to_arrow(), Standin(), FIELDS, changes=True))
    check(cleaned.to_dicts())
    assert cleaned.select(frame.columns).schema == frame.schema
    newest = frame.to_arrow(compat_level=pl.CompatLevel.newest())
    assert pl.from_arrow(clean_table(newest, Standin(), FIELDS, on_error="skip"))["id"].to_list() == [0, 3]


def test_datatrove() -> None:
    from datatrove.data import Document

    from newsclean.engines.datatrove import NewscleanFilter

    written = []

    class Writer:
        def __enter__(self) -> Writer:
            return self

        def __exit__(self, *error: object) -> None: ...

        def write(self, document: Document, rank: int) -> None:
            written.append(document)

    texts = [("one [residue]", {"language": "xx"}), ("RAISE", {}), ("two", {"url": "https://a.example"})]
    documents = [Document(text, str(number), metadata=dict(more)) for number, (text, more) in enumerate(texts)]
    step = NewscleanFilter(Standin(), Fields(keep_original="was"), exclusion_writer=Writer())
    first, second = step.run(documents)
    assert (first.text, first.metadata["was"]) == ("one ", "one [residue]")
    assert (first.metadata["language"], first.metadata["cleaned_language"]) == ("xx", "en")
    assert (second.text, second.metadata["verdict"]) == ("two", "article")
    assert [(d.text, d.metadata["quarantine"], d.metadata["filter_reason"]) for d in written] == [
        ("RAISE", RAISED, "cannot_be_cleaned")
    ]
    assert step.stats["characters_autoblog"].total == len("[residue]")
    assert [d.text for d in NewscleanFilter(Standin(), verdicts=("paywall",)).run([Document("two", "2")])] == []
    with pytest.raises(UnknownNameError, match="no verdict named 'articles'"):
        NewscleanFilter(Standin(), verdicts=("articles",))


@dataclass
class Page:
    text: str | None
    language: str | None = None
    verdict: str | None = None


def test_scrapy() -> None:
    import scrapy
    from scrapy.exceptions import DropItem
    from scrapy.utils.test import get_crawler

    from newsclean.engines.scrapy import NewscleanPipeline

    crawler = get_crawler(settings_dict={"NEWSCLEAN_CLEANER": Standin(), "NEWSCLEAN_FIELDS": FIELDS})
    pipeline = NewscleanPipeline.from_crawler(crawler)
    items = [pipeline.process_item(dict(row)) for row in ROWS]
    assert [item["article"]["body"] for item in items] == ["one ", "RAISE", None, "two"]
    assert [item.get("was") for item in items] == ["one [residue]", None, None, "two"]
    assert [item.get("quarantine") for item in items] == [None, RAISED, "the field 'article.body' is null", None]
    assert (items[0]["language"], items[0]["cleaned_language"]) == ("xx", "en")
    assert ROWS[0]["article"]["body"] == "one [residue]"

    class Declared(scrapy.Item):
        text = scrapy.Field()
        verdict = scrapy.Field()

    plain = NewscleanPipeline(Standin())
    assert dict(plain.process_item(Declared(text="one [residue]"))) == {"text": "one ", "verdict": "article"}
    assert plain.process_item(Page("one [residue]")) == Page("one ", "en", "article")
    for item, reason in ((Declared(text="RAISE"), RAISED), (Page(None), "newsclean: the field 'text' is null")):
        with pytest.raises(DropItem, match=reason):
            plain.process_item(item)
    with pytest.raises(DropItem, match="there is no field 'text'"):
        NewscleanPipeline(Standin(), on_error="skip").process_item({"id": 1})
    with pytest.raises(UnknownNameError, match="no on_error named 'fail'"):
        NewscleanPipeline(Standin(), on_error="fail")
