//! The building document: its records, reading it strictly, and checking it whole.
//!
//! [`Document`] is plain data, one struct per kind of record, named as in the JSON. [`Document::from_json`] reads it and
//! refuses what is unknown, missing or malformed with the path of the place; [`check`](check::check) then looks at what
//! only shows between records: repeated ids, references to nothing, intervals that end before they begin.

mod access;
mod amenity;
mod booking;
mod building;
mod check;
mod check_in;
mod formats;
mod node;
mod people;
mod read;
mod strict;
#[cfg(feature = "one-reader")]
mod tree;

pub use access::{CreatedBy, Credential, GuestInvite, IntercomContact, Weekday, WeeklyWindow};
pub use amenity::{Amenity, AmenityKind, ApprovalMode, Blackout, Quota, QuotaPer, QuotaPeriod, QuotaUnit};
pub use booking::{Approval, Booking, BookingRequest, Holder, Vehicle, VehicleField};
pub use building::{
    BuildingInfo, BuildingKind, Door, MatchWindow, Retention, SearchBudget, Settings, Space, SpaceKind,
    Suite, SuiteUse,
};
pub use check::{check, check_interval};
pub use check_in::{By, CheckIn, CheckInSubject, Host};
pub use people::{
    Designation, Display, EmergencyContact, Language, Manager, Onboarding, PreferredCommunication, Residency,
    Resident, ResidentVehicle,
};
pub use read::{Error, ErrorCode, from_json, resident_draft};

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A document's format, checked when it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// The only format so far.
    #[default]
    #[serde(rename = "vestibule/1")]
    Version1,
}

/// Everything about one building, as its JSON has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Document {
    /// Which format this is.
    pub format: Format,
    /// The building itself.
    pub building: BuildingInfo,
    /// What the community has chosen.
    #[serde(default)]
    pub settings: Settings,
    /// Suites, residential and management ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suites: Vec<Suite>,
    /// Doors with a lock that the rules decide about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<Door>,
    /// Storage and parking spaces that are assigned to residents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spaces: Vec<Space>,
    /// Residents (SPEC 2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residents: Vec<Resident>,
    /// Staff who hold bookings for other visitors (SPEC 7.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managers: Vec<Manager>,
    /// Guest-parking amenities (SPEC 4.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amenities: Vec<Amenity>,
    /// Guest-parking bookings (SPEC 4.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Booking>,
    /// Check-ins to bookings, and walk-ins (SPEC 6).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check_ins: Vec<CheckIn>,
    /// Guest invites (SPEC 9.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guest_invites: Vec<GuestInvite>,
    /// Who "Call management" calls, in listed order (SPEC 7.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intercom_contacts: Vec<IntercomContact>,
}

impl Document {
    /// Reads a document. Its records are not compared with each other yet: [`Building::open`](crate::Building::open)
    /// or [`check`] does that.
    ///
    /// # Errors
    /// [`Error`] with the path of the first place that is unknown, missing or malformed.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        from_json(text)
    }

    /// Writes a document; reading it again gives an equal one.
    ///
    /// # Errors
    /// [`Error`] when an instant, a date or a time is none that the format can say: out of range, or with seconds.
    pub fn to_json(&self) -> Result<String, Error> {
        read::to_json(self)
    }
}

/// A text field's value as the rules see it: trimmed, and missing when nothing is left (SPEC 1.9).
pub fn filled(text: Option<&str>) -> Option<&str> {
    text.map(trimmed).filter(|text| !text.is_empty())
}

/// A text without the white space at its ends: what [`str::trim`] makes of it, by a list that is shorter than its table.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_white_space)
}

/// Unicode's property White_Space.
fn is_white_space(c: char) -> bool {
    matches!(
        c,
        '\t'..='\r'
            | ' '
            | '\u{85}'
            | '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}'
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn white_space_is_what_unicode_has() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_white_space(c), c.is_whitespace(), "U+{:04X}", u32::from(c));
        }
    }
}
