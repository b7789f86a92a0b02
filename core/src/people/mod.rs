//! Residents: their profiles, residencies, directory codes, and how staff find them (SPEC 2).
//!
//! - [`validate`](mod@validate) reports everything that is wrong with a profile (2.2); [`phone`] reads phone numbers.
//! - [`code`] gives out directory codes and keeps those of people who left at rest (2.3).
//! - [`residency`] says who lives where, and when (2.4).
//! - [`tags`] compares tags and car tags (2.2, 2.5).
//! - [`search`](mod@search) finds residents for staff (2.6).
//! - [`csv`] writes the resident list for spreadsheets, and reads it and other systems' exports (2.7).

pub mod code;
pub mod csv;
mod email;
pub mod phone;
pub mod residency;
pub mod search;
pub mod tags;
pub(crate) mod tokens;
pub mod validate;
