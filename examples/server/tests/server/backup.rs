//! Backups: taken from a server at work, restored on either engine, and compared.

use crate::client::{Client, new_key};
use crate::engine::Engine;
use crate::process::{PROGRAM, Process};
use crate::receiver::{Receiver, SECRET};
use crate::setting::{PASSWORD, building, console, far_ahead, make_roomy, on_each, onboarded, resident};
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, Column as _, Connection as _, Row as _, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::task::JoinSet;
use vestibule::image::{Image, Trust};

const BOOKINGS: &str = "/buildings/maple/bookings";

fn command(what: &str, file: &Path, folder: &Path, database: Option<&str>) -> Output {
    let mut command = Command::new(PROGRAM);
    command.arg(what).arg(file).arg("--data").arg(folder).env("RUST_LOG", "error");
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.output().unwrap()
}

/// Runs a command of the program that succeeds.
fn run(what: &str, file: &Path, folder: &Path, database: Option<&str>) -> String {
    let output = command(what, file, folder, database);
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What it says when it fails.
fn failure(what: &str, file: &Path, folder: &Path, database: Option<&str>) -> String {
    let output = command(what, file, folder, database);
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

/// The rows of every table of a file, but for what restoring changes.
async fn rows_of(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap();
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'";
    let tables: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap();
    let mut all = BTreeMap::new();
    for table in
        tables.into_iter().filter(|table| !["sessions", "links", "calendars"].contains(&table.as_str()))
    {
        let sql = format!("SELECT * FROM {table}");
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        let is_raised = |column: &str| {
            [("buildings", "revision"), ("images", "sequence")].contains(&(table.as_str(), column))
        };
        let shown = |row: &SqliteRow| {
            let columns = row.columns().iter().filter(|column| !is_raised(column.name()));
            let value = |column: &sqlx::sqlite::SqliteColumn| {
                let text = row.try_get::<Option<String>, _>(column.ordinal()).map(|text| format!("{text:?}"));
                text.unwrap_or_else(|_| format!("{:?}", row.get::<Option<i64>, _>(column.ordinal())))
            };
            format!("{:?}", columns.map(|column| (column.name(), value(column))).collect::<Vec<_>>())
        };
        all.insert(table.clone(), rows.iter().map(shown).collect());
    }
    all
}

async fn ids_of(client: &Client) -> BTreeSet<String> {
    let document = client.get("/buildings/maple/document").await.is(200).body;
    let bookings = document["bookings"].as_array().unwrap().iter();
    bookings.map(|booking| booking["id"].as_str().unwrap().to_owned()).collect()
}

/// Checks in a restored server that it is the one of the backup, at one instant of its work.
async fn is_whole(process: &Process, keys: &Client, before: &BTreeSet<String>, after: &BTreeSet<String>) {
    let stranger = Client { base: format!("{}/api/v1", process.address), ..keys.stranger() };
    let manager = stranger.sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await;
    let restored = ids_of(&manager).await;
    assert!(restored.is_superset(before) && restored.is_subset(after));
    let (mut audited, mut next) = (BTreeSet::new(), String::new());
    loop {
        let page = manager.get(&format!("/buildings/maple/audit?limit=200{next}")).await.is(200).body;
        let of_bookings = |entry: &&Value| entry["kind"] == "bookings" && entry["action"] == "created";
        let entries = page["items"].as_array().unwrap().iter().filter(of_bookings);
        audited.extend(entries.map(|entry| entry["record"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&after={cursor}"),
            None => break,
        }
    }
    assert_eq!(audited, restored, "the tables are of one instant");
    manager.post(BOOKINGS, &far_ahead()).await.is(201);
}

#[test]
fn a_backup_of_a_server_at_work_is_restored_on_either_engine() {
    on_each(async |engine: Engine| {
        let (folder, database) = (tempfile::tempdir().unwrap(), engine.new_database());
        let process = Process::start(folder.path(), database.as_deref());
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        let manager = building(&owner, "maple").await;
        make_roomy(&manager).await;
        let (console, enrolled) = console(&manager, "maple").await;
        let image = "/buildings/maple/console/image";
        let first = console.get(image).await.is(200);

        let (stop, made) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let mut loads = JoinSet::new();
        for _ in 0..4 {
            let (manager, stop, made) = (manager.clone(), Arc::clone(&stop), Arc::clone(&made));
            loads.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    manager.post_as(&new_key(), BOOKINGS, &far_ahead()).await.is(201);
                    made.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while made.load(Ordering::Relaxed) < 20 {
            tokio::task::yield_now().await;
        }
        let before = ids_of(&manager).await;
        let file = folder.path().join("one.backup");
        let (from, into) = (folder.path().to_owned(), file.clone());
        let address = database.clone();
        let said = tokio::task::spawn_blocking(move || run("backup", &into, &from, address.as_deref()))
            .await
            .unwrap();
        let after_backup = made.load(Ordering::Relaxed);
        stop.store(true, Ordering::Relaxed);
        while let Some(load) = loads.join_next().await {
            load.unwrap();
        }
        let after = ids_of(&manager).await;
        println!("{} bookings before, {after_backup} when it was made, {}", before.len(), said.trim());
        assert!(failure("backup", &file, folder.path(), database.as_deref()).contains("is there already"));
        process.kill();

        for engine in Engine::all() {
            let (folder, database) = (tempfile::tempdir().unwrap(), engine.new_database());
            run("restore", &file, folder.path(), database.as_deref());
            // What was restored is what is in the backup.
            let again = folder.path().join("again.backup");
            run("backup", &again, folder.path(), database.as_deref());
            assert_eq!(rows_of(&again).await, rows_of(&file).await);

            let process = Process::start(folder.path(), database.as_deref());
            assert_eq!(process.link, None);
            is_whole(&process, &console, &before, &after).await;
            // The console that had the image from before takes the next one, signed with the same key.
            let there = Client { base: format!("{}/api/v1", process.address), ..console.clone() };
            let next = there.get(image).await.is(200);
            let key = crate::consoles::verifying_key(&enrolled);
            let sequence = first.etag().trim_matches('"').parse().unwrap();
            let trust = Trust { keys: &[key], building: "maple", newer_than: sequence };
            Image::open(&next.bytes, &trust).unwrap();
            process.kill();
            assert!(failure("restore", &file, folder.path(), database.as_deref()).contains("is in use"));
        }
    });
}

#[test]
fn nobody_is_written_to_twice_and_no_link_comes_back() {
    on_each(async |engine: Engine| {
        let (folder, database) = (tempfile::tempdir().unwrap(), engine.new_database());
        let mut receiver = Receiver::start().await;
        let hook = receiver.url.clone();
        // Text messages go to a port at which nobody listens, the doors' news is taken.
        let nowhere = format!("http://{}/", std::net::SocketAddr::from(([127, 0, 0, 1], 1)));
        let options = ["--sms-webhook", &nowhere, "--access-webhook", &hook, "--webhook-secret", SECRET];
        let process = Process::start_with(folder.path(), database.as_deref(), &options);
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        let manager = building(&owner, "maple").await;
        let settings = manager.get("/buildings/maple/settings").await;
        let salto = json!({ "saltoIntegration": true });
        manager.put("/buildings/maple/settings", settings.etag(), &salto).await.is(200);
        let told = receiver.next().await.body["data"].clone();
        let mut max = resident("max", "b");
        max["phone"] = "604 555 0123".into();
        max["preferredCommunication"] = "sms".into();
        manager.post("/buildings/maple/residents", &max).await.is(201);
        receiver.next().await;
        manager.post("/buildings/maple/residents/max/onboarding", &json!({})).await.is(201);
        let lena = onboarded(&manager, "maple", "lena").await;
        let calendar = "/buildings/maple/residents/lena/calendar";
        let link = lena.post(calendar, &json!({})).await.is(201).body["link"].as_str().unwrap().to_owned();
        let link = link.split("/api/v1").nth(1).unwrap().to_owned();
        lena.stranger().get(&link).await.is(200);
        let file = folder.path().join("one.backup");
        run("backup", &file, folder.path(), database.as_deref());
        process.kill();

        let (folder, database) = (tempfile::tempdir().unwrap(), engine.new_database());
        let said = run("restore", &file, folder.path(), database.as_deref());
        assert!(said.contains("to be looked at: 1"), "{said}");
        let process = Process::start_with(folder.path(), database.as_deref(), &options);
        let there = Client { base: format!("{}/api/v1", process.address), ..manager.stranger() };
        assert_eq!(there.get(&link).await.problem(404), "unknown");
        let manager = there.sign_in(Some("maple"), "manager@maple.example.org", PASSWORD).await;
        let failed =
            manager.get("/buildings/maple/deliveries?state=failed").await.is(200).body["items"].clone();
        assert_eq!((&failed[0]["reason"], &failed[0]["channel"]), (&json!("restored"), &json!("sms")));
        let retry = format!("/buildings/maple/deliveries/{}/retry", failed[0]["id"].as_str().unwrap());
        assert_eq!(manager.post(&retry, &json!({})).await.problem(409), "expired");
        // All doors are told of again, and as newer.
        let again = [receiver.next().await.body["data"].clone(), receiver.next().await.body["data"].clone()];
        let same = again.iter().find(|news| news["resident"] == told["resident"]).unwrap();
        assert_eq!(same["doors"], told["doors"]);
        assert!(same["sequence"].as_i64().unwrap() > 1_000_000 + told["sequence"].as_i64().unwrap());
        process.kill();
    });
}

#[test]
fn what_is_no_backup_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("data"), folder.path().join("file"));
    assert!(failure("restore", &file, &data, None).contains("cannot be used"));
    std::fs::write(&file, "this is no database, whatever its name says").unwrap();
    assert!(failure("restore", &file, &data, None).contains("not a database"));
    let empty = folder.path().join("empty");
    std::fs::write(&empty, "").unwrap();
    assert!(failure("restore", &empty, &data, None).contains("is no backup"));
    // Nothing is left behind.
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0);
    assert!(failure("backup", &folder.path().join("new"), &data, None).contains("image.key"));
}
