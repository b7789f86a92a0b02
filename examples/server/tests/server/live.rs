//! The live board: what is changed is told to those who follow a building, by each server, without a gap.

use crate::client::Client;
use crate::setting::{PASSWORD, Setting, booking, console, onboarded, resident, staff, with_building};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const BOOKINGS: &str = "/buildings/maple/bookings";
const LIVE: &str = "/buildings/maple/live";

/// How long something is waited for that has to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Someone who follows a building.
struct Events {
    response: Response,
    text: String,
}

#[derive(Debug)]
struct Event {
    name: String,
    id: String,
    data: Value,
}

impl Events {
    async fn follow(client: &Client, last: Option<&str>) -> Self {
        let mut request = client.request(Method::GET, LIVE);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next event; none when the stream has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = block.lines().filter_map(|line| line.split_once(": "));
                    lines.filter(|(field, _)| *field == name).map(|(_, value)| value.to_owned()).next_back()
                };
                let event = field("event").map(|name| Event {
                    name,
                    id: field("id").unwrap(),
                    data: serde_json::from_str(&field("data").unwrap()).unwrap(),
                });
                self.text = rest.to_owned();
                if event.is_some() {
                    return event;
                }
                continue;
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event");
            self.text.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
        }
    }

    async fn ready(&mut self) -> String {
        let event = self.next().await.unwrap();
        assert_eq!(event.name, "ready");
        assert_eq!(event.data, json!({ "revision": event.id.parse::<i64>().unwrap() }));
        event.id
    }

    /// What is told next.
    async fn change(&mut self) -> Value {
        let event = self.next().await.unwrap();
        assert_eq!((event.name.as_str(), event.data["revision"].to_string()), ("change", event.id));
        event.data["changes"].clone()
    }

    async fn ends(mut self) {
        while self.next().await.is_some() {}
    }
}

async fn beside(setting: &Setting) -> (crate::setting::Server, Client) {
    let other = setting.server.beside().await;
    let there = Client { base: format!("{}/api/v1", other.address), ..setting.manager.clone() };
    (other, there)
}

#[test]
fn what_is_changed_at_one_server_is_told_at_each() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let (_other, there) = beside(&setting).await;
        let guard = staff(manager, "maple", "guard").await;
        let (mut one, mut two) = (Events::follow(&guard, None).await, Events::follow(&there, None).await);
        one.ready().await;
        two.ready().await;
        for client in [manager, &there] {
            let begun = std::time::Instant::now();
            let booked = client.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201).id();
            let told = json!([{ "kind": "bookings", "id": booked }]);
            assert_eq!(one.change().await, told);
            assert_eq!(two.change().await, told);
            println!("told at both servers after {} ms", begun.elapsed().as_millis());
            client.post(&format!("{BOOKINGS}/{booked}/cancel"), &json!({})).await.is(200);
            assert_eq!((one.change().await, two.change().await), (told.clone(), told));
        }
        let suite = json!({ "id": "c", "number": "3" });
        let made = manager.post("/buildings/maple/suites", &suite).await.is(201);
        let told = json!([{ "kind": "suites", "id": "c" }]);
        assert_eq!(one.change().await, told);
        manager.delete("/buildings/maple/suites/c", made.etag()).await.is(204);
        assert_eq!(one.change().await, told);
    });
}

#[test]
fn who_comes_back_misses_nothing() {
    with_building(async |setting| {
        let manager = setting.manager.clone();
        let (_other, there) = beside(&setting).await;
        let mut events = Events::follow(&manager, None).await;
        let mut last = events.ready().await;
        drop(events);
        let writing = tokio::spawn({
            let (manager, there) = (manager.clone(), there.clone());
            async move {
                let mut made = BTreeSet::new();
                for number in 0..60 {
                    let client = if number % 3 == 0 { &there } else { &manager };
                    let body = resident(&format!("r{number}"), "b");
                    made.insert(client.post("/buildings/maple/residents", &body).await.is(201).id());
                }
                made
            }
        });
        let mut seen = BTreeSet::new();
        let mut visits = 0;
        while !seen.contains("r59") {
            // A few events at one server, then a few at the other, as after a connection is lost.
            let client = if visits % 2 == 0 { &manager } else { &there };
            let mut events = Events::follow(client, Some(&last)).await;
            for _ in 0..=visits % 3 {
                if seen.contains("r59") {
                    // Nothing more is going to happen.
                    break;
                }
                let event = events.next().await.unwrap();
                assert!(event.id.parse::<i64>().unwrap() >= last.parse::<i64>().unwrap());
                last = event.id;
                for change in event.data["changes"].as_array().into_iter().flatten() {
                    seen.insert(change["id"].as_str().unwrap().to_owned());
                }
            }
            visits += 1;
        }
        assert_eq!(seen, writing.await.unwrap());
        println!("60 changes in {visits} visits");

        // By the query as well; and what is no id of an event is refused.
        let with = |id: &str| manager.request(Method::GET, &format!("{LIVE}?lastEventId={id}"));
        let mut events = Events { response: with("1").send().await.unwrap(), text: String::new() };
        assert!(events.change().await.as_array().unwrap().len() > 60);
        assert_eq!(manager.send(with("x")).await.problem(400), "malformed");
        // From before a backup was restored: everything is told.
        let mut events = Events::follow(&manager, Some("1000000")).await;
        assert!(
            events.change().await.as_array().unwrap().contains(&json!({ "kind": "residents", "id": "r0" }))
        );
        assert!(events.ready().await.parse::<i64>().unwrap() < 1000);
    });
}

