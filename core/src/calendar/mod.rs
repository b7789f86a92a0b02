//! Instants, dates and wall time (SPEC 1.2 to 1.6).
//!
//! What happened is an [`Instant`]; what is planned is local wall time (`chrono::NaiveDateTime`, whole minutes) in the
//! building's zone. [`ZoneRules`] and the [`Clock`] that they make connect the two, and [`Now`] is one instant as the building's clocks show it: rules
//! take a `Now` and compare planned things with it without asking the zone again.
//!
//! A request's times are read with [`parse_wall`], [`parse_date`] and [`parse_time`], which take what the SPEC takes and
//! nothing else.

mod clock;
mod days;
mod instant;
mod now;
mod tz_rule;
mod tzif;
pub mod weekly;
mod zone;

pub use clock::Clock;
pub(crate) use clock::{MAX_OFFSET, Span, SpanBytes};
#[doc(hidden)]
pub use days::month_and_day;
pub(crate) use days::{date_of, day_number, millis_of, seconds_of, wall_of};
pub use instant::Instant;
pub use now::Now;
pub use zone::{ZoneError, ZoneRules};

use alloc::string::String;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use core::ops::RangeInclusive;

/// The years that a date, a wall time or an instant may lie in (SPEC 1.2).
pub const YEARS: RangeInclusive<i32> = 1970..=2199;

/// The days that an interval of wall time occupies, both ends included (SPEC 1.6): every date from that of `start` to
/// that of `end`, or to the day before when `end` is at 00:00.
pub fn occupied_days(start: NaiveDateTime, end: NaiveDateTime) -> (NaiveDate, NaiveDate) {
    let last = if end.time() == NaiveTime::MIN { add_days(end.date(), -1) } else { end.date() };
    (start.date(), last.max(start.date()))
}

/// `date` moved by `days`, kept within what a date can be.
pub fn add_days(date: NaiveDate, days: i64) -> NaiveDate {
    // Most of the time it stays within the year, which takes no counting.
    let ordinal = u32::try_from(i64::from(date.ordinal()).saturating_add(days)).unwrap_or(0);
    if let Some(moved) = date.with_ordinal(ordinal) {
        return moved;
    }
    date_of(day_number(date).saturating_add(days)).unwrap_or(if days >= 0 {
        NaiveDate::MAX
    } else {
        NaiveDate::MIN
    })
}

/// Whole minutes of wall time from `start` to `end`.
pub fn wall_minutes(start: NaiveDateTime, end: NaiveDateTime) -> i64 {
    (seconds_of(end) - seconds_of(start)) / 60
}

/// Reads `YYYY-MM-DD`, years 1970 to 2199.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    civil_date(text).filter(|date| YEARS.contains(&date.year()))
}

/// Reads `HH:MM`, 00:00 to 23:59.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let [h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    NaiveTime::from_hms_opt(digits_value(&[*h1, *h2])?, digits_value(&[*m1, *m2])?, 0)
}

/// Reads wall time, `YYYY-MM-DDTHH:MM`, years 1970 to 2199.
pub fn parse_wall(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = date_and_time(text)?;
    Some(NaiveDateTime::new(parse_date(date)?, parse_time(time)?))
}

/// Parts `YYYY-MM-DD` from what follows `T` after it.
fn date_and_time(text: &str) -> Option<(&str, &str)> {
    let (date, rest) = text.split_at_checked("YYYY-MM-DD".len())?;
    Some((date, rest.strip_prefix('T')?))
}

/// Writes a date as `YYYY-MM-DD`.
pub fn format_date(date: NaiveDate) -> String {
    let mut text = String::with_capacity("YYYY-MM-DDTHH:MM:SS.mmmZ".len());
    push_ascii(&mut text, &date_ascii(date));
    text
}

/// Writes a time as `HH:MM`.
pub fn format_time(time: NaiveTime) -> String {
    let mut text = String::with_capacity("HH:MM".len());
    push_time(&mut text, time);
    text
}

/// Writes wall time as `YYYY-MM-DDTHH:MM`.
pub fn format_wall(wall: NaiveDateTime) -> String {
    let mut text = format_date(wall.date());
    text.push('T');
    push_time(&mut text, wall.time());
    text
}

