//! Bookings and check-ins prepared once for the questions of many guests.
//!
//! Which bookings form a stay does not depend on the hour, so it is worked out when a building is opened. What a guest is
//! offered then costs a walk over that resident's few bookings.

use super::booked::{Booked, InStay, Visited};
use super::stay::{self, Planned, StayDays};
use crate::calendar::{Instant, Now, ZoneRules};
use crate::document::{
    Approval, Booking, CheckIn, CheckInSubject, Document, Holder, Residency, Suite, SuiteUse,
};
use crate::people::residency::{includes_now, times_lived_in};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::ops::Range;
use hashbrown::{HashMap, HashSet};

/// The bookings and check-ins of a building, prepared. Positions are those of the document's lists.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    positions: HashMap<String, usize>,
    /// For each booking its stay. One that is not approved is a stay of its own (SPEC 8.3).
    stay_of: Vec<usize>,
    stays: Vec<Stay>,
    /// Every booking, by position.
    slots: Vec<Slot>,
    /// Approved bookings held by residents, by (resident, stay, start, end, id), and each resident's part of them.
    of_residents: Vec<Slot>,
    resident_parts: HashMap<String, Range<usize>>,
    /// The same ones by (suite, stay, start, end, id), and each suite's part of them.
    of_suites: Vec<Slot>,
    suite_parts: HashMap<String, Range<usize>>,
    /// Approved bookings held by managers for a management suite, by (stay, start, end, id).
    of_managers: Vec<Slot>,
    /// When a resident lives in a suite, as [`times_lived_in`] lists it.
    tenancies: Vec<Range<NaiveDateTime>>,
}

/// A stay with its check-ins.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Its days.
    pub days: StayDays,
    /// Its check-ins, by instant, then id.
    pub visits: Vec<Visit>,
}

/// A check-in as its stay sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// When it happened.
    pub at: Instant,
    /// The local date of that.
    pub date: NaiveDate,
    /// Position of the booking that it names.
    pub booking: usize,
    /// Position of the check-in.
    pub check_in: usize,
}

/// A booking, reduced to what a guest's question needs, and kept small: a question walks over many.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The days that it occupies.
    pub days: StayDays,
    /// The wall minute after the last.
    pub end: NaiveDateTime,
    booking: u32,
    stay: u32,
    /// Its resident's tenancies of its suite, as positions; a manager's booking has none.
    tenancies: Option<(u32, u32)>,
}

impl Slot {
    /// Position of the booking.
    pub fn booking(&self) -> usize {
        large(self.booking)
    }

    /// Its stay.
    pub fn stay(&self) -> usize {
        large(self.stay)
    }
}

impl Stay {
    /// Its check-ins that have happened by now, the latest first.
    pub fn visits_by(&self, now: &Now<'_>) -> impl Iterator<Item = &Visit> {
        let now = now.instant();
        let happened = self.visits.partition_point(|visit| visit.at <= now);
        self.visits.iter().take(happened).rev()
    }
}

/// A slot with its ledger, as the rules ask for it.
#[derive(Clone, Copy)]
pub struct Slotted<'l> {
    slot: &'l Slot,
    ledger: &'l Ledger,
}

impl InStay for Slotted<'_> {
    #[inline]
    fn days(&self) -> StayDays {
        self.slot.days
    }

    #[inline]
    fn end(&self) -> NaiveDateTime {
        self.slot.end
    }

    fn stay_days(&self) -> StayDays {
        self.ledger.stay(self.slot.stay()).map_or(self.slot.days, |stay| stay.days)
    }

    #[inline]
    fn holder_lives_there(&self, now: &Now<'_>) -> bool {
        let Some((from, to)) = self.slot.tenancies else { return true };
        includes_now(self.ledger.tenancies.get(large(from)..large(to)).unwrap_or_default(), now)
    }

    fn latest_visit(&self, now: &Now<'_>, accept: impl Fn(Visited) -> bool) -> Option<Visited> {
        let visited = |visit: &Visit| Visited {
            at: visit.at,
            date: visit.date,
            names_it: visit.booking == self.slot.booking(),
        };
        let stay = self.ledger.stay(self.slot.stay())?;
        stay.visits_by(now).map(visited).find(|visit| accept(*visit))
    }
}

/// A booking of a document with its slot, as the rules ask for it.
#[derive(Clone, Copy)]
pub struct Held<'l> {
    slotted: Slotted<'l>,
    booking: &'l Booking,
}

impl InStay for Held<'_> {
    fn days(&self) -> StayDays {
        self.slotted.days()
    }

    fn end(&self) -> NaiveDateTime {
        self.slotted.end()
    }

    fn stay_days(&self) -> StayDays {
        self.slotted.stay_days()
    }

    fn holder_lives_there(&self, now: &Now<'_>) -> bool {
        self.slotted.holder_lives_there(now)
    }

    fn latest_visit(&self, now: &Now<'_>, accept: impl Fn(Visited) -> bool) -> Option<Visited> {
        self.slotted.latest_visit(now, accept)
    }
}

