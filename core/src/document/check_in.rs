//! Check-ins to bookings, and walk-ins (SPEC 6.3, 6.4).

use super::booking::Vehicle;
use super::record::through_serde;
use super::source::Place;
use super::values::{FromJson, True, Written};
use crate::calendar::Instant;
use alloc::string::String;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A check-in to a booking, or a walk-in (SPEC 6.3, 6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// In JSON, a word, or an object with one key.
impl FromJson for By {
    fn read(place: Place<'_>) -> Self {
        match place.text() {
            Some("guest") => Self::Guest,
            None if place.is_object() => Self::Staff(String::read(place.object(&["staff"]).required())),
            _ => {
                place.refuse("expected guest or {staff}");
                Self::Guest
            }
        }
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Guest => to.serialize_str("guest"),
            Self::Staff(staff) => to.collect_map([("staff", staff)]),
        }
    }
}

/// In JSON, an object with one key.
impl FromJson for Host {
    fn read(place: Place<'_>) -> Self {
        let mut keys = place.object(&["resident", "suite", "visitor"]);
        match (keys.given(), keys.given(), keys.given()) {
            (Some(id), None, None) => Self::Resident(String::read(id)),
            (None, Some(id), None) => Self::Suite(String::read(id)),
            (None, None, Some(visitor)) => {
                let True = True::read(visitor);
                Self::Visitor
            }
            _ => {
                keys.refuse("expected one of resident, suite and visitor");
                Self::Visitor
            }
        }
    }
}

impl Serialize for Host {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Resident(id) => to.collect_map([("resident", id)]),
            Self::Suite(id) => to.collect_map([("suite", id)]),
            Self::Visitor => to.collect_map([("visitor", true)]),
        }
    }
}

/// In JSON, `booking` and `host` exclude each other.
impl FromJson for CheckIn {
    fn read(place: Place<'_>) -> Self {
        let mut fields = place.object(&["id", "at", "by", "booking", "host", "vehicle"]);
        let id = String::read(fields.required());
        let at = Instant::read(fields.required());
        let by = By::read(fields.required());
        let subject = match (fields.given(), fields.given()) {
            (Some(booking), None) => CheckInSubject::Booking(String::read(booking)),
            (None, Some(host)) => CheckInSubject::WalkIn(Host::read(host)),
            _ => {
                fields.refuse("expected one of booking and host");
                CheckInSubject::WalkIn(Host::Visitor)
            }
        };
        let vehicle = fields.given().map(Vehicle::read).unwrap_or_default();
        Self { id, at, by, subject, vehicle }
    }
}

impl Serialize for CheckIn {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self { id, at, by, subject, vehicle } = self;
        let mut fields = to.serialize_map(None)?;
        fields.serialize_entry("id", id)?;
        fields.serialize_entry("at", &Written(at))?;
        fields.serialize_entry("by", by)?;
        match subject {
            CheckInSubject::Booking(id) => fields.serialize_entry("booking", id)?,
            CheckInSubject::WalkIn(host) => fields.serialize_entry("host", host)?,
        }
        fields.serialize_entry("vehicle", vehicle)?;
        fields.end()
    }
}

through_serde!(By Host CheckIn);
