"""Documents of the wire format, made of Python's own values: the engine reads their text, as strictly as any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timezone


def instant(at: datetime) -> str:
    """An instant as the wire format writes it: in UTC, with a fraction if there is one."""
    if not isinstance(at, datetime):
        raise TypeError(f"expected an aware datetime, not {type(at).__name__}")
    if at.utcoffset() is None:
        raise TypeError("a datetime without a time zone is no instant: give it one")
    at = at.astimezone(timezone.utc)
    text = at.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    fraction = f"{at.microsecond:06}".rstrip("0")
    return f"{text}.{fraction}Z" if fraction else f"{text}Z"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a document has no {type(value).__name__}: it is of dicts, lists, str, bool, int, datetime and date")


def written(document: object, path: str) -> str:
    """The text of a document; called by the engine."""
    if not isinstance(document, Mapping):
        raise TypeError(f"{path}: expected a mapping, not {type(document).__name__}")
    return json.dumps(dict(document), default=_plain, allow_nan=False)
