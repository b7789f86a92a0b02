//! Guest parking at the console: from whom a guest visits to the check-in (SPEC 5, 6).

use super::page::Page;
use super::rules::{Admission, BookingHandle, ConsoleRules, GuestTarget, MatchFound, SuiteHandle};
use super::session::{Act, Asking, Session, suite_id};
use super::visit::{Host, MOST_OPTIONS, field_at};
use crate::document::{VehicleField, trimmed};
use crate::parking::check_in::Refusal;
use crate::parking::matching::Contact;
use crate::parking::vehicle::{FieldSet, is_told};
use chrono::NaiveDate;
use core::ops::ControlFlow;

impl Session {
    /// From the welcome screen, asks whom the guest visits; from a resident, that is known.
    pub(super) fn open_parking(&mut self, asking: Asking<'_>) {
        match self.page {
            Page::Resident => self.match_host(Host::Resident, asking),
            _ => self.go(Page::Parking),
        }
    }

    pub(super) fn open_plate(&mut self) {
        self.visit.draft.wipe();
        self.visit.draft.plate.clear();
        self.go(Page::Plate);
    }

    pub(super) fn choose_suite(&mut self, index: usize, asking: Asking<'_>) {
        if let Some(suite) = self.suite_at(index, asking.rules) {
            self.match_host(Host::Suite(suite), asking);
        }
    }

    /// The suite at a place of the list.
    pub(super) fn suite_at(&self, index: usize, rules: &dyn ConsoleRules) -> Option<SuiteHandle> {
        let mut chosen = None;
        let mut before = index;
        rules.each_suite(self.visit.typed.text(), &mut |suite| match before.checked_sub(1) {
            Some(fewer) => {
                before = fewer;
                ControlFlow::Continue(())
            }
            None => {
                chosen = Some(suite);
                ControlFlow::Break(())
            }
        });
        chosen
    }

    pub(super) fn submit_plate(&mut self, asking: Asking<'_>) {
        if is_told(VehicleField::Plate, self.visit.draft.plate.text()) {
            self.match_host(Host::Visitor, asking);
        } else {
            self.visit.marked = true;
        }
    }

    /// Looks for the bookings that a guest may check in to and goes on with what was found.
    pub(super) fn match_host(&mut self, host: Host, asking: Asking<'_>) {
        let Asking { rules, at, .. } = asking;
        self.visit.host = host;
        let options = &mut self.visit.matched.options;
        let found = match host {
            Host::Resident => {
                rules.match_bookings(GuestTarget::Resident(self.visit.resident.handle), at, options)
            }
            Host::Suite(suite) => rules.match_bookings(GuestTarget::Suite(suite), at, options),
            Host::Visitor => {
                Some(rules.match_plate(trimmed(self.visit.draft.plate.text()), None, at, options))
            }
        };
        self.visit.matched.at = Some(at);
        // Whom the building no longer knows has no bookings.
        match found.unwrap_or(MatchFound::NoBooking { contact: contact_of(host) }) {
            MatchFound::Options { count, walk_in, similar } => {
                self.visit.matched.count = count.min(MOST_OPTIONS);
                self.visit.matched.walk_in = walk_in;
                self.go(if similar && count == 1 { Page::SimilarPlate } else { Page::Bookings });
            }
            MatchFound::AlreadyCheckedIn { next_check_in, walk_in } => {
                self.go(Page::Already { next: next_check_in, walk_in });
            }
            MatchFound::NoBooking { contact } => self.go(Page::NoBooking(contact)),
            MatchFound::WalkIn { fields } => self.begin_walk_in(fields),
        }
    }

    pub(super) fn choose_booking(&mut self, index: usize, asking: Asking<'_>) {
        let matched = &self.visit.matched;
        let booking = matched.options.iter().take(matched.count).nth(index).copied();
        let (Some(booking), Some(at)) = (booking, matched.at) else { return };
        let missing = asking.rules.offer(booking, at).map_or(FieldSet::EMPTY, |offer| offer.missing);
        self.begin(Some(booking));
        self.ask(missing);
    }

