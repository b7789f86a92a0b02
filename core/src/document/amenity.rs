//! Guest-parking amenities (SPEC 4.1).

use super::access::WeeklyWindow;
use super::booking::VehicleField;
use super::formats::{date, present, word_or_object, yes};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

/// A rolling period as JSON has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rolling {
    days: u32,
}

impl From<Rolling> for QuotaPeriod {
    fn from(rolling: Rolling) -> Self {
        Self::Rolling { days: rolling.days }
    }
}

impl Serialize for QuotaPeriod {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Month => to.serialize_str("month"),
            Self::Week => to.serialize_str("week"),
            Self::Rolling { days } => Rolling { days: *days }.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for QuotaPeriod {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        word_or_object::<_, Rolling, _>(from, "expected month, week or {days}", |word| match word {
            "month" => Some(Self::Month),
            "week" => Some(Self::Week),
            _ => None,
        })
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
