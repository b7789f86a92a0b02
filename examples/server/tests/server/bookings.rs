//! Bookings, permits, check-ins and checks of plates.

use crate::client::new_key;
use crate::setting::{booking, resident, staff, with_building};
use serde_json::json;

const BOOKINGS: &str = "/buildings/maple/bookings";

#[test]
fn a_booking_is_asked_for_decided_on_and_taken_back() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let amenity = manager.get("/buildings/maple/amenities/visitor").await;
        let mut manual = amenity.body.clone();
        manual["approval"] = "manual".into();
        manager.put("/buildings/maple/amenities/visitor", amenity.etag(), &manual).await.is(200);

        let booked = manager.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        assert_eq!(booked.body["approval"], "pending");
        let at = format!("{BOOKINGS}/{}", booked.id());
        assert_eq!(booked.header("location"), format!("/api/v1{at}"));
        let permit = manager.get(&format!("{at}/permit")).await.is(200).body;
        assert_eq!(
            (&permit["status"], &permit["actions"]),
            (&json!("pendingApproval"), &json!(["approve", "reject"]))
        );

        assert_eq!(manager.post(&format!("{at}/cancel"), &json!({})).await.problem(409), "pending");
        manager.post(&format!("{at}/approve"), &json!({})).await.is(200);
        assert_eq!(manager.post(&format!("{at}/approve"), &json!({})).await.problem(409), "alreadyApproved");
        assert_eq!(manager.post(&format!("{at}/reject"), &json!({})).await.problem(409), "alreadyApproved");
        manager.post(&format!("{at}/cancel"), &json!({})).await.is(200);
        assert_eq!(manager.post(&format!("{at}/cancel"), &json!({})).await.problem(409), "cancelled");
        assert_eq!(manager.get(&format!("{at}/permit")).await.is(200).body, json!(null));

        let trail = manager.get("/buildings/maple/audit?limit=3").await.is(200).body;
        let approvals: Vec<_> =
            trail["items"].as_array().unwrap().iter().map(|entry| &entry["after"]["approval"]).collect();
        assert_eq!(approvals, ["cancelled", "approved", "pending"]);
        assert!(trail["items"][0]["actor"].as_str().unwrap().starts_with("account:"));
    });
}

#[test]
fn a_refusal_says_everything_that_is_against_it() {
    with_building(async |setting| {
        let manager = &setting.manager;
        manager.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        let refused = manager.post(BOOKINGS, &booking(13, 15, "")).await.is(422);
        assert_eq!(
            refused.body["violations"],
            json!([{ "code": "missingField", "field": "plate" }, { "code": "capacityFull", "at": "2026-05-14T13:00" }])
        );
        let mut unknown = booking(15, 16, "X");
        unknown["suite"] = "nowhere".into();
        let refused = manager.post(BOOKINGS, &unknown).await;
        assert_eq!(refused.body["path"], "suite");
        assert_eq!(refused.problem(422), "unknown");
        let backwards = manager.post(BOOKINGS, &booking(16, 15, "X")).await;
        assert_eq!(backwards.body["path"], "end");
        assert_eq!(backwards.problem(422), "order");
    });
}

