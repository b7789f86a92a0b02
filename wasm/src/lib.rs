//! The rules for browsers and Node, below the JavaScript of the npm package `@vestibule/rules`.
//!
//! There is one function for each question. A building or a session is a number here, so that nothing of Rust's can be
//! held wrongly on the other side; what a question needs besides texts and numbers comes as JSON text, with the places of
//! errors for free, and no other reader of values than the one that the core's documents have. That is one crossing each
//! way: every function answers with the place of its answer in memory, which JavaScript reads at once.
//!
//! An answer is a record, or the code, path and detail of an error. Anything that is thrown is a fault of this module, after
//! which the JavaScript side makes no further call to it.
//!
//! This crate is no public interface: the package's JavaScript checks types and sizes before it calls.
#![forbid(unsafe_code)]

mod answer;
mod asked;
pub mod console;
mod nodes;
pub mod questions;
mod store;

use answer::{Refused, told};
use asked::entropy;
use questions::{told_at, told_of};
use vestibule::document::{CheckIn, from_json};
use vestibule::{Building, Document, Error, ErrorCode, ZoneRules};
use wasm_bindgen::prelude::wasm_bindgen;

/// Zone rules for buildings in UTC, which need no others: one offset of nothing, as TZif of version 1.
const UTC: &[u8; 54] = b"TZif\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\0\0\0UTC\0";
const UTC_NAMES: [&str; 2] = ["UTC", "Etc/UTC"];

/// Opens a document; its number. `zone` is the name of the zone rules, empty for that of the document's zone; without
/// `tzif` there are none.
#[wasm_bindgen]
pub fn open(document: &str, zone: &str, version: &str, tzif: &[u8]) -> u32 {
    told(&|answer| {
        let document = Document::from_json(document)?;
        let rules = zone_rules(&document, zone, version, tzif)?;
        answer.with(&store::add(|number| {
            Ok(Box::new(Building::open(document, rules)?.with_edition(number.into())))
        })?)
    })
}

fn zone_rules(document: &Document, zone: &str, version: &str, tzif: &[u8]) -> Result<ZoneRules, Error> {
    let document_zone = document.building.zone.as_str();
    let tzif = if tzif.is_empty() && UTC_NAMES.contains(&document_zone) { UTC } else { tzif };
    if tzif.is_empty() {
        let detail = "there are no rules for this zone: pass them as the second argument";
        return Err(Error::new(ErrorCode::Malformed, "building.zone", detail));
    }
    let name = if zone.is_empty() { document_zone } else { zone };
    ZoneRules::from_tzif(name, version, tzif)
        .map_err(|error| Error::new(ErrorCode::Malformed, "zoneRules", error.to_string()))
}

/// Closes a building. Its sessions answer with an error from then on.
#[wasm_bindgen]
pub fn close(building: u32) -> u32 {
    told(&|answer| {
        store::remove::<Building>(building);
        answer.with(&())
    })
}

/// The document as it is, with all that was recorded.
#[wasm_bindgen]
pub fn document(building: u32) -> u32 {
    told_of(building, &|building, answer| answer.with(building.document()))
}

/// The name and the release of the zone rules.
#[wasm_bindgen]
pub fn zone(building: u32) -> u32 {
    #[derive(serde::Serialize)]
    struct Zone<'z> {
        name: &'z str,
        version: &'z str,
    }
    told_of(building, &|building, answer| {
        answer.with(&Zone { name: building.zone().name(), version: building.zone().version() })
    })
}

/// Records a check-in, as a document has it.
#[wasm_bindgen]
pub fn record(building: u32, check_in: &str) -> u32 {
    told(&|answer| {
        let check_in: CheckIn = from_json(check_in).map_err(|error| error.within("checkIn"))?;
        let recorded = store::kept::<Building>(building)?.record(check_in);
        answer.tell(&recorded.map_err(|error| error.within("checkIn"))?)
    })
}

/// A free directory code; `exhausted` when there is none.
#[wasm_bindgen]
pub fn free_code(building: u32, high: u32, low: u32, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        let code = building.free_code(entropy(high, low), now);
        answer.with(&code.map_err(|error| Refused::exhausted(&error))?)
    })
}

/// An entry code that no live invite has; `exhausted` when there is none.
#[wasm_bindgen]
pub fn new_entry_code(building: u32, high: u32, low: u32, at: f64) -> u32 {
    told_at(building, at, &|building, now, answer| {
        let code = building.new_entry_code(entropy(high, low), now);
        answer.with(&code.map_err(|error| Refused::exhausted(&error))?)
    })
}

/// Panics, so that tests can see what the package does then.
#[wasm_bindgen]
#[allow(clippy::panic, reason = "it is what this is for")]
pub fn fail_for_tests() {
    panic!("asked for")
}
