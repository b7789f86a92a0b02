//! A point in time that does not depend on any zone.

use super::YEARS;
use alloc::string::String;
use chrono::{Datelike, NaiveDateTime, Timelike};

/// Milliseconds since the Unix epoch (SPEC 1.2); finer digits are cut off when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

const MILLIS_PER_SECOND: i64 = 1000;
/// 1970-01-01T00:00:00Z up to, and without, 2200-01-01T00:00:00Z.
const MILLIS: core::ops::Range<i64> = 0..7_258_118_400_000;

impl Instant {
    /// An instant from milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// An instant from whole seconds since the Unix epoch, kept within what an instant can be.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(MILLIS_PER_SECOND))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, cut off.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MILLIS_PER_SECOND)
    }

    /// Whole seconds from `earlier` to this instant, cut off towards zero (SPEC 8.2).
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MILLIS_PER_SECOND
    }

    /// This instant moved by whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MILLIS_PER_SECOND)))
    }

    /// Whether it lies in the years 1970 to 2199 (SPEC 1.2).
    pub fn in_range(self) -> bool {
        MILLIS.contains(&self.0)
    }

    /// Reads RFC 3339 with `T` and `Z` in upper case, offsets to ±23:59 and no leap second (SPEC 1.2). Digits beyond
    /// the millisecond are cut off. `None` for anything else, and outside the years 1970 to 2199, as written or in UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, tail) = text.split_at_checked("YYYY-MM-DDTHH:MM:SS".len())?;
        let wall = read_seconds(head).filter(|wall| YEARS.contains(&wall.year()))?;
        let (millis, offset) = read_fraction(tail)?;
        let utc = super::millis_of(wall) + millis - read_offset_minutes(offset)? * 60 * MILLIS_PER_SECOND;
        Some(Self(utc)).filter(|instant| instant.in_range())
    }

    /// RFC 3339 in UTC with whole seconds, as answers write it: `2026-05-14T18:00:00Z`.
    pub fn to_rfc3339(self) -> String {
        self.write(false)
    }

    /// RFC 3339 in UTC with milliseconds where there are some, so that nothing is lost.
    pub fn to_rfc3339_exact(self) -> String {
        self.write(self.0 % MILLIS_PER_SECOND != 0)
    }

    /// The wall time of a clock `offset` seconds ahead of UTC; at the ends of the calendar, its end.
    pub(super) fn wall_at(self, offset: i64) -> NaiveDateTime {
        let nanoseconds = u32::try_from(self.0.rem_euclid(MILLIS_PER_SECOND) * 1_000_000).unwrap_or(0);
        let end = if self.0 < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        super::wall_of(self.seconds().saturating_add(offset), nanoseconds).unwrap_or(end)
    }

    fn write(self, with_millis: bool) -> String {
        let wall = self.wall_at(0);
        let mut text = super::format_wall(wall);
        let [s1, s2] = super::two_digits(wall.second());
        super::push_ascii(&mut text, &[b':', s1, s2]);
        if with_millis {
            let [m1, m2] = super::two_digits(wall.nanosecond() / 10_000_000);
            let [_, m3] = super::two_digits(wall.nanosecond() / 1_000_000);
            super::push_ascii(&mut text, &[b'.', m1, m2, m3]);
        }
        text.push('Z');
        text
    }
}

/// `YYYY-MM-DDTHH:MM:SS`, years 0000 to 9999.
fn read_seconds(text: &str) -> Option<NaiveDateTime> {
    let (date, time) = super::date_and_time(text)?;
    let (minute, second) = time.split_at_checked("HH:MM".len())?;
    let [b':', tens, ones] = second.as_bytes() else { return None };
    // 60, a leap second, is refused here.
    let time = super::parse_time(minute)?.with_second(super::digits_value(&[*tens, *ones])?)?;
    Some(NaiveDateTime::new(super::civil_date(date)?, time))
}

/// Splits `.123456Z` into milliseconds and the offset's text.
fn read_fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else { return Some((0, text)) };
    let (mut digits, mut millis, mut weight) = (0, 0, 100);
    for digit in rest.bytes().take_while(u8::is_ascii_digit) {
        millis += weight * i64::from(digit - b'0');
        weight /= 10;
        digits += 1;
    }
    if digits == 0 { None } else { Some((millis, rest.get(digits..)?)) }
}

/// `Z`, or `+HH:MM` and `-HH:MM`, in minutes ahead of UTC.
fn read_offset_minutes(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, time) = match text.split_at_checked(1)? {
        ("+", time) => (1, time),
        ("-", time) => (-1, time),
        _ => return None,
    };
    let time = super::parse_time(time)?;
    Some(sign * i64::from(time.num_seconds_from_midnight() / 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339() {
        for (text, exact) in [
            ("2026-05-14T18:00:00Z", "2026-05-14T18:00:00Z"),
            ("2026-05-14T18:00:00.1239999Z", "2026-05-14T18:00:00.123Z"),
            ("2026-05-14T18:00:00.5-23:59", "2026-05-15T17:59:00.500Z"),
            ("2026-05-14T18:00:00+23:59", "2026-05-13T18:01:00Z"),
            ("2026-05-14T18:00:00-00:00", "2026-05-14T18:00:00Z"),
        ] {
            assert_eq!(Instant::parse(text).unwrap().to_rfc3339_exact(), exact);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "2026-05-14t18:00:00Z",
            "2026-05-14T18:00:00z",
            "2026-05-14 18:00:00Z",
            "2026-05-14T18:00:00",
            "2026-05-14T18:00Z",
            "2026-05-14T18:00:60Z",
            "2026-12-31T23:59:60Z",
            "2026-05-14T24:00:00Z",
            "2026-05-14T18:00:00.Z",
            "2026-05-14T18:00:00+24:00",
            "2026-05-14T18:00:00+0500",
            "2026-02-30T18:00:00Z",
            "1969-12-31T23:59:59Z",
            "1969-12-31T23:00:00-05:00",
            "1970-01-01T00:00:00+00:01",
            "2200-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "+2026-05-14T18:00:00Z",
            "2026-05-14T18:00:0é",
            "",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }

    #[test]
    fn extremes_do_not_overflow() {
        for millis in [i64::MIN, i64::MAX, 0] {
            let instant = Instant::from_millis(millis);
            let _ =
                (instant.to_rfc3339(), instant.wall_at(i64::from(i32::MAX)), instant.plus_seconds(i64::MAX));
            let _ = instant.seconds_since(Instant::from_millis(i64::MIN));
        }
    }
}
