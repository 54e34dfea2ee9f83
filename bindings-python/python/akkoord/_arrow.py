"""Tables: what is taken as one, and who is told of the progress."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class ArrowStream(Protocol):
    """Anything that gives its rows as an Arrow C stream: tables of pyarrow, Polars, pandas, DuckDB, DataFusion; `Table`."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


@runtime_checkable
class ArrowArray(Protocol):
    """Anything that gives its rows as one Arrow C array of a struct type: a record batch."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


ArrowSource: TypeAlias = ArrowStream | ArrowArray

# True: a bar (tqdm's, if it is installed); a function: called with the rows done, and how many there are if that is known.
Progress: TypeAlias = bool | Callable[[int, int | None], object]


class _Line:
    """A line on standard error that says how far it is, for who has no tqdm."""

    def __init__(self, total: int | None) -> None:
        self._total = total

    def __call__(self, done: int, total: int | None) -> None:
        of = f" of {self._total:,}" if self._total is not None else ""
        sys.stderr.write(f"\r{done:,}{of} rows")
        sys.stderr.flush()

    def close(self) -> None:
        sys.stderr.write("\n")


class _Bar:
    """A bar of tqdm."""

    def __init__(self, total: int | None) -> None:
        from tqdm.auto import tqdm

        self._bar = tqdm(total=total, unit=" rows", unit_scale=True)

    def __call__(self, done: int, total: int | None) -> None:
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


def bar(total: int | None) -> _Bar | _Line:
    """Called by the engine for `progress=True`."""
    try:
        return _Bar(total)
    except ImportError:
        return _Line(total)
