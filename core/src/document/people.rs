//! Residents and managers (SPEC 2.1).

use super::formats::{date, present};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A resident's profile (SPEC 2.1). As a draft, a required field that is still to come is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resident {
    /// Unique among residents.
    pub id: String,
    /// The id in the property-management system.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Given name; one of the two names is enough.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: String,
    /// Phone number.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// How the building writes to them.
    #[serde(default)]
    pub preferred_communication: PreferredCommunication,
    /// The language in which it does.
    #[serde(default)]
    pub language: Language,
    /// Where and when they live; two overlap while someone moves within the building.
    pub residencies: Vec<Residency>,
    /// Four digits that ring them from the entry console (SPEC 3.7).
    pub directory_code: String,
    /// For staff only.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// For staff only.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub pets: Option<String>,
    /// How far they have come with the app.
    #[serde(default)]
    pub onboarding: Onboarding,
    /// How the entry directory shows them.
    #[serde(default)]
    pub display: Display,
    /// Free text, unique per resident without regard to case (SPEC 2.5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// In condo buildings only.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub designation: Option<Designation>,
    /// Whom staff call when something happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emergency_contacts: Vec<EmergencyContact>,
    /// Ids of assigned spaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spaces: Vec<String>,
    /// Ids of doors picked on the profile (SPEC 9.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<String>,
    /// Their own vehicles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vehicles: Vec<ResidentVehicle>,
    /// Whether they may create no guest invites (SPEC 9.4).
    #[serde(default)]
    pub guest_invites_restricted: bool,
}

/// How the building writes to a resident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PreferredCommunication {
    /// In the app.
    #[default]
    App,
    /// By e-mail.
    Email,
    /// By text message; needs a phone number (SPEC 2.2).
    Sms,
}

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

/// A time of living in a suite (SPEC 2.4).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Residency {
    /// Id of the suite.
    pub suite: String,
    /// First date; since ever when left out.
    #[serde(default, with = "date::option", skip_serializing_if = "Option::is_none")]
    pub move_in: Option<NaiveDate>,
    /// Last date of residence; open-ended when left out.
    #[serde(default, with = "date::option", skip_serializing_if = "Option::is_none")]
    pub move_out: Option<NaiveDate>,
}

/// How far a resident has come with the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Onboarding {
    /// Saved, not invited.
    #[default]
    Draft,
    /// Invited, not yet in the app.
    Invited,
    /// Has activated the app.
    Active,
}

/// How the entry directory shows a resident (SPEC 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Display {
    /// Whether it shows them at all.
    pub on_entry_system: bool,
    /// Shown instead of the legal name.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Called instead of the phone.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub call_number: Option<String>,
}

impl Default for Display {
    fn default() -> Self {
        Self { on_entry_system: true, name: None, call_number: None }
    }
}

/// How a resident of a condo building holds the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Designation {
    /// Rents it.
    Renter,
    /// Owns it and lives there.
    Owner,
    /// Owns it and lives elsewhere.
    NonResidentOwner,
}

/// Whom staff call when something happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmergencyContact {
    /// Their name.
    pub name: String,
    /// Their phone number.
    pub phone: String,
    /// Who they are to the resident.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

/// A resident's own vehicle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResidentVehicle {
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
    /// Model year.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub year: Option<u32>,
    /// Colour.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The tag that opens the garage; on one resident's profile only (SPEC 2.2).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub car_tag: Option<String>,
}

/// A member of staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manager {
    /// Unique among managers.
    pub id: String,
    /// Given name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Id of the suite that they are assigned to.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub suite: Option<String>,
}
