//! Instants and dates: the one place that reads and writes them.
//!
//! chrono knows the calendar; what counts as a well-formed instant is decided here, because chrono also takes a leap
//! second, a space or a small `t`, and `-00:00`, cuts digits after the ninth, and panics at the ends of time.

use core::fmt;
use core::num::NonZeroU64;
use core::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::error::{Error, ErrorCode};

const MICROS_PER_SECOND: i64 = 1_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
const MICROS_PER_DAY: i64 = SECONDS_PER_DAY * MICROS_PER_SECOND;
const MICROS_PER_HOUR: i64 = 3_600 * MICROS_PER_SECOND;
/// 1900-01-01, in microseconds since 1970-01-01.
const FIRST: i64 = -25_567 * MICROS_PER_DAY;
/// The last microsecond of the year 9999, in microseconds since 1900-01-01.
const LAST: u64 = ((25_567 + 2_932_897) * MICROS_PER_DAY - 1).cast_unsigned();
/// 1970-01-01 in days of the common era.
const EPOCH_FROM_CE: i32 = 719_163;

/// A point in time: microseconds since 1970-01-01T00:00:00Z, in the years 1900 to 9999 (UTC).
///
/// Read from RFC 3339 with an offset, written in UTC: `2026-01-05T12:00:00Z`, with a fraction only if it is not zero
/// and without trailing zeros.
///
/// ```
/// use akkoord::Instant;
/// let instant = "2026-01-05T13:00:00.250+01:00".parse::<Instant>()?;
/// assert_eq!(instant.to_string(), "2026-01-05T12:00:00.25Z");
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(
    /// Microseconds since the first instant, and one: an optional instant needs no more room than an instant.
    NonZeroU64,
);

impl Instant {
    /// The first instant: 1900-01-01T00:00:00Z.
    pub const MIN: Instant = Instant(NonZeroU64::MIN);
    /// The last instant: 9999-12-31T23:59:59.999999Z.
    pub const MAX: Instant = Instant(NonZeroU64::MIN.saturating_add(LAST));

    pub(crate) fn read(text: &str) -> Option<Self> {
        let (date, rest) = text.as_bytes().split_first_chunk::<10>()?;
        let day = Date::read_bytes(date)?.days_since_epoch();
        let (time, rest) = rest.split_first_chunk::<9>()?;
        let &[b'T', h1, h0, b':', m1, m0, b':', s1, s0] = time else {
            return None;
        };
        let hour = two_digits(h1, h0).filter(|hour| *hour < 24)?;
        let minute = two_digits(m1, m0).filter(|minute| *minute < 60)?;
        let second = two_digits(s1, s0).filter(|second| *second < 60)?;
        let (micros, offset) = match rest.split_first()? {
            (b'.', digits) => fraction(digits)?,
            _ => (0, rest),
        };
        let offset_minutes = match offset {
            b"Z" | b"+00:00" => 0,
            b"-00:00" => return None,
            &[sign @ (b'+' | b'-'), h1, h0, b':', m1, m0] => {
                let hours = two_digits(h1, h0).filter(|hours| *hours < 24)?;
                let minutes = two_digits(m1, m0).filter(|minutes| *minutes < 60)?;
                let east = hours.wrapping_mul(60).wrapping_add(minutes);
                if sign == b'-' {
                    east.wrapping_neg()
                } else {
                    east
                }
            }
            _ => return None,
        };
        // INVARIANT: nothing wraps here. A day is one of the years 1900 to 9999, and all else is less than two days.
        let minutes = hour
            .wrapping_mul(60)
            .wrapping_add(minute)
            .wrapping_sub(offset_minutes);
        let seconds = day
            .wrapping_mul(SECONDS_PER_DAY)
            .wrapping_add(minutes.wrapping_mul(60))
            .wrapping_add(second);
        Self::from_micros(seconds.wrapping_mul(MICROS_PER_SECOND).wrapping_add(micros))
    }

