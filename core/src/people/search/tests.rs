use super::*;
use crate::calendar::{Instant, ZoneRules};
use crate::directory::fold::{folded_letters_and_digits, name_tokens};
use crate::document::ResidentVehicle;
use alloc::format;
use alloc::vec;
use proptest::prelude::*;

const DOCUMENT: &str = r#"{
  "format": "vestibule/1",
  "building": { "id": "b", "name": "B", "zone": "America/Toronto", "kind": "rental", "region": "CA" },
  "suites": [{ "id": "s2", "number": "2" }, { "id": "s10", "number": "10" }, { "id": "st", "number": "TH-4" }],
  "residents": [
    { "id": "chef", "firstName": "Zoë", "lastName": "D'Arcy-O'Neil", "email": "zoe@example.org", "phone": "514 555-0123",
      "residencies": [{ "suite": "s10" }], "directoryCode": "4711", "notes": "Allergic to wasps", "tags": ["Council"],
      "display": { "name": "Z. Neil", "callNumber": "+33199001234" } },
    { "id": "old", "lastName": "Bell", "email": "bell@example.com",
      "residencies": [{ "suite": "s10", "moveOut": "2026-01-01" }, { "suite": "s2" }], "directoryCode": "0042",
      "vehicles": [{ "plate": "K47 QDP", "make": "Mazda", "model": "CX-5", "carTag": "A-19", "color": "teal" }],
      "pets": "two budgies" },
    { "id": "town", "firstName": "Ana", "email": "ana@example.com", "residencies": [{ "suite": "st" }],
      "directoryCode": "1234", "externalId": "t0099",
      "emergencyContacts": [{ "name": "Björn", "phone": "+4612345678", "relation": "uncle" }] }
  ]
}"#;

fn ids(document: &Document, query: &str) -> Vec<String> {
    let zone = ZoneRules::bundled("America/Toronto").unwrap();
    let now = Now::new(zone.clock(), Instant::parse("2026-05-20T12:00:00Z").unwrap());
    search(document, query, &now).iter().map(|resident| resident.id.clone()).collect()
}

#[track_caller]
fn expect(query: &str, expected: &[&str]) {
    assert_eq!(ids(&Document::from_json(DOCUMENT).unwrap(), query), expected, "{query}");
}

#[test]
fn any_detail_finds_a_resident() {
    for query in [
        "zoe neil",
        "darcyoneil",
        "o'neil arcy",
        "z. neil",
        "4711",
        "ZOE@EXAMPLE.ORG",
        "counc wasp",
        "allerg",
    ] {
        expect(query, &["chef"]);
    }
    for query in ["mazda", "cx5", "cx 5", "k47qdp", "k47 q", "qdp", "a19", "budg mazda bell", "0042"] {
        expect(query, &["old"]);
    }
    for query in ["ana", "th4", "th-4", "bjorn", "bjo th"] {
        expect(query, &["town"]);
    }
    for query in ["teal", "uncle", "t0099", "rcy", "zoe bell", "example arcy budgies"] {
        expect(query, &[]);
    }
}

#[test]
fn digits_are_found_in_phone_numbers() {
    for query in ["5145550", "(514) 555", "+1 514", "199001", "55-01", "."] {
        let all = ["old", "chef", "town"];
        expect(query, if query == "." { &all } else { &all[1..2] });
    }
    expect("4612345", &["town"]);
    expect("234", &["chef", "town"]);
    expect("123", &["chef", "town"]);
    // Too few digits, or something else beside them: prefixes of tokens only.
    expect("55", &[]);
    expect("514/555", &[]);
}

#[test]
fn residents_come_by_the_suite_they_live_in_now() {
    expect("", &["old", "chef", "town"]);
    expect("10", &["old", "chef"]);
    expect("exam", &["old", "chef", "town"]);
}

