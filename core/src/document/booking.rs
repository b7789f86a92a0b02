//! Guest-parking bookings, requests for them, and the vehicles they are for (SPEC 4.2, 4.3).

use super::formats::{instant, present, wall};
use crate::calendar::Instant;
use alloc::string::String;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A booking (SPEC 4.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Booking {
    /// Unique among bookings.
    pub id: String,
    /// Id of the amenity.
    pub amenity: String,
    /// Who holds it.
    pub holder: Holder,
    /// Id of the holder's suite.
    pub suite: String,
    /// First wall minute.
    #[serde(with = "wall")]
    pub start: NaiveDateTime,
    /// The wall minute after the last.
    #[serde(with = "wall")]
    pub end: NaiveDateTime,
    /// Whether it was accepted.
    pub approval: Approval,
    /// The guest's vehicle, as far as it is known.
    #[serde(default)]
    pub vehicle: Vehicle,
    /// The space that it was given.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// The guest's name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub guest_name: Option<String>,
    /// When it was made.
    #[serde(default, with = "instant::option", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Instant>,
}

/// A request to book (SPEC 4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BookingRequest {
    /// Id of the amenity.
    pub amenity: String,
    /// Who will hold it.
    pub holder: Holder,
    /// Id of the holder's suite.
    pub suite: String,
    /// First wall minute.
    #[serde(with = "wall")]
    pub start: NaiveDateTime,
    /// The wall minute after the last.
    #[serde(with = "wall")]
    pub end: NaiveDateTime,
    /// The guest's vehicle, as far as it is known.
    #[serde(default)]
    pub vehicle: Vehicle,
    /// A space that it is given.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// The guest's name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub guest_name: Option<String>,
}

/// Who holds a booking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "HolderFields", into = "HolderFields")]
pub enum Holder {
    /// A resident, by id, for their guest.
    Resident(String),
    /// A manager, by id, for an other visitor.
    Manager(String),
}

/// A vehicle as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Vehicle {
    /// Licence plate.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub plate: Option<String>,
    /// ISO 3166-2 code of where the plate is from.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Maker.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// Model.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Colour.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// A detail of a vehicle that can be asked for, in the order in which missing ones are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum VehicleField {
    /// Licence plate.
    Plate,
    /// Maker.
    Make,
    /// Model.
    Model,
    /// Colour.
    Color,
}

impl VehicleField {
    /// The field's name in the conformance format, as in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plate => "plate",
            Self::Make => "make",
            Self::Model => "model",
            Self::Color => "color",
        }
    }
}

/// Whether a booking was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Approval {
    /// Waits for staff.
    Pending,
    /// Accepted.
    Approved,
    /// Refused by staff.
    Rejected,
    /// Taken back.
    Cancelled,
}

/// The keys of a [`Holder`] in JSON, exactly one of which is there.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderFields {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    resident: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    manager: Option<String>,
}

impl TryFrom<HolderFields> for Holder {
    type Error = &'static str;

    fn try_from(fields: HolderFields) -> Result<Self, Self::Error> {
        match (fields.resident, fields.manager) {
            (Some(resident), None) => Ok(Self::Resident(resident)),
            (None, Some(manager)) => Ok(Self::Manager(manager)),
            _ => Err("expected one of resident and manager"),
        }
    }
}

impl From<Holder> for HolderFields {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Resident(id) => Self { resident: Some(id), ..Self::default() },
            Holder::Manager(id) => Self { manager: Some(id), ..Self::default() },
        }
    }
}
