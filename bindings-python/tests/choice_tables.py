"""Tables of choices, as the tests of batches and of Spark fill them. All people are invented."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pyarrow as pa

AT = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
DECIDED = datetime(2026, 1, 2, 10, tzinfo=timezone.utc)

# Every column.
CHOICES = pa.schema(
    [
        ("patient", pa.string()),
        ("born", pa.date32()),
        ("deceased", pa.date32()),
        ("id", pa.string()),
        ("answer", pa.string()),
        ("scope.level", pa.string()),
        ("scope.holder_category", pa.string()),
        ("scope.holders", pa.list_(pa.string())),
        ("scope.options", pa.list_(pa.string())),
        ("scope.consulter.id", pa.string()),
        ("scope.consulter.type", pa.string()),
        ("channel", pa.string()),
        ("decided_at", pa.timestamp("us", "UTC")),
        ("recorded_at", pa.timestamp("us", "UTC")),
        ("recorded_by", pa.string()),
        ("confirmation.answer", pa.string()),
        ("confirmation.at", pa.timestamp("us", "UTC")),
        ("confirmation.by", pa.string()),
        ("withdrawn_at", pa.timestamp("us", "UTC")),
    ]
)


def schema_of(*names: str) -> pa.Schema:
    """These columns alone: what is not needed may be left out."""
    return pa.schema([CHOICES.field(name) for name in names])


def choice(patient: str | None, **other: Any) -> dict[str, Any]:
    """A row: a blanket yes, with other values in some columns (`scope__level` for `scope.level`)."""
    row = {
        "patient": patient,
        "id": "c1",
        "answer": "yes",
        "scope.level": "blanket",
        "channel": "mijn_mitz",
        "decided_at": DECIDED,
        "recorded_at": DECIDED,
    }
    return row | {name.replace("__", "."): value for name, value in other.items()}
