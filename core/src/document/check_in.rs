//! Check-ins to bookings, and walk-ins (SPEC 6.3, 6.4).

use super::booking::Vehicle;
use super::formats::{instant, only_true, present, word_or_object};
use crate::calendar::Instant;
use alloc::string::String;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A check-in to a booking, or a walk-in (SPEC 6.3, 6.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CheckInFields", into = "CheckInFields")]
pub struct CheckIn {
    /// Unique among check-ins.
    pub id: String,
    /// When it happened.
    pub at: Instant,
    /// Who did it.
    pub by: By,
    /// What for.
    pub subject: CheckInSubject,
    /// The vehicle as given then.
    pub vehicle: Vehicle,
}

/// What a check-in is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckInSubject {
    /// A booking, by id.
    Booking(String),
    /// A visit without one.
    WalkIn(Host),
}

/// Whom a walk-in visits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "HostFields", into = "HostFields")]
pub enum Host {
    /// A resident, by id.
    Resident(String),
    /// A suite, by id.
    Suite(String),
    /// No one in particular.
    Visitor,
}

/// Who made a check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The guest, at a console.
    Guest,
    /// A member of staff, as they are called in the records.
    Staff(String),
}

/// A member of staff as JSON has them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Staff {
    staff: String,
}

impl From<Staff> for By {
    fn from(staff: Staff) -> Self {
        Self::Staff(staff.staff)
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Guest => to.serialize_str("guest"),
            Self::Staff(staff) => Staff { staff: staff.clone() }.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let guest = |word: &str| (word == "guest").then_some(Self::Guest);
        word_or_object::<_, Staff, _>(from, "expected guest or {staff}", guest)
    }
}

/// The keys of a [`Host`] in JSON, exactly one of which is there.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostFields {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    resident: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    suite: Option<String>,
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "Option::is_none")]
    visitor: Option<bool>,
}

impl TryFrom<HostFields> for Host {
    type Error = &'static str;

    fn try_from(fields: HostFields) -> Result<Self, Self::Error> {
        match (fields.resident, fields.suite, fields.visitor) {
            (Some(resident), None, None) => Ok(Self::Resident(resident)),
            (None, Some(suite), None) => Ok(Self::Suite(suite)),
            (None, None, Some(_)) => Ok(Self::Visitor),
            _ => Err("expected one of resident, suite and visitor"),
        }
    }
}

impl From<Host> for HostFields {
    fn from(host: Host) -> Self {
        match host {
            Host::Resident(id) => Self { resident: Some(id), ..Self::default() },
            Host::Suite(id) => Self { suite: Some(id), ..Self::default() },
            Host::Visitor => Self { visitor: Some(true), ..Self::default() },
        }
    }
}

/// The keys of a [`CheckIn`] in JSON, where `booking` and `host` exclude each other.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CheckInFields {
    id: String,
    #[serde(with = "instant")]
    at: Instant,
    by: By,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    booking: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    host: Option<Host>,
    #[serde(default)]
    vehicle: Vehicle,
}

impl TryFrom<CheckInFields> for CheckIn {
    type Error = &'static str;

    fn try_from(fields: CheckInFields) -> Result<Self, Self::Error> {
        let subject = match (fields.booking, fields.host) {
            (Some(booking), None) => CheckInSubject::Booking(booking),
            (None, Some(host)) => CheckInSubject::WalkIn(host),
            _ => return Err("expected one of booking and host"),
        };
        Ok(Self { id: fields.id, at: fields.at, by: fields.by, subject, vehicle: fields.vehicle })
    }
}

impl From<CheckIn> for CheckInFields {
    fn from(check_in: CheckIn) -> Self {
        let (booking, host) = match check_in.subject {
            CheckInSubject::Booking(booking) => (Some(booking), None),
            CheckInSubject::WalkIn(host) => (None, Some(host)),
        };
        Self { id: check_in.id, at: check_in.at, by: check_in.by, booking, host, vehicle: check_in.vehicle }
    }
}
