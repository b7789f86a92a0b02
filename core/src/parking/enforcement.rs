//! The guard's question: may this car stand here? (SPEC 8.8)

use super::booked::by_time;
use super::check_in::first_walk_in;
use super::ledger::{Ledger, Stay};
use super::plate::Plate;
use super::stay::covers;
use super::vehicle::VehicleRef;
use crate::calendar::Now;
use crate::document::{Approval, Booking, Document, Vehicle, VehicleField};
use alloc::vec::Vec;
use chrono::NaiveDateTime;

/// The answer to the check of a plate. Every check is a record, kept by whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlateCheck<'d> {
    /// Whether the car may stand here.
    pub answer: PlateAnswer,
    /// The permits behind the answer, by (start, end, id).
    pub bookings: Vec<&'d Booking>,
    /// Active permits of a similar plate, a hint for a misread one; only when it is not permitted.
    pub similar: Vec<&'d Booking>,
}

/// Whether a car may stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlateAnswer {
    /// A permit of an equal plate is active.
    Permitted,
    /// One has just ended.
    Grace,
    /// It walked in today.
    WalkIn,
    /// None of these.
    NotPermitted,
}

impl PlateAnswer {
    /// The answer's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::Grace => "grace",
            Self::WalkIn => "walkIn",
            Self::NotPermitted => "notPermitted",
        }
    }
}

/// How an approved booking lets a car stand now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It runs.
    Active,
    /// It has ended, and the time of grace has not.
    Grace,
}

/// Whether an approved booking lets a car stand now (SPEC 8.8).
pub fn standing(
    start: NaiveDateTime,
    end: NaiveDateTime,
    grace_minutes: u32,
    now: &Now<'_>,
) -> Option<Standing> {
    if !now.has_ended(end) {
        return now.has_started(start).then_some(Standing::Active);
    }
    let grace_end = now.end(end).plus_seconds(i64::from(grace_minutes) * 60);
    (now.instant() < grace_end).then_some(Standing::Grace)
}

/// Whose plate a permit has: the booking's, else that of the latest check-in of its stay that gave one and whose days
/// include today (SPEC 8.8). A stay's check-ins are read once, however many bookings it has.
pub(crate) struct PermitVehicles<'d, 'n> {
    document: &'d Document,
    ledger: &'n Ledger,
    now: &'n Now<'n>,
    /// What was given at the check-ins of a stay, by its number; the others have not been read yet.
    given: Vec<Option<Option<&'d Vehicle>>>,
}

impl<'d, 'n> PermitVehicles<'d, 'n> {
    pub(crate) fn new(document: &'d Document, ledger: &'n Ledger, now: &'n Now<'n>) -> Self {
        Self { document, ledger, now, given: Vec::new() }
    }

    /// The vehicle with the permit's plate.
    pub(crate) fn of(&mut self, booking: &'d Booking) -> Option<&'d Vehicle> {
        if tells_plate(&booking.vehicle) {
            return Some(&booking.vehicle);
        }
        let stay = self.ledger.slot(self.ledger.position(&booking.id)?)?.stay();
        if self.given.len() <= stay {
            self.given.resize(stay + 1, None);
        }
        let given = self.given.get_mut(stay)?;
        *given.get_or_insert_with(|| given_at(self.ledger.stay(stay)?, self.document, self.now))
    }
}

fn tells_plate(vehicle: &Vehicle) -> bool {
    VehicleRef::from(vehicle).tells(VehicleField::Plate)
}

fn given_at<'d>(stay: &Stay, document: &'d Document, now: &Now<'_>) -> Option<&'d Vehicle> {
    let recheck = document.settings.recheck_after_days.get();
    for visit in stay.visits_by(now) {
        if covers(visit.date, recheck, now.today())
            && let Some(check_in) = document.check_ins.get(visit.check_in)
            && tells_plate(&check_in.vehicle)
        {
            return Some(&check_in.vehicle);
        }
    }
    None
}

/// Checks a plate (SPEC 8.8).
pub(crate) fn check_plate<'d>(
    wanted: Option<&Plate<'_>>,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> PlateCheck<'d> {
    let Some(wanted) = wanted else {
        return PlateCheck { answer: PlateAnswer::NotPermitted, bookings: Vec::new(), similar: Vec::new() };
    };
    let mut vehicles = PermitVehicles::new(document, ledger, now);
    let mut active = Vec::new();
    let mut in_grace = Vec::new();
    let mut similar = Vec::new();
    for booking in document.bookings.iter().filter(|booking| booking.approval == Approval::Approved) {
        let grace = document.settings.grace_minutes;
        let Some(standing) = standing(booking.start, booking.end, grace, now) else { continue };
        let is_active = standing == Standing::Active;
        let Some(plate) = vehicles.of(booking).and_then(Plate::of) else { continue };
        if plate.equals(wanted) {
            if is_active { active.push(booking) } else { in_grace.push(booking) }
        } else if is_active && plate.is_similar_to(wanted) {
            similar.push(booking);
        }
    }
    let walked_in = || {
        first_walk_in(now.today(), wanted, &document.check_ins, now, &|_, at| at <= now.instant()).is_some()
    };
    let answer = if !active.is_empty() {
        PlateAnswer::Permitted
    } else if !in_grace.is_empty() {
        PlateAnswer::Grace
    } else if walked_in() {
        PlateAnswer::WalkIn
    } else {
        PlateAnswer::NotPermitted
    };
    if answer != PlateAnswer::NotPermitted {
        similar.clear();
    }
    // Without any, the plate has walked in or is not permitted, and no booking is told.
    let bookings = if active.is_empty() { in_grace } else { active };
    PlateCheck { answer, bookings: sorted(bookings), similar: sorted(similar) }
}

fn sorted(mut bookings: Vec<&Booking>) -> Vec<&Booking> {
    bookings.sort_unstable_by(|a, b| by_time(a, b));
    bookings
}