    /// The instant `micros` microseconds after 1970-01-01T00:00:00Z; none outside the years 1900 to 9999.
    ///
    /// ```
    /// use akkoord::Instant;
    /// let noon = Instant::from_micros(1_767_614_400_000_000);
    /// assert_eq!(noon.map(|noon| noon.to_string()).as_deref(), Some("2026-01-05T12:00:00Z"));
    /// assert_eq!(Instant::from_micros(i64::MAX), None);
    /// ```
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        // INVARIANT: what wraps, at either end, is far beyond `LAST`.
        let since_first = micros.wrapping_sub(FIRST).cast_unsigned();
        (since_first <= LAST).then_some(Instant(NonZeroU64::MIN.saturating_add(since_first)))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use akkoord::Instant;
    /// assert_eq!("2026-01-05T12:00:00Z".parse::<Instant>()?.as_micros(), 1_767_614_400_000_000);
    /// assert_eq!("1969-12-31T23:59:59Z".parse::<Instant>()?.as_micros(), -1_000_000);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn as_micros(self) -> i64 {
        // INVARIANT: at most `LAST` and one, so that nothing wraps.
        self.0.get().cast_signed().wrapping_add(FIRST - 1)
    }

    /// The instant so many hours later; none after the last instant.
    ///
    /// ```
    /// use akkoord::Instant;
    /// let end = "2026-03-07T09:52:08Z".parse::<Instant>()?.plus_hours(72);
    /// assert_eq!(end, Some("2026-03-10T09:52:08Z".parse()?));
    /// assert_eq!(Instant::MAX.plus_hours(1), None);
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn plus_hours(self, hours: u32) -> Option<Self> {
        Self::from_micros(
            self.as_micros()
                .checked_add(i64::from(hours).checked_mul(MICROS_PER_HOUR)?)?,
        )
    }

    /// The date of this instant in UTC.
    ///
    /// ```
    /// use akkoord::Instant;
    /// let at = "2026-01-01T00:30:00+01:00".parse::<Instant>()?; // half past midnight in Amsterdam
    /// assert_eq!(at.date().to_string(), "2025-12-31");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn date(self) -> Date {
        // INVARIANT: an instant lies in the years 1900 to 9999, so its date exists; the default is never taken.
        Date::from_days_since_epoch(self.as_micros().div_euclid(MICROS_PER_DAY))
            .unwrap_or(Date(NaiveDate::MIN))
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SS[.f](Z|+HH:MM|-HH:MM)` with one to six fractional digits (RFC 3339).
///
/// Refused with `invalid_instant`: a small `t` or `z`, a space, second 60, hour 24, `-00:00` (RFC 3339 section 4.3:
/// "offset unknown"), more than six digits (nothing is cut), and a year outside 1900 to 9999, as written or in UTC.
impl FromStr for Instant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Error::new(ErrorCode::InvalidInstant, ""))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micro_of_day = self.as_micros().rem_euclid(MICROS_PER_DAY);
        let second_of_day = micro_of_day / MICROS_PER_SECOND;
        let (hour, minute, second) = (
            second_of_day / 3_600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        );
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}", self.date())?;
        let mut fraction = micro_of_day % MICROS_PER_SECOND;
        if fraction != 0 {
            let mut width = 6_usize;
            while fraction % 10 == 0 {
                fraction /= 10;
                width = width.saturating_sub(1);
            }
            write!(f, ".{fraction:0width$}")?;
        }
        f.write_str("Z")
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day of the calendar, in the years 1900 to 9999.
///
/// ```
/// use akkoord::instant::Date;
/// assert_eq!("2012-02-29".parse::<Date>()?.to_string(), "2012-02-29");
/// assert!("2013-02-29".parse::<Date>().is_err());
/// # Ok::<(), akkoord::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

