//! Instants and dates: Python's aware `datetime` and `date`, exactly.

use akkoord::Instant;
use akkoord::error::ErrorCode;
use akkoord::instant::Date;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDate, PyDateTime, PyDelta, PyDeltaAccess, PyTzInfo};

use crate::error::{Fault, wrong_type};
use crate::given::given;

given! {
    /// An instant: an aware `datetime`.
    Moment = type_hint_identifier!("datetime", "datetime");
    /// A day: a `date` that is no `datetime`.
    Day = type_hint_identifier!("datetime", "date");
}

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

const NAIVE: &str = "a datetime without a time zone is no instant: give it one, such as tzinfo=timezone.utc or tzinfo=ZoneInfo(\"Europe/Amsterdam\")";
const NANOSECONDS: &str =
    "the instant has nanoseconds, which would be cut: round it to microseconds first";
const OUTSIDE: &str = "the instant lies outside the years 1900 to 9999 (UTC)";

fn refused(path: &str, why: &str) -> PyErr {
    Fault::told(ErrorCode::InvalidInstant, path, why.to_owned()).into()
}

impl Moment<'_> {
    /// The instant of an aware `datetime`. `fold` and the zone's rules count, as in `datetime.utcoffset()`.
    pub(crate) fn read(&self, path: &str) -> PyResult<Instant> {
        let given = &self.0;
        let py = given.py();
        let Ok(moment) = given.cast::<PyDateTime>() else {
            return Err(wrong_type(path, "an aware datetime", given));
        };
        let offset = moment.call_method0("utcoffset")?;
        let Ok(offset) = offset.cast::<PyDelta>() else {
            return Err(refused(path, NAIVE));
        };
        // pandas' Timestamp is a datetime, and finer than one.
        if let Ok(finer) = moment.getattr("nanosecond")
            && finer.extract::<i64>()? != 0
        {
            return Err(refused(path, NANOSECONDS));
        }
        // Two wall clocks without zones: the difference is exact, and knows no summer time.
        let wall = moment.call_method(
            "replace",
            (),
            Some(&pyo3::types::IntoPyDict::into_py_dict(
                [("tzinfo", py.None())],
                py,
            )?),
        )?;
        let since = wall.sub(epoch(py)?)?;
        let micros = micros_of(since.cast::<PyDelta>()?)
            .and_then(|wall| wall.checked_sub(micros_of(offset)?));
        micros
            .and_then(Instant::from_micros)
            .ok_or_else(|| refused(path, OUTSIDE))
    }
}

/// The duration in microseconds.
fn micros_of(delta: &Bound<'_, PyDelta>) -> Option<i64> {
    let seconds = i64::from(delta.get_days())
        .checked_mul(SECONDS_PER_DAY)?
        .checked_add(i64::from(delta.get_seconds()))?;
    seconds
        .checked_mul(MICROS_PER_SECOND)?
        .checked_add(i64::from(delta.get_microseconds()))
}

/// 1970-01-01T00:00:00 without a zone.
fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyDateTime>> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    let epoch = EPOCH.get_or_try_init(py, || {
        PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, None).map(Bound::unbind)
    })?;
    Ok(epoch.bind(py))
}

/// An instant as an aware `datetime` in UTC.
pub(crate) fn told(py: Python<'_>, instant: Instant) -> PyResult<Bound<'_, PyDateTime>> {
    static EPOCH: PyOnceLock<Py<PyDateTime>> = PyOnceLock::new();
    let epoch = EPOCH.get_or_try_init(py, || {
        let utc = PyTzInfo::utc(py)?;
        PyDateTime::new(py, 1970, 1, 1, 0, 0, 0, 0, Some(&utc)).map(Bound::unbind)
    })?;
    let micros = instant.as_micros();
    let seconds = micros.div_euclid(MICROS_PER_SECOND);
    // INVARIANT: an instant lies in the years 1900 to 9999, so that its days fit.
    let days = i32::try_from(seconds.div_euclid(SECONDS_PER_DAY)).unwrap_or(i32::MAX);
    let second = i32::try_from(seconds.rem_euclid(SECONDS_PER_DAY)).unwrap_or(0);
    let micro = i32::try_from(micros.rem_euclid(MICROS_PER_SECOND)).unwrap_or(0);
    let since = PyDelta::new(py, days, second, micro, false)?;
    Ok(epoch.bind(py).add(since)?.cast_into()?)
}

/// An instant, or `None`.
pub(crate) fn told_maybe(
    py: Python<'_>,
    instant: Option<Instant>,
) -> PyResult<Option<Bound<'_, PyDateTime>>> {
    instant.map(|instant| told(py, instant)).transpose()
}

impl Day<'_> {
    /// The day of a `date`. A `datetime` is refused: its day depends on the time zone.
    pub(crate) fn read(&self, path: &str) -> PyResult<Date> {
        let given = &self.0;
        if given.is_instance_of::<PyDateTime>() || !given.is_instance_of::<PyDate>() {
            return Err(wrong_type(path, "a date", given));
        }
        let text = given.call_method0("isoformat")?;
        crate::given::text(&text, path)?
            .parse::<Date>()
            .map_err(|error| Fault::new(error.code(), path).into())
    }
}

/// A day as a `date`.
pub(crate) fn told_day(py: Python<'_>, day: Date) -> PyResult<Bound<'_, PyDate>> {
    let at = told(py, day.start())?;
    Ok(at.call_method0("date")?.cast_into()?)
}
