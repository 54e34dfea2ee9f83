"""Batches over Arrow: what comes in from which library, what goes out, what is refused, and what stops it. All people are invented."""

from __future__ import annotations

import copy
import gc
import pickle
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas
import polars
import pyarrow as pa
import pytest
from choice_tables import AT, choice, schema_of

import akkoord

YES, NO, MINOR, NOBODY = "999990019", "999990020", "999990032", "999990044"

COLUMNS = schema_of(
    "patient", "born", "id", "answer", "scope.level", "scope.holders", "channel", "decided_at", "recorded_at"
)


def choices(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=COLUMNS)


ALL = choices(
    choice(YES),
    choice(NO, answer="no"),
    choice(YES, id="c2", answer="no", scope__level="individual", scope__holders=["ura:90000017"], channel="dossierhoudersknop"),
    choice(MINOR, born=datetime(2015, 5, 5).date()),
)


def queries(*patients: str | None, **other: list[Any]) -> pa.Table:
    rows = len(patients)
    columns = {
        "patient": pa.array(patients, pa.string()),
        "holder.id": ["ura:90000017", "ura:90000018"] * (rows // 2) + ["ura:90000017"] * (rows % 2),
        "holder.type": ["Z3"] * rows,
        "consulter.id": ["ura:90000033"] * rows,
        "consulter.type": ["N6"] * rows,
        "data": ["GGC002"] * rows,
        "treatment_relationship": [True] * rows,
    }
    return pa.table(columns | {name.replace("__", "."): values for name, values in other.items()})


ASKED = queries(YES, YES, NO, NO, MINOR, NOBODY)
REASONS = ["individual_no", "blanket_yes", "blanket_no", "blanket_no", "no_choice", "no_choice"]


@pytest.fixture(scope="module")
def people() -> akkoord.Population:
    return akkoord.Population.from_arrow(ALL, at=AT)


def reasons(decisions: akkoord.Decisions | akkoord.DecisionStream) -> list[str | None]:
    return list(pa.RecordBatchReader.from_stream(decisions).read_all()["reason"].to_pylist())


def test_decisions_come_in_the_order_of_the_queries(people: akkoord.Population) -> None:
    decisions = people.decide(ASKED)
    assert reasons(decisions) == REASONS
    assert len(decisions) == 6
    assert decisions.counts == {"permit": 1, "deny": 5, "not_applicable": 0, "indeterminate": 0}
    assert decisions.wrong == 0
    assert repr(decisions) == "Decisions(6 rows: permit 1, deny 5)"
    assert "<caption>6 decisions</caption>" in decisions._repr_html_()
    assert decisions.columns == ("decision", "reason", "option", "choice", "valid_until", "error", "error_path")
    told = decisions.to_pyarrow().to_pylist()
    assert told[0] == {
        "decision": "deny",
        "reason": "individual_no",
        "option": told[0]["option"],
        "choice": 2,
        "valid_until": None,
        "error": None,
        "error_path": None,
    }


def sources(table: pa.Table) -> dict[str, Any]:
    chunks = [table.slice(row, 1).combine_chunks() for row in range(table.num_rows)]
    names = [field.name for field in table.schema]
    rows = table  # DuckDB finds it by its name

    def cast(kind: pa.DataType) -> pa.Table:
        columns = [
            column.cast(kind) if column.type == pa.string() else column for column in table.itercolumns()
        ]
        return pa.Table.from_arrays(columns, names=names)

    return {
        "pyarrow.Table": table,
        "pyarrow.RecordBatch": table.combine_chunks().to_batches()[0],
        "pyarrow.RecordBatchReader": table.to_reader(max_chunksize=2),
        "chunks": pa.concat_tables(chunks),
        "large": cast(pa.large_string()),
        "view": cast(pa.string_view()),
        "dictionary": cast(pa.dictionary(pa.int8(), pa.string())),
        "dictionary of large": cast(pa.dictionary(pa.uint32(), pa.large_string())),
        "polars": polars.from_arrow(table),
        "polars, lazy": polars.from_arrow(table).lazy().collect(),  # type: ignore[union-attr]
        "pandas": table.to_pandas(),
        "pandas on Arrow": table.to_pandas(types_mapper=pandas.ArrowDtype),
        "duckdb": duckdb.sql("from rows"),
        "akkoord": akkoord._native._restore_table(table),
    }


@pytest.mark.parametrize("name", list(sources(ASKED)))
def test_every_source_gives_the_same(people: akkoord.Population, name: str) -> None:
    assert reasons(people.decide(sources(ASKED)[name])) == REASONS
    loaded = akkoord.Population.from_arrow(sources(ALL)[name], at=AT)
    assert len(loaded) == 3
    assert reasons(loaded.decide(ASKED)) == REASONS


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "+05:30"])
def test_instants_of_any_unit_and_zone(unit: str, zone: str) -> None:
    kind = pa.timestamp(unit, zone)
    table = ALL
    for name in ["decided_at", "recorded_at"]:
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(kind))
    people = akkoord.Population.from_arrow(table, at=AT.astimezone(ZoneInfo("Europe/Amsterdam")))
    assert people.at == AT
    assert people.profile(YES) == akkoord.Population.from_arrow(ALL, at=AT).profile(YES)
    asked = ASKED.append_column("at", pa.array([AT] * 6).cast(kind))
    assert reasons(people.decide(asked)) == REASONS


