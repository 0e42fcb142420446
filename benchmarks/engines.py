"""What each engine costs a record, beside cleaning it.

python benchmarks/engines.py [--records 20000] [--repeat 5] [--only spark,ray]

Every engine reads the same records from a file, gives them to one process of newsclean with a cleaner that does
nothing, and brings the result where it would be used. CPU time of all the engine's processes, so that other work on the
machine does not matter (Linux only); that of `clean_batch` alone, on the same records in memory and with the same
cleaner, is taken off, and what is left is the engine's. The share is of what cleaning a record with the default cleaner
takes. Shown is the least of several runs; and the seconds of the first, in which the engine and its processes start.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # not this folder: html.py in it is not the html of the standard library
os.environ.update(
    PYTHONPATH=os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT / "src"), str(ROOT)]),
    PYSPARK_PYTHON=sys.executable,
    SPARK_LOCAL_IP="127.0.0.1",
    RAY_raylet_start_wait_time_s="120",
    RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO="0",
)

import pyarrow as pa
import pyarrow.parquet as pq
from tests.engines.news import records
from tests.faults.standin import Standin

from newsclean import Cleaner
from newsclean.engines.arrow import clean_batch, clean_reader, clean_table

BATCH = 1000
Run = Callable[[], Any]


def batches(table: pa.Table, cleaner: Any) -> None:
    for batch in table.to_batches(BATCH):
        clean_batch(batch, cleaner)


@contextmanager
def polars(folder: Path) -> Iterator[Run]:
    import polars as pl

    path = folder / "news.parquet"
    yield lambda: pl.from_arrow(clean_table(pl.read_parquet(path).to_arrow(), Standin()))


@contextmanager
def duckdb(folder: Path) -> Iterator[Run]:
    import duckdb

    def run() -> None:
        source, target = duckdb.connect(), duckdb.connect()
        news = source.sql(f"SELECT * FROM '{folder}/news.parquet'").to_arrow_reader(BATCH)
        cleaned = clean_reader(news, Standin())  # noqa: F841  # DuckDB finds it by its name
        target.execute("CREATE TABLE news AS SELECT * FROM cleaned")

    yield run


@contextmanager
def spark(folder: Path) -> Iterator[Run]:
    from pyspark.sql import SparkSession

    from newsclean.engines.spark import clean_dataframe

    session: Any = None

    def run() -> None:
        nonlocal session
        settings = {"spark.ui.enabled": "false", "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH)}
        session = session or SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
        news = session.read.parquet(str(folder / "news.parquet"))
        clean_dataframe(news, Standin()).write.format("noop").mode("overwrite").save()

    yield run
    session.stop()


@contextmanager
def ray(folder: Path) -> Iterator[Run]:
    import ray

    from newsclean.engines.ray import clean_dataset

    def run() -> None:
        if not ray.is_initialized():
            ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="error")
            ray.data.DataContext.get_current().enable_progress_bars = False
        clean_dataset(ray.data.read_parquet(str(folder / "news.parquet")), Standin(), batch_size=BATCH).materialize()

    yield run
    ray.shutdown()


@contextmanager
def datasets(folder: Path) -> Iterator[Run]:
    import datasets

    from newsclean.engines.datasets import clean_dataset

    datasets.disable_progress_bars()
    options = {"data_files": str(folder / "news.parquet"), "split": "train", "cache_dir": str(folder / "cache")}
    yield lambda: clean_dataset(
        datasets.load_dataset("parquet", **options), Standin(), batch_size=BATCH, load_from_cache_file=False
    )


@contextmanager
def datatrove(folder: Path) -> Iterator[Run]:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.logging import logger

    from newsclean.engines.datatrove import NewscleanFilter

    logger.remove()

    def run() -> None:
        pipeline = [JsonlReader(str(folder / "news")), NewscleanFilter(Standin())]
        LocalPipelineExecutor(pipeline, logging_dir=tempfile.mkdtemp(dir=folder)).run()

    yield run


SCRAPY = """
import json, sys, time
import scrapy
from scrapy.crawler import CrawlerProcess
from tests.faults.standin import Standin

