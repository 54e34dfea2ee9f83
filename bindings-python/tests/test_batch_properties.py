"""A batch decides as the engine does, one query after the other: random people, random questions. All people are invented."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from choice_tables import AT, CHOICES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import akkoord

PATIENTS = ["999990019", "999990020", "999990032", "p-1"]
HOLDERS = ["ura:90000017", "ura:90000018", "ura:90000019"]
CONSULTERS = ["ura:90000033", "ura:90000034"]
CATEGORIES = ["huisartsen", "apotheken", "ziekenhuizen"]
ENGINE = akkoord.Engine()
Row = dict[str, Any]

days = st.dates(datetime(2005, 1, 1).date(), datetime(2026, 5, 1).date())
answers = st.sampled_from(["yes", "no"])
holder_lists = st.lists(st.sampled_from(HOLDERS), min_size=1, max_size=2, unique=True)
option_lists = st.none() | st.lists(st.sampled_from(["1.1", "1.2", "2.1", "3.1"]), min_size=1, max_size=2, unique=True)


@st.composite
def scopes(draw: st.DrawFn) -> Row:
    level = draw(st.sampled_from(["blanket", "categorical", "individual", "emergency"]))
    row: Row = {"answer": draw(answers), "scope.level": level, "channel": "mijn_mitz"}
    if level == "emergency":
        row |= {
            "channel": "raadplegersknop",
            "scope.holders": draw(holder_lists),
            "scope.consulter.id": draw(st.sampled_from(CONSULTERS)),
            "scope.consulter.type": "N6",
        }
        return row
    row["scope.options"] = draw(option_lists)
    if level == "categorical":
        row["scope.holder_category"] = draw(st.sampled_from(CATEGORIES))
    elif level == "individual":
        row["scope.holders"] = draw(holder_lists)
        row["channel"] = draw(st.sampled_from(["mijn_mitz", "dossierhoudersknop", "migration"]))
    return row


@st.composite
def worlds(draw: st.DrawFn) -> list[Row]:
    rows = []
    for patient in PATIENTS[: draw(st.integers(1, 4))]:
        person = {"patient": patient, "born": draw(st.none() | days), "deceased": draw(st.none() | st.just(AT.date() + timedelta(days=draw(st.integers(-2, 2)))))}
        number = draw(st.integers(0, 4))
        if number == 0:
            rows.append(person)
        for place in range(number):
            decided = AT - timedelta(hours=draw(st.integers(0, 200)), microseconds=draw(st.sampled_from([0, 1])))
            recorded = decided + timedelta(seconds=draw(st.sampled_from([0, 5])))
            row = person | draw(scopes()) | {"id": f"c{place}", "decided_at": decided, "recorded_at": recorded}
            if draw(st.booleans()):
                row["withdrawn_at"] = recorded + timedelta(hours=draw(st.integers(0, 300)))
            if draw(st.booleans()):
                row |= {"confirmation.answer": draw(st.sampled_from(["approved", "rejected"])), "confirmation.at": recorded, "confirmation.by": "g"}
            rows.append(row)
    return draw(st.permutations(rows))


def instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def profile_of(patient: str, rows: list[Row]) -> akkoord.Profile:
    """The same person as a document of the wire format, read by the engine's own reader."""
    document: Row = {"patient": {"id": patient}, "choices": []}
    for row in rows:
        if row["patient"] != patient:
            continue
        for name in ["born", "deceased"]:
            if row[name]:
                document["patient"][name] = row[name].isoformat()
        if "id" not in row:
            continue
        choice: Row = {}
        for name, value in row.items():
            if name in ("patient", "born", "deceased") or value is None:
                continue
            *path, last = name.split(".")
            place = choice
            for part in path:
                place = place.setdefault(part, {})
            place[last] = instant(value) if isinstance(value, datetime) else value
        document["choices"].append(choice)
    return ENGINE.read_profile(json.dumps(document))


