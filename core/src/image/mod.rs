//! The console image: a building as its consoles may know it, in one signed block of bytes (SPEC 11).
//!
//! A host writes it from a document ([`Building::console_image`](crate::Building::console_image)) for some days to come.
//! A console opens it once, which checks all of it, and from then on reads it where it lies, in flash or in memory:
//! searching, matching and deciding allocate nothing. [`Panel`] answers a console's questions from an image and the
//! check-ins of its [outbox](crate::outbox).
//!
//! # What is in it
//!
//! - the shown names of those who live here on the image's days, with their codes, and the index to search them;
//! - the codes of hidden residents, and nothing else of them: no name, no initial, no hash;
//! - suites by number and id, doors by id, contacts by id with their hours;
//! - bookings with their vehicles and what decides on them, check-ins, walk-ins with a plate;
//! - entry codes with the times in which they open a door; what the community has chosen; the zone's clock.
//!
//! No phone number, e-mail address, note, legal name behind an override, guest's name or resident's id is. A resident is
//! a number, the place among the codes in ascending order; whom a call is for is told by the directory code, which the
//! host looks up. Times are as they look from within the image's days, so that nobody's date of moving in is in it
//! unless it is among them.
//!
//! # Trust
//!
//! [`Image::open`] takes an image only when it is whole, undamaged, of a format that this version reads, signed by a
//! trusted key, for this building, newer than the one before, and consistent in itself; else it says which of these it is
//! not ([`ImageError`]), and the console keeps the image that it has. [`slots`] says which of two stored images to use.

mod access;
mod check;
mod directory;
mod format;
mod found;
mod panel;
mod parking;
mod read;
mod signature;
pub mod slots;
mod write;

pub use directory::MOST_HITS;
pub use panel::Panel;
pub use parking::PlateFound;
pub use read::{Image, ImageError, Trust};
pub use signature::{SigningKey, VerifyingKey};
pub use write::{ImageSpec, UnsignedImage, WriteError};
