//! Sizes that no building has: each question is answered, at no length and without the work growing out of proportion.

use super::{TEN_MEGABYTES, ask, at, calls_of_unknown, calls_with, now, whole, with_plate};
use serde_json::json;
use vestibule::calendar::parse_wall;
use vestibule::document::{
    Amenity, Approval, Booking, By, CheckIn, CheckInSubject, Document, GuestInvite, Holder, Suite, Vehicle,
};
use vestibule::parking::check_in::Recorded;
use vestibule::{Building, ErrorCode, ZoneRules};

#[test]
fn ten_megabytes_in_every_call_are_answered() {
    let building = Building::from_json(&whole().to_string()).unwrap();
    let long_of = |part: &str| part.repeat(TEN_MEGABYTES / part.len());
    let different: String = (0..TEN_MEGABYTES / 8).map(|number| format!("{number:07x} ")).collect();
    // One word, many words, many different words, marks that never end, and a letter that folds to eighteen.
    let texts = [
        long_of("q"),
        long_of("a nn "),
        different,
        long_of("\u{301}\u{327}"),
        "\u{FDFA}".repeat(TEN_MEGABYTES / 50),
    ];
    for text in &texts {
        for op in calls_with(text) {
            let answer = ask(&building, &op, now()).unwrap_or_else(|error| panic!("{} {error}", op["op"]));
            assert!(answer.to_string().len() < 10_000, "{} answers at length", op["op"]);
        }
    }
    for (op, path) in calls_of_unknown(&texts[0]) {
        let error = ask(&building, &op, now()).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Unknown, path));
    }
}

#[test]
fn a_hundred_thousand_bookings_on_one_day_are_answered() {
    let vehicles: [fn(usize) -> Vehicle; 4] = [
        |_| with_plate("BUS 180".into()),
        |_| Vehicle::default(),
        |index| with_plate(format!("P {index}")),
        |index| Vehicle { region: Some(format!("R-{index}")), ..with_plate("BUS 180".into()) },
    ];
    for vehicle in vehicles {
        let document = crowd(vehicle);
        let mut building = Building::open(document, ZoneRules::bundled("America/Toronto").unwrap()).unwrap();
        let mut calls = calls_with("BUS 180");
        calls.push(json!({ "op": "matchBookings", "target": { "resident": "r-1" } }));
        calls.push(json!({ "op": "matchBookings", "target": { "suite": "s-1" } }));
        calls.push(json!({ "op": "board", "tab": "today" }));
        calls.push(json!({ "op": "searchPermits", "query": "ann" }));
        // A long query, of words that all begin something, at every one of them.
        calls.push(json!({ "op": "searchPermits", "query": "a an ann anna ".repeat(70_000) }));
        calls.push(json!({ "op": "approve", "booking": "b-0" }));
        calls.push(json!({ "op": "permit", "booking": "b-99999" }));
        for op in calls {
            ask(&building, &op, now()).unwrap();
        }
        assert!(!building.due_for_erasure(&building.now(at("2027-05-14T18:00:00Z"))).is_empty());
        for (id, time) in [("w", "2026-05-14T18:00:00Z"), ("v", "2026-05-14T17:00:00Z")] {
            let subject = CheckInSubject::Booking("b-1".into());
            let check_in =
                CheckIn { id: id.into(), at: at(time), by: By::Guest, subject, vehicle: Vehicle::default() };
            assert!(matches!(building.record(check_in).unwrap(), Recorded::Added { .. }));
        }
    }
}

#[test]
fn every_list_may_be_long() {
    let mut document = Document::from_json(&whole().to_string()).unwrap();
    let many = 100_000;
    document.suites.extend((0..many).map(|index| Suite {
        id: format!("s{index}"),
        number: "1".repeat(index % 50),
        ..Suite::default()
    }));
    document
        .amenities
        .extend((0..many).map(|index| Amenity { id: format!("a{index}"), ..Amenity::default() }));
    let walk_in = document.check_ins[1].clone();
    document.check_ins.extend((0..many).map(|index| CheckIn { id: format!("v{index}"), ..walk_in.clone() }));
    let invite = document.guest_invites[0].clone();
    document
        .guest_invites
        .extend((0..many).map(|index| GuestInvite { id: format!("i{index}"), ..invite.clone() }));
    let blackout = document.amenities[0].blackouts[0];
    document.amenities[0].blackouts = vec![blackout; many];
    let text = document.to_json().unwrap();
    let building = Building::from_json(&text).unwrap();
    for op in calls_with("BUS 180").into_iter().chain(calls_with("424242")) {
        ask(&building, &op, now()).unwrap();
    }
}

/// A hundred thousand bookings of one resident on one day, told apart as `vehicle` says.
fn crowd(vehicle: impl Fn(usize) -> Vehicle) -> Document {
    let start = parse_wall("2026-05-14T08:00").unwrap();
    let booking = |index: usize| Booking {
        id: format!("b-{index}"),
        amenity: "a-1".into(),
        holder: Holder::Resident("r-1".into()),
        suite: "s-1".into(),
        start: start + chrono::TimeDelta::minutes(i64::try_from(index % 300).unwrap()),
        end: start + chrono::TimeDelta::minutes(i64::try_from(600 + index % 300).unwrap()),
        approval: if index.is_multiple_of(10) { Approval::Pending } else { Approval::Approved },
        vehicle: vehicle(index),
        space: None,
        guest_name: Some("Ann Annand".into()),
        created_at: None,
    };
    let mut document = Document::from_json(&whole().to_string()).unwrap();
    document.bookings = (0..100_000).map(booking).collect();
    document.check_ins.retain(|check_in| !matches!(check_in.subject, CheckInSubject::Booking(_)));
    document
}
