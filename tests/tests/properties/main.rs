//! Properties that hold in every building, with worlds in which the rules meet (`worlds`).
//!
//! Runs are repeatable: the seed is fixed unless `PROPTEST_RNG_SEED` says otherwise, and `PROPTEST_CASES` asks for more
//! cases. Failures are kept in `tests/tests/proptest-regressions` and tried first from then on.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod check_ins;
mod matching;
mod model;
mod order;
mod permits;
mod privacy;
mod put;
mod reading;
mod requests;
mod worlds;

use proptest::test_runner::{Config, RngSeed};
use serde_json::{Map, Value, json};
use vestibule::{Building, Instant};
use vestibule_tests::call;

/// So many cases with a fixed seed, unless the environment asks for others.
fn config(cases: u32) -> Config {
    let mut config = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = RngSeed::Fixed(20_260_514);
    }
    config
}

/// Makes a call of the conformance format and gives its answer, or its error, as JSON.
fn ask(building: &Building, call: &Value, now: Instant) -> Value {
    let call: &Map<String, Value> = call.as_object().unwrap();
    let answer = call::call(building, call, &building.now(now));
    answer.unwrap_or_else(|error| json!({ "error": error.code.as_str(), "path": error.path }))
}
