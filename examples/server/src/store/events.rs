//! What happened and is no record of the document: checks of plates (SPEC 8.8), what consoles sent (SPEC 6.7, 11.3).

use crate::problem::Problem;
use serde::Serialize;
use sqlx::{AnyConnection, AnyPool, Row};
use vestibule::Instant;

/// A kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The check of a plate.
    PlateCheck,
    /// An entry of a console's outbox.
    Console,
}

impl EventKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::PlateCheck => "plateCheck",
            Self::Console => "console",
        }
    }
}

/// An event to be kept.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its kind.
    pub kind: EventKind,
    /// Its id, unique within the kind.
    pub id: String,
    /// When it happened.
    pub at: Instant,
    /// Who made it: an account or a console.
    pub actor: String,
    /// What became of it.
    pub outcome: String,
    /// Whether staff should look at it (SPEC 6.7).
    pub conflict: bool,
    /// All of it, in JSON.
    pub body: String,
}

/// An event as it is listed.
#[derive(Debug, Serialize)]
pub struct ListedEvent {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: String,
    /// Who made it.
    pub actor: String,
    /// What became of it.
    pub outcome: String,
    /// Whether staff should look at it.
    pub conflict: bool,
    /// All of it.
    pub event: Option<serde_json::Value>,
    #[serde(skip)]
    pub(crate) place: String,
}

/// Keeps an event.
///
/// # Errors
/// When the database does not answer.
pub async fn add(connection: &mut AnyConnection, building: &str, event: &Event) -> Result<(), Problem> {
    let sql = "INSERT INTO events (building, kind, id, place, at, actor, outcome, conflict, body) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(building)
        .bind(event.kind.as_str())
        .bind(&event.id)
        .bind(crate::secrets::ordered_id())
        .bind(event.at.millis())
        .bind(&event.actor)
        .bind(&event.outcome)
        .bind(i64::from(event.conflict))
        .bind(&event.body)
        .execute(connection)
        .await?;
    Ok(())
}

/// What became of an event, and whether it was a conflict; none when it is not known.
///
/// # Errors
/// When the database does not answer.
pub async fn outcome(
    connection: &mut AnyConnection,
    building: &str,
    kind: EventKind,
    id: &str,
) -> Result<Option<(String, bool)>, Problem> {
    let sql = "SELECT outcome, conflict FROM events WHERE building = $1 AND kind = $2 AND id = $3";
    let query = sqlx::query(sql).bind(building).bind(kind.as_str()).bind(id);
    let Some(row) = query.fetch_optional(connection).await? else { return Ok(None) };
    let conflict: i64 = row.try_get("conflict")?;
    Ok(Some((row.try_get("outcome")?, conflict != 0)))
}

/// How many events of a kind there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(pool: &AnyPool, building: &str, kind: EventKind) -> Result<usize, Problem> {
    let sql = "SELECT COUNT(*) FROM events WHERE building = $1 AND kind = $2";
    let count: i64 = sqlx::query_scalar(sql).bind(building).bind(kind.as_str()).fetch_one(pool).await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The events of a kind after a cursor, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    pool: &AnyPool,
    building: &str,
    kind: EventKind,
    conflicts_only: bool,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<ListedEvent>, Problem> {
    let sql = "SELECT id, place, at, actor, outcome, conflict, body FROM events \
               WHERE building = $1 AND kind = $2 AND ($3 = '' OR place < $3) AND conflict >= $4 ORDER BY place DESC LIMIT $5";
    let query = sqlx::query(sql).bind(building).bind(kind.as_str()).bind(after.unwrap_or(""));
    let mut events = Vec::new();
    for row in query.bind(i64::from(conflicts_only)).bind(limit).fetch_all(pool).await? {
        let body: Option<String> = row.try_get("body")?;
        let conflict: i64 = row.try_get("conflict")?;
        events.push(ListedEvent {
            id: row.try_get("id")?,
            place: row.try_get("place")?,
            at: Instant::from_millis(row.try_get("at")?).to_rfc3339_exact(),
            actor: row.try_get("actor")?,
            outcome: row.try_get("outcome")?,
            conflict: conflict != 0,
            event: body.and_then(|body| serde_json::from_str(&body).ok()),
        });
    }
    Ok(events)
}
