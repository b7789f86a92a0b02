//! What those who run the server see of it: logs and metrics say what happened, and nothing of anybody.

use crate::client::{Client, new_key};
use crate::engine::Engine;
use crate::process::{PROGRAM, Process};
use crate::setting::{PASSWORD, building, console, on_each};
use reqwest::Method;
use serde_json::json;
use std::process::Command;

/// What callers send, in bodies, paths, queries and headers, right and wrong.
const PERSONAL: [&str; 9] = [
    "Zebulon",
    "Quackenbush",
    "zebulon@example.org",
    "6045550187",
    "XQZ 417",
    "XQZ417",
    "8341",
    "correct horse",
    "a-plate-as-id",
];

/// Makes requests of every kind with what is nobody else's business in them.
async fn be_busy(manager: &Client) {
    let resident = json!({ "id": "z", "firstName": "Zebulon", "lastName": "Quackenbush", "email": "zebulon@example.org",
                           "phone": "6045550187", "directoryCode": "8341", "residencies": [{ "suite": "a" }] });
    manager.post("/buildings/maple/residents", &resident).await.is(201);
    manager.post("/buildings/maple/residents", &resident).await.is(409);
    let mut other = resident.clone();
    other["id"] = "y".into();
    other["phone"] = "6045550187 and more".into();
    assert!(manager.post("/buildings/maple/residents", &other).await.status < 500);
    let malformed =
        manager.request(Method::POST, "/buildings/maple/residents").header("idempotency-key", new_key());
    let malformed = malformed.header("content-type", "application/json").body("{ \"firstName\": Zebulon");
    manager.send(malformed).await.is(400);
    let booking = json!({ "amenity": "visitor", "holder": { "resident": "z" }, "suite": "a", "start": "2199-05-14T12:00",
                          "end": "2199-05-14T13:00", "guestName": "Quackenbush", "vehicle": { "plate": "XQZ 417" } });
    manager.post("/buildings/maple/bookings", &booking).await.is(201);
    manager.post("/buildings/maple/bookings", &booking).await.is(422);
    manager.get("/buildings/maple/residents?q=Zebulon%20Quackenbush").await.is(200);
    assert!(manager.get("/buildings/maple/residents?Quackenbush=1").await.status < 500);
    manager.get("/buildings/maple/residents/a-plate-as-id").await.is(404);
    manager.get("/buildings/maple/matches?plate=XQZ%20417").await.is(200);
    manager.post("/buildings/maple/enforcement-checks", &json!({ "plate": "XQZ 417" })).await.is(201);
    let sign_in =
        json!({ "building": "maple", "email": "zebulon@example.org", "password": "correct horse 8341" });
    assert!((400..500).contains(&manager.stranger().post("/session", &sign_in).await.status));
    let (console, _) = console(manager, "maple").await;
    let entries = json!({ "entries": [
        { "id": "1", "at": "2026-05-14T22:20:00Z", "kind": "walkIn", "host": { "code": "8341" }, "vehicle": { "plate": "XQZ 417" } },
        { "id": "2", "at": "2026-05-14T22:20:00Z", "kind": "checkIn", "booking": "a-plate-as-id" },
    ] });
    console.post("/buildings/maple/console/outbox", &entries).await.is(200);
    console.get("/buildings/maple/console/image").await.is(200);
}

#[test]
fn logs_and_metrics_tell_of_requests_and_of_nobody() {
    on_each(async |engine: Engine| {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("logs");
        let mut command = Command::new(PROGRAM);
        command.args(["--metrics", "127.0.0.1:0", "--log-format", "json"]).env_remove("RUST_LOG");
        command.stderr(std::fs::File::create(&logs).unwrap());
        let process = Process::of(command, folder.path(), engine.new_database().as_deref());
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        let manager = building(&owner, "maple").await;
        be_busy(&manager).await;

        let metrics = reqwest::get(process.metrics.as_ref().unwrap()).await.unwrap();
        assert!(
            metrics.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text")
        );
        let metrics = metrics.text().await.unwrap();
        let residents = r#"method="POST",route="/api/v1/buildings/{building}/residents""#;
        for line in [
            format!(r#"vestibule_requests_total{{{residents},status="400"}}"#),
            format!("vestibule_request_duration_seconds_count{{{residents}}}"),
            r#"vestibule_console_entries_total{outcome="unknown",conflict="1"} 1"#.to_owned(),
            r#"vestibule_database_connections{state="idle"}"#.to_owned(),
            "vestibule_followers 0".to_owned(),
            r#"vestibule_client_connections{places="free"}"#.to_owned(),
        ] {
            assert!(metrics.contains(&line), "{line} is not in\n{metrics}");
        }
        // They are at their own address only.
        let plain = Client { base: process.address.clone(), ..manager.stranger() };
        plain.get("/metrics").await.is(404);
        process.kill();

        let logs = std::fs::read_to_string(&logs).unwrap();
        assert!(logs.contains(r#""route":"/api/v1/buildings/{building}/residents/{id}""#), "{logs}");
        for personal in PERSONAL {
            let told = logs.lines().chain(metrics.lines()).find(|line| line.contains(personal));
            assert_eq!(told, None, "{personal} is told");
        }
    });
}
