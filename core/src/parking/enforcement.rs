//! The guard's question: may this car stand here? (SPEC 8.8)

use super::ledger::Ledger;
use super::plate::Plate;
use crate::calendar::Now;
use crate::document::{Approval, Booking, CheckIn, CheckInSubject, Document, Vehicle};
use alloc::vec::Vec;

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

/// The vehicle whose plate is a permit's: the booking's, else that of the latest check-in of its stay that gave one and
/// whose days include today (SPEC 8.8).
pub(crate) fn permit_vehicle<'d>(
    booking: &'d Booking,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> Option<&'d Vehicle> {
    let has_plate = |vehicle: &&Vehicle| Plate::of(vehicle).is_some();
    if has_plate(&&booking.vehicle) {
        return Some(&booking.vehicle);
    }
    let recheck = document.settings.recheck_after_days.get();
    let stay = ledger.stay_of(ledger.position(&booking.id)?)?;
    let given = stay.visits_by(now).filter_map(|visit| {
        let vehicle = &document.check_ins.get(visit.check_in)?.vehicle;
        has_plate(&vehicle).then_some((visit, vehicle))
    });
    let mut covering = given.filter(|(visit, _)| super::stay::covers(visit.date, recheck, now.today()));
    covering.next().map(|(_, vehicle)| vehicle)
}

/// Checks a plate (SPEC 8.8).
pub(crate) fn check_plate<'d>(
    wanted: Option<&Plate<'_>>,
    document: &'d Document,
    ledger: &Ledger,
    now: &Now<'_>,
) -> PlateCheck<'d> {
    let none = PlateCheck { answer: PlateAnswer::NotPermitted, bookings: Vec::new(), similar: Vec::new() };
    let Some(wanted) = wanted else { return none };
    let grace = i64::from(document.settings.grace_minutes) * 60;
    let mut active = Vec::new();
    let mut in_grace = Vec::new();
    let mut similar = Vec::new();
    for booking in document.bookings.iter().filter(|booking| booking.approval == Approval::Approved) {
        let is_active = now.has_started(booking.start) && !now.has_ended(booking.end);
        let just_ended = || now.instant() < now.zone().end(booking.end).plus_seconds(grace);
        let in_time = is_active || (now.has_ended(booking.end) && just_ended());
        if !in_time {
            continue;
        }
        let Some(plate) = permit_vehicle(booking, document, ledger, now).and_then(Plate::of) else {
            continue;
        };
        if plate.equals(wanted) {
            if is_active { active.push(booking) } else { in_grace.push(booking) }
        } else if is_active && plate.is_similar_to(wanted) {
            similar.push(booking);
        }
    }
    let found = |answer, bookings| PlateCheck { answer, bookings: in_order(bookings), similar: Vec::new() };
    if !active.is_empty() {
        found(PlateAnswer::Permitted, active)
    } else if !in_grace.is_empty() {
        found(PlateAnswer::Grace, in_grace)
    } else if walked_in_today(wanted, &document.check_ins, now) {
        found(PlateAnswer::WalkIn, Vec::new())
    } else {
        PlateCheck { similar: in_order(similar), ..none }
    }
}

fn walked_in_today(plate: &Plate<'_>, check_ins: &[CheckIn], now: &Now<'_>) -> bool {
    check_ins.iter().any(|check_in| {
        matches!(check_in.subject, CheckInSubject::WalkIn(_))
            && check_in.at <= now.instant()
            && now.date_of(check_in.at) == now.today()
            && Plate::of(&check_in.vehicle).is_some_and(|other| other.equals(plate))
    })
}

fn in_order(mut bookings: Vec<&Booking>) -> Vec<&Booking> {
    bookings.sort_unstable_by(|a, b| (a.start, a.end, &a.id).cmp(&(b.start, b.end, &b.id)));
    bookings
}
