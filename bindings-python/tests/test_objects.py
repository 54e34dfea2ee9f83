"""The objects: immutable, typed, hashable, readable, and the same after a journey."""

from __future__ import annotations

import copy
import importlib.metadata
import inspect
import multiprocessing
import pickle
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any, get_args

import pytest
from conftest import AT, CONSULTER, DECIDED, HOLDER, PATIENT, choice, profile, query
from hypothesis import given
from hypothesis import strategies as st

import akkoord
from akkoord import _native, _names

TRIAL = '{"name": "trial-96", "version": "1", "date": "2026-11-22", "parameters": {"emergency_hours": 96}}'


def another_catalogue() -> akkoord.Catalogue:
    return akkoord.Catalogue.from_json(akkoord.Catalogue().to_json().replace("mitz-3960100", "mitz-other"))


def every_choice(catalogue: akkoord.Catalogue | None = None) -> list[akkoord.Choice]:
    """One of each scope and channel, with everything that a choice can have."""
    later = DECIDED + timedelta(hours=1)
    scopes = [
        akkoord.Scope.blanket(catalogue=catalogue),
        akkoord.Scope.categorical("apotheken", options=["2.3", "2.1"], catalogue=catalogue),
        akkoord.Scope.individual(["ura:90000025", "ura:90000017"], options=["1.1"], catalogue=catalogue),
        akkoord.Scope.emergency(["ura:90000017"], consulter=CONSULTER, catalogue=catalogue),
    ]
    channels: list[akkoord.Channel] = ["mijn_mitz", "samen_naar_mijn_mitz", "dossierhoudersknop", "raadplegersknop"]
    return [
        akkoord.Choice(
            id=f"c{row}",
            answer="yes" if row % 2 else "no",
            scope=scope,
            channel=channel,
            decided_at=DECIDED,
            recorded_at=later,
            recorded_by=PATIENT,
            confirmation=akkoord.Confirmation(answer="approved", at=later, by=f"guardian of {PATIENT}"),
            withdrawn_at=later + timedelta(microseconds=1),
        )
        for row, (scope, channel) in enumerate(zip(scopes, channels, strict=True))
    ]


def every_object() -> list[Any]:
    engine = akkoord.Engine()
    choices = every_choice()
    full = akkoord.Profile(
        patient=akkoord.Patient(PATIENT, born=date(2012, 2, 29), deceased=date(2026, 3, 1)), choices=choices
    )
    two = profile(choice("a"), choice("b", "no", akkoord.Scope.individual([HOLDER.id])))
    [decision] = engine.decide(two, query())
    assert decision.decided_by and decision.outweighed
    subscriptions = [akkoord.Subscription(HOLDER, since=DECIDED)]
    return [
        engine,
        akkoord.Engine.from_json(rule_set=TRIAL),
        akkoord.Engine(catalogue=another_catalogue()),
        akkoord.Limits(steps=1_000),
        engine.catalogue,
        engine.catalogue.options[0],
        engine.rule_set,
        HOLDER,
        akkoord.Holder("ura:1", "??", connected=False),
        CONSULTER,
        full.patient,
        *choices,
        *(one.scope for one in choices),
        choices[0].confirmation,
        full,
        akkoord.Profile(patient=full.patient, choices=every_choice(another_catalogue()), catalogue=another_catalogue()),
        query(),
        query(["GGC002", "GGC013"]),
        decision,
        decision.decided_by,
        decision.outweighed[0],
        decision.explain(lang="nl", audience="patient"),
        engine.compile(two, AT).decide(query())[0],
        *subscriptions,
        engine.matrix(two, subscriptions=subscriptions, at=AT),
        engine.timeline(two, query(), until=AT + timedelta(days=1))[0],
        engine.what_if(two, akkoord.Withdraw("b"), subscriptions=subscriptions, at=AT),
        engine.smallest_change(two, query(), subscriptions=subscriptions)[0],
        engine.why_empty(two, query(), subscriptions=[])[0],
        engine.open_query(two, subscriptions=[HOLDER], consulter=CONSULTER, at=AT, treatment_relationship=True),
        engine.change_notices(two, profile(), subscriptions=[HOLDER], at=AT, email=True),
        engine.access_record(two, query()),
        engine.register(profile(choice()), akkoord.register.Withdraw(choice="c1"), now=AT),
        decision.for_consulter(),
        akkoord.register.Confirm(choice="c1", answer="approved", guardian=f"guardian of {PATIENT}"),
    ]


