//! What calls are made with, read strictly.

use crate::answer::Refused;
use chrono::NaiveDateTime;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use vestibule::Instant;
use vestibule::document::{BookingRequest, By, Host, Vehicle};
use vestibule_records::{CreatedBy, Input, Target, Who};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Booked {
    pub(crate) request: BookingRequest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matched {
    pub(crate) target: Target,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckedIn {
    pub(crate) booking: String,
    #[serde(default)]
    pub(crate) vehicle: Vehicle,
    pub(crate) by: By,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WalkedIn {
    pub(crate) host: Host,
    pub(crate) vehicle: Vehicle,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Invited {
    pub(crate) resident: String,
    pub(crate) by: CreatedBy,
    #[serde(deserialize_with = "wall")]
    pub(crate) starts_at: NaiveDateTime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entered {
    pub(crate) who: Who,
    pub(crate) door: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fed {
    pub(crate) input: Input,
}

fn wall<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDateTime, D::Error> {
    let wall = vestibule::calendar::parse_wall(&String::deserialize(from)?);
    wall.ok_or_else(|| D::Error::custom("expected local time as YYYY-MM-DDTHH:MM, years 1970 to 2199"))
}

/// An instant from milliseconds, of the years that questions can be asked about (SPEC 1.2).
pub(crate) fn instant(millis: f64) -> Result<Instant, Refused> {
    let at = any_instant(millis)?;
    let out_of_range = || Refused::malformed("at", "expected milliseconds of the years 1970 to 2199");
    if at.in_range() { Ok(at) } else { Err(out_of_range()) }
}

/// An instant from milliseconds, whenever it is.
#[allow(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
pub(crate) fn any_instant(millis: f64) -> Result<Instant, Refused> {
    if millis.is_finite() {
        Ok(Instant::from_millis(millis.floor() as i64))
    } else {
        Err(Refused::malformed("at", "expected a number of milliseconds"))
    }
}

/// 64 bits from two halves, because JavaScript's numbers have 53.
pub(crate) fn entropy(high: u32, low: u32) -> u64 {
    (u64::from(high) << 32) | u64::from(low)
}
