//! Which bookings a guest is offered (SPEC 5).

use super::booked::{VisitRules, counts, covering_today, next_check_in, through};
use super::ledger::{Ledger, Slot};
use super::plate::{Plate, masked};
use super::vehicle::{FieldSet, is_told, missing_fields};
use crate::calendar::Now;
use crate::directory::fold::{FoldedChars, folded_chars};
use crate::document::{Booking, Document, FromJson, Place, Settings, Vehicle, VehicleField, filled};
use crate::table::HashMap;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;

/// Whose bookings a guest looks for (SPEC 5.1); other visitors give a plate instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A resident's own, by id.
    Resident(String),
    /// Those of a suite that its residents hold, by id.
    Suite(String),
}

/// In JSON, an object with one key.
impl FromJson for Target {
    fn read(place: Place<'_>) -> Self {
        let mut keys = place.object(&["resident", "suite"]);
        match (keys.not_null(), keys.not_null()) {
            (Some(id), None) => Self::Resident(String::read(id)),
            (None, Some(id)) => Self::Suite(String::read(id)),
            _ => {
                keys.refuse("expected one of resident and suite");
                Self::Resident(String::new())
            }
        }
    }
}

/// What a guest is answered (SPEC 5.6, 6.1, 6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One or more stays need a check-in.
    Options {
        /// One for each stay, by start, plate, booking id.
        options: Vec<BookingOption>,
        /// Whether a vehicle that is not listed may walk in.
        walk_in: bool,
    },
    /// All stays that match are covered today.
    AlreadyCheckedIn {
        /// The earliest date on which one must check in again.
        next_check_in: Option<NaiveDate>,
        /// Whether another vehicle may walk in.
        walk_in: bool,
    },
    /// Nothing matched and a booking is required.
    NoBooking {
        /// Whom to ask.
        contact: Contact,
    },
    /// Nothing matched, and no booking is required.
    WalkIn {
        /// What a walk-in must tell, in the order plate, make, model, colour (SPEC 1.8).
        fields: FieldSet,
    },
}

/// Whom a guest without a booking is asked to contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contact {
    /// The resident, or those of the suite.
    Resident,
    /// Management.
    Management,
}

impl Contact {
    /// The contact's name in the conformance format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Management => "management",
        }
    }
}

/// A stay as a guest sees it (SPEC 5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingOption {
    /// Id of its first counting booking, the one to check in to.
    pub booking: String,
    /// Today.
    pub from: NaiveDate,
    /// The last day that a check-in now would cover.
    pub through: NaiveDate,
    /// The vehicle as booked; its plate masked unless `settings.fullPlates`.
    pub vehicle: Vehicle,
    /// Required fields that the booking does not tell.
    pub missing: FieldSet,
    /// Whether it was found by a similar plate only, so that the visitor is asked to confirm it.
    pub similar: bool,
}

/// The decision behind an answer, before it is put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Stays that need a check-in, in the order of the slots.
    Due(Vec<Due>),
    /// All stays that match are covered today.
    Covered {
        /// The earliest date on which one must check in again.
        next_check_in: Option<NaiveDate>,
    },
    /// Nothing matched.
    Nothing,
}

/// A stay that needs a check-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Position of its first counting booking.
    pub booking: usize,
    /// The last day that a check-in now would cover.
    pub through: NaiveDate,
}

/// Decides over approved bookings, those of one stay together and in order of (start, end, id) (SPEC 5.2 to 5.5).
pub fn decide(slots: &[Slot], ledger: &Ledger, settings: &Settings, now: &Now<'_>) -> Decision {
    let rules = VisitRules::from(settings);
    let mut due: Vec<Due> = Vec::new();
    let mut covered: Option<Option<NaiveDate>> = None;
    let mut done: Option<usize> = None;
    for slot in slots {
        let booking = ledger.slotted(slot);
        if done == Some(slot.stay()) || !counts(&booking, rules, now) {
            continue;
        }
        done = Some(slot.stay());
        if covering_today(&booking, rules, now).is_none() {
            if due.capacity() == 0 {
                due.reserve_exact(slots.len().min(8));
            }
            due.push(Due { booking: slot.booking(), through: through(&booking, rules, now) });
        } else {
            let next = next_check_in(&booking, rules, now);
            covered = Some(earlier(covered.flatten(), next));
        }
    }
    match (due.is_empty(), covered) {
        (false, _) => Decision::Due(due),
        (true, Some(next_check_in)) => Decision::Covered { next_check_in },
        (true, None) => Decision::Nothing,
    }
}

pub(crate) fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The bookings of a document as a guest's questions see them.
pub(crate) struct Matching<'d> {
    pub(crate) document: &'d Document,
    pub(crate) ledger: &'d Ledger,
    /// The amenities' positions, by id.
    pub(crate) amenities: &'d HashMap<String, usize>,
}

