//! Consoles: enrolled, given images, and heard.

use crate::client::Client;
use crate::setting::{booking, console, with_building};
use reqwest::Method;
use serde_json::{Value, json};
use vestibule::image::{Image, Trust, VerifyingKey};

const IMAGE: &str = "/buildings/maple/console/image";
const DOCUMENT: &str = "/buildings/maple/console/document";
const OUTBOX: &str = "/buildings/maple/console/outbox";

pub(crate) fn verifying_key(enrolled: &Value) -> VerifyingKey {
    let digits = enrolled["verifyingKey"].as_str().unwrap();
    let byte = |at: usize| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap();
    VerifyingKey(std::array::from_fn(byte))
}

#[test]
fn an_image_is_made_when_what_it_shows_has_changed() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, enrolled) = console(manager, "maple").await;
        let key = verifying_key(&enrolled);
        let opens = |bytes: &[u8], newest: u64| {
            let trust = Trust { keys: &[key], building: "maple", newer_than: newest };
            Image::open(bytes, &trust).map(|_| ()).is_ok()
        };
        let first = console.get(IMAGE).await.is(200);
        assert!(opens(&first.bytes, 0));
        let known = |etag: &str| console.request(Method::GET, IMAGE).header("if-none-match", etag.to_owned());
        assert_eq!(console.send(known(first.etag())).await.status, 304);

        // What consoles are not shown makes no new image.
        let lena = manager.get("/buildings/maple/residents/lena").await;
        let mut noted = lena.body.clone();
        noted["notes"] = "prefers mornings".into();
        noted["phone"] = "604 555 0123".into();
        manager.put("/buildings/maple/residents/lena", lena.etag(), &noted).await.is(200);
        assert_eq!(console.send(known(first.etag())).await.status, 304);

        manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201);
        let second = console.send(known(first.etag())).await.is(200);
        assert!(second.etag() > first.etag() && opens(&second.bytes, 1) && !opens(&first.bytes, 1));
        // Another server writes the same bytes.
        let other = setting.server.beside().await;
        let there = Client { base: format!("{}/api/v1", other.address), ..console.clone() };
        assert_eq!(there.get(IMAGE).await.is(200).bytes, second.bytes);
        setting.server.pass(24 * 3600);
        console.send(known(second.etag())).await.is(200);
    });
}

#[test]
fn a_console_that_opens_no_image_gets_what_it_tells_as_a_document() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, _) = console(manager, "maple").await;
        let first = console.get(DOCUMENT).await.is(200);
        let document = first.body["document"].to_string();
        assert!(vestibule::document::Document::from_json(&document).is_ok());
        assert!(!document.contains("@example.org") && !document.contains("phone"), "{document}");
        let image = console.get(IMAGE).await.is(200);
        assert_eq!(first.body["sequence"].to_string(), image.etag().trim_matches('"'));
        let known = console.request(Method::GET, DOCUMENT).header("if-none-match", first.etag().to_owned());
        assert_eq!(console.send(known).await.status, 304);
        manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201);
        let second = console.get(DOCUMENT).await.is(200);
        assert!(second.body["sequence"].as_i64() > first.body["sequence"].as_i64());
        assert!(second.body["document"].to_string().contains("ABC 123"));
    });
}

#[test]
fn an_entry_is_kept_once_however_often_it_is_sent() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, enrolled) = console(manager, "maple").await;
        let code = manager.get("/buildings/maple/residents/lena").await.body["directoryCode"].clone();
        let booked =
            manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201).id();
        let gone = manager.post("/buildings/maple/bookings", &booking(15, 16, "DEF 456")).await.is(201).id();
        manager.post(&format!("/buildings/maple/bookings/{gone}/cancel"), &json!({})).await.is(200);
        let batch = json!({ "entries": [
            { "id": "late", "at": "2026-05-14T20:00:00Z", "kind": "checkIn", "booking": booked },
            { "id": "early", "at": "2026-05-14T19:30:00Z", "kind": "checkIn", "booking": booked },
            { "id": "third", "at": "2026-05-14T20:30:00Z", "kind": "checkIn", "booking": booked },
            { "id": "gone", "at": "2026-05-14T22:10:00Z", "kind": "checkIn", "booking": gone },
            { "id": "never", "at": "2026-05-14T22:10:00Z", "kind": "checkIn", "booking": "nothing" },
            { "id": "walk", "at": "2026-05-14T22:20:00Z", "kind": "walkIn", "host": { "code": code }, "vehicle": { "plate": "GHI 789" } },
            { "id": "code", "at": "2026-05-14T22:30:00Z", "kind": "codeAttempt", "door": "lobby", "granted": false },
        ] });
        let expected = json!([
            { "id": "late", "outcome": "added", "conflict": false },
            { "id": "early", "outcome": "added", "conflict": false },
            { "id": "third", "outcome": "left", "conflict": false },
            { "id": "gone", "outcome": "added", "conflict": true },
            { "id": "never", "outcome": "unknown", "conflict": true },
            { "id": "walk", "outcome": "added", "conflict": false },
            { "id": "code", "outcome": "kept", "conflict": false },
        ]);
        setting.server.pass(5 * 3600);
        for _ in 0..3 {
            assert_eq!(console.post(OUTBOX, &batch).await.is(200).body["acknowledged"], expected);
        }
        let kept = manager.get("/buildings/maple/check-ins").await.body;
        let ids: Vec<_> =
            kept["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["early", "gone", "walk"]);
        let conflicts = manager.get("/buildings/maple/console-events?conflicts=true").await.body;
        let ids: Vec<_> =
            conflicts["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["never", "gone"]);
        assert_eq!(
            manager.get("/buildings/maple/console-events").await.body["items"].as_array().unwrap().len(),
            7
        );

        let id = enrolled["console"]["id"].as_str().unwrap();
        manager.delete(&format!("/buildings/maple/consoles/{id}"), "").await.is(204);
        assert_eq!(console.post(OUTBOX, &batch).await.problem(401), "notSignedIn");
    });
}