impl Booked for Held<'_> {
    fn approval(&self) -> Approval {
        self.booking.approval
    }

    fn start(&self) -> NaiveDateTime {
        self.booking.start
    }
}

impl Ledger {
    /// Prepares the bookings and check-ins of a checked document.
    pub fn new(document: &Document, zone: &ZoneRules) -> Self {
        let bookings = &document.bookings;
        let mut ledger = Self {
            positions: bookings.iter().enumerate().map(|(at, booking)| (booking.id.clone(), at)).collect(),
            ..Self::default()
        };
        ledger.find_stays(bookings);
        ledger.add_slots(document);
        ledger.sort_slots(document);
        for (position, check_in) in document.check_ins.iter().enumerate() {
            if let Some((stay, visit)) = ledger.visit(position, check_in, zone) {
                stay.visits.push(visit);
            }
        }
        for stay in &mut ledger.stays {
            stay.visits.sort_unstable_by(|a, b| in_order(document, a, b));
        }
        ledger
    }

    /// The position of a booking.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The stay of the booking at a position.
    pub fn stay_of(&self, booking: usize) -> Option<&Stay> {
        self.stays.get(*self.stay_of.get(booking)?)
    }

    /// A stay by number.
    pub fn stay(&self, number: usize) -> Option<&Stay> {
        self.stays.get(number)
    }

    /// A booking by position, whatever its approval.
    pub fn slot(&self, booking: usize) -> Option<&Slot> {
        self.slots.get(booking)
    }

    /// The approved bookings of a resident.
    pub fn of_resident(&self, id: &str) -> &[Slot] {
        part(&self.of_residents, &self.resident_parts, id)
    }

    /// The approved bookings of a suite that its residents hold.
    pub fn of_suite(&self, id: &str) -> &[Slot] {
        part(&self.of_suites, &self.suite_parts, id)
    }

    /// The approved bookings that managers hold for a management suite.
    pub fn of_managers(&self) -> &[Slot] {
        &self.of_managers
    }

    /// All approved bookings that residents hold, those of one stay together.
    pub fn of_residents(&self) -> &[Slot] {
        &self.of_residents
    }

    /// A slot of this ledger, as the rules ask for it.
    #[inline]
    pub fn slotted<'l>(&'l self, slot: &'l Slot) -> Slotted<'l> {
        Slotted { slot, ledger: self }
    }

    /// The booking at a position, as the rules ask for it.
    pub fn held_at<'l>(&'l self, position: usize, booking: &'l Booking) -> Option<Held<'l>> {
        Some(Held { slotted: self.slotted(self.slot(position)?), booking })
    }

    /// Takes in the check-in at a position of the document; walk-ins are in no stay.
    pub fn add_visit(&mut self, document: &Document, position: usize, check_in: &CheckIn, zone: &ZoneRules) {
        if let Some((stay, visit)) = self.visit(position, check_in, zone) {
            let at = stay.visits.partition_point(|other| in_order(document, other, &visit).is_le());
            stay.visits.insert(at, visit);
        }
    }

    /// A check-in as a visit of its stay.
    fn visit(&mut self, position: usize, check_in: &CheckIn, zone: &ZoneRules) -> Option<(&mut Stay, Visit)> {
        let CheckInSubject::Booking(id) = &check_in.subject else { return None };
        let booking = self.position(id)?;
        let stay = self.stays.get_mut(*self.stay_of.get(booking)?)?;
        Some((
            stay,
            Visit { at: check_in.at, date: zone.local(check_in.at).date(), booking, check_in: position },
        ))
    }

    fn find_stays(&mut self, bookings: &[Booking]) {
        let in_stays =
            || bookings.iter().enumerate().filter(|(_, booking)| booking.approval == Approval::Approved);
        let planned: Vec<Planned<'_>> = in_stays().map(|(_, booking)| Planned::of(booking)).collect();
        let found = stay::stays(&planned);
        self.stays = found.days.iter().map(|days| Stay { days: *days, visits: Vec::new() }).collect();
        let mut approved = found.of.into_iter();
        for booking in bookings {
            let number = if booking.approval == Approval::Approved { approved.next() } else { None };
            self.stay_of.push(number.unwrap_or(self.stays.len()));
            if number.is_none() {
                self.stays.push(Stay { days: StayDays::of(booking), visits: Vec::new() });
            }
        }
    }

