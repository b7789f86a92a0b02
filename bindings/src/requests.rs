//! What is asked with. In JSON these look as they do in a document and in the conformance format.

use crate::vehicle::Vehicle;
use crate::{Instant, LocalDateTime, words};
use alloc::string::String;
use chrono::NaiveDateTime;
use vestibule::access;
use vestibule::parking::matching;
use vestibule::{Error, ErrorCode, document};

words! {
    /// Who creates an invite.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    CreatedBy = document::CreatedBy {
        /// The resident, in the app.
        Resident
        /// Staff, for the resident.
        Staff
    }
}

/// Whom a guest visits: `{ resident }` or `{ suite }`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Target {
    /// A resident.
    Resident {
        /// Their id.
        id: String,
    },
    /// Whoever lives in a suite.
    Suite {
        /// Its id.
        id: String,
    },
}

/// Who stands at a door: `{ resident }` or `{ invite }`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Who {
    /// A resident.
    Resident {
        /// Their id.
        id: String,
    },
    /// The guest of an invite.
    Invite {
        /// Id of the invite.
        id: String,
    },
}

/// Whom a walk-in visits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Host {
    /// A resident.
    Resident {
        /// Their id.
        id: String,
    },
    /// Whoever lives in a suite.
    Suite {
        /// Its id.
        id: String,
    },
    /// No one in particular.
    Visitor,
}

/// Who checks in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum By {
    /// The guest, at a console or a phone.
    Guest,
    /// A member of staff.
    Staff {
        /// As they are called in the records.
        id: String,
    },
}

/// Who holds a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Holder {
    /// A resident, for their guest.
    Resident {
        /// Their id.
        id: String,
    },
    /// A manager, for an other visitor.
    Manager {
        /// Their id.
        id: String,
    },
}

/// A request to book guest parking (SPEC 4.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BookingRequest {
    /// Id of the amenity.
    pub amenity: String,
    /// Who will hold it.
    pub holder: Holder,
    /// Id of the holder's suite.
    pub suite: String,
    /// First wall minute.
    pub start: LocalDateTime,
    /// The wall minute after the last.
    pub end: LocalDateTime,
    /// The guest's vehicle, as far as it is known.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub vehicle: Vehicle,
    /// A space that it is given.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub space: Option<String>,
    /// The guest's name.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub guest_name: Option<String>,
}

/// A check-in or a walk-in, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CheckIn {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: Instant,
    /// Who made it.
    pub by: By,
    /// Id of the booking; none for a walk-in.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub booking: Option<String>,
    /// Whom a walk-in visits; none for a booking.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub host: Option<Host>,
    /// The vehicle as the guest told it.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub vehicle: Vehicle,
}

impl From<Target> for matching::Target {
    fn from(target: Target) -> Self {
        match target {
            Target::Resident { id } => Self::Resident(id),
            Target::Suite { id } => Self::Suite(id),
        }
    }
}

impl From<Who> for access::Who {
    fn from(who: Who) -> Self {
        match who {
            Who::Resident { id } => Self::Resident(id),
            Who::Invite { id } => Self::Invite(id),
        }
    }
}

impl From<Host> for document::Host {
    fn from(host: Host) -> Self {
        match host {
            Host::Resident { id } => Self::Resident(id),
            Host::Suite { id } => Self::Suite(id),
            Host::Visitor => Self::Visitor,
        }
    }
}

impl From<document::Host> for Host {
    fn from(host: document::Host) -> Self {
        match host {
            document::Host::Resident(id) => Self::Resident { id },
            document::Host::Suite(id) => Self::Suite { id },
            document::Host::Visitor => Self::Visitor,
        }
    }
}

impl From<Holder> for document::Holder {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Resident { id } => Self::Resident(id),
            Holder::Manager { id } => Self::Manager(id),
        }
    }
}

impl TryFrom<BookingRequest> for document::BookingRequest {
    type Error = Error;

    fn try_from(request: BookingRequest) -> Result<Self, Error> {
        let BookingRequest { amenity, holder, suite, start, end, vehicle, space, guest_name } = request;
        let (start, end) = (wall(&start, "start")?, wall(&end, "end")?);
        let (holder, vehicle) = (holder.into(), vehicle.into());
        Ok(Self { amenity, holder, suite, start, end, vehicle, space, guest_name })
    }
}

/// A wall time, or an error at its place.
pub(crate) fn wall(wall: &LocalDateTime, path: &str) -> Result<NaiveDateTime, Error> {
    let detail = "expected local time in whole minutes, years 1970 to 2199";
    wall.read().ok_or_else(|| Error::new(ErrorCode::Malformed, path, detail))
}

impl From<By> for document::By {
    fn from(by: By) -> Self {
        match by {
            By::Guest => Self::Guest,
            By::Staff { id } => Self::Staff(id),
        }
    }
}

impl From<document::By> for By {
    fn from(by: document::By) -> Self {
        match by {
            document::By::Guest => Self::Guest,
            document::By::Staff(id) => Self::Staff { id },
        }
    }
}

impl From<document::CheckIn> for CheckIn {
    fn from(check_in: document::CheckIn) -> Self {
        let document::CheckIn { id, at, by, subject, vehicle } = check_in;
        let (booking, host) = match subject {
            document::CheckInSubject::Booking(id) => (Some(id), None),
            document::CheckInSubject::WalkIn(host) => (None, Some(host.into())),
        };
        Self { id, at: at.into(), by: by.into(), booking, host, vehicle: vehicle.into() }
    }
}

impl TryFrom<CheckIn> for document::CheckIn {
    type Error = Error;

    fn try_from(check_in: CheckIn) -> Result<Self, Error> {
        let CheckIn { id, at, by, booking, host, vehicle } = check_in;
        let subject = match (booking, host) {
            (Some(id), None) => document::CheckInSubject::Booking(id),
            (None, Some(host)) => document::CheckInSubject::WalkIn(host.into()),
            _ => return Err(Error::new(ErrorCode::Malformed, "", "expected one of booking and host")),
        };
        Ok(Self { id, at: at.into(), by: by.into(), subject, vehicle: vehicle.into() })
    }
}
