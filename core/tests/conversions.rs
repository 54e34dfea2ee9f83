//! Conversions between the times of the engine and those of chrono and the standard library, at the ends of what an instant can be.

use std::time::{Duration, SystemTime};

use akkoord::Instant;
use akkoord::error::ErrorCode;
use akkoord::instant::Date;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};

fn instants() -> Vec<Instant> {
    let mut instants = vec![Instant::MIN, Instant::MAX];
    for text in [
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "2026-03-07T09:52:08.000001Z",
    ] {
        instants.push(text.parse().unwrap());
    }
    instants
}

#[test]
fn an_instant_comes_back_from_chrono_and_from_the_standard_library() {
    for instant in instants() {
        let moment = DateTime::<Utc>::from(instant);
        assert_eq!(moment.timestamp_micros(), instant.as_micros());
        assert_eq!(Instant::try_from(moment).unwrap(), instant);
        let moment = SystemTime::from(instant);
        assert_eq!(Instant::try_from(moment).unwrap(), instant);
    }
}

#[test]
fn a_moment_of_another_zone_is_the_same_instant() {
    let amsterdam = FixedOffset::east_opt(3_600).unwrap();
    let moment = amsterdam.with_ymd_and_hms(2026, 1, 1, 0, 30, 0).unwrap();
    let instant = Instant::try_from(moment).unwrap();
    assert_eq!(instant.to_string(), "2025-12-31T23:30:00Z");
}

#[test]
fn what_lies_between_two_microseconds_is_the_earlier_one() {
    let nanos = |nanos: u64| Duration::from_nanos(nanos);
    let after = SystemTime::UNIX_EPOCH + nanos(1_999);
    assert_eq!(Instant::try_from(after).unwrap().as_micros(), 1);
    let before = SystemTime::UNIX_EPOCH - nanos(1);
    assert_eq!(Instant::try_from(before).unwrap().as_micros(), -1);
    let moment = DateTime::from_timestamp(-1, 999_999_999).unwrap();
    assert_eq!(Instant::try_from(moment).unwrap().as_micros(), -1);
}

#[test]
fn a_year_that_no_instant_has_is_refused() {
    for moment in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        let refused = Instant::try_from(moment).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::InvalidInstant);
    }
    let microsecond = Duration::from_micros(1);
    for moment in [
        SystemTime::from(Instant::MAX) + microsecond,
        SystemTime::from(Instant::MIN) - microsecond,
    ] {
        let refused = Instant::try_from(moment).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::InvalidInstant);
    }
}

#[test]
fn a_day_comes_back_and_one_that_no_date_can_be_is_refused() {
    let date: Date = "2012-02-29".parse().unwrap();
    let day = NaiveDate::from(date);
    assert_eq!(day, NaiveDate::from_ymd_opt(2012, 2, 29).unwrap());
    assert_eq!(Date::try_from(day).unwrap(), date);
    for day in [
        NaiveDate::MIN,
        NaiveDate::MAX,
        NaiveDate::from_ymd_opt(1899, 12, 31).unwrap(),
    ] {
        assert_eq!(
            Date::try_from(day).unwrap_err().code(),
            ErrorCode::InvalidDate
        );
    }
}
