//! The floor of what is kept: the rows of a booking, written by the bare engine through the same driver, in the same
//! database, with the same durability, by as many at once. Nothing is asked or decided.

use crate::load::CLIENTS;
use crate::process::Place;
use crate::seed::{BUILDINGS, name};
use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant as Timer};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use vestibule_server::secrets;
use vestibule_server::store::Database;

/// A booking as it is kept.
const BODY: &str = r#"{"id":"01980000000070008000000000000000","amenity":"arrivals","holder":{"resident":"r50"},"suite":"s50","start":"2026-05-20T17:00","end":"2026-05-20T21:00","approval":"approved","vehicle":{"plate":"10000001","make":"Toyota"},"createdAt":"2026-05-14T18:00:00.000Z"}"#;

/// Commits in a second.
pub(crate) async fn commits(place: &Place, seconds: u64) -> Result<f64> {
    let database = Database::open(place.database.as_deref(), &place.folder, 8).await?;
    // SQLite has one writer at a time; a line is quicker than its polling.
    let line = place.database.is_none().then(|| Arc::new(Mutex::new(())));
    let count = Arc::new(AtomicUsize::new(0));
    let begun = Timer::now();
    let until = begun + Duration::from_secs(seconds);
    let mut writers = JoinSet::new();
    for _ in 0..CLIENTS {
        let (database, line, count) = (database.clone(), line.clone(), Arc::clone(&count));
        writers.spawn(async move {
            while Timer::now() < until {
                let number = count.fetch_add(1, Ordering::Relaxed);
                let _turn = match &line {
                    Some(line) => Some(line.lock().await),
                    None => None,
                };
                commit(&database, number).await?;
            }
            Ok::<_, sqlx::Error>(())
        });
    }
    while let Some(done) = writers.join_next().await {
        done??;
    }
    let rate = count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    database.close().await;
    Ok(rate)
}

async fn commit(database: &Database, number: usize) -> Result<(), sqlx::Error> {
    let building = format!("floor-{}", name(number * 7919 % BUILDINGS));
    let (id, entry) = (secrets::ordered_id(), secrets::ordered_id());
    let mut change = database.begin().await?;
    let sql = "INSERT INTO buildings (building, revision) VALUES ($1, 1) \
               ON CONFLICT (building) DO UPDATE SET revision = buildings.revision + 1";
    sqlx::query(sql).bind(&building).execute(&mut *change).await?;
    let sql =
        "INSERT INTO records (building, kind, id, revision, body, place) VALUES ($1, $2, $3, $4, $5, $6)";
    let query = sqlx::query(sql).bind(&building).bind("bookings").bind(&id).bind(1_i64).bind(BODY);
    query.bind(number as i64).execute(&mut *change).await?;
    let sql = "INSERT INTO audit (building, id, at, actor, action, kind, record, before_it, after_it) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let query =
        sqlx::query(sql).bind(&building).bind(&entry).bind(1_i64).bind("account:floor").bind("created");
    let query = query.bind("bookings").bind(&id).bind(None::<&str>).bind(BODY);
    query.execute(&mut *change).await?;
    let sql = "INSERT INTO replies (building, actor, idempotency_key, request, status, location, etag, body, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let query = sqlx::query(sql).bind(&building).bind("account:floor").bind(&entry).bind(&id).bind(201_i64);
    let query = query.bind(format!("/api/v1/buildings/{building}/bookings/{id}")).bind("2").bind(BODY);
    query.bind(i64::MAX).execute(&mut *change).await?;
    change.commit().await
}
