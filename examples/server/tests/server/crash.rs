//! The server is killed at random moments under load. What it has acknowledged is there afterwards, and nothing twice.

use crate::client::{Client, new_key};
use crate::engine::Engine;
use crate::process::Process;
use crate::setting::{PASSWORD, booking, building, on_each};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;

const KILLS: u64 = 4;
const CLIENTS: usize = 8;

/// What one client asked for: its key, its body, and the id that was acknowledged.
type Asked = (String, Value, Option<String>);

async fn load(client: Client, stop: Arc<AtomicBool>) -> Vec<Asked> {
    let mut asked = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let (key, mut body) = (new_key(), booking(12, 13, "ABC 123"));
        // No two of them get into each other's way: the vehicle is unknown, and there is room for all.
        body["start"] = "2199-05-14T12:00".into();
        body["end"] = "2199-05-14T13:00".into();
        body["vehicle"] = json!({});
        let request = client
            .request(reqwest::Method::POST, "/buildings/maple/bookings")
            .header("idempotency-key", &key);
        let answer = client.try_send(request.json(&body)).await;
        let id = answer.ok().filter(|answer| answer.status == 201).map(|answer| answer.id());
        let is_lost = id.is_none();
        asked.push((key, body, id));
        if is_lost {
            break;
        }
    }
    asked
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_there_twice() {
    on_each(async |engine: Engine| {
        let folder = tempfile::tempdir().unwrap();
        let database = engine.new_database();
        let process = Process::start(folder.path(), database.as_deref());
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        building(&owner, "maple").await;
        let amenity = owner.get("/buildings/maple/amenities/visitor").await;
        let roomy = json!({ "id": "visitor", "name": "Visitor parking", "capacity": 1_000_000 });
        owner.put("/buildings/maple/amenities/visitor", amenity.etag(), &roomy).await.is(200);

        let mut process = Some(process);
        let mut all: BTreeMap<String, Asked> = BTreeMap::new();
        for kill in 0..KILLS {
            let running =
                process.take().unwrap_or_else(|| Process::start(folder.path(), database.as_deref()));
            let client = Client { base: format!("{}/api/v1", running.address), ..owner.clone() };
            let stop = Arc::new(AtomicBool::new(false));
            let mut loads = JoinSet::new();
            for _ in 0..CLIENTS {
                loads.spawn(load(client.clone(), Arc::clone(&stop)));
            }
            // Moments that differ from round to round and from run to run.
            tokio::time::sleep(Duration::from_millis(150 + kill * 131 + u64::from(std::process::id()) % 97))
                .await;
            running.kill();
            stop.store(true, Ordering::Relaxed);
            while let Some(asked) = loads.join_next().await {
                all.extend(asked.unwrap().into_iter().map(|asked| (asked.0.clone(), asked)));
            }
        }

        let running = Process::start(folder.path(), database.as_deref());
        let client = Client { base: format!("{}/api/v1", running.address), ..owner.clone() };
        let acknowledged = all.values().filter(|asked| asked.2.is_some()).count();
        assert!(acknowledged > 0 && acknowledged < all.len(), "{acknowledged} of {}", all.len());
        let mut ids = Vec::new();
        for (key, body, id) in all.into_values() {
            // Those who got no answer ask again with the same key.
            let again = client.post_as(&key, "/buildings/maple/bookings", &body).await.is(201).id();
            assert!(id.is_none_or(|id| id == again), "an acknowledged booking was made again");
            ids.push(again);
        }
        ids.sort_unstable();
        let document = client.get("/buildings/maple/document").await.is(200).body;
        let mut kept: Vec<_> = document["bookings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|booking| booking["id"].as_str().unwrap().to_owned())
            .collect();
        kept.sort_unstable();
        assert_eq!(kept, ids);
        println!("{acknowledged} acknowledged before {KILLS} kills, {} asked for", ids.len());
        running.kill();
    });
}

#[test]
fn a_server_that_is_asked_to_end_ends_in_order() {
    on_each(async |engine: Engine| {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Process::start(folder.path(), engine.new_database().as_deref());
        let client = Client { base: process.address.clone(), ..Client::new(&process.address) };
        client.get("/readyz").await.is(200);
        let asked = Command::new("kill").arg("-TERM").arg(process.child.id().to_string()).status().unwrap();
        assert!(asked.success() && process.child.wait().unwrap().success());
        if engine == Engine::Sqlite {
            // Everything is in the one file: nothing is left in the log beside it.
            let files = std::fs::read_dir(folder.path())
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap());
            assert_eq!(
                files.collect::<std::collections::BTreeSet<_>>(),
                ["image.key", "vestibule.sqlite"].map(String::from).into()
            );
        }
    });
}
