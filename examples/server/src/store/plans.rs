//! Every statement of a request reads by an index, whatever somebody has told SQLite of its tables.

#![allow(clippy::unwrap_used, reason = "a test")]

use super::together::{of_revisions, of_sessions};
use super::{Database, buildings, work};
use sqlx::{AssertSqlSafe, Row};
use vestibule::Instant;

/// The tables that a statement reads whole.
async fn read_whole(database: &Database, sql: &str) -> Vec<String> {
    let sql = format!("EXPLAIN QUERY PLAN {sql}");
    let places = sql.matches('$').count();
    // One that is kept prepared would show the plan of its first time.
    let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    let query = (0..places).fold(query, |query, _| query.bind("1"));
    // A plan is made of what the connection knows of the tables, which it looks up only to read one.
    let mut connection = database.pool().acquire().await.unwrap();
    sqlx::query("SELECT building FROM buildings").fetch_all(&mut *connection).await.unwrap();
    let steps = query.fetch_all(&mut *connection).await.unwrap();
    let steps = steps.iter().map(|step| step.get::<String, _>("detail"));
    // What was asked comes with the statement and is read whole, of course.
    let is_table = |step: &String| !["asked", "CONSTANT", "VALUES"].iter().any(|asked| step.contains(asked));
    steps.filter(|step| step.starts_with("SCAN") && is_table(step)).collect()
}

fn statements() -> Vec<String> {
    let alone =
        [buildings::CHANGED, work::REVISION, work::ANSWERED, work::REVISION_AND_ANSWERED, work::REPLACE];
    let together = [1, 2, 8, 64].map(|count| [of_sessions(count), of_revisions(count)]);
    alone.into_iter().map(String::from).chain(together.into_iter().flatten()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_a_request_has_its_index_also_after_analyze() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(None, folder.path(), 1).await.unwrap();
    for sql in [
        "INSERT INTO buildings (building, revision) VALUES ('b', 1)",
        "INSERT INTO accounts (building, id, email, role, created_at) VALUES ('*', 'a', 'a', 'owner', 1)",
        "INSERT INTO sessions (building, secret, account, expires_at) VALUES ('*', 's', 'a', 9000000000000)",
        "ANALYZE",
    ] {
        sqlx::query(sql).execute(database.pool()).await.unwrap();
    }
    // The test finds what it looks for.
    assert!(!read_whole(&database, &of_sessions(64)).await.is_empty());
    database.tidy(Instant::from_millis(1)).await.unwrap();
    for sql in statements() {
        assert_eq!(read_whole(&database, &sql).await, Vec::<String>::new(), "{sql}");
    }
}
