//! Conformance vectors through the Rust surface.
//!
//! A file holds one building document and many cases; every surface answers the same cases with the same JSON. [`mod@file`]
//! reads them, [`call`] turns a case's call into a call of the library's typed API, [`answer`] turns the typed answer into
//! JSON, and [`run`] compares.

pub mod answer;
pub mod call;
pub mod drive;
pub mod file;
pub mod image;
pub mod run;
pub mod via_c;
pub mod via_lines;
