"""What the tests share. All people are invented."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

import akkoord

AT = datetime(2026, 1, 5, 12, tzinfo=timezone.utc)
DECIDED = datetime(2026, 1, 2, 10, tzinfo=timezone.utc)
HOLDER = akkoord.Holder("ura:90000017", "Z3")
CONSULTER = akkoord.Consulter("ura:90000033", "N6")
PATIENT = "999990019"


def choice(id: str = "c1", answer: akkoord.Answer = "yes", scope: akkoord.Scope | None = None) -> akkoord.Choice:
    return akkoord.Choice(
        id=id,
        answer=answer,
        scope=scope or akkoord.Scope.blanket(),
        channel="mijn_mitz",
        decided_at=DECIDED,
        recorded_at=DECIDED,
    )


def profile(*choices: akkoord.Choice) -> akkoord.Profile:
    return akkoord.Profile(patient=akkoord.Patient(PATIENT), choices=choices)


def query(data: str | list[str] = "GGC002", at: datetime = AT) -> akkoord.Query:
    return akkoord.Query(holder=HOLDER, consulter=CONSULTER, data=data, at=at, treatment_relationship=True)


@pytest.fixture(scope="session")
def engine() -> akkoord.Engine:
    return akkoord.Engine()


@pytest.fixture(scope="session")
def answers() -> list[dict[str, Any]]:
    """What the native engine answers to every conformance vector: `{"id", "line", "entry", "answer"}`."""
    text = Path(os.environ["AKKOORD_ANSWERS"]).read_text(encoding="utf-8")
    # Lines end at line feeds alone: U+2028 may stand inside one.
    return [json.loads(line) for line in text.split("\n") if line]
