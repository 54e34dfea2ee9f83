"""DuckDB: choices and queries out of a database, decisions into it. `python recipe_duckdb.py`. All people are invented."""

from __future__ import annotations

import akkoord
import duckdb
import invented


def decide_all(database: duckdb.DuckDBPyConnection) -> None:
    """Makes the table `decisions` of the tables `choices` and `queries`, in memory that does not grow with them."""
    people = akkoord.Population.from_arrow(database.sql("from choices"), at=invented.AT)
    # The engine is asked of a cursor of its own, while the other writes; decisions come in the order of the queries.
    asked = database.cursor().sql("select * exclude (number) from queries order by number")
    stream = people.decide_stream(asked, reasons="plain")
    database.register("stream", stream)
    database.execute(
        """create table decisions as
           select number, told.* from (select number from queries order by number) positional join stream as told"""
    )
    database.unregister("stream")


def main() -> None:
    choices, queries = invented.tables()
    with duckdb.connect() as database:
        database.register("choices", choices)
        database.register("given", queries)
        database.execute("create table queries as from given")
        decide_all(database)
        told = database.sql("from decisions").to_arrow_table()
        invented.compare("DuckDB", told, invented.expected(choices, queries))
        print(database.sql("select decision, reason, count(*) as rows from decisions group by all order by rows desc"))


if __name__ == "__main__":
    main()