def label(one: object) -> str:
    return type(one).__name__


@pytest.mark.parametrize("one", every_object(), ids=label)
def test_an_object_is_the_same_after_every_journey(one: Any) -> None:
    protocols = range(pickle.HIGHEST_PROTOCOL + 1)
    for after in (copy.copy(one), copy.deepcopy(one), *(pickle.loads(pickle.dumps(one, each)) for each in protocols)):
        assert type(after) is type(one)
        assert after == one
        assert hash(after) == hash(one)
        assert repr(after) == repr(one)


@pytest.mark.parametrize("one", every_object(), ids=label)
def test_no_repr_and_no_table_has_the_id_of_a_patient(one: Any) -> None:
    assert PATIENT not in repr(one)
    assert PATIENT not in str(one)
    if hasattr(one, "_repr_html_"):
        assert PATIENT not in one._repr_html_()


@pytest.mark.parametrize("one", every_object(), ids=label)
def test_nothing_can_be_set(one: Any) -> None:
    for name in [name for name in dir(one) if not name.startswith("_")] + ["something_else"]:
        with pytest.raises((AttributeError, TypeError)):
            setattr(one, name, None)
        with pytest.raises((AttributeError, TypeError)):
            delattr(one, name)


def test_objects_that_differ_are_not_equal() -> None:
    objects = every_object()
    for place, one in enumerate(objects):
        for other in objects[place + 1 :]:
            assert one != other
        assert one != object() and one != repr(one)
    assert len(set(objects)) == len(objects)


def _in_another_process(pickled: bytes) -> bytes:
    engine, one_profile, one_query, decision, compiled = pickle.loads(pickled)
    [again] = engine.decide(one_profile, one_query)
    assert again == decision
    told = decision.explain(lang="en", audience="patient")
    return pickle.dumps((again, str(told), compiled.decide(one_query)))


def test_objects_travel_to_a_process_of_their_own(engine: akkoord.Engine) -> None:
    one = profile(*every_choice())
    [decision] = engine.decide(one, query())
    compiled = engine.compile(one, AT)
    sent = pickle.dumps((engine, one, query(), decision, compiled))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        again, told, verdicts = pickle.loads(pool.apply(_in_another_process, (sent,)))
    assert again == decision
    assert told == str(decision.explain(lang="en", audience="patient"))
    assert verdicts == compiled.decide(query())


def test_a_decision_that_travelled_is_explained_as_before(engine: akkoord.Engine) -> None:
    [decision] = engine.decide(profile(choice()), query())
    travelled = pickle.loads(pickle.dumps(decision))
    assert travelled.to_json() == decision.to_json()
    langs: tuple[akkoord.Lang, ...] = ("nl", "en")
    audiences: tuple[akkoord.Audience, ...] = ("patient", "holder", "consulter")
    for lang in langs:
        for audience in audiences:
            before = decision.explain(lang=lang, audience=audience)
            assert before == travelled.explain(lang=lang, audience=audience)
            assert (before.lang, before.audience) == (lang, audience)
    twice = pickle.loads(pickle.dumps(travelled))
    assert twice == decision


@pytest.mark.parametrize("restore", ["_restore_decision", "_restore_ground", "_restore_outweighed", "_restore_verdict"])
@pytest.mark.parametrize("state", ["", "{}", "[]", "null", '{"reason": "permit"}'])
def test_a_broken_pickle_is_refused(restore: str, state: str) -> None:
    with pytest.raises(ValueError, match="not the state of a pickled"):
        getattr(_native, restore)(state)


