//! The building itself: what was chosen, suites, doors, spaces.

use super::booking::VehicleField;
use super::formats::{present, time};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use chrono::NaiveTime;
use core::num::NonZeroU32;
use serde::{Deserialize, Serialize};

/// The building: where it is decides its clock, its kind which designations exist, its region how phones are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BuildingInfo {
    /// Unique among a company's buildings.
    pub id: String,
    /// As shown at the door.
    pub name: String,
    /// IANA zone name (SPEC 1.4).
    pub zone: String,
    /// Rental or condo.
    pub kind: BuildingKind,
    /// ISO 3166-1 code of the country, for phone numbers (SPEC 2.2).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// What kind of building it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BuildingKind {
    /// Suites are rented out.
    #[default]
    Rental,
    /// Suites are owned, so residents have designations (SPEC 2.2).
    Condo,
}

/// What the community has chosen; each has the default that the SPEC names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// Whether a guest without a booking is turned away (SPEC 6.1).
    pub require_booking_for_check_in: bool,
    /// Which running bookings count today (SPEC 5.2).
    pub match_window: MatchWindow,
    /// How many days a check-in covers (SPEC 5.5).
    pub recheck_after_days: NonZeroU32,
    /// What a walk-in must tell (SPEC 6.2).
    pub walk_in_fields: Vec<VehicleField>,
    /// Whether plates are shown whole (SPEC 5.6).
    pub full_plates: bool,
    /// Minutes of grace after a permit's end (SPEC 8.8).
    pub grace_minutes: u32,
    /// Folded characters that a name query needs (SPEC 3.3).
    pub name_query_min: u32,
    /// Names that a search answers with at most (SPEC 3.5).
    pub result_limit: NonZeroU32,
    /// The time at which a residency opens on its first day (SPEC 2.4).
    #[serde(with = "time")]
    pub move_in_opens_at: NaiveTime,
    /// Whether residents may invite guests (SPEC 9.3).
    pub guest_invites_enabled: bool,
    /// Whether doors of spaces and picked doors are granted (SPEC 9.1).
    pub salto_integration: bool,
    /// Directory codes that no resident gets (SPEC 2.3).
    pub reserved_codes: Vec<String>,
    /// Days for which a code rests after its resident has moved out (SPEC 2.3).
    pub code_quarantine_days: u32,
    /// Seconds without input until the console forgets (SPEC 10.3).
    pub idle_seconds: u32,
    /// How many name searches a console allows (SPEC 10.3).
    pub search_budget: SearchBudget,
    /// When personal data is due for erasure (SPEC 12.1).
    pub retention: Retention,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            require_booking_for_check_in: true,
            match_window: MatchWindow::StartingToday,
            recheck_after_days: const { NonZeroU32::new(7).expect("seven is not zero") },
            walk_in_fields: vec![VehicleField::Plate],
            full_plates: false,
            grace_minutes: 15,
            name_query_min: 2,
            result_limit: const { NonZeroU32::new(10).expect("ten is not zero") },
            move_in_opens_at: const { NaiveTime::from_hms_opt(6, 0, 0).expect("06:00 is a time") },
            guest_invites_enabled: true,
            salto_integration: false,
            reserved_codes: Vec::new(),
            code_quarantine_days: 30,
            idle_seconds: 45,
            search_budget: SearchBudget::default(),
            retention: Retention::default(),
        }
    }
}

/// Which bookings count for a guest who arrives (SPEC 5.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MatchWindow {
    /// Those that start today, and later days of a stay that was checked in.
    #[default]
    StartingToday,
    /// All that occupy today.
    OccupyingToday,
}

/// How many name searches a console allows in how many minutes (SPEC 10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SearchBudget {
    /// Searches allowed in the window.
    pub searches: u32,
    /// Length of the window in minutes.
    pub minutes: u32,
}

impl Default for SearchBudget {
    fn default() -> Self {
        Self { searches: 30, minutes: 5 }
    }
}

/// Days after which personal data is due for erasure (SPEC 12.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Retention {
    /// Days for which a plate is kept.
    pub plate_days: u32,
    /// Days for which a visit is kept.
    pub visit_days: u32,
    /// Days for which an ended invite is kept.
    pub invite_days: u32,
    /// Days for which a moved-out resident's profile is kept.
    pub resident_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { plate_days: 30, visit_days: 90, invite_days: 30, resident_days: 730 }
    }
}

/// A suite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Suite {
    /// Unique among suites.
    pub id: String,
    /// As on its door: `1208`, `TH-4`.
    pub number: String,
    /// Who it is for.
    #[serde(rename = "use", default)]
    pub used_for: SuiteUse,
    /// Its own doors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<String>,
}

/// Who a suite is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SuiteUse {
    /// Residents live there.
    #[default]
    Residential,
    /// Staff; bookings for other visitors are held for it (SPEC 7.1).
    Management,
}

/// A door with a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Door {
    /// Unique among doors.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether everyone who lives here may pass.
    #[serde(default)]
    pub common: bool,
}

/// A storage or parking space that can be assigned to residents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Space {
    /// Unique among spaces.
    pub id: String,
    /// What is kept there.
    pub kind: SpaceKind,
    /// For people: `P2-31`.
    pub name: String,
    /// The door that leads to it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub door: Option<String>,
}

/// What is kept in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SpaceKind {
    /// A car.
    Parking,
    /// Belongings.
    Storage,
}
