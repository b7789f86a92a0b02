use super::*;
use crate::calendar::{Instant, ZoneRules};
use crate::document::resident_draft;
use alloc::string::ToString;
use alloc::vec;
use proptest::prelude::*;

const DOCUMENT: &str = r#"{
  "format": "vestibule/1",
  "building": { "id": "b", "name": "B", "zone": "America/Toronto", "kind": "rental", "region": "CA" },
  "settings": { "reservedCodes": ["0000", "1000"] },
  "suites": [{ "id": "s1", "number": "1" }, { "id": "s2", "number": "2" }, { "id": "s3", "number": "3" }],
  "doors": [{ "id": "d1", "name": "Gym" }],
  "spaces": [{ "id": "p1", "kind": "parking", "name": "P1" }, { "id": "p2", "kind": "parking", "name": "P2" }],
  "residents": [
    { "id": "a", "firstName": "A", "email": "a@b.c", "residencies": [{ "suite": "s1" }], "directoryCode": "1000",
      "spaces": ["p1"], "vehicles": [{ "carTag": "Tag-ß" }, { "carTag": " " }] },
    { "id": "b", "firstName": "B", "email": "b@b.c", "residencies": [{ "suite": "s2", "moveOut": "2026-05-01" }],
      "directoryCode": "1001", "spaces": ["p2"] }
  ]
}"#;

fn check(draft: &str, now: &str) -> Vec<String> {
    let document = Document::from_json(DOCUMENT).unwrap();
    let zone = ZoneRules::bundled("America/Toronto").unwrap();
    let now = Now::new(zone.clock(), Instant::parse(now).unwrap());
    let found = validate(&resident_draft(draft).unwrap(), &document, &now);
    found.iter().map(|violation| format!("{} {}", violation.path, violation.code.as_str())).collect()
}

/// What is wrong with an otherwise valid draft with these fields.
#[track_caller]
fn expect(fields: &str, expected: &[&str]) {
    expect_at("2026-05-20T12:00:00Z", fields, expected);
}

#[track_caller]
fn expect_at(now: &str, fields: &str, expected: &[&str]) {
    let mut draft: serde_json::Value = serde_json::from_str(
        r#"{ "id": "z", "lastName": "Z", "email": "z@b.c", "directoryCode": "4000", "residencies": [{ "suite": "s1" }] }"#,
    )
    .unwrap();
    let fields: serde_json::Value = serde_json::from_str(fields).unwrap();
    for (key, value) in fields.as_object().unwrap() {
        draft[key] = value.clone();
    }
    assert_eq!(check(&draft.to_string(), now), expected, "{fields}");
}

#[test]
fn a_draft_without_anything_lacks_what_is_required() {
    let expected = [
        "id required",
        "firstName required",
        "email required",
        "residencies required",
        "directoryCode required",
    ];
    assert_eq!(check("{}", "2026-05-20T12:00:00Z"), expected);
    expect(
        r#"{ "id": " ", "lastName": "\u3000", "email": "\t", "residencies": [], "directoryCode": "" }"#,
        &expected,
    );
}

#[test]
fn everything_is_reported_in_order() {
    expect(
        r#"{ "email": "z", "phone": "12", "residencies": [{ "suite": "" }, { "suite": "x", "moveIn": "2026-05-02",
          "moveOut": "2026-05-01" }], "directoryCode": "1000", "display": { "callNumber": "x" }, "designation": "owner",
          "emergencyContacts": [{ "phone": "1" }, { "name": "N", "phone": "" }], "spaces": ["p1", "p9", "p2"],
          "doors": ["d1", "d2"], "vehicles": [{ "carTag": "TAG-SS " }] }"#,
        &[
            "email malformed",
            "phone malformed",
            "residencies[0].suite required",
            "residencies[1].suite unknown",
            "residencies[1].moveOut order",
            "directoryCode duplicate",
            "directoryCode reserved",
            "display.callNumber malformed",
            "designation notAllowed",
            "emergencyContacts[0].name required",
            "emergencyContacts[0].phone malformed",
            "emergencyContacts[1].phone required",
            "spaces[0] duplicate",
            "spaces[1] unknown",
            "doors[1] unknown",
            "vehicles[0].carTag duplicate",
        ],
    );
}

#[test]
fn a_resident_is_no_duplicate_of_itself() {
    expect(
        r#"{ "id": "a", "directoryCode": "1000", "spaces": ["p1", "p1"],
          "vehicles": [{ "carTag": "tag-SS" }, { "carTag": "TAG-ß" }, { "carTag": "" }] }"#,
        &["directoryCode reserved"],
    );
    expect(r#"{ "id": "a", "residencies": [{ "suite": "s3" }], "spaces": ["p1"] }"#, &[]);
}