def test_a_decision_has_no_truth_value(engine: akkoord.Engine) -> None:
    [decision] = engine.decide(profile(), query())
    assert decision.outcome == "deny"
    with pytest.raises(TypeError, match="no truth value"):
        bool(decision)
    [verdict] = engine.compile(profile(), AT).decide(query())
    with pytest.raises(TypeError, match="no truth value"):
        bool(verdict)


def test_permits_is_true_only_if_every_category_has_a_permit(engine: akkoord.Engine) -> None:
    only_one = profile(choice("c1", "yes", akkoord.Scope.individual([HOLDER.id], options=["1.1"])))
    for data, expected in [("GGC002", True), ("GGC013", True), (["GGC002", "GGC001"], False), ("GGC001", False)]:
        asked = query(data)  # type: ignore[arg-type]
        outcomes = [decision.outcome for decision in engine.decide(only_one, asked)]
        assert engine.permits(only_one, asked) is expected, outcomes
        assert engine.compile(only_one, AT).permits(asked) is expected


def test_a_compiled_profile_answers_for_its_time_alone(engine: akkoord.Engine) -> None:
    emergency = akkoord.Choice(
        id="e",
        answer="yes",
        scope=akkoord.Scope.emergency([HOLDER.id], consulter=CONSULTER),
        channel="raadplegersknop",
        decided_at=AT - timedelta(hours=1),
        recorded_at=AT - timedelta(hours=1),
    )
    compiled = engine.compile(profile(emergency), AT)
    ends = AT + timedelta(hours=71)
    assert (compiled.at, compiled.valid_until) == (AT, ends)
    assert compiled.permits(query(at=ends - timedelta(microseconds=1)))
    for outside in (ends, AT - timedelta(microseconds=1)):
        for ask in (compiled.decide, compiled.permits):
            with pytest.raises(akkoord.NotAnsweredError) as caught:
                ask(query(at=outside))
            assert (caught.value.code, caught.value.number, caught.value.path) == ("other_instant", 205, "query.at")
    assert not engine.permits(profile(emergency), query(at=ends))


# `Table` is the base of `Decisions`; nobody can make one of it, so neither of a class of their own.
NATIVE = [
    one
    for name, one in vars(_native).items()
    if isinstance(one, type) and not name.startswith("_") and one is not akkoord.Table
]


@pytest.mark.parametrize("native", NATIVE, ids=lambda one: one.__name__)
def test_a_native_class_cannot_be_subclassed(native: type) -> None:
    assert len(NATIVE) >= 17
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Own", (native,), {})


def test_a_table_cannot_be_made_by_hand() -> None:
    own: Any = type("Own", (akkoord.Table,), {})
    for table in (akkoord.Table, own):
        with pytest.raises(TypeError):
            table()


def test_a_misspelt_keyword_is_refused() -> None:
    wrong: Any = akkoord.Query
    with pytest.raises(TypeError, match="treatment_relation'"):
        wrong(holder=HOLDER, consulter=CONSULTER, data="GGC002", at=AT, treatment_relation=True)
    wrong = akkoord.Scope.blanket
    with pytest.raises(TypeError, match="option'"):
        wrong(option=["1.1"])


@pytest.mark.parametrize("flag", [1, 0, "true", "yes", [], object()])
def test_only_true_and_false_assert_a_treatment_relationship(flag: Any) -> None:
    with pytest.raises(TypeError, match="True or False"):
        akkoord.Query(holder=HOLDER, consulter=CONSULTER, data="GGC002", at=AT, treatment_relationship=flag)
    with pytest.raises(TypeError, match="True or False"):
        akkoord.Holder("ura:90000017", "Z3", connected=flag)


