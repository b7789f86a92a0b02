//! Documents that are none, or are wrong somewhere: each is refused at the place of the fault.

use super::{ask, calls_with, now, refusal, whole, with};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;
use vestibule::document::{Document, resident_draft};
use vestibule::{Building, ErrorCode, Instant};

#[test]
fn the_whole_document_is_in_order() {
    Building::from_json(&whole().to_string()).unwrap();
}

#[test]
fn strange_characters_are_text_like_any_other() {
    for text in [
        "\u{0}",
        "a\u{0}nn",
        "\u{1b}[2J",
        "\u{202e}nna",
        "\u{2066}ann\u{2069}",
        "\u{feff}",
        "\u{10ffff}",
        "\r\n",
        "٣",
        "🏳️‍🌈",
    ] {
        let mut document = whole();
        for place in [
            "/residents/0/firstName",
            "/residents/0/display/name",
            "/suites/0/number",
            "/bookings/0/guestName",
            "/bookings/0/vehicle/plate",
            "/building/name",
        ] {
            *document.pointer_mut(place).unwrap() = text.into();
        }
        let building = Building::from_json(&document.to_string()).unwrap();
        for op in calls_with(text).into_iter().chain(calls_with("ann")) {
            ask(&building, &op, now()).unwrap();
        }
    }
}

#[test]
fn what_is_no_json_is_refused_as_such() {
    let lone = whole().to_string().replace("\"Ann\"", "\"\\ud800\"");
    let raw_control = whole().to_string().replace("\"Ann\"", "\"A\u{0}n\"");
    let repeated = whole().to_string().replacen('{', "{\"format\":\"vestibule/1\",", 1);
    let deep_list = "[".repeat(1_000_000);
    let deep_object = "{\"a\":".repeat(1_000_000);
    let deep_field = with("/residents/0/notes", json!("@"))
        .replace("\"@\"", &format!("{}{}", "[".repeat(500), "]".repeat(500)));
    let swapped = whole().to_string().replace("\"Ann\"", "\"\\udc00\\ud800\"");
    for text in [
        "",
        " ",
        "\u{feff}{}",
        "nul",
        "{",
        "[]]",
        &lone,
        &swapped,
        &raw_control,
        &repeated,
        &deep_list,
        &deep_object,
        &deep_field,
    ] {
        assert_eq!(refusal(text), (ErrorCode::Malformed, String::new()));
        assert!(resident_draft(text).is_err());
    }
}

#[test]
fn numbers_out_of_range_are_refused_where_they_are() {
    for number in [
        "-1",
        "4294967296",
        "18446744073709551616",
        "1e99",
        "1.5",
        "1.0",
        "-0.1",
        "\"3\"",
        "null",
        "true",
        "[3]",
    ] {
        for place in [
            "/amenities/0/capacity",
            "/amenities/0/minMinutes",
            "/amenities/0/quota/limit",
            "/amenities/0/quota/period/days",
            "/settings/graceMinutes",
            "/settings/recheckAfterDays",
            "/settings/searchBudget/minutes",
            "/settings/retention/plateDays",
            "/residents/0/vehicles/0/year",
        ] {
            let text = with(place, json!("@")).replace("\"@\"", number);
            let path = place[1..].replace("/0", "[0]").replace('/', ".");
            assert_eq!(refusal(&text), (ErrorCode::Malformed, path), "{number}");
        }
    }
    for place in ["recheckAfterDays", "resultLimit"] {
        let text = with(&format!("/settings/{place}"), json!(0));
        assert_eq!(refusal(&text), (ErrorCode::Malformed, format!("settings.{place}")));
    }
    let most = with("/amenities/0/capacity", json!(u32::MAX))
        .replace("\"graceMinutes\":15", "\"graceMinutes\":4294967295");
    let building =
        Building::from_json(&most.replace("\"recheckAfterDays\":7", "\"recheckAfterDays\":4294967295"))
            .unwrap();
    for op in calls_with("BUS 180") {
        ask(&building, &op, now()).unwrap();
    }
}

