//! Living here: when a residency opens, holds and has ended (SPEC 2.4).

use crate::calendar::{Instant, Now, add_days};
use crate::document::{Residency, Resident};
use alloc::vec::Vec;
use chrono::{NaiveDateTime, NaiveTime};
use core::ops::Range;

/// The wall time at which a residency opens: `opens_at` (`settings.moveInOpensAt`) on its first date.
pub fn move_in_opening(residency: &Residency, opens_at: NaiveTime) -> Option<NaiveDateTime> {
    residency.move_in.map(|date| NaiveDateTime::new(date, opens_at))
}

/// Whether a residency has opened: from its move-in opening on.
pub fn has_opened(residency: &Residency, opens_at: NaiveTime, now: &Now<'_>) -> bool {
    move_in_opening(residency, opens_at).is_none_or(|opening| now.has_started(opening))
}

/// Whether a residency has ended: its last date is over.
pub fn has_ended(residency: &Residency, now: &Now<'_>) -> bool {
    residency.move_out.is_some_and(|last| now.is_over(last))
}

/// Whether a residency is lived in now.
pub fn is_lived_in(residency: &Residency, opens_at: NaiveTime, now: &Now<'_>) -> bool {
    has_opened(residency, opens_at, now) && !has_ended(residency, now)
}

/// Whether a residency is lived in at a planned time, compared as written (SPEC 1.5).
pub fn is_lived_in_at(residency: &Residency, opens_at: NaiveTime, wall: NaiveDateTime) -> bool {
    move_in_opening(residency, opens_at).is_none_or(|opening| opening <= wall)
        && residency.move_out.is_none_or(|last| wall.date() <= last)
}

/// Whether a resident lives here now, in whichever suite.
pub fn lives_here(resident: &Resident, opens_at: NaiveTime, now: &Now<'_>) -> bool {
    resident.residencies.iter().any(|residency| is_lived_in(residency, opens_at, now))
}

/// When some of these residencies is lived in, as wall time: from the move-in opening up to the end of the last date.
/// Ascending and apart from each other, so that [`includes_now`] takes one look however many residencies there are.
pub(crate) fn times_lived_in<'d>(
    residencies: impl IntoIterator<Item = &'d Residency>,
    opens_at: NaiveTime,
) -> Vec<Range<NaiveDateTime>> {
    let mut times = Vec::new();
    for residency in residencies {
        let time = time_lived_in(residency, opens_at);
        if !time.is_empty() {
            times.push(time);
        }
    }
    joined(times)
}

fn time_lived_in(residency: &Residency, opens_at: NaiveTime) -> Range<NaiveDateTime> {
    let start = move_in_opening(residency, opens_at).unwrap_or(NaiveDateTime::MIN);
    let end = match residency.move_out {
        Some(last) => NaiveDateTime::new(add_days(last, 1), NaiveTime::MIN),
        None => NaiveDateTime::MAX,
    };
    start..end
}

fn joined(mut times: Vec<Range<NaiveDateTime>>) -> Vec<Range<NaiveDateTime>> {
    // Most people live in one suite.
    if times.len() < 2 {
        return times;
    }
    times.sort_unstable_by_key(|time| time.start);
    let mut joined: Vec<Range<NaiveDateTime>> = Vec::new();
    for time in times {
        match joined.last_mut() {
            Some(last) if time.start <= last.end => last.end = last.end.max(time.end),
            _ => joined.push(time),
        }
    }
    joined
}

/// Whether now is in one of these times, as [`times_lived_in`] lists them.
pub(crate) fn includes_now(times: &[Range<NaiveDateTime>], now: &Now<'_>) -> bool {
    let begun = times.partition_point(|time| now.has_started(time.start));
    let latest = begun.checked_sub(1).and_then(|at| times.get(at));
    latest.is_some_and(|time| !now.has_started(time.end))
}

/// Whether every residency of a resident has ended; so it is with one who has none.
pub fn has_moved_out(resident: &Resident, now: &Now<'_>) -> bool {
    resident.residencies.iter().all(|residency| has_ended(residency, now))
}

/// The first opening still to come, as an instant. One of a residency that has ended already, which was never lived in, is
/// not to come.
pub fn next_opening(resident: &Resident, opens_at: NaiveTime, now: &Now<'_>) -> Option<Instant> {
    let mut first: Option<NaiveDateTime> = None;
    for residency in &resident.residencies {
        if let Some(opening) = move_in_opening(residency, opens_at)
            && !has_ended(residency, now)
            && !now.has_started(opening)
        {
            first = Some(first.map_or(opening, |first| first.min(opening)));
        }
    }
    first.map(|opening| now.clock().start(opening))
}

/// Whether something kept for `days` after a resident has moved out is still kept (SPEC 2.3): some residency has not
/// ended, or ended at most so many dates ago, or there never was one.
pub fn is_kept(resident: &Resident, days: u32, now: &Now<'_>) -> bool {
    let kept = |last| !now.is_over(add_days(last, i64::from(days)));
    resident.residencies.is_empty() || resident.residencies.iter().any(|stay| stay.move_out.is_none_or(kept))
}
