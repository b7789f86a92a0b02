//! Stays: runs of consecutive bookings of one vehicle (SPEC 5.3), and the days that a check-in covers (SPEC 5.5).

use super::plate::Plate;
use crate::calendar::{add_days, day_number, occupied_days, seconds_of};
use crate::document::{Booking, Holder, Vehicle, filled};
use crate::table::HashMap;
use alloc::collections::BinaryHeap;
use alloc::vec;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::cmp::{Ordering, Reverse};

/// What makes two bookings part of the same stay if they are consecutive: amenity, holder, suite and vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StayKey<'b> {
    amenity: &'b str,
    holder: &'b Holder,
    suite: &'b str,
    vehicle: VehicleKey<'b>,
}

/// Which vehicle a booking is for, as far as stays are concerned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum VehicleKey<'b> {
    /// Equal plates as booked, with the same region or none on both.
    Plate(Plate<'b>),
    /// No plate, but a space, as written.
    Space(&'b str),
    /// Neither: lanes decide.
    Unknown,
}

impl<'b> StayKey<'b> {
    /// The key of a booking or a request.
    pub fn new(
        amenity: &'b str,
        holder: &'b Holder,
        suite: &'b str,
        vehicle: &'b Vehicle,
        space: Option<&'b str>,
    ) -> Self {
        let vehicle = match (Plate::of(vehicle), space.filter(|space| filled(Some(space)).is_some())) {
            (Some(plate), _) => VehicleKey::Plate(plate),
            (None, Some(space)) => VehicleKey::Space(space),
            (None, None) => VehicleKey::Unknown,
        };
        Self { amenity, holder, suite, vehicle }
    }

    /// The key of a booking.
    pub fn of(booking: &'b Booking) -> Self {
        Self::new(
            &booking.amenity,
            &booking.holder,
            &booking.suite,
            &booking.vehicle,
            booking.space.as_deref(),
        )
    }
}

/// Something planned that may be part of a stay.
#[derive(Clone, Debug)]
pub struct Planned<'b> {
    /// What it must share with the others.
    pub key: StayKey<'b>,
    /// First wall minute.
    pub start: NaiveDateTime,
    /// The wall minute after the last.
    pub end: NaiveDateTime,
    /// The booking's id; a request has none yet and comes last among equals (SPEC 4.3).
    pub id: Option<&'b str>,
}

impl<'b> Planned<'b> {
    /// A booking as part of a stay.
    pub fn of(booking: &'b Booking) -> Self {
        Self { key: StayKey::of(booking), start: booking.start, end: booking.end, id: Some(&booking.id) }
    }
}

/// The first and last day of a stay, or of one booking. All days between are occupied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StayDays {
    /// First occupied day.
    pub first: NaiveDate,
    /// Last occupied day.
    pub last: NaiveDate,
}

impl StayDays {
    /// The days that a booking occupies (SPEC 1.6).
    pub fn of(booking: &Booking) -> Self {
        let (first, last) = occupied_days(booking.start, booking.end);
        Self { first, last }
    }

    /// How many days it has.
    pub fn count(self) -> i64 {
        day_number(self.last) - day_number(self.first) + 1
    }
}

/// The stays that planned things form.
#[derive(Clone, Debug, Default)]
pub struct Stays {
    /// For each planned thing, in the order given, the number of its stay.
    pub of: Vec<usize>,
    /// The stays' days, by number.
    pub days: Vec<StayDays>,
}

