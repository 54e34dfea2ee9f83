"""Tables for notebooks: every text escaped, a caption, and headers of columns and rows for who listens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from akkoord._documents import instant


def shown(value: str | datetime | bool | None) -> str:
    """A value as text: an instant as the wire format writes it, nothing for `None`."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return instant(value)
        case _:
            return value


def table(caption: str, headers: Sequence[str], rows: Iterable[Sequence[str | datetime | bool | None]]) -> str:
    """A table whose first column says what the row is about."""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in headers)
    body = "".join(_row(row) for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: Sequence[str | datetime | bool | None]) -> str:
    first, *rest = (escape(shown(cell)) for cell in row)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def facts(caption: str, rows: Iterable[tuple[str, str | datetime | bool | None]]) -> str:
    """A table of names and values."""
    body = "".join(_row(row) for row in rows)
    return f"<table><caption>{escape(caption)}</caption><tbody>{body}</tbody></table>"
