"""Decisions on Spark: a data frame of choices and one of queries in, the queries with their decisions out.

`decide` brings the rows of a patient together (one shuffle of both frames by ``patient``) and asks the engine on the executors, through
Arrow, in plain texts. Nothing is collected on the driver; an executor holds some tens of thousands of rows at a time, and at least
those of one patient. akkoord and pyarrow must be installed on the executors; PySpark 4 or later.

>>> from datetime import datetime, timezone
>>> import akkoord.spark
>>> from pyspark.sql import SparkSession
>>> session = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
...            .config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", 1).getOrCreate())
>>> day = datetime(2026, 1, 2, tzinfo=timezone.utc)
>>> choices = session.createDataFrame(
...     [("999990019", "c1", "yes", "blanket", "mijn_mitz", day, day), ("999990020", "c1", "no", "blanket", "mijn_mitz", day, day)],
...     "patient string, id string, answer string, `scope.level` string, channel string, decided_at timestamp, recorded_at timestamp")
>>> queries = session.createDataFrame(
...     [(number, patient, "ura:90000017", "Z3", "ura:90000033", "N6", "GGC002", True)
...      for number, patient in enumerate(["999990019", "999990020", "999990032"])],
...     "number int, patient string, `holder.id` string, `holder.type` string, `consulter.id` string, `consulter.type` string, "
...     "data string, treatment_relationship boolean")
>>> at = datetime(2026, 6, 1, tzinfo=timezone.utc)
>>> decided = akkoord.spark.decide(choices, queries, at=at, keep=["number"])
>>> decided.select("number", "decision", "reason", "decided_by").orderBy("number").show()
+------+--------+-----------+----------+
|number|decision|     reason|decided_by|
+------+--------+-----------+----------+
|     0|  permit|blanket_yes|        c1|
|     1|    deny| blanket_no|        c1|
|     2|    deny|  no_choice|      NULL|
+------+--------+-----------+----------+
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from akkoord._names import OnError, Unattributed
from akkoord._errors import AkkoordError, error_of
from akkoord._native import Engine, Population

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

__all__ = ["decide", "schema"]

_CHOICE, _QUERY = 0, 1
# Longest id, in bytes.
_LONGEST = 1024
# So many rows are decided at once, and at least those of one patient.
_ROWS = 1 << 16
_NOTE = (
    "rows are counted within a part of one partition: with on_error='indeterminate' the queries that are wrong, and those about a patient "
    "with a choice that is wrong, are indeterminate and say so in the columns error and error_path"
)


def schema(queries: DataFrame, *, keep: Iterable[str] = (), reasons: Literal["plain"] | None = "plain") -> StructType:
    """The columns that `decide` gives, in their order.

    First those of the queries, as they are; then ``decision`` (``permit``, ``deny``, ``not_applicable``, ``indeterminate``; never null, and
    all but ``permit`` are no, R22), ``reason``, ``option``, ``decided_by`` (the id of the choice that decided), ``valid_until`` (a timestamp:
    the first instant with another decision), ``error`` and ``error_path`` (what is wrong with the row: then it is indeterminate). All are
    text but ``valid_until``. With ``reasons=None`` there are no ``reason``, ``option`` and ``decided_by``.

    Raises:
        ValueError: A column that is kept is not there, is asked about, or has the name of one of these.
    """
    from pyspark.sql import types

    own = _own(queries, keep)
    told = ["reason", "option", "decided_by"] if _read(reasons, "reasons", "plain", None) else []
    columns = [types.StructField("decision", types.StringType(), nullable=False)]
    columns += [types.StructField(name, types.StringType()) for name in told]
    columns.append(types.StructField("valid_until", types.TimestampType()))
    columns += [types.StructField(name, types.StringType()) for name in ["error", "error_path"]]
    for place, name in enumerate(own):
        if any(column.name == name for column in columns):
            raise ValueError(f"keep[{place}]: the decisions have a column of that name; rename it")
    return types.StructType([*queries.schema.fields, *columns])


def decide(
    choices: DataFrame,
    queries: DataFrame,
    *,
    at: datetime,
    engine: Engine | None = None,
    keep: Iterable[str] = (),
    reasons: Literal["plain"] | None = "plain",
    on_error: OnError = "indeterminate",
    unattributed: Unattributed = "raise",
    partitions: int | None = None,
) -> DataFrame:
    """Decides closed queries: a row for each, with the columns of the query and those of its decision (`schema`), in no order.

    The decisions are those of `Population.decide`, whatever the number of executors. A patient without choices is answered too.

    Args:
        choices: A row for each choice, with the columns of `Population.from_arrow`. Instants are timestamps or RFC 3339 text; a timestamp
            without a time zone is refused.
        queries: A row for each query, with the columns of `Population.decide`.
        at: The instant that is asked about; an aware `datetime`.
        engine: The catalogue and the rules; those of Mitz if it is left out. It is sent to the executors.
        keep: Columns of the queries that are not asked about, such as a row number to join on. Any other column that the engine does
            not know is an error: a misspelt ``purpose`` must not become ``TREAT``.
        reasons: ``"plain"`` text, or ``None`` for none. (Spark takes no dictionaries.)
        on_error: ``"indeterminate"``: a query that is wrong is, with what is wrong in ``error``; so is every query about a patient with a
            choice that is wrong, since that may have been a no. ``"raise"``: the first row that is wrong fails the job.
        unattributed: ``"raise"``: a row of choices that names no patient (null, empty, longer than 1,024 bytes, not UTF-8) fails the job,
            also with ``on_error="indeterminate"``: it may be anybody's no. They are counted first, over all choices, so that no
            partition answers before: one more pass over that column. ``"ignore"``: you answer for it that they are nobody's no.
        partitions: In how many partitions the patients are divided; ``spark.sql.shuffle.partitions`` says if it is left out.

    Raises:
        FormatError, TableError: A column that is missing, not known or of another type: at once, on the driver. A row that is wrong
            fails the job, when it runs: Spark's exception has the text of akkoord's, which names the column and no patient.
        ValueError: An argument that is none of these.
    """
    from pyspark.sql import functions

    own = _own(queries, keep)
    with_reasons = _read(reasons, "reasons", "plain", None)
    go_on = _read(on_error, "on_error", "indeterminate", "raise")
    ignore = _read(unattributed, "unattributed", "ignore", "raise")
    columns = schema(queries, keep=own, reasons=reasons)
    engine = engine or Engine()
    asked = [name for name in queries.columns if name not in own]
    most = _ROWS

    def decided(rows: pa.Table) -> pa.Table:
        return _decided(rows, asked, columns.names, at, engine, with_reasons, (go_on, ignore))

    def of_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for rows in _whole_patients(batches, most):
            _none_of_nobody(rows)
            yield from decided(rows).to_batches()

    # Columns that do not fit are told here and now, by the engine itself: it is asked about no rows.
    people = Population.from_arrow(_no_rows(choices), at=at, engine=engine, threads=1)
    people.decide(_no_rows(queries.select([_column(name) for name in asked])), threads=1)

    def side(frame: DataFrame, kind: int) -> DataFrame:
        as_structs = {_CHOICE: choices.schema, _QUERY: queries.schema}
        structs: list[Column] = [
            functions.struct(*map(_column, names.names))
            if place == kind
            else functions.lit(None).cast(names)
            for place, names in as_structs.items()
        ]
        named = [column.alias(name) for column, name in zip(structs, ["choice", "query"], strict=True)]
        return frame.select(_column("patient").alias("patient"), functions.lit(kind).alias("kind"), *named)

    both = side(choices, _CHOICE).unionByName(side(queries, _QUERY))
    if not ignore:
        # Every row knows of them, whatever its partition: where only some partitions run, none answers either.
        patient = _column("patient")
        length = functions.octet_length(patient)
        is_nobodys = patient.isNull() | (length == 0) | (length > _LONGEST) | ~functions.is_valid_utf8(patient)
        counted = choices.where(is_nobodys).agg(functions.count(functions.lit(1)).alias("nobodys"))
        both = both.crossJoin(functions.broadcast(counted))
    by_patient = both.repartition("patient") if partitions is None else both.repartition(partitions, "patient")
    # Choices come before the queries of the same patient.
    return by_patient.sortWithinPartitions("patient", "kind").mapInArrow(of_partition, columns)


def _none_of_nobody(rows: pa.Table) -> None:
    """Raises if any row of choices, here or in another partition, names no patient."""
    count = rows["nobodys"][0].as_py() if "nobodys" in rows.column_names else 0
    if count > 0:
        message = (
            f"{count:,} rows name no patient (null, empty, longer than 1,024 bytes or not UTF-8), so that each may be anybody's no: "
            "correct them, or say unattributed='ignore'"
        )
        raise error_of("unattributed_row", 224, "choices.patient", 0, message)


def _column(name: str) -> Column:
    """A column by its name, which may have dots."""
    from pyspark.sql import functions

    return functions.col("`" + name.replace("`", "``") + "`")


def _no_rows(frame: DataFrame) -> pa.RecordBatch:
    """A batch of no rows with the columns of a frame; Spark runs no job for it."""
    import pyarrow as pa

    columns = frame.limit(0).toArrow().schema
    return pa.RecordBatch.from_arrays([pa.array([], column.type) for column in columns], schema=columns)


def _own(queries: DataFrame, keep: Iterable[str]) -> list[str]:
    """The columns that the engine is not asked about."""
    if isinstance(keep, str):
        raise TypeError("keep: a list of names is needed, not one text")
    own = list(keep)
    for place, name in enumerate(own):
        if name not in queries.columns:
            raise ValueError(f"keep[{place}]: the queries have no column of that name")
        if name == "patient":
            raise ValueError(f"keep[{place}]: patient is asked about, and is in the answer anyway")
    return own


def _read(given: object, name: str, yes: str, no: str | None) -> bool:
    """Which of two names was given."""
    if given != yes and given != no:
        raise ValueError(f"{name}: {yes!r} or {no!r}")
    return given == yes


def _whole_patients(batches: Iterable[pa.RecordBatch], most: int) -> Iterator[pa.Table]:
    """The rows of sorted batches, about so many at a time: every patient is in one table, with all rows."""
    import pyarrow as pa
    import pyarrow.compute

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= most:
            table = pa.Table.from_batches(held)
            last = table["patient"][-1]
            # Of this patient more may come. Rows of nobody have no choices to wait for.
            begin = pa.compute.index(table["patient"], last).as_py() if last.is_valid else rows
            if begin > 0:
                yield table.slice(0, begin)
            held, rows = table.slice(begin).to_batches(), rows - begin
    if rows > 0:
        yield pa.Table.from_batches(held)


def _decided(
    rows: pa.Table,
    asked: list[str],
    columns: list[str],
    at: datetime,
    engine: Engine,
    with_reasons: bool,
    how: tuple[bool, bool],
) -> pa.Table:
    """Decides the queries among these rows, with the choices among them."""
    choices, queries = _of_kind(rows, _CHOICE, "choice"), _of_kind(rows, _QUERY, "query")
    go_on, ignore = how
    try:
        people = Population.from_arrow(
            choices,
            at=at,
            engine=engine,
            on_error="collect" if go_on else "raise",
            unattributed="ignore" if ignore else "raise",
            threads=1,
        )
        decisions = people.decide(
            queries.select(asked),
            reasons="plain",
            on_error="indeterminate" if go_on else "raise",
            threads=1,
        ).to_pyarrow()
    except AkkoordError as error:
        error.add_note(_NOTE)
        raise
    if with_reasons:
        decisions = decisions.append_column("decided_by", _ids(choices, queries["patient"], decisions["choice"]))
    # All of the queries, then what is told.
    told = decisions.select(columns[len(queries.columns) :])
    return type(rows).from_arrays([*queries.columns, *told.columns], names=columns)


def _of_kind(rows: pa.Table, kind: int, name: str) -> pa.Table:
    """The rows of one of the two frames, as they were."""
    import pyarrow.compute

    return type(rows).from_struct_array(rows.filter(pyarrow.compute.equal(rows["kind"], kind))[name])


def _ids(choices: pa.Table, patients: pa.ChunkedArray, places: pa.ChunkedArray) -> pa.ChunkedArray:
    """The ids of the choices that decided: these rows are sorted by patient, and places are counted from 1 for each."""
    import pyarrow.compute as compute

    if "id" not in choices.column_names:
        return compute.if_else(compute.is_valid(places), None, None).cast("string")
    there = choices.filter(compute.is_valid(choices["id"]))
    counts = compute.value_counts(there["patient"])
    patient, rows = counts.field("values"), counts.field("counts")
    begin = compute.subtract(compute.cumulative_sum(rows), rows)
    begin = compute.take(begin, compute.index_in(patients, value_set=patient))
    return compute.take(there["id"], compute.add(begin, compute.subtract(compute.cast(places, "int64"), 1)))
