//! May I book? A request is answered with an approval or with everything that is against it (SPEC 4.3), and a pending
//! booking with an approval or the first thing against it (SPEC 4.6).

use super::booked::by_time;
use super::capacity::first_full_minute;
use super::plate::Plate;
use super::quota::{self, QuotaExceeded};
use super::stay::{Planned, StayKey, stays};
use super::vehicle::missing_fields;
use crate::calendar::weekly;
use crate::calendar::{Now, add_days, occupied_days, wall_minutes};
use crate::document::{
    Amenity, Approval, ApprovalMode, Booking, BookingRequest, Holder, Manager, QuotaPer, Resident, Settings,
    Suite, SuiteUse, VehicleField,
};
use crate::people::residency::is_lived_in_at;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::ops::Range;

/// The answer to a request to book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestAnswer {
    /// Approved at once.
    Approved,
    /// Pending until staff decide.
    Pending,
    /// Everything that is against it, in the order of SPEC 4.3.
    Violations(Vec<Violation>),
}

/// Something that is against a request, with its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the figures of a violation say what they are")]
pub enum Violation {
    /// The amenity cannot be booked.
    AmenityDisabled,
    /// The resident does not live in that suite then; the manager is not that management suite's.
    HolderNotLivingHere,
    /// It starts before now.
    StartInPast,
    /// It is shorter than the amenity allows.
    TooShort { min_minutes: u32 },
    /// It is longer than the amenity allows.
    TooLong { max_minutes: u32 },
    /// It starts later than the amenity allows.
    TooFarAhead { max_advance_days: u32 },
    /// Some wall minute of it is in no window.
    OutsideHours,
    /// It occupies a day on which the amenity is closed.
    Blackout { from: NaiveDate, to: NaiveDate },
    /// A required detail of the vehicle is missing.
    MissingField { field: VehicleField },
    /// The vehicle is booked at an overlapping time; with that booking's id.
    VehicleAlreadyBooked { booking: String },
    /// All spaces are taken from this minute.
    CapacityFull { at: NaiveDateTime },
    /// The suite or the resident has booked too much.
    QuotaExceeded(QuotaExceeded),
    /// The stay would get too long.
    TooManyConsecutiveDays { days: i64, limit: u32 },
}

impl Violation {
    /// The violation's name in the conformance format.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::AmenityDisabled => "amenityDisabled",
            Self::HolderNotLivingHere => "holderNotLivingHere",
            Self::StartInPast => "startInPast",
            Self::TooShort { .. } => "tooShort",
            Self::TooLong { .. } => "tooLong",
            Self::TooFarAhead { .. } => "tooFarAhead",
            Self::OutsideHours => "outsideHours",
            Self::Blackout { .. } => "blackout",
            Self::MissingField { .. } => "missingField",
            Self::VehicleAlreadyBooked { .. } => "vehicleAlreadyBooked",
            Self::CapacityFull { .. } => "capacityFull",
            Self::QuotaExceeded(_) => "quotaExceeded",
            Self::TooManyConsecutiveDays { .. } => "tooManyConsecutiveDays",
        }
    }
}

/// The one who asks, looked up.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'d> {
    /// A resident.
    Resident(&'d Resident),
    /// A manager, for an other visitor.
    Manager(&'d Manager),
}

/// Answers a request whose ids exist and whose interval is in order (SPEC 4.3). `bookings` are the building's; only
/// pending and approved ones count.
pub fn request(
    request: &BookingRequest,
    amenity: &Amenity,
    suite: &Suite,
    asker: Asker<'_>,
    bookings: &[Booking],
    settings: &Settings,
    now: &Now<'_>,
) -> RequestAnswer {
    let mut against = of_the_amenity(request, amenity, suite, asker, settings, now);
    let mut add = |found: Option<Violation>| {
        if let Some(violation) = found {
            against.push(violation);
        }
    };
    add(of_the_vehicle(request, bookings));
    let full = first_full(request.start..request.end, amenity, bookings, &holds_capacity);
    add(full.map(|at| Violation::CapacityFull { at }));
    if matches!(asker, Asker::Resident(_)) {
        add(of_the_quota(request, amenity, bookings));
        add(of_the_stay(request, amenity, bookings));
    }
    match (against.is_empty(), amenity.approval) {
        (false, _) => RequestAnswer::Violations(against),
        (true, ApprovalMode::Automatic) => RequestAnswer::Approved,
        (true, ApprovalMode::Manual) => RequestAnswer::Pending,
    }
}

/// The answer to an approval by staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApproveAnswer {
    /// It may be approved.
    Approved,
    /// It was rejected.
    Rejected,
    /// It was cancelled.
    Cancelled,
    /// It has ended.
    Expired,
    /// It is approved.
    AlreadyApproved,
    /// Approved bookings hold all spaces.
    CapacityFull,
}

impl ApproveAnswer {
    /// The answer's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::AlreadyApproved => "alreadyApproved",
            Self::CapacityFull => "capacityFull",
        }
    }
}

/// Whether staff may approve a booking; the first answer that applies (SPEC 4.6).
pub fn approve(booking: &Booking, amenity: &Amenity, bookings: &[Booking], now: &Now<'_>) -> ApproveAnswer {
    match booking.approval {
        Approval::Rejected => ApproveAnswer::Rejected,
        Approval::Cancelled => ApproveAnswer::Cancelled,
        _ if now.has_ended(booking.end) => ApproveAnswer::Expired,
        Approval::Approved => ApproveAnswer::AlreadyApproved,
        Approval::Pending => {
            let counts = |other: &Booking| other.approval == Approval::Approved && other.id != booking.id;
            match first_full(booking.start..booking.end, amenity, bookings, &counts) {
                Some(_) => ApproveAnswer::CapacityFull,
                None => ApproveAnswer::Approved,
            }
        }
    }
}