/// Gives a date as `YYYY-MM-DD`, without a string.
pub fn with_date<R>(date: NaiveDate, then: impl FnOnce(&str) -> R) -> R {
    then(core::str::from_utf8(&date_ascii(date)).unwrap_or_default())
}

/// Digit by digit: what `core::fmt` takes for it is several times that.
fn date_ascii(date: NaiveDate) -> [u8; 10] {
    // An instant of any number may have another year; those of documents have four digits (SPEC 1.2).
    let year = date.year().unsigned_abs();
    let (month, day) = month_and_day(date);
    let ([c1, c2], [y1, y2]) = (two_digits(year / 100), two_digits(year));
    let ([m1, m2], [d1, d2]) = (two_digits(month), two_digits(day));
    [c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2]
}

fn push_time(text: &mut String, time: NaiveTime) {
    let ([h1, h2], [m1, m2]) = (two_digits(time.hour()), two_digits(time.minute()));
    push_ascii(text, &[h1, h2, b':', m1, m2]);
}

/// The last two decimal digits of a number.
fn two_digits(number: u32) -> [u8; 2] {
    let digit = |number: u32| b'0' + (number % 10) as u8;
    [digit(number / 10), digit(number)]
}

/// Pushes several characters at once, which takes no longer than one.
fn push_ascii(text: &mut String, characters: &[u8]) {
    text.push_str(core::str::from_utf8(characters).unwrap_or_default());
}

/// `YYYY-MM-DD` of any year.
fn civil_date(text: &str) -> Option<NaiveDate> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = i32::try_from(digits_value(&[*y1, *y2, *y3, *y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, digits_value(&[*m1, *m2])?, digits_value(&[*d1, *d2])?)
}

/// The value of ASCII digits; `None` when one of them is something else.
pub(crate) fn digits_value(digits: &[u8]) -> Option<u32> {
    let mut value = 0_u32;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn formats_are_strict() {
        for bad in [
            "2026-1-01",
            "2026-02-29",
            "1969-12-31",
            "2200-01-01",
            "2026-01-01 ",
            "+026-01-01",
            "2026/01/01",
            "",
        ] {
            assert_eq!(parse_date(bad), None, "{bad}");
        }
        for bad in ["24:00", "7:00", "07:60", "07:00:00", "٠٧:٠٠"] {
            assert_eq!(parse_time(bad), None, "{bad}");
        }
        for bad in ["2026-01-01t10:00", "2026-01-01T10:00:00", "2026-01-01 10:00", "2026-01-01T10:00Z"] {
            assert_eq!(parse_wall(bad), None, "{bad}");
        }
        for good in ["1970-01-01T00:00", "2199-12-31T23:59", "2024-02-29T12:30"] {
            assert_eq!(format_wall(parse_wall(good).unwrap()), good);
            assert_eq!(format!("{}T{}", format_date(parse_wall(good).unwrap().date()), &good[11..]), good);
        }
    }

    #[test]
    fn a_booking_that_ends_at_midnight_leaves_the_day_before() {
        let days = |start, end| occupied_days(parse_wall(start).unwrap(), parse_wall(end).unwrap());
        let date = |text| parse_date(text).unwrap();
        assert_eq!(days("2026-05-01T18:00", "2026-05-03T00:00"), (date("2026-05-01"), date("2026-05-02")));
        assert_eq!(days("2026-05-01T18:00", "2026-05-03T00:01"), (date("2026-05-01"), date("2026-05-03")));
        assert_eq!(days("2026-05-01T00:00", "2026-05-02T00:00"), (date("2026-05-01"), date("2026-05-01")));
    }

    #[test]
    fn adding_days_is_as_chrono_adds_them() {
        for date in parse_date("2023-12-01").unwrap().iter_days().take(500) {
            for days in [-800, -366, -365, -31, -1, 0, 1, 31, 365, 366, 800] {
                assert_eq!(add_days(date, days), date + chrono::TimeDelta::days(days), "{date} {days}");
            }
        }
    }

    #[test]
    fn adding_days_stays_within_the_calendar() {
        let date = parse_date("2026-05-01").unwrap();
        assert_eq!(format_date(add_days(date, -1)), "2026-04-30");
        assert_eq!(add_days(date, i64::MAX), NaiveDate::MAX);
        assert_eq!(add_days(date, i64::MIN), NaiveDate::MIN);
    }
}
