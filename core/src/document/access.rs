//! Guest invites, intercom contacts and weekly hours (SPEC 7.2, 9.2).

use super::record::{record, through_serde, words};
use super::source::Place;
use super::values::{FromJson, True};
use crate::calendar::Instant;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Serialize, Serializer};

record! {
    /// A guest invite (SPEC 9.2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct GuestInvite {
        /// Unique among invites.
        pub id: String = "id",
        /// Id of the resident whose guest it is.
        pub resident: String = "resident",
        /// The guest's name.
        pub guest_name: String = "guestName",
        /// How the guest is reached.
        pub contact: Option<String> = "contact" if any,
        /// What opens the doors.
        pub credential: Credential = "credential",
        /// From when.
        pub starts_at: NaiveDateTime = "startsAt",
        /// Until when; open-ended when left out.
        pub ends_at: Option<NaiveDateTime> = "endsAt" if any,
        /// Which doors; the resident's common and suite doors when none is listed.
        pub doors: Vec<String> = "doors" if any,
        /// Who made it.
        pub created_by: CreatedBy = "createdBy",
        /// When staff took it back.
        pub revoked_at: Option<Instant> = "revokedAt" if any,
    }
}

/// What a guest opens doors with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The guest's phone.
    App,
    /// A numeric code, typed at the console.
    EntryCode(String),
}

words! {
    /// Who made an invite.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum CreatedBy {
        /// The resident.
        Resident = "resident",
        /// Staff, on the resident's behalf.
        Staff = "staff",
    }
}

record! {
    /// Someone whom "Call management" may call (SPEC 7.2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct IntercomContact {
        /// Unique among contacts.
        pub id: String = "id",
        /// For people.
        pub name: String = "name",
        /// Whether it is in use.
        pub enabled: bool = "enabled" or true,
        /// What is called; never leaves the document towards a guest.
        pub number: Option<String> = "number" if any,
        /// When it can be called; always when left out or null.
        pub hours: Option<Vec<WeeklyWindow>> = "hours" if not_null,
        /// Dates on which no window opens.
        pub closed_on: Vec<NaiveDate> = "closedOn" if any,
    }
}

record! {
    /// A window that opens on some days of the week, by the clock on the wall (SPEC 7.2).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct WeeklyWindow {
        /// Days on which it opens.
        pub days: Vec<Weekday> = "days",
        /// When it opens.
        pub open: NaiveTime = "open",
        /// When it closes: the next day when not after `open`.
        pub close: NaiveTime = "close",
    }
}

words! {
    /// A day of the week as the JSON names it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[allow(missing_docs, reason = "the names say it")]
    pub enum Weekday {
        Mon = "mon",
        Tue = "tue",
        Wed = "wed",
        Thu = "thu",
        Fri = "fri",
        Sat = "sat",
        Sun = "sun",
    }
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Mon => Self::Mon,
            Weekday::Tue => Self::Tue,
            Weekday::Wed => Self::Wed,
            Weekday::Thu => Self::Thu,
            Weekday::Fri => Self::Fri,
            Weekday::Sat => Self::Sat,
            Weekday::Sun => Self::Sun,
        }
    }
}

/// In JSON, an object with one key.
impl FromJson for Credential {
    fn read(place: Place<'_>) -> Self {
        let mut keys = place.object(&["app", "entryCode"]);
        match (keys.given(), keys.given()) {
            (Some(app), None) => {
                let True = True::read(app);
                Self::App
            }
            (None, Some(code)) => Self::EntryCode(String::read(code)),
            _ => {
                keys.refuse("expected one of app and entryCode");
                Self::App
            }
        }
    }
}

impl Serialize for Credential {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::App => to.collect_map([("app", true)]),
            Self::EntryCode(code) => to.collect_map([("entryCode", code)]),
        }
    }
}

through_serde!(Credential);
