//! Bookings with their stays and visits, and walk-ins.

use super::Writer;
use super::people::People;
use crate::calendar::add_days;
use crate::directory::fold::folded_letters_and_digits;
use crate::document::{self, Approval, CheckInSubject, Holder, Host, Vehicle, VehicleField, filled};
use crate::image::format::{
    Booking, BookingsOf, NONE, Number, Section, Stay, Visit, WalkIn, day_number, put_text, told, wall_number,
};
use crate::parking::plate::Plate;
use crate::parking::stay::StayDays;
use crate::parking::vehicle::{FieldSet, is_told};
use crate::people::residency::times_lived_in;
use crate::table::HashMap;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The bookings of an image, in the order in which options are shown (SPEC 5.6): a booking's place is its handle.
pub(super) struct Booked<'b> {
    bookings: Vec<(usize, &'b document::Booking)>,
    /// The handle of a booking by its position in the document.
    handles: HashMap<usize, u32>,
}

/// Bookings with their positions in the document.
type Members<'b> = Vec<(usize, &'b document::Booking)>;

impl<'b> Booked<'b> {
    /// Their positions in the document.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        self.bookings.iter().map(|(position, _)| *position)
    }

    /// The residents who hold them.
    pub(super) fn holders(&self) -> impl Iterator<Item = &'b str> + use<'_, 'b> {
        self.bookings.iter().filter_map(|(_, booking)| match &booking.holder {
            Holder::Resident(id) => Some(id.as_str()),
            Holder::Manager(_) => None,
        })
    }
}

