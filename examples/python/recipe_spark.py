"""Spark: choices and queries in Parquet, decisions on the executors. `python recipe_spark.py`. All people are invented.

It runs on two threads of this machine; on a cluster only the session differs. Java 17 or later is needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import akkoord.spark
import invented
import pyarrow.parquet as pq
from pyspark.sql import SparkSession, functions

# Executors run this Python, the one that has akkoord.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def session(folder: str) -> SparkSession:
    """Spark on this machine, which nobody else can reach."""
    builder = SparkSession.builder.master("local[2]").appName("akkoord").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.ui.enabled", False)
    builder = builder.config("spark.sql.shuffle.partitions", 4).config("spark.sql.session.timeZone", "UTC")
    # Not snappy, Spark's own choice: where musl is installed too, it loads its native library for musl, and fails.
    builder = builder.config("spark.sql.parquet.compression.codec", "zstd")
    return builder.config("spark.sql.warehouse.dir", folder).config("spark.local.dir", folder).getOrCreate()


def main() -> None:
    choices, queries = invented.tables()
    with tempfile.TemporaryDirectory() as name:
        pq.write_table(choices, Path(name) / "choices.parquet", compression="zstd")
        pq.write_table(queries, Path(name) / "queries.parquet", compression="zstd")
        spark = session(name)
        decided = akkoord.spark.decide(
            spark.read.parquet(f"{name}/choices.parquet"),
            spark.read.parquet(f"{name}/queries.parquet"),
            at=invented.AT,
            keep=["number"],
        )
        decided.write.parquet(f"{name}/decided.parquet")
        told = pq.read_table(f"{name}/decided.parquet")
        decided = spark.read.parquet(f"{name}/decided.parquet")
        reasons = decided.groupBy("decision", "reason").agg(functions.count("*").alias("rows"))
        reasons.orderBy(functions.desc("rows")).show(truncate=False)
        spark.stop()
    # Rows of Spark have no order, so it tells the id of the choice that decided, not its place in the profile.
    one = invented.expected(choices, queries)
    invented.compare("Spark", told, one.drop_columns(["choice"]))


if __name__ == "__main__":
    main()