def test_what_is_finer_than_a_microsecond_is_not_cut(people: akkoord.Population) -> None:
    fine = pa.array([1], pa.int64()).cast(pa.timestamp("ns", "UTC"))
    with pytest.raises(akkoord.FormatError) as caught:
        people.decide(queries(YES).append_column("at", fine))
    assert (caught.value.code, caught.value.path) == ("invalid_instant", "queries[0].at")


def test_timestamps_without_a_zone_are_refused_with_what_to_do(people: akkoord.Population) -> None:
    naive = pandas.DataFrame({"patient": [YES], "at": [datetime(2026, 6, 1, 12)]})
    asked = queries(YES).to_pandas().assign(at=naive["at"])
    with pytest.raises(akkoord.FormatError, match="tz_localize") as caught:
        people.decide(asked)
    assert (caught.value.code, caught.value.path) == ("wrong_type", "queries.at")


def test_dates_of_pandas_are_dates() -> None:
    frame = ALL.drop_columns("born").to_pandas()
    frame["born"] = pandas.to_datetime(["2015-05-05"] * len(frame))
    people = akkoord.Population.from_arrow(frame, at=AT)
    profile = people.profile(MINOR)
    assert profile is not None and str(profile.patient.born) == "2015-05-05"


@pytest.mark.parametrize(
    ("column", "reason", "error"),
    [
        ("patient", None, "missing_field"),
        ("holder.id", None, "missing_field"),
        ("consulter.id", None, "missing_field"),
        ("holder.connected", None, "missing_field"),
        ("at", None, "missing_field"),
        ("holder.type", "unknown_holder_type", None),
        ("consulter.type", "unknown_consulter_type", None),
        ("data", "unknown_data_category", None),
        ("purpose", "unknown_purpose", None),
        ("treatment_relationship", "treatment_relationship_not_asserted", None),
    ],
)
@pytest.mark.parametrize("kind", ["null", "own"])
def test_a_null_is_never_silent(
    people: akkoord.Population, column: str, reason: str | None, error: str | None, kind: str
) -> None:
    own = {"at": pa.timestamp("us", "UTC"), "holder.connected": pa.bool_(), "treatment_relationship": pa.bool_()}
    nulls = pa.nulls(1, pa.null() if kind == "null" else own.get(column, pa.string()))
    asked = queries(YES)
    asked = asked.drop_columns(column) if column in asked.column_names else asked
    asked = asked.append_column(column, nulls)
    decisions = people.decide(asked, on_error="indeterminate")
    assert decisions.counts["indeterminate"] == 1
    [told] = decisions.to_pyarrow().to_pylist()
    assert (told["reason"], told["error"]) == (reason, error)
    assert told["error_path"] == (column if error else None)
    if error:
        with pytest.raises(akkoord.AkkoordError) as caught:
            people.decide(asked)
        assert caught.value.path == f"queries[0].{column}"


