//! Every route for every role, and for those of another building.

use crate::client::{Client, new_key};
use crate::setting::{PASSWORD, building, console, onboarded, staff, with_building};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeMap;
use vestibule_server::access::role::Access;

/// Who may use each route: o(wner), m(anager), g(uard), r(esident), c(onsole), or anyone.
const TABLE: &str = "
    POST /session                                               anyone
    GET /session                                                omgr
    DELETE /session                                             omgr
    POST /password                                              anyone
    GET /buildings                                              omgr
    POST /buildings                                             o
    GET /buildings/{building}                                   omgr
    PUT /buildings/{building}                                   om
    GET /buildings/{building}/settings                          omg
    PUT /buildings/{building}/settings                          om
    GET /buildings/{building}/document                          omgr
    GET /buildings/{building}/zone                              omgr
    GET /buildings/{building}/audit                             om
    GET /buildings/{building}/suites                            omgr
    POST /buildings/{building}/suites                           om
    GET /buildings/{building}/suites/{id}                       omgr
    PUT /buildings/{building}/suites/{id}                       om
    DELETE /buildings/{building}/suites/{id}                    om
    GET /buildings/{building}/doors                             omg
    POST /buildings/{building}/doors                            om
    GET /buildings/{building}/doors/{id}                        omg
    PUT /buildings/{building}/doors/{id}                        om
    DELETE /buildings/{building}/doors/{id}                     om
    GET /buildings/{building}/spaces                            omg
    POST /buildings/{building}/spaces                           om
    GET /buildings/{building}/spaces/{id}                       omg
    PUT /buildings/{building}/spaces/{id}                       om
    DELETE /buildings/{building}/spaces/{id}                    om
    GET /buildings/{building}/managers                          omg
    POST /buildings/{building}/managers                         om
    GET /buildings/{building}/managers/{id}                     omg
    PUT /buildings/{building}/managers/{id}                     om
    DELETE /buildings/{building}/managers/{id}                  om
    GET /buildings/{building}/amenities                         omgr
    POST /buildings/{building}/amenities                        om
    GET /buildings/{building}/amenities/{id}                    omgr
    PUT /buildings/{building}/amenities/{id}                    om
    DELETE /buildings/{building}/amenities/{id}                 om
    GET /buildings/{building}/intercom-contacts                 omg
    POST /buildings/{building}/intercom-contacts                om
    GET /buildings/{building}/intercom-contacts/{id}            omg
    PUT /buildings/{building}/intercom-contacts/{id}            om
    DELETE /buildings/{building}/intercom-contacts/{id}         om
    GET /buildings/{building}/residents                         omg
    POST /buildings/{building}/residents                        om
    GET /buildings/{building}/residents/{id}                    omgr
    PUT /buildings/{building}/residents/{id}                    om
    POST /buildings/{building}/residents/{id}/move              om
    POST /buildings/{building}/residents/{id}/code              om
    PUT /buildings/{building}/residents/{id}/display            omr
    POST /buildings/{building}/residents/{id}/onboarding        om
    GET /buildings/{building}/residents/{id}/calendar           omr
    POST /buildings/{building}/residents/{id}/calendar          omr
    DELETE /buildings/{building}/residents/{id}/calendar        omr
    GET /buildings/{building}/calendars/{id}                    anyone
    GET /buildings/{building}/residents/{id}/onboarding         om
    GET /buildings/{building}/tags                              omg
    GET /buildings/{building}/residents.csv                     om
    POST /buildings/{building}/imports/preview                  om
    POST /buildings/{building}/imports                          om
    GET /buildings/{building}/bookings                          omgr
    POST /buildings/{building}/bookings                         omr
    GET /buildings/{building}/bookings/{id}                     omgr
    GET /buildings/{building}/bookings/{id}/permit              omg
    POST /buildings/{building}/bookings/{id}/approve            omg
    POST /buildings/{building}/bookings/{id}/reject             omg
    POST /buildings/{building}/bookings/{id}/cancel             omr
    GET /buildings/{building}/board                             omg
    GET /buildings/{building}/permits                           omg
    GET /buildings/{building}/matches                           omg
    GET /buildings/{building}/check-ins                         omg
    POST /buildings/{building}/check-ins                        omg
    GET /buildings/{building}/enforcement-checks                omg
    POST /buildings/{building}/enforcement-checks               omg
    GET /buildings/{building}/guest-invites                     omr
    POST /buildings/{building}/guest-invites                    omr
    GET /buildings/{building}/guest-invites/{id}                omr
    POST /buildings/{building}/guest-invites/{id}/revoke        omr
    POST /buildings/{building}/guest-invites/{id}/revoke-and-restrict om
    GET /buildings/{building}/restricted-residents              om
    PUT /buildings/{building}/restricted-residents/{id}         om
    DELETE /buildings/{building}/restricted-residents/{id}      om
    GET /buildings/{building}/residents/{id}/doors              omgr
    GET /buildings/{building}/doors/{id}/residents              omg
    GET /buildings/{building}/doors/{id}/entry                  omg
    GET /buildings/{building}/intercom                          omg
    GET /buildings/{building}/due-for-erasure                   om
    POST /buildings/{building}/erasures                         om
    GET /buildings/{building}/residents/{id}/personal-export    om
    GET /buildings/{building}/live                              omgr
    GET /buildings/{building}/accounts                          om
    POST /buildings/{building}/accounts                         om
    POST /buildings/{building}/accounts/{id}/link               om
    DELETE /buildings/{building}/accounts/{id}                  om
    GET /buildings/{building}/apds/places                       om
    GET /buildings/{building}/apds/right-specifications         om
    GET /buildings/{building}/apds/assigned-rights              om
    GET /buildings/{building}/apds/sessions                     om
    GET /buildings/{building}/apds/observations                 om
    GET /buildings/{building}/deliveries                        om
    POST /buildings/{building}/deliveries/{id}/retry            om
    GET /buildings/{building}/consoles                          om
    POST /buildings/{building}/consoles                         om
    DELETE /buildings/{building}/consoles/{id}                  om
    GET /buildings/{building}/console-events                    omg
    GET /buildings/{building}/console/image                     c
    GET /buildings/{building}/console/document                  c
    POST /buildings/{building}/console/outbox                   c
