//! The building document: its records, reading it strictly, and checking it whole.
//!
//! [`Document`] is plain data, one struct per kind of record, named as in the JSON. [`Document::from_json`] reads it and
//! refuses what is unknown, missing or malformed with the path of the place; [`check`](check::check) then looks at what
//! only shows between records: repeated ids, references to nothing, intervals that end before they begin.
//!
//! How a record looks in JSON is said once, in a table where it is defined; [`asked!`](crate::asked) does it for records
//! that are not of the document. [`from_json`] reads them all.

mod access;
mod amenity;
mod booking;
mod building;
mod check;
mod check_in;
mod json;
mod node;
mod nodes;
mod people;
mod read;
mod record;
mod source;
mod strict;
mod values;

pub use access::{CreatedBy, Credential, GuestInvite, IntercomContact, Weekday, WeeklyWindow};
pub use amenity::{Amenity, AmenityKind, ApprovalMode, Blackout, Quota, QuotaPer, QuotaPeriod, QuotaUnit};
pub use booking::{Approval, Booking, BookingRequest, Holder, Vehicle, VehicleField};
pub use building::{
    BuildingInfo, BuildingKind, Door, MatchWindow, Retention, SearchBudget, Settings, Space, SpaceKind,
    Suite, SuiteUse,
};
pub(crate) use check::{Reference, check_booking, check_check_in};
pub use check::{check, check_interval};
pub use check_in::{By, CheckIn, CheckInSubject, Host};
pub use people::{
    Designation, Display, EmergencyContact, Language, Manager, Onboarding, PreferredCommunication, Residency,
    Resident, ResidentVehicle,
};
pub use read::{Error, ErrorCode, from_json, from_json_by_serde, resident_draft};
pub use source::{Fields, Place};
pub use values::{FromJson, LeftOut};

use alloc::string::String;
use alloc::vec::Vec;
use record::{record, words};

words! {
    /// A document's format, checked when it is read.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Format {
        /// The only format so far.
        #[default]
        Version1 = "vestibule/1",
    }
}

record! {
    /// Everything about one building, as its JSON has it.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Document {
        /// Which format this is.
        pub format: Format = "format",
        /// The building itself.
        pub building: BuildingInfo = "building",
        /// What the community has chosen.
        pub settings: Settings = "settings" or Settings::default(),
        /// Suites, residential and management ones.
        pub suites: Vec<Suite> = "suites" if any,
        /// Doors with a lock that the rules decide about.
        pub doors: Vec<Door> = "doors" if any,
        /// Storage and parking spaces that are assigned to residents.
        pub spaces: Vec<Space> = "spaces" if any,
        /// Residents (SPEC 2).
        pub residents: Vec<Resident> = "residents" if any,
        /// Staff who hold bookings for other visitors (SPEC 7.1).
        pub managers: Vec<Manager> = "managers" if any,
        /// Guest-parking amenities (SPEC 4.1).
        pub amenities: Vec<Amenity> = "amenities" if any,
        /// Guest-parking bookings (SPEC 4.2).
        pub bookings: Vec<Booking> = "bookings" if any,
        /// Check-ins to bookings, and walk-ins (SPEC 6).
        pub check_ins: Vec<CheckIn> = "checkIns" if any,
        /// Guest invites (SPEC 9.2).
        pub guest_invites: Vec<GuestInvite> = "guestInvites" if any,
        /// Who "Call management" calls, in listed order (SPEC 7.2).
        pub intercom_contacts: Vec<IntercomContact> = "intercomContacts" if any,
    }
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

/// Texts one after the other, with something between. (What the standard library has for it takes many times the code.)
pub(crate) fn joined(texts: &[&str], between: &str) -> String {
    let mut joined = String::new();
    for (at, text) in texts.iter().enumerate() {
        joined.push_str(if at > 0 { between } else { "" });
        joined.push_str(text);
    }
    joined
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
