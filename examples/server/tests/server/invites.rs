//! Guest invites, residents who may make none, and who may open which door.

use crate::setting::{onboarded, resident, with_building};
use reqwest::Method;
use serde_json::{Value, json};

const INVITES: &str = "/buildings/maple/guest-invites";
const LENA: &str = "/buildings/maple/residents/lena";

fn invite(starts_at: &str) -> Value {
    json!({ "guestName": "Gwen", "startsAt": starts_at, "endsAt": "2026-05-20T12:00" })
}

#[test]
fn a_resident_invites_a_guest_who_then_gets_in() {
    with_building(async |setting| {
        let manager = &setting.manager;
        manager.post("/buildings/maple/residents", &resident("max", "b")).await.is(201);
        let lena = onboarded(manager, "maple", "lena").await;
        let max = onboarded(manager, "maple", "max").await;
        let mut asked = invite("2026-05-14T12:00");
        asked["credential"] = "entryCode".into();
        let made = lena.post(INVITES, &asked).await.is(201);
        let invited = &made.body["invite"];
        let code = invited["credential"]["entryCode"].as_str().unwrap();
        assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!((&made.body["status"], &invited["createdBy"]), (&json!("upcoming"), &json!("resident")));
        let at = format!("{INVITES}/{}", invited["id"].as_str().unwrap());
        assert_eq!(made.header("location"), format!("/api/v1{at}"));

        let entry = format!("/buildings/maple/doors/lobby/entry?invite={}", invited["id"].as_str().unwrap());
        assert_eq!(
            manager.get(&entry).await.is(200).body,
            json!({ "kind": "denied", "denial": { "code": "upcoming", "opensAt": "2026-05-14T19:00:00Z" } })
        );
        setting.server.pass(3600);
        assert_eq!(manager.get(&entry).await.body, json!({ "kind": "granted" }));
        assert_eq!(lena.get(&at).await.is(200).body["status"], "active");

        // Nobody else's business.
        assert_eq!(max.get(&at).await.problem(404), "unknown");
        assert_eq!(max.get(INVITES).await.body["items"], json!([]));
        assert_eq!(max.post(&format!("{at}/revoke"), &json!({})).await.problem(404), "unknown");
        let mut for_lena = invite("2026-05-14T12:00");
        for_lena["resident"] = "lena".into();
        assert_eq!(max.post(INVITES, &for_lena).await.problem(403), "forbidden");
        assert_eq!(manager.get(INVITES).await.body["items"].as_array().unwrap().len(), 1);

        let revoked = lena.post(&format!("{at}/revoke"), &json!({})).await.is(200);
        assert_eq!(revoked.body["invite"]["revokedAt"], "2026-05-14T19:00:00Z");
        assert_eq!(manager.get(&entry).await.body["denial"], json!({ "code": "revoked" }));
        setting.server.pass(60);
        assert_eq!(lena.post(&format!("{at}/revoke"), &json!({})).await.is(200).body, revoked.body);
    });
}

#[test]
fn a_resident_who_may_not_invite_is_told_why() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let lena = onboarded(manager, "maple", "lena").await;
        let on_behalf = |starts_at: &str| {
            let mut asked = invite(starts_at);
            asked["resident"] = "lena".into();
            asked
        };
        let refused = async |code: &str| {
            assert_eq!(lena.post(INVITES, &invite("2026-05-14T12:00")).await.problem(409), code);
            // Staff may all the same.
            manager.post(INVITES, &on_behalf("2026-05-14T12:00")).await.is(201);
        };
        let settings = async |enabled: bool| {
            let read = manager.get("/buildings/maple/settings").await;
            let mut other = read.body.clone();
            other["guestInvitesEnabled"] = enabled.into();
            manager.put("/buildings/maple/settings", read.etag(), &other).await.is(200);
        };
        settings(false).await;
        refused("invitesDisabled").await;
        settings(true).await;

        let other = lena.post(INVITES, &invite("2026-05-14T12:00")).await.is(201);
        let made = lena.post(INVITES, &invite("2026-05-14T12:00")).await.is(201);
        let at = |made: &Value| format!("{INVITES}/{}", made["invite"]["id"].as_str().unwrap());
        let path = format!("{}/revoke-and-restrict", at(&made.body));
        assert_eq!(manager.post(&path, &json!({})).await.is(200).body["status"], "revoked");
        assert_eq!(lena.get(&at(&other.body)).await.body["status"], "upcoming");
        refused("restricted").await;
        let restricted = manager.get("/buildings/maple/restricted-residents").await.is(200).body;
        assert_eq!(restricted["items"][0]["id"], "lena");
        let one = "/buildings/maple/restricted-residents/lena";
        manager.delete(one, "").await.is(200);
        lena.post(INVITES, &invite("2026-05-14T12:00")).await.is(201);
        manager.put(one, "", &json!({})).await.is(200);
        refused("restricted").await;
        manager.delete(one, "").await.is(200);

        let read = manager.get(LENA).await;
        let mut draft = read.body.clone();
        draft["onboarding"] = "draft".into();
        let read = manager.put(LENA, read.etag(), &draft).await.is(200);
        refused("notActivated").await;
        let mut leaving = read.body.clone();
        leaving["onboarding"] = "active".into();
        leaving["residencies"][0]["moveOut"] = "2026-05-16".into();
        manager.put(LENA, read.etag(), &leaving).await.is(200);
        let late = "2026-05-18T12:00";
        assert_eq!(lena.post(INVITES, &invite(late)).await.problem(409), "notLivingHere");
        assert_eq!(manager.post(INVITES, &on_behalf(late)).await.problem(409), "notLivingHere");
    });
}

