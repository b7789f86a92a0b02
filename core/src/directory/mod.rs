//! The entry directory: what the panel at the door finds, and what it never gives away (SPEC 3).
//!
//! Privacy is decided here and nowhere else. Whatever a console can find, it finds through this module, and this module
//! is given only what a console may show: shown names with their codes, suite numbers with their ids. There is no way
//! from an answer to anything else.
//!
//! - [`fold`] reads names, queries, plates and suite numbers as folded tokens (3.2).
//! - [`index`] puts the tokens of the shown names in order, in tables that are read where they lie; [`search`] finds
//!   names in them by prefixes, and with typing errors (3.3 to 3.5).
//! - [`shown_name`] is the name that a console shows (3.1); a [`NameHit`] and a [`Dialled`] are all that it learns.
//! - [`suites`] finds suites by the beginning of their number, and knows their natural order (3.6).

pub mod fold;
pub mod index;
pub mod search;
pub mod suites;

mod best;
mod edits;
mod entry;
pub(crate) mod names;
mod pairing;
mod query;
pub(crate) mod sort;

pub use entry::{Dialled, NameHit, NameSearch, shown_name};
