//! What is asked with. In JSON these look as they do in a document and in the conformance format.

use crate::vehicle::Vehicle;
use crate::words;
use alloc::string::String;
use serde::{Deserialize, Serialize, Serializer};
use vestibule::access;
use vestibule::parking::matching;
use vestibule::{Error, ErrorCode, Instant, document};

words! {
    /// A language of the console.
    Language = document::Language { En Fr }
}

words! {
    /// Who creates an invite.
    CreatedBy = document::CreatedBy { Resident Staff }
}

/// Whom a guest visits: `{ resident }` or `{ suite }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Target {
    Resident { id: String },
    Suite { id: String },
}

/// Who stands at a door: `{ resident }` or `{ invite }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Keys")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Who {
    Resident { id: String },
    Invite { id: String },
}

/// Whom a walk-in visits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Host {
    Resident { id: String },
    Suite { id: String },
    Visitor,
}

/// Who checks in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum By {
    Guest,
    Staff { id: String },
}

/// A check-in or a walk-in, to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: i64,
    /// Who made it.
    pub by: By,
    /// Id of the booking; none for a walk-in.
    pub booking: Option<String>,
    /// Whom a walk-in visits; none for a booking.
    pub host: Option<Host>,
    /// The vehicle as the guest told it.
    pub vehicle: Vehicle,
}

/// The keys that name someone or something, of which exactly one is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    resident: Option<String>,
    suite: Option<String>,
    invite: Option<String>,
}

impl TryFrom<Keys> for Target {
    type Error = &'static str;

    fn try_from(keys: Keys) -> Result<Self, Self::Error> {
        match keys {
            Keys { resident: Some(id), suite: None, invite: None } => Ok(Self::Resident { id }),
            Keys { resident: None, suite: Some(id), invite: None } => Ok(Self::Suite { id }),
            _ => Err("expected one of resident and suite"),
        }
    }
}

impl TryFrom<Keys> for Who {
    type Error = &'static str;

    fn try_from(keys: Keys) -> Result<Self, Self::Error> {
        match keys {
            Keys { resident: Some(id), suite: None, invite: None } => Ok(Self::Resident { id }),
            Keys { resident: None, suite: None, invite: Some(id) } => Ok(Self::Invite { id }),
            _ => Err("expected one of resident and invite"),
        }
    }
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
        Self { id, at: at.millis(), by: by.into(), booking, host, vehicle: vehicle.into() }
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
        Ok(Self { id, at: Instant::from_millis(at), by: by.into(), subject, vehicle: vehicle.into() })
    }
}

impl Serialize for CheckIn {
    /// As a document writes it, so that it can be put into one.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let check_in = document::CheckIn::try_from(self.clone()).map_err(serde::ser::Error::custom)?;
        check_in.serialize(to)
    }
}
