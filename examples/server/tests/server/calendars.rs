//! Bookings in a calendar program: by a link that nobody can guess and that can be taken back.

use crate::client::Client;
use crate::setting::{booking, onboarded, resident, with_building};
use calcard::icalendar::{ICalendarComponentType as Component, ICalendarProperty as Property};
use calcard::{Entry, Parser};
use serde_json::json;
use std::collections::BTreeMap;

const LENA: &str = "/buildings/maple/residents/lena/calendar";

/// The events of a calendar: of each id, its entries by name as they are written.
fn events(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'));
    let Entry::ICalendar(calendar) = Parser::new(text).entry() else { panic!("no calendar: {text}") };
    let zones = calendar.components.iter().filter(|part| part.component_type == Component::VTimezone);
    assert_eq!(zones.count(), 1);
    let events = calendar.components.iter().filter(|part| part.component_type == Component::VEvent);
    let id = |property| property == &Property::Uid;
    assert!(events.clone().all(|event| event.entries.iter().any(|entry| id(&entry.name))));
    let unfolded = text.replace("\r\n ", "");
    let blocks = unfolded.split("BEGIN:VEVENT\r\n").skip(1);
    let blocks = blocks.map(|block| block.split("END:VEVENT").next().unwrap());
    blocks
        .map(|block| {
            let lines = block.lines().filter_map(|line| line.split_once(':'));
            let entries: BTreeMap<_, _> =
                lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            (entries["UID"].clone(), entries)
        })
        .collect()
}

async fn read(stranger: &Client, link: &str) -> String {
    let path = link.split("/api/v1").nth(1).unwrap();
    let answer = stranger.get(path).await.is(200);
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    String::from_utf8(answer.bytes).unwrap()
}

#[test]
fn a_resident_reads_their_own_bookings_until_the_link_is_taken_back() {
    with_building(async |setting| {
        let (manager, stranger) = (&setting.manager, setting.server.stranger());
        manager.post("/buildings/maple/residents", &resident("max", "b")).await.is(201);
        let lena = onboarded(manager, "maple", "lena").await;
        let max = onboarded(manager, "maple", "max").await;
        let booked = lena.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201).id();
        let mut other = booking(14, 15, "MAX 001");
        other["holder"] = json!({ "resident": "max" });
        other["suite"] = "b".into();
        max.post("/buildings/maple/bookings", &other).await.is(201);

        assert_eq!(lena.get(LENA).await.is(200).body, json!({ "active": false }));
        assert_eq!(max.post(LENA, &json!({})).await.problem(404), "unknown");
        let link = lena.post(LENA, &json!({})).await.is(201).body["link"].as_str().unwrap().to_owned();
        assert_eq!(lena.get(LENA).await.body, json!({ "active": true, "createdAt": "2026-05-14T18:00:00Z" }));
        let text = read(&stranger, &link).await;
        assert!(!text.contains("MAX") && !text.contains("lena"), "{text}");
        let found = events(&text);
        let event = &found[&format!("{booked}@maple")];
        assert_eq!(found.len(), 1);
        assert_eq!(event["DTSTART;TZID=America/Vancouver"], "20260514T120000");
        assert_eq!(event["DTEND;TZID=America/Vancouver"], "20260514T140000");
        assert_eq!((event["SUMMARY"].as_str(), event["STATUS"].as_str()), ("Visitor parking", "CONFIRMED"));
        assert_eq!((event["LOCATION"].as_str(), event["DESCRIPTION"].as_str()), ("Maple Court", "ABC 123"));

        lena.post(&format!("/buildings/maple/bookings/{booked}/cancel"), &json!({})).await.is(200);
        let cancelled = events(&read(&stranger, &link).await);
        let after = &cancelled[&format!("{booked}@maple")];
        assert_eq!(after["STATUS"], "CANCELLED");
        let sequence = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<i64>().unwrap();
        assert!(sequence(after) > sequence(event));

        let path = link.split("/api/v1").nth(1).unwrap().to_owned();
        let another = lena.post(LENA, &json!({})).await.is(201).body["link"].as_str().unwrap().to_owned();
        assert_eq!(stranger.get(&path).await.problem(404), "unknown");
        read(&stranger, &another).await;
        assert_eq!(stranger.get("/buildings/maple/calendars/guess.ics").await.problem(404), "unknown");
        let elsewhere = another.split("/api/v1").nth(1).unwrap().replace("maple", "oak");
        assert_eq!(stranger.get(&elsewhere).await.problem(404), "unknown");
        lena.delete(LENA, "").await.is(204);
        let path = another.split("/api/v1").nth(1).unwrap();
        assert_eq!(stranger.get(path).await.problem(404), "unknown");

        // It ends with the account.
        let last = lena.post(LENA, &json!({})).await.is(201).body["link"].as_str().unwrap().to_owned();
        let account = lena.get("/session").await.body["account"].as_str().unwrap().to_owned();
        manager.delete(&format!("/buildings/maple/accounts/{account}"), "").await.is(204);
        assert_eq!(stranger.get(last.split("/api/v1").nth(1).unwrap()).await.problem(404), "unknown");
    });
}

#[test]
fn days_on_which_clocks_change_are_as_the_rules_read_them() {
    with_building(async |setting| {
        let (manager, stranger) = (&setting.manager, setting.server.stranger());
        let read_building = manager.get("/buildings/maple").await;
        let mut building = read_building.body.clone();
        // Vancouver has one clock since 2026; Toronto still changes.
        building["zone"] = "America/Toronto".into();
        manager.put("/buildings/maple", read_building.etag(), &building).await.is(200);
        let lena = onboarded(manager, "maple", "lena").await;
        let mut ids = Vec::new();
        for (start, end) in [
            // Spring forward: 02:30 is in the gap and is the first instant after it.
            ("2027-03-14T01:00", "2027-03-14T02:30"),
            ("2027-03-14T02:30", "2027-03-14T05:00"),
            // Fall back: 01:30 happens twice, and ends at the later one.
            ("2026-11-01T00:30", "2026-11-01T01:30"),
            ("2026-11-01T01:30", "2026-11-01T03:00"),
        ] {
            let mut asked = booking(12, 14, "ABC 123");
            asked["start"] = start.into();
            asked["end"] = end.into();
            asked["vehicle"]["plate"] = start.replace(['-', ':'], "").into();
            let made = manager.post("/buildings/maple/bookings", &asked).await;
            ids.push(if made.status == 201 { made.id() } else { panic!("{}", made.body) });
        }
        let link = lena.post(LENA, &json!({})).await.is(201).body["link"].as_str().unwrap().to_owned();
        let text = read(&stranger, &link).await;
        let found = events(&text);
        let times = |at: usize| {
            let event = &found[&format!("{}@maple", ids[at])];
            let time = |name: &str| {
                let (name, value) =
                    event.iter().find(|(key, _)| key.split(';').next() == Some(name)).unwrap();
                format!("{}{value}", name.split_once(';').map_or("", |_| "local "))
            };
            (time("DTSTART"), time("DTEND"))
        };
        let local = |start: &str, end: &str| (format!("local {start}"), format!("local {end}"));
        assert_eq!(times(0), local("20270314T010000", "20270314T030000"));
        assert_eq!(times(1), local("20270314T030000", "20270314T050000"));
        assert_eq!(times(2), ("20261101T043000Z".to_owned(), "20261101T063000Z".to_owned()));
        assert_eq!(times(3), local("20261101T013000", "20261101T030000"));
        for rule in [
            "DTSTART:20261101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500",
            "DTSTART:20270314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400",
        ] {
            assert!(text.contains(rule), "{text}");
        }
    });
}
