//! The rules for browsers and Node, below the JavaScript of the npm package `@vestibule/rules`.
//!
//! There is one function for each question. A building or a session is a number here, so that nothing of Rust's can be
//! held wrongly on the other side; what a question needs besides texts and numbers comes as JSON text, and so does every
//! answer. That is one crossing each way, with the places of errors for free, and no other reader of values than the
//! one that the core's documents have.
//!
//! An error is thrown as the JSON text of its code, path and detail. Anything else that is thrown is a fault of this
//! module, after which the JavaScript side makes no further call to it.
//!
//! This crate is no public interface: the package's JavaScript checks types and sizes before it calls.
#![forbid(unsafe_code)]

mod answer;
mod asked;
pub mod console;
pub mod questions;
mod store;

pub use answer::Thrown;
use answer::{Refused, json};
use asked::{entropy, instant};
use vestibule::document::{CheckIn, from_json};
use vestibule::{Building, Document, Error, ErrorCode, ZoneRules};
use wasm_bindgen::prelude::wasm_bindgen;

/// Zone rules for buildings in UTC, which need no others: one offset of nothing, as TZif of version 1.
const UTC: &[u8; 54] = b"TZif\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
    \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\0\0\0UTC\0";
const UTC_NAMES: [&str; 2] = ["UTC", "Etc/UTC"];

/// Opens a document. `zone` is the name of the zone rules, empty for that of the document's zone; without `tzif` there
/// are none.
///
/// # Errors
/// Those of the document, as JSON.
#[wasm_bindgen]
pub fn open(document: &str, zone: &str, version: &str, tzif: &[u8]) -> Result<u32, Thrown> {
    let document = Document::from_json(document)?;
    let is_utc = UTC_NAMES.contains(&document.building.zone.as_str());
    let tzif = if tzif.is_empty() && is_utc { UTC } else { tzif };
    if tzif.is_empty() {
        let detail = "there are no rules for this zone: pass them as the second argument";
        return Err(Error::new(ErrorCode::Malformed, "building.zone", detail).into());
    }
    let name = if zone.is_empty() { &document.building.zone } else { zone };
    let rules = ZoneRules::from_tzif(name, version, tzif)
        .map_err(|error| Error::new(ErrorCode::Malformed, "zoneRules", error.to_string()))?;
    Ok(store::add(|number| Ok(Building::open(document, rules)?.with_edition(number.into())))?)
}

/// Closes a building. Its sessions answer with an error from then on.
#[wasm_bindgen]
pub fn close(building: u32) {
    store::remove::<Building>(building);
}

/// The document as it is, with all that was recorded.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn document(building: u32) -> Result<String, Thrown> {
    store::read(building, |building| building.document().to_json().map_err(Refused::from))
}

/// The name and the release of the zone rules.
///
/// # Errors
/// When the building is closed.
#[wasm_bindgen]
pub fn zone(building: u32) -> Result<String, Thrown> {
    #[derive(serde::Serialize)]
    struct Zone<'z> {
        name: &'z str,
        version: &'z str,
    }
    store::read(building, |building: &Building| {
        json(&Zone { name: building.zone().name(), version: building.zone().version() })
    })
}

/// Records a check-in, as a document has it.
///
/// # Errors
/// Those of `Building::record`.
#[wasm_bindgen]
pub fn record(building: u32, check_in: &str) -> Result<String, Thrown> {
    let check_in: CheckIn = from_json(check_in).map_err(|error| error.within("checkIn"))?;
    store::change(building, |building: &mut Building| {
        let recorded = building.record(check_in).map_err(|error| error.within("checkIn"))?;
        json(&vestibule_records::Recorded::from(recorded))
    })
}

/// A free directory code.
///
/// # Errors
/// `exhausted` when none is free.
#[wasm_bindgen]
pub fn free_code(building: u32, high: u32, low: u32, at: f64) -> Result<String, Thrown> {
    let at = instant(at)?;
    store::read(building, |building: &Building| {
        let code = building.free_code(entropy(high, low), &building.now(at));
        code.map_err(|error| Refused::exhausted(&error))
    })
}

/// An entry code that no live invite has.
///
/// # Errors
/// `exhausted` when none is free.
#[wasm_bindgen]
pub fn new_entry_code(building: u32, high: u32, low: u32, at: f64) -> Result<String, Thrown> {
    let at = instant(at)?;
    store::read(building, |building: &Building| {
        let code = building.new_entry_code(entropy(high, low), &building.now(at));
        code.map_err(|error| Refused::exhausted(&error))
    })
}

/// Panics, so that tests can see what the package does then.
#[wasm_bindgen]
#[allow(clippy::panic, reason = "it is what this is for")]
pub fn fail_for_tests() {
    panic!("asked for")
}
