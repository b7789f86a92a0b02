//! Guest parking at the console: from whom a guest visits to the check-in (SPEC 5, 6).

use super::event::Effect;
use super::page::{Draft, Page, Visit, set_field};
use super::session::{Asking, Session};
use super::typed::Typed;
use crate::document::{By, CheckIn, CheckInSubject, Error, Host, Vehicle, VehicleField};
use crate::parking::check_in::{CheckInAnswer, Refusal, WalkInAnswer};
use crate::parking::matching::{BookingOption, Contact, Match, Target};
use crate::parking::vehicle::{VehicleRef, is_told};
use alloc::string::ToString;
use alloc::vec::Vec;
use chrono::NaiveDate;

impl Session {
    /// From the welcome screen, asks whom the guest visits; from a resident, that is known.
    pub(super) fn open_parking(&mut self, asking: Asking<'_>) {
        match &self.page {
            Page::Resident(resident) => {
                let visit = Visit::Resident(resident.clone());
                self.match_visit(visit, asking);
            }
            _ => self.go(Page::Parking),
        }
    }

    pub(super) fn choose_suite(&mut self, index: usize, asking: Asking<'_>) {
        let Page::SuiteSearch { hits, .. } = &self.page else { return };
        if let Some(hit) = hits.get(index).cloned() {
            self.match_visit(Visit::Suite(hit), asking);
        }
    }

    pub(super) fn submit_plate(&mut self, asking: Asking<'_>) {
        let Page::Plate { plate, needed } = &mut self.page else { return };
        if is_told(VehicleField::Plate, plate.text()) {
            let visit = Visit::Visitor(plate.text().trim().to_string());
            self.match_visit(visit, asking);
        } else {
            *needed = true;
        }
    }

    /// Looks for the bookings of a visit and goes on with what was found.
    pub(super) fn match_visit(&mut self, visit: Visit, asking: Asking<'_>) {
        let found = match &visit {
            Visit::Resident(resident) => {
                asking.rules.match_bookings(&Target::Resident(resident.id.clone()), asking.at)
            }
            Visit::Suite(suite) => asking.rules.match_bookings(&Target::Suite(suite.id.clone()), asking.at),
            Visit::Visitor(plate) => Ok(asking.rules.match_plate(plate, asking.at)),
        };
        // Whom the building no longer knows has no bookings.
        match found.unwrap_or(Match::NoBooking { contact: contact_of(&visit) }) {
            Match::Options { mut options, walk_in } => match options.pop() {
                Some(option) if options.is_empty() && option.similar => {
                    self.go(Page::SimilarPlate { visit, option, walk_in });
                }
                last => {
                    options.extend(last);
                    self.go(Page::Bookings { visit, options, walk_in });
                }
            },
            Match::AlreadyCheckedIn { next_check_in, walk_in } => {
                self.go(Page::Already { visit, next: next_check_in, walk_in });
            }
            Match::NoBooking { contact } => self.go(Page::NoBooking { visit, contact }),
            Match::WalkIn { fields } => self.begin_walk_in(visit, fields.iter().collect()),
        }
    }

    pub(super) fn choose_booking(&mut self, index: usize) {
        let Page::Bookings { visit, options, .. } = &self.page else { return };
        let Some(option) = options.get(index).cloned() else { return };
        let visit = visit.clone();
        self.begin_booking(visit, option);
    }

    pub(super) fn choose_other_vehicle(&mut self, asking: Asking<'_>) {
        let (Page::Bookings { visit, .. } | Page::Already { visit, .. }) = &self.page else { return };
        let visit = visit.clone();
        self.begin_walk_in(visit, asking.rules.walk_in_fields());
    }

    /// The visitor says whether a similar plate's booking is theirs.
    pub(super) fn answer_similar(&mut self, yes: bool, asking: Asking<'_>) {
        let Page::SimilarPlate { visit, option, walk_in } = &self.page else { return };
        let (visit, option, walk_in) = (visit.clone(), option.clone(), *walk_in);
        if yes {
            self.begin_booking(visit, option);
        } else if walk_in {
            self.begin_walk_in(visit, asking.rules.walk_in_fields());
        } else {
            self.go(Page::NoBooking { contact: contact_of(&visit), visit });
        }
    }

    pub(super) fn submit_detail(&mut self) {
        let Page::Details { draft, step, value, needed } = &mut self.page else { return };
        let Some(field) = draft.fields.get(*step).copied() else { return };
        if !is_told(field, value.text()) {
            *needed = true;
            return;
        }
        let mut draft = draft.clone();
        set_field(&mut draft.vehicle, field, value.text().trim().to_string());
        let step = *step + 1;
        let page = match step < draft.fields.len() {
            true => Page::Details { draft, step, value: Typed::default(), needed: false },
            false => Page::Confirm(draft),
        };
        self.go(page);
    }