#[test]
fn residents_are_told_what_is_theirs_and_what_is_everyones() {
    with_building(async |setting| {
        let manager = &setting.manager;
        manager.post("/buildings/maple/residents", &resident("max", "b")).await.is(201);
        let lena = onboarded(manager, "maple", "lena").await;
        let max = onboarded(manager, "maple", "max").await;
        let (mut own, mut other) = (Events::follow(&lena, None).await, Events::follow(&max, None).await);
        let last = own.ready().await;
        other.ready().await;
        let booked = lena.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201).id();
        assert_eq!(own.change().await, json!([{ "kind": "bookings", "id": booked }]));
        assert_eq!(other.change().await, json!([{ "kind": "bookings" }]));
        // Nothing of this is for residents.
        manager.post("/buildings/maple/check-ins", &json!({ "booking": booked })).await.is(201);
        let profile = manager.get("/buildings/maple/residents/max").await;
        manager.put("/buildings/maple/residents/max", profile.etag(), &profile.body).await.is(200);
        assert_eq!(other.change().await, json!([{ "kind": "residents", "id": "max" }]));
        let amenity = manager.get("/buildings/maple/amenities/visitor").await;
        manager.put("/buildings/maple/amenities/visitor", amenity.etag(), &amenity.body).await.is(200);
        let told = json!([{ "kind": "amenities", "id": "visitor" }]);
        assert_eq!((own.change().await, other.change().await), (told.clone(), told));
        let mut again = Events::follow(&max, Some(&last)).await;
        assert_eq!(
            again.change().await,
            json!([{ "kind": "bookings" }, { "kind": "residents", "id": "max" },
                   { "kind": "amenities", "id": "visitor" }])
        );
    });
}

#[test]
fn following_ends_with_the_session_and_with_the_server() {
    with_building(async |setting| {
        let manager = &setting.manager;
        let guard = staff(manager, "maple", "guard").await;
        let again = manager.sign_in(Some("maple"), "guard@maple.example.org", PASSWORD).await;
        let lena = onboarded(manager, "maple", "lena").await;
        let (other, _) = beside(&setting).await;
        let there = Client { base: format!("{}/api/v1", other.address), ..guard.clone() };
        let mut kept = Events::follow(&lena, None).await;
        kept.ready().await;
        let streams = [
            Events::follow(&guard, None).await,
            Events::follow(&there, None).await,
            Events::follow(&again, None).await,
        ];
        let account = guard.get("/session").await.body["account"].as_str().unwrap().to_owned();
        let [here, there, again] = streams;
        guard.delete("/session", "").await.is(204);
        here.ends().await;
        there.ends().await;
        manager.delete(&format!("/buildings/maple/accounts/{account}"), "").await.is(204);
        again.ends().await;

        // Those who are still signed in go on.
        let amenity = manager.get("/buildings/maple/amenities/visitor").await;
        manager.put("/buildings/maple/amenities/visitor", amenity.etag(), &amenity.body).await.is(200);
        kept.change().await;
        setting.server.pass(13 * 3600);
        kept.ends().await;

        let owner = setting.owner.sign_in(None, "owner", PASSWORD).await;
        let mut events = Events::follow(&owner, None).await;
        events.ready().await;
        let server = setting.server;
        server.stop().await;
        events.ends().await;
    });
}

#[test]
fn a_console_waits_for_the_next_image() {
    with_building(async |setting| {
        const IMAGE: &str = "/buildings/maple/console/image";
        let manager = &setting.manager;
        let (console, enrolled) = console(manager, "maple").await;
        let first = console.get(IMAGE).await.is(200);
        let waiting = |etag: &str, seconds: u32| {
            let request = console.request(Method::GET, &format!("{IMAGE}?wait={seconds}"));
            let request = request.header("if-none-match", etag.to_owned());
            let console = console.clone();
            tokio::spawn(async move { console.send(request).await })
        };
        assert_eq!(waiting(first.etag(), 1).await.unwrap().status, 304);
        assert_eq!(waiting(first.etag(), 61).await.unwrap().problem(400), "malformed");

        let waits = [waiting(first.etag(), 60), waiting(first.etag(), 60)];
        // What consoles are not shown is nothing to wake them for.
        let lena = manager.get("/buildings/maple/residents/lena").await;
        let mut noted = lena.body.clone();
        noted["notes"] = "prefers mornings".into();
        manager.put("/buildings/maple/residents/lena", lena.etag(), &noted).await.is(200);
        manager.post(BOOKINGS, &booking(12, 14, "ABC 123")).await.is(201);
        let mut newest = String::new();
        for wait in waits {
            let second = wait.await.unwrap().is(200);
            assert_ne!(second.etag(), first.etag());
            newest = second.etag().to_owned();
        }

        // Nobody who has lost their key is given another image.
        let wait = waiting(&newest, 60);
        let id = enrolled["console"]["id"].as_str().unwrap();
        manager.delete(&format!("/buildings/maple/consoles/{id}"), "").await.is(204);
        manager.post(BOOKINGS, &booking(15, 16, "ABC 123")).await.is(201);
        assert_eq!(wait.await.unwrap().problem(401), "notSignedIn");
    });
}
