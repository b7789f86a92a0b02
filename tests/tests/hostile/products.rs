//! Long lists that meet: what is asked of each record of one must not look at each record of the other.

use super::{ask, at, now, whole};
use chrono::TimeDelta;
use serde_json::{Value, json};
use vestibule::calendar::{parse_date, parse_wall};
use vestibule::document::{
    Amenity, Approval, Booking, By, CheckIn, CheckInSubject, Document, Holder, Residency, Vehicle,
};
use vestibule::{Building, Instant, ZoneRules};

const MANY: usize = 100_000;

#[test]
fn bookings_and_check_ins_of_one_stay() {
    let bookings = |document: &mut Document| {
        document.bookings = (0..MANY).map(|index| booking(index, "2026-05-13T08:00", 48)).collect();
    };
    // Long ago, so that none covers today, and none gave a plate; then all of them still to come.
    for time in ["2026-01-01T12:00:00Z", "2026-05-14T18:00:01Z"] {
        let building = open(|document| {
            bookings(document);
            document.check_ins = (0..MANY).map(|index| check_in(index, at(time))).collect();
        });
        answers(&building, json!({ "op": "matchBookings", "target": { "resident": "r-1" } }));
        answers(&building, json!({ "op": "searchPermits", "query": "zz" }));
        answers(&building, json!({ "op": "checkPlate", "plate": "zz" }));
    }
}

#[test]
fn bookings_and_residencies_of_one_suite() {
    let building = open(|document| {
        document.bookings = (0..MANY).map(|index| booking(index, "2026-05-14T08:00", 12)).collect();
        document.residents[0].residencies = vec![ended(); MANY];
    });
    answers(&building, json!({ "op": "matchBookings", "target": { "resident": "r-1" } }));
}

#[test]
fn options_and_amenities() {
    let building = open(|document| {
        let amenity = document.amenities[0].clone();
        let others = (0..MANY).map(|index| Amenity { id: format!("a{index}"), ..amenity.clone() });
        document.amenities = others.chain([amenity.clone()]).collect();
        document.bookings = (0..MANY).map(|index| booking(index, "2026-05-14T08:00", 12)).collect();
        for (index, booking) in document.bookings.iter_mut().enumerate() {
            booking.vehicle.plate = Some(format!("P {index}"));
        }
    });
    answers(&building, json!({ "op": "matchBookings", "target": { "resident": "r-1" } }));
}

#[test]
fn words_of_a_name_and_residencies() {
    let building = open(|document| {
        let words: String = (0..MANY).map(|index| format!("aa{index} ")).collect();
        document.residents[0].display.name = Some(words);
        document.residents[0].display.on_entry_system = true;
        document.residents[0].residencies = vec![ended(); MANY];
    });
    answers(&building, json!({ "op": "searchNames", "query": "aa" }));
}

#[test]
fn spaces_of_a_draft_and_their_holders() {
    let building = open(|document| {
        let (suite, resident) = (document.suites[0].clone(), document.residents[0].clone());
        for index in 0..MANY {
            let mut neighbour = resident.clone();
            let mut home = suite.clone();
            home.id = format!("s{index}");
            neighbour.id = format!("r{index}");
            neighbour.residencies = [&suite.id, &home.id]
                .map(|suite| Residency { suite: suite.clone(), move_in: None, move_out: None })
                .into();
            neighbour.spaces = vec![document.spaces[0].id.clone()];
            document.residents.push(neighbour);
            document.suites.push(home);
        }
    });
    let document = building.document();
    let (suite, space) = (&document.suites[0].id, &document.spaces[0].id);
    let draft = json!({ "id": "new", "residencies": [{ "suite": suite }], "spaces": vec![space; MANY] });
    answers(&building, json!({ "op": "validateResident", "resident": draft }));
}

fn open(change: impl Fn(&mut Document)) -> Building {
    let mut document = Document::from_json(&whole().to_string()).unwrap();
    document.check_ins.clear();
    document.bookings.clear();
    change(&mut document);
    Building::open(document, ZoneRules::bundled("America/Toronto").unwrap()).unwrap()
}

/// Asks; where the work grew with the product of the lists, no answer would come while anybody waits for these tests.
fn answers(building: &Building, op: Value) {
    assert!(ask(building, &op, now()).unwrap().is_object(), "{}", op["op"]);
}

fn ended() -> Residency {
    Residency { suite: "s-1".into(), move_in: None, move_out: parse_date("2026-01-01") }
}

fn check_in(index: usize, at: Instant) -> CheckIn {
    CheckIn {
        id: format!("c-{index}"),
        at,
        by: By::Guest,
        subject: CheckInSubject::Booking(format!("b-{index}")),
        vehicle: Vehicle::default(),
    }
}

/// A booking of one space, so that all of them are one stay.
fn booking(index: usize, start: &str, hours: i64) -> Booking {
    let start = parse_wall(start).unwrap();
    Booking {
        id: format!("b-{index}"),
        amenity: "a-1".into(),
        holder: Holder::Resident("r-1".into()),
        suite: "s-1".into(),
        start,
        end: start + TimeDelta::hours(hours),
        approval: Approval::Approved,
        vehicle: Vehicle::default(),
        space: Some("P1".into()),
        guest_name: None,
        created_at: None,
    }
}
