//! What guest parking answers (SPEC 4 to 6).

use crate::vehicle::{Vehicle, VehicleField, fields};
use crate::{date, words};
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;
use vestibule::calendar::{format_date, format_wall};
use vestibule::parking::quota::QuotaExceeded;
use vestibule::parking::{check_in, matching, request};

words! {
    /// Whom a guest without a booking is sent to.
    Contact = matching::Contact { Resident Management }
}

words! {
    /// What became of an approval, or the first thing against it.
    ApproveAnswer = request::ApproveAnswer {
        Approved Rejected Cancelled Expired AlreadyApproved CapacityFull
    }
}

/// The answer to a request to book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RequestAnswer {
    /// Approved at once.
    Approved,
    /// Pending until staff decide.
    Pending,
    /// It cannot be booked.
    Violations {
        /// Everything that is against it, in order.
        violations: Vec<BookingViolation>,
    },
}

/// Something that is against a request, with its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[allow(missing_docs, reason = "the variants and figures are the core's, and said there")]
pub enum BookingViolation {
    AmenityDisabled,
    HolderNotLivingHere,
    StartInPast,
    TooShort {
        min_minutes: u32,
    },
    TooLong {
        max_minutes: u32,
    },
    TooFarAhead {
        max_advance_days: u32,
    },
    OutsideHours,
    Blackout {
        from: String,
        to: String,
    },
    MissingField {
        field: VehicleField,
    },
    VehicleAlreadyBooked {
        booking: String,
    },
    CapacityFull {
        at: String,
    },
    QuotaExceeded {
        used: u32,
        limit: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        frees: Option<String>,
    },
    TooManyConsecutiveDays {
        days: i64,
        limit: u32,
    },
}

/// What a guest is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Match {
    /// Bookings to check in to.
    Options {
        /// One at least.
        options: Vec<BookingOption>,
        /// Whether the guest may walk in besides.
        walk_in: bool,
    },
    /// All are checked in.
    AlreadyCheckedIn {
        /// When one has to be checked in again.
        #[serde(skip_serializing_if = "Option::is_none")]
        next_check_in: Option<String>,
        /// Whether the guest may walk in besides.
        walk_in: bool,
    },
    /// There is none.
    NoBooking {
        /// Whom to ask.
        contact: Contact,
    },
    /// There is none, and none is needed.
    WalkIn {
        /// What has to be told about the vehicle.
        fields: Vec<VehicleField>,
    },
}

/// A booking that a guest can check in to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookingOption {
    /// Its id.
    pub booking: String,
    /// The first day that the check-in covers.
    pub from: String,
    /// The last.
    pub through: String,
    /// The vehicle, its plate masked as the building wants it.
    pub vehicle: Vehicle,
    /// What has still to be told about it.
    pub missing: Vec<VehicleField>,
    /// Whether its plate is only like the one that was typed.
    pub similar: bool,
}

/// The answer to a check-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CheckInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// Id of the booking.
        booking: String,
        /// When.
        at: i64,
        /// The last day that it covers.
        through: String,
    },
    /// It does not.
    Refused {
        /// Why not.
        refusal: Refusal,
    },
}

/// The answer to a walk-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum WalkInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// When.
        at: i64,
    },
    /// It does not.
    Refused {
        /// Why not.
        refusal: Refusal,
    },
}

/// Why a check-in or a walk-in is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase")]
#[allow(missing_docs, reason = "the variants are the core's, and said there")]
pub enum Refusal {
    UnknownBooking,
    NotApproved,
    Ended,
    HolderNotLivingHere,
    NotToday,
    AlreadyCheckedIn { at: i64 },
    MissingField { missing: Vec<VehicleField> },
    BookingRequired,
}

/// What recording a check-in came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Recorded {
    /// It is kept.
    Added {
        /// Its booking is not approved any more.
        conflict: bool,
        /// Id of a later one that gave way to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        replaced: Option<String>,
    },
    /// It was recorded before.
    Known,
    /// An earlier one is there.
    Left {
        /// Its id.
        first: String,
    },
}

impl From<request::RequestAnswer> for RequestAnswer {
    fn from(answer: request::RequestAnswer) -> Self {
        match answer {
            request::RequestAnswer::Approved => Self::Approved,
            request::RequestAnswer::Pending => Self::Pending,
            request::RequestAnswer::Violations(violations) => {
                Self::Violations { violations: violations.into_iter().map(Into::into).collect() }
            }
        }
    }
}