def test_reasons_may_be_dictionaries_plain_or_left_out(people: akkoord.Population) -> None:
    dictionary = people.decide(ASKED).to_pyarrow()
    plain = people.decide(ASKED, reasons="plain").to_pyarrow()
    short = people.decide(ASKED, reasons=None).to_pyarrow()
    assert dictionary.schema.field("reason").type == pa.dictionary(pa.int8(), pa.string())
    assert plain.schema.field("reason").type == pa.string()
    assert dictionary.to_pylist() == plain.to_pylist()
    assert short.column_names == ["decision", "valid_until", "error", "error_path"]
    assert short["decision"].to_pylist() == plain["decision"].to_pylist()
    with pytest.raises(akkoord.FormatError, match="dictionary, plain, None"):
        people.decide(ASKED, reasons="short")  # type: ignore[arg-type]


def test_decisions_go_into_every_library(people: akkoord.Population) -> None:
    decisions = people.decide(ASKED)
    assert decisions.to_pyarrow()["reason"].to_pylist() == REASONS
    assert decisions.to_polars()["reason"].cast(polars.String).to_list() == REASONS
    frame = decisions.to_pandas()
    assert frame["reason"].tolist() == REASONS
    assert str(frame["choice"].dtype) == "UInt32" and frame["choice"].isna().sum() == 2
    rows = duckdb.sql("select reason::varchar from decisions")
    assert rows is not None and rows.fetchall() == [(reason,) for reason in REASONS]
    assert polars.DataFrame(decisions).height == 6
    assert pa.schema(decisions) == decisions.to_pyarrow().schema
    requested = pa.schema([pa.field(field.name, pa.string() if field.name == "reason" else field.type) for field in pa.schema(decisions)])
    assert pa.table(decisions, schema=requested).schema.field("reason").type == pa.string()


def test_tables_pickle_and_populations_say_what_to_do(people: akkoord.Population) -> None:
    decisions = people.decide(ASKED)
    again = pickle.loads(pickle.dumps(decisions))
    assert type(again) is akkoord.Decisions and again.counts == decisions.counts
    assert again.to_pyarrow() == decisions.to_pyarrow()
    assert copy.deepcopy(people.errors).columns == people.errors.columns
    with pytest.raises(TypeError, match="from_arrow"):
        pickle.dumps(people)
    with pytest.raises(TypeError, match="pickle Decisions"):
        pickle.dumps(people.decide_stream(ASKED))


def test_rows_that_are_wrong_are_raised_or_collected() -> None:
    table = choices(choice(YES), choice(NO, answer="never"), choice(None, answer="no"), choice(NO, id="c2", decided_at=AT))
    with pytest.raises(akkoord.FormatError) as caught:
        akkoord.Population.from_arrow(table, at=AT)
    assert (caught.value.code, caught.value.path) == ("unknown_value", "choices[1].answer")
    assert NO not in str(caught.value) and "never" not in str(caught.value)
    people = akkoord.Population.from_arrow(table, at=AT, on_error="collect", unattributed="ignore")
    errors = people.errors.to_pyarrow().to_pylist()
    assert [(error["row"], error["column"], error["code"]) for error in errors] == [
        (1, "answer", "unknown_value"),
        (2, "patient", "missing_field"),
        (3, "recorded_at", "recorded_before_decided"),
    ]
    told = "Population(2 patients, 1 of them incomplete, 1 rows of nobody ignored at 2026-06-01T12:00:00Z)"
    assert repr(people) == told


