//! The building to try the server on, started again: its visits are those of the day, and what people did in it stays.

use crate::client::Client;
use crate::setting::{NOW, Server, on_each};
use serde_json::{Value, json};
use std::path::Path;

const AT: &str = "/buildings/maple-court";
const DAY: i64 = 24 * 60 * 60;

/// Starts the demo: its manager, signed in, and its console.
async fn start(server: &Server) -> (Client, Client) {
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/residents-yardi.csv");
    let card = vestibule_server::demo::seed(&server.app, &export, None).await.unwrap().0;
    let accounts = card.iter().filter_map(|line| line.strip_prefix("Sign in as "));
    let mut accounts = accounts.map(|account| serde_json::from_str::<Value>(account).unwrap());
    let manager = accounts.find(|account| account["email"] == "manager").unwrap();
    let password = manager["password"].as_str().unwrap();
    let manager = server.stranger().sign_in(Some("maple-court"), "manager", password).await;
    let key = card.iter().find_map(|line| line.strip_prefix("A console's key: ")).unwrap();
    (manager, Client { bearer: Some(key.to_owned()), ..server.stranger() })
}

/// The records of a list of the building.
async fn all(manager: &Client, list: &str) -> Vec<Value> {
    let answer = manager.get(&format!("{AT}/{list}?limit=200")).await.is(200);
    answer.body["items"].as_array().unwrap().clone()
}

/// Plates of guests whom the board has for today, and whether they have checked in, sorted.
async fn today(manager: &Client) -> Vec<(String, bool)> {
    let row = |row: &Value| {
        let plate = row["booking"]["vehicle"]["plate"].as_str().unwrap_or_default().to_owned();
        (plate, row["permit"].get("checkedIn").is_some())
    };
    let mut found: Vec<_> = all(manager, "board").await.iter().map(row).collect();
    found.sort();
    found
}

#[test]
fn on_another_day_the_demo_has_visits_of_that_day_and_what_people_did_is_kept() {
    on_each(async |engine| {
        let server = Server::start(engine).await;
        let (manager, console) = start(&server).await;
        let first = today(&manager).await;
        let covered: Vec<_> =
            first.iter().filter(|(_, arrived)| *arrived).map(|(plate, _)| plate.as_str()).collect();
        assert_eq!(covered, ["R07 LUN", "W61 TGA"]);
        assert_eq!(first.len(), 7);

        let known = &all(&manager, "board").await;
        let booking =
            &known.iter().find(|row| row["booking"]["vehicle"]["plate"] == "K24 RMP").unwrap()["booking"];
        let mut own = booking.clone();
        own["vehicle"] = json!({ "plate": "OWN 001", "make": "Kia" });
        own.as_object_mut()
            .unwrap()
            .retain(|key, _| !["id", "approval", "createdAt"].contains(&key.as_str()));
        (own["start"], own["end"]) = ("2026-05-15T10:00".into(), "2026-05-15T23:00".into());
        manager.post(&format!("{AT}/bookings"), &own).await.is(201);
        let entry = json!({ "id": "e1", "at": NOW, "kind": "checkIn", "booking": booking["id"] });
        let sent = json!({ "entries": [entry] });
        let taken = console.post(&format!("{AT}/console/outbox"), &sent).await.is(200);
        assert_eq!(taken.body["acknowledged"][0]["outcome"], "added");

        let (manager, again) = start(&server).await;
        let mut same_day = first.clone();
        same_day.iter_mut().filter(|(plate, _)| plate == "K24 RMP").for_each(|(_, arrived)| *arrived = true);
        assert_eq!(today(&manager).await, same_day);
        console.get(&format!("{AT}/console/document")).await.is(401);
        again.get(&format!("{AT}/console/document")).await.is(200);

        server.pass(DAY);
        let (manager, _) = start(&server).await;
        let mut next_day = first.clone();
        next_day.push(("OWN 001".into(), false));
        next_day.sort();
        assert_eq!(today(&manager).await, next_day);
        assert!(all(&manager, "check-ins").await.iter().all(|one| one["id"] != "e1"));
        assert_eq!(all(&manager, "consoles").await.len(), 1);
        server.stop().await;
    });
}