impl From<request::Violation> for BookingViolation {
    fn from(violation: request::Violation) -> Self {
        use request::Violation as Core;
        match violation {
            Core::AmenityDisabled => Self::AmenityDisabled,
            Core::HolderNotLivingHere => Self::HolderNotLivingHere,
            Core::StartInPast => Self::StartInPast,
            Core::TooShort { min_minutes } => Self::TooShort { min_minutes },
            Core::TooLong { max_minutes } => Self::TooLong { max_minutes },
            Core::TooFarAhead { max_advance_days } => Self::TooFarAhead { max_advance_days },
            Core::OutsideHours => Self::OutsideHours,
            Core::Blackout { from, to } => Self::Blackout { from: format_date(from), to: format_date(to) },
            Core::MissingField { field } => Self::MissingField { field: field.into() },
            Core::VehicleAlreadyBooked { booking } => Self::VehicleAlreadyBooked { booking },
            Core::CapacityFull { at } => Self::CapacityFull { at: format_wall(at) },
            Core::QuotaExceeded(QuotaExceeded { used, limit, frees }) => {
                Self::QuotaExceeded { used, limit, frees: date(frees) }
            }
            Core::TooManyConsecutiveDays { days, limit } => Self::TooManyConsecutiveDays { days, limit },
        }
    }
}

impl From<matching::Match> for Match {
    fn from(answer: matching::Match) -> Self {
        match answer {
            matching::Match::Options { options, walk_in } => {
                Self::Options { options: options.into_iter().map(Into::into).collect(), walk_in }
            }
            matching::Match::AlreadyCheckedIn { next_check_in, walk_in } => {
                Self::AlreadyCheckedIn { next_check_in: date(next_check_in), walk_in }
            }
            matching::Match::NoBooking { contact } => Self::NoBooking { contact: contact.into() },
            matching::Match::WalkIn { fields: needed } => Self::WalkIn { fields: fields(needed) },
        }
    }
}

impl From<matching::BookingOption> for BookingOption {
    fn from(option: matching::BookingOption) -> Self {
        let matching::BookingOption { booking, from, through, vehicle, missing, similar } = option;
        Self {
            booking,
            from: format_date(from),
            through: format_date(through),
            vehicle: vehicle.into(),
            missing: fields(missing),
            similar,
        }
    }
}

impl From<check_in::CheckInAnswer> for CheckInAnswer {
    fn from(answer: check_in::CheckInAnswer) -> Self {
        match answer {
            check_in::CheckInAnswer::CheckedIn { booking, at, through } => {
                Self::CheckedIn { booking, at: at.millis(), through: format_date(through) }
            }
            check_in::CheckInAnswer::Refused(refusal) => Self::Refused { refusal: refusal.into() },
        }
    }
}

impl From<check_in::WalkInAnswer> for WalkInAnswer {
    fn from(answer: check_in::WalkInAnswer) -> Self {
        match answer {
            check_in::WalkInAnswer::CheckedIn { at } => Self::CheckedIn { at: at.millis() },
            check_in::WalkInAnswer::Refused(refusal) => Self::Refused { refusal: refusal.into() },
        }
    }
}

impl From<check_in::Refusal> for Refusal {
    fn from(refusal: check_in::Refusal) -> Self {
        use check_in::Refusal as Core;
        match refusal {
            Core::UnknownBooking => Self::UnknownBooking,
            Core::NotApproved => Self::NotApproved,
            Core::Ended => Self::Ended,
            Core::HolderNotLivingHere => Self::HolderNotLivingHere,
            Core::NotToday => Self::NotToday,
            Core::AlreadyCheckedIn { at } => Self::AlreadyCheckedIn { at: at.millis() },
            Core::MissingField { missing } => Self::MissingField { missing: fields(missing) },
            Core::BookingRequired => Self::BookingRequired,
        }
    }
}

impl From<check_in::Recorded> for Recorded {
    fn from(recorded: check_in::Recorded) -> Self {
        match recorded {
            check_in::Recorded::Added { conflict, replaced } => Self::Added { conflict, replaced },
            check_in::Recorded::Known => Self::Known,
            check_in::Recorded::Left { first } => Self::Left { first },
        }
    }
}
