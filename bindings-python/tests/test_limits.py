"""What one call may cost, and how it is stopped. All people are invented."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from conftest import AT, HOLDER, choice, profile, query

import akkoord


def test_a_call_that_costs_more_ends_with_an_error_and_no_answer() -> None:
    engine = akkoord.Engine(limits=akkoord.Limits(steps=1))
    one = profile(choice())
    with pytest.raises(akkoord.QuestionError) as caught:
        engine.decide(one, query())
    assert (caught.value.code, caught.value.number) == ("too_much_work", 110)
    with pytest.raises(akkoord.QuestionError):
        engine.permits(one, query())
    line = f'{{"profile": {one.to_json()}, "query": {query().to_json()}}}'
    assert '"code":"too_much_work"' in engine.evaluate_json(line)
    assert akkoord.Engine().permits(one, query())


def test_limits_are_those_that_were_given_and_travel_with_the_engine() -> None:
    usual = akkoord.Engine().limits
    assert (usual.steps, usual.answer_bytes, usual.cancel) == (100_000_000, 64 * 1024 * 1024, None)
    limits = akkoord.Limits(steps=5_000, answer_bytes=2_000)
    for engine in (akkoord.Engine(limits=limits), akkoord.Engine.from_json(limits=limits)):
        again = pickle.loads(pickle.dumps(engine))
        assert again == engine
        assert (again.limits.steps, again.limits.answer_bytes) == (5_000, 2_000)
    assert repr(limits) == "Limits(steps=5000, answer_bytes=2000)"
    wrong: Any = -1
    with pytest.raises(OverflowError):
        akkoord.Limits(steps=wrong)
    wrong = "many"
    with pytest.raises(TypeError):
        akkoord.Engine(limits=wrong)


def test_a_switch_stops_calls_and_lets_them_run_again() -> None:
    cancel = akkoord.Cancel()
    engine = akkoord.Engine(limits=akkoord.Limits(cancel=cancel))
    # The switch is looked at now and then: only a call of some length sees it.
    many = profile(*(choice(f"c{number}") for number in range(9_000)))
    assert engine.permits(many, query())
    cancel.set()
    with pytest.raises(akkoord.QuestionError) as caught:
        engine.decide(many, query())
    assert (caught.value.code, caught.value.number) == ("cancelled", 112)
    assert repr(cancel) == "Cancel(set)" and "Cancel(set)" in repr(engine.limits)
    # It does not travel: another process has switches of its own.
    assert pickle.loads(pickle.dumps(engine)).limits.cancel is None
    cancel.clear()
    assert not cancel.is_set and engine.permits(many, query())


def test_a_consulter_learns_yes_or_no_and_nothing_more() -> None:
    engine = akkoord.Engine()
    nobody, no, yes = profile(), profile(choice(answer="no")), profile(choice())
    told = []
    for one in (nobody, no, yes):
        [decision] = engine.decide(one, query())
        [again] = pickle.loads(pickle.dumps([decision]))
        assert again.for_consulter() == decision.for_consulter()
        [why] = engine.why_empty(one, query(), subscriptions=[HOLDER])
        [line] = engine.timeline(one, query(), until=AT.replace(year=2030))
        assert why.for_consulter() == line.for_consulter() == decision.for_consulter()
        of_why = why.explain(lang="en", audience="consulter")
        of_line = line.explain(lang="en", audience="consulter")
        told.append((decision.for_consulter(), of_why, of_line))
    # A no and no choice are told alike, in words too.
    assert told[0] == told[1] != told[2]
    deny = told[0][0]
    assert repr(deny) == "ConsulterDecision(data='GGC002', outcome='deny')"
    assert deny.to_json() == '{"data":"GGC002","decision":"deny"}'
    assert not deny.is_permit and told[2][0].is_permit
    with pytest.raises(TypeError, match="no truth value"):
        bool(deny)
    # The line of JSON says the same.
    asked = query().to_json()[:-1] + ',"audience":"consulter"}'
    assert engine.evaluate_json(f'{{"profile": {no.to_json()}, "query": {asked}}}') == f"[{deny.to_json()}]"
    answer = engine.open_query(yes, subscriptions=[HOLDER], consulter=query().consulter, at=AT, treatment_relationship=True)
    open_answer = answer.for_consulter()
    assert [(one.holder, one.data) for one in open_answer.holders] == [(HOLDER, "GGC002")]
    assert "valid_until" not in repr(open_answer)


def test_no_repr_shows_who_a_patient_is() -> None:
    patient = akkoord.Patient("999990019", born=AT.date().replace(year=1970), deceased=AT.date())
    assert repr(patient) == "Patient(id=<hidden>)"
    one = akkoord.Profile(patient=patient, choices=[])
    engine = akkoord.Engine()
    blanket: Any = {"mijn_mitz": {"choice": {"id": "n", "answer": "yes", "decided_at": AT}, "scope": {"level": "blanket"}}}
    registered = engine.register(profile(), blanket, now=AT)
    holding = [one, engine.compile(one, AT.replace(month=3)), registered, engine.access_record(one, query())]
    for text in map(repr, holding):
        assert "99999" not in text and "1970" not in text and AT.date().isoformat() not in text.replace(f"{AT:%Y-%m-%dT}", "")
