//! The console at the door, as one state machine without any I/O (SPEC 10).
//!
//! The same [`Session`] runs behind a panel's firmware, a web kiosk, a terminal and the tests. It holds where a visitor
//! is and what was typed, asks the rules of the building ([`ConsoleRules`]), and says what to draw and what to do.
//!
//! # The run loop
//!
//! ```text
//! loop {
//!     wait for an input, but no longer than until session.next_deadline();
//!     let effect = session.handle(the input, or Event::Tick, the instant, &rules);
//!     carry out the effect, if there is one;
//!     draw session.screen(&rules);
//! }
//! ```
//!
//! - One input in, at most one [`Effect`] out. It is carried out before the next input is fed; a check-in is recorded,
//!   so that the rules know of it when they are asked again. Nothing is queued.
//! - The session reads no clock. Each input comes with its instant; [`Event::Tick`] is the input when there is none.
//!   When the host's clock is set back no time passes, and nothing takes longer for it.
//! - A [`ScreenView`] writes the texts of a screen one by one, for a host that draws what fits; a [`Screen`] has all of
//!   them. A host draws all of it, part of it, or makes its own from [`ScreenKind`] and [`ChoiceKind`]. Which choice is
//!   marked, how a list scrolls and how a key press is told from a touch are the host's business.
//! - A call is the host's too. The session shows that one was asked for, until the visitor is done or forgotten.
//! - What a visitor was shown is asked for again before anything is done: the answers of the rules may be other ones with
//!   each input. Other *rules*, those of a newer building, have another [edition](ConsoleRules::edition); they are best
//!   put in place while [`Session::may_update`], for at any other time they send the visitor back to the welcome screen.
//!
//! # What it keeps
//!
//! Back at the welcome screen after `settings.idleSeconds` without input, it forgets everything but what protects the
//! building: the searches of the last minutes (below), the wrong entry codes, and the number of the
//! next check-in (SPEC 10.3).
//!
//! A search is what a visitor does to find one name, however many keys that takes: a list is free while the query
//! extends the longest query listed so far, or is a beginning of it. A query that branches off, or that is typed anew,
//! is another search, and so is a dialled directory code, for it shows a name. Without budget the name search is closed
//! until a search is free again; a code still reaches its resident, whose name is then not shown.
//!
//! # Bounds
//!
//! A session is a plain value of less than 4 KB on a 32-bit console, and neither it nor its screens allocate, whatever is
//! typed (SPEC 10.4). A field takes 64 characters, a visitor's way back is at most 16 pages long, a name search lists 64
//! names and says that there are more, and a guest chooses from 32 bookings. Of names, suites and bookings it keeps
//! handles alone; the rules lend their texts when they are drawn, so that a list of suites may be of any length.
//!
//! ```
//! # #[cfg(feature = "tzdb")] fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use vestibule::console::{ConsoleSetup, Event, ScreenKind, Session};
//! use vestibule::document::Language;
//! use vestibule::{Building, Instant};
//!
//! let building = Building::from_json(
//!     r#"{ "format": "vestibule/1", "building": { "id": "maple", "name": "Maple Court", "zone": "America/Toronto",
//!          "kind": "rental" } }"#,
//! )?;
//! let setup = ConsoleSetup { door: "lobby", language: Language::Fr, check_in_prefix: "panel-7-start-12" };
//! let mut session = Session::new(setup, Instant::from_seconds(1_800_000_000), &building)?;
//! let effect = session.handle(Event::Text("marie"), Instant::from_seconds(1_800_000_002), &building);
//! assert_eq!(effect, None);
//! let screen = session.screen(&building);
//! assert_eq!(screen.kind(), ScreenKind::NameSearch);
//! let mut notice = String::new(); // or anything else that text can be written to
//! screen.write_notice(&mut notice)?;
//! assert_eq!(notice, "Personne n’est inscrit sous ce nom.");
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "tzdb"))] fn main() {}
//! ```

mod budget;
mod clock;
mod draw;
mod event;
mod page;
mod parking;
mod rules;
mod screen;
mod session;
mod steps;
mod text;
mod typed;
mod view;
mod visit;

pub use event::{CheckInRecord, Effect, Event, RecordHost, RecordSubject};
pub use rules::{
    Admission, BookingHandle, ConsoleRules, ConsoleSettings, ContactHandle, EntryHandle, GuestHost,
    GuestTarget, MatchFound, NamesFound, Offer, Reached, ResidentHandle, Shown, SuiteHandle, SuiteShown,
};
pub use screen::{Choice, ChoiceKind, Field, FieldKind, Screen, ScreenKind, ScreenView};
pub use session::{ConsoleSetup, Session, SetupError};

#[cfg(all(test, feature = "tzdb"))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
mod tests;
