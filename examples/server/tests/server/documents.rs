//! The building's document as each role gets it: whole, or with nothing of those who are no concern of theirs.

use crate::client::{Answer, Client};
use crate::setting::{booking, onboarded, resident, staff, with_building};
use serde_json::json;
use vestibule::{Building, Document, Instant};
use vestibule_server::store::buildings::zone_rules;

const AT: &str = "/buildings/maple/document";

/// The building, opened with nothing but what the caller has read.
fn opened(answer: &Answer) -> Building {
    let document = Document::from_json(std::str::from_utf8(&answer.bytes).unwrap()).unwrap();
    let zone = zone_rules(&document.building.zone).unwrap();
    Building::open(document, zone).unwrap()
}

async fn only_when_new(client: &Client, tag: &str) -> u16 {
    client.send(client.request(reqwest::Method::GET, AT).header("if-none-match", tag)).await.status
}

#[test]
fn a_document_says_what_its_reader_may_know() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let mut ada = resident("ada", "b");
        ada["lastName"] = "Brunner".into();
        ada["phone"] = "+14165550199".into();
        ada["notes"] = "Keeps a spare key".into();
        manager.post("/buildings/maple/residents", &ada).await.is(201);
        let mut of_ada = booking(12, 14, "HID 001");
        of_ada["holder"] = json!({ "resident": "ada" });
        of_ada["suite"] = "b".into();
        of_ada["guestName"] = "Secret Guest".into();
        manager.post("/buildings/maple/bookings", &of_ada).await.is(201);
        manager.post("/buildings/maple/bookings", &booking(15, 16, "OWN 002")).await.is(201);

        let whole = manager.get(AT).await.is(200);
        assert_eq!(opened(&whole).document().residents.len(), 2);
        assert_eq!(only_when_new(manager, whole.etag()).await, 304);
        assert_eq!(only_when_new(manager, "\"0\"").await, 200);

        let guard = staff(manager, "maple", "guard").await.get(AT).await.is(200);
        let text = String::from_utf8_lossy(&guard.bytes).into_owned();
        for needed in ["Brunner", "HID 001", "OWN 002", "Secret Guest"] {
            assert!(text.contains(needed), "{needed}");
        }
        for kept in ["@example.org", "+14165550199", "spare key", "\"directoryCode\":\"0"] {
            assert!(!text.contains(kept), "{kept}");
        }
        assert!(opened(&guard).document().residents.iter().all(|one| one.directory_code.is_empty()));

        let lena = onboarded(manager, "maple", "lena").await;
        let own = lena.get(AT).await.is(200);
        let text = String::from_utf8_lossy(&own.bytes).into_owned();
        assert!(text.contains("OWN 002") && text.contains("lena@example.org"));
        for kept in ["ada", "Brunner", "HID 001", "Secret Guest", "1210", "+1416"] {
            assert!(!text.contains(kept), "{kept}");
        }
        // The one space is taken while the other's guest has it: the rules say so from this document alone.
        let building = opened(&own);
        let now = building.now(Instant::parse(crate::setting::NOW).unwrap());
        let ask = |from, to| {
            let request = serde_json::to_string(&booking(from, to, "NEW 003")).unwrap();
            let request = vestibule::document::from_json(&request).unwrap();
            format!("{:?}", building.request_booking(&request, &now).unwrap())
        };
        assert!(ask(13, 14).contains("CapacityFull") && ask(16, 17).contains("Approved"), "{}", ask(13, 14));

        let zone = lena.get("/buildings/maple/zone").await.is(200);
        assert_eq!(zone.header("content-type"), "application/tzif");
        assert!(zone.bytes.starts_with(b"TZif"));
    });
}
