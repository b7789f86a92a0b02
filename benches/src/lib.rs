//! What the benches measure with: buildings made from a seed, the same on every machine.

pub mod buildings;
pub mod documents;
pub mod floor;
pub mod panels;
