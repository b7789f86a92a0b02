//! The disk is full, or the database is gone: every request gets a clear answer, and once it is over everything goes on
//! without a restart, with nothing lost and nothing twice.

use crate::client::{Answer, Client, new_key};
use crate::engine::{Cluster, postgres_is_here};
use crate::process::SmallDisk;
use crate::setting::{PASSWORD, Server, Setting, building, far_ahead, make_roomy};
use reqwest::Method;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinSet;

const BOOKINGS: &str = "/buildings/maple/bookings";

/// Checks that an answer says what is the matter, and when to come back.
fn says(answer: Answer, code: &str) {
    assert_ne!(answer.header("retry-after"), "");
    assert!(!answer.body["detail"].as_str().unwrap().is_empty());
    assert_eq!(answer.problem(503), code);
}

async fn bookings_of(client: &Client) -> usize {
    let document = client.get("/buildings/maple/document").await.is(200).body;
    // An empty list is left out.
    document["bookings"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_full_disk_is_said_and_survived() {
    let Some(disk) = SmallDisk::new() else {
        println!("this machine lets nobody mount a small disk; this test shows nothing here");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let process = disk.serve();
        let owner = Client::new(&process.address).welcomed(process.link.as_ref().unwrap(), PASSWORD).await;
        let manager = building(&owner, "maple").await;
        survives_a_full_disk(&manager, &process.address, || disk.make_room(&process)).await;
        process.kill();
    });
}

#[test]
fn a_full_disk_of_postgresql_is_said_and_survived() {
    if !postgres_is_here() {
        return;
    }
    let Some(cluster) = Cluster::start_with_small_disk() else {
        println!("this machine lets nobody mount a small disk; this test shows nothing here");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::on_database(cluster.new_database_on_small_disk()).await;
        let setting = Setting::of(server).await;
        survives_a_full_disk(&setting.manager, &setting.server.address, || cluster.make_room()).await;
    });
}

/// Books until the disk is full, and again once there is room.
async fn survives_a_full_disk(manager: &Client, address: &str, make_room: impl FnOnce()) {
    make_roomy(manager).await;
    let before = bookings_of(manager).await;
    let mut kept = 0;
    let key = loop {
        let (key, mut body) = (new_key(), far_ahead());
        // A text that no database makes shorter.
        body["guestName"] = (0..20_000).map(|_| fastrand::alphanumeric()).collect::<String>().into();
        let answer = manager.post_as(&key, BOOKINGS, &body).await;
        if answer.status != 201 {
            says(answer, "diskFull");
            break (key, body);
        }
        kept += 1;
        assert!(kept < 1000, "the disk is not full");
    };
    // Several connections meet it, and what can be read is read.
    for _ in 0..20 {
        says(manager.post_as(&key.0, BOOKINGS, &key.1).await, "diskFull");
    }
    assert_eq!(bookings_of(manager).await, before + kept);
    let plain = Client { base: address.to_owned(), ..manager.clone() };
    plain.get("/healthz").await.is(200);

    make_room();
    let made = manager.post_as(&key.0, BOOKINGS, &key.1).await.is(201).id();
    assert_eq!(manager.post_as(&key.0, BOOKINGS, &key.1).await.is(201).id(), made);
    for _ in 0..20 {
        manager.post(BOOKINGS, &far_ahead()).await.is(201);
    }
    assert_eq!(bookings_of(manager).await, before + kept + 21);
    println!("{kept} bookings until the disk was full");
}

/// Books again and again, each time until it is done, with the same key.
async fn insist(client: Client, stop: Arc<AtomicBool>) -> (usize, usize) {
    let (mut done, mut refused) = (0, 0);
    while !stop.load(Ordering::Relaxed) {
        let (key, body) = (new_key(), far_ahead());
        loop {
            let answer = client.post_as(&key, BOOKINGS, &body).await;
            if answer.status == 201 {
                done += 1;
                break;
            }
            says(answer, "unavailable");
            refused += 1;
        }
    }
    (done, refused)
}

#[test]
fn a_database_that_goes_away_comes_back_without_a_restart() {
    if !postgres_is_here() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut cluster = Cluster::start();
        let server = Server::on_database(cluster.new_database()).await;
        let setting = Setting::of(server).await;
        let manager = &setting.manager;
        make_roomy(manager).await;
        let stop = Arc::new(AtomicBool::new(false));
        let mut loads = JoinSet::new();
        for _ in 0..8 {
            loads.spawn(insist(manager.clone(), Arc::clone(&stop)));
        }
        cluster.stop();
        let plain = Client { base: setting.server.address.clone(), ..manager.stranger() };
        says(manager.get(BOOKINGS).await, "unavailable");
        says(plain.get("/readyz").await, "unavailable");
        plain.get("/healthz").await.is(200);
        let image = manager.request(Method::POST, BOOKINGS).header("idempotency-key", new_key());
        says(manager.send(image.json(&far_ahead())).await, "unavailable");

        cluster.start_again();
        manager.post(BOOKINGS, &far_ahead()).await.is(201);
        plain.get("/readyz").await.is(200);
        stop.store(true, Ordering::Relaxed);
        let (mut done, mut refused) = (0, 0);
        while let Some(one) = loads.join_next().await {
            let one = one.unwrap();
            done += one.0;
            refused += one.1;
        }
        assert!(refused > 0, "nobody noticed");
        assert_eq!(bookings_of(manager).await, done + 1);
        println!("{done} bookings made, {refused} refused for a while");
    });
}
