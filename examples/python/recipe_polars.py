"""Polars: decisions as a step of a lazy query. `python recipe_polars.py`. All people are invented."""

from __future__ import annotations

from typing import Any

import akkoord
import invented
import polars as pl

DECISIONS: dict[str, pl.DataType] = {
    "decision": pl.String(),
    "reason": pl.String(),
    "option": pl.String(),
    "choice": pl.UInt32(),
    "valid_until": pl.Datetime("us", "UTC"),
    "error": pl.String(),
    "error_path": pl.String(),
}


def with_decisions(queries: pl.LazyFrame, people: akkoord.Population) -> pl.LazyFrame:
    """The queries with their decisions: every row is decided by itself, so that Polars may hand over as many as it likes."""

    def decide(rows: pl.DataFrame) -> pl.DataFrame:
        # Frames of Polars are given and taken as they are: both speak Arrow. `number` is ours, not the engine's.
        decisions: pl.DataFrame = people.decide(rows.drop("number"), reasons="plain").to_polars()
        return pl.concat([rows, decisions], how="horizontal")

    schema = pl.Schema({**queries.collect_schema(), **DECISIONS})
    return queries.map_batches(decide, schema=schema, predicate_pushdown=False, projection_pushdown=False, streamable=True)


def main() -> None:
    choices, queries = invented.tables()
    people = akkoord.Population.from_arrow(pl.DataFrame(choices), at=invented.AT)
    decided = with_decisions(pl.DataFrame(queries).lazy(), people)
    told: Any = decided.collect(engine="streaming").to_arrow()
    invented.compare("Polars", told, invented.expected(choices, queries))
    reasons = decided.group_by("decision", "reason").len().sort("len", descending=True)
    print(reasons.collect())


if __name__ == "__main__":
    main()