#[test]
fn years_out_of_range_are_refused_where_they_are() {
    for year in ["0001", "9999", "1969", "2200", "-001", "20260"] {
        for (place, rest) in [
            ("/residents/0/residencies/0/moveIn", "-01-01"),
            ("/amenities/0/blackouts/0/to", "-01-01"),
            ("/intercomContacts/0/closedOn/0", "-01-01"),
            ("/bookings/0/start", "-01-01T10:00"),
            ("/bookings/0/end", "-01-01T10:00"),
            ("/guestInvites/0/endsAt", "-01-01T10:00"),
            ("/checkIns/0/at", "-01-01T10:00:00Z"),
            ("/bookings/0/createdAt", "-01-01T10:00:00Z"),
        ] {
            let path = place[1..].replace("/0", "[0]").replace('/', ".");
            assert_eq!(
                refusal(&with(place, json!(format!("{year}{rest}")))),
                (ErrorCode::Malformed, path),
                "{year}"
            );
        }
        assert_eq!(Instant::parse(&format!("{year}-01-01T10:00:00Z")), None);
    }
}

#[test]
fn repeated_ids_and_references_to_nothing_are_refused_where_they_are() {
    let lists = [
        "suites",
        "doors",
        "spaces",
        "residents",
        "managers",
        "amenities",
        "bookings",
        "checkIns",
        "guestInvites",
        "intercomContacts",
    ];
    for list in lists {
        let first = whole()[list][0]["id"].clone();
        let mut document = whole();
        let copy = document[list][0].clone();
        document[list].as_array_mut().unwrap().push(copy);
        let last = document[list].as_array().unwrap().len() - 1;
        assert_eq!(
            refusal(&document.to_string()),
            (ErrorCode::Duplicate, format!("{list}[{last}].id")),
            "{first}"
        );
    }
    for place in [
        "/suites/0/doors/0",
        "/spaces/0/door",
        "/residents/0/residencies/0/suite",
        "/residents/0/spaces/0",
        "/residents/0/doors/0",
        "/managers/0/suite",
        "/bookings/0/amenity",
        "/bookings/0/holder/resident",
        "/bookings/1/holder/manager",
        "/bookings/0/suite",
        "/checkIns/0/booking",
        "/checkIns/1/host/suite",
        "/checkIns/2/host/resident",
        "/guestInvites/0/resident",
        "/guestInvites/0/doors/0",
    ] {
        let keys = place[1..]
            .split('/')
            .map(|key| if key.len() == 1 { format!("[{key}]") } else { format!(".{key}") });
        let path = keys.collect::<String>().trim_start_matches('.').to_owned();
        assert_eq!(refusal(&with(place, json!("gone"))), (ErrorCode::Unknown, path));
    }
    for (place, value) in [
        ("/bookings/0/end", "2026-05-14T10:00"),
        ("/guestInvites/0/endsAt", "2026-05-14T10:00"),
        ("/amenities/0/blackouts/0/to", "2026-12-23"),
    ] {
        let path = place[1..].replace("/0", "[0]").replace('/', ".");
        assert_eq!(refusal(&with(place, json!(value))), (ErrorCode::Order, path));
    }
    assert_eq!(
        refusal(&with("/bookings/0/end", json!("2027-05-15T10:01"))),
        (ErrorCode::Malformed, "bookings[0].end".into())
    );
    assert!(Building::from_json(&with("/bookings/0/end", json!("2027-05-15T10:00"))).is_ok());
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let document = Document::from_json(&whole().to_string()).unwrap();
    assert_eq!(Document::from_json(&document.to_json().unwrap()).unwrap(), document);
    let second = chrono::TimeDelta::seconds(1);
    let faults: [fn(&mut Document); 6] = [
        |document| document.bookings[0].start = NaiveDateTime::MIN,
        |document| document.check_ins[0].at = Instant::from_millis(-1),
        |document| document.check_ins[0].at = Instant::from_millis(i64::MAX),
        |document| document.residents[0].residencies[0].move_out = Some(NaiveDate::MAX),
        |document| document.intercom_contacts[0].closed_on.push(NaiveDate::MIN),
        |document| document.settings.move_in_opens_at = chrono::NaiveTime::from_hms_opt(6, 0, 1).unwrap(),
    ];
    for fault in faults {
        let mut other = document.clone();
        fault(&mut other);
        let error = other.to_json().unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (ErrorCode::Malformed, ""));
    }
    let mut other = document;
    other.bookings[0].end += second;
    assert!(other.to_json().is_err());
}