#[test]
fn a_phone_is_needed_for_text_messages() {
    expect(r#"{ "preferredCommunication": "sms" }"#, &["phone required"]);
    expect(r#"{ "preferredCommunication": "sms", "phone": " " }"#, &["phone required"]);
    expect(r#"{ "preferredCommunication": "sms", "phone": "514-555-0123" }"#, &[]);
    expect(r#"{ "phone": " " }"#, &[]);
}

#[test]
fn codes_are_four_digits_and_rest_after_a_move_out() {
    expect(r#"{ "directoryCode": " 4000" }"#, &["directoryCode malformed"]);
    expect(r#"{ "directoryCode": "٤٠٠٠" }"#, &["directoryCode malformed"]);
    expect(r#"{ "directoryCode": "0000" }"#, &["directoryCode reserved"]);
    expect_at("2026-06-01T03:59:59Z", r#"{ "directoryCode": "1001" }"#, &["directoryCode duplicate"]);
    expect_at("2026-06-01T04:00:00Z", r#"{ "directoryCode": "1001" }"#, &[]);
}

#[test]
fn a_space_is_held_by_those_who_share_a_suite() {
    expect(r#"{ "spaces": ["p1"] }"#, &[]);
    expect(r#"{ "spaces": ["p1"], "residencies": [{ "suite": "s2" }] }"#, &["spaces[0] duplicate"]);
    expect(
        r#"{ "spaces": ["p1"], "residencies": [{ "suite": "s2" }, { "suite": "s1", "moveIn": "2026-09-01" }] }"#,
        &[],
    );
    // What has ended counts for no one, the resident being checked included.
    expect(r#"{ "spaces": ["p1"], "residencies": [{ "suite": "s2", "moveOut": "2026-05-19" }] }"#, &[]);
    expect(
        r#"{ "spaces": ["p1"], "residencies": [{ "suite": "s1", "moveOut": "2026-05-19" }, { "suite": "s2" }] }"#,
        &["spaces[0] duplicate"],
    );
    expect(r#"{ "spaces": ["p2"] }"#, &[]);
    expect_at("2026-05-01T12:00:00Z", r#"{ "spaces": ["p2"] }"#, &["spaces[0] duplicate"]);
}

#[test]
fn huge_profiles_are_checked_in_time() {
    let mut document = Document::from_json(DOCUMENT).unwrap();
    let mut resident = document.residents[0].clone();
    resident.residencies = vec![resident.residencies[0].clone(); 100_000];
    resident.spaces = (0..100_000).map(|space: i32| space.to_string()).collect();
    resident.vehicles = vec![resident.vehicles[0].clone(); 100_000];
    resident.email = "@".repeat(10_000_000);
    resident.phone = Some("(".repeat(10_000_000));
    document.residents.push(resident.clone());
    let zone = ZoneRules::bundled("America/Toronto").unwrap();
    let now = Now::new(zone.clock(), Instant::from_seconds(1_780_000_000));
    resident.id = "z".into();
    assert_eq!(validate(&resident, &document, &now).len(), 2 + 2 + 100_000 + 100_000);
}

fn any_draft() -> impl Strategy<Value = Resident> {
    let text = || prop::sample::select(vec!["", " ", "a", "a@b", "1000", "4000", "+15145550123", "s1", "p1"]);
    let texts = prop::collection::vec(text(), 8);
    (texts, any::<bool>(), prop::collection::vec(text(), 0..3)).prop_map(|(texts, sms, list)| {
        let text = |at: usize| texts[at].to_string();
        Resident {
            id: text(0),
            first_name: Some(text(1)),
            email: text(2),
            phone: Some(text(3)),
            preferred_communication: if sms {
                PreferredCommunication::Sms
            } else {
                PreferredCommunication::App
            },
            residencies: list
                .iter()
                .map(|suite| crate::document::Residency { suite: suite.to_string(), ..Default::default() })
                .collect(),
            directory_code: text(4),
            spaces: list.iter().map(ToString::to_string).collect(),
            doors: list.iter().map(ToString::to_string).collect(),
            ..Resident::default()
        }
    })
}

proptest! {
    #[test]
    fn every_place_is_reported_once_for_each_code_and_in_order(draft in any_draft()) {
        const FIELDS: [&str; 9] =
            ["id", "firstName", "email", "phone", "residencies", "directoryCode", "display", "spaces", "doors"];
        let document = Document::from_json(DOCUMENT).unwrap();
        let zone = ZoneRules::bundled("America/Toronto").unwrap();
        let now = Now::new(zone.clock(), Instant::from_seconds(1_780_000_000));
        let found = validate(&draft, &document, &now);
        let keys: Vec<_> = found.iter().map(|violation| {
            let (field, rest) = violation.path.split_once('[').unwrap_or((&violation.path, "0]"));
            let index: usize = rest.split_once(']').unwrap().0.parse().unwrap();
            (FIELDS.iter().position(|known| *known == field).unwrap(), index, violation.code)
        }).collect();
        prop_assert!(keys.is_sorted_by(|a, b| a < b), "{:?}", found);
        for malformed in found.iter().filter(|violation| violation.code == ViolationCode::Malformed) {
            prop_assert_eq!(found.iter().filter(|other| other.path == malformed.path).count(), 1);
        }
    }
}
