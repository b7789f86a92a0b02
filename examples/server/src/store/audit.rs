//! The audit trail: who changed what, when, before and after (SPEC 12.2).

use super::values;
use crate::problem::Problem;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, Row};
use std::collections::HashMap;
use vestibule::Instant;

/// Of how many records one statement reads the entries.
const AT_ONCE: usize = 1_000;

/// What became of something that is added to the trail.
#[derive(Clone, Copy, Debug)]
pub struct Note<'e> {
    /// What: `created`, `changed`, `removed` or `erased`.
    pub action: &'e str,
    /// The kind of record.
    pub kind: &'e str,
    /// Its id.
    pub record: &'e str,
    /// The record before, in JSON.
    pub before: Option<&'e str>,
    /// The record after, in JSON.
    pub after: Option<&'e str>,
}

/// An entry as it is listed.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Orders entries by when they were made.
    pub id: String,
    /// When.
    pub at: String,
    /// Who: `account:…` or `console:…`.
    pub actor: String,
    /// What: `created`, `changed`, `removed` or `erased`.
    pub action: String,
    /// The kind of record.
    pub kind: String,
    /// Its id.
    pub record: String,
    /// The record before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<serde_json::Value>,
    /// The record after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<serde_json::Value>,
}

/// Adds an entry on what `actor` did, in the transaction of the change itself.
///
/// # Errors
/// When the database does not answer.
pub async fn add(
    connection: &mut AnyConnection,
    building: &str,
    actor: &str,
    now: Instant,
    note: &Note<'_>,
) -> Result<(), Problem> {
    let sql = "INSERT INTO audit (building, id, at, actor, action, kind, record, before_it, after_it) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(building)
        .bind(crate::secrets::ordered_id())
        .bind(now.millis())
        .bind(actor)
        .bind(note.action)
        .bind(note.kind)
        .bind(note.record)
        .bind(note.before)
        .bind(note.after)
        .execute(connection)
        .await?;
    Ok(())
}

/// The entries of a building after a cursor, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    pool: &AnyPool,
    building: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Listed>, Problem> {
    let sql = "SELECT id, at, actor, action, kind, record, before_it, after_it FROM audit \
               WHERE building = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3";
    let query = sqlx::query(sql).bind(building).bind(after.unwrap_or("")).bind(limit);
    listed(&query.fetch_all(pool).await?)
}

/// The entries of one record after a cursor, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_record(
    pool: &AnyPool,
    building: &str,
    (kind, record): (&str, &str),
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Listed>, Problem> {
    let sql = "SELECT id, at, actor, action, kind, record, before_it, after_it FROM audit \
               WHERE building = $1 AND kind = $4 AND record = $5 AND ($2 = '' OR id < $2) \
               ORDER BY id DESC LIMIT $3";
    let query = sqlx::query(sql).bind(building).bind(after.unwrap_or("")).bind(limit);
    listed(&query.bind(kind).bind(record).fetch_all(pool).await?)
}

/// The entries of some records, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_records(
    pool: &AnyPool,
    building: &str,
    records: &[(&str, &str)],
) -> Result<Vec<Listed>, Problem> {
    let mut entries = Vec::new();
    for records in records.chunks(AT_ONCE) {
        let sql = format!(
            "SELECT a.id, a.at, a.actor, a.action, a.kind, a.record, a.before_it, a.after_it \
             FROM ({}) AS asked \
             JOIN audit a ON a.building = $1 AND a.kind = asked.column1 AND a.record = asked.column2",
            values(2, records.len(), 2)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(false).bind(building);
        let query = records.iter().fold(query, |query, (kind, record)| query.bind(*kind).bind(*record));
        entries.extend(listed(&query.fetch_all(pool).await?)?);
    }
    entries.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    Ok(entries)
}

/// When each record of a kind was first and last written, by id.
///
/// # Errors
/// When the database does not answer.
pub async fn times(
    pool: &AnyPool,
    building: &str,
    kind: &str,
) -> Result<HashMap<String, (Instant, Instant)>, Problem> {
    let sql = "SELECT record, MIN(at) AS made, MAX(at) AS changed FROM audit \
               WHERE building = $1 AND kind = $2 GROUP BY record";
    let rows = sqlx::query(sql).bind(building).bind(kind).fetch_all(pool).await?;
    let instant = |row: &AnyRow, column| Ok::<_, Problem>(Instant::from_millis(row.try_get(column)?));
    rows.iter()
        .map(|row| Ok((row.try_get("record")?, (instant(row, "made")?, instant(row, "changed")?))))
        .collect()
}

fn listed(rows: &[AnyRow]) -> Result<Vec<Listed>, Problem> {
    let mut entries = Vec::new();
    for row in rows {
        let json = |column: &str| -> Result<Option<serde_json::Value>, Problem> {
            let text: Option<String> = row.try_get(column)?;
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
        };
        entries.push(Listed {
            id: row.try_get("id")?,
            at: Instant::from_millis(row.try_get("at")?).to_rfc3339_exact(),
            actor: row.try_get("actor")?,
            action: row.try_get("action")?,
            kind: row.try_get("kind")?,
            record: row.try_get("record")?,
            before: json("before_it")?,
            after: json("after_it")?,
        });
    }
    Ok(entries)
}
