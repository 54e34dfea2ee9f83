"""Commands: classes and mappings say the same, and a type checker finds a wrong field in both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import Any

import pytest
from conftest import AT, CONSULTER, DECIDED, HOLDER, PATIENT, choice, profile

import akkoord
from akkoord import register

NEW = register.NewChoice(id="c9", answer="yes", decided_at=DECIDED)
WRITTEN = {"id": "c9", "answer": "yes", "decided_at": "2026-01-02T10:00:00Z"}
PROVIDER = {"id": "ura:90000017", "type": "Z3"}
GUARDIAN = f"guardian of {PATIENT}"

COMMANDS: list[tuple[Any, dict[str, Any]]] = [
    (
        register.MijnMitz(choice=NEW, scope=akkoord.Scope.categorical("apotheken", options=["2.1"])),
        {"mijn_mitz": {"choice": WRITTEN, "scope": {"level": "categorical", "holder_category": "apotheken", "options": ["2.1"]}}},
    ),
    (
        register.SamenNaarMijnMitz(
            choice=NEW, scope=akkoord.Scope.individual([HOLDER.id]), care_worker="cw", guardian=GUARDIAN
        ),
        {
            "samen_naar_mijn_mitz": {
                "choice": WRITTEN,
                "scope": {"level": "individual", "holders": [HOLDER.id]},
                "care_worker": "cw",
                "guardian": GUARDIAN,
            }
        },
    ),
    (
        register.Dossierhoudersknop(choice=NEW, holder=HOLDER),
        {"dossierhoudersknop": {"choice": WRITTEN, "holder": PROVIDER}},
    ),
    (
        register.Raadplegersknop(
            choice=NEW, consulter=CONSULTER, holders=[HOLDER], emergency=True, enrolled=True, identity="in_person"
        ),
        {
            "raadplegersknop": {
                "choice": WRITTEN,
                "consulter": {"id": CONSULTER.id, "type": CONSULTER.type},
                "holders": [PROVIDER],
                "emergency": True,
                "enrolled": True,
                "identity": "in_person",
            }
        },
    ),
    (
        register.Migration(choice=NEW, holder=HOLDER, options=["1.1"]),
        {"migration": {"choice": WRITTEN, "holder": PROVIDER, "options": ["1.1"]}},
    ),
    (
        register.Confirm(choice="c1", answer="approved", guardian=GUARDIAN),
        {"confirm": {"choice": "c1", "answer": "approved", "guardian": GUARDIAN}},
    ),
    (register.Withdraw(choice="c1"), {"withdraw": {"choice": "c1"}}),
]


def outcome(command: Any) -> tuple[str, Any]:
    """What comes of it: the new profile, or the refusal."""
    try:
        done = akkoord.Engine().register(profile(choice()), command, now=AT)
    except akkoord.AkkoordError as error:
        return error.code, error.path
    return done.to_json(), done


@pytest.mark.parametrize(("command", "document"), COMMANDS, ids=lambda one: type(one).__name__)
def test_a_command_is_the_document_that_it_writes(command: Any, document: dict[str, Any]) -> None:
    assert command.to_dict() == document
    assert json.loads(command.to_json()) == document
    assert outcome(command) == outcome(document)
    # Nothing in it is wrong for the reader: what is refused is refused by a channel's rule.
    assert outcome(command)[0] not in {"unknown_field", "missing_field", "wrong_type", "unknown_value"}


def test_every_command_of_the_engine_has_a_class() -> None:
    with pytest.raises(akkoord.FormatError) as told:
        akkoord.Engine().register(profile(), register_of({}), now=AT)
    assert told.value.code == "missing_field"
    assert len(COMMANDS) == len({type(command) for command, _ in COMMANDS}) == 7
    assert {type(command).__name__ for command, _ in COMMANDS} < set(register.__all__)


def register_of(document: Any) -> Any:
    return document


def test_a_command_hides_who_it_is() -> None:
    for command, _ in COMMANDS:
        assert PATIENT not in repr(command)


def test_a_command_is_a_value() -> None:
    for command, _ in COMMANDS:
        assert hash(command) == hash(command)
        with pytest.raises(AttributeError):
            command.choice = "another"
    holders: Sequence[akkoord.Holder] = [HOLDER]
    assert isinstance(register.Raadplegersknop(choice=NEW, consulter=CONSULTER, holders=holders).holders, tuple)
    with pytest.raises(TypeError):
        register.Migration(choice=NEW, holder=HOLDER, options="1.1")


def test_an_instant_of_any_zone_is_written_in_utc() -> None:
    amsterdam = DECIDED.astimezone(timezone(timedelta(hours=1)))
    moved = register.NewChoice(id="c9", answer="yes", decided_at=amsterdam + timedelta(microseconds=1))
    [written] = register.MijnMitz(choice=moved, scope=akkoord.Scope.blanket()).to_dict().values()
    assert written["choice"]["decided_at"] == "2026-01-02T10:00:00.000001Z"
    naive = register.NewChoice(id="c9", answer="yes", decided_at=DECIDED.replace(tzinfo=None))
    with pytest.raises(TypeError, match="time zone"):
        register.MijnMitz(choice=naive, scope=akkoord.Scope.blanket()).to_dict()


@pytest.mark.parametrize("wrong", [None, "{}", [], 1, NEW])
def test_what_is_no_command_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError, match="command"):
        akkoord.Engine().register(profile(), wrong, now=AT)


def test_a_type_checker_finds_a_wrong_field() -> None:
    # `mypy --strict` refuses an ignore that nothing needs: so each of these lines is seen to be an error.
    with pytest.raises(TypeError):
        register.Withdraw(choise="c1")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        register.Confirm(choice="c1", answer="approved")  # type: ignore[call-arg]
    register.Confirm(choice="c1", answer="yes", guardian="g")  # type: ignore[arg-type]
    engine = akkoord.Engine()
    with pytest.raises(akkoord.FormatError, match="unknown_field"):
        engine.register(profile(), {"withdraw": {"choice": "c1", "gardian": "g"}}, now=AT)  # type: ignore[arg-type]
    with pytest.raises(akkoord.FormatError, match="missing_field"):
        engine.register(profile(), {"confirm": {"choice": "c1", "answer": "approved"}}, now=AT)  # type: ignore[arg-type]
