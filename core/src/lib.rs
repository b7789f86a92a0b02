//! Rules for the front door of apartment and condo buildings: who a visitor finds at the entry console, whether a guest
//! may park, which doors open, and what staff see of all that.
//!
//! # The contract
//!
//! Every rule is a pure function of a **document** (everything about one building), an **instant** and a **request**.
//! The library reads no clock, no file, no environment and no randomness, opens no socket, and keeps nothing between two
//! calls but what the caller holds. So the same question has the same answer, byte for byte, on a panel, in a phone, in
//! a browser and on a server, today and when it is replayed years later.
//!
//! - *Time* comes in as an [`Instant`]; [`Building::now`] turns it into a [`Now`], the building's clocks at that instant.
//! - *Zone rules* are data. [`ZoneRules::from_tzif`] reads them from TZif bytes, so a government's change needs no new
//!   build; with the feature `tzdb` (on by default) `ZoneRules::bundled` has a current database compiled in.
//! - *Entropy* for directory codes and entry codes is an argument.
//! - *Answers* are plain records, and nothing is changed behind the caller's back. An accepted check-in says what was
//!   checked in, when and until which day; the host makes the record of it, keeps it, and lets an open building know by
//!   [`Building::record`]. An erasure gives a new document.
//! - *Any input is taken*: it is refused with an [`Error`] that names the place and never the person, or it gets an
//!   answer whose size the settings bound. Nothing panics.
//!
//! The crate is `#![no_std]`, needs an allocator, and has no unsafe code.
//!
//! # An example
//!
//! A guest of Lena's arrives by car, in the early evening in Vancouver.
//!
//! ```
//! # #[cfg(feature = "tzdb")]
//! # fn main() -> Result<(), vestibule::Error> {
//! use vestibule::document::{By, Vehicle};
//! use vestibule::parking::check_in::CheckInAnswer;
//! use vestibule::parking::matching::{Match, Target};
//! use vestibule::{Building, Instant};
//!
//! let building = Building::from_json(r#"{
//!     "format": "vestibule/1",
//!     "building": { "id": "b", "name": "Harbour View", "zone": "America/Vancouver", "kind": "rental" },
//!     "suites": [{ "id": "a", "number": "1208" }],
//!     "residents": [{ "id": "lena", "firstName": "Lena", "email": "lena@example.org", "directoryCode": "5501",
//!                     "residencies": [{ "suite": "a" }] }],
//!     "amenities": [{ "id": "visitor", "name": "Visitor parking", "capacity": 2, "requiredFields": ["plate"] }],
//!     "bookings": [{ "id": "n1", "amenity": "visitor", "holder": { "resident": "lena" }, "suite": "a",
//!                    "start": "2026-05-14T18:00", "end": "2026-05-16T10:00", "approval": "approved",
//!                    "vehicle": { "plate": "RT5 80K" } }]
//! }"#)?;
//! let now = building.now(Instant::from_seconds(1_778_808_600)); // 2026-05-14, 18:30 on the wall
//!
//! let answer = building.match_bookings(&Target::Resident("lena".into()), &now)?;
//! let Match::Options { options, .. } = answer else { panic!("Lena has booked") };
//! assert_eq!(options[0].vehicle.plate.as_deref(), Some("•••80K")); // a plate is nobody else's business
//! assert_eq!(options[0].through.to_string(), "2026-05-16");
//!
//! let answer = building.check_in(&options[0].booking, &Vehicle::default(), &By::Guest, &now);
//! assert!(matches!(answer, CheckInAnswer::CheckedIn { .. }));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "tzdb"))]
//! # fn main() {}
//! ```
//!
//! # A map
//!
//! `SPEC` and a number name a rule of the [rule book](spec); each module has one chapter of it.
//!
//! | module | what it decides | SPEC |
//! |---|---|---|
//! | [`calendar`] | instants, days, wall time, zone rules, weekly hours | 1 |
//! | [`document`] | the records of a building, reading them strictly, checking them whole | 1, 2 |
//! | [`people`] | is a profile valid, who lives here, directory codes, staff search, lists in CSV | 2 |
//! | [`directory`] | what names, suites and codes a visitor finds, and nothing beyond | 3 |
//! | [`parking`] | may I book, what is a guest offered, checking in, permits, the board, a plate | 4 to 6, 8 |
//! | [`intercom`] | whom "Call management" calls now | 7 |
//! | [`access`] | which doors open to whom, guest invites, entry codes | 9 |
//! | [`console`] | a visitor's whole visit as one state machine, in English and French | 10 |
//! | [`image`] | a building for its consoles, as one signed block of bytes that is read in place | 11 |
//! | [`outbox`] | what happened at a console, until the server has it | 11.3 |
//! | [`privacy`] | which personal data is due for erasure, and erasing it | 12 |
//!
//! The rules are functions over the fewest inputs that they need, so that a server can call them on rows.
//! [`Building`] composes them over a document: opened once, asked many times.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod access;
mod building;
pub mod calendar;
mod checksum;
pub mod console;
pub mod directory;
pub mod document;
pub mod image;
pub mod intercom;
pub mod outbox;
mod packed;
pub mod parking;
pub mod people;
pub mod privacy;
mod table;

#[doc = include_str!("../SPEC.md")]
pub mod spec {}

/// Dates and wall times in requests and answers are this crate's; through here they are of the right version.
pub use chrono;

pub use building::{Building, Put};
pub use calendar::{Instant, Now, ZoneRules};
pub use document::{Document, Error, ErrorCode};

/// The examples of the README, compiled and run with the other documentation tests.
#[cfg(all(doctest, feature = "tzdb"))]
#[doc = include_str!("../../README.md")]
struct Readme;
