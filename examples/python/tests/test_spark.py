"""akkoord.spark on `local[2]`: the table of one process, whatever comes in; what is refused; what is told. All people are invented."""

from __future__ import annotations

import doctest
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import akkoord.spark
import invented
import pyarrow as pa
import pytest
from choice_tables import AT, DECIDED, choice, schema_of
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession, functions

COLUMNS = schema_of(
    "patient",
    "born",
    "id",
    "answer",
    "scope.level",
    "scope.holder_category",
    "scope.holders",
    "channel",
    "decided_at",
    "recorded_at",
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = str(tmp_path_factory.mktemp("spark"))
    builder = SparkSession.builder.master("local[2]").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.ui.enabled", False)
    builder = builder.config("spark.sql.shuffle.partitions", 3).config("spark.sql.session.timeZone", "Europe/Amsterdam")
    # Rows of a patient come in many batches.
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 100)
    session = builder.config("spark.sql.warehouse.dir", folder).config("spark.local.dir", folder).getOrCreate()
    yield session
    session.stop()


def world(patients: int, seed: int) -> tuple[Any, Any]:
    """Patients with histories, in random order, and questions about them and about others."""
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for number in range(patients):
        patient = f"9999{number:010}"
        if dice.random() < 0.1:
            rows.append({"patient": patient})
        for place in range(dice.randrange(6)):
            when = DECIDED + timedelta(hours=dice.randrange(3_000), minutes=place)
            row = choice(patient, id=f"choice-{place}-{dice.randrange(1_000)}", decided_at=when, recorded_at=when)
            row["answer"] = dice.choice(["yes", "no"])
            row["born"] = date(2013, 1, 1) if number % 10 == 0 else None
            kind = dice.randrange(3)
            if kind == 1:
                row |= {"scope.level": "categorical", "scope.holder_category": dice.choice(["huisartsen", "apotheken"])}
            elif kind == 2:
                holders = [f"ura:9000000{dice.randrange(4)}"]
                row |= {"scope.level": "individual", "scope.holders": holders, "channel": "dossierhoudersknop"}
            rows.append(row)
    dice.shuffle(rows)
    asked = [
        {
            "number": number,
            "patient": f"9999{dice.randrange(patients + 20):010}",
            "holder.id": f"ura:9000000{dice.randrange(4)}",
            "holder.type": dice.choice(["Z3", "J8"]),
            "consulter.id": "ura:90000033",
            "consulter.type": dice.choice(["N6", "N6", "V4", "??"]),
            "data": dice.choice(["GGC002", "GGC013", None]),
            "treatment_relationship": dice.choice([True, True, True, False, None]),
        }
        for number in range(patients * 4)
    ]
    return pa.Table.from_pylist(rows, schema=COLUMNS), pa.Table.from_pylist(asked)


def one_process(choices: Any, queries: Any, **how: Any) -> list[dict[str, Any]]:
    """What one process says, with the id of the choice for its place."""
    ids: dict[str, list[str]] = {}
    for row in choices.to_pylist():
        if row["id"] is not None:
            ids.setdefault(row["patient"], []).append(row["id"])
    people = akkoord.Population.from_arrow(choices, at=AT, on_error="collect" if how else "raise")
    decisions = people.decide(queries.drop_columns(["number"]), reasons="plain", **how).to_pyarrow()
    told = []
    for query, row in zip(queries.to_pylist(), decisions.to_pylist(), strict=True):
        place = row.pop("choice")
        told.append(query | row | {"decided_by": None if place is None else ids[query["patient"]][place - 1]})
    return told


def by_number(decided: DataFrame) -> list[dict[str, Any]]:
    rows = [row.asDict() for row in decided.orderBy("number").collect()]
    for row in rows:
        if (until := row["valid_until"]) is not None:
            row["valid_until"] = until.astimezone(timezone.utc)
    return rows