impl Matching<'_> {
    /// The answer for a resident or a suite, from its slots.
    pub(crate) fn answer(&self, slots: &[Slot], now: &Now<'_>) -> Match {
        let decision = decide(slots, self.ledger, &self.document.settings, now);
        self.put(decision, false, Contact::Resident, now)
    }

    /// The answer for an other visitor's plate (SPEC 5.1).
    pub(crate) fn answer_plate(&self, plate: &str, region: Option<&str>, now: &Now<'_>) -> Match {
        let settings = &self.document.settings;
        let Some(wanted) = Plate::new(plate, region) else {
            return self.put(Decision::Nothing, false, Contact::Management, now);
        };
        let (mut equal, mut similar) = (Vec::new(), Vec::new());
        for slot in self.ledger.of_managers() {
            let vehicle = self.booking(slot.booking()).map(|booking| &booking.vehicle);
            if counts(&self.ledger.slotted(slot), settings.into(), now)
                && let Some(plate) = vehicle.and_then(Plate::of)
                && plate.is_similar_to(&wanted)
            {
                // Equal ones are similar, too.
                let list = if plate.equals(&wanted) { &mut equal } else { &mut similar };
                list.push(*slot);
            }
        }
        if !equal.is_empty() {
            let decision = decide(&equal, self.ledger, settings, now);
            return self.put(decision, false, Contact::Management, now);
        }
        let one_stay = similar.windows(2).all(|pair| matches!(pair, [a, b] if a.stay() == b.stay()));
        let decision =
            if one_stay { decide(&similar, self.ledger, settings, now) } else { Decision::Nothing };
        self.put(decision, true, Contact::Management, now)
    }

    fn booking(&self, position: usize) -> Option<&Booking> {
        self.document.bookings.get(position)
    }

    fn put(&self, decision: Decision, similar: bool, contact: Contact, now: &Now<'_>) -> Match {
        let settings = &self.document.settings;
        let walk_in = !settings.require_booking_for_check_in;
        match decision {
            Decision::Due(due) => Match::Options { options: self.options(&due, similar, now), walk_in },
            Decision::Covered { next_check_in } => Match::AlreadyCheckedIn { next_check_in, walk_in },
            Decision::Nothing if walk_in => {
                Match::WalkIn { fields: settings.walk_in_fields.as_slice().into() }
            }
            Decision::Nothing => Match::NoBooking { contact },
        }
    }

    fn options(&self, due: &[Due], similar: bool, now: &Now<'_>) -> Vec<BookingOption> {
        let mut sorted: Vec<(&Booking, NaiveDate)> = Vec::with_capacity(due.len());
        for due in due {
            if let Some(booking) = self.booking(due.booking) {
                sorted.push((booking, due.through));
            }
        }
        sorted.sort_unstable_by(|(one, _), (other, _)| {
            let by_plate = || folded_plate(one).cmp(folded_plate(other));
            one.start.cmp(&other.start).then_with(by_plate).then_with(|| one.id.cmp(&other.id))
        });
        let mut options = Vec::with_capacity(sorted.len());
        for (booking, through) in sorted {
            options.push(BookingOption {
                booking: booking.id.clone(),
                from: now.today(),
                through,
                vehicle: self.shown(&booking.vehicle),
                missing: self.missing(booking),
                similar,
            });
        }
        options
    }

    fn missing(&self, booking: &Booking) -> FieldSet {
        let position = self.amenities.get(booking.amenity.as_str());
        let amenity = position.and_then(|at| self.document.amenities.get(*at));
        let required = amenity.map_or(&[][..], |amenity| &amenity.required_fields);
        missing_fields(required.into(), &[(&booking.vehicle).into()])
    }

    /// A vehicle as a guest may see it: what is blank is left out, the plate masked unless `settings.fullPlates`.
    fn shown(&self, vehicle: &Vehicle) -> Vehicle {
        let keep = |text: &Option<String>| text.clone().filter(|text| filled(Some(text)).is_some());
        let plate = vehicle.plate.as_deref().filter(|plate| is_told(VehicleField::Plate, plate));
        Vehicle {
            plate: plate.and_then(|plate| {
                if self.document.settings.full_plates { Some(plate.into()) } else { masked(plate) }
            }),
            region: keep(&vehicle.region),
            make: keep(&vehicle.make),
            model: keep(&vehicle.model),
            color: keep(&vehicle.color),
        }
    }
}

/// The letters and digits of a booking's plate; one of which nothing is left is none (SPEC 1.9).
fn folded_plate(booking: &Booking) -> FoldedChars<'_> {
    folded_chars(booking.vehicle.plate.as_deref().unwrap_or_default())
}
