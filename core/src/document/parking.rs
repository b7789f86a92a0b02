//! Guest parking: amenities, bookings, check-ins (SPEC 4.1, 4.2, 6.3).

use super::access::WeeklyWindow;
use super::formats::{date, instant, present, wall};
use crate::calendar::Instant;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime};
use core::fmt;
use serde::de::value::MapAccessDeserializer;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A guest-parking amenity (SPEC 4.1). Every limit that is left out does not limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Amenity {
    /// Unique among amenities.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub kind: AmenityKind,
    /// Whether it can be booked.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Spaces.
    pub capacity: u32,
    /// What a booking must tell of its vehicle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_fields: Vec<VehicleField>,
    /// How a request is answered when nothing is against it.
    #[serde(default)]
    pub approval: ApprovalMode,
    /// When it can be used; always when left out or null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<WeeklyWindow>>,
    /// Shortest booking, in minutes of wall time.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub min_minutes: Option<u32>,
    /// Longest booking, in minutes of wall time.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub max_minutes: Option<u32>,
    /// How many days ahead a booking may start.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub max_advance_days: Option<u32>,
    /// Longest stay in days.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub max_consecutive_days: Option<u32>,
    /// How much a suite or a resident may book.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// Days on which it is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blackouts: Vec<Blackout>,
}

fn yes() -> bool {
    true
}

/// What an amenity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AmenityKind {
    /// Parking for guests.
    #[default]
    GuestParking,
}

/// How a request is answered when nothing is against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ApprovalMode {
    /// Approved at once.
    #[default]
    Automatic,
    /// Pending until staff decide.
    Manual,
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

/// How much a suite or a resident may book in a period (SPEC 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quota {
    /// Whose bookings are counted together.
    pub per: QuotaPer,
    /// The most that may be used.
    pub limit: u32,
    /// What is counted.
    pub unit: QuotaUnit,
    /// For how long it counts.
    pub period: QuotaPeriod,
}

/// Whose bookings are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QuotaPer {
    /// All residents of a suite.
    Suite,
    /// One resident.
    Resident,
}

/// What a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QuotaUnit {
    /// Bookings, by the date of their start.
    Bookings,
    /// Occupied days; two cars on one day are two.
    Days,
}

/// The period of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPeriod {
    /// A calendar month.
    Month,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A window of so many dates that ends with the day in question.
    Rolling {
        /// Length of the window.
        days: u32,
    },
}

impl Serialize for QuotaPeriod {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Month => to.serialize_str("month"),
            Self::Week => to.serialize_str("week"),
            Self::Rolling { days } => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("days", days)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for QuotaPeriod {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Period;

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Rolling {
            days: u32,
        }

        impl<'de> de::Visitor<'de> for Period {
            type Value = QuotaPeriod;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("month, week or {days}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<QuotaPeriod, E> {
                match text {
                    "month" => Ok(QuotaPeriod::Month),
                    "week" => Ok(QuotaPeriod::Week),
                    _ => Err(E::custom("expected month, week or {days}")),
                }
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<QuotaPeriod, A::Error> {
                let rolling = Rolling::deserialize(MapAccessDeserializer::new(map))?;
                Ok(QuotaPeriod::Rolling { days: rolling.days })
            }
        }

        from.deserialize_any(Period)
    }
}

/// Days on which an amenity is closed, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Blackout {
    /// First date.
    #[serde(with = "date")]
    pub from: NaiveDate,
    /// Last date, included.
    #[serde(with = "date")]
    pub to: NaiveDate,
}

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

impl Serialize for By {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Guest => to.serialize_str("guest"),
            Self::Staff(staff) => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("staff", staff)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Who;

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Staff {
            staff: String,
        }

        impl<'de> de::Visitor<'de> for Who {
            type Value = By;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("guest or {staff}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<By, E> {
                if text == "guest" { Ok(By::Guest) } else { Err(E::custom("expected guest or {staff}")) }
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<By, A::Error> {
                Ok(By::Staff(Staff::deserialize(MapAccessDeserializer::new(map))?.staff))
            }
        }

        from.deserialize_any(Who)
    }
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

/// For `field: true`, which has no other value.
pub(super) fn only_true<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    if bool::deserialize(from)? { Ok(Some(true)) } else { Err(de::Error::custom("expected true")) }
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