class Spider(scrapy.Spider):
    name = "news"

    async def start(self):
        for line in open(sys.argv[1], encoding="utf-8"):
            yield json.loads(line)

pipelines = {"newsclean.engines.scrapy.NewscleanPipeline": 300}
settings = {"ITEM_PIPELINES": pipelines, "NEWSCLEAN_CLEANER": Standin(), "LOG_LEVEL": "ERROR"}
begun = time.process_time()
process = CrawlerProcess(settings)
crawler = process.create_crawler(Spider)
process.crawl(crawler)
process.start()
print(time.process_time() - begun)
"""


@contextmanager
def scrapy(folder: Path) -> Iterator[Run]:
    """A reactor starts once in a process: each run is a process of its own, and says what its crawl took."""

    def run() -> float:
        command = [sys.executable, "-c", SCRAPY, str(folder / "news" / "0.jsonl")]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    yield run


ENGINES = (polars, duckdb, datasets, ray, spark, datatrove, scrapy)


def cpu() -> float:
    """CPU seconds of this process, of those below it, and of those that have ended."""
    parents, times = {}, {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError):  # it ended just now
            if entry.name.isdigit():
                values = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)], times[int(entry.name)] = int(values[1]), sum(map(int, values[11:15]))
    total, level = 0, {os.getpid()}
    while level:
        total += sum(times[number] for number in level)
        level = {number for number, parent in parents.items() if parent in level}
    return total / os.sysconf("SC_CLK_TCK")


def measured(run: Run, repeat: int) -> tuple[float, float]:
    """The least CPU time of several runs, after one whose seconds are given too."""
    begun = time.perf_counter()
    run()
    first = time.perf_counter() - begun
    found = []
    for _ in range(repeat):
        before = cpu()
        inner = run()
        found.append(inner if isinstance(inner, float) else cpu() - before)
    return min(found), first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", default=",".join(engine.__name__ for engine in ENGINES))
    options = parser.parse_args()
    count = options.records
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["HF_HOME"] = name
        news = list(records(count))
        table = pa.Table.from_pylist(news)
        pq.write_table(table, folder / "news.parquet")
        (folder / "news").mkdir()
        lines = "".join(json.dumps({**record, "id": str(record["id"])}) + "\n" for record in news)
        (folder / "news" / "0.jsonl").write_text(lines, "utf-8")
        some = table.slice(0, 1000)
        batches(some.slice(0, 1), Cleaner())
        cleaning = measured(lambda: batches(some, Cleaner()), 3)[0] / some.num_rows
        pipe = measured(lambda: list(Cleaner().pipe(some["text"].to_pylist())), 3)[0] / some.num_rows
        alone = measured(lambda: batches(table, Standin()), options.repeat)[0] / count
        print(f"{count:,} records of {len(lines) / count:.0f} bytes, batches of {BATCH:,}")
        print(f"Cleaner.pipe                        {pipe * 1e6:8.0f} µs a record")
        print(f"clean_batch, default cleaner        {cleaning * 1e6:8.0f} µs a record")
        print(f"clean_batch, cleaner doing nothing  {alone * 1e6:8.0f} µs a record")
        print(f"\n{'engine':<12}{'µs a record':>12}{'of cleaning':>12}{'first run':>12}")
        for engine in ENGINES:
            if engine.__name__ not in options.only.split(","):
                continue
            with engine(folder) as run:
                least, first = measured(run, options.repeat)
                over = least / count - alone
                print(f"{engine.__name__:<12}{over * 1e6:>12.0f}{over / cleaning:>12.1%}{first:>10.1f} s", flush=True)


if __name__ == "__main__":
    main()
