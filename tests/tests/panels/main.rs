//! What a panel does with the image of a building and its outbox (SPEC 10, 11), for buildings, visitors, power cuts and
//! damage that chance makes up.
//!
//! Runs are repeatable: the seed is fixed unless `PROPTEST_RNG_SEED` says otherwise, and `PROPTEST_CASES` asks for more
//! cases.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod answers;
mod hidden;
mod horizon;
mod kept;
mod power;
mod questions;
mod sessions;
mod splices;
mod through_c;
mod visitors;
#[path = "../properties/worlds.rs"]
#[allow(dead_code, reason = "these worlds are made for other properties, too")]
mod worlds;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use vestibule::document::Document;
use vestibule::{Building, ZoneRules};

/// So many cases with a fixed seed, unless the environment asks for others.
fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(20_261_101);
    }
    config
}

fn open(document: &Document) -> Building {
    let zone = ZoneRules::bundled(&document.building.zone).unwrap();
    Building::open(document.clone(), zone).unwrap()
}
