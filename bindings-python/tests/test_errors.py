"""Errors: one tree, stable codes, no text of a document."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from conftest import AT, HOLDER, PATIENT, choice, profile, query
from hypothesis import given
from hypothesis import strategies as st

import akkoord
from akkoord import _errors, _native


def test_every_code_belongs_to_one_family() -> None:
    families = {
        akkoord.FormatError: range(1, 20),
        akkoord.ProfileError: range(20, 40),
        akkoord.CatalogueError: range(40, 60),
        akkoord.RuleSetError: range(60, 70),
        akkoord.PopulationError: range(70, 80),
        akkoord.RefusedError: range(80, 100),
        akkoord.QuestionError: range(100, 120),
    }
    codes = _native._codes()
    assert len(codes) > 50
    for name, number in codes:
        error = _errors.error_of(name, number, "", 0, "")
        assert number in families[type(error)], name
    assert type(_errors.error_of("other_instant", 205, "", 0, "")) is akkoord.NotAnsweredError


def test_an_error_is_a_value_error_and_the_same_after_a_journey(engine: akkoord.Engine) -> None:
    with pytest.raises(ValueError) as caught:
        engine.read_profile('{"patient": {"id": "999990019"},\n "choices": [{"id": 7}]}')
    error = caught.value
    assert isinstance(error, akkoord.FormatError) and isinstance(error, akkoord.AkkoordError)
    assert (error.code, error.number, error.path, error.line) == ("wrong_type", 7, "choices[0].id", 2)
    assert str(error) == f"wrong_type at `choices[0].id`, line 2: {error.message}"
    for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert again == error and hash(again) == hash(error)
        assert type(again) is type(error) and str(again) == str(error)


def test_every_fault_of_a_profile_is_told(engine: akkoord.Engine) -> None:
    faults = engine.check_profile(b'{"patient": {"id": ""},\n"choices": [{"id": "a", "answer": "maybe"}], "x": 1}')
    assert [(one.code, one.path, one.line) for one in faults][:2] == [
        ("empty_string", "patient.id", 1),
        ("unknown_value", "choices[0].answer", 2),
    ]
    assert engine.check_profile(profile(choice()).to_json()) == []


@pytest.mark.parametrize("text", ["\ud800", "ura:\udfff", "a\udc80b"])
def test_a_lone_surrogate_is_refused_without_its_text(engine: akkoord.Engine, text: str) -> None:
    for ask in (
        lambda: akkoord.Holder(text, "Z3"),
        lambda: akkoord.Patient(text),
        lambda: query(text),
        lambda: engine.read_profile(text),
        lambda: akkoord.Scope.individual([text]),
    ):
        with pytest.raises(akkoord.FormatError) as caught:
            ask()
        assert caught.value.code == "invalid_utf8"
        assert text not in repr(caught.value.args)
        assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert '"code":"invalid_utf8"' in engine.evaluate_json(text)
    assert '"code":"invalid_utf8"' in engine.answer_json(text)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_line(line: bytes) -> None:
    engine = akkoord.Engine()
    for ask in (engine.evaluate_json, engine.answer_json):
        assert ask(line).startswith('{"error":{')


@given(st.text(min_size=6, max_size=30, alphabet=st.characters(codec="utf-8", categories=["L", "N"])))
def test_no_error_has_text_of_the_document(text: str) -> None:
    engine = akkoord.Engine()
    document = f'{{"patient": {{"id": "{PATIENT}"}}, "choices": [{{"id": "c", "answer": "{text}"}}]}}'
    with pytest.raises(akkoord.AkkoordError) as caught:
        engine.read_profile(document)
    told = f"{caught.value!r} {caught.value} {caught.value.args}"
    assert PATIENT not in told
    assert caught.value.path == "choices[0].answer"
    if text not in caught.value.message:
        assert text not in told


@pytest.mark.parametrize("wrong", [None, 1, 10**400, object(), ["{}"], bytearray(b"{}")])
def test_a_document_is_a_str_or_bytes(engine: akkoord.Engine, wrong: Any) -> None:
    for ask in (engine.evaluate_json, engine.answer_json, engine.read_profile, engine.read_query, engine.check_profile):
        with pytest.raises(TypeError, match="expected a str or bytes"):
            ask(wrong)


def test_a_number_of_a_line_is_told_in_its_error(engine: akkoord.Engine) -> None:
    assert engine.evaluate_json("{}", number=7).startswith('{"error":{"line":7,')
    wrong: Any = 10**400
    for number in (wrong, -1):
        with pytest.raises(OverflowError):
            engine.evaluate_json("{}", number=number)


def test_documents_of_catalogue_and_rule_set_are_checked() -> None:
    with pytest.raises(akkoord.FormatError) as caught:
        akkoord.Engine.from_json(catalogue="{}")
    assert caught.value.path.startswith("catalogue.")
    out_of_range = '{"name": "t", "version": "1", "date": "2026-01-01", "parameters": {"emergency_hours": 0}}'
    with pytest.raises(akkoord.RuleSetError) as refused:
        akkoord.Engine.from_json(rule_set=out_of_range)
    assert refused.value.path == "rule_set.parameters.emergency_hours"
    twice = akkoord.Catalogue().to_json().replace('"id":"1.2"', '"id":"1.1"', 1)
    with pytest.raises(akkoord.CatalogueError) as duplicate:
        akkoord.Catalogue.from_json(twice)
    assert duplicate.value.code == "duplicate_code"


def test_questions_that_cannot_be_asked_are_refused(engine: akkoord.Engine) -> None:
    one = profile(choice())
    with pytest.raises(akkoord.QuestionError, match="empty_window"):
        engine.timeline(one, query(), until=AT)
    with pytest.raises(akkoord.QuestionError, match="unknown_choice"):
        engine.what_if(one, akkoord.Withdraw("nobody"), subscriptions=[HOLDER], at=AT)
    with pytest.raises(akkoord.QuestionError, match="does_not_expire"):
        engine.what_if(one, akkoord.Expire("c1"), subscriptions=[HOLDER], at=AT)
    with pytest.raises(akkoord.QuestionError, match="duplicate_subscription"):
        engine.matrix(one, subscriptions=[HOLDER, akkoord.Subscription(HOLDER)], at=AT)
    other = akkoord.Profile(patient=akkoord.Patient("999990020"), choices=[])
    with pytest.raises(akkoord.QuestionError, match="other_patient"):
        engine.change_notices(one, other, subscriptions=[HOLDER], at=AT)
    wrong: Any = "c1"
    with pytest.raises(TypeError, match="change: expected Add, Withdraw or Expire, not str"):
        engine.what_if(one, wrong, subscriptions=[HOLDER], at=AT)
    wrong = ["ura:90000017"]
    with pytest.raises(TypeError, match=r"subscriptions\[0\]: expected a Subscription or a Holder, not str"):
        engine.matrix(one, subscriptions=wrong, at=AT)


def test_a_refusal_of_the_register_is_raised(engine: akkoord.Engine) -> None:
    blanket: Any = {"choice": {"id": "n", "answer": "yes", "decided_at": AT}, "scope": {"level": "blanket"}}
    assert engine.register(profile(), {"mijn_mitz": blanket}, now=AT).effects[0].effect == "recorded"
    with pytest.raises(akkoord.RefusedError) as caught:
        engine.register(profile(), {"mijn_mitz": blanket}, now=AT.replace(year=2025))
    assert (caught.value.code, caught.value.number) == ("in_the_future", 86)
    with pytest.raises(akkoord.FormatError) as unknown:
        engine.register(profile(), {"mijn_mits": blanket}, now=AT)  # type: ignore[arg-type]
    assert unknown.value.code == "unknown_field"
    chosen = {"id": "n", "answer": "yes", "decided_at": AT.replace(tzinfo=None)}
    naive: Any = {"choice": chosen, "scope": {"level": "blanket"}}
    with pytest.raises(TypeError, match="without a time zone"):
        engine.register(profile(), {"mijn_mitz": naive}, now=AT)
    number: Any = {"withdraw": {"choice": 1.5}}
    with pytest.raises(akkoord.FormatError, match="wrong_type"):
        engine.register(profile(), number, now=AT)
