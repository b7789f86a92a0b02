//! Whether an image holds together, looked at once when it is opened: every place, number and run of it leads somewhere.
//! What reads it later never reads outside, whatever is in it; this finds what a faulty writer left.

use super::format::{self, NONE, Table, text_at};
use super::read::Image;
use crate::calendar::MAX_OFFSET;
use crate::packed::Column;

/// The minutes of a day.
const DAY: u16 = 24 * 60;

impl Image<'_> {
    /// Checks everything but what the name index and the tables' sizes were checked for when they were laid out.
    pub(super) fn is_consistent(&self) -> bool {
        self.clock_is_consistent()
            && self.times_are_consistent()
            && self.people_are_consistent()
            && self.bookings_are_consistent()
            && self.stays_are_consistent()
            && self.lists_are_consistent()
            && self.access_is_consistent()
    }

    #[inline(never)]
    fn clock_is_consistent(&self) -> bool {
        let mut changes = self.clock().changes();
        let first = changes.next().is_some_and(|span| span.from == i64::MIN);
        let mut last = i64::MIN;
        let settings = &self.settings;
        let texts = [settings.building_id, settings.building_name, settings.zone_name, settings.zone_version];
        first
            && self.clock().changes().all(|span| span.offset.unsigned_abs() <= MAX_OFFSET.unsigned_abs())
            && changes.all(|span| core::mem::replace(&mut last, span.from) < span.from)
            && texts.into_iter().all(|at| self.has_texts(at, 1))
    }

    #[inline(never)]
    fn times_are_consistent(&self) -> bool {
        is_run_table(&mut self.time_sets.iter().map(|set| set.value), self.times.len())
            && self.times.iter().all(|time| time.from < time.to)
    }

    /// The number of sets of times.
    fn sets(&self) -> usize {
        self.time_sets.len().saturating_sub(1)
    }

    #[inline(never)]
    fn people_are_consistent(&self) -> bool {
        let count = self.resident_texts.len();
        let resident = |number: usize| {
            let at = self.resident_texts.get(number);
            let times = self.resident_times.get(number);
            times.zip(at).is_some_and(|(times, at)| {
                (times as usize / 2) < self.sets() && self.has_texts(at, if times % 2 == 1 { 1 } else { 2 })
            })
        };
        let code = |number: usize| self.resident_texts.get(number).map_or("", |at| self.text(at));
        self.resident_times.len() == count
            && (0..count).all(resident)
            && (1..count).all(|number| code(number - 1) <= code(number))
            && self.entry_residents.len() == self.names.len()
            && (0..self.names.len()).all(|entry| {
                let resident = self.entry_residents.get(entry).map_or(count, |resident| resident as usize);
                self.resident_times.get(resident).is_some_and(|times| times % 2 == 0)
            })
            && (self.settings.residential as usize) <= self.suites.len()
            && self.suites.iter().all(|at| self.has_texts(at, 2))
            && self.doors.iter().all(|at| self.has_texts(at, 1))
    }

    #[inline(never)]
    fn bookings_are_consistent(&self) -> bool {
        let last_stay = self.stays.len().saturating_sub(1);
        self.settings.recheck_after_days > 0
            && self.bookings.iter().all(|booking| {
                booking.start < booking.end
                    && (booking.stay as usize) < last_stay
                    && (booking.times == NONE || (booking.times as usize) < self.sets())
                    && booking.approval < 4
                    && booking.told < 32
                    && self.has_texts(booking.texts, 1 + booking.told.count_ones())
            })
    }

    #[inline(never)]
    fn stays_are_consistent(&self) -> bool {
        let booking = |handle: u32| (handle as usize) < self.bookings.len();
        is_run_table(&mut self.stays.iter().map(|stay| stay.bookings), self.stay_bookings.len())
            && is_run_table(&mut self.stays.iter().map(|stay| stay.visits), self.visits.len())
            && self.stays.iter().all(|stay| stay.first <= stay.last)
            && self.stay_bookings.iter().all(|number| booking(number.value))
            && self.visits.iter().all(|visit| {
                (visit.booking == NONE || booking(visit.booking))
                    && (visit.texts == NONE || self.has_texts(visit.texts, 2))
            })
    }

    #[inline(never)]
    fn lists_are_consistent(&self) -> bool {
        let (lists, of_managers) = (&self.booking_lists, self.settings.of_managers as usize);
        let walk_in = |walk_in: format::WalkIn| {
            let known = match walk_in.host_kind {
                0 => (walk_in.host as usize) < self.resident_texts.len(),
                1 => (walk_in.host as usize) < self.suites.len(),
                kind => kind == 2,
            };
            known && self.has_texts(walk_in.texts, 2)
        };
        of_managers <= lists.len()
            && lists.iter().all(|number| (number.value as usize) < self.bookings.len())
            && owns(&self.resident_bookings, of_managers)
            && owns(&self.suite_bookings, of_managers)
            && self.walk_ins.iter().all(walk_in)
    }

    #[inline(never)]
    fn access_is_consistent(&self) -> bool {
        let all_but_last = |count: usize| count.saturating_sub(1);
        is_run_table(&mut self.contacts.iter().map(|contact| contact.windows), self.windows.len())
            && is_run_table(
                &mut self.contacts.iter().map(|contact| contact.closed_days),
                self.closed_days.len(),
            )
            && self
                .contacts
                .iter()
                .take(all_but_last(self.contacts.len()))
                .all(|one| self.has_texts(one.text, 1))
            && self.windows.iter().all(|window| window.days < 128 && window.open < DAY && window.close < DAY)
            && is_run_table(&mut self.invites.iter().map(|invite| invite.grants), self.grants.len())
            && self
                .invites
                .iter()
                .take(all_but_last(self.invites.len()))
                .all(|one| self.has_texts(one.text, 1))
            && self
                .grants
                .iter()
                .all(|grant| (grant.door as usize) < self.doors.len() && (grant.times as usize) < self.sets())
    }

    /// Whether so many texts follow one another from a place of the pool on.
    #[inline(never)]
    fn has_texts(&self, at: u32, count: u32) -> bool {
        let mut next = Some(at);
        (0..count).all(|_| {
            next = next.and_then(|at| text_at(self.pool, at)).map(|(_, after)| after);
            next.is_some()
        })
    }
}

/// Whether starts of runs ascend from 0, and the last, which belongs to no record, is the end of the table that they lie
/// in.
fn is_run_table(starts: &mut dyn Iterator<Item = u32>, length: usize) -> bool {
    let mut last = None;
    for start in starts {
        if last.replace(start).unwrap_or(0) > start {
            return false;
        }
    }
    last.is_some_and(|last| last as usize == length)
}

/// Whether lists of bookings are by owner, with a last record that only ends the list before, before the managers' list.
fn owns(lists: &Table<'_, format::BookingsOf, { format::BookingsOf::SIZE }>, of_managers: usize) -> bool {
    let mut last: Option<format::BookingsOf> = None;
    let ascends = lists.iter().all(|list| {
        let before = last.replace(list);
        before.is_none_or(|before| before.owner < list.owner && before.start <= list.start)
    });
    ascends && last.is_some_and(|last| last.owner == NONE && last.start as usize <= of_managers)
}