@pytest.mark.parametrize("wrong", [b"ura:90000017", 90000017, 10**400, None, ["ura:90000017"], 1.5])
def test_an_id_is_a_str(wrong: Any) -> None:
    with pytest.raises(TypeError, match="holder.id: expected a str, not"):
        akkoord.Holder(wrong, "Z3")
    with pytest.raises(TypeError, match="patient.id: expected a str, not"):
        akkoord.Patient(wrong)


def test_a_str_is_no_list_of_ids() -> None:
    wrong: Any = "ura:90000017"
    with pytest.raises(TypeError, match="scope.holders: expected a list of str, not str"):
        akkoord.Scope.individual(wrong)
    wrong = ["ura:90000017", b"ura:90000025"]
    with pytest.raises(TypeError, match=r"scope.holders\[1\]: expected a str, not bytes"):
        akkoord.Scope.individual(wrong)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_an_id_is_kept_as_it_is(text: str) -> None:
    holder = akkoord.Holder(text, "Z3")
    assert holder.id == text
    assert repr(holder) == f"Holder(id={text!r}, type='Z3')"
    assert pickle.loads(pickle.dumps(holder)) == holder
    no = choice("c1", "no", akkoord.Scope.individual([text]))
    assert akkoord.Engine().read_profile(profile(no).to_json()).choices[0].scope.holders == (text,)


def test_a_scope_has_the_fields_of_its_level_and_no_other() -> None:
    cases: list[tuple[str, dict[str, Any], str, str]] = [
        ("blanket", {"holders": ["a"]}, "scope.holders", "unknown_field"),
        ("blanket", {"holder_category": "apotheken"}, "scope.holder_category", "unknown_field"),
        ("categorical", {}, "scope.holder_category", "missing_field"),
        ("categorical", {"holder_category": "x"}, "scope.holder_category", "unknown_holder_category"),
        ("individual", {}, "scope.holders", "missing_field"),
        ("individual", {"holders": []}, "scope.holders", "empty_list"),
        ("individual", {"holders": ["a", ""]}, "scope.holders[1]", "empty_string"),
        ("individual", {"holders": ["a"], "options": ["9.9"]}, "scope.options[0]", "unknown_option"),
        ("individual", {"holders": ["a"], "options": []}, "scope.options", "empty_list"),
        ("individual", {"holders": ["a"], "consulter": CONSULTER}, "scope.consulter", "unknown_field"),
        ("emergency", {"holders": ["a"]}, "scope.consulter", "missing_field"),
        ("emergency", {"holders": ["a"], "consulter": CONSULTER, "options": ["1.1"]}, "scope.options", "unknown_field"),
        (
            "emergency",
            {"holders": ["a"], "consulter": akkoord.Consulter("b", "??")},
            "scope.consulter.type",
            "unknown_consulter_type",
        ),
        ("everything", {}, "scope.level", "unknown_value"),
    ]
    for level, more, path, code in cases:
        fields: dict[str, Any] = {"level": level, **more}
        with pytest.raises(akkoord.AkkoordError) as caught:
            akkoord.Scope(**fields)
        assert (caught.value.code, caught.value.path) == (code, path), fields


def test_a_scope_tells_what_it_is_about() -> None:
    blanket, categorical, individual, emergency = (one.scope for one in every_choice())
    assert (blanket.level, blanket.holders, blanket.options) == ("blanket", (), None)
    assert (categorical.holder_category, categorical.options) == ("apotheken", ("2.1", "2.3"))
    assert individual.holders == ("ura:90000017", "ura:90000025"), "in byte order"
    assert (emergency.consulter, emergency.holder_category) == (CONSULTER, None)
    assert emergency.catalogue == akkoord.Catalogue()