questions = st.fixed_dictionaries(
    {
        "patient": st.sampled_from([*PATIENTS, "999990044"]),
        "holder.id": st.sampled_from([*HOLDERS, "ura:90000099"]),
        "holder.type": st.sampled_from(["Z3", "J8", "V4", "XX"]),
        "holder.connected": st.sampled_from([True, True, True, False]),
        "consulter.id": st.sampled_from([*CONSULTERS, "ura:90000099"]),
        "consulter.type": st.sampled_from(["N6", "Z3", "J8", "XX"]),
        "data": st.sampled_from(["GGC002", "GGC013", "GGC005", "XX"]),
        "purpose": st.sampled_from(["TREAT", "TREAT", "TREAT", "COC", "HRESCH"]),
        "treatment_relationship": st.sampled_from([True, True, True, True, False, None]),
    }
)


def expected(rows: list[Row], question: Row) -> Row:
    profile = profile_of(question["patient"], rows)
    query = akkoord.Query(
        holder=akkoord.Holder(question["holder.id"], question["holder.type"], connected=question["holder.connected"]),
        consulter=akkoord.Consulter(question["consulter.id"], question["consulter.type"]),
        data=question["data"],
        purpose=question["purpose"],
        treatment_relationship=question["treatment_relationship"],
        at=AT,
    )
    [decision] = ENGINE.decide(profile, query)
    return {
        "decision": decision.outcome,
        "reason": decision.reason,
        "option": decision.option,
        "choice": decision.decided_by.choice if decision.decided_by else None,
        "valid_until": decision.valid_until,
        "error": None,
        "error_path": None,
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.lists(questions, min_size=1, max_size=30), st.integers(1, 3), st.sampled_from([1, 3, 1000]), st.booleans())
def test_a_batch_decides_as_the_engine_does(
    rows: list[Row], asked: list[Row], threads: int, size: int, dictionaries: bool
) -> None:
    def batches(table: pa.Table) -> pa.Table:
        if dictionaries:
            columns = [column.dictionary_encode() if column.type == pa.string() else column for column in table.itercolumns()]
            table = pa.Table.from_arrays(columns, names=table.column_names)
        return pa.Table.from_batches(table.to_batches(max_chunksize=size), schema=table.schema)

    table = batches(pa.Table.from_pylist(rows, schema=CHOICES))
    people = akkoord.Population.from_arrow(table, at=AT, threads=threads)
    assert len(people) == len({row["patient"] for row in rows})
    queries = batches(pa.Table.from_pylist(asked))
    told = people.decide(queries).to_pyarrow().to_pylist()
    for question, decision in zip(asked, told, strict=True):
        profile = people.profile(question["patient"])
        if decision["choice"] is not None:
            assert profile is not None
            decision["choice"] = profile.choices[decision["choice"] - 1].id
        assert decision == expected(rows, question), question
    stream = people.decide_stream(queries)
    assert [row for part in stream for row in part.to_pyarrow().to_pylist()] == people.decide(queries).to_pyarrow().to_pylist()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.data())
def test_a_row_that_is_lost_never_opens(rows: list[Row], data: st.DataObject) -> None:
    """What may have been a no is not left out: of a patient with a lost row, nothing is a permit."""
    whole = [row for row in rows if "id" in row]
    if not whole:
        return
    lost = data.draw(st.sampled_from(whole))
    broken = [row | {"answer": None} if row is lost else row for row in rows]
    people = akkoord.Population.from_arrow(pa.Table.from_pylist(broken, schema=CHOICES), at=AT, on_error="collect")
    asked = data.draw(st.lists(questions, min_size=1, max_size=30))
    asked = [question | {"patient": lost["patient"]} for question in asked]
    decisions = people.decide(pa.Table.from_pylist(asked), on_error="indeterminate")
    assert decisions.counts["indeterminate"] == len(asked)
    assert len(people.errors) == 1