impl<'b> Writer<'b> {
    /// The bookings that a console may be asked about on the image's days, the time of grace before them included.
    pub(super) fn choose_bookings(&self) -> Booked<'b> {
        let grace = i64::from(self.document.settings.grace_minutes / (24 * 60));
        let (first, last) = (add_days(self.spec.first_day, -2 - grace), add_days(self.spec.last_day, 1));
        let asked_for = |booking: &document::Booking| {
            let days = StayDays::of(booking);
            first <= days.last && days.first <= last
        };
        let bookings = self.document.bookings.iter().enumerate();
        let mut bookings: Vec<_> = bookings.filter(|(_, booking)| asked_for(booking)).collect();
        let folded = |booking: &document::Booking| -> Option<String> {
            // Only approved ones are shown, and a plate of which nothing is left is none (SPEC 1.9).
            let plate = booking.vehicle.plate.as_deref().filter(|_| booking.approval == Approval::Approved);
            let plate = plate.map(folded_letters_and_digits);
            plate.filter(|plate| !plate.is_empty())
        };
        bookings.sort_by_cached_key(|(_, booking)| (booking.start, folded(booking), booking.id.clone()));
        let handles = bookings.iter().zip(0..).map(|((position, _), handle)| (*position, handle)).collect();
        Booked { bookings, handles }
    }

    pub(super) fn put_parking(&mut self, booked: &Booked<'b>, people: &People<'b>) {
        let stays = self.put_stays(booked);
        for (position, booking) in &booked.bookings {
            let times = self.times_of_holder(booking);
            let stay = self
                .building
                .ledger()
                .slot(*position)
                .map_or(NONE, |slot| stays.get(&slot.stay()).copied().unwrap_or(NONE));
            let (texts, told) = self.booking_texts(booking);
            let amenity = self.document.amenities.iter().find(|amenity| amenity.id == booking.amenity);
            let required =
                amenity.map_or(FieldSet::EMPTY, |amenity| amenity.required_fields.as_slice().into());
            let record = Booking {
                start: wall_number(booking.start),
                end: wall_number(booking.end),
                texts,
                stay,
                times,
                approval: approval_number(booking.approval),
                required: required.bits(),
                told,
                reserved: 0,
            };
            self.put(Section::Bookings, record);
        }
        self.put_lists(booked, people);
    }

    /// Writes the stays of the chosen bookings, and answers with their new numbers.
    fn put_stays(&mut self, booked: &Booked<'b>) -> HashMap<usize, u32> {
        let ledger = self.building.ledger();
        let mut members: BTreeMap<usize, Members<'b>> = BTreeMap::new();
        for (position, booking) in &booked.bookings {
            if let Some(slot) = ledger.slot(*position) {
                members.entry(slot.stay()).or_default().push((*position, booking));
            }
        }
        // By the first booking's handle, which says nothing that the bookings do not say.
        let mut stays: Vec<(u32, usize, Members<'b>)> = Vec::new();
        for (number, members) in members {
            let handles = members.iter().filter_map(|(position, _)| booked.handles.get(position).copied());
            stays.push((handles.min().unwrap_or(NONE), number, members));
        }
        stays.sort_unstable_by_key(|(first, _, _)| *first);

        let mut numbers = HashMap::new();
        for ((_, number, mut members), new) in stays.into_iter().zip(0_u32..) {
            numbers.insert(number, new);
            let Some(stay) = ledger.stay(number) else { continue };
            self.put_stay_record(day_number(stay.days.first), day_number(stay.days.last));
            members.sort_unstable_by_key(|(_, booking)| (booking.start, booking.end, booking.id.as_str()));
            for (position, _) in &members {
                let value = booked.handles.get(position).copied().unwrap_or(NONE);
                self.put(Section::StayBookings, Number { value });
            }
            for visit in &stay.visits {
                let vehicle = self.document.check_ins.get(visit.check_in).map(|check_in| &check_in.vehicle);
                let texts = vehicle.and_then(|vehicle| self.plate_texts(vehicle)).unwrap_or(NONE);
                let booking = booked.handles.get(&visit.booking).copied().unwrap_or(NONE);
                let (at, day) = (visit.at.millis(), day_number(visit.date));
                self.put(Section::Visits, Visit { at, day, booking, texts });
            }
        }
        self.put_stay_record(0, 0);
        numbers
    }

    fn put_stay_record(&mut self, first: u32, last: u32) {
        let bookings = self.count(Section::StayBookings, Number::SIZE);
        let visits = self.count(Section::Visits, Visit::SIZE);
        self.put(Section::Stays, Stay { first, last, bookings, visits });
    }

    /// The times in which the holder of a booking lives in its suite; a manager need not.
    fn times_of_holder(&mut self, booking: &document::Booking) -> u32 {
        let Holder::Resident(id) = &booking.holder else { return NONE };
        let residencies = self.residents.get(id.as_str()).map_or(&[][..], |resident| &resident.residencies);
        let there = residencies.iter().filter(|residency| residency.suite == booking.suite);
        let times = times_lived_in(there, self.document.settings.move_in_opens_at);
        self.time_set(&times)
    }

    /// The id, and what an approved booking tells of its vehicle; of others nobody is shown anything.
    fn booking_texts(&mut self, booking: &document::Booking) -> (u32, u8) {
        let at = self.text(&booking.id);
        let vehicle = &booking.vehicle;
        let plate = vehicle.plate.as_deref().filter(|plate| is_told(VehicleField::Plate, plate));
        let kept = |text: &'_ Option<String>| text.clone().filter(|text| filled(Some(text)).is_some());
        let texts = [
            (plate.map(String::from), told::PLATE),
            (kept(&vehicle.region), told::REGION),
            (kept(&vehicle.make), told::MAKE),
            (kept(&vehicle.model), told::MODEL),
            (kept(&vehicle.color), told::COLOR),
        ];
        let mut told = 0;
        if booking.approval == Approval::Approved {
            for (text, bit) in texts {
                let Some(text) = text else { continue };
                put_text(&mut self.pool, &text);
                told |= bit;
            }
        }
        (at, told)
    }

    /// A plate with its region, blank for none; none without a plate.
    fn plate_texts(&mut self, vehicle: &Vehicle) -> Option<u32> {
        Plate::of(vehicle)?;
        let at = self.text(vehicle.plate.as_deref().unwrap_or_default());
        // As written, for regions are compared so (SPEC 4.5).
        let region = vehicle.region.as_deref().filter(|region| filled(Some(region)).is_some());
        put_text(&mut self.pool, region.unwrap_or_default());
        Some(at)
    }

    /// Writes whose bookings are which: those of residents, of suites that residents hold, and of managers for
    /// management suites.
    fn put_lists(&mut self, booked: &Booked<'b>, people: &People<'b>) {
        let mut of_residents: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut of_suites: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut of_managers = Vec::new();
        for ((_, booking), handle) in booked.bookings.iter().zip(0..) {
            if booking.approval != Approval::Approved {
                continue;
            }
            let suite = people.suites.get(booking.suite.as_str()).copied();
            match &booking.holder {
                Holder::Resident(id) => {
                    let resident = people.residents.get(id.as_str());
                    resident.into_iter().for_each(|of| of_residents.entry(*of).or_default().push(handle));
                    suite.into_iter().for_each(|of| of_suites.entry(of).or_default().push(handle));
                }
                Holder::Manager(_) => {
                    // The residential suites come first.
                    of_managers.extend(suite.filter(|of| *of >= self.residential).map(|_| handle));
                }
            }
        }
        for (section, lists) in
            [(Section::ResidentBookings, of_residents), (Section::SuiteBookings, of_suites)]
        {
            for (owner, list) in lists {
                self.put_list(section, owner, &list);
            }
            self.put_list(section, NONE, &[]);
        }
        self.of_managers = self.count(Section::BookingLists, Number::SIZE);
        of_managers.iter().for_each(|value| self.put(Section::BookingLists, Number { value: *value }));
    }

    fn put_list(&mut self, section: Section, owner: u32, list: &[u32]) {
        let start = self.count(Section::BookingLists, Number::SIZE);
        self.put(section, BookingsOf { owner, start });
        list.iter().for_each(|value| self.put(Section::BookingLists, Number { value: *value }));
    }

    /// The walk-ins that a plate can be compared with on the image's days, in order of time.
    pub(super) fn choose_walk_ins(&self) -> Vec<&'b document::CheckIn> {
        let zone = self.building.zone();
        let first = add_days(self.spec.first_day, -1);
        let compared = |check_in: &&document::CheckIn| {
            matches!(check_in.subject, CheckInSubject::WalkIn(_))
                && first <= zone.local(check_in.at).date()
                && Plate::of(&check_in.vehicle).is_some()
        };
        let mut walk_ins: Vec<_> = self.document.check_ins.iter().filter(compared).collect();
        walk_ins.sort_unstable_by_key(|check_in| (check_in.at, check_in.id.as_str()));
        walk_ins
    }

    pub(super) fn put_walk_ins(&mut self, walk_ins: &[&'b document::CheckIn], people: &People<'b>) {
        for check_in in walk_ins {
            let CheckInSubject::WalkIn(host) = &check_in.subject else { continue };
            let (host_kind, host) = match host {
                Host::Resident(id) => (0, people.residents.get(id.as_str()).copied()),
                Host::Suite(id) => (1, people.suites.get(id.as_str()).copied()),
                Host::Visitor => (2, Some(NONE)),
            };
            let Some(host) = host else { continue };
            let Some(texts) = self.plate_texts(&check_in.vehicle) else { continue };
            let date = self.building.zone().local(check_in.at).date();
            let (at, day) = (check_in.at.millis(), day_number(date));
            self.put(Section::WalkIns, WalkIn { at, day, host_kind, host, texts });
        }
    }
}

/// An approval as an image has it.
pub(in crate::image) fn approval_number(approval: Approval) -> u8 {
    match approval {
        Approval::Pending => 0,
        Approval::Approved => 1,
        Approval::Rejected => 2,
        Approval::Cancelled => 3,
    }
}
