//! Bookings and check-ins prepared once for the questions of many guests.
//!
//! Which bookings form a stay does not depend on the hour, so it is worked out when a building is opened. What a guest is
//! offered then costs a walk over that resident's few bookings.

mod put;

use super::booked::{Booked, InStay, Visited, by_time};
use super::stay::{self, Planned, StayDays};
use crate::calendar::{Instant, Now, ZoneRules};
use crate::document::{Approval, Booking, CheckIn, CheckInSubject, Document, Holder, Residency, SuiteUse};
use crate::people::residency::{includes_now, times_lived_in};
use crate::table::{HashMap, HashSet};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::cmp::Ordering;
use core::ops::Range;

/// The bookings and check-ins of a building, prepared. Positions are those of the document's lists.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    positions: HashMap<String, usize>,
    stays: Vec<Stay>,
    /// The numbers of stays that no booking is in any more, for those to come.
    vacant: Vec<usize>,
    /// Every booking, by position. One that is not approved is a stay of its own (SPEC 8.3).
    slots: Vec<Slot>,
    /// Lists of approved bookings, each by (stay, start, end, id).
    lists: Vec<Vec<Slot>>,
    /// Which of the lists is a resident's.
    of_residents: HashMap<String, usize>,
    /// Which of the lists is a suite's: what its residents hold.
    of_suites: HashMap<String, usize>,
    /// Approved bookings held by managers for a management suite, in the same order.
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
        self.visits.get(..happened).unwrap_or_default().iter().rev()
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
        // The code is there once, whoever asks.
        self.latest(now, &accept)
    }
}

impl Slotted<'_> {
    #[inline]
    fn latest(&self, now: &Now<'_>, accept: &dyn Fn(Visited) -> bool) -> Option<Visited> {
        for visit in self.ledger.stay(self.slot.stay())?.visits_by(now) {
            let names_it = visit.booking == self.slot.booking();
            let visited = Visited { at: visit.at, date: visit.date, names_it };
            if accept(visited) {
                return Some(visited);
            }
        }
        None
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
        let mut ledger = Self { positions: HashMap::with_capacity(bookings.len()), ..Self::default() };
        for (position, booking) in bookings.iter().enumerate() {
            ledger.positions.insert(booking.id.clone(), position);
        }
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
        self.stays.get(self.slot(booking)?.stay())
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
        self.list(self.of_residents.get(id))
    }

    /// The approved bookings of a suite that its residents hold.
    pub fn of_suite(&self, id: &str) -> &[Slot] {
        self.list(self.of_suites.get(id))
    }

    fn list(&self, number: Option<&usize>) -> &[Slot] {
        number.and_then(|number| self.lists.get(*number)).map_or(&[], Vec::as_slice)
    }

    /// The approved bookings that managers hold for a management suite.
    pub fn of_managers(&self) -> &[Slot] {
        &self.of_managers
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
    fn add_visit(&mut self, document: &Document, position: usize, check_in: &CheckIn, zone: &ZoneRules) {
        if let Some((stay, visit)) = self.visit(position, check_in, zone) {
            let at = stay.visits.partition_point(|other| in_order(document, other, &visit).is_le());
            stay.visits.insert(at, visit);
        }
    }

    /// A check-in as a visit of its stay.
    fn visit(&mut self, position: usize, check_in: &CheckIn, zone: &ZoneRules) -> Option<(&mut Stay, Visit)> {
        let CheckInSubject::Booking(id) = &check_in.subject else { return None };
        let booking = self.position(id)?;
        let stay = self.stays.get_mut(self.slots.get(booking)?.stay())?;
        Some((
            stay,
            Visit { at: check_in.at, date: zone.local(check_in.at).date(), booking, check_in: position },
        ))
    }

    /// Lists the bookings with the stays that they form.
    fn add_slots(&mut self, document: &Document) {
        let mut planned: Vec<Planned<'_>> = Vec::new();
        for booking in &document.bookings {
            if booking.approval == Approval::Approved {
                planned.push(Planned::of(booking));
            }
        }
        let found = stay::stays(&planned);
        for days in found.days {
            self.open(days);
        }
        let tenancies = self.add_tenancies(document);
        let mut stays = found.of.into_iter();
        self.slots.reserve_exact(document.bookings.len());
        for (position, booking) in document.bookings.iter().enumerate() {
            let days = StayDays::of(booking);
            let of_approved = if booking.approval == Approval::Approved { stays.next() } else { None };
            let stay = of_approved.unwrap_or_else(|| self.open(days));
            let tenancies = match &booking.holder {
                Holder::Manager(_) => None,
                Holder::Resident(resident) => Some(tenancies.of(resident, &booking.suite)),
            };
            let (booking, stay, end) = (small(position), small(stay), booking.end);
            self.slots.push(Slot { days, end, booking, stay, tenancies });
        }
    }

    /// Lists the approved bookings by whom a guest may ask for.
    fn sort_slots(&mut self, document: &Document) {
        let mut management: HashSet<&str> = HashSet::new();
        for suite in &document.suites {
            if suite.used_for == SuiteUse::Management {
                management.insert(&suite.id);
            }
        }
        let slots = core::mem::take(&mut self.slots);
        for (booking, slot) in document.bookings.iter().zip(&slots) {
            if booking.approval == Approval::Approved {
                let is_management = || management.contains(booking.suite.as_str());
                self.each_list(booking, is_management, |list| list.push(*slot));
            }
        }
        self.slots = slots;
        for list in &mut self.lists {
            sort(list, document);
        }
        sort(&mut self.of_managers, document);
    }

    /// Lists when each resident lives in each suite, and says where in the list.
    fn add_tenancies<'d>(&mut self, document: &'d Document) -> Tenancies<'d> {
        let opens_at = document.settings.move_in_opens_at;
        let mut tenancies =
            Tenancies { residents: HashMap::with_capacity(document.residents.len()), places: Vec::new() };
        for resident in &document.residents {
            let mut residencies: Vec<&Residency> = resident.residencies.iter().collect();
            residencies.sort_unstable_by(|one, other| one.suite.cmp(&other.suite));
            let mut places = Vec::new();
            for of_suite in residencies.chunk_by(|one, next| one.suite == next.suite) {
                let from = self.tenancies.len();
                self.tenancies.extend(times_lived_in(of_suite.iter().copied(), opens_at));
                let suite = of_suite.first().map_or("", |residency| &residency.suite);
                places.push((suite, (small(from), small(self.tenancies.len()))));
            }
            tenancies.residents.insert(&resident.id, tenancies.places.len());
            tenancies.places.push(places);
        }
        tenancies
    }
}