/// The first minute of `wanted` at which the bookings of an amenity that count leave no space.
fn first_full(
    wanted: Range<NaiveDateTime>,
    amenity: &Amenity,
    bookings: &[Booking],
    counts: &dyn Fn(&Booking) -> bool,
) -> Option<NaiveDateTime> {
    let held = bookings.iter().filter(|other| other.amenity == amenity.id && counts(other));
    first_full_minute(wanted, amenity.capacity, held.map(|other| other.start..other.end))
}

/// Whether a booking holds a space (SPEC 4.4).
pub fn holds_capacity(booking: &Booking) -> bool {
    matches!(booking.approval, Approval::Pending | Approval::Approved)
}

fn of_the_amenity(
    request: &BookingRequest,
    amenity: &Amenity,
    suite: &Suite,
    asker: Asker<'_>,
    settings: &Settings,
    now: &Now<'_>,
) -> Vec<Violation> {
    let mut against = Vec::new();
    let mut add = |applies: bool, violation: Violation| {
        if applies {
            against.push(violation);
        }
    };
    let minutes = wall_minutes(request.start, request.end);
    add(!amenity.enabled, Violation::AmenityDisabled);
    add(!may_hold(request, suite, asker, settings), Violation::HolderNotLivingHere);
    add(now.clock().start(request.start) < now.instant(), Violation::StartInPast);
    if let Some(min_minutes) = amenity.min_minutes {
        add(minutes < min_minutes.into(), Violation::TooShort { min_minutes });
    }
    if let Some(max_minutes) = amenity.max_minutes {
        add(minutes > max_minutes.into(), Violation::TooLong { max_minutes });
    }
    if let Some(max_advance_days) = amenity.max_advance_days {
        let latest = add_days(now.today(), max_advance_days.into());
        add(request.start.date() > latest, Violation::TooFarAhead { max_advance_days });
    }
    add(!weekly::covers(amenity.hours.as_deref(), request.start, request.end), Violation::OutsideHours);
    let (first, last) = occupied_days(request.start, request.end);
    for blackout in &amenity.blackouts {
        let closed = first <= blackout.to && blackout.from <= last;
        add(closed, Violation::Blackout { from: blackout.from, to: blackout.to });
    }
    let required = match asker {
        Asker::Resident(_) => amenity.required_fields.as_slice(),
        // The console asks the visitor for the rest (SPEC 4.4).
        Asker::Manager(_) => &[VehicleField::Plate],
    };
    for field in missing_fields(required.into(), &[(&request.vehicle).into()]) {
        add(true, Violation::MissingField { field });
    }
    against
}

fn may_hold(request: &BookingRequest, suite: &Suite, asker: Asker<'_>, settings: &Settings) -> bool {
    match asker {
        Asker::Resident(resident) => resident.residencies.iter().any(|residency| {
            residency.suite == suite.id && is_lived_in_at(residency, settings.move_in_opens_at, request.start)
        }),
        Asker::Manager(manager) => {
            suite.used_for == SuiteUse::Management && manager.suite.as_deref() == Some(suite.id.as_str())
        }
    }
}

/// The first booking of an equal plate at an overlapping time, in whichever amenity.
fn of_the_vehicle(request: &BookingRequest, bookings: &[Booking]) -> Option<Violation> {
    let plate = Plate::of(&request.vehicle)?;
    let mut first: Option<&Booking> = None;
    for booking in bookings {
        let overlaps = booking.start < request.end && request.start < booking.end;
        if holds_capacity(booking)
            && overlaps
            && first.is_none_or(|first| by_time(booking, first).is_lt())
            && Plate::of(&booking.vehicle).is_some_and(|other| other.equals(&plate))
        {
            first = Some(booking);
        }
    }
    first.map(|first| Violation::VehicleAlreadyBooked { booking: first.id.clone() })
}

fn of_the_quota(request: &BookingRequest, amenity: &Amenity, bookings: &[Booking]) -> Option<Violation> {
    let quota = amenity.quota.as_ref()?;
    let mut booked = Vec::new();
    for booking in bookings {
        let together = match (&booking.holder, quota.per) {
            (Holder::Manager(_), _) => false,
            (Holder::Resident(_), QuotaPer::Suite) => booking.suite == request.suite,
            (Holder::Resident(_), QuotaPer::Resident) => booking.holder == request.holder,
        };
        if together && booking.amenity == amenity.id && holds_capacity(booking) {
            booked.push((booking.start, booking.end));
        }
    }
    quota::exceeded(quota, (request.start, request.end), &booked).map(Violation::QuotaExceeded)
}

/// The stay that would result, counted with pending bookings and the request last among equals.
fn of_the_stay(request: &BookingRequest, amenity: &Amenity, bookings: &[Booking]) -> Option<Violation> {
    let limit = amenity.max_consecutive_days?;
    let key = StayKey::new(
        &request.amenity,
        &request.holder,
        &request.suite,
        &request.vehicle,
        request.space.as_deref(),
    );
    let mut planned: Vec<Planned<'_>> = Vec::new();
    for booking in bookings {
        // A look at these first, since the key of a booking takes some work.
        if booking.amenity == request.amenity && booking.holder == request.holder && holds_capacity(booking) {
            let other = Planned::of(booking);
            if other.key == key {
                planned.push(other);
            }
        }
    }
    planned.push(Planned { key, start: request.start, end: request.end, id: None });
    let found = stays(&planned);
    let days = found.days.get(*found.of.last()?)?.count();
    (days > i64::from(limit)).then_some(Violation::TooManyConsecutiveDays { days, limit })
}