def test_a_world_is_decided_as_by_one_process(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    choices, queries = world(1_500, seed=1)
    expected = one_process(choices, queries)
    frames = spark.createDataFrame(choices).repartition(5), spark.createDataFrame(queries).repartition(4)
    # An executor decides in many parts, with patients across their borders.
    monkeypatch.setattr(akkoord.spark, "_ROWS", 250)
    decided = akkoord.spark.decide(*frames, at=AT, keep=["number"])
    assert decided.schema == akkoord.spark.schema(frames[1], keep=["number"])
    told = by_number(decided)
    assert told == expected
    assert len({row["reason"] for row in told}) >= 10, "many rules took part"
    assert sum(row["decided_by"] is not None for row in told) > 800
    # However many partitions and parts: the same.
    monkeypatch.undo()
    assert by_number(akkoord.spark.decide(*frames, at=AT, keep=["number"], partitions=1)) == expected


def test_patients_are_whole_whatever_the_batches() -> None:
    rows = pa.table({"patient": [None, None, "a", "a", "a", "b", "c", "c", "c", "c", "d"], "row": range(11)})
    for most in range(1, 13):
        for size in range(1, 12):
            tables = list(akkoord.spark._whole_patients(rows.to_batches(max_chunksize=size), most))
            assert pa.concat_tables(tables).equals(rows)
            ends = [set(table["patient"].drop_null().to_pylist()) for table in tables]
            assert sum(map(len, ends)) == 4, "no patient is in two tables"
    assert list(akkoord.spark._whole_patients([], 1)) == []


def asked(spark: SparkSession, *patients: str | None) -> DataFrame:
    rows = [
        (number, patient, "ura:90000017", "Z3", "ura:90000033", "N6", "GGC002", True) for number, patient in enumerate(patients)
    ]
    return spark.createDataFrame(
        rows,
        "number int, patient string, `holder.id` string, `holder.type` string, `consulter.id` string, `consulter.type` string, "
        "data string, treatment_relationship boolean",
    )


def chosen(spark: SparkSession, *rows: dict[str, Any]) -> DataFrame:
    return spark.createDataFrame(pa.Table.from_pylist(list(rows), schema=COLUMNS))


def test_rows_that_are_wrong_are_indeterminate_and_say_so(spark: SparkSession) -> None:
    choices = chosen(spark, choice("999990019"), choice("999990020"), choice("999990020", id="c2", answer="maybe"))
    decided = akkoord.spark.decide(choices, asked(spark, "999990019", "999990020", None), at=AT, keep=["number"])
    told = [(row["decision"], row["reason"], row["error"], row["error_path"]) for row in by_number(decided)]
    assert told[0] == ("permit", "blanket_yes", None, None)
    assert told[1] == ("indeterminate", None, "incomplete_profile", "patient")
    assert told[2][:2] == ("indeterminate", None)
    assert told[2][3] == "patient"


@pytest.mark.parametrize(
    ("patients", "rows", "on_error", "path"),
    [
        (["999990019"], [choice("999990019", answer="maybe")], "raise", "choices[0].answer"),
        (["999990019", None], [choice("999990019")], "raise", "queries[0].patient"),
    ],
)
def test_a_row_that_is_wrong_fails_the_job_by_its_name(
    spark: SparkSession, patients: list[str | None], rows: list[dict[str, Any]], on_error: Any, path: str
) -> None:
    decided = akkoord.spark.decide(chosen(spark, *rows), asked(spark, *patients), at=AT, keep=["number"], on_error=on_error)
    with pytest.raises(PythonException) as failed:
        decided.collect()
    told = str(failed.value)
    assert path in told
    assert "on_error='indeterminate'" in told
    assert "999990019" not in told


@pytest.mark.parametrize("nobody", [None, "", "9" * 1025])
@pytest.mark.parametrize("on_error", ["raise", "indeterminate"])
def test_a_row_of_nobody_fails_the_job_in_every_partition(spark: SparkSession, nobody: str | None, on_error: Any) -> None:
    choices = chosen(spark, choice("999990019"), choice(nobody, answer="no"))
    queries = asked(spark, *(f"9999900{number:02}" for number in range(10, 30)))
    how: dict[str, Any] = {"at": AT, "keep": ["number"], "on_error": on_error, "partitions": 8}
    decided = akkoord.spark.decide(choices, queries, **how)
    # Not even where Spark runs the partition of one patient alone.
    for asked_for in (decided, decided.where("patient = '999990019'"), decided.limit(1)):
        with pytest.raises(PythonException) as failed:
            asked_for.collect()
        assert "unattributed_row at `choices.patient`: 1 rows" in str(failed.value)
        assert "unattributed='ignore'" in str(failed.value)
    told = akkoord.spark.decide(choices, queries, **how, unattributed="ignore").where("decision = 'permit'").collect()
    assert [row["patient"] for row in told] == ["999990019"]
    with pytest.raises(ValueError, match="unattributed"):
        akkoord.spark.decide(choices, queries, at=AT, unattributed="collect")  # type: ignore[arg-type]


def test_what_does_not_fit_is_told_at_once(spark: SparkSession) -> None:
    choices, queries = chosen(spark, choice("999990019")), asked(spark, "999990019")

    def refused(kind: type[Exception], words: str, choices: DataFrame, queries: DataFrame, **how: Any) -> None:
        with pytest.raises(kind, match=words):
            akkoord.spark.decide(choices, queries, at=how.pop("at", AT), **how)

    kept = {"keep": ["number"]}
    refused(akkoord.AkkoordError, "number", choices, queries)
    refused(akkoord.AkkoordError, "porpose", choices, queries.withColumn("porpose", functions.lit("TREAT")), **kept)
    refused(akkoord.AkkoordError, "remark", choices.withColumn("remark", functions.lit("")), queries, **kept)
    refused(akkoord.AkkoordError, "holder.type", choices, queries.drop("holder.type"), **kept)
    refused(akkoord.AkkoordError, "decided_at", choices.withColumn("decided_at", functions.lit(1)), queries, **kept)
    local = choices.withColumn("decided_at", functions.col("decided_at").cast("timestamp_ntz"))
    refused(akkoord.AkkoordError, "decided_at", local, queries, **kept)
    refused(akkoord.AkkoordError, "without a time zone", choices, queries, at=datetime(2026, 6, 1), **kept)
    refused(ValueError, "no column of that name", choices, queries, keep=["row"])
    refused(ValueError, "patient is asked about", choices, queries, keep=["number", "patient"])
    refused(ValueError, "have a column of that name", choices, queries.withColumnRenamed("number", "decision"), keep=["decision"])
    refused(ValueError, "reasons", choices, queries, reasons="dictionary", **kept)
    refused(ValueError, "on_error", choices, queries, on_error="ignore", **kept)
    refused(TypeError, "list of names", choices, queries, keep="number")


def test_rules_of_another_engine_come_along(spark: SparkSession) -> None:
    lifts = akkoord.Engine.from_json(
        rule_set='{"name": "trial", "version": "1", "date": "2026-11-22", "parameters": {"blanket_yes_lifts_individual_no": true}}'
    )
    no = choice("999990019", id="c0", answer="no", scope__level="individual", scope__holders=["ura:90000017"], channel="dossierhoudersknop")
    yes = choice("999990019", decided_at=DECIDED + timedelta(days=1), recorded_at=DECIDED + timedelta(days=1))
    choices, queries = chosen(spark, no, yes), asked(spark, "999990019")
    [mitz] = akkoord.spark.decide(choices, queries, at=AT, keep=["number"]).collect()
    [trial] = akkoord.spark.decide(choices, queries, at=AT, keep=["number"], engine=lifts).collect()
    assert (mitz["reason"], mitz["decided_by"], trial["reason"], trial["decided_by"]) == ("individual_no", "c0", "blanket_yes", "c1")


def test_patients_alone_without_reasons_and_with_columns_of_every_kind(spark: SparkSession) -> None:
    people = spark.createDataFrame([("999990019",)], "patient string")
    queries = asked(spark, "999990019", "999990020").withColumn(
        "my.own", functions.struct(functions.array(functions.lit(1.5)).alias("a`b"), functions.lit("é").alias("text"))
    )
    [first, _] = akkoord.spark.decide(people, queries, at=AT, keep=["number", "my.own"]).orderBy("number").collect()
    assert (first["reason"], first["decided_by"], first["my.own"]["a`b"], first["my.own"]["text"]) == ("no_choice", None, [1.5], "é")
    short = akkoord.spark.decide(people, queries, at=AT, keep=["number", "my.own"], reasons=None)
    assert short.columns == [*queries.columns, "decision", "valid_until", "error", "error_path"]
    assert [row["decision"] for row in short.collect()] == ["deny", "deny"]


def test_the_recipe_runs() -> None:
    command = [sys.executable, str(Path(invented.__file__).with_name("recipe_spark.py"))]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stderr
    assert "Spark: 50,000 decisions as one process gives them: deny " in done.stdout
    assert "9999" not in done.stdout


def test_the_example_of_the_documentation_runs(spark: SparkSession) -> None:
    told = doctest.testmod(akkoord.spark)
    assert told.attempted >= 8
    assert told.failed == 0