#[test]
fn staff_see_when_a_console_called_and_what_it_has() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, _) = console(manager, "maple").await;
        let listed = async || manager.get("/buildings/maple/consoles").await.is(200).body["items"][0].clone();
        let new = listed().await;
        assert_eq!((new.get("seenAt"), new.get("image"), &new["upToDate"]), (None, None, &json!(false)));
        let image = console.get(IMAGE).await.is(200);
        let called = listed().await;
        assert_eq!((&called["image"], &called["upToDate"]), (&json!(1), &json!(true)));
        manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201);
        assert_eq!(listed().await["upToDate"], false);
        setting.server.pass(600);
        let entry =
            json!({ "id": "never", "at": "2026-05-14T18:05:00Z", "kind": "checkIn", "booking": "nothing" });
        console.post(OUTBOX, &json!({ "entries": [entry] })).await.is(200);
        let sent = listed().await;
        assert_ne!(sent["seenAt"], called["seenAt"]);
        assert_eq!(
            (&sent["image"], &sent["entries"], &sent["conflicts"], &sent["lastEntryAt"]),
            (&json!(1), &json!(1), &json!(1), &json!("2026-05-14T18:05:00Z"))
        );
        let known = console.request(Method::GET, IMAGE).header("if-none-match", image.etag().to_owned());
        console.send(known).await.is(200);
        assert_eq!((&listed().await["image"], &listed().await["upToDate"]), (&json!(2), &json!(true)));
    });
}

#[test]
fn an_entry_that_is_none_is_refused_with_its_place() {
    with_building(async |setting| {
        let (console, _) = console(&setting.manager, "maple").await;
        let at = "2026-05-14T20:00:00Z";
        for (entry, path) in [
            (json!({ "id": "1", "at": "yesterday", "kind": "checkIn", "booking": "b" }), "entries[0].at"),
            (json!({ "id": "1", "at": at, "kind": "checkIn" }), "entries[0].kind"),
            (
                json!({ "id": "1", "at": at, "kind": "walkIn", "host": { "code": "1", "suite": "a" } }),
                "entries[0].host",
            ),
            (
                json!({ "id": "1", "at": at, "kind": "checkIn", "booking": "b", "vehicle": { "wheels": 4 } }),
                "entries[0].vehicle.wheels",
            ),
        ] {
            let refused = console.post(OUTBOX, &json!({ "entries": [entry] })).await.is(400);
            assert_eq!(refused.body["path"], path);
        }
    });
}

#[test]
fn an_acknowledgement_says_which_image_tells_of_it() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, _) = console(manager, "maple").await;
        let booked =
            manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201).id();
        let entry = json!({ "id": "1", "at": "2026-05-14T20:00:00Z", "kind": "checkIn", "booking": booked });
        let batch = json!({ "entries": [entry] });
        let attempt = json!({ "id": "2", "at": "2026-05-14T20:01:00Z", "kind": "codeAttempt", "door": "lobby", "granted": false });
        assert_eq!(console.get(IMAGE).await.is(200).etag(), "\"1\"");
        assert_eq!(console.post(OUTBOX, &batch).await.is(200).body["knownFrom"], 2);
        assert_eq!(console.get(IMAGE).await.is(200).etag(), "\"2\"");
        // What changes nothing that an image tells is told by the one that is there.
        assert_eq!(console.post(OUTBOX, &batch).await.is(200).body["knownFrom"], 2);
        let attempts = json!({ "entries": [attempt] });
        assert_eq!(console.post(OUTBOX, &attempts).await.is(200).body["knownFrom"], 2);
    });
}

#[test]
fn of_a_console_whose_clock_is_ahead_and_staff_the_first_stands() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (console, _) = console(manager, "maple").await;
        let booked =
            manager.post("/buildings/maple/bookings", &booking(12, 14, "ABC 123")).await.is(201).id();
        let ahead =
            json!({ "id": "ahead", "at": "2026-05-14T18:00:30Z", "kind": "checkIn", "booking": booked });
        console.post(OUTBOX, &json!({ "entries": [ahead] })).await.is(200);
        let courtesy = json!({ "booking": booked });
        let by_staff = manager.post("/buildings/maple/check-ins", &courtesy).await.is(201).id();
        // Another server reads what is kept.
        let other = setting.server.beside().await;
        let there = Client { base: format!("{}/api/v1", other.address), ..manager.clone() };
        for client in [manager, &there] {
            let kept = client.get("/buildings/maple/check-ins").await.is(200).body;
            let ids: Vec<_> = kept["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
            assert_eq!(ids, [&json!(by_staff)]);
        }
    });
}