/// Where in a ledger it is listed when each resident lives in each suite.
struct Tenancies<'d> {
    /// The residents' numbers, by id.
    residents: HashMap<&'d str, usize>,
    /// Each resident's suites, ascending, with the positions from which and up to which theirs are.
    places: Vec<Vec<(&'d str, (u32, u32))>>,
}

impl Tenancies<'_> {
    fn of(&self, resident: &str, suite: &str) -> (u32, u32) {
        let number = self.residents.get(resident);
        let places = number.and_then(|number| self.places.get(*number)).map_or(&[][..], Vec::as_slice);
        let found = places.binary_search_by(|(other, _)| (*other).cmp(suite));
        found.ok().and_then(|at| places.get(at)).map_or((0, 0), |(_, place)| *place)
    }
}

/// Sorts a list: the bookings of a stay are together, by (start, end, id).
fn sort(list: &mut [Slot], document: &Document) {
    if list.len() < 2 {
        return;
    }
    let booking = |slot: &Slot| document.bookings.get(slot.booking());
    let in_stay = |a: &Slot, b: &Slot| match (booking(a), booking(b)) {
        (Some(a), Some(b)) => by_time(a, b),
        _ => Ordering::Equal,
    };
    list.sort_unstable_by(|a, b| a.stay.cmp(&b.stay).then_with(|| in_stay(a, b)));
}

/// A position in four bytes; no list in memory has as many records as they can count.
fn small(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn large(position: u32) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// By instant, then id.
fn in_order(document: &Document, a: &Visit, b: &Visit) -> Ordering {
    let id = |visit: &Visit| document.check_ins.get(visit.check_in).map(|check_in| check_in.id.as_str());
    a.at.cmp(&b.at).then_with(|| id(a).cmp(&id(b)))
}
