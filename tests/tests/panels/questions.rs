//! Every question that a console asks, put to a building and to a panel of its image.

use super::worlds::{CODES, DOORS, ENTRY_CODES, PLATES, REGIONS, SUITES};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use vestibule::image::Panel;
use vestibule::{Building, Instant};
use vestibule_tests::{call, image};

/// What visitors type.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) names: Vec<String>,
    pub(crate) suites: Vec<String>,
    pub(crate) region: Option<&'static str>,
    pub(crate) make: Option<&'static str>,
}

const WORDS: [&str; 8] = ["Marie-Ève", "Maria", "marie eve", "O'Brien", "obrien", "Tremblay", "Ève", "m"];

/// A name as someone types it who is not sure: whole or begun, with up to two slips.
pub(crate) fn misspelt() -> impl Strategy<Value = String> {
    let words = vec(select(&WORDS[..]), 1..3).prop_map(|words| words.join(" "));
    (words, slips()).prop_map(|(name, slips)| slips.type_name(&name))
}

/// How a name is typed: how much of it, and what goes wrong.
#[derive(Clone, Debug)]
pub(crate) struct Slips {
    cut: Option<Index>,
    slips: Vec<(Index, usize, char)>,
}

pub(crate) fn slips() -> impl Strategy<Value = Slips> {
    let letter = select("abeimrtyzé '0".chars().collect::<Vec<char>>());
    let slips = vec((any::<Index>(), 0..5usize, letter), 0..3);
    (prop::option::of(any::<Index>()), slips).prop_map(|(cut, slips)| Slips { cut, slips })
}

impl Slips {
    pub(crate) fn type_name(&self, name: &str) -> String {
        let mut typed: Vec<char> = name.chars().collect();
        if let Some(cut) = self.cut {
            typed.truncate(cut.index(typed.len() + 1));
        }
        for (at, kind, letter) in &self.slips {
            let at = at.index(typed.len() + 1);
            match kind {
                0 => typed.insert(at, *letter),
                1 if at < typed.len() => typed[at] = *letter,
                2 if at + 1 < typed.len() => typed.swap(at, at + 1),
                3 if at < typed.len() => drop(typed.remove(at)),
                _ => {}
            }
        }
        typed.into_iter().collect()
    }
}

pub(crate) fn typed() -> impl Strategy<Value = Typed> {
    let name = prop_oneof![9 => misspelt(), 1 => any::<String>()];
    let suite = select(vec!["", "1", "10", "10-", "101", "o", "M", " 10 2", "9"]);
    let make = select(vec![None, Some("Kia"), Some(" ")]);
    (vec(name, 6), vec(suite.prop_map(String::from), 2), select(&REGIONS[..]), make)
        .prop_map(|(names, suites, region, make)| Typed { names, suites, region, make })
}

/// All questions about a building.
pub(crate) fn questions(building: &Building, typed: &Typed) -> Vec<Value> {
    let document = building.document();
    let mut calls = vec![json!({ "op": "callManagement" })];
    calls.extend(typed.names.iter().map(|query| json!({ "op": "searchNames", "query": query })));
    calls.extend(typed.suites.iter().map(|query| json!({ "op": "searchSuites", "query": query })));
    let codes = CODES.iter().chain(&["", "9999", "10010"]);
    calls.extend(codes.map(|code| json!({ "op": "dialCode", "code": code })));
    for code in ENTRY_CODES.iter().chain(&["", "424 242", "999999"]) {
        let doors = DOORS.iter().chain(&["nowhere"]);
        calls.extend(doors.map(|door| json!({ "op": "enterCode", "code": code, "door": door })));
    }
    let residents = document.residents.iter().map(|one| json!({ "resident": one.id }));
    let suites = SUITES.iter().chain(&["nowhere"]).map(|id| json!({ "suite": id }));
    let targets: Vec<Value> = residents.chain(suites).collect();
    calls.extend(targets.iter().map(|target| json!({ "op": "matchBookings", "target": target })));
    parking(building, typed, &targets, &mut calls);
    calls
}

fn parking(building: &Building, typed: &Typed, hosts: &[Value], calls: &mut Vec<Value>) {
    for plate in PLATES {
        for op in ["matchPlate", "checkPlate"] {
            let mut call = json!({ "op": op, "plate": plate });
            if let Some(region) = typed.region {
                call["region"] = region.into();
            }
            calls.push(call);
        }
    }
    let vehicle = |plate: &str| {
        let mut vehicle = json!({ "plate": plate, "model": "Rio" });
        for (field, text) in [("region", typed.region), ("make", typed.make)] {
            if let Some(text) = text {
                vehicle[field] = text.into();
            }
        }
        vehicle
    };
    let bookings = building.document().bookings.iter().map(|booking| booking.id.as_str());
    for booking in bookings.chain(["gone"]) {
        calls.push(json!({ "op": "permit", "booking": booking }));
        for by in [json!("guest"), json!({ "staff": "desk" })] {
            let vehicle = vehicle(PLATES[0]);
            calls.push(json!({ "op": "checkIn", "booking": booking, "by": by, "vehicle": vehicle }));
        }
    }
    for host in hosts.iter().chain(&[json!("visitor")]) {
        let walk_in = |plate| json!({ "op": "walkIn", "host": host, "vehicle": vehicle(plate) });
        calls.extend([PLATES[0], PLATES[2], ""].map(walk_in));
    }
}

/// Asks both, and says in which question they differ.
pub(crate) fn difference(
    building: &Building,
    panel: Panel<'_>,
    residents: &[String],
    typed: &Typed,
    at: Instant,
) -> Option<String> {
    let now = building.now(at);
    questions(building, typed).into_iter().find_map(|asked| {
        let question: &Map<String, Value> = asked.as_object().unwrap();
        let expected = call::call(building, question, &now)
            .unwrap_or_else(|error| json!({ "error": error.code.as_str(), "path": error.path }));
        let answered = image::ask(panel, residents, question, at);
        let fits = answered == expected || is_beyond_the_image(panel, residents, question, &expected);
        (!fits).then(|| format!("{asked} at {at:?}:\nbuilding {expected}\nimage    {answered}"))
    })
}

/// Whether a question is about who never lives here on the image's days, or about a booking that is not of these days: then
/// nothing may be expected that lets anyone in.
fn is_beyond_the_image(
    panel: Panel<'_>,
    residents: &[String],
    question: &Map<String, Value>,
    expected: &Value,
) -> bool {
    if let Some(id) = question.get("booking").and_then(Value::as_str) {
        let harmless = match &question["op"] {
            op if op == "checkIn" => expected.get("refused").is_some(),
            _ => expected["status"] != "active",
        };
        return panel.image().booking_by_id(id).is_none() && harmless;
    }
    let person = question.get("target").or(question.get("host")).and_then(|whom| whom.get("resident"));
    person.and_then(Value::as_str).is_some_and(|id| {
        let nothing = expected["answer"] == "noBooking" || expected["answer"] == "walkIn";
        !residents.iter().any(|known| known == id) && (nothing || question["op"] == "walkIn")
    })
}
