//! Residents as a host meets them: the example export, imported, searched, exported again (SPEC 2).
#![cfg(feature = "tzdb")]
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::collections::BTreeSet;
use vestibule::people::csv::{BadRow, ChangeKind, ColumnMapping, Field};
use vestibule::people::validate::ViolationCode;
use vestibule::{Building, Instant};

const EXPORT: &str = include_str!("../../examples/data/residents-yardi.csv");

/// The building of the example export, with a suite for each unit in it and no residents.
fn tower() -> Building {
    let units: BTreeSet<&str> = EXPORT.lines().skip(1).filter_map(|row| row.split(',').nth(1)).collect();
    let suites: Vec<String> =
        units.iter().map(|unit| format!(r#"{{ "id": "su-{unit}", "number": "{unit}" }}"#)).collect();
    let json = format!(
        r#"{{ "format": "vestibule/1", "settings": {{ "reservedCodes": ["0000", "9999"] }},
            "building": {{ "id": "mtl-1180", "name": "1180", "zone": "America/Toronto", "kind": "condo", "region": "CA" }},
            "suites": [{}] }}"#,
        suites.join(",")
    );
    Building::from_json(&json).unwrap()
}

fn at() -> Instant {
    Instant::parse("2026-05-14T16:00:00Z").unwrap()
}

fn import(building: &Building, csv: &str, mapping: &ColumnMapping) -> Result<Building, Vec<BadRow>> {
    let mut document = building.document().clone();
    building.plan_import(csv.as_bytes(), mapping, 2026, &building.now(at())).apply(&mut document)?;
    Ok(Building::open(document, building.zone().clone()).unwrap())
}

fn imported_tower() -> Building {
    import(&tower(), EXPORT, &ColumnMapping::yardi()).unwrap()
}

#[test]
fn the_example_export_imports_without_a_bad_row() {
    let building = tower();
    let plan = building.plan_import(EXPORT.as_bytes(), &ColumnMapping::yardi(), 2026, &building.now(at()));
    assert_eq!(plan.bad_rows, []);
    assert_eq!(plan.skipped.len(), 2, "applicants");
    assert_eq!(plan.changes.len(), EXPORT.lines().count() - 1 - 2);
    assert!(plan.changes.len() >= 240 && plan.changes.iter().all(|change| change.kind == ChangeKind::Added));
}

#[test]
fn what_was_imported_is_valid_and_imports_again_as_unchanged() {
    let building = imported_tower();
    let now = building.now(at());
    let residents = &building.document().residents;
    assert!(residents.iter().all(|resident| building.validate_resident(resident, &now).is_empty()));
    let codes: BTreeSet<_> = residents.iter().map(|resident| &resident.directory_code).collect();
    assert_eq!(codes.len(), residents.len());
    let again = building.plan_import(EXPORT.as_bytes(), &ColumnMapping::yardi(), 1, &now);
    assert_eq!(again.bad_rows, []);
    let changed: Vec<_> =
        again.changes.iter().filter(|change| change.kind != ChangeKind::Unchanged).collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[test]
fn the_resident_list_survives_a_spreadsheet() {
    let building = imported_tower();
    let csv = building.export_csv();
    assert_eq!(csv.lines().next().unwrap().split(',').count(), Field::OWN.len());
    let formulas = csv.split([',', '\n']).filter(|cell| cell.starts_with(['=', '+', '-', '@']));
    assert_eq!(formulas.count(), 0);
    let copy = import(&tower(), &csv, &ColumnMapping::own()).unwrap();
    assert_eq!(copy.document(), building.document());
}

#[test]
fn staff_find_residents_of_the_example() {
    let building = imported_tower();
    let now = building.now(at());
    let emails = |query: &str| {
        let found = building.staff_search(query, &now).into_iter();
        found.map(|resident| resident.email.clone()).collect::<Vec<_>>()
    };
    let everyone = building.staff_search("", &now);
    assert_eq!(everyone.len(), building.document().residents.len());
    assert_eq!(everyone.first().unwrap().residencies[0].suite, "su-201");
    assert_eq!(everyone.last().unwrap().residencies[0].suite, "su-TH-8");
    let first = everyone.first().unwrap();
    assert_eq!(emails(first.phone.as_deref().unwrap()), [first.email.as_str()]);
    assert_eq!(emails(&first.email), [first.email.as_str()]);
    assert_eq!(emails("201 nobody at all"), [""; 0]);
}

#[test]
fn a_free_code_is_new_and_a_repeated_one_is_seen() {
    let building = imported_tower();
    let now = building.now(at());
    let mut draft = building.document().residents[0].clone();
    draft.id = "re-new".into();
    let found = building.validate_resident(&draft, &now);
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [ViolationCode::Duplicate]);
    draft.directory_code = building.free_code(7, &now).unwrap();
    assert_eq!(building.validate_resident(&draft, &now), []);
    assert_eq!(building.tags(), [""; 0]);
}
