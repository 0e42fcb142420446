"""Engines: newsclean on the machines and frameworks that users bring. Thin adapters; each is imported by its name.

`newsclean.engines.arrow.clean_batch` cleans a batch of rows; Spark, Ray Data, Hugging Face datasets, Polars and DuckDB
run on it. datatrove and Scrapy hand over one record at a time, and get what that function does to each row.
"""
