//! No error says what is in a document, a call or a file: it may be somebody's name.

use super::{TEN_MEGABYTES, ask, calls_of_unknown, calls_with, now, whole, with, with_plate};
use serde_json::{Value, json};
use vestibule::document::{By, CheckIn, CheckInSubject, Host, resident_draft};
use vestibule::people::csv::ColumnMapping;
use vestibule::privacy::{Due, DueKind, erase};
use vestibule::{Building, Error, ErrorCode, Instant, ZoneRules};

/// A text that would be personal data.
const MARKER: &str = "Zyxqwv";

#[test]
fn no_error_quotes_a_value_of_a_document() {
    let mut all = Vec::new();
    places(&whole(), "", &mut all);
    let mut refused = 0;
    for place in &all {
        for value in [
            json!(MARKER),
            json!([MARKER]),
            json!({ "id": MARKER }),
            json!({ "x": MARKER }),
            json!(null),
            json!([{ "id": MARKER }, { "id": MARKER }]),
        ] {
            // Where a marker alone is right, a fault elsewhere must not bring it up.
            for text in [
                with(place, value.clone()),
                with(place, value.clone()).replace("\"b-1\"", "\"b-9\""),
                with(place, value)[1..].to_owned(),
            ] {
                if let Err(error) = Building::from_json(&text) {
                    refused += 1;
                    quotes_nothing(&error);
                }
                if let Err(error) = resident_draft(&text) {
                    quotes_nothing(&error);
                }
            }
        }
    }
    assert!(refused > all.len() * 6, "only {refused} refusals of {} places", all.len());
}

#[test]
fn no_error_quotes_a_value_of_a_call() {
    let building = Building::from_json(&whole().to_string()).unwrap();
    for (op, path) in calls_of_unknown(MARKER) {
        let error = ask(&building, &op, now()).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Unknown, path));
        quotes_nothing(&error);
    }
    let subjects =
        [CheckInSubject::Booking(MARKER.into()), CheckInSubject::WalkIn(Host::Suite(MARKER.into()))];
    for subject in subjects {
        let check_in = CheckIn {
            id: MARKER.into(),
            at: now(),
            by: By::Staff(MARKER.into()),
            subject,
            vehicle: with_plate(MARKER.into()),
        };
        quotes_nothing(&building.clone().record(check_in).unwrap_err());
    }
    let draft = calls_with(MARKER).into_iter().find(|op| op["op"] == "validateResident").unwrap();
    let violations = ask(&building, &draft, now()).unwrap();
    assert!(violations["violations"].as_array().unwrap().len() > 5);
    assert!(!violations.to_string().contains(MARKER));
    let due = Due { kind: DueKind::Resident, id: MARKER.into() };
    quotes_nothing(&erase(building.document().clone(), &[due]).unwrap_err());
    let zone = ZoneRules::bundled(MARKER).unwrap_err();
    assert!(!format!("{zone} {zone:?}").contains(MARKER));
}

#[test]
fn no_bad_row_quotes_a_cell_and_no_file_is_too_strange() {
    let building = Building::from_json(&whole().to_string()).unwrap();
    let plan = |file: &[u8]| building.plan_import(file, &ColumnMapping::own(), 7, &building.now(now()));
    let export = building.export_csv();
    let mut rows: Vec<String> = export.lines().map(String::from).collect();
    let columns = rows[0].split(',').count();
    rows.push(vec![MARKER; columns].join(","));
    rows.push(MARKER.into());
    rows.push(format!("\"{MARKER}"));
    let bad = plan(rows.join("\r\n").as_bytes()).bad_rows;
    assert!(bad.len() > 3, "{bad:?}");
    assert!(!format!("{bad:?}").contains(MARKER), "{bad:?}");
    let long = "a,".repeat(5_000_000);
    let quotes = "\"".repeat(TEN_MEGABYTES + 1);
    let lines = format!("id,email\n{}", "x\n".repeat(2_000_000));
    for file in [
        &b""[..],
        b"\xff\xfe\x00",
        b"\0\0\0",
        long.as_bytes(),
        quotes.as_bytes(),
        lines.as_bytes(),
        &[0xEF, 0xBB, 0xBF],
    ] {
        assert!(!plan(file).bad_rows.is_empty());
    }
}

/// Every place in a document, as a JSON pointer.
fn places(value: &Value, place: &str, out: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let place = format!("{place}/{key}");
        places(child, &place, out);
        out.push(place);
    }
}

fn quotes_nothing(error: &Error) {
    let said = format!("{error} {error:?}");
    assert!(!said.contains(MARKER), "{said}");
    assert!(!error.detail.is_empty());
}

#[test]
fn a_check_in_that_no_document_can_hold_is_not_recorded() {
    let mut building = Building::from_json(&whole().to_string()).unwrap();
    for at in [i64::MIN, -1, 7_258_118_400_000, i64::MAX] {
        let check_in = CheckIn {
            id: "late".into(),
            at: Instant::from_millis(at),
            by: By::Guest,
            subject: CheckInSubject::WalkIn(Host::Visitor),
            vehicle: with_plate("BUS 180".into()),
        };
        let error = building.record(check_in).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Malformed, "at"));
    }
    assert!(building.document().to_json().is_ok());
}