def test_a_choice_whose_parts_do_not_fit_is_refused() -> None:
    scope = akkoord.Scope.blanket()
    good: dict[str, Any] = {
        "id": "c1",
        "answer": "yes",
        "scope": scope,
        "channel": "mijn_mitz",
        "decided_at": DECIDED,
        "recorded_at": DECIDED,
    }
    akkoord.Choice(**good)
    early = DECIDED - timedelta(microseconds=1)
    confirmation = akkoord.Confirmation(answer="approved", at=early, by="g")
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"recorded_at": early}, "recorded_at", "recorded_before_decided"),
        ({"withdrawn_at": early}, "withdrawn_at", "withdrawn_before_recorded"),
        ({"confirmation": confirmation}, "confirmation.at", "confirmed_before_recorded"),
        ({"channel": "raadplegersknop"}, "channel", "channel_not_allowed"),
        ({"channel": "letter"}, "channel", "unknown_value"),
        ({"answer": "maybe"}, "answer", "unknown_value"),
        ({"id": ""}, "id", "empty_string"),
        ({"id": "x" * 1025}, "id", "string_too_long"),
        ({"decided_at": datetime(2026, 1, 1)}, "decided_at", "invalid_instant"),
    ]
    for wrong, path, code in cases:
        fields: dict[str, Any] = {**good, **wrong}
        with pytest.raises(akkoord.AkkoordError) as caught:
            akkoord.Choice(**fields)
        assert (caught.value.code, caught.value.path) == (code, path)


def test_a_profile_has_one_catalogue_and_no_id_twice(engine: akkoord.Engine) -> None:
    with pytest.raises(akkoord.ProfileError) as caught:
        profile(choice("a"), choice("b"), choice("a"))
    assert (caught.value.code, caught.value.path) == ("duplicate_id", "choices[2].id")
    other = another_catalogue()
    foreign = choice("a", scope=akkoord.Scope.blanket(catalogue=other))
    with pytest.raises(akkoord.ProfileError, match="catalogue_mismatch"):
        profile(foreign)
    elsewhere = akkoord.Profile(patient=akkoord.Patient(PATIENT), choices=[foreign], catalogue=other)
    with pytest.raises(akkoord.ProfileError, match="catalogue_mismatch"):
        engine.decide(elsewhere, query())
    assert akkoord.Engine(catalogue=other).permits(elsewhere, query())
    wrong: Any = [choice("a"), "b"]
    with pytest.raises(TypeError, match=r"choices\[1\]: expected a Choice, not str"):
        akkoord.Profile(patient=akkoord.Patient(PATIENT), choices=wrong)


def test_a_query_has_at_least_one_category_and_at_most_128() -> None:
    for data, code in [([], "empty_list"), (["GGC002"] * 129, "list_too_long"), (["x" * 1025], "string_too_long")]:
        with pytest.raises(akkoord.FormatError) as caught:
            query(data)
        assert (caught.value.code, caught.value.path) == (code, "query.data")
    assert len(query(["GGC002"] * 128).data) == 128
    later = AT + timedelta(days=1)
    assert query().with_at(later) == query(at=later)


def test_the_version_is_that_of_the_package() -> None:
    assert akkoord.__version__ == importlib.metadata.version("akkoord")


# Nothing to look at: what is in a cell of the others, a switch, and what a stream has is not known yet.
WITHOUT_A_TABLE = {"Cancel", "Confirmation", "Consulter", "DecisionStream", "Holder", "Limits", "Patient"}


def test_every_object_worth_looking_at_is_shown_in_a_notebook() -> None:
    natives = {name for name in dir(_native) if not name.startswith("_")}
    answers = {
        "AccessRecord",
        "ChangeNotices",
        "ConsulterDecision",
        "ConsulterOpenAnswer",
        "Matrix",
        "OpenAnswer",
        "Registered",
        "SmallestChange",
        "Timeline",
        "WhatIf",
        "WhyEmpty",
    }
    without = {name for name in natives | answers if not hasattr(getattr(akkoord, name), "_repr_html_")}
    assert without == WITHOUT_A_TABLE