#[test]
fn equal_suites_go_by_name_then_id() {
    let mut document = Document::from_json(DOCUMENT).unwrap();
    let template = document.residents[0].clone();
    let names = [
        ("d", None, None),
        ("c", None, Some("b")),
        ("b", Some("É"), None),
        ("a", Some("e"), Some("z")),
        ("0", Some("E"), Some("Z")),
    ];
    document.residents = names
        .iter()
        .map(|(id, last, first)| Resident {
            id: (*id).into(),
            last_name: last.map(String::from),
            first_name: first.map(String::from),
            ..template.clone()
        })
        .rev()
        .collect();
    assert_eq!(ids(&document, ""), ["d", "c", "b", "0", "a"]);
}

#[test]
fn huge_queries_and_profiles_are_answered_in_time() {
    let mut document = Document::from_json(DOCUMENT).unwrap();
    let words: Vec<_> = (0..1_000_000).map(|word| format!("w{word:06x}")).collect();
    document.residents[0].notes = Some(words.join(" "));
    assert_eq!(ids(&document, &words.join("-")), ["chef"]);
    assert_eq!(ids(&document, &"w ".repeat(5_000_000)), ["chef"]);
    assert_eq!(ids(&document, &"5".repeat(10_000_000)), [""; 0]);
    assert_eq!(ids(&document, &"\0\u{202e}".repeat(1_000_000)).len(), 3);
}

/// What the rule says, word by word.
fn model(document: &Document, query: &str) -> Vec<String> {
    let tokens_of = |resident: &Resident| {
        let vehicle = &resident.vehicles[0];
        let number =
            &document.suites.iter().find(|suite| suite.id == resident.residencies[0].suite).unwrap().number;
        let mut tokens = Vec::new();
        for text in
            [&resident.last_name, &resident.notes, &vehicle.plate, &vehicle.make].into_iter().flatten()
        {
            tokens.extend(name_tokens(text));
        }
        tokens.extend(name_tokens(number));
        tokens.extend([number, vehicle.plate.as_ref().unwrap()].map(|text| folded_letters_and_digits(text)));
        tokens
    };
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    let phone = digits.len() >= 3 && query.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    let matches = |resident: &&Resident| {
        let tokens = tokens_of(resident);
        query_tokens(query).iter().all(|query| tokens.iter().any(|token| token.starts_with(query.as_str())))
            || phone && resident.phone.as_ref().unwrap().replace('+', "").contains(&digits)
    };
    let mut found: Vec<_> =
        document.residents.iter().filter(matches).map(|resident| resident.id.clone()).collect();
    found.sort();
    found
}

fn any_resident() -> impl Strategy<Value = Resident> {
    (
        "[ab'é-]{0,5}",
        "[ab1-3 -]{0,8}",
        "[ab12 -]{0,4}",
        "[ab]{0,2}",
        "\\+[123]{8}",
        prop::sample::select(vec!["s2", "s10", "st"]),
    )
        .prop_map(|(name, notes, plate, make, phone, suite)| Resident {
            last_name: Some(name),
            notes: Some(notes),
            phone: Some(phone),
            residencies: vec![crate::document::Residency { suite: suite.into(), ..Default::default() }],
            vehicles: vec![ResidentVehicle { plate: Some(plate), make: Some(make), ..Default::default() }],
            ..Resident::default()
        })
}

proptest! {
    #[test]
    fn finds_what_the_rule_says(residents in prop::collection::vec(any_resident(), 0..12), query in "[ab1-3th' -]{0,6}|[123 +-]{3,6}") {
        let mut document = Document::from_json(DOCUMENT).unwrap();
        document.residents = residents;
        for (index, resident) in document.residents.iter_mut().enumerate() {
            resident.id = format!("{index:02}");
        }
        let in_order = ids(&document, &query);
        let mut found = in_order.clone();
        found.sort();
        prop_assert_eq!(found, model(&document, &query));
        document.residents.reverse();
        prop_assert_eq!(ids(&document, &query), in_order);
    }
}
