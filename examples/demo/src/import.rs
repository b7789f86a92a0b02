//! From a property-management export to a building with residents.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use vestibule::document::{BuildingInfo, BuildingKind, Document, Door, Suite, SuiteUse};
use vestibule::people::csv::ColumnMapping;
use vestibule::{Building, Instant, ZoneRules};

const ZONE: &str = "America/Toronto";
/// Ids and directory codes are drawn by it; always the same, so that a demo can be repeated.
const ENTROPY: u64 = 1180;
/// The suite of the managers.
pub(crate) const OFFICE: &str = "office";
/// The door that the console stands at.
pub(crate) const LOBBY: &str = "lobby";

/// A condo building with the suites and residents of an export.
pub(crate) fn import(csv: &[u8], start: Instant) -> Result<Building> {
    let empty = Document {
        building: BuildingInfo {
            id: "maple-court".into(),
            name: "Maple Court".into(),
            zone: ZONE.into(),
            kind: BuildingKind::Condo,
            region: Some("CA".into()),
        },
        suites: suites(csv)?,
        doors: vec![
            Door { id: LOBBY.into(), name: "Lobby".into(), common: true },
            Door { id: "garage".into(), name: "Garage".into(), common: true },
        ],
        ..Document::default()
    };
    let building = open(empty)?;
    let plan = building.plan_import(csv, &ColumnMapping::yardi(), ENTROPY, &building.now(start));
    let mut document = building.document().clone();
    if let Err(bad_rows) = plan.apply(&mut document) {
        let first: Vec<_> = bad_rows.iter().take(10).map(ToString::to_string).collect();
        bail!(
            "the export cannot be imported; {} of {} findings:\n{}",
            first.len(),
            bad_rows.len(),
            first.join("\n")
        );
    }
    ensure!(!document.residents.is_empty(), "the export has no residents");
    open(document)
}

/// Opens a document with the bundled rules of the demo's zone.
pub(crate) fn open(document: Document) -> Result<Building> {
    Ok(Building::open(document, ZoneRules::bundled(ZONE)?)?)
}

/// Every unit of the export as a suite, and one for management. The import wants to find the suites there.
fn suites(csv: &[u8]) -> Result<Vec<Suite>> {
    // Whatever is not in order here is the import's to report, with line and column.
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let unit = reader.byte_headers()?.iter().position(|header| header.trim_ascii() == b"Unit Code");
    let unit = unit.context("the export has no column \"Unit Code\"")?;
    let mut numbers = BTreeSet::new();
    for row in reader.byte_records() {
        let row = row?;
        let number = row.get(unit).and_then(|cell| std::str::from_utf8(cell).ok()).map(str::trim);
        numbers.extend(number.filter(|number| !number.is_empty()).map(str::to_owned));
    }
    let suite = |number| Suite { id: format!("s-{number}"), number, ..Suite::default() };
    let office =
        Suite { id: OFFICE.into(), number: "100".into(), used_for: SuiteUse::Management, doors: vec![] };
    Ok(numbers.into_iter().map(suite).chain([office]).collect())
}
