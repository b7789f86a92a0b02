//! The guest's decision written out by hand for one purpose: days as numbers, everything flat. It is what the rules
//! are measured against; it answers a resident's question in the default match window and knows nothing else.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use vestibule::Building;
use vestibule::calendar::{Now, add_days};
use vestibule::parking::matching::Decision;

/// The approved bookings of all residents, resident after resident, stay after stay.
#[derive(Debug, Default)]
pub struct Floor {
    bookings: Vec<FlatBooking>,
    stays: Vec<FlatStay>,
    residents: Vec<Flat>,
}

/// The part of one resident.
#[derive(Debug)]
struct Flat {
    bookings: Range<usize>,
    lives_here: Range<i64>,
}

#[derive(Debug)]
struct FlatBooking {
    first: i32,
    last: i32,
    end: i64,
    position: u32,
    stay: u32,
}

#[derive(Debug)]
struct FlatStay {
    last: i32,
    /// Instant in milliseconds and date of each check-in, the latest first.
    visits: Vec<(i64, i32)>,
}

/// The instant of the question, as numbers.
#[derive(Debug, Clone, Copy)]
pub struct FlatNow {
    wall: i64,
    instant: i64,
    today: i32,
}

impl FlatNow {
    /// The instant of a question. The wall clock stands for it, which is right while no clock change is near.
    #[must_use]
    pub fn new(now: &Now<'_>) -> Self {
        Self { wall: minutes(now.local()), instant: now.instant().millis(), today: day(now.today()) }
    }
}

/// What the floor answers.
#[derive(Debug, PartialEq, Eq)]
pub enum FlatDecision {
    /// Position of the booking and last day covered, for each stay that is due.
    Due(Vec<(u32, i32)>),
    /// All covered; the next day to check in.
    Covered(Option<i32>),
    /// Nothing matched.
    Nothing,
}

impl FlatDecision {
    /// The same decision as the rules put it.
    #[must_use]
    pub fn of(decision: &Decision) -> Self {
        match decision {
            Decision::Due(due) => {
                Self::Due(due.iter().map(|due| (due.booking as u32, day(due.through))).collect())
            }
            Decision::Covered { next_check_in } => Self::Covered(next_check_in.map(day)),
            Decision::Nothing => Self::Nothing,
        }
    }
}

impl Floor {
    /// Flattens a building's bookings. Every resident has one residency, as in seeded buildings.
    #[must_use]
    pub fn new(building: &Building) -> Self {
        let ledger = building.ledger();
        let mut floor = Self::default();
        let stays = (0..).map_while(|number| ledger.stay(number));
        floor.stays.extend(stays.map(|stay| FlatStay {
            last: day(stay.days.last),
            visits: stay.visits.iter().rev().map(|visit| (visit.at.millis(), day(visit.date))).collect(),
        }));
        let opens_at = building.document().settings.move_in_opens_at;
        for resident in &building.document().residents {
            let from = floor.bookings.len();
            floor.bookings.extend(ledger.of_resident(&resident.id).iter().map(|slot| FlatBooking {
                first: day(slot.days.first),
                last: day(slot.days.last),
                end: minutes(slot.end),
                position: slot.booking() as u32,
                stay: slot.stay() as u32,
            }));
            let residency = resident.residencies.first();
            let opens = residency.and_then(|residency| residency.move_in).map(|date| date.and_time(opens_at));
            let ends = residency.and_then(|residency| residency.move_out).map(|date| add_days(date, 1));
            let lives_here = opens.map_or(i64::MIN, minutes)
                ..ends.map_or(i64::MAX, |date| minutes(date.and_time(chrono::NaiveTime::MIN)));
            floor.residents.push(Flat { bookings: from..floor.bookings.len(), lives_here });
        }
        floor
    }

    /// How many residents there are.
    #[must_use]
    pub fn residents(&self) -> usize {
        self.residents.len()
    }

    /// Decides for the resident at a position of the document.
    #[must_use]
    pub fn decide(&self, resident: usize, recheck: i32, now: FlatNow) -> FlatDecision {
        let Some(Flat { bookings, lives_here }) = self.residents.get(resident) else {
            return FlatDecision::Nothing;
        };
        let bookings = self.bookings.get(bookings.clone()).unwrap_or_default();
        let mut due: Vec<(u32, i32)> = Vec::new();
        let mut covered: Option<i32> = None;
        let mut done = u32::MAX;
        if !lives_here.contains(&now.wall) {
            return FlatDecision::Nothing;
        }
        for booking in bookings {
            if booking.stay == done || booking.end <= now.wall || now.today < booking.first {
                continue;
            }
            let Some(stay) = self.stays.get(booking.stay as usize) else { continue };
            let mut visits = stay.visits.iter().filter(|(at, _)| *at <= now.instant);
            let latest = visits.next();
            if booking.first != now.today && (booking.last < now.today || latest.is_none()) {
                continue;
            }
            done = booking.stay;
            match latest {
                Some((_, date)) if now.today < date + recheck => {
                    let next = if date + recheck <= stay.last { date + recheck } else { i32::MAX };
                    covered = Some(covered.map_or(next, |other| other.min(next)));
                }
                _ => {
                    if due.capacity() == 0 {
                        due.reserve_exact(bookings.len().min(8));
                    }
                    due.push((booking.position, stay.last.min(now.today + recheck - 1)));
                }
            }
        }
        match covered {
            _ if !due.is_empty() => FlatDecision::Due(due),
            Some(next) => FlatDecision::Covered((next != i32::MAX).then_some(next)),
            None => FlatDecision::Nothing,
        }
    }
}

fn day(date: NaiveDate) -> i32 {
    date.num_days_from_ce()
}

fn minutes(wall: NaiveDateTime) -> i64 {
    wall.and_utc().timestamp() / 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::{document, five_bookings, now, open};
    use vestibule::parking::matching::decide;

    #[test]
    fn the_floor_does_the_same_job() {
        for document in [five_bookings(), document(7, 300, 3_000), document(8, 2_000, 2_000)] {
            let building = open(document);
            let floor = Floor::new(&building);
            let now = building.now(now(&building));
            let document = building.document();
            for (position, resident) in document.residents.iter().enumerate() {
                let slots = building.ledger().of_resident(&resident.id);
                let ours = decide(slots, building.ledger(), &document.settings, &now);
                let theirs = floor.decide(position, 7, FlatNow::new(&now));
                assert_eq!(theirs, FlatDecision::of(&ours), "{}", resident.id);
            }
        }
    }
}
