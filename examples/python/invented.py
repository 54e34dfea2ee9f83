"""What the recipes ask: the invented country of the benches, an instant, and the answer of one process to compare with."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import akkoord
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings-python" / "bench"))

import country  # noqa: E402

AT = datetime(2026, 11, 22, 20, tzinfo=timezone.utc)
SEED = 1


def tables(patients: int = 20_000, queries: int = 50_000) -> tuple[Any, Any]:
    """Choices (a row each) and queries (a row each, with a `number`), in plain texts. Some queries are about patients without a row."""
    choices = country.choices(patients, SEED, AT)
    plain = [pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in choices.schema]
    asked = country.queries(queries, patients + patients // 10, SEED).combine_chunks()
    return choices.cast(pa.schema(plain)), asked.add_column(0, "number", pa.array(range(queries), pa.int64()))


def answer(people: akkoord.Population, queries: Any) -> Any:
    """The queries with their decisions, as Arrow: the columns of the queries are not asked about, but for the number."""
    decisions = people.decide(queries.drop_columns(["number"]), reasons="plain").to_pyarrow()
    return pa.Table.from_arrays([queries["number"], *decisions.columns], names=["number", *decisions.column_names])


def expected(choices: Any, queries: Any) -> Any:
    """What one process says."""
    return answer(akkoord.Population.from_arrow(choices, at=AT), queries)


def compare(name: str, told: Any, expected: Any) -> None:
    """Stops if a table is not the answer of one process, whatever the order of its rows and the kind of its texts."""
    told = told.select(expected.column_names).cast(expected.schema).sort_by("number").combine_chunks()
    if not told.equals(expected.sort_by("number").combine_chunks()):
        raise SystemExit(f"{name}: not the answer of one process")
    counts = {entry["values"]: entry["counts"] for entry in told["decision"].value_counts().to_pylist()}
    told_counts = ", ".join(f"{decision} {count:,}" for decision, count in sorted(counts.items()))
    print(f"{name}: {told.num_rows:,} decisions as one process gives them: {told_counts}")
