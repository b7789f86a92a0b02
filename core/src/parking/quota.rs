//! How much a suite or a resident may book in a period (SPEC 4.3).

use crate::calendar::{add_days, day_number, month_and_day, occupied_days};
use crate::document::{Quota, QuotaPeriod, QuotaUnit};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// A quota that a request would exceed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaExceeded {
    /// What is used already in the period.
    pub used: u32,
    /// The most that may be used.
    pub limit: u32,
    /// When it frees: the next period's first date, or the date on which the oldest day counted leaves the rolling
    /// window; none when nothing is counted there, or no date ends it.
    pub frees: Option<NaiveDate>,
}

/// Dates, both ends included.
type Dates = (NaiveDate, NaiveDate);

/// The first period in which used and requested together exceed the limit. `booked` are the start and end of the
/// bookings that count together, `wanted` those of the request.
pub fn exceeded(
    quota: &Quota,
    wanted: (NaiveDateTime, NaiveDateTime),
    booked: &[(NaiveDateTime, NaiveDateTime)],
) -> Option<QuotaExceeded> {
    let wanted = counted_days(quota.unit, wanted.0, wanted.1);
    let mut next = Some(wanted.0);
    while let Some(date) = next {
        let period = period_of(quota.period, date);
        let (used, oldest) = used_in(period, quota.unit, booked);
        if used + overlap(wanted, period) > i64::from(quota.limit) {
            let frees = match quota.period {
                QuotaPeriod::Month | QuotaPeriod::Week => Some(add_days(period.1, 1)),
                QuotaPeriod::Rolling { days } => oldest.map(|oldest| add_days(oldest, days.into())),
            };
            // A window may be so long that no date with a year of four digits ends it.
            let frees = frees.filter(|date| date.year() <= 9999);
            let used = u32::try_from(used).unwrap_or(u32::MAX);
            return Some(QuotaExceeded { used, limit: quota.limit, frees });
        }
        // The first date that falls in another period; at the end of the calendar there is no later one.
        let after = add_days(if let QuotaPeriod::Rolling { .. } = quota.period { date } else { period.1 }, 1);
        next = Some(after).filter(|after| date < *after && *after <= wanted.1);
    }
    None
}

/// How many of the days that count are in a period, and the oldest one of them.
fn used_in(
    period: Dates,
    unit: QuotaUnit,
    booked: &[(NaiveDateTime, NaiveDateTime)],
) -> (i64, Option<NaiveDate>) {
    let (mut used, mut oldest) = (0, None);
    for (start, end) in booked {
        let days = counted_days(unit, *start, *end);
        let inside = overlap(days, period);
        if inside > 0 {
            let first = days.0.max(period.0);
            oldest = Some(oldest.map_or(first, |oldest: NaiveDate| oldest.min(first)));
            used += inside;
        }
    }
    (used, oldest)
}

/// The days of a booking that count: all that it occupies, or the date of its start alone.
fn counted_days(unit: QuotaUnit, start: NaiveDateTime, end: NaiveDateTime) -> Dates {
    match unit {
        QuotaUnit::Bookings => (start.date(), start.date()),
        QuotaUnit::Days => occupied_days(start, end),
    }
}

/// The period that a date falls in; a rolling one ends with the date.
fn period_of(period: QuotaPeriod, date: NaiveDate) -> Dates {
    match period {
        QuotaPeriod::Month => {
            let first = first_of_month(date);
            (first, add_days(first_of_month(add_days(first, 31)), -1))
        }
        QuotaPeriod::Week => {
            let monday = add_days(date, -i64::from(date.weekday().num_days_from_monday()));
            (monday, add_days(monday, 6))
        }
        QuotaPeriod::Rolling { days } => (add_days(date, 1 - i64::from(days)), date),
    }
}

fn first_of_month(date: NaiveDate) -> NaiveDate {
    let (_, day) = month_and_day(date);
    add_days(date, 1 - i64::from(day))
}

/// How many dates two ranges share.
fn overlap(a: Dates, b: Dates) -> i64 {
    (day_number(a.1.min(b.1)) - day_number(a.0.max(b.0)) + 1).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::date_of;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn months_and_weeks_are_those_of_the_calendar(number in 0..84_000_i64) {
            let date = date_of(number).unwrap();
            let (first, last) = period_of(QuotaPeriod::Month, date);
            let next = last.succ_opt().unwrap();
            prop_assert!(first <= date && date <= last);
            prop_assert_eq!((first.day(), first.month(), next.day()), (1, last.month(), 1));
            let (first, last) = period_of(QuotaPeriod::Week, date);
            prop_assert!(first <= date && date <= last);
            prop_assert_eq!((first.weekday(), (last - first).num_days()), (chrono::Weekday::Mon, 6));
        }
    }
}
