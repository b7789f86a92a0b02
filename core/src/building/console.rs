//! What a console asks of a building (SPEC 10). A handle is the position of a record in its list of the document; that of
//! a shown name is the number of its entry in the directory.

use super::Building;
use crate::calendar::Instant;
use crate::console::{
    Admission, BookingHandle, CheckInRecord, ConsoleRules, ConsoleSettings, ContactHandle, EntryHandle,
    GuestHost, GuestTarget, MatchFound, NamesFound, Offer, Reached, RecordHost, RecordSubject,
    ResidentHandle, Shown, SuiteHandle, SuiteShown,
};
use crate::directory::search::IndexSearch;
use crate::document::{Booking, By, CheckIn, CheckInSubject, Error, Host, Resident, Suite};
use crate::parking::booked::through;
use crate::parking::check_in::{CheckInAnswer, Refusal, WalkInAnswer};
use crate::parking::matching::{BookingOption, Match, Target};
use crate::parking::vehicle::{VehicleRef, missing_fields};
use core::ops::ControlFlow;

impl Building {
    /// The check-in that a console of this building has made, to be kept and [recorded](Self::record).
    ///
    /// # Errors
    /// `unknown` at `booking`, `host.resident` or `host.suite` when the record is of another edition of the building.
    pub fn check_in_of(&self, record: &CheckInRecord<'_>) -> Result<CheckIn, Error> {
        let subject = match record.subject {
            RecordSubject::Booking { handle, id } => {
                let booking = self.booking_of(handle).filter(|booking| booking.id == id);
                CheckInSubject::Booking(booking.ok_or_else(|| Error::unknown("booking"))?.id.clone())
            }
            RecordSubject::WalkIn(host) => CheckInSubject::WalkIn(self.record_host(host)?),
        };
        let vehicle = record.vehicle.to_vehicle();
        Ok(CheckIn { id: record.id.into(), at: record.at, by: By::Guest, subject, vehicle })
    }

    fn record_host(&self, host: RecordHost<'_>) -> Result<Host, Error> {
        Ok(match host {
            RecordHost::Resident { handle, code } => {
                let resident = self.resident_of(handle).filter(|resident| resident.directory_code == code);
                Host::Resident(resident.ok_or_else(|| Error::unknown("host.resident"))?.id.clone())
            }
            RecordHost::Suite { handle, id } => {
                let suite = self.suite_of(handle).filter(|suite| suite.id == id);
                Host::Suite(suite.ok_or_else(|| Error::unknown("host.suite"))?.id.clone())
            }
            RecordHost::Visitor => Host::Visitor,
        })
    }

    fn resident_of(&self, resident: ResidentHandle) -> Option<&Resident> {
        self.document.residents.get(position(resident.0)?)
    }

    fn suite_of(&self, suite: SuiteHandle) -> Option<&Suite> {
        self.document.suites.get(position(suite.0)?)
    }

    fn booking_of(&self, booking: BookingHandle) -> Option<&Booking> {
        self.document.bookings.get(position(booking.0)?)
    }

    /// Writes the options of a match into a console's buffer.
    fn found(&self, answer: Match, options: &mut [BookingHandle]) -> MatchFound {
        match answer {
            Match::Options { options: matched, walk_in } => {
                let similar = matches!(matched.as_slice(), [BookingOption { similar: true, .. }]);
                let handles = matched.iter().filter_map(|option| self.ledger.position(&option.booking));
                let count = fill(options, handles.filter_map(number).map(BookingHandle));
                MatchFound::Options { count, walk_in, similar }
            }
            Match::AlreadyCheckedIn { next_check_in, walk_in } => {
                MatchFound::AlreadyCheckedIn { next_check_in, walk_in }
            }
            Match::NoBooking { contact } => MatchFound::NoBooking { contact },
            Match::WalkIn { fields } => MatchFound::WalkIn { fields },
        }
    }
}

impl ConsoleRules for Building {
    fn edition(&self) -> u64 {
        self.edition
    }

    fn building_name(&self) -> &str {
        &self.document.building.name
    }

    fn settings(&self) -> ConsoleSettings {
        let settings = &self.document.settings;
        ConsoleSettings {
            idle_seconds: settings.idle_seconds,
            search_budget: settings.search_budget,
            walk_in_fields: settings.walk_in_fields.as_slice().into(),
            full_plates: settings.full_plates,
        }
    }

    fn search_names(&self, query: &str, at: Instant, hits: &mut [EntryHandle]) -> NamesFound {
        match self.search_entries(query, &self.now(at)) {
            IndexSearch::TooShort => NamesFound::TooShort,
            IndexSearch::Found { hits: entries, more } => {
                let all = entries.len();
                let count = fill(hits, entries.into_iter().map(EntryHandle));
                NamesFound::Found { count, more: more || count < all }
            }
        }
    }

