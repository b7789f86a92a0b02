//! Residents: their profiles, residencies, directory codes, and how staff find them (SPEC 2).

pub mod residency;
