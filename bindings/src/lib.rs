//! Requests and answers of the rules as plain owned records, shared by every binding to another language; and, with the
//! feature `uniffi`, the library for Swift, Kotlin and Python.
//!
//! Each answer of the core has its record here, made by `From`. The conversions name every field and every variant, so
//! that a new one in the core does not compile until it has a place in the records; a binding cannot lose it silently.
//!
//! The records are flat: texts, numbers, lists, optional values, enums of words, and enums whose variants have named
//! fields. That is what Swift, Kotlin, Python and TypeScript all have.
//!
//! Where answers go as JSON, as from the npm package, they are written as the core has them: [`Told`] says how they look. A
//! document crosses as its own JSON, and has no record here; so does the draft of a resident's profile, which is a part of
//! one.
//!
//! # For Swift, Kotlin and Python
//!
//! There is one object, [`Building`], with synchronous calls; everything else is a record. What can fail answers with the
//! one error, [`VestibuleError`], and so does a panic. [UniFFI](https://docs.rs/uniffi) writes the other languages' sides,
//! because it is what Mozilla ships on phones, and has all three languages from one description; its version is pinned,
//! for both sides must be of one. `cargo xtask generate bindings` builds the library and writes them, so that they fit.
//!
//! Times are records of one field here, and the language's own types there (`uniffi.toml`): an [`Instant`] is a
//! `java.time.Instant`, a `Date`, an aware `datetime`; a [`LocalDate`] and a [`LocalDateTime`] are those of `java.time`, a
//! `date` and a naive `datetime`, and in Swift, which has no such types, texts as the document has them. An instant goes as
//! a count of milliseconds instead of UniFFI's own timestamp, because it is a plain number on its way and takes no buffer.
//!
//! The console's session is for consoles, which have it in C and in JavaScript; it is not offered here.
#![cfg_attr(not(feature = "uniffi"), no_std)]
#![cfg_attr(not(feature = "uniffi"), forbid(unsafe_code))]
#![cfg_attr(feature = "uniffi", allow(unsafe_code, reason = "what UniFFI writes; there is none by hand"))]

extern crate alloc;

mod access;
#[cfg(feature = "uniffi")]
mod building;
mod console;
mod directory;
#[cfg(feature = "uniffi")]
mod error;
mod parking;
mod people;
mod permits;
mod requests;
mod time;
mod told;
mod vehicle;

pub use access::{Denial, Entry, InviteAnswer, InviteDenial, InviteStatus, ManagementContact};
#[cfg(feature = "uniffi")]
pub use building::{Building, Zone, ZoneData};
pub use console::{Effect, Input};
pub use directory::{Dialled, NameHit, NameSearch, SuiteHit};
#[cfg(feature = "uniffi")]
pub use error::{ErrorCode, VestibuleError};
pub use parking::{
    ApproveAnswer, BookingOption, BookingViolation, CheckInAnswer, Contact, Match, Recorded, Refusal,
    RequestAnswer, WalkInAnswer,
};
pub use people::ProfileViolation;
pub use permits::{
    BoardRow, Permit, PermitAction, PermitStatus, PermitTimer, PermitTimerKind, PlateAnswer, PlateCheck, Tab,
};
pub use requests::{BookingRequest, By, CheckIn, CreatedBy, Holder, Host, Target, Who};
pub use time::{Instant, LocalDate, LocalDateTime};
pub use told::{Tell, Told, Word};
pub use vehicle::{Vehicle, VehicleField};

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("vestibule");

/// An enum of words that mirrors one of the core, with a conversion that names every variant.
macro_rules! words {
    ($(#[$about:meta])* $name:ident = $core:ty { $($(#[$said:meta])* $variant:ident)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(missing_docs, reason = "the variants are the core's, and said there")]
        pub enum $name {
            $($(#[$said])* $variant),*
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
