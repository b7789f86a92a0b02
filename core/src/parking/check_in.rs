//! Checking in to a booking, walking in without one, and recording either (SPEC 6).

use super::booked::{Booked, VisitRules, covering_today, is_todays, through};
use super::ledger::{Held, Ledger};
use super::plate::Plate;
use super::stay::StayDays;
use super::vehicle::{FieldSet, VehicleRef, missing_fields};
use crate::calendar::{Instant, Now};
use crate::document::{Approval, Booking, By, CheckIn, CheckInSubject, Document, Host, Settings, Vehicle};
use alloc::string::String;
use chrono::NaiveDate;

/// The answer to a check-in (SPEC 6.3, 6.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// Id of the booking.
        booking: String,
        /// When.
        at: Instant,
        /// The last day that it covers.
        through: NaiveDate,
    },
    /// It does not.
    Refused(Refusal),
}

/// The answer to a walk-in (SPEC 6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalkInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// When.
        at: Instant,
    },
    /// It does not.
    Refused(Refusal),
}

/// Why a check-in or a walk-in is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such booking; it may be gone by the time a console's check-in arrives.
    UnknownBooking,
    /// It is pending, rejected or cancelled.
    NotApproved,
    /// It has ended.
    Ended,
    /// Its resident does not live in its suite now.
    HolderNotLivingHere,
    /// It does not count today.
    NotToday,
    /// A check-in covers today, or the same vehicle walked in to the same host today.
    AlreadyCheckedIn {
        /// When: of a booking the latest that covers today, of a walk-in the first of the day.
        at: Instant,
    },
    /// Details of the vehicle are missing.
    MissingField {
        /// All of them.
        missing: FieldSet,
    },
    /// The community lets no one in without a booking.
    BookingRequired,
}

impl Refusal {
    /// The refusal's name in the conformance format.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::UnknownBooking => "unknownBooking",
            Self::NotApproved => "notApproved",
            Self::Ended => "ended",
            Self::HolderNotLivingHere => "holderNotLivingHere",
            Self::NotToday => "notToday",
            Self::AlreadyCheckedIn { .. } => "alreadyCheckedIn",
            Self::MissingField { .. } => "missingField",
            Self::BookingRequired => "bookingRequired",
        }
    }
}

/// Why a guest may not check in to a booking now, first that applies (SPEC 6.3). `missing` says which required fields
/// neither the booking nor the guest tells.
pub fn guest_refusal(
    booking: &impl Booked,
    missing: impl FnOnce() -> FieldSet,
    rules: VisitRules,
    now: &Now<'_>,
) -> Option<Refusal> {
    if booking.approval() != Approval::Approved {
        return Some(Refusal::NotApproved);
    }
    if now.has_ended(booking.end()) {
        return Some(Refusal::Ended);
    }
    if !booking.holder_lives_there(now) {
        return Some(Refusal::HolderNotLivingHere);
    }
    if !is_todays(booking, rules, now) {
        return Some(Refusal::NotToday);
    }
    covered(booking, rules, now).or_else(|| {
        let missing = missing();
        (!missing.is_empty()).then_some(Refusal::MissingField { missing })
    })
}

/// Why staff may not check in a booking now (SPEC 6.5): it must be approved, not have ended, occupy today, and today must
/// not be covered.
pub fn staff_refusal(booking: &impl Booked, rules: VisitRules, now: &Now<'_>) -> Option<Refusal> {
    let StayDays { first, last } = booking.days();
    if booking.approval() != Approval::Approved {
        Some(Refusal::NotApproved)
    } else if now.has_ended(booking.end()) {
        Some(Refusal::Ended)
    } else if now.today() < first || last < now.today() {
        Some(Refusal::NotToday)
    } else {
        covered(booking, rules, now)
    }
}

fn covered(booking: &impl Booked, rules: VisitRules, now: &Now<'_>) -> Option<Refusal> {
    covering_today(booking, rules, now).map(|visit| Refusal::AlreadyCheckedIn { at: visit.at })
}

/// Decides on a check-in to a booking (SPEC 6.3, 6.5).
pub(crate) fn check_in(
    booking: &Booking,
    held: &Held<'_>,
    (required, given): (FieldSet, &Vehicle),
    by: &By,
    rules: VisitRules,
    now: &Now<'_>,
) -> CheckInAnswer {
    let missing = || missing_fields(required, &[VehicleRef::from(&booking.vehicle), given.into()]);
    let refusal = match by {
        By::Guest => guest_refusal(held, missing, rules, now),
        By::Staff(_) => staff_refusal(held, rules, now),
    };
    match refusal {
        Some(refusal) => CheckInAnswer::Refused(refusal),
        None => CheckInAnswer::CheckedIn {
            booking: booking.id.clone(),
            at: now.instant(),
            through: through(held, rules, now),
        },
    }
}

