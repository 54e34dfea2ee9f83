"""Instants: aware datetimes, exactly."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import AT, CONSULTER, HOLDER, query
from hypothesis import given
from hypothesis import strategies as st

import akkoord

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 2),
        max_value=datetime(9999, 12, 30),
        timezones=st.timezones(),
    )
)
def test_an_aware_datetime_is_the_instant_that_python_says(at: datetime) -> None:
    told = query(at=at).at
    assert told == at.astimezone(timezone.utc)
    assert told.tzinfo is timezone.utc


@given(
    st.datetimes(min_value=datetime(1900, 1, 3), max_value=datetime(9999, 12, 29)),
    st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59)),
)
def test_any_fixed_offset_counts_to_the_microsecond(wall: datetime, offset: timedelta) -> None:
    at = wall.replace(tzinfo=timezone(offset))
    assert query(at=at).at == wall.replace(tzinfo=timezone.utc) - offset


def test_fold_tells_the_two_hours_of_the_last_sunday_of_october_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM)
    again = first.replace(fold=1)
    assert query(at=first).at == datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)
    assert query(at=again).at == datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc)


def test_an_hour_that_summer_time_skips_is_read_as_python_reads_it() -> None:
    skipped = datetime(2026, 3, 29, 2, 30, tzinfo=AMSTERDAM)
    assert query(at=skipped).at == skipped.astimezone(timezone.utc)


def test_an_offset_with_seconds_counts() -> None:
    # Liberia was 44 minutes and 30 seconds behind Greenwich until 1972.
    old = datetime(1970, 1, 1, 12, tzinfo=ZoneInfo("Africa/Monrovia"))
    assert old.utcoffset() == timedelta(minutes=-44, seconds=-30)
    assert query(at=old).at == datetime(1970, 1, 1, 12, 44, 30, tzinfo=timezone.utc)


def test_a_naive_datetime_is_refused_with_the_reason() -> None:
    with pytest.raises(akkoord.FormatError, match="without a time zone") as caught:
        query(at=datetime(2026, 1, 5, 12))
    assert (caught.value.code, caught.value.number, caught.value.path) == ("invalid_instant", 13, "query.at")


class NoOffset(tzinfo):
    """A zone that does not know its offset: as good as none."""

    def utcoffset(self, dt: datetime | None, /) -> timedelta | None:
        return None

    def dst(self, dt: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, dt: datetime | None, /) -> str | None:
        return None


def test_a_zone_without_an_offset_is_refused() -> None:
    with pytest.raises(akkoord.FormatError, match="without a time zone"):
        query(at=datetime(2026, 1, 5, 12, tzinfo=NoOffset()))


class Fine(datetime):
    """A datetime that is finer than one, as that of pandas is."""

    @property
    def nanosecond(self) -> int:
        return self.microsecond % 2


def test_nanoseconds_are_refused_not_cut() -> None:
    assert query(at=Fine(2026, 1, 5, 12, tzinfo=timezone.utc)).at == AT
    with pytest.raises(akkoord.FormatError, match="nanoseconds"):
        query(at=Fine(2026, 1, 5, 12, 0, 0, 1, tzinfo=timezone.utc))


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, tzinfo=timezone.utc),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1899, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc),
        datetime(1900, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-1))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
    ],
)
def test_an_instant_outside_1900_to_9999_is_refused(at: datetime) -> None:
    with pytest.raises(akkoord.FormatError, match="years 1900 to 9999"):
        query(at=at)


def test_the_first_and_the_last_instant_come_back() -> None:
    for at in (
        datetime(1900, 1, 1, tzinfo=timezone.utc),
        datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc),
    ):
        assert query(at=at).at == at


@pytest.mark.parametrize("at", ["2026-01-05T12:00:00Z", 1767614400, 1.5, None, date(2026, 1, 5), b"2026"])
def test_only_a_datetime_is_an_instant(at: Any) -> None:
    with pytest.raises(TypeError, match="query.at: expected an aware datetime, not"):
        akkoord.Query(holder=HOLDER, consulter=CONSULTER, data="GGC002", at=at)


def test_a_day_is_a_date_and_no_datetime() -> None:
    patient = akkoord.Patient("999990019", born=date(2013, 5, 5), deceased=date(2026, 2, 1))
    assert (patient.born, patient.deceased) == (date(2013, 5, 5), date(2026, 2, 1))
    assert akkoord.Patient("999990019").born is None
    for wrong in (AT, "2013-05-05"):
        given_day: Any = wrong
        with pytest.raises(TypeError, match="patient.born: expected a date"):
            akkoord.Patient("999990019", born=given_day)
    with pytest.raises(akkoord.FormatError) as caught:
        akkoord.Patient("999990019", born=date(1899, 12, 31))
    assert (caught.value.code, caught.value.path) == ("invalid_date", "patient.born")
