//! What guest parking answers (SPEC 4 to 6).

use crate::vehicle::{Vehicle, VehicleField, fields};
use crate::{Instant, LocalDate, LocalDateTime, words};
use alloc::string::String;
use alloc::vec::Vec;
use vestibule::parking::quota::QuotaExceeded;
use vestibule::parking::{check_in, matching, request};

words! {
    /// Whom a guest without a booking is sent to.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    Contact = matching::Contact {
        /// The resident, or those of the suite.
        Resident
        /// Management.
        Management
    }
}

words! {
    /// What became of an approval, or the first thing against it.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    ApproveAnswer = request::ApproveAnswer {
        /// It may be approved.
        Approved
        /// It was rejected.
        Rejected
        /// It was cancelled.
        Cancelled
        /// It has ended.
        Expired
        /// It is approved.
        AlreadyApproved
        /// Approved bookings hold all spaces.
        CapacityFull
    }
}

/// The answer to a request to book.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum BookingViolation {
    /// The amenity cannot be booked.
    AmenityDisabled,
    /// The resident does not live in that suite then; the manager is not that management suite's.
    HolderNotLivingHere,
    /// It starts before now.
    StartInPast,
    /// It is shorter than the amenity allows.
    TooShort {
        /// The shortest, in minutes.
        min_minutes: u32,
    },
    /// It is longer than the amenity allows.
    TooLong {
        /// The longest, in minutes.
        max_minutes: u32,
    },
    /// It starts later than the amenity allows.
    TooFarAhead {
        /// How many days ahead it may start.
        max_advance_days: u32,
    },
    /// Some minute of it is outside the amenity's hours.
    OutsideHours,
    /// It occupies a day on which the amenity is closed.
    Blackout {
        /// The first day on which it is.
        from: LocalDate,
        /// The last.
        to: LocalDate,
    },
    /// A required detail of the vehicle is missing.
    MissingField {
        /// Which.
        field: VehicleField,
    },
    /// The vehicle is booked at an overlapping time.
    VehicleAlreadyBooked {
        /// Id of that booking.
        booking: String,
    },
    /// All spaces are taken.
    CapacityFull {
        /// From this minute.
        at: LocalDateTime,
    },
    /// The suite or the resident has booked too much.
    QuotaExceeded {
        /// How much was used.
        used: u32,
        /// How much there is.
        limit: u32,
        /// The first day on which there is some again; none when the calendar does not say.
        frees: Option<LocalDate>,
    },
    /// The stay would get too long.
    TooManyConsecutiveDays {
        /// Its days in a row.
        days: i64,
        /// How many there may be.
        limit: u32,
    },
}

/// What a guest is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
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
        next_check_in: Option<LocalDate>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BookingOption {
    /// Its id.
    pub booking: String,
    /// The first day that the check-in covers.
    pub from: LocalDate,
    /// The last.
    pub through: LocalDate,
    /// The vehicle, its plate masked as the building wants it.
    pub vehicle: Vehicle,
    /// What has still to be told about it.
    pub missing: Vec<VehicleField>,
    /// Whether its plate is only like the one that was typed.
    pub similar: bool,
}

/// The answer to a check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum CheckInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// Id of the booking.
        booking: String,
        /// When.
        at: Instant,
        /// The last day that it covers.
        through: LocalDate,
    },
    /// It does not.
    Refused {
        /// Why not.
        refusal: Refusal,
    },
}

/// The answer to a walk-in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum WalkInAnswer {
    /// It stands; the host records it.
    CheckedIn {
        /// When.
        at: Instant,
    },
    /// It does not.
    Refused {
        /// Why not.
        refusal: Refusal,
    },
}

/// Why a check-in or a walk-in is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Refusal {
    /// No such booking.
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
        /// When.
        at: Instant,
    },
    /// Details of the vehicle are missing.
    MissingField {
        /// All of them.
        missing: Vec<VehicleField>,
    },
    /// The community lets no one in without a booking.
    BookingRequired,
}

/// What recording a check-in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Recorded {
    /// It is kept.
    Added {
        /// Its booking is not approved any more.
        conflict: bool,
        /// Id of a later one that gave way to it.
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
            Core::Blackout { from, to } => Self::Blackout { from: from.into(), to: to.into() },
            Core::MissingField { field } => Self::MissingField { field: field.into() },
            Core::VehicleAlreadyBooked { booking } => Self::VehicleAlreadyBooked { booking },
            Core::CapacityFull { at } => Self::CapacityFull { at: at.into() },
            Core::QuotaExceeded(QuotaExceeded { used, limit, frees }) => {
                Self::QuotaExceeded { used, limit, frees: frees.map(Into::into) }
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
                Self::AlreadyCheckedIn { next_check_in: next_check_in.map(Into::into), walk_in }
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
            from: from.into(),
            through: through.into(),
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
                Self::CheckedIn { booking, at: at.into(), through: through.into() }
            }
            check_in::CheckInAnswer::Refused(refusal) => Self::Refused { refusal: refusal.into() },
        }
    }
}

impl From<check_in::WalkInAnswer> for WalkInAnswer {
    fn from(answer: check_in::WalkInAnswer) -> Self {
        match answer {
            check_in::WalkInAnswer::CheckedIn { at } => Self::CheckedIn { at: at.into() },
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
            Core::AlreadyCheckedIn { at } => Self::AlreadyCheckedIn { at: at.into() },
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