/// Why a walk-in does not stand, first that applies (SPEC 6.4). `first_today` is when an equal plate walked in to the same
/// host first today, `missing` what the guest has yet to tell.
pub fn walk_in_refusal(
    booking_required: bool,
    first_today: impl FnOnce() -> Option<Instant>,
    missing: impl FnOnce() -> FieldSet,
) -> Option<Refusal> {
    if booking_required {
        return Some(Refusal::BookingRequired);
    }
    let again = first_today().map(|at| Refusal::AlreadyCheckedIn { at });
    again.or_else(|| {
        let missing = missing();
        (!missing.is_empty()).then_some(Refusal::MissingField { missing })
    })
}

/// Decides on a walk-in (SPEC 6.4). `check_ins` may hold any; those of the same host, vehicle and day are looked for.
pub fn walk_in(
    host: &Host,
    vehicle: &Vehicle,
    check_ins: &[CheckIn],
    settings: &Settings,
    now: &Now<'_>,
) -> WalkInAnswer {
    let refusal = walk_in_refusal(
        settings.require_booking_for_check_in,
        || first_walk_in_today(host, vehicle, check_ins, now),
        || missing_fields(settings.walk_in_fields.as_slice().into(), &[vehicle.into()]),
    );
    match refusal {
        Some(refusal) => WalkInAnswer::Refused(refusal),
        None => WalkInAnswer::CheckedIn { at: now.instant() },
    }
}

fn first_walk_in_today(
    host: &Host,
    vehicle: &Vehicle,
    check_ins: &[CheckIn],
    now: &Now<'_>,
) -> Option<Instant> {
    let plate = Plate::of(vehicle)?;
    let counts = |other: &Host, at| other == host && at <= now.instant();
    first_walk_in(now.today(), &plate, check_ins, now, &counts).map(|walk_in| walk_in.at)
}

/// Of the walk-ins of an equal plate on a local date, whenever on it, the earliest, by instant and then id, whose host and
/// instant count.
pub(super) fn first_walk_in<'d>(
    date: NaiveDate,
    plate: &Plate<'_>,
    check_ins: &'d [CheckIn],
    now: &Now<'_>,
    counts: &dyn Fn(&Host, Instant) -> bool,
) -> Option<&'d CheckIn> {
    let mut first: Option<&CheckIn> = None;
    for check_in in check_ins {
        if let CheckInSubject::WalkIn(host) = &check_in.subject
            && counts(host, check_in.at)
            && now.date_of(check_in.at) == date
            && first.is_none_or(|first| (check_in.at, &check_in.id) < (first.at, &first.id))
            && Plate::of(&check_in.vehicle).is_some_and(|other| other.equals(plate))
        {
            first = Some(check_in);
        }
    }
    first
}

/// What recording a check-in came to (SPEC 6.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is kept.
    Added {
        /// Its booking is not approved any more, so that staff should look at it.
        conflict: bool,
        /// Id of a later one for the same stay or visit and day, which gave way to it.
        replaced: Option<String>,
    },
    /// A check-in of this id was recorded before; nothing changed.
    Known,
    /// An earlier one for the same stay or visit and day is there; it was left.
    Left {
        /// Its id.
        first: String,
    },
}

/// Whether a check-in is in conflict with its booking as it is now: kept, and marked for staff (SPEC 6.7).
pub fn is_conflict(check_in: &CheckIn, document: &Document) -> bool {
    let CheckInSubject::Booking(id) = &check_in.subject else { return false };
    let booking = document.bookings.iter().find(|booking| booking.id == *id);
    booking.is_some_and(|booking| booking.approval != Approval::Approved)
}

/// The recorded check-in that stands for the same stay or visit on the same local day, if any; of several the first, by
/// instant and id.
pub(crate) fn same_visit<'d>(
    check_in: &CheckIn,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> Option<&'d CheckIn> {
    let day = now.date_of(check_in.at);
    match &check_in.subject {
        CheckInSubject::Booking(id) => {
            let stay = ledger.stay_of(ledger.position(id)?)?;
            let visit = stay.visits.iter().find(|visit| visit.date == day)?;
            document.check_ins.get(visit.check_in)
        }
        CheckInSubject::WalkIn(host) => {
            let plate = Plate::of(&check_in.vehicle)?;
            first_walk_in(day, &plate, &document.check_ins, now, &|other, _| other == host)
        }
    }
}
