//! The entry directory: what the panel at the door finds, and what it never gives away (SPEC 3).
//!
//! - [`fold`] reads names, queries, plates and suite numbers as folded tokens (3.2).

pub mod fold;