";

fn table() -> BTreeMap<String, &'static str> {
    let rows = TABLE.lines().map(str::trim).filter(|line| !line.is_empty());
    rows.map(|row| row.rsplit_once(' ').unwrap()).map(|(route, who)| (route.trim().to_owned(), who)).collect()
}

async fn status_of(client: &Client, method: &Method, path: &str) -> (u16, String) {
    let request = client.request(method.clone(), path).header("idempotency-key", new_key());
    let answer = client.send(request.header("if-match", "\"0\"").json(&json!({}))).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn every_route_is_for_those_it_is_for() {
    with_building(async |setting| {
        let (owner, manager) = (&setting.owner, &setting.manager);
        let people = [
            ('o', owner.clone()),
            ('m', manager.clone()),
            ('g', staff(manager, "maple", "guard").await),
            ('r', onboarded(manager, "maple", "lena").await),
            ('c', console(manager, "maple").await.0),
        ];
        let strangers = [building(owner, "oak").await, console(manager, "maple").await.0, owner.stranger()];
        let mut table = table();
        for endpoint in vestibule_server::api::endpoints() {
            let route = format!("{} {}", endpoint.method, endpoint.path);
            let who = table.remove(&route).unwrap_or_else(|| panic!("{route} is not in the table"));
            let at = |building| endpoint.path.replace("{building}", building).replace("{id}", "nothing");
            let path = at("maple");
            for (letter, client) in &people {
                let signs_out = route == "DELETE /session" && *letter != 'c';
                if who == "anyone" || signs_out {
                    continue;
                }
                let (status, code) = status_of(client, &endpoint.method, &path).await;
                let says = format!("{route} as {letter}: {status} {code}");
                match (who.contains(*letter), endpoint.access) {
                    (true, _) => assert!(!matches!(status, 401 | 403 | 500..), "{says}"),
                    (false, Access::Console) => assert_eq!(status, 401, "{says}"),
                    (false, _) if *letter == 'c' => assert_eq!(status, 401, "{says}"),
                    (false, _) => assert_eq!((status, code.as_str()), (403, "forbidden"), "{says}"),
                }
            }
            if path.contains("/maple") && who != "anyone" {
                // Those of another building are told no more than of a building that does not exist.
                let expected = if who == "c" { 401 } else { 404 };
                assert_eq!(status_of(&strangers[0], &endpoint.method, &path).await.0, expected, "{route}");
                assert_eq!(
                    status_of(&strangers[0], &endpoint.method, &at("none")).await.0,
                    expected,
                    "{route}"
                );
                assert_eq!(status_of(&strangers[1], &endpoint.method, &at("oak")).await.0, 401, "{route}");
                assert_eq!(status_of(&strangers[2], &endpoint.method, &path).await.0, 401, "{route}");
            }
            if !matches!(endpoint.access, Access::Public | Access::Console) && endpoint.method != Method::GET
            {
                let forged = Client { csrf: "forged".into(), ..owner.clone() };
                assert_eq!(
                    status_of(&forged, &endpoint.method, &path).await,
                    (403, "csrf".into()),
                    "{route}"
                );
            }
        }
        assert!(table.is_empty(), "there is no such route: {table:?}");
    });
}

#[test]
fn residents_see_themselves_and_their_own_bookings() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let mut max = crate::setting::resident("max", "b");
        max["notes"] = "owes a key".into();
        manager.post("/buildings/maple/residents", &max).await.is(201);
        let lena = onboarded(manager, "maple", "lena").await;
        let max = onboarded(manager, "maple", "max").await;
        let booked =
            lena.post("/buildings/maple/bookings", &crate::setting::booking(12, 14, "ABC 123")).await.is(201);
        let at = format!("/buildings/maple/bookings/{}", booked.id());
        assert_eq!(lena.get("/buildings/maple/bookings").await.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(max.get("/buildings/maple/bookings").await.body["items"], json!([]));
        assert_eq!(max.get(&at).await.problem(404), "unknown");
        assert_eq!(max.post(&format!("{at}/cancel"), &json!({})).await.problem(404), "unknown");
        assert_eq!(
            max.post("/buildings/maple/bookings", &crate::setting::booking(15, 16, "X")).await.problem(403),
            "forbidden"
        );
        assert_eq!(max.get("/buildings/maple/residents/lena").await.problem(404), "unknown");
        let own = max.get("/buildings/maple/residents/max").await.is(200);
        assert_eq!((own.body["onboarding"].as_str(), own.body.get("notes")), (Some("active"), None));
        lena.post(&format!("{at}/cancel"), &json!({})).await.is(200);
    });
}

