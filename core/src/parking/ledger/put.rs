//! Taking in one booking or check-in that has come or changed. Only the stays that it can join or leave are worked out anew,
//! and only the lists that it is in.

use super::{Ledger, Slot, Stay, Visit, in_order, small, sort};
use crate::calendar::ZoneRules;
use crate::document::{Approval, Booking, CheckIn, CheckInSubject, Document, Holder, SuiteUse};
use crate::parking::stay::{Planned, StayDays, StayKey, stays};
use crate::people::residency::times_lived_in;
use crate::table::HashMap;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

impl Ledger {
    /// Takes in the booking at a position of the document; `before` is what was there, unless it is a new one at the end.
    pub(crate) fn put_booking(&mut self, document: &Document, position: usize, before: Option<&Booking>) {
        let Some(booking) = document.bookings.get(position) else { return };
        let slot = self.put_slot(document, position, booking, before);
        let approved = |booking: &&Booking| booking.approval == Approval::Approved;
        let (left, joined) = (before.filter(approved), Some(booking).filter(approved));
        let together = left.into_iter().chain(joined).flat_map(|booking| together(document, booking));
        self.plan(document, &together.chain([position]).collect());
        if let Some(left) = left {
            let change = |list: &mut Vec<Slot>| list.retain(|slot| slot.booking() != position);
            self.each_list(left, || is_management(document, &left.suite), change);
        }
        if let Some(joined) = joined {
            self.each_list(joined, || is_management(document, &joined.suite), |list| list.push(slot));
        }
        for booking in left.into_iter().chain(joined) {
            self.freshen(document, booking);
        }
    }

    /// Takes in the check-in at a position of the document; `before` is what was there, unless it is a new one at the end.
    pub(crate) fn put_check_in(
        &mut self,
        document: &Document,
        position: usize,
        before: Option<&CheckIn>,
        zone: &ZoneRules,
    ) {
        if let Some(CheckInSubject::Booking(id)) = before.map(|before| &before.subject) {
            let stay = self.position(id).and_then(|at| Some(self.slot(at)?.stay()));
            if let Some(stay) = stay.and_then(|stay| self.stays.get_mut(stay))
                && let Some(at) = stay.visits.iter().position(|visit| visit.check_in == position)
            {
                stay.visits.remove(at);
            }
        }
        if let Some(check_in) = document.check_ins.get(position) {
            self.add_visit(document, position, check_in, zone);
        }
    }

    fn put_slot(
        &mut self,
        document: &Document,
        position: usize,
        booking: &Booking,
        before: Option<&Booking>,
    ) -> Slot {
        let known = self.slot(position).copied();
        let days = StayDays::of(booking);
        let is_at_home = |before: &Booking| before.holder == booking.holder && before.suite == booking.suite;
        let tenancies = match known.filter(|_| before.is_some_and(is_at_home)) {
            Some(known) => known.tenancies,
            None => self.tenancies_of(document, booking),
        };
        let stay = known.map_or_else(|| self.open(days), |known| known.stay());
        let slot = Slot { days, end: booking.end, booking: small(position), stay: small(stay), tenancies };
        match self.slots.get_mut(position) {
            Some(known) => *known = slot,
            None => {
                self.slots.push(slot);
                self.positions.insert(booking.id.clone(), position);
            }
        }
        slot
    }

    /// Opens a stay without check-ins, and answers with its number.
    pub(super) fn open(&mut self, days: StayDays) -> usize {
        let number = self.vacant.pop().unwrap_or(self.stays.len());
        let stay = Stay { days, visits: Vec::new() };
        match self.stays.get_mut(number) {
            Some(vacant) => *vacant = stay,
            None => self.stays.push(stay),
        }
        number
    }

    /// Works out the stays of some bookings anew: of all that can be in a stay with each other.
    fn plan(&mut self, document: &Document, members: &BTreeSet<usize>) {
        let visits = self.close(members);
        let members = || members.iter().filter_map(|at| Some((*at, document.bookings.get(*at)?)));
        let in_stays = || members().filter(|(_, booking)| booking.approval == Approval::Approved);
        let planned: Vec<Planned<'_>> = in_stays().map(|(_, booking)| Planned::of(booking)).collect();
        let found = stays(&planned);
        let numbers: Vec<usize> = found.days.iter().map(|days| self.open(*days)).collect();
        for ((position, _), of) in in_stays().zip(&found.of) {
            self.assign(position, numbers.get(*of).copied());
        }
        for (position, booking) in members().filter(|(_, booking)| booking.approval != Approval::Approved) {
            let alone = self.open(StayDays::of(booking));
            self.assign(position, Some(alone));
        }
        for visit in visits {
            let stay = self.slot(visit.booking).map(Slot::stay);
            if let Some(stay) = stay.and_then(|stay| self.stays.get_mut(stay)) {
                let at = stay.visits.partition_point(|other| in_order(document, other, &visit).is_le());
                stay.visits.insert(at, visit);
            }
        }
    }

