"""Batches fail closed and stay bounded: rows of nobody, streams that are read twice, Ctrl-C, memory. All people are invented."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from choice_tables import AT, choice, schema_of

import akkoord

YES, NO = "999990019", "999990020"
COLUMNS = schema_of("patient", "id", "answer", "scope.level", "channel", "decided_at", "recorded_at")
LONG = "9" * 1025


def choices(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=COLUMNS)


def queries(*patients: str | None) -> pa.Table:
    rows = len(patients)
    return pa.table(
        {
            "patient": pa.array(patients, pa.string()),
            "holder.id": ["ura:90000017"] * rows,
            "holder.type": ["Z3"] * rows,
            "consulter.id": ["ura:90000033"] * rows,
            "consulter.type": ["N6"] * rows,
            "data": ["GGC002"] * rows,
            "treatment_relationship": [True] * rows,
        }
    )


@pytest.fixture(scope="module")
def people() -> akkoord.Population:
    return akkoord.Population.from_arrow(choices(choice(YES), choice(NO, answer="no")), at=AT)


@pytest.mark.parametrize(("nobody", "code"), [(None, "missing_field"), ("", "empty_string"), (LONG, "string_too_long")])
def test_a_row_of_nobody_may_be_anybodys_no_and_makes_the_load_fail(nobody: str | None, code: str) -> None:
    table = choices(choice(YES), choice(nobody, answer="no"), choice(nobody, id="c2", answer="no"))
    for how, told in (("raise", code), ("collect", "unattributed_row")):
        with pytest.raises(akkoord.AkkoordError) as caught:
            akkoord.Population.from_arrow(table, at=AT, on_error=how)  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.path) == (told, "choices[1].patient")
    assert isinstance(caught.value, akkoord.TableError) and caught.value.number == 224
    assert 'unattributed="ignore"' in caught.value.message
    for how in ("raise", "collect"):
        people = akkoord.Population.from_arrow(table, at=AT, on_error=how, unattributed="ignore")  # type: ignore[arg-type]
        assert (people.unattributed, people.incomplete, len(people)) == (2, 0, 1)
        assert "2 rows of nobody ignored" in repr(people)
        errors = people.errors.to_pyarrow().to_pylist()
        assert [(error["row"], error["column"], error["code"]) for error in errors] == [(1, "patient", code), (2, "patient", code)]
        assert people.decide(queries(YES)).counts["permit"] == 1
    with pytest.raises(akkoord.FormatError, match="raise, ignore"):
        akkoord.Population.from_arrow(table, at=AT, unattributed="collect")  # type: ignore[arg-type]


@pytest.mark.parametrize("nobody", [None, "", LONG])
def test_a_query_of_nobody_is_never_a_yes(nobody: str | None) -> None:
    # Everybody said yes, and nobody's row was let pass.
    table = choices(choice(YES), choice(nobody))
    people = akkoord.Population.from_arrow(table, at=AT, unattributed="ignore")
    decisions = people.decide(queries(YES, nobody), on_error="indeterminate").to_pyarrow().to_pylist()
    assert [row["decision"] for row in decisions] == ["permit", "indeterminate"]
    assert decisions[1]["error_path"] == "patient"
    asked = pa.table(
        {
            "patient": pa.array([nobody], pa.string()),
            "consulter.id": ["ura:90000033"],
            "consulter.type": ["N6"],
            "subscriptions.holder.id": [["ura:90000017"]],
            "subscriptions.holder.type": [["Z3"]],
            "treatment_relationship": [True],
        }
    )
    [told] = people.open_query(asked, on_error="indeterminate").to_pyarrow().to_pylist()
    assert (told["holders"], told["error_path"]) == ([], "patient")


class OneArray:
    """A record batch of another library, as a struct of which rows may be null as a whole."""

    def __init__(self, array: pa.StructArray) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        pair: tuple[object, object] = self._array.__arrow_c_array__(requested_schema)
        return pair


def test_a_row_that_is_null_as_a_whole_is_refused(people: akkoord.Population) -> None:
    def with_a_null(table: pa.Table) -> OneArray:
        [batch] = table.combine_chunks().to_batches()
        whole = batch.to_struct_array()
        fields = [whole.field(place) for place in range(whole.type.num_fields)]
        mask = pa.array([False] * (len(whole) - 1) + [True])
        return OneArray(pa.StructArray.from_arrays(fields, fields=list(whole.type), mask=mask))

    with pytest.raises(akkoord.AkkoordError) as caught:
        people.decide(with_a_null(queries(YES, YES)), on_error="indeterminate")
    assert caught.value.path == "queries"
    with pytest.raises(akkoord.AkkoordError) as caught:
        akkoord.Population.from_arrow(with_a_null(choices(choice(YES), choice(NO, answer="no"))), at=AT, on_error="collect")
    assert caught.value.path == "choices"


def many(rows: int) -> pa.Table:
    return queries(*([YES, NO] * (rows // 2)))


def test_a_stream_is_an_iterator_that_ends_once_and_for_all(people: akkoord.Population) -> None:
    stream = people.decide_stream(many(100_000))
    first = next(stream)
    assert repr(stream) == "DecisionStream(being read)"
    assert iter(stream) is stream
    rest = [len(decisions) for decisions in stream]
    assert len(first) + sum(rest) == 100_000 and rest
    for _ in range(3):
        with pytest.raises(StopIteration):
            next(stream)
    assert list(stream) == []


def test_a_stream_that_was_begun_gives_no_other_its_rest(people: akkoord.Population) -> None:
    """Decisions would stand beside the wrong queries."""
    stream = people.decide_stream(many(100_000))
    begun = len(next(stream))
    with pytest.raises(akkoord.TableError) as caught:
        pa.RecordBatchReader.from_stream(stream)
    assert caught.value.code == "already_read"
    # Nothing is lost by asking.
    assert begun + sum(len(decisions) for decisions in stream) == 100_000


def test_a_stream_is_over_after_an_error(people: akkoord.Population) -> None:
    stream = people.decide_stream(queries(YES, None))
    with pytest.raises(akkoord.FormatError):
        next(stream)
    with pytest.raises(StopIteration):
        next(stream)


def test_answers_that_are_kept_are_bounded(people: akkoord.Population) -> None:
    endless = many(20_000)
    read = 0

    def each() -> Iterator[pa.RecordBatch]:
        nonlocal read
        while True:
            read += 1
            yield from endless.to_batches()

    def refused(ask: Callable[[], object]) -> None:
        with pytest.raises(akkoord.QuestionError) as caught:
            ask()
        assert (caught.value.code, caught.value.number) == ("answer_too_large", 111)
        assert "decide_stream" in caught.value.message

    source = pa.RecordBatchReader.from_batches(endless.schema, each())
    refused(lambda: people.decide(source, max_bytes=10_000_000))
    assert read < 100
    assert people.decide(endless, max_bytes=10_000_000).counts["permit"] == 10_000
    refused(lambda: people.decide(endless, max_bytes=1_000))


INTERRUPTED = """
import os, resource, signal, sys, threading, time
import akkoord, pyarrow as pa
from test_batch_safety import AT, NO, YES, choice, choices, many

resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
# Whoever started this may ignore the signal, as nohup and a shell in the background do.
signal.signal(signal.SIGINT, signal.default_int_handler)
people = akkoord.Population.from_arrow(choices(choice(YES)), at=AT)
table = many(20_000) if sys.argv[1] == "decide" else choices(*(choice(f"9999{number:05}") for number in range(20_000)))
read = []

def each():
    for number in range(100_000):
        read.append(number)
        yield from table.to_batches()

def interrupt():
    while len(read) < 20:
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)

source = pa.RecordBatchReader.from_batches(table.schema, each())
threading.Thread(target=interrupt).start()
try:
    if sys.argv[1] == "decide":
        people.decide(source)
    else:
        akkoord.Population.from_arrow(source, at=AT, on_error="collect")
except KeyboardInterrupt:
    print("stopped", len(read) < 100_000, people.decide(many(2)).counts["permit"])
"""


@pytest.mark.parametrize("what", ["decide", "load"])
def test_ctrl_c_stops_it(what: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED, what]
    # As it is where the tests run in the background.
    done = subprocess.run(
        command,
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert done.stdout == "stopped True 1\n", done.stderr