#[test]
fn a_repeated_request_is_carried_out_once() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let key = new_key();
        let first = manager.post_as(&key, BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        let again = manager.post_as(&key, BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        assert_eq!((first.body, first.headers.get("etag")), (again.body, again.headers.get("etag")));
        assert_eq!(
            manager.post_as(&key, BOOKINGS, &booking(15, 16, "ABC 123")).await.problem(422),
            "keyReused"
        );
        let without = manager.request(reqwest::Method::POST, BOOKINGS).json(&booking(15, 16, "X"));
        assert_eq!(manager.send(without).await.problem(400), "required");
        assert_eq!(manager.get(BOOKINGS).await.body["items"].as_array().unwrap().len(), 1);

        let oak = json!({ "id": "oak", "name": "Oak", "zone": "America/Toronto", "kind": "condo" });
        let key = new_key();
        setting.owner.post_as(&key, "/buildings", &oak).await.is(201);
        setting.owner.post_as(&key, "/buildings", &oak).await.is(201);
        assert_eq!(setting.owner.post("/buildings", &oak).await.problem(409), "duplicate");
        assert_eq!(setting.owner.get("/buildings").await.body["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn staff_see_the_board_check_in_and_check_plates() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let guard = staff(manager, "maple", "guard").await;
        let booked = manager.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        let visitor = json!({ "amenity": "visitor", "holder": { "manager": "m" }, "suite": "office",
            "start": "2026-05-14T15:00", "end": "2026-05-14T16:00", "vehicle": { "plate": "BUS 1" } });
        manager.post(BOOKINGS, &visitor).await.is(201);
        setting.server.pass(2 * 3600);

        let board = guard.get("/buildings/maple/board?limit=1").await.is(200).body;
        assert_eq!(board["items"][0]["booking"]["id"], booked.id());
        assert_eq!(board["items"][0]["permit"]["timer"], json!({ "kind": "remaining", "seconds": 3600 }));
        let next = format!("/buildings/maple/board?limit=1&after={}", board["next"].as_str().unwrap());
        let board = guard.get(&next).await.is(200).body;
        assert_eq!(
            (&board["items"][0]["booking"]["vehicle"]["plate"], board.get("next")),
            (&json!("BUS 1"), None)
        );
        let found = guard.get("/buildings/maple/permits?q=len").await.is(200).body;
        assert_eq!(found["items"].as_array().unwrap().len(), 1);

        let offered = guard.get("/buildings/maple/matches?resident=lena").await.is(200).body;
        assert_eq!(
            (&offered["kind"], &offered["options"][0]["booking"]),
            (&json!("options"), &json!(booked.id()))
        );
        let courtesy = json!({ "booking": booked.id() });
        let check_in = guard.post("/buildings/maple/check-ins", &courtesy).await.is(201);
        assert_eq!(check_in.body["at"], "2026-05-14T20:00:00Z");
        let again = guard.post("/buildings/maple/check-ins", &courtesy).await.is(409);
        assert_eq!(
            again.body["refusal"],
            json!({ "code": "alreadyCheckedIn", "at": "2026-05-14T20:00:00Z" })
        );

        let check = json!({ "plate": "abc-123" });
        let answer = guard.post("/buildings/maple/enforcement-checks", &check).await.is(201).body;
        assert_eq!((&answer["answer"], &answer["bookings"]), (&json!("permitted"), &json!([booked.id()])));
        let answer =
            guard.post("/buildings/maple/enforcement-checks", &json!({ "plate": "X" })).await.is(201).body;
        assert_eq!(answer["answer"], "notPermitted");
        let checks = manager.get("/buildings/maple/enforcement-checks").await.is(200).body;
        let outcomes: Vec<_> =
            checks["items"].as_array().unwrap().iter().map(|check| &check["outcome"]).collect();
        assert_eq!(outcomes, ["notPermitted", "permitted"]);
    });
}

#[test]
fn what_one_server_changes_another_one_shows() {
    with_building(async |setting| {
        let other = setting.server.beside().await;
        let there =
            crate::client::Client { base: format!("{}/api/v1", other.address), ..setting.manager.clone() };
        for hour in 12..16 {
            let booked = setting.manager.post(BOOKINGS, &booking(hour, hour + 1, "ABC 123")).await.is(201);
            let at = format!("{BOOKINGS}/{}", booked.id());
            assert_eq!(there.get(&at).await.is(200).etag(), booked.etag());
            there.post(&format!("{at}/cancel"), &json!({})).await.is(200);
            assert_eq!(setting.manager.get(&at).await.is(200).body["approval"], "cancelled");
        }
        there.post("/buildings/maple/residents", &resident("max", "b")).await.is(201);
        setting.manager.get("/buildings/maple/residents/max").await.is(200);
    });
}