#[test]
fn sessions_begin_and_end() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let guard = staff(manager, "maple", "guard").await;
        let who = guard.get("/session").await.is(200);
        assert_eq!(
            (who.body["role"].as_str(), who.body["building"].as_str()),
            (Some("guard"), Some("maple"))
        );
        let wrong =
            json!({ "building": "maple", "email": "guard@maple.example.org", "password": "not this one" });
        assert_eq!(guard.stranger().post("/session", &wrong).await.problem(401), "wrongPassword");
        let account = who.body["account"].as_str().unwrap();
        guard.delete("/session", "").await.is(204);
        assert_eq!(guard.get("/session").await.problem(401), "notSignedIn");
        let again = manager.sign_in(Some("maple"), "guard@maple.example.org", PASSWORD).await;
        manager.delete(&format!("/buildings/maple/accounts/{account}"), "").await.is(204);
        assert_eq!(again.get("/session").await.problem(401), "notSignedIn");
        let right = json!({ "building": "maple", "email": "guard@maple.example.org", "password": PASSWORD });
        assert_eq!(guard.stranger().post("/session", &right).await.problem(401), "wrongPassword");
    });
}

#[test]
fn guessing_a_password_is_slowed_down_for_that_account() {
    with_building(async |setting| {
        let guess =
            json!({ "building": "maple", "email": "manager@maple.example.org", "password": "a wrong one" });
        let mut statuses = Vec::new();
        for _ in 0..7 {
            statuses.push(setting.server.stranger().post("/session", &guess).await);
        }
        let last = statuses.pop().unwrap();
        assert!(last.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(last.problem(429), "tooMany");
        assert!(statuses.iter().any(|answer| answer.status == 401));
        setting.manager.get("/session").await.is(200);
    });
}

#[test]
fn a_link_is_used_once_and_a_manager_makes_no_manager() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let peer = json!({ "email": "other@example.org", "role": "manager" });
        assert_eq!(manager.post("/buildings/maple/accounts", &peer).await.problem(403), "forbidden");
        let guard = json!({ "email": "g@example.org", "role": "guard" });
        let key = new_key();
        let made = manager.post_as(&key, "/buildings/maple/accounts", &guard).await.is(201);
        assert_eq!(
            manager.post_as(&key, "/buildings/maple/accounts", &guard).await.problem(409),
            "secretGiven"
        );
        assert_eq!(manager.post("/buildings/maple/accounts", &guard).await.problem(409), "duplicate");
        let secret = made.body["link"].as_str().unwrap().rsplit_once('.').unwrap().1;
        let choice = json!({ "building": "maple", "secret": secret, "password": PASSWORD });
        let short = json!({ "building": "maple", "secret": secret, "password": "short" });
        assert_eq!(manager.stranger().post("/password", &short).await.problem(400), "malformed");
        manager.stranger().post("/password", &choice).await.is(200);
        assert_eq!(manager.stranger().post("/password", &choice).await.problem(410), "linkGone");
    });
}
