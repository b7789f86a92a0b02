//! Reading and writing documents (SPEC 1.7).

use super::config;
use super::worlds::world;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use vestibule::document::{Document, resident_draft};
use vestibule::{Building, Error, ErrorCode};

/// Opens whatever text; a refusal says where, in a path that is of the document.
fn open(text: &str) -> Result<(), TestCaseError> {
    let _ = resident_draft(text);
    match Building::from_json(text) {
        Ok(building) => {
            let written = building.document().to_json().unwrap();
            prop_assert_eq!(&Document::from_json(&written).unwrap(), building.document());
        }
        Err(Error { path, detail, .. }) => {
            prop_assert!(!detail.is_empty() && !path.starts_with('.'), "{} {}", path, detail)
        }
    }
    Ok(())
}

/// A value that a field may hold by mistake or by malice.
fn intruder() -> impl Strategy<Value = Value> {
    let values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(4_294_967_296_u64),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("\u{0}\u{202e}"),
        json!("2026-02-30"),
        json!("9999-12-31T23:59"),
        json!("0001-01-01"),
        json!("24:00"),
        json!([]),
        json!([null]),
        json!({}),
        json!({ "rental": null }),
        json!({ "resident": "r-1", "manager": "g-1" }),
        json!("r-1"),
        json!("b-15"),
    ];
    prop_oneof![8 => select(values), 1 => any::<String>().prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from)]
}

/// Every place in a document, as a way of keys and positions.
fn places(value: &Value, way: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    out.push(way.clone());
    let children: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        way.push(key);
        places(child, way, out);
        way.pop();
    }
}

fn all_places(document: &Value) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    places(document, &mut Vec::new(), &mut out);
    out
}

fn pointer(way: &[String]) -> String {
    way.iter().map(|key| format!("/{key}")).collect()
}

/// A way as an error's path has it.
fn path(way: &[String]) -> String {
    let mut path = String::new();
    for key in way {
        match key.parse::<usize>() {
            Ok(index) => path.push_str(&format!("[{index}]")),
            Err(_) if path.is_empty() => path.push_str(key),
            Err(_) => path.push_str(&format!(".{key}")),
        }
    }
    path
}

proptest! {
    #![proptest_config(config(600))]

    /// Any text at all is refused or read; nothing panics.
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), json in "[\\[\\]{}\",:0-9a-z\\\\ue.+-]{0,60}") {
        open(&text)?;
        open(&json)?;
    }

    /// A document that is cut anywhere is refused as no JSON.
    #[test]
    fn a_cut_document_is_refused(world in world(), at in any::<Index>()) {
        let text = world.document.to_json().unwrap();
        let cut = text.floor_char_boundary(at.index(text.len()));
        let error = Document::from_json(&text[..cut]).unwrap_err();
        prop_assert_eq!((error.code, error.path.as_str()), (ErrorCode::Malformed, ""));
    }

    /// A document with some bytes changed is refused or read; nothing panics.
    #[test]
    fn changed_bytes_are_read_or_refused(world in world(), changes in vec((any::<Index>(), any::<u8>()), 1..4)) {
        let mut bytes = world.document.to_json().unwrap().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        open(&String::from_utf8_lossy(&bytes))?;
    }

    /// A document with some values replaced, removed or added is refused or read; what is read can be asked everything.
    #[test]
    fn changed_values_are_read_or_refused(world in world(), changes in vec((any::<Index>(), intruder(), 0..3u8), 1..3)) {
        let mut document: Value = serde_json::to_value(&world.document).unwrap();
        for (at, value, how) in changes {
            let places = all_places(&document);
            let way: &Vec<String> = at.get(&places);
            let place = document.pointer_mut(&pointer(way)).unwrap();
            match (place, how) {
                (Value::Object(fields), 0) => drop(fields.insert("x".into(), value)),
                (Value::Object(fields), 1) => {
                    let key = fields.keys().next().cloned();
                    key.map(|key| fields.remove(&key));
                }
                (Value::Array(items), 0) => items.push(value),
                (Value::Array(items), 1) => items.extend(items.first().cloned()),
                (place, _) => *place = value,
            }
        }
        let text = document.to_string();
        open(&text)?;
        if let Ok(building) = Building::from_json(&text) {
            for call in [json!({ "op": "board", "tab": "today" }), json!({ "op": "searchPermits", "query": "m" }), json!({ "op": "staffSearch", "query": "m" })] {
                prop_assert!(super::ask(&building, &call, world.now).get("error").is_none());
            }
        }
    }

    /// A document that is written and read again is equal, and so is the building that it opens.
    #[test]
    fn a_written_document_reads_back_equal(world in world()) {
        let text = world.document.to_json().unwrap();
        let read = Document::from_json(&text).unwrap();
        prop_assert_eq!(&read, &world.document);
        prop_assert_eq!(read.to_json().unwrap(), text);
        prop_assert!(Building::from_json(&world.document.to_json().unwrap()).is_ok());
    }

    /// A record is an object: its fields in an array, in order, are refused at its place.
    #[test]
    fn an_array_is_no_record(world in world(), at in any::<Index>()) {
        let mut document: Value = serde_json::to_value(&world.document).unwrap();
        let mut places = all_places(&document);
        places.retain(|way| document.pointer(&pointer(way)).is_some_and(Value::is_object));
        let way = at.get(&places).clone();
        let place = document.pointer_mut(&pointer(&way)).unwrap();
        let fields: Map<String, Value> = place.as_object().unwrap().clone();
        *place = fields.into_iter().map(|(_, value)| value).collect();
        let error = Document::from_json(&document.to_string()).unwrap_err();
        prop_assert_eq!((error.code, error.path), (ErrorCode::Malformed, path(&way)));
    }

    /// A word is text: an object with the word as its key is refused at its place.
    #[test]
    fn an_object_is_no_word(world in world(), at in any::<Index>(), full in any::<bool>()) {
        let mut document: Value = serde_json::to_value(&world.document).unwrap();
        let mut places = all_places(&document);
        places.retain(|way| document.pointer(&pointer(way)).is_some_and(Value::is_string));
        let way = at.get(&places).clone();
        let place = document.pointer_mut(&pointer(&way)).unwrap();
        let word = place.as_str().unwrap().to_owned();
        *place = json!({ word: if full { json!({}) } else { json!(null) } });
        let error = Document::from_json(&document.to_string()).unwrap_err();
        // Where an object may stand (`by`, a quota's period), its key is what is wrong.
        let at = path(&way);
        prop_assert!(error.code == ErrorCode::Malformed || error.code == ErrorCode::UnknownField, "{:?}", error);
        prop_assert!(error.path.starts_with(&at), "{:?} at {}", error, at);
    }
}
