//! The OpenAPI document says of the records what the core's reader says of them.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use vestibule::document::{self, from_json_by_serde};
use vestibule_server::api::{endpoint, endpoints};

fn openapi() -> Value {
    serde_json::from_str(&endpoint::document(endpoints()).to_json().unwrap()).unwrap()
}

/// The fields that the reader names when it meets one that it does not know.
fn fields_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let Err(error) = from_json_by_serde::<T>(r#"{"no such field":1}"#) else {
        panic!("the reader takes anything")
    };
    let (_, list) = error.detail.split_once("expected one of ").unwrap();
    list.split(", ").map(str::to_owned).collect()
}

/// The fields without which the reader does not take a record, found by giving it one after the other.
fn required_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    let mut record = serde_json::Map::new();
    let mut required = BTreeSet::new();
    while let Err(error) = from_json_by_serde::<T>(&Value::Object(record.clone()).to_string()) {
        match error.code {
            document::ErrorCode::Required => {
                required.insert(error.path.clone());
                record.insert(error.path, json!("text"));
            }
            // A required field of another kind than text: try the kinds that there are.
            _ if required.contains(&error.path) => {
                let kinds = [
                    json!(1),
                    json!([]),
                    json!({ "resident": "r" }),
                    json!({ "app": true }),
                    json!("2026-05-14T12:00"),
                    json!("2026-05-14"),
                    json!("12:00"),
                    json!("2026-05-14T12:00:00Z"),
                    json!("guest"),
                    json!("rental"),
                    json!("parking"),
                    json!("pending"),
                    json!("staff"),
                    json!("suite"),
                    json!("days"),
                    json!("month"),
                ];
                let fits = |kind: &&Value| {
                    let mut tried = record.clone();
                    tried.insert(error.path.clone(), (*kind).clone());
                    let read = from_json_by_serde::<T>(&Value::Object(tried).to_string());
                    read.err().is_none_or(|other| !other.path.starts_with(&error.path))
                };
                let kind = kinds.iter().find(fits).unwrap_or_else(|| panic!("no kind fits {}", error.path));
                record.insert(error.path, kind.clone());
            }
            _ => break,
        }
    }
    required
}

#[test]
fn records_are_as_the_core_reads_them() {
    let openapi = openapi();
    let schemas = &openapi["components"]["schemas"];
    let check = |name: &str, fields: BTreeSet<String>, required: Option<BTreeSet<String>>| {
        let schema = &schemas[name];
        let said: BTreeSet<String> = schema["properties"].as_object().expect(name).keys().cloned().collect();
        assert_eq!(said, fields, "{name}");
        let said =
            schema["required"].as_array().into_iter().flatten().map(|one| one.as_str().unwrap().to_owned());
        if let Some(required) = required {
            assert_eq!(said.collect::<BTreeSet<_>>(), required, "{name}");
        }
    };
    macro_rules! check {
        ($($name:ident)*) => {
            $(check(stringify!($name), fields_of::<document::$name>(), Some(required_of::<document::$name>()));)*
        };
    }
    check! {
        BuildingInfo Suite Door Space Residency Display EmergencyContact ResidentVehicle Manager Amenity Blackout
        WeeklyWindow Booking BookingRequest Vehicle GuestInvite IntercomContact SearchBudget Retention Settings
    }
    check("Resident", fields_of::<document::Resident>(), None);
    check("CheckIn", fields_of::<document::CheckIn>(), None);
    check("Quota", fields_of::<document::Quota>(), None);
    check("Document", fields_of::<vestibule::Document>(), None);
}

#[test]
fn every_reference_leads_somewhere() {
    let openapi = openapi();
    assert_eq!(openapi["openapi"], "3.1.0");
    let schemas = openapi["components"]["schemas"].as_object().unwrap();
    let text = openapi.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
    assert_eq!(
        openapi["paths"]
            .as_object()
            .unwrap()
            .values()
            .map(|item| item.as_object().unwrap().len())
            .sum::<usize>(),
        endpoints().len()
    );
}
