//! How many spaces are taken, minute by minute (SPEC 4.3, 4.4, 4.6).

use crate::calendar::{seconds_of, wall_of};
use alloc::vec::Vec;
use chrono::NaiveDateTime;
use core::ops::Range;

/// The first wall minute of `wanted` at which one more would exceed `capacity`, given the intervals that hold a space.
/// Intervals are half open (SPEC 1.3), of whole minutes, compared as written.
pub fn first_full_minute(
    wanted: Range<NaiveDateTime>,
    capacity: u32,
    held: impl Iterator<Item = Range<NaiveDateTime>>,
) -> Option<NaiveDateTime> {
    if capacity == 0 {
        return Some(wanted.start);
    }
    // A space is given back before the next one is taken in the same minute.
    const FREED: i64 = -1;
    const TAKEN: i64 = 1;
    let mut changes: Vec<(i64, i64)> = Vec::new();
    for interval in held {
        if interval.start < wanted.end && wanted.start < interval.end {
            changes.push((seconds_of(interval.start.max(wanted.start)), TAKEN));
            changes.push((seconds_of(interval.end), FREED));
        }
    }
    changes.sort_unstable();
    let mut taken = 0;
    for (second, change) in changes {
        taken += change;
        if taken >= i64::from(capacity) {
            return wall_of(second, 0);
        }
    }
    None
}
