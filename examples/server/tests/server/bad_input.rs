//! Whatever comes in, a clear answer comes out.

use crate::client::new_key;
use crate::setting::{PASSWORD, on_each, with_building};
use reqwest::Method;
use serde_json::json;

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let suites = "/buildings/maple/suites";
        let post = |body: &str, media: &str| {
            let request = manager.request(Method::POST, suites).header("idempotency-key", new_key());
            manager.send(request.header("content-type", media.to_owned()).body(body.to_owned()))
        };
        let refused = post(r#"{ "number": "1", "colour": "red" }"#, "application/json").await;
        assert_eq!(refused.body["path"], "colour");
        assert_eq!(refused.problem(400), "unknownField");
        assert_eq!(post("{ \"number\": ", "application/json").await.problem(400), "malformed");
        assert_eq!(post("[]", "application/json").await.problem(400), "malformed");
        assert_eq!(post("{}", "application/json").await.problem(400), "required");
        assert_eq!(post("{}", "text/plain").await.problem(415), "mediaType");
        assert_eq!(
            post(r#"{ "id": "../x", "number": "1" }"#, "application/json").await.problem(400),
            "malformed"
        );
        let large = format!("{{ \"number\": \"{}\" }}", "1".repeat(2 * 1024 * 1024));
        assert_eq!(post(&large, "application/json").await.problem(413), "tooLarge");
        assert_eq!(manager.send(manager.request(Method::PATCH, suites)).await.problem(405), "method");
        assert_eq!(manager.get("/nothing").await.problem(404), "unknown");
    });
}

#[test]
fn text_stays_text() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let number = "1'; DROP TABLE records; --";
        manager.post("/buildings/maple/suites", &json!({ "id": "x", "number": number })).await.is(201);
        assert_eq!(manager.get("/buildings/maple/suites/x").await.body["number"], number);
        for id in ["..%2f..%2fetc", "%00", "a'%20OR%20'1'='1", "%ff"] {
            assert_eq!(manager.get(&format!("/buildings/maple/suites/{id}")).await.problem(404), "unknown");
            assert_eq!(manager.get(&format!("/buildings/{id}/suites")).await.problem(404), "unknown");
        }
        let nul = json!({ "email": "a@\u{0}", "password": PASSWORD });
        assert!((400..500).contains(&manager.stranger().post("/session", &nul).await.status));
        assert!((400..500).contains(&setting.owner.get("/buildings/%00/suites").await.status));
    });
}

#[test]
fn who_asks_for_nothing_that_can_be_takes_nobodys_answer() {
    with_building(async |setting| {
        let mut asking = tokio::task::JoinSet::new();
        for round in 0..200 {
            let (owner, manager) = (setting.owner.clone(), setting.manager.clone());
            asking.spawn(async move {
                if round % 2 == 0 {
                    assert_eq!(owner.get("/buildings/%00/suites").await.problem(404), "unknown");
                } else {
                    manager.get("/buildings/maple/suites").await.is(200);
                }
            });
        }
        while let Some(asked) = asking.join_next().await {
            asked.unwrap();
        }
    });
}

#[test]
fn a_server_says_how_it_is_and_protects_its_pages() {
    on_each(async |engine| {
        let server = crate::setting::Server::start(engine).await;
        let client = crate::client::Client { base: server.address.clone(), ..server.stranger() };
        assert_eq!(client.get("/healthz").await.is(200).bytes, b"ok\n");
        assert_eq!(client.get("/readyz").await.is(200).bytes, b"ready\n");
        let page = client.get("/docs").await.is(200);
        assert!(
            String::from_utf8(page.bytes.clone()).unwrap().contains("/api/v1/buildings/{building}/bookings")
        );
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        client.get("/welcome").await.is(200);

        // The first link is new with every start until it is used.
        let first = server.app.first_link().await.unwrap().unwrap();
        let second = server.app.first_link().await.unwrap().unwrap();
        let secret = |link: &str| link.rsplit_once('.').unwrap().1.to_owned();
        let choice = json!({ "secret": secret(&first), "password": PASSWORD });
        assert_eq!(server.stranger().post("/password", &choice).await.problem(410), "linkGone");
        server.stranger().welcomed(&second, PASSWORD).await;
        assert_eq!(server.app.first_link().await.unwrap(), None);
    });
}
