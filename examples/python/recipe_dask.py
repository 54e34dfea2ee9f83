"""Dask: two processes, each with the patients of its own parts. `python recipe_dask.py`. All people are invented.

A population is not sent from process to process: a part of the patients is loaded where it is asked. So choices and queries are divided
alike, by patient, into Parquet files; a data lake that is divided by patient already needs no such step.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from zlib import crc32

import akkoord
import invented
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from dask.delayed import delayed
from dask.distributed import Client, LocalCluster

PARTS = 6


def divide(table: Any, folder: Path, name: str) -> None:
    """A file for each part; all rows of a patient are in one."""
    part_of = np.array([crc32(patient.encode()) % PARTS for patient in table["patient"].to_pylist()])
    for part in range(PARTS):
        pq.write_table(table.filter(pa.array(part_of == part)), folder / f"{name}-{part}.parquet")


def decide_part(folder: Path, part: int) -> Any:
    """What a process does: loads a part of the patients, and answers what is asked about them."""
    people = akkoord.Population.from_arrow(pq.read_table(folder / f"choices-{part}.parquet"), at=invented.AT, threads=1)
    return invented.answer(people, pq.read_table(folder / f"queries-{part}.parquet"))


def main() -> None:
    choices, queries = invented.tables()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        divide(choices, folder, "choices")
        divide(queries, folder, "queries")
        with (
            LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0", local_directory=name
            ) as cluster,
            Client(cluster) as client,
        ):
            parts = [delayed(decide_part)(folder, part) for part in range(PARTS)]
            told = pa.concat_tables(client.gather(client.compute(parts)))
    invented.compare("Dask", told, invented.expected(choices, queries))


if __name__ == "__main__":
    main()