    fn shown(&self, entry: EntryHandle) -> Option<Shown<'_>> {
        let (at, name) = self.shown_entry(entry.0)?;
        let resident = self.document.residents.get(at)?;
        Some(Shown { resident: ResidentHandle(number(at)?), name, code: &resident.directory_code })
    }

    fn each_suite(&self, query: &str, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>) {
        let _ = self.suite_positions(query).filter_map(number).map(SuiteHandle).try_for_each(sink);
    }

    fn suite(&self, suite: SuiteHandle) -> Option<SuiteShown<'_>> {
        let suite = self.suite_of(suite)?;
        Some(SuiteShown { number: &suite.number, id: &suite.id })
    }

    fn dial(&self, code: &str, at: Instant) -> Option<Reached<'_>> {
        let resident = self.resident_by_code(code, &self.now(at))?;
        let at = *self.residents.get(&resident.id)?;
        let (name, code) = (self.shown_name_of(at), resident.directory_code.as_str());
        Some(Reached { resident: ResidentHandle(number(at)?), name, code })
    }

    fn match_bookings(
        &self,
        target: GuestTarget,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> Option<MatchFound> {
        let target = match target {
            GuestTarget::Resident(resident) => Target::Resident(self.resident_of(resident)?.id.clone()),
            GuestTarget::Suite(suite) => Target::Suite(self.suite_of(suite)?.id.clone()),
        };
        let answer = Self::match_bookings(self, &target, &self.now(at)).ok()?;
        Some(self.found(answer, options))
    }

    fn match_plate(
        &self,
        plate: &str,
        region: Option<&str>,
        at: Instant,
        options: &mut [BookingHandle],
    ) -> MatchFound {
        self.found(Self::match_plate(self, plate, region, &self.now(at)), options)
    }

    fn offer(&self, booking: BookingHandle, at: Instant) -> Option<Offer<'_>> {
        let now = self.now(at);
        let at = position(booking.0)?;
        let booking = self.booking_of(booking)?;
        let held = self.ledger.held_at(at, booking)?;
        let amenity = self.amenity(&booking.amenity, "").ok();
        let required = amenity.map_or(&[][..], |amenity| &amenity.required_fields);
        let vehicle = VehicleRef::from(&booking.vehicle);
        Some(Offer {
            id: &booking.id,
            from: now.today(),
            through: through(&held, (&self.document.settings).into(), &now),
            vehicle,
            missing: missing_fields(required.into(), &[vehicle]),
        })
    }

    fn check_in(&self, booking: BookingHandle, vehicle: VehicleRef<'_>, at: Instant) -> Admission {
        let Some(booking) = self.booking_of(booking) else {
            return Admission::Refused(Refusal::UnknownBooking);
        };
        match Self::check_in(self, &booking.id, &vehicle.to_vehicle(), &By::Guest, &self.now(at)) {
            CheckInAnswer::CheckedIn { through, .. } => Admission::CheckedIn { through: Some(through) },
            CheckInAnswer::Refused(refusal) => Admission::Refused(refusal),
        }
    }

    fn walk_in(&self, host: GuestHost, vehicle: VehicleRef<'_>, at: Instant) -> Option<Admission> {
        let host = match host {
            GuestHost::Resident(resident) => Host::Resident(self.resident_of(resident)?.id.clone()),
            GuestHost::Suite(suite) => Host::Suite(self.suite_of(suite)?.id.clone()),
            GuestHost::Visitor => Host::Visitor,
        };
        Some(match Self::walk_in(self, &host, &vehicle.to_vehicle(), &self.now(at)).ok()? {
            WalkInAnswer::CheckedIn { .. } => Admission::CheckedIn { through: None },
            WalkInAnswer::Refused(refusal) => Admission::Refused(refusal),
        })
    }

    fn call_management(&self, at: Instant) -> Option<ContactHandle> {
        let called = Self::call_management(self, &self.now(at))?;
        let contacts = &self.document.intercom_contacts;
        let at = contacts.iter().position(|contact| core::ptr::eq(contact, called))?;
        number(at).map(ContactHandle)
    }

    fn contact(&self, contact: ContactHandle) -> Option<&str> {
        let contact = self.document.intercom_contacts.get(position(contact.0)?)?;
        Some(contact.id.as_str())
    }

    fn enter_code(&self, code: &str, door: &str, at: Instant) -> bool {
        Self::enter_code(self, code, door, &self.now(at)).unwrap_or(false)
    }
}

/// Writes as many as there is room for, and says how many that were.
fn fill<T>(room: &mut [T], found: impl Iterator<Item = T>) -> usize {
    room.iter_mut().zip(found).map(|(place, found)| *place = found).count()
}

fn number(position: usize) -> Option<u32> {
    u32::try_from(position).ok()
}

fn position(handle: u32) -> Option<usize> {
    usize::try_from(handle).ok()
}