@pytest.mark.parametrize(
    ("function", "defaults"),
    [
        (akkoord.Holder, {"connected": True}),
        (akkoord.Limits, {"steps": 100_000_000, "answer_bytes": 67_108_864, "cancel": None}),
        (akkoord.Query, {"purpose": "TREAT", "treatment_relationship": None}),
        (
            akkoord.Engine.open_query,
            {"data": None, "purpose": "TREAT", "treatment_relationship": None},
        ),
        (akkoord.Engine.access_records, {"data": None, "purpose": "TREAT", "treatment_relationship": None}),
        (akkoord.Engine.change_notices, {"in_app": True, "email": False, "last_seen": None}),
        (akkoord.Decision.explain, {"names": None, "time_zone": None}),
        (akkoord.Matrix.explain, {"names": None, "time_zone": None}),
        (
            akkoord.Population.from_arrow,
            {"engine": None, "on_error": "raise", "unattributed": "raise", "progress": None, "threads": None},
        ),
        (
            akkoord.Population.decide,
            {
                "at": None,
                "reasons": "dictionary",
                "on_error": "raise",
                "progress": None,
                "threads": None,
                "max_bytes": 1 << 30,
            },
        ),
        (
            akkoord.Population.decide_stream,
            {"at": None, "reasons": "dictionary", "on_error": "raise", "threads": None},
        ),
    ],
)
def test_a_signature_shows_what_is_meant(function: Any, defaults: dict[str, object]) -> None:
    parameters = inspect.signature(function).parameters.values()
    assert {one.name: one.default for one in parameters if one.default is not one.empty} == defaults


def test_no_signature_hides_a_default() -> None:
    for name in [name for name in dir(_native) if not name.startswith("_")]:
        for member, one in [(name, getattr(_native, name)), *vars(getattr(_native, name)).items()]:
            if callable(one) and not member.startswith("_"):
                text = getattr(one, "__text_signature__", None) or ""
                assert "..." not in text, f"{name}.{member}{text}"


def test_what_is_left_out_is_what_the_signature_shows(engine: akkoord.Engine) -> None:
    said = akkoord.Query(
        holder=akkoord.Holder(HOLDER.id, HOLDER.type, connected=True),
        consulter=CONSULTER,
        data="GGC002",
        at=AT,
        purpose="TREAT",
        treatment_relationship=True,
    )
    assert said == query()
    before, after = profile(), profile(choice())
    by_another = akkoord.Choice(
        id="c2",
        answer="yes",
        scope=akkoord.Scope.individual([HOLDER.id]),
        channel="dossierhoudersknop",
        decided_at=DECIDED,
        recorded_at=DECIDED,
    )
    changed: dict[str, Any] = {"before": before, "after": profile(by_another), "subscriptions": [HOLDER], "at": AT}
    notices = engine.change_notices(**changed)
    assert notices == engine.change_notices(**changed, in_app=True, email=False)
    assert notices != engine.change_notices(**changed, email=True)
    assert notices != engine.change_notices(**changed, in_app=False)
    for one in (None, 1, "true"):
        with pytest.raises(TypeError):
            akkoord.Holder(HOLDER.id, HOLDER.type, connected=one)  # type: ignore[arg-type]


def test_what_is_decided_can_be_matched(engine: akkoord.Engine) -> None:
    def told(one: akkoord.Decision | akkoord.Verdict) -> str:
        match one:
            case akkoord.Decision("permit", _, decided_by=akkoord.Ground(choice, "yes", "blanket")):
                return f"permit by {choice}"
            case akkoord.Decision("permit") | akkoord.Verdict("permit"):
                return "permit"
            case akkoord.Decision(_, reason) | akkoord.Verdict(_, reason):
                return reason

    with_one = profile(choice())
    [decision] = engine.decide(with_one, query())
    [verdict] = engine.compile(with_one, AT).decide(query())
    [denied] = engine.decide(profile(), query())
    assert (told(decision), told(verdict), told(denied)) == ("permit by c1", "permit", "no_choice")

    match query():
        case akkoord.Query(holder=akkoord.Holder(id, "Z3")):
            assert id == HOLDER.id
        case _:
            pytest.fail("a holder is matched by its id and type")
    match engine.matrix(with_one, subscriptions=[HOLDER], at=AT):
        case akkoord.Matrix(at, [akkoord.MatrixCell(akkoord.Holder(HOLDER.id), category, None, decision), *_]):
            assert (at, bool(category), decision.reason) == (AT, True, "blanket_yes")
        case _:
            pytest.fail("a cell is matched by who holds and who asks")


