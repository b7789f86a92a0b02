//! Guest-parking amenities (SPEC 4.1).

use super::access::WeeklyWindow;
use super::booking::VehicleField;
use super::record::{record, through_serde, words};
use super::source::Place;
use super::values::FromJson;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

record! {
    /// A guest-parking amenity (SPEC 4.1). Every limit that is left out does not limit.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Amenity {
        /// Unique among amenities.
        pub id: String = "id",
        /// For people.
        pub name: String = "name",
        /// What it is.
        pub kind: AmenityKind = "kind" or AmenityKind::default(),
        /// Whether it can be booked.
        pub enabled: bool = "enabled" or true,
        /// Spaces.
        pub capacity: u32 = "capacity",
        /// What a booking must tell of its vehicle.
        pub required_fields: Vec<VehicleField> = "requiredFields" if any,
        /// How a request is answered when nothing is against it.
        pub approval: ApprovalMode = "approval" or ApprovalMode::default(),
        /// When it can be used; always when left out or null.
        pub hours: Option<Vec<WeeklyWindow>> = "hours" if not_null,
        /// Shortest booking, in minutes of wall time.
        pub min_minutes: Option<u32> = "minMinutes" if any,
        /// Longest booking, in minutes of wall time.
        pub max_minutes: Option<u32> = "maxMinutes" if any,
        /// How many days ahead a booking may start.
        pub max_advance_days: Option<u32> = "maxAdvanceDays" if any,
        /// Longest stay in days.
        pub max_consecutive_days: Option<u32> = "maxConsecutiveDays" if any,
        /// How much a suite or a resident may book.
        pub quota: Option<Quota> = "quota" if any,
        /// Days on which it is closed.
        pub blackouts: Vec<Blackout> = "blackouts" if any,
    }
}

words! {
    /// What an amenity is.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum AmenityKind {
        /// Parking for guests.
        #[default]
        GuestParking = "guestParking",
    }
}

words! {
    /// How a request is answered when nothing is against it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum ApprovalMode {
        /// Approved at once.
        #[default]
        Automatic = "automatic",
        /// Pending until staff decide.
        Manual = "manual",
    }
}

record! {
    /// How much a suite or a resident may book in a period (SPEC 4.3).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Quota {
        /// Whose bookings are counted together.
        pub per: QuotaPer = "per",
        /// The most that may be used.
        pub limit: u32 = "limit",
        /// What is counted.
        pub unit: QuotaUnit = "unit",
        /// For how long it counts.
        pub period: QuotaPeriod = "period",
    }
}

words! {
    /// Whose bookings are counted together.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum QuotaPer {
        /// All residents of a suite.
        Suite = "suite",
        /// One resident.
        Resident = "resident",
    }
}

words! {
    /// What a quota counts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum QuotaUnit {
        /// Bookings, by the date of their start.
        Bookings = "bookings",
        /// Occupied days; two cars on one day are two.
        Days = "days",
    }
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

/// In JSON, a word, or an object with one key.
impl FromJson for QuotaPeriod {
    fn read(place: Place<'_>) -> Self {
        match place.text() {
            Some("month") => Self::Month,
            Some("week") => Self::Week,
            None if place.is_object() => {
                Self::Rolling { days: u32::read(place.object(&["days"]).required()) }
            }
            _ => {
                place.refuse("expected month, week or {days}");
                Self::Month
            }
        }
    }
}

impl Serialize for QuotaPeriod {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Month => to.serialize_str("month"),
            Self::Week => to.serialize_str("week"),
            Self::Rolling { days } => to.collect_map([("days", days)]),
        }
    }
}

through_serde!(QuotaPeriod);

record! {
    /// Days on which an amenity is closed, the last one included.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Blackout {
        /// First date.
        pub from: NaiveDate = "from",
        /// Last date, included.
        pub to: NaiveDate = "to",
    }
}
