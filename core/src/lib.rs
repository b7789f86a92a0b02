//! Rules for the front door of apartment and condo buildings.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod access;
mod building;
pub mod calendar;
pub mod console;
pub mod directory;
pub mod document;
pub mod intercom;
pub mod parking;
pub mod people;
pub mod privacy;

pub use building::Building;
pub use calendar::{Instant, Now, ZoneRules};
pub use document::{Document, Error, ErrorCode};
