//! Guest invites, intercom contacts and weekly hours (SPEC 7.2, 9.2).

use super::formats::{date, instant, only_true, present, time, wall, yes};
use crate::calendar::Instant;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// A guest invite (SPEC 9.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuestInvite {
    /// Unique among invites.
    pub id: String,
    /// Id of the resident whose guest it is.
    pub resident: String,
    /// The guest's name.
    pub guest_name: String,
    /// How the guest is reached.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// What opens the doors.
    pub credential: Credential,
    /// From when.
    #[serde(with = "wall")]
    pub starts_at: NaiveDateTime,
    /// Until when; open-ended when left out.
    #[serde(default, with = "wall::option", skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<NaiveDateTime>,
    /// Which doors; the resident's common and suite doors when none is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<String>,
    /// Who made it.
    pub created_by: CreatedBy,
    /// When staff took it back.
    #[serde(default, with = "instant::option", skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
}

/// What a guest opens doors with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CredentialFields", into = "CredentialFields")]
pub enum Credential {
    /// The guest's phone.
    App,
    /// A numeric code, typed at the console.
    EntryCode(String),
}

/// Who made an invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CreatedBy {
    /// The resident.
    Resident,
    /// Staff, on the resident's behalf.
    Staff,
}

/// Someone whom "Call management" may call (SPEC 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntercomContact {
    /// Unique among contacts.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it is in use.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// What is called; never leaves the document towards a guest.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it can be called; always when left out or null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<WeeklyWindow>>,
    /// Dates on which no window opens.
    #[serde(default, with = "date::list", skip_serializing_if = "Vec::is_empty")]
    pub closed_on: Vec<NaiveDate>,
}

/// A window that opens on some days of the week, by the clock on the wall (SPEC 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeeklyWindow {
    /// Days on which it opens.
    pub days: Vec<Weekday>,
    /// When it opens.
    #[serde(with = "time")]
    pub open: NaiveTime,
    /// When it closes: the next day when not after `open`.
    #[serde(with = "time")]
    pub close: NaiveTime,
}

/// A day of the week as the JSON names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
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

/// The keys of a [`Credential`] in JSON, exactly one of which is there.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CredentialFields {
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "Option::is_none")]
    app: Option<bool>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    entry_code: Option<String>,
}

impl TryFrom<CredentialFields> for Credential {
    type Error = &'static str;

    fn try_from(fields: CredentialFields) -> Result<Self, Self::Error> {
        match (fields.app, fields.entry_code) {
            (Some(_), None) => Ok(Self::App),
            (None, Some(code)) => Ok(Self::EntryCode(code)),
            _ => Err("expected one of app and entryCode"),
        }
    }
}

impl From<Credential> for CredentialFields {
    fn from(credential: Credential) -> Self {
        match credential {
            Credential::App => Self { app: Some(true), ..Self::default() },
            Credential::EntryCode(code) => Self { entry_code: Some(code), ..Self::default() },
        }
    }
}
