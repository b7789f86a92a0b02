//! Requests and answers of the rules as plain owned records, shared by every binding to another language.
//!
//! Each answer of the core has its record here, made by `From`. The conversions name every field and every variant, so
//! that a new one in the core does not compile until it has a place in the records; a binding cannot lose it silently.
//!
//! The records are flat: texts, numbers, lists, optional values, enums of words, and enums whose variants have named
//! fields. That is what Swift, Kotlin, Python and TypeScript all have. Dates and wall times are texts as the document
//! writes them; an instant is a number of milliseconds since the Unix epoch.
//!
//! In JSON, fields are in camelCase, a value that is not there is left out, and a record of several forms says which one
//! it is in `kind`, a reason in `code`. A document crosses as its own JSON, and has no record here.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod access;
mod console;
mod directory;
mod parking;
mod people;
mod permits;
mod requests;
mod vehicle;

pub use access::{Denial, Entry, InviteAnswer, InviteDenial, InviteStatus, ManagementContact};
pub use console::{Choice, ChoiceKind, Effect, Field, Input, Screen, ScreenKind, WrongInput};
pub use directory::{Dialled, NameHit, NameSearch, SuiteHit};
pub use parking::{
    ApproveAnswer, BookingOption, BookingViolation, CheckInAnswer, Contact, Match, Recorded, Refusal,
    RequestAnswer, WalkInAnswer,
};
pub use people::ProfileViolation;
pub use permits::{Action, BoardRow, Permit, PermitStatus, PlateAnswer, PlateCheck, Tab, Timer, TimerKind};
pub use requests::{By, CheckIn, CreatedBy, Host, Language, Target, Who};
pub use vehicle::{Vehicle, VehicleField};

use alloc::string::String;
use vestibule::calendar::format_date;

/// An enum of words that mirrors one of the core, with a conversion that names every variant.
macro_rules! words {
    ($(#[$about:meta])* $name:ident = $core:ty { $($variant:ident)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(missing_docs, reason = "the variants are the core's, and said there")]
        pub enum $name {
            $($variant),*
        }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word {
                    $(<$core>::$variant => Self::$variant),*
                }
            }
        }

        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$variant => <$core>::$variant),*
                }
            }
        }
    };
}
pub(crate) use words;

fn date(date: Option<vestibule::chrono::NaiveDate>) -> Option<String> {
    date.map(format_date)
}
