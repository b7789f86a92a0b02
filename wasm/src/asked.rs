//! What calls are made with, read strictly.

use crate::answer::Refused;
use chrono::NaiveDateTime;
use vestibule::access::Who;
use vestibule::document::{By, CreatedBy, Host, Language, Vehicle};
use vestibule::{Instant, asked};

asked! {
    pub(crate) struct CheckedIn {
        pub(crate) booking: String = "booking",
        pub(crate) vehicle: Vehicle = "vehicle" or Vehicle::default(),
        pub(crate) by: By = "by",
    }
}

asked! {
    pub(crate) struct WalkedIn {
        pub(crate) host: Host = "host",
        pub(crate) vehicle: Vehicle = "vehicle",
    }
}

asked! {
    pub(crate) struct Invited {
        pub(crate) resident: String = "resident",
        pub(crate) by: CreatedBy = "by",
        pub(crate) starts_at: NaiveDateTime = "startsAt",
    }
}

asked! {
    pub(crate) struct Entered {
        pub(crate) who: Who = "who",
        pub(crate) door: String = "door",
    }
}

asked! {
    pub(crate) struct Setup {
        pub(crate) door: String = "door",
        pub(crate) language: Language = "language",
        pub(crate) check_in_prefix: String = "checkInPrefix",
    }
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
