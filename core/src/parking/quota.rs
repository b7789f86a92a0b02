//! How much a suite or a resident may book in a period (SPEC 4.3).

use crate::calendar::{add_days, occupied_days};
use crate::document::{Quota, QuotaPeriod, QuotaUnit};
use alloc::vec;
use alloc::vec::Vec;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};

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
    let counted: Vec<Dates> =
        booked.iter().map(|(start, end)| counted_days(quota.unit, *start, *end)).collect();
    let wanted = counted_days(quota.unit, wanted.0, wanted.1);
    periods(quota.period, wanted).into_iter().find_map(|period| {
        let used: i64 = counted.iter().map(|days| overlap(*days, period)).sum();
        if used + overlap(wanted, period) <= i64::from(quota.limit) {
            return None;
        }
        let frees = match quota.period {
            QuotaPeriod::Month | QuotaPeriod::Week => Some(add_days(period.1, 1)),
            QuotaPeriod::Rolling { days } => {
                let inside = counted.iter().filter(|days| overlap(**days, period) > 0);
                inside.map(|days| days.0.max(period.0)).min().map(|oldest| add_days(oldest, days.into()))
            }
        };
        // A window may be so long that no date with a year of four digits ends it.
        let frees = frees.filter(|date| date.year() <= 9999);
        Some(QuotaExceeded { used: u32::try_from(used).unwrap_or(u32::MAX), limit: quota.limit, frees })
    })
}

/// The days of a booking that count: all that it occupies, or the date of its start alone.
fn counted_days(unit: QuotaUnit, start: NaiveDateTime, end: NaiveDateTime) -> Dates {
    match unit {
        QuotaUnit::Bookings => (start.date(), start.date()),
        QuotaUnit::Days => occupied_days(start, end),
    }
}

/// Every period that some of these dates fall in, in order.
fn periods(period: QuotaPeriod, (first, last): Dates) -> Vec<Dates> {
    let next = |date: NaiveDate| match period {
        QuotaPeriod::Month => month(date),
        QuotaPeriod::Week => date
            .week(chrono::Weekday::Mon)
            .checked_first_day()
            .map_or((date, date), |monday| (monday, add_days(monday, 6))),
        QuotaPeriod::Rolling { days } => (add_days(date, 1 - i64::from(days)), date),
    };
    let mut periods = vec![next(first)];
    let mut date = first;
    while let Some(following) = following(period, date).filter(|following| *following <= last) {
        periods.push(next(following));
        date = following;
    }
    periods
}

/// The first date after `date` that falls in another period.
fn following(period: QuotaPeriod, date: NaiveDate) -> Option<NaiveDate> {
    match period {
        QuotaPeriod::Month => date.with_day(1)?.checked_add_months(Months::new(1)),
        QuotaPeriod::Week => {
            date.week(chrono::Weekday::Mon).checked_first_day()?.checked_add_days(Days::new(7))
        }
        QuotaPeriod::Rolling { .. } => date.succ_opt(),
    }
}

fn month(date: NaiveDate) -> Dates {
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    (first, add_days(next, -1))
}

/// How many dates two ranges share.
fn overlap(a: Dates, b: Dates) -> i64 {
    ((a.1.min(b.1) - a.0.max(b.0)).num_days() + 1).max(0)
}