def test_a_patient_who_is_not_whole_is_indeterminate_until_the_profile_is_put() -> None:
    lost = choice(YES, id="c2", answer="no", recorded_at=None)
    people = akkoord.Population.from_arrow(choices(choice(YES), choice(NO), lost), at=AT, on_error="collect")
    decisions = people.decide(queries(NO, YES), on_error="indeterminate").to_pyarrow().to_pylist()
    assert [(row["decision"], row["error"]) for row in decisions] == [("permit", None), ("indeterminate", "incomplete_profile")]
    with pytest.raises(akkoord.TableError) as caught:
        people.decide(queries(NO, YES))
    assert caught.value.path == "queries[1].patient"
    with pytest.raises(akkoord.TableError):
        people.profile(YES)
    people.put(akkoord.Profile(patient=akkoord.Patient(YES), choices=[]))
    assert people.incomplete == 0
    assert reasons(people.decide(queries(YES))) == ["no_choice"]


def test_columns_that_are_not_known_are_named(people: akkoord.Population) -> None:
    with pytest.raises(akkoord.FormatError) as caught:
        people.decide(ASKED.append_column("purpos", pa.array(["TREAT"] * 6)))
    assert (caught.value.code, caught.value.path) == ("unknown_field", "queries.purpos")
    with pytest.raises(akkoord.FormatError) as caught:
        akkoord.Population.from_arrow(ALL.drop_columns("answer"), at=AT)
    assert (caught.value.code, caught.value.path) == ("missing_field", "choices.answer")
    numbers = ASKED.set_column(0, "patient", pa.array(range(6)))
    with pytest.raises(akkoord.FormatError, match="leading zeros"):
        people.decide(numbers)


@pytest.mark.parametrize("given", [None, 7, "patient", [{"patient": YES}], {"patient": [YES]}])
def test_what_is_no_table_is_refused(people: akkoord.Population, given: Any) -> None:
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        people.decide(given)
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        akkoord.Population.from_arrow(given, at=AT)


def test_arguments_that_are_misspelt_or_out_of_range_are_refused(people: akkoord.Population) -> None:
    with pytest.raises(TypeError):
        people.decide(ASKED, reason="plain")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        akkoord.Population.from_arrow(ALL)  # type: ignore[call-arg]
    with pytest.raises(akkoord.FormatError, match="time zone"):
        akkoord.Population.from_arrow(ALL, at=datetime(2026, 6, 1))
    with pytest.raises(akkoord.FormatError, match="raise, indeterminate"):
        people.decide(ASKED, on_error="collect")  # type: ignore[arg-type]
    with pytest.raises(akkoord.FormatError, match="raise, collect"):
        akkoord.Population.from_arrow(ALL, at=AT, on_error="indeterminate")  # type: ignore[arg-type]
    with pytest.raises(akkoord.AkkoordError, match="1 to 1024"):
        people.decide(ASKED, threads=0)
    with pytest.raises(TypeError, match="a function"):
        people.decide(ASKED, progress="yes")  # type: ignore[arg-type]


def test_arrow_that_is_not_what_it_says_is_refused(people: akkoord.Population) -> None:
    text = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
    keys = pa.DictionaryArray.from_buffers(
        pa.dictionary(pa.int8(), pa.string()), 1, [None, pa.py_buffer(b"\x05")], pa.array(["Z3"])
    )
    for column, array in [("patient", text), ("holder.type", keys)]:
        place = ASKED.schema.get_field_index(column)
        with pytest.raises(akkoord.FormatError, match="not as their types say"):
            people.decide(queries(YES).set_column(place, column, array))