    /// Checks in what was confirmed, as the rules decide.
    pub(super) fn check_in(&mut self, asking: Asking<'_>) -> Option<Effect> {
        let Page::Confirm(draft) = &self.page else { return None };
        let mut draft = draft.clone();
        match decide(&draft, asking) {
            Ok(Decision::CheckedIn { subject, through }) => {
                let check_in = CheckIn {
                    id: self.next_check_in_id(),
                    at: asking.at,
                    by: By::Guest,
                    subject,
                    vehicle: draft.vehicle,
                };
                self.finish(Page::CheckedIn { through });
                return Some(Effect::RecordCheckIn { check_in });
            }
            Ok(Decision::Already) => {
                self.finish(Page::Already { visit: draft.visit, next: None, walk_in: false });
            }
            Ok(Decision::Missing(fields)) => {
                draft.fields = fields;
                self.begin_check_in(draft);
            }
            Ok(Decision::NoBooking) | Err(_) => {
                self.finish(Page::NoBooking { contact: contact_of(&draft.visit), visit: draft.visit });
            }
        }
        None
    }

    fn begin_booking(&mut self, visit: Visit, option: BookingOption) {
        let fields = option.missing.iter().collect();
        let vehicle = told_so_far(&visit);
        self.begin_check_in(Draft { visit, booking: Some(option), vehicle, fields });
    }

    fn begin_walk_in(&mut self, visit: Visit, fields: Vec<VehicleField>) {
        let vehicle = told_so_far(&visit);
        let fields = fields.into_iter().filter(|field| !VehicleRef::from(&vehicle).tells(*field)).collect();
        self.begin_check_in(Draft { visit, booking: None, vehicle, fields });
    }
}

/// What the rules say to a draft.
enum Decision {
    CheckedIn { subject: CheckInSubject, through: Option<NaiveDate> },
    Already,
    Missing(Vec<VehicleField>),
    NoBooking,
}

fn decide(draft: &Draft, asking: Asking<'_>) -> Result<Decision, Error> {
    let Some(option) = &draft.booking else { return decide_walk_in(draft, asking) };
    Ok(match asking.rules.check_in(&option.booking, &draft.vehicle, asking.at) {
        CheckInAnswer::CheckedIn { booking, through, .. } => {
            Decision::CheckedIn { subject: CheckInSubject::Booking(booking), through: Some(through) }
        }
        CheckInAnswer::Refused(refusal) => Decision::of(refusal),
    })
}

fn decide_walk_in(draft: &Draft, asking: Asking<'_>) -> Result<Decision, Error> {
    let host = match &draft.visit {
        Visit::Resident(resident) => Host::Resident(resident.id.clone()),
        Visit::Suite(suite) => Host::Suite(suite.id.clone()),
        Visit::Visitor(_) => Host::Visitor,
    };
    Ok(match asking.rules.walk_in(&host, &draft.vehicle, asking.at)? {
        WalkInAnswer::CheckedIn { .. } => {
            Decision::CheckedIn { subject: CheckInSubject::WalkIn(host), through: None }
        }
        WalkInAnswer::Refused(refusal) => Decision::of(refusal),
    })
}

impl Decision {
    fn of(refusal: Refusal) -> Self {
        match refusal {
            Refusal::AlreadyCheckedIn { .. } => Self::Already,
            Refusal::MissingField { missing } => Self::Missing(missing.iter().collect()),
            Refusal::UnknownBooking
            | Refusal::NotApproved
            | Refusal::Ended
            | Refusal::HolderNotLivingHere
            | Refusal::NotToday
            | Refusal::BookingRequired => Self::NoBooking,
        }
    }
}

/// Whom a guest without a booking asks (SPEC 6.1).
fn contact_of(visit: &Visit) -> Contact {
    match visit {
        Visit::Resident(_) | Visit::Suite(_) => Contact::Resident,
        Visit::Visitor(_) => Contact::Management,
    }
}

/// What is known of the vehicle from how the booking was looked for.
fn told_so_far(visit: &Visit) -> Vehicle {
    match visit {
        Visit::Visitor(plate) => Vehicle { plate: Some(plate.clone()), ..Vehicle::default() },
        Visit::Resident(_) | Visit::Suite(_) => Vehicle::default(),
    }
}