    /// The visitor says that a similar plate's booking is not theirs.
    pub(super) fn refuse_similar(&mut self, asking: Asking<'_>) {
        if self.visit.matched.walk_in {
            self.begin_walk_in(asking.settings.walk_in_fields);
        } else {
            self.go(Page::NoBooking(contact_of(self.visit.host)));
        }
    }

    pub(super) fn begin_walk_in(&mut self, fields: FieldSet) {
        self.begin(None);
        self.ask(fields.minus(self.visit.draft.told));
    }

    /// Begins a check-in with what is known of the vehicle from how the booking was looked for.
    fn begin(&mut self, booking: Option<BookingHandle>) {
        let draft = &mut self.visit.draft;
        draft.wipe();
        draft.booking = booking;
        match self.visit.host {
            Host::Visitor => draft.told.insert(VehicleField::Plate),
            Host::Resident | Host::Suite(_) => draft.plate.clear(),
        }
    }

    /// Asks for details of the vehicle, then for the word to check in.
    fn ask(&mut self, fields: FieldSet) {
        self.go(if fields.is_empty() { Page::Confirm } else { Page::Details { fields, step: 0 } });
    }

    /// A detail is being typed again: it counts once it is completed.
    pub(super) fn untell(&mut self, fields: FieldSet, step: u8) {
        if let Some(field) = field_at(fields, step) {
            self.visit.draft.told.remove(field);
        }
    }

    pub(super) fn submit_detail(&mut self, fields: FieldSet, step: u8) {
        let Some(field) = field_at(fields, step) else { return };
        if !is_told(field, self.visit.draft.typed(field).text()) {
            self.visit.marked = true;
            return;
        }
        self.visit.draft.told.insert(field);
        let step = step + 1;
        self.go(match field_at(fields, step) {
            Some(_) => Page::Details { fields, step },
            None => Page::Confirm,
        });
    }

    /// Checks in what was confirmed, as the rules decide.
    pub(super) fn check_in(&mut self, asking: Asking<'_>) -> Option<Act> {
        let decision = self.decide(asking);
        match decision {
            Decision::CheckedIn(act, through) => {
                self.count_check_in();
                self.finish(Page::CheckedIn { through });
                return Some(act);
            }
            Decision::Refused(Refusal::AlreadyCheckedIn { .. }) => {
                self.finish(Page::Already { next: None, walk_in: false });
            }
            Decision::Refused(Refusal::MissingField { missing }) => self.ask(missing),
            Decision::Refused(_) | Decision::Unknown => {
                self.finish(Page::NoBooking(contact_of(self.visit.host)));
            }
        }
        None
    }
}

/// What the rules say to a draft.
enum Decision {
    CheckedIn(Act, Option<NaiveDate>),
    Refused(Refusal),
    /// The booking or the host is not known, or no longer.
    Unknown,
}

impl Session {
    fn decide(&self, asking: Asking<'_>) -> Decision {
        let Asking { rules, at, .. } = asking;
        let vehicle = self.visit.draft.vehicle();
        let (act, known, admission) = match self.visit.draft.booking {
            Some(booking) => {
                let known = self.booking_id(booking, rules).is_some();
                (Act::RecordBooking(booking), known, Some(rules.check_in(booking, vehicle, at)))
            }
            None => {
                let known = match self.visit.host {
                    Host::Suite(suite) => suite_id(suite, rules).is_some(),
                    Host::Resident | Host::Visitor => true,
                };
                (Act::RecordWalkIn, known, rules.walk_in(self.visit.guest_host(), vehicle, at))
            }
        };
        match admission {
            Some(Admission::Refused(refusal)) => Decision::Refused(refusal),
            Some(Admission::CheckedIn { through }) if known => Decision::CheckedIn(act, through),
            _ => Decision::Unknown,
        }
    }
}

/// Whom a guest without a booking asks (SPEC 6.1).
fn contact_of(host: Host) -> Contact {
    match host {
        Host::Resident | Host::Suite(_) => Contact::Resident,
        Host::Visitor => Contact::Management,
    }
}
