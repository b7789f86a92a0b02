//! Checking in to a booking, walking in without one, and recording either (SPEC 6).

use super::ledger::{Ledger, Slot, Stay};
use super::matching::{is_todays, through};
use super::plate::Plate;
use super::vehicle::{FieldSet, VehicleRef, missing_fields};
use crate::calendar::{Instant, Now, occupied_days};
use crate::document::{
    Amenity, Approval, Booking, By, CheckIn, CheckInSubject, Document, Host, Settings, Vehicle,
};
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

/// Whether staff may check in a booking (SPEC 6.5): approved, not ended, occupying today, and today not covered.
pub fn staff_refusal(
    booking: &Booking,
    stay: &Stay,
    recheck_after_days: u32,
    now: &Now<'_>,
) -> Option<Refusal> {
    let (first, last) = occupied_days(booking.start, booking.end);
    if booking.approval != Approval::Approved {
        Some(Refusal::NotApproved)
    } else if now.has_ended(booking.end) {
        Some(Refusal::Ended)
    } else if now.today() < first || last < now.today() {
        Some(Refusal::NotToday)
    } else {
        covered(stay, recheck_after_days, now)
    }
}

fn covered(stay: &Stay, recheck_after_days: u32, now: &Now<'_>) -> Option<Refusal> {
    stay.covering_today(recheck_after_days, now).map(|visit| Refusal::AlreadyCheckedIn { at: visit.at })
}

/// A check-in to decide on, with what is known of its booking.
pub(crate) struct Attempt<'d> {
    pub(crate) booking: &'d Booking,
    pub(crate) slot: &'d Slot,
    pub(crate) stay: &'d Stay,
    pub(crate) amenity: Option<&'d Amenity>,
    pub(crate) vehicle: &'d Vehicle,
    pub(crate) by: &'d By,
}

impl Attempt<'_> {
    /// Decides; the first refusal that applies.
    pub(crate) fn decide(&self, ledger: &Ledger, settings: &Settings, now: &Now<'_>) -> CheckInAnswer {
        let recheck = settings.recheck_after_days.get();
        let refusal = match self.by {
            By::Guest => self.guest_refusal(ledger, settings, now),
            By::Staff(_) => staff_refusal(self.booking, self.stay, recheck, now),
        };
        match refusal {
            Some(refusal) => CheckInAnswer::Refused(refusal),
            None => CheckInAnswer::CheckedIn {
                booking: self.booking.id.clone(),
                at: now.instant(),
                through: through(self.stay, recheck, now),
            },
        }
    }

    fn guest_refusal(&self, ledger: &Ledger, settings: &Settings, now: &Now<'_>) -> Option<Refusal> {
        let slot = self.slot;
        if self.booking.approval != Approval::Approved {
            return Some(Refusal::NotApproved);
        }
        if now.has_ended(slot.end) {
            return Some(Refusal::Ended);
        }
        if !ledger.holder_lives_there(slot, now) {
            return Some(Refusal::HolderNotLivingHere);
        }
        if !is_todays(slot, ledger, settings, now) {
            return Some(Refusal::NotToday);
        }
        covered(self.stay, settings.recheck_after_days.get(), now).or_else(|| {
            let required = self.amenity.map_or(&[][..], |amenity| &amenity.required_fields);
            let told = [VehicleRef::from(&self.booking.vehicle), self.vehicle.into()];
            let missing = missing_fields(required.into(), &told);
            (!missing.is_empty()).then_some(Refusal::MissingField { missing })
        })
    }
}

/// Decides on a walk-in (SPEC 6.4). `check_ins` may hold any; those of the same host, vehicle and day are looked for.
pub fn walk_in(
    host: &Host,
    vehicle: &Vehicle,
    check_ins: &[CheckIn],
    settings: &Settings,
    now: &Now<'_>,
) -> WalkInAnswer {
    if settings.require_booking_for_check_in {
        return WalkInAnswer::Refused(Refusal::BookingRequired);
    }
    if let Some(at) = first_walk_in_today(host, vehicle, check_ins, now) {
        return WalkInAnswer::Refused(Refusal::AlreadyCheckedIn { at });
    }
    let missing = missing_fields(settings.walk_in_fields.as_slice().into(), &[vehicle.into()]);
    if missing.is_empty() {
        WalkInAnswer::CheckedIn { at: now.instant() }
    } else {
        WalkInAnswer::Refused(Refusal::MissingField { missing })
    }
}

fn first_walk_in_today(
    host: &Host,
    vehicle: &Vehicle,
    check_ins: &[CheckIn],
    now: &Now<'_>,
) -> Option<Instant> {
    let plate = Plate::of(vehicle)?;
    let walk_ins = walk_ins_on(now.today(), &plate, check_ins, now);
    let same = walk_ins.filter(|(other, walk_in)| *other == host && walk_in.at <= now.instant());
    same.map(|(_, walk_in)| walk_in.at).min()
}

/// The walk-ins of an equal plate on a local date, whenever on it, with their hosts.
pub(super) fn walk_ins_on<'d>(
    date: NaiveDate,
    plate: &Plate<'_>,
    check_ins: &'d [CheckIn],
    now: &Now<'_>,
) -> impl Iterator<Item = (&'d Host, &'d CheckIn)> {
    check_ins.iter().filter_map(move |check_in| {
        let CheckInSubject::WalkIn(host) = &check_in.subject else { return None };
        let is_same = now.date_of(check_in.at) == date
            && Plate::of(&check_in.vehicle).is_some_and(|other| other.equals(plate));
        is_same.then_some((host, check_in))
    })
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
            let walk_ins = walk_ins_on(day, &plate, &document.check_ins, now);
            let same = walk_ins.filter(|(other, _)| *other == host).map(|(_, walk_in)| walk_in);
            same.min_by_key(|other| (other.at, other.id.as_str()))
        }
    }
}