impl Date {
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::read_bytes(text.as_bytes().try_into().ok()?)
    }

    fn read_bytes(text: &[u8; 10]) -> Option<Self> {
        let &[y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0] = text else {
            return None;
        };
        let year = two_digits(y3, y2)?
            .wrapping_mul(100)
            .wrapping_add(two_digits(y1, y0)?);
        Self::from_ymd(
            i32::try_from(year).ok()?,
            u32::try_from(two_digits(m1, m0)?).ok()?,
            u32::try_from(two_digits(d1, d0)?).ok()?,
        )
    }

    fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1900..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Date)
    }

    fn days_since_epoch(self) -> i64 {
        i64::from(self.0.num_days_from_ce()).saturating_sub(i64::from(EPOCH_FROM_CE))
    }

    fn from_days_since_epoch(days: i64) -> Option<Self> {
        let from_ce = i32::try_from(days).ok()?.checked_add(EPOCH_FROM_CE)?;
        NaiveDate::from_num_days_from_ce_opt(from_ce).map(Date)
    }

    /// Midnight UTC at which this day begins.
    ///
    /// ```
    /// use akkoord::instant::Date;
    /// assert_eq!("2026-02-01".parse::<Date>()?.start().to_string(), "2026-02-01T00:00:00Z");
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn start(self) -> Instant {
        // INVARIANT: a date lies in the years 1900 to 9999, so its midnight exists; the default is never taken.
        Instant::from_micros(self.days_since_epoch().saturating_mul(MICROS_PER_DAY))
            .unwrap_or(Instant::MIN)
    }

    /// R20: the day on which somebody born on this date turns `years`; none after the year 9999.
    ///
    /// Who is born on 29 February is a year older on 1 March in a year without that day.
    ///
    /// ```
    /// use akkoord::instant::Date;
    /// let born = "2012-02-29".parse::<Date>()?;
    /// assert_eq!(born.birthday(16), Some("2028-02-29".parse()?));
    /// assert_eq!(born.birthday(1), Some("2013-03-01".parse()?));
    /// # Ok::<(), akkoord::Error>(())
    /// ```
    #[must_use]
    pub fn birthday(self, years: u32) -> Option<Self> {
        let year = self.0.year().checked_add(i32::try_from(years).ok()?)?;
        Self::from_ymd(year, self.0.month(), self.0.day()).or_else(|| Self::from_ymd(year, 3, 1))
    }

    /// Day of the month, from 1.
    pub(crate) fn day(self) -> u32 {
        self.0.day()
    }

    /// Month of the year, from 1.
    pub(crate) fn month(self) -> u32 {
        self.0.month()
    }

    /// The year.
    pub(crate) fn year(self) -> i32 {
        self.0.year()
    }
}

/// Reads `YYYY-MM-DD`. Another shape, a day that does not exist, or a year outside 1900 to 9999 is `invalid_date`.
impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| Error::new(ErrorCode::InvalidDate, ""))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| i64::from(tens.wrapping_mul(10).wrapping_add(ones)))
}

/// One to six digits as microseconds, and what follows them.
fn fraction(digits: &[u8]) -> Option<(i64, &[u8])> {
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=6).contains(&count) {
        return None;
    }
    let (digits, rest) = digits.split_at_checked(count)?;
    let mut micros = 0_i64;
    for place in 0..6 {
        let digit = digits
            .get(place)
            .map_or(0, |byte| i64::from(byte.wrapping_sub(b'0')));
        micros = micros.checked_mul(10)?.checked_add(digit)?;
    }
    Some((micros, rest))
}

/// The same moment; with the feature `chrono`.
#[cfg(feature = "chrono")]
impl From<Instant> for chrono::DateTime<chrono::Utc> {
    fn from(instant: Instant) -> Self {
        // INVARIANT: an instant lies in the years 1900 to 9999, which chrono has; the default is never taken.
        chrono::DateTime::from_timestamp_micros(instant.as_micros()).unwrap_or_default()
    }
}

/// The microsecond in which a moment lies; with the feature `chrono`. A year outside 1900 to 9999 (UTC) is `invalid_instant`.
#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> TryFrom<chrono::DateTime<Z>> for Instant {
    type Error = Error;

    fn try_from(moment: chrono::DateTime<Z>) -> Result<Self, Error> {
        Self::from_micros(moment.timestamp_micros())
            .ok_or_else(|| Error::new(ErrorCode::InvalidInstant, ""))
    }
}

/// The same day; with the feature `chrono`.
#[cfg(feature = "chrono")]
impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

/// The same day; with the feature `chrono`. A year outside 1900 to 9999 is `invalid_date`.
#[cfg(feature = "chrono")]
impl TryFrom<NaiveDate> for Date {
    type Error = Error;