def test_the_names_of_a_batch_are_those_of_the_engine() -> None:
    told = _native._batch_names()
    # `Reasons` is the names, or none.
    assert told[0] == [*get_args(get_args(_names.Reasons)[0]), None]
    assert [tuple(names) for names in told[1:]] == [
        get_args(_names.OnError),
        get_args(_names.OnLoadError),
        get_args(_names.Unattributed),
    ]


def test_the_names_are_those_of_the_engine() -> None:
    for name, values in _native._names().items():
        assert getattr(_names, name).__args__ == tuple(values), name
        assert getattr(akkoord, name) is getattr(_names, name)


class Tags(HTMLParser):
    """Counts tags, and notices one that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("one", [one for one in every_object() if hasattr(one, "_repr_html_")], ids=label)
def test_a_table_is_well_formed_and_has_headers(one: Any) -> None:
    tags = Tags()
    tags.feed(one._repr_html_())
    assert tags.open == []
    if not isinstance(one, akkoord.Explanation):
        assert "caption" in tags.seen and "th" in tags.seen


def test_a_table_escapes_what_it_shows(engine: akkoord.Engine) -> None:
    evil = "<script>alert('1')</script>&\""
    named = profile(choice(evil, "yes", akkoord.Scope.individual([evil])))
    asked = akkoord.Query(
        holder=akkoord.Holder(evil, "Z3"), consulter=CONSULTER, data="GGC002", at=AT, treatment_relationship=True
    )
    subscriptions = [akkoord.Holder(evil, "Z3")]
    shows: list[Any] = [
        named,
        *engine.decide(named, asked),
        engine.matrix(named, subscriptions=subscriptions, at=AT),
        engine.timeline(named, asked, until=AT + timedelta(days=1))[0],
        engine.what_if(named, akkoord.Withdraw(evil), subscriptions=subscriptions, at=AT),
        engine.open_query(named, subscriptions=subscriptions, consulter=CONSULTER, at=AT, treatment_relationship=True),
    ]
    for one in shows:
        shown = one._repr_html_()
        assert "<script" not in shown and "&lt;script&gt;" in shown


def test_the_matrix_gives_rows_for_a_data_frame(engine: akkoord.Engine) -> None:
    only_one = profile(choice("c1", "yes", akkoord.Scope.individual([HOLDER.id], options=["1.1"])))
    matrix = engine.matrix(only_one, subscriptions=[HOLDER], at=AT)
    rows = matrix.to_records()
    assert len(rows) == len(matrix.cells) > 0
    assert {row["outcome"] for row in rows} == {"permit", "deny"}
    assert rows[0]["holder"] == HOLDER.id


def test_the_catalogue_tells_its_rows() -> None:
    catalogue = akkoord.Catalogue()
    assert (catalogue.id, catalogue.dated.year > 2000) == ("mitz-3960100", True)
    assert len(catalogue.options) == 34
    assert {one.holder_category for one in catalogue.options} <= {one.code for one in catalogue.holder_categories}
    parents = {one.code: one.parent for one in catalogue.data_categories}
    assert parents["GGC013"] == "GGC002"
    assert {one.code for one in catalogue.provider_types} >= {"Z3", "N6"}
    assert akkoord.RuleSet.from_json(TRIAL).parameters["emergency_hours"] == 96
    assert akkoord.RuleSet.from_json(TRIAL).dated == date(2026, 11, 22)
    assert datetime(2026, 1, 1, tzinfo=timezone.utc) < AT