/// Groups planned things into stays: maximal chains, in order of (start, end, id), of which each one's first day is at
/// most one day after the last day of an earlier one (SPEC 5.3). Only what shall be in a stay may be passed.
pub fn stays(planned: &[Planned<'_>]) -> Stays {
    let mut numbers: HashMap<&StayKey<'_>, usize> = HashMap::new();
    let mut groups: Vec<(&StayKey<'_>, Vec<usize>)> = Vec::new();
    for (index, one) in planned.iter().enumerate() {
        let number = numbers.get_or_insert_with(&one.key, || groups.len());
        match groups.get_mut(number) {
            Some((_, members)) => members.push(index),
            None => groups.push((&one.key, vec![index])),
        }
    }
    let mut stays = Stays { of: vec![0; planned.len()], days: Vec::with_capacity(planned.len()) };
    for (key, mut members) in groups {
        members.sort_unstable_by(|one, other| in_order(planned, *one, *other));
        let members = members.iter().filter_map(|member| Some((*member, planned.get(*member)?)));
        match key.vehicle {
            VehicleKey::Unknown => add_lanes(members, &mut stays),
            _ => add_chains(members, &mut stays),
        }
    }
    stays
}

/// By (start, end, id), what has no id last among equals.
fn in_order(planned: &[Planned<'_>], one: usize, other: usize) -> Ordering {
    let (Some(a), Some(b)) = (planned.get(one), planned.get(other)) else { return Ordering::Equal };
    let by_time = a.start.cmp(&b.start).then(a.end.cmp(&b.end));
    let by_id = by_time.then(a.id.is_none().cmp(&b.id.is_none())).then_with(|| a.id.cmp(&b.id));
    by_id.then(one.cmp(&other))
}

impl Stays {
    fn open(&mut self, member: usize, first: NaiveDate, last: NaiveDate) -> usize {
        self.days.push(StayDays { first, last });
        let number = self.days.len() - 1;
        self.assign(member, number);
        number
    }

    fn join(&mut self, member: usize, stay: usize, last: NaiveDate) {
        if let Some(days) = self.days.get_mut(stay) {
            days.last = days.last.max(last);
        }
        self.assign(member, stay);
    }

    fn assign(&mut self, member: usize, stay: usize) {
        if let Some(of) = self.of.get_mut(member) {
            *of = stay;
        }
    }

    fn last_day(&self, stay: usize) -> NaiveDate {
        self.days.get(stay).map_or(NaiveDate::MIN, |days| days.last)
    }
}

fn add_chains<'p>(members: impl Iterator<Item = (usize, &'p Planned<'p>)>, stays: &mut Stays) {
    let mut current: Option<usize> = None;
    for (member, one) in members {
        let (first, last) = occupied_days(one.start, one.end);
        match current {
            Some(stay) if first <= add_days(stays.last_day(stay), 1) => stays.join(member, stay, last),
            _ => current = Some(stays.open(member, first, last)),
        }
    }
}

/// Vehicles that nothing tells apart: each booking joins the earliest-opened lane whose last booking has ended by its
/// start and is consecutive to it, else it opens a lane. Starts only rise, so that a lane that is too old stays so.
fn add_lanes<'p>(members: impl Iterator<Item = (usize, &'p Planned<'p>)>, stays: &mut Stays) {
    // Lanes are numbered as they are opened; the number of a lane's stay rises with it.
    // Each has the second from which it is free.
    let mut busy: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    let mut free: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    for (member, one) in members {
        let (first, last) = occupied_days(one.start, one.end);
        while busy.peek().is_some_and(|Reverse((end, _))| *end <= seconds_of(one.start)) {
            if let Some(Reverse((_, lane))) = busy.pop() {
                // The same kind of heap as `busy`, so that its code is there once; the second plays no part here.
                free.push(Reverse((0, lane)));
            }
        }
        let mut joined = None;
        while let Some(Reverse((_, lane))) = free.pop() {
            if first <= add_days(stays.last_day(lane), 1) {
                joined = Some(lane);
                break;
            }
        }
        let lane = match joined {
            Some(lane) => {
                stays.join(member, lane, last);
                lane
            }
            None => stays.open(member, first, last),
        };
        busy.push(Reverse((seconds_of(one.end), lane)));
    }
}

/// The last day that a check-in made on `date` covers (SPEC 5.5), whatever its stay.
pub fn covered_until(date: NaiveDate, recheck_after_days: u32) -> NaiveDate {
    add_days(date, i64::from(recheck_after_days) - 1)
}

/// Whether a check-in made on `date` covers `day`.
pub fn covers(date: NaiveDate, recheck_after_days: u32, day: NaiveDate) -> bool {
    date <= day && day <= covered_until(date, recheck_after_days)
}
