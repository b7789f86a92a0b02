//! Dates and wall times as numbers, and back, by plain arithmetic: where `chrono` does the same it reads tables, and those
//! take more of a console's flash than all of this.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

pub(super) const SECONDS_PER_DAY: i64 = 86_400;
/// Days from 0000-01-01 to 1970-01-01.
const DAYS_TO_EPOCH: i32 = 719_528;
/// After so many days the calendar repeats itself.
const DAYS_OF_400_YEARS: i32 = 146_097;

/// Days from 1970-01-01 to a date.
pub(crate) fn day_number(date: NaiveDate) -> i64 {
    // chrono counts from the year 1, which began 366 days after the year 0, and from 1 on.
    i64::from(date.num_days_from_ce()) + 365 - i64::from(DAYS_TO_EPOCH)
}

/// The date so many days after 1970-01-01; none outside the calendar.
pub(crate) fn date_of(number: i64) -> Option<NaiveDate> {
    let days = i32::try_from(number).ok()?.checked_add(DAYS_TO_EPOCH)?;
    let (cycle, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
    // No year is shorter than 365 days: this is the year, or the one after it.
    let mut year = day / 365;
    if day < days_before(year) {
        year -= 1;
    }
    let ordinal = u32::try_from(day - days_before(year) + 1).ok()?;
    NaiveDate::from_yo_opt(400 * cycle + year, ordinal)
}

/// Days from the beginning of a cycle of 400 years to its year of this number. The first one is a leap year.
fn days_before(year: i32) -> i32 {
    365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400
}

/// Seconds from 1970-01-01T00:00 to a wall time, as if every day had 86,400.
pub(crate) fn seconds_of(wall: NaiveDateTime) -> i64 {
    day_number(wall.date()) * SECONDS_PER_DAY + i64::from(wall.num_seconds_from_midnight())
}

/// The same in milliseconds.
pub(crate) fn millis_of(wall: NaiveDateTime) -> i64 {
    seconds_of(wall) * 1000 + i64::from(wall.nanosecond() / 1_000_000)
}

/// The wall time so many seconds after 1970-01-01T00:00; none outside the calendar.
pub(crate) fn wall_of(seconds: i64, nanoseconds: u32) -> Option<NaiveDateTime> {
    let date = date_of(seconds.div_euclid(SECONDS_PER_DAY))?;
    let second = u32::try_from(seconds.rem_euclid(SECONDS_PER_DAY)).ok()?;
    Some(NaiveDateTime::new(date, NaiveTime::from_num_seconds_from_midnight_opt(second, nanoseconds)?))
}

/// Month and day of a date, both from 1 on.
#[doc(hidden)]
pub fn month_and_day(date: NaiveDate) -> (u32, u32) {
    let february = if date.leap_year() { 29 } else { 28 };
    let mut day = date.ordinal();
    for (month, length) in (1..).zip([31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30]) {
        if day <= length {
            return (month, day);
        }
        day -= length;
    }
    (12, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn four_hundred_years_are_as_chrono_has_them() {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        for date in first.iter_days().take(400 * 366) {
            let days = date.signed_duration_since(NaiveDate::default()).num_days();
            assert_eq!((day_number(date), date_of(days)), (days, Some(date)));
            assert_eq!(month_and_day(date), (date.month(), date.day()));
        }
    }

    #[test]
    fn the_calendar_ends_where_chrono_ends_it() {
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            let days = day_number(end);
            assert_eq!(date_of(days), Some(end));
            assert_eq!(date_of(days - 1), end.pred_opt());
            assert_eq!(date_of(days + 1), end.succ_opt());
        }
        assert_eq!((date_of(i64::MIN), date_of(i64::MAX), date_of(i64::from(i32::MAX))), (None, None, None));
        assert_eq!((wall_of(i64::MIN, 0), wall_of(i64::MAX, 0)), (None, None));
    }

    proptest! {
        #[test]
        fn wall_times_are_as_chrono_has_them(seconds in -9_000_000_000_000_i64..9_000_000_000_000, nanos in 0..1_000_000_000_u32) {
            let wall = DateTime::from_timestamp(seconds, nanos).map(|time| time.naive_utc());
            prop_assert_eq!(wall_of(seconds, nanos), wall);
            prop_assert_eq!(wall.map(seconds_of), wall.map(|_| seconds));
            prop_assert_eq!(wall.map(|wall| day_number(wall.date())), wall.map(|_| seconds.div_euclid(86_400)));
        }
    }
}