    /// Closes the stays of some bookings, and answers with the check-ins that were in them.
    fn close(&mut self, members: &BTreeSet<usize>) -> Vec<Visit> {
        let numbers: BTreeSet<usize> =
            members.iter().filter_map(|at| self.slot(*at)).map(Slot::stay).collect();
        let mut visits = Vec::new();
        for number in numbers {
            if let Some(stay) = self.stays.get_mut(number) {
                visits.append(&mut stay.visits);
            }
            self.vacant.push(number);
        }
        visits
    }

    fn assign(&mut self, position: usize, stay: Option<usize>) {
        if let (Some(slot), Some(stay)) = (self.slots.get_mut(position), stay) {
            slot.stay = small(stay);
        }
    }

    /// When the holder of a booking lives in its suite: as listed for another booking of theirs, or listed from now on.
    fn tenancies_of(&mut self, document: &Document, booking: &Booking) -> Option<(u32, u32)> {
        let Holder::Resident(id) = &booking.holder else { return None };
        let others = document.bookings.iter().zip(&self.slots);
        let mut others = others.filter(|(other, _)| {
            other.suite == booking.suite && other.holder == booking.holder && other.id != booking.id
        });
        if let Some((_, slot)) = others.next() {
            return slot.tenancies;
        }
        let resident = document.residents.iter().find(|resident| resident.id == *id)?;
        let residencies = resident.residencies.iter().filter(|residency| residency.suite == booking.suite);
        let from = self.tenancies.len();
        self.tenancies.extend(times_lived_in(residencies, document.settings.move_in_opens_at));
        Some((small(from), small(self.tenancies.len())))
    }

    /// Changes the lists in which an approved booking of that holder and suite is. Those of managers are in one if the suite
    /// is for management.
    pub(super) fn each_list(
        &mut self,
        booking: &Booking,
        is_management: impl Fn() -> bool,
        change: impl Fn(&mut Vec<Slot>),
    ) {
        let Self { lists, of_residents, of_suites, .. } = self;
        match &booking.holder {
            Holder::Resident(resident) => {
                change_list(lists, of_residents, resident, &change);
                change_list(lists, of_suites, &booking.suite, &change);
            }
            Holder::Manager(_) if is_management() => change(&mut self.of_managers),
            Holder::Manager(_) => {}
        }
    }

    /// Brings the lists in which an approved booking of that holder and suite is up to date with the stays.
    fn freshen(&mut self, document: &Document, booking: &Booking) {
        let slots = core::mem::take(&mut self.slots);
        let is_management = || is_management(document, &booking.suite);
        self.each_list(booking, is_management, |list| {
            for slot in list.iter_mut() {
                *slot = slots.get(slot.booking()).copied().unwrap_or(*slot);
            }
            sort(list, document);
        });
        self.slots = slots;
    }
}

/// The approved bookings that can be in a stay with one.
fn together<'d>(document: &'d Document, booking: &'d Booking) -> impl Iterator<Item = usize> {
    let key = StayKey::of(booking);
    let bookings = document.bookings.iter().enumerate();
    let theirs = bookings.filter(|(_, other)| {
        other.approval == Approval::Approved
            && other.suite == booking.suite
            && other.amenity == booking.amenity
            && other.holder == booking.holder
    });
    theirs.filter(move |(_, other)| StayKey::of(other) == key).map(|(position, _)| position)
}

fn is_management(document: &Document, suite: &str) -> bool {
    let suite = document.suites.iter().find(|other| other.id == suite);
    suite.is_some_and(|suite| suite.used_for == SuiteUse::Management)
}

/// Changes the list of a key, which is empty when there is none yet.
fn change_list(
    lists: &mut Vec<Vec<Slot>>,
    numbers: &mut HashMap<String, usize>,
    key: &str,
    change: &dyn Fn(&mut Vec<Slot>),
) {
    let number = numbers.get(key).copied().unwrap_or(lists.len());
    if number == lists.len() {
        numbers.insert(key.into(), number);
        lists.push(Vec::new());
    }
    if let Some(list) = lists.get_mut(number) {
        change(list);
    }
}
