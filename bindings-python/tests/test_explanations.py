"""Explanations: every answer tells itself, with the names and by the clock of whoever reads it."""

from __future__ import annotations

import pickle
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import AT, CONSULTER, HOLDER, choice, profile, query

import akkoord

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NAMES = {HOLDER.id: "De Eik", CONSULTER.id: "Post Noord"}
LATE = datetime(2026, 5, 2, 22, 30, tzinfo=timezone.utc)
JUNE = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)


def at_half_past_midnight() -> akkoord.Profile:
    """In Amsterdam, on 3 May; in UTC on 2 May."""
    no = akkoord.Choice(
        id="c1",
        answer="no",
        scope=akkoord.Scope.individual([HOLDER.id]),
        channel="mijn_mitz",
        decided_at=LATE,
        recorded_at=LATE,
    )
    return profile(no)


def every_answer() -> list[Any]:
    engine = akkoord.Engine()
    one, before = at_half_past_midnight(), profile()
    [empty] = engine.why_empty(one, query(at=JUNE), subscriptions=[HOLDER])
    [timeline] = engine.timeline(one, query(at=JUNE), until=JUNE + timedelta(days=1))
    [smallest] = engine.smallest_change(one, query(at=JUNE), subscriptions=[HOLDER])
    return [
        *engine.decide(one, query(at=JUNE)),
        empty,
        timeline,
        smallest,
        engine.open_query(profile(choice()), subscriptions=[HOLDER], consulter=CONSULTER, at=AT, treatment_relationship=True),
        engine.what_if(one, akkoord.Withdraw("c1"), subscriptions=[HOLDER], at=JUNE),
        engine.matrix(one, subscriptions=[HOLDER], at=JUNE),
        engine.change_notices(before, one, subscriptions=[HOLDER], at=JUNE),
        engine.access_record(one, query(at=JUNE)),
    ]


@pytest.mark.parametrize("one", every_answer(), ids=lambda one: type(one).__name__)
def test_every_answer_explains_itself(one: Any) -> None:
    for lang in ("nl", "en"):
        for audience in ("patient", "holder", "consulter"):
            told = one.explain(lang=lang, audience=audience)
            assert isinstance(told, akkoord.Explanation)
            assert (told.lang, told.audience) == (lang, audience)
            assert told.headline
    with pytest.raises(akkoord.FormatError):
        one.explain(lang="fr", audience="patient")
    with pytest.raises(akkoord.FormatError):
        one.explain(lang="nl", audience="nobody")


@pytest.mark.parametrize("kind", ["WhatIf", "SmallestChange", "Matrix", "ChangeNotices", "AccessRecord"])
def test_what_is_not_for_a_consulter_is_withheld(kind: str) -> None:
    [one] = [one for one in every_answer() if type(one).__name__ == kind]
    assert str(one.explain(lang="en", audience="consulter")) == "You are not shown this."


def test_names_and_dates_are_those_of_who_reads_it() -> None:
    [decision] = akkoord.Engine().decide(at_half_past_midnight(), query(at=JUNE))
    utc = str(decision.explain(lang="en", audience="patient"))
    assert "On 2 May 2026" in utc and "De Eik" not in utc
    told = decision.explain(lang="en", audience="patient", names=NAMES, time_zone=AMSTERDAM)
    assert told.headline.startswith("No, De Eik (GP practice) may not share") and "Post Noord" in told.headline
    assert "On 3 May 2026" in str(told)
    by_function = decision.explain(lang="en", audience="patient", names=NAMES.get, time_zone=AMSTERDAM)
    assert by_function == told
    assert decision.explain(lang="en", audience="patient", names={}, time_zone=timezone.utc) == decision.explain(
        lang="en", audience="patient"
    )
    matrix = akkoord.Engine().matrix(at_half_past_midnight(), subscriptions=[HOLDER], at=JUNE)
    assert "De Eik" in str(matrix.explain(lang="nl", audience="patient", names=NAMES))


def test_what_names_or_a_time_zone_raise_is_raised() -> None:
    [decision] = akkoord.Engine().decide(at_half_past_midnight(), query(at=JUNE))

    def broken(id: str) -> str:
        raise LookupError(id)

    class NoZone(tzinfo):
        def utcoffset(self, dt: datetime | None) -> timedelta:
            raise LookupError("no offset")

        def dst(self, dt: datetime | None) -> timedelta:
            return timedelta(0)

        def tzname(self, dt: datetime | None) -> str:
            return "nowhere"

    with pytest.raises(LookupError):
        decision.explain(lang="en", audience="patient", names=broken)
    with pytest.raises(LookupError):
        decision.explain(lang="en", audience="patient", time_zone=NoZone())
    wrong: Any
    for wrong in ("De Eik", 1, [HOLDER.id], lambda id: 1):
        with pytest.raises(TypeError):
            decision.explain(lang="en", audience="patient", names=wrong)
    for wrong in ("Europe/Amsterdam", 1, timedelta(hours=1)):
        with pytest.raises(TypeError):
            decision.explain(lang="en", audience="patient", time_zone=wrong)


def test_what_was_pickled_says_that_it_cannot_be_explained_anew() -> None:
    for one in every_answer():
        travelled = pickle.loads(pickle.dumps(one))
        assert travelled == one
        if isinstance(one, akkoord.Decision):
            # It carries its own explanations along, but not with names.
            assert travelled.explain(lang="nl", audience="patient") == one.explain(lang="nl", audience="patient")
        with pytest.raises(RuntimeError, match="pickled"):
            travelled.explain(lang="nl", audience="patient", names=NAMES)
