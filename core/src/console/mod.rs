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
//!     draw session.screen();
//! }
//! ```
//!
//! - One input in, at most one [`Effect`] out. It is carried out before the next input is fed; a check-in is recorded,
//!   so that the rules know of it when they are asked again. Nothing is queued.
//! - The session reads no clock. Each input comes with its instant; [`Event::Tick`] is the input when there is none.
//!   When the host's clock is set back no time passes, and nothing takes longer for it.
//! - A [`Screen`] is data: a host draws all of it, part of it, or makes its own from [`ScreenKind`] and [`ChoiceKind`].
//!   Which choice is marked, how a list scrolls and how a key press is told from a touch are the host's business.
//! - A call is the host's too. The session shows that one was asked for, until the visitor is done or forgotten.
//! - The rules may be other ones with each input: what a visitor was shown is asked for again before anything is done.
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
//! A field takes 64 characters, a visitor's way back is at most 16 pages long, and a screen is as long as the rules'
//! answer to one question: no sequence of inputs makes the session grow (SPEC 10.4).
//!
//! ```
//! # #[cfg(feature = "tzdb")] fn main() -> Result<(), vestibule::Error> {
//! use vestibule::console::{ConsoleSetup, Event, ScreenKind, Session};
//! use vestibule::document::Language;
//! use vestibule::{Building, Instant};
//!
//! let building = Building::from_json(
//!     r#"{ "format": "vestibule/1", "building": { "id": "maple", "name": "Maple Court", "zone": "America/Toronto",
//!          "kind": "rental" } }"#,
//! )?;
//! let setup = ConsoleSetup { door: "lobby".into(), language: Language::Fr, check_in_prefix: "panel-7-start-12".into() };
//! let mut session = Session::new(setup, Instant::from_seconds(1_800_000_000), &building);
//! let effect = session.handle(Event::Text("marie"), Instant::from_seconds(1_800_000_002), &building);
//! assert_eq!((effect, session.screen().kind), (None, ScreenKind::NameSearch));
//! assert_eq!(session.screen().notice.as_deref(), Some("Personne n’est inscrit sous ce nom."));
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

pub use event::{Effect, Event};
pub use rules::{ConsoleRules, Reached, SuiteHit};
pub use screen::{Choice, ChoiceKind, Field, Screen, ScreenKind};
pub use session::{ConsoleSetup, Session};

#[cfg(all(test, feature = "tzdb"))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
mod tests;