    fn add_slots(&mut self, document: &Document) {
        let tenancies = self.add_tenancies(document);
        let stays = self.stay_of.iter().copied();
        let slots = document.bookings.iter().zip(stays).enumerate().map(|(position, (booking, stay))| {
            let tenancies = match &booking.holder {
                Holder::Manager(_) => None,
                Holder::Resident(resident) => {
                    let places = tenancies.get(&(resident.as_str(), booking.suite.as_str()));
                    Some(places.copied().unwrap_or((0, 0)))
                }
            };
            let days = StayDays::of(booking);
            Slot { days, end: booking.end, booking: small(position), stay: small(stay), tenancies }
        });
        self.slots = slots.collect();
    }

    /// Sorts the approved bookings by whom a guest may ask for.
    fn sort_slots(&mut self, document: &Document) {
        let is_management = |suite: &&Suite| suite.used_for == SuiteUse::Management;
        let management: HashSet<&str> =
            document.suites.iter().filter(is_management).map(|suite| suite.id.as_str()).collect();
        let approved = document.bookings.iter().zip(&self.slots);
        let approved = approved.filter(|(booking, _)| booking.approval == Approval::Approved);
        let (mut of_residents, mut of_managers) = (Vec::new(), Vec::new());
        for (booking, slot) in approved {
            match &booking.holder {
                Holder::Resident(resident) => of_residents.push((resident.as_str(), booking, *slot)),
                Holder::Manager(_) if management.contains(booking.suite.as_str()) => {
                    of_managers.push((booking, *slot))
                }
                Holder::Manager(_) => {}
            }
        }
        of_managers.sort_unstable_by(|(one, a), (other, b)| by_stay(a, one).cmp(&by_stay(b, other)));
        self.of_managers = of_managers.iter().map(|(_, slot)| *slot).collect();

        of_residents.sort_unstable_by(|(resident, one, a), (other_resident, other, b)| {
            resident.cmp(other_resident).then_with(|| by_stay(a, one).cmp(&by_stay(b, other)))
        });
        self.resident_parts = parts(of_residents.iter().map(|(resident, _, _)| *resident));
        self.of_residents = of_residents.iter().map(|(_, _, slot)| *slot).collect();

        of_residents.sort_unstable_by(|(_, one, a), (_, other, b)| {
            one.suite.cmp(&other.suite).then_with(|| by_stay(a, one).cmp(&by_stay(b, other)))
        });
        self.suite_parts = parts(of_residents.iter().map(|(_, booking, _)| booking.suite.as_str()));
        self.of_suites = of_residents.iter().map(|(_, _, slot)| *slot).collect();
    }

    /// Lists when each resident lives in each suite, and says where in the list.
    fn add_tenancies<'d>(&mut self, document: &'d Document) -> HashMap<(&'d str, &'d str), (u32, u32)> {
        let opens_at = document.settings.move_in_opens_at;
        let mut places = HashMap::new();
        for resident in &document.residents {
            let mut residencies: Vec<&Residency> = resident.residencies.iter().collect();
            residencies.sort_by_key(|residency| &residency.suite);
            for of_suite in residencies.chunk_by(|one, next| one.suite == next.suite) {
                let from = self.tenancies.len();
                self.tenancies.extend(times_lived_in(of_suite.iter().copied(), opens_at));
                let suite = of_suite.first().map_or("", |residency| &residency.suite);
                places.insert((resident.id.as_str(), suite), (small(from), small(self.tenancies.len())));
            }
        }
        places
    }
}

/// The order of bookings within a list: those of one stay together, by (start, end, id).
fn by_stay<'b>(slot: &Slot, booking: &'b Booking) -> (u32, NaiveDateTime, NaiveDateTime, &'b str) {
    (slot.stay, booking.start, booking.end, &booking.id)
}

/// A position in four bytes; no list in memory has as many records as they can count.
fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn large(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// By instant, then id.
fn in_order(document: &Document, a: &Visit, b: &Visit) -> core::cmp::Ordering {
    let id = |visit: &Visit| document.check_ins.get(visit.check_in).map(|check_in| check_in.id.as_str());
    a.at.cmp(&b.at).then_with(|| id(a).cmp(&id(b)))
}

/// The runs of equal keys in a sorted list.
fn parts<'d>(keys: impl Iterator<Item = &'d str>) -> HashMap<String, Range<usize>> {
    let mut parts: HashMap<String, Range<usize>> = HashMap::new();
    for (position, key) in keys.enumerate() {
        match parts.get_mut(key) {
            Some(part) => part.end = position + 1,
            None => {
                parts.insert(key.into(), position..position + 1);
            }
        }
    }
    parts
}

fn part<'l>(slots: &'l [Slot], parts: &HashMap<String, Range<usize>>, key: &str) -> &'l [Slot] {
    parts.get(key).and_then(|part| slots.get(part.clone())).unwrap_or_default()
}
