//! Bad input: every public entry answers it with a precise error or a bounded answer, and no error says what is in a
//! document.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod documents;
mod errors;
mod products;
mod sizes;
mod zones;

use serde_json::{Map, Value, json};
use vestibule::document::Vehicle;
use vestibule::{Building, Error, ErrorCode, Instant};
use vestibule_tests::call::call;

const TEN_MEGABYTES: usize = 10_000_000;

/// A document with every kind of record and every optional field.
fn whole() -> Value {
    serde_json::from_str(include_str!("whole.json")).unwrap()
}

/// The whole document with one value changed, by JSON pointer.
fn with(pointer: &str, value: Value) -> String {
    let mut document = whole();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.insert(key.into(), value)),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer} has no place"),
    }
    document.to_string()
}

fn refusal(text: &str) -> (ErrorCode, String) {
    let error = Building::from_json(text).map(|_| ()).unwrap_err();
    (error.code, error.path)
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn now() -> Instant {
    at("2026-05-14T18:00:00Z")
}

fn ask(building: &Building, op: &Value, now: Instant) -> Result<Value, Error> {
    let op: &Map<String, Value> = op.as_object().unwrap();
    call(building, op, &building.now(now))
}

/// Every call that takes text from outside, with this text in every place.
fn calls_with(text: &str) -> Vec<Value> {
    let vehicle = json!({ "plate": text, "region": text, "make": text, "model": text, "color": text });
    let request = |holder: Value| json!({ "amenity": "a-1", "holder": holder, "suite": "s-1", "start": "2026-05-20T10:00", "end": "2026-05-20T12:00", "vehicle": vehicle, "space": text, "guestName": text });
    let mut calls = vec![
        json!({ "op": "dialCode", "code": text }),
        json!({ "op": "matchPlate", "plate": text, "region": text }),
        json!({ "op": "checkPlate", "plate": text, "region": text }),
        json!({ "op": "checkIn", "booking": text, "by": "guest" }),
        json!({ "op": "checkIn", "booking": "b-1", "vehicle": vehicle, "by": { "staff": text } }),
        json!({ "op": "walkIn", "host": { "visitor": true }, "vehicle": vehicle }),
        json!({ "op": "requestBooking", "request": request(json!({ "resident": "r-1" })) }),
        json!({ "op": "enterCode", "code": text, "door": "d-1" }),
        json!({ "op": "validateResident", "resident": {
            "id": text, "firstName": text, "lastName": text, "email": text, "phone": text, "directoryCode": text, "notes": text,
            "residencies": [{ "suite": text }], "tags": [text], "display": { "name": text, "callNumber": text },
            "emergencyContacts": [{ "name": text, "phone": text }], "spaces": [text], "doors": [text], "vehicles": [{ "plate": text, "carTag": text }]
        } }),
    ];
    for op in ["searchNames", "searchSuites", "staffSearch", "searchPermits"] {
        calls.push(json!({ "op": op, "query": text }));
    }
    calls
}

/// The calls that name a record, with an id that none has, and the path at which they say so.
fn calls_of_unknown(id: &str) -> Vec<(Value, &'static str)> {
    let times = ("2026-05-20T10:00", "2026-05-20T12:00");
    let request = |amenity: &str, holder: Value, suite: &str| json!({ "op": "requestBooking", "request": { "amenity": amenity, "holder": holder, "suite": suite, "start": times.0, "end": times.1 } });
    vec![
        (json!({ "op": "matchBookings", "target": { "resident": id } }), "target.resident"),
        (json!({ "op": "matchBookings", "target": { "suite": id } }), "target.suite"),
        (json!({ "op": "walkIn", "host": { "resident": id }, "vehicle": {} }), "host.resident"),
        (json!({ "op": "walkIn", "host": { "suite": id }, "vehicle": {} }), "host.suite"),
        (json!({ "op": "permit", "booking": id }), "booking"),
        (json!({ "op": "approve", "booking": id }), "booking"),
        (request(id, json!({ "resident": "r-1" }), "s-1"), "request.amenity"),
        (request("a-1", json!({ "resident": id }), "s-1"), "request.holder.resident"),
        (request("a-1", json!({ "manager": id }), "s-1"), "request.holder.manager"),
        (request("a-1", json!({ "resident": "r-1" }), id), "request.suite"),
        (json!({ "op": "inviteStatus", "invite": id }), "invite"),
        (json!({ "op": "requestInvite", "resident": id, "by": "staff", "startsAt": times.0 }), "resident"),
        (json!({ "op": "enter", "who": { "resident": id }, "door": "d-1" }), "who.resident"),
        (json!({ "op": "enter", "who": { "invite": id }, "door": "d-1" }), "who.invite"),
        (json!({ "op": "enter", "who": { "resident": "r-1" }, "door": id }), "door"),
        (json!({ "op": "enterCode", "code": "1", "door": id }), "door"),
        (json!({ "op": "doors", "resident": id }), "resident"),
    ]
}

fn with_plate(plate: String) -> Vehicle {
    Vehicle { plate: Some(plate), ..Vehicle::default() }
}