#[test]
fn an_invite_that_is_not_in_order_is_refused_with_its_place() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let asked = |field: &str, value: Value| {
            let mut asked = invite("2026-05-14T12:00");
            asked["resident"] = "lena".into();
            asked[field] = value;
            asked
        };
        for (field, value, status, path) in [
            ("endsAt", json!("2026-05-14T12:00"), 422, "endsAt"),
            ("doors", json!(["nowhere"]), 422, "doors[0]"),
            ("resident", json!("nobody"), 422, "resident"),
            ("credential", json!("key"), 400, "credential"),
            ("startsAt", json!("noon"), 400, "startsAt"),
            ("id", json!("mine"), 400, "id"),
        ] {
            let refused = manager.post(INVITES, &asked(field, value)).await.is(status);
            assert_eq!(refused.body["path"], path);
        }
        let nobodys = manager.post(INVITES, &invite("2026-05-14T12:00")).await.is(400);
        assert_eq!(nobodys.body["path"], "resident");
    });
}

#[test]
fn who_may_open_which_door_and_whom_the_intercom_calls() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let lena = onboarded(manager, "maple", "lena").await;
        let mut later = resident("max", "b");
        later["residencies"][0]["moveIn"] = "2026-06-01".into();
        manager.post("/buildings/maple/residents", &later).await.is(201);
        manager.post("/buildings/maple/doors", &json!({ "id": "roof", "name": "Roof" })).await.is(201);
        let ids = |body: &Value| -> Vec<String> {
            let items = body["items"].as_array().unwrap().iter();
            items.map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&lena.get(&format!("{LENA}/doors")).await.is(200).body), ["lobby"]);
        assert_eq!(lena.get("/buildings/maple/residents/max/doors").await.problem(404), "unknown");
        assert_eq!(ids(&manager.get("/buildings/maple/doors/lobby/residents").await.is(200).body), ["lena"]);
        let entry = async |query: &str| {
            manager.get(&format!("/buildings/maple/doors/{query}")).await.is(200).body["denial"].clone()
        };
        assert_eq!(entry("roof/entry?resident=lena").await, json!({ "code": "noGrant" }));
        assert_eq!(entry("lobby/entry?resident=lena").await, json!(null));
        assert_eq!(entry("lobby/entry?resident=max").await["code"], "beforeMoveIn");
        assert_eq!(manager.get("/buildings/maple/doors/lobby/entry").await.problem(400), "malformed");

        let contact = async |record: Value| {
            manager.post("/buildings/maple/intercom-contacts", &record).await.is(201);
        };
        contact(json!({ "id": "off", "name": "Office", "enabled": false })).await;
        let night = json!([{ "days": ["thu"], "open": "20:00", "close": "06:00" }]);
        contact(json!({ "id": "night", "name": "Night desk", "hours": night })).await;
        let closed = json!([{ "id": "off", "callable": false, "reason": "disabled" },
                            { "id": "night", "callable": false, "reason": "closed" }]);
        let intercom = manager.get("/buildings/maple/intercom").await.is(200).body;
        assert_eq!(intercom, json!({ "calls": null, "contacts": closed }));
        setting.server.pass(10 * 3600);
        let intercom = manager.get("/buildings/maple/intercom").await.is(200).body;
        assert_eq!(
            (&intercom["calls"], &intercom["contacts"][1]["callable"]),
            (&json!("night"), &json!(true))
        );
        let trail = manager.request(Method::GET, "/buildings/maple/audit?kind=intercomContacts&record=night");
        assert_eq!(manager.send(trail).await.is(200).body["items"].as_array().unwrap().len(), 1);
    });
}
