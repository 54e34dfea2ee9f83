"""Documents: what has one is written and read with the same four words everywhere."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import AT, CONSULTER, DECIDED, HOLDER, PATIENT, choice, profile, query
from test_objects import TRIAL, another_catalogue, every_choice

import akkoord

READ_AND_WRITTEN: list[Any] = [
    akkoord.Catalogue(),
    another_catalogue(),
    akkoord.RuleSet(),
    akkoord.RuleSet.from_json(TRIAL),
    akkoord.Profile(patient=akkoord.Patient(PATIENT, born=date(2012, 2, 29)), choices=every_choice()),
    query(["GGC002", "GGC013"]),
]


@pytest.mark.parametrize("one", READ_AND_WRITTEN, ids=lambda one: type(one).__name__)
def test_what_is_written_is_read_again(one: Any) -> None:
    kind = type(one)
    assert kind.from_json(one.to_json()) == one
    assert kind.from_json(one.to_json().encode()) == one
    assert kind.from_dict(one.to_dict()) == one
    assert one.to_dict() == json.loads(one.to_json())


def every_answer() -> list[Any]:
    engine = akkoord.Engine()
    before, after = profile(), profile(choice())
    decisions = engine.decide(after, query())
    [empty] = engine.why_empty(before, query(), subscriptions=[HOLDER])
    [timeline] = engine.timeline(after, query(), until=AT + timedelta(days=1))
    [smallest] = engine.smallest_change(before, query(), subscriptions=[HOLDER])
    found = engine.open_query(after, subscriptions=[HOLDER], consulter=CONSULTER, at=AT, treatment_relationship=True)
    return [
        *decisions,
        decisions[0].for_consulter(),
        empty,
        timeline,
        smallest,
        found,
        found.for_consulter(),
        engine.what_if(after, akkoord.Withdraw("c1"), subscriptions=[HOLDER], at=AT),
        engine.matrix(after, subscriptions=[HOLDER], at=AT),
        engine.change_notices(before, after, subscriptions=[HOLDER], at=AT),
        engine.access_record(after, query()),
        engine.register(before, {"mijn_mitz": MIJN_MITZ}, now=AT),
    ]


MIJN_MITZ: Any = {"choice": {"id": "c1", "answer": "yes", "decided_at": DECIDED}, "scope": {"level": "blanket"}}


@pytest.mark.parametrize("one", every_answer(), ids=lambda one: type(one).__name__)
def test_every_answer_writes_its_document(one: Any) -> None:
    assert one.to_dict() == json.loads(one.to_json())
    assert one.to_json() == json.dumps(one.to_dict(), ensure_ascii=False, separators=(",", ":"))


def test_a_document_may_have_instants_and_mappings_of_python() -> None:
    document = query().to_dict()
    assert akkoord.Query.from_dict({**document, "at": AT}) == query()
    assert akkoord.Profile.from_dict({"patient": {"id": PATIENT, "born": date(2012, 2, 29)}, "choices": ()}).patient.born


@pytest.mark.parametrize(
    ("wrong", "code", "path"),
    [
        ({"patient": {"id": PATIENT}}, "missing_field", "choices"),
        ({"patient": {"id": PATIENT}, "choices": [], "choice": []}, "unknown_field", "choice"),
        ({"patient": {"id": PATIENT, "born": None}, "choices": []}, "wrong_type", "patient.born"),
    ],
)
def test_a_document_is_read_strictly(wrong: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(akkoord.FormatError) as told:
        akkoord.Profile.from_dict(wrong)
    # Nothing was read from text: there is no line.
    assert (told.value.code, told.value.path, told.value.line) == (code, path, 0)
    with pytest.raises(akkoord.FormatError) as told:
        akkoord.Profile.from_json(json.dumps(wrong))
    assert (told.value.code, told.value.path, told.value.line) == (code, path, 1)


@pytest.mark.parametrize("wrong", [None, "{}", [], 1, [("patient", {})]])
def test_only_a_mapping_is_a_document(wrong: Any) -> None:
    for read in (akkoord.Profile, akkoord.Query, akkoord.Catalogue, akkoord.RuleSet):
        with pytest.raises(TypeError, match="mapping"):
            read.from_dict(wrong)


@pytest.mark.parametrize("wrong", [AT.replace(tzinfo=None), {1}, b"x", object()])
def test_a_value_that_no_document_has_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError) as told:
        akkoord.Query.from_dict({**query().to_dict(), "at": wrong})
    assert PATIENT not in str(told.value)


def test_a_profile_of_another_catalogue_is_read_with_it() -> None:
    other = another_catalogue()
    one = akkoord.Profile(patient=akkoord.Patient(PATIENT), choices=every_choice(other), catalogue=other)
    assert akkoord.Profile.from_json(one.to_json(), catalogue=other) == one
    assert akkoord.Profile.from_dict(one.to_dict(), catalogue=other) == one
    with pytest.raises(akkoord.ProfileError) as told:
        akkoord.Profile.from_json(one.to_json())
    assert told.value.code == "catalogue_mismatch"
