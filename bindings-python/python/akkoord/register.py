"""Commands of the register (R34-R40), as mappings of the wire format."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TypeAlias

Field: TypeAlias = "str | bool | datetime | Sequence[Field] | Mapping[str, Field]"
"""A field of a command; an instant is an aware datetime, or text as the wire format writes it."""

Command: TypeAlias = "Mapping[str, Field]"
"""One command: a mapping with one key, the channel or `confirm` or `withdraw`."""


def _written(value: object) -> str:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise TypeError("a datetime without a time zone is no instant: give it one")
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    raise TypeError(f"a command has no {type(value).__name__}")


def written(command: Command) -> str:
    """The command as JSON; called by the engine."""
    if not isinstance(command, Mapping):
        raise TypeError(f"command: expected a mapping, not {type(command).__name__}")
    return json.dumps(dict(command), default=_written, allow_nan=False)