def many(rows: int) -> pa.Table:
    patients = pa.array([YES, NO, MINOR, NOBODY] * (rows // 4))
    return queries(*patients.to_pylist())


def test_a_stream_gives_the_same_and_is_read_once(people: akkoord.Population) -> None:
    table = many(100_000)
    whole = people.decide(table).to_pyarrow()
    stream = people.decide_stream(table.to_reader(max_chunksize=3_000))
    assert repr(stream) == "DecisionStream(not read yet)"
    assert pa.schema(stream) == whole.schema
    with pytest.raises(TypeError):
        stream.__arrow_c_stream__("no capsule")
    assert repr(stream) == "DecisionStream(not read yet)"
    assert pa.RecordBatchReader.from_stream(stream).read_all().to_pylist() == whole.to_pylist()
    assert repr(stream) == "DecisionStream(read)"
    readings: list[Callable[[], object]] = [
        lambda: pa.RecordBatchReader.from_stream(stream),
        lambda: list(stream),
        lambda: next(iter(stream)),
        lambda: next(stream),
    ]
    for again in readings:
        with pytest.raises(akkoord.AkkoordError, match="has been read") as caught:
            again()
        assert caught.value.code == "already_read"
    stream = people.decide_stream(table)
    assert sum(len(decisions) for decisions in stream) == 100_000
    assert repr(stream) == "DecisionStream(read)"


def generated(batches: int, batch: pa.Table, read: list[int]) -> pa.RecordBatchReader:
    def each() -> Iterator[pa.RecordBatch]:
        for number in range(batches):
            read.append(number)
            yield from batch.to_batches()

    return pa.RecordBatchReader.from_batches(batch.schema, each())


def test_a_stream_reads_as_it_goes_and_its_memory_stays_bounded(people: akkoord.Population) -> None:
    batch = many(20_000).combine_chunks()
    read: list[int] = []
    stream = people.decide_stream(generated(400, batch, read), threads=2)
    assert read == []
    decided, most_ahead, after_a_while = 0, 0, 0
    for decisions in stream:
        decided += len(decisions)
        most_ahead = max(most_ahead, len(read) * 20_000 - decided)
        if decided == 1_000_000:
            gc.collect()
            after_a_while = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert decided == 8_000_000
    assert most_ahead <= 400_000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - after_a_while
    assert grown < 64 * 1024, f"{grown} KiB more after the first million"


def test_a_stream_asks_the_population_as_it_was() -> None:
    people = akkoord.Population.from_arrow(ALL, at=AT)
    stream = people.decide_stream(queries(NO))
    people.put(akkoord.Profile(patient=akkoord.Patient(NO), choices=[]))
    assert reasons(stream) == ["blanket_no"]
    assert reasons(people.decide(queries(NO))) == ["no_choice"]


def test_a_source_that_raises_is_told_and_leaves_the_population_alone(people: akkoord.Population) -> None:
    def each() -> Iterator[pa.RecordBatch]:
        yield from ASKED.to_batches()
        raise RuntimeError(f"the disk of {YES} is full")

    reader = pa.RecordBatchReader.from_batches(ASKED.schema, each())
    with pytest.raises(akkoord.TableError) as caught:
        people.decide(reader)
    assert caught.value.code == "source_failed"
    assert YES not in str(caught.value) and "disk" in str(caught.value.__cause__)
    assert reasons(people.decide(ASKED)) == REASONS

    class Refuses:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            raise OSError("not today")

    with pytest.raises(akkoord.TableError) as caught:
        people.decide(Refuses())
    assert isinstance(caught.value.__cause__, OSError)


def test_the_progress_is_told_and_may_stop_it(people: akkoord.Population) -> None:
    told: list[tuple[int, int | None]] = []
    people.decide(many(100_000), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (100_000, 100_000) and len(told) > 1
    assert sorted(told) == told
    people.decide(many(100_000).to_reader(), progress=lambda done, total: told.append((done, total)))
    done, total = told[-1]
    assert done == 100_000 and total is None

    class Enough(Exception):
        pass

    def stop(done: int, total: int | None) -> None:
        raise Enough

    read: list[int] = []
    with pytest.raises(Enough):
        people.decide(generated(400, many(20_000), read), progress=stop)
    assert len(read) < 100
    with pytest.raises(Enough):
        akkoord.Population.from_arrow(ALL, at=AT, progress=stop)
    assert reasons(people.decide(ASKED)) == REASONS


def test_a_bar_is_drawn_with_tqdm_and_a_line_without(
    people: akkoord.Population, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people.decide(ASKED, progress=True)
    assert "6.00/6.00" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    people.decide(ASKED, progress=True)
    assert capsys.readouterr().err == "\r6 of 6 rows\n"
    people.decide(ASKED, progress=False)
    assert capsys.readouterr().err == ""


def test_other_threads_go_on_meanwhile(people: akkoord.Population) -> None:
    """A thread that waits for the interpreter lock gets it while another one decides, not after."""
    begun, ended = threading.Event(), threading.Event()
    table = many(400_000)

    def decide() -> None:
        begun.set()
        people.decide(table, threads=1)
        ended.set()

    before = sys.getswitchinterval()
    # From here on a thread gives the lock away only when it waits, or when what it calls lets it go.
    sys.setswitchinterval(3600)
    try:
        thread = threading.Thread(target=decide)
        thread.start()
        begun.wait()
        was_meanwhile = not ended.is_set()
        thread.join()
    finally:
        sys.setswitchinterval(before)
    assert was_meanwhile


def test_eight_threads_ask_one_population_while_one_changes_it() -> None:
    people = akkoord.Population.from_arrow(ALL, at=AT)
    asked = many(20_000)
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(5):
            told = set(people.decide(asked).to_pyarrow()["reason"].unique().to_pylist())
            if not told <= {"individual_no", "blanket_yes", "blanket_no", "no_choice"}:
                wrong.append(str(told))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for number in range(50):
        people.put(akkoord.Profile(patient=akkoord.Patient(f"99998{number:04}"), choices=[]))
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(people) == 53


def test_another_instant_is_another_answer() -> None:
    later = AT + timedelta(days=30)
    table = choices(choice(YES)).append_column("withdrawn_at", pa.array([later]))
    people = akkoord.Population.from_arrow(table, at=AT)
    assert people.decide(queries(YES)).to_pyarrow()["valid_until"].to_pylist() == [later]
    assert reasons(people.decide(queries(YES), at=later)) == ["no_choice"]
    assert reasons(people.decide(queries(YES), at=AT)) == ["blanket_yes"]
    assert people.at == AT
    people.go_to(later)
    assert people.at == later
    assert reasons(people.decide(queries(YES))) == ["no_choice"]
    with pytest.raises(akkoord.NotAnsweredError) as caught:
        people.decide(queries(YES).append_column("at", pa.array([AT])))
    assert caught.value.code == "other_instant"


def test_open_queries_name_those_who_may(people: akkoord.Population) -> None:
    asked = pa.table(
        {
            "patient": [YES, NO, YES],
            "consulter.id": ["ura:90000033"] * 3,
            "consulter.type": ["N6", "N6", None],
            "data": ["GGC002"] * 3,
            "subscriptions.holder.id": [["ura:90000018", "ura:90000017"]] * 3,
            "subscriptions.holder.type": [["Z3", "Z3"]] * 3,
            "treatment_relationship": [True] * 3,
        }
    )
    for source in sources(asked).values():
        told = people.open_query(source).to_pyarrow().to_pylist()
        assert [[holder["id"] for holder in row["holders"]] for row in told] == [["ura:90000018"], [], []]
        assert [row["reason"] for row in told] == [None, None, "unknown_consulter_type"]


def test_a_population_tells_its_size_and_holds_what_was_put(people: akkoord.Population) -> None:
    memory = people.memory()
    assert memory["total"] == sum(memory[part] for part in ["people", "records", "tables", "names"])
    empty = akkoord.Population(at=AT, threads=3)
    assert len(empty) == 0 and empty.profile(YES) is None
    profile = people.profile(YES)
    assert profile is not None
    empty.put(profile)
    assert empty.profile(YES) == profile
    assert reasons(empty.decide(ASKED))[:2] == REASONS[:2]
    assert YES not in repr(empty) + repr(people.decide(ASKED))


def test_a_rule_set_of_ones_own_counts() -> None:
    engine = akkoord.Engine.from_json(rule_set=None)
    people = akkoord.Population.from_arrow(ALL, at=AT, engine=engine)
    assert reasons(people.decide(ASKED)) == REASONS