    fn try_from(date: NaiveDate) -> Result<Self, Error> {
        Self::from_ymd(date.year(), date.month(), date.day())
            .ok_or_else(|| Error::new(ErrorCode::InvalidDate, ""))
    }
}

/// The same moment; with the feature `std`.
#[cfg(feature = "std")]
impl From<Instant> for std::time::SystemTime {
    fn from(instant: Instant) -> Self {
        let micros = instant.as_micros();
        let distance = core::time::Duration::from_micros(micros.unsigned_abs());
        let moment = if micros < 0 {
            Self::UNIX_EPOCH.checked_sub(distance)
        } else {
            Self::UNIX_EPOCH.checked_add(distance)
        };
        // INVARIANT: every system has the years 1900 to 9999; the default is never taken.
        moment.unwrap_or(Self::UNIX_EPOCH)
    }
}

/// The microsecond in which a moment lies; with the feature `std`. A year outside 1900 to 9999 is `invalid_instant`.
#[cfg(feature = "std")]
impl TryFrom<std::time::SystemTime> for Instant {
    type Error = Error;

    fn try_from(moment: std::time::SystemTime) -> Result<Self, Error> {
        let micros = match moment.duration_since(std::time::SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).ok(),
            // Rounded down, as after it.
            Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1_000))
                .ok()
                .and_then(i64::checked_neg),
        };
        micros
            .and_then(Self::from_micros)
            .ok_or_else(|| Error::new(ErrorCode::InvalidInstant, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn written(text: &str) -> Option<alloc::string::String> {
        Instant::read(text).map(|instant| instant.to_string())
    }

    #[test]
    fn the_first_and_the_last_instant_are_the_ends_of_the_range() {
        assert_eq!(Instant::MIN.to_string(), "1900-01-01T00:00:00Z");
        assert_eq!(Instant::MAX.to_string(), "9999-12-31T23:59:59.999999Z");
        assert_eq!(Instant::read("1900-01-01T00:00:00Z"), Some(Instant::MIN));
        assert_eq!(
            Instant::read("9999-12-31T23:59:59.999999Z"),
            Some(Instant::MAX)
        );
    }

    #[test]
    fn an_offset_is_turned_into_utc() {
        assert_eq!(
            written("2026-01-05T12:00:00+01:00").unwrap(),
            "2026-01-05T11:00:00Z"
        );
        assert_eq!(
            written("2026-01-01T00:30:00+01:00").unwrap(),
            "2025-12-31T23:30:00Z"
        );
        assert_eq!(
            written("2026-01-05T12:00:00-23:59").unwrap(),
            "2026-01-06T11:59:00Z"
        );
        assert_eq!(
            written("2026-01-05T12:00:00+00:00").unwrap(),
            "2026-01-05T12:00:00Z"
        );
    }

    #[test]
    fn a_fraction_is_written_only_if_it_is_not_zero_and_without_trailing_zeros() {
        assert_eq!(
            written("2026-01-05T12:00:00.000000Z").unwrap(),
            "2026-01-05T12:00:00Z"
        );
        assert_eq!(
            written("2026-01-05T12:00:00.5Z").unwrap(),
            "2026-01-05T12:00:00.5Z"
        );
        assert_eq!(
            written("2026-01-05T12:00:00.000001Z").unwrap(),
            "2026-01-05T12:00:00.000001Z"
        );
        assert_eq!(
            written("2026-01-05T12:00:00.120300Z").unwrap(),
            "2026-01-05T12:00:00.1203Z"
        );
        assert_eq!(
            written("1969-12-31T23:59:59.9Z").unwrap(),
            "1969-12-31T23:59:59.9Z"
        );
    }

    #[test]
    fn what_chrono_would_take_and_the_format_does_not_is_refused() {
        for text in [
            "2026-01-05T12:00:60Z",         // a leap second
            "2026-01-05T23:59:60Z",         // a leap second where one could be
            "2026-01-05 12:00:00Z",         // a space
            "2026-01-05t12:00:00Z",         // a small t
            "2026-01-05T12:00:00z",         // a small z
            "2026-01-05T12:00:00-00:00",    // offset unknown
            "2026-01-05T12:00:00.1234567Z", // a seventh digit, which would be cut
            "2026-01-05T12:00:00.Z",        // a point without digits
            "2026-01-05T12:00:00,5Z",       // a comma
            "2026-01-05T12:00:00",          // no offset
            "2026-01-05T12:00Z",            // no seconds
            "2026-01-05T24:00:00Z",         // hour 24
            "2026-01-05T12:60:00Z",         // minute 60
            "2026-02-29T12:00:00Z",         // a day that does not exist
            "2026-13-01T12:00:00Z",         // a month that does not exist
            "2026-01-05T12:00:00+24:00",    // an offset that does not exist
            "2026-01-05T12:00:00+01:60",    // an offset that does not exist
            "2026-01-05T12:00:00+0100",     // an offset without a colon
            "2026-01-05T12:00:00Z ",        // something after it
            " 2026-01-05T12:00:00Z",        // something before it
            "+2026-01-05T12:00:00Z",        // a signed year
            "02026-01-05T12:00:00Z",        // a year of five digits
            "２026-01-05T12:00:00Z",        // a digit that is not ASCII
            "",
        ] {
            assert_eq!(Instant::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_outside_1900_to_9999_is_refused_as_written_and_in_utc() {
        assert_eq!(Instant::read("1899-12-31T23:59:59Z"), None);
        assert_eq!(
            Instant::read("1900-01-01T00:00:00+01:00"),
            None,
            "1899 in UTC"
        );
        assert_eq!(
            Instant::read("1899-12-31T23:30:00-01:00"),
            None,
            "1899 as written"
        );
        assert_eq!(
            Instant::read("9999-12-31T23:59:59-01:00"),
            None,
            "10000 in UTC"
        );
    }

    #[test]
    fn hours_after_the_end_of_time_are_none() {
        assert_eq!(Instant::MAX.plus_hours(1), None);
        assert_eq!(Instant::MAX.plus_hours(u32::MAX), None);
        assert_eq!(Instant::from_micros(i64::MAX), None);
        assert_eq!(Instant::from_micros(i64::MIN), None);
        let day = Instant::read("2026-01-05T12:00:00Z").unwrap();
        assert_eq!(
            day.plus_hours(72).unwrap().to_string(),
            "2026-01-08T12:00:00Z"
        );
    }

    #[test]
    fn r20_who_is_born_on_29_february_is_a_year_older_on_1_march() {
        let born = Date::read("2012-02-29").unwrap();
        assert_eq!(born.birthday(1).unwrap().to_string(), "2013-03-01");
        assert_eq!(born.birthday(16).unwrap().to_string(), "2028-02-29");
        assert_eq!(
            Date::read("2084-02-29")
                .unwrap()
                .birthday(16)
                .unwrap()
                .to_string(),
            "2100-03-01"
        );
        assert_eq!(Date::read("9990-01-01").unwrap().birthday(16), None);
    }

    #[test]
    fn a_date_begins_at_midnight_utc() {
        assert_eq!(
            Date::read("2026-02-01").unwrap().start().to_string(),
            "2026-02-01T00:00:00Z"
        );
        assert_eq!(Date::read("1900-01-01").unwrap().start(), Instant::MIN);
        for text in [
            "2026-2-01",
            "2026-02-30",
            "1899-12-31",
            "20260201",
            "2026-02-01T",
            "2026-02-0１",
        ] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }

    #[test]
    fn an_optional_instant_needs_no_more_room() {
        assert_eq!(size_of::<Option<Instant>>(), size_of::<Instant>());
        for micros in [Instant::MIN.as_micros(), -1, 0, Instant::MAX.as_micros()] {
            assert_eq!(
                Instant::from_micros(micros).map(Instant::as_micros),
                Some(micros)
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_written_is_read_back(micros in Instant::MIN.as_micros()..=Instant::MAX.as_micros()) {
            let instant = Instant::from_micros(micros).unwrap();
            proptest::prop_assert_eq!(Instant::read(&instant.to_string()), Some(instant));
            proptest::prop_assert!(instant.date().start() <= instant);
        }
    }
}
