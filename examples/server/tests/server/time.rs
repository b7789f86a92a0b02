//! The clock is set back, as it happens to machines: nothing is lost, nothing is done twice, and nothing gets older.

use crate::client::new_key;
use crate::deliveries::{invite, texting};
use crate::setting::{PASSWORD, booking, console, on_each, with_building};
use serde_json::json;

const BOOKINGS: &str = "/buildings/maple/bookings";
const DAY: i64 = 24 * 60 * 60;

#[test]
fn sessions_keys_and_revisions_go_on_when_the_clock_is_set_back() {
    with_building(async |setting| {
        let (server, manager) = (&setting.server, &setting.manager);
        let (console, _) = console(manager, "maple").await;
        let image = "/buildings/maple/console/image";
        let sequence = async || -> u64 {
            let image = console.get(image).await.is(200);
            image.etag().trim_matches('"').parse().unwrap()
        };
        let key = new_key();
        let made = manager.post_as(&key, BOOKINGS, &booking(12, 13, "ABC 123")).await.is(201);
        let first = sequence().await;

        server.pass(-2 * DAY);
        manager.get("/session").await.is(200);
        let again = manager.post_as(&key, BOOKINGS, &booking(12, 13, "ABC 123")).await.is(201);
        assert_eq!((again.id(), again.etag()), (made.id(), made.etag()));
        // What is kept for a day is kept for that long by the clock as it is now.
        server.app.buildings.database().tidy(server.app.clock.now()).await.unwrap();
        assert_eq!(
            manager.post_as(&key, BOOKINGS, &booking(12, 13, "ABC 123")).await.is(201).id(),
            made.id()
        );
        let later = manager.post(BOOKINGS, &booking(14, 15, "ABC 124")).await.is(201);
        let revision = |etag: &str| etag.trim_matches('"').parse::<i64>().unwrap();
        assert!(revision(later.etag()) > revision(made.etag()));
        let second = sequence().await;
        assert!(second > first, "an image of another day is a newer one");
        let listed = manager.get(BOOKINGS).await.is(200).body["items"].as_array().unwrap().len();
        assert_eq!(listed, 2);

        server.pass(2 * DAY);
        manager.get("/session").await.is(200);
        assert!(sequence().await > second);
        // The session ends when it has to, by the clock that is right again.
        server.pass(DAY / 2);
        assert_eq!(manager.get("/session").await.problem(401), "notSignedIn");
    });
}

#[test]
fn attempts_stay_limited_when_the_clock_is_set_back() {
    with_building(async |setting| {
        let wrong =
            json!({ "building": "maple", "email": "manager@maple.example.org", "password": "not this one" });
        let stranger = setting.server.stranger();
        let mut refused = 0;
        while stranger.post("/session", &wrong).await.status != 429 {
            refused += 1;
            assert!(refused < 20, "nobody is stopped");
        }
        setting.server.pass(-DAY);
        assert_eq!(stranger.post("/session", &wrong).await.problem(429), "tooMany");
        let right =
            json!({ "building": "maple", "email": "manager@maple.example.org", "password": PASSWORD });
        assert_eq!(stranger.post("/session", &right).await.problem(429), "tooMany");
    });
}

#[test]
fn what_was_queued_by_a_clock_that_was_ahead_is_sent() {
    on_each(async |engine| {
        let (setting, mut receiver) = texting(engine).await;
        receiver.reacts(&[crate::receiver::Reaction::Answer(503)]);
        setting.server.pass(30 * DAY);
        let manager =
            setting.server.stranger().sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await;
        let link = invite(&manager, "max").await;
        let first = receiver.next().await;
        // It is to be tried again in a month, as the clock says now.
        crate::deliveries::tried(&manager, 1, "status 503").await;
        setting.server.pass(-30 * DAY);
        let second = receiver.next().await;
        assert_eq!((&second.id, &second.body), (&first.id, &first.body));
        assert!(second.body["data"]["text"].as_str().unwrap().ends_with(&link));
        crate::deliveries::until(&manager, "sent", 1).await;
        assert!(!receiver.has_more());
    });
}
