//! What is to be sent to somebody outside: a row, written in the transaction of what causes it (a transactional outbox).
//!
//! A row is tried by whoever moves its `due_at` on: that is one statement, so that of several servers on a database one
//! has it. What was tried and not told of, because the server was killed, is tried again when its time comes, with the
//! same id: a delivery arrives at least once, and its end is written once.

use super::places;
use crate::problem::Problem;
use crate::secrets;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, Row};
use vestibule::Instant;

/// How something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// By e-mail.
    Mail,
    /// By text message, through a webhook.
    Sms,
    /// To the access-control system, through a webhook.
    Access,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Mail, Self::Sms, Self::Access];

    /// The name in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Access => "access",
        }
    }

    fn of(name: &str) -> Result<Self, Problem> {
        let channel = Self::ALL.into_iter().find(|channel| channel.as_str() == name);
        channel.ok_or_else(|| Problem::internal("a delivery has a channel that is not known"))
    }
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It is tried when its time comes.
    Waiting,
    /// It was taken.
    Sent,
    /// It was given up: a dead letter, until somebody has it tried again.
    Failed,
    /// Something newer took its place before it was sent.
    Replaced,
}

impl State {
    /// The name in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Replaced => "replaced",
        }
    }

    fn of(name: &str) -> Result<Self, Problem> {
        let all = [Self::Waiting, Self::Sent, Self::Failed, Self::Replaced];
        let state = all.into_iter().find(|state| state.as_str() == name);
        state.ok_or_else(|| Problem::internal("a delivery has a state that is not known"))
    }
}

/// Which channels this server delivers on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Channels {
    /// E-mail.
    pub mail: bool,
    /// Text messages.
    pub sms: bool,
    /// The access-control system.
    pub access: bool,
}

/// Something to be sent.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// How.
    pub channel: Channel,
    /// Id of the resident whom it is about.
    pub resident: String,
    /// After this it is of no use any more.
    pub expires_at: Option<Instant>,
    /// What, in JSON.
    pub body: String,
}

/// A delivery as it is listed. It says nothing of what is sent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// Orders deliveries by when they were made, and stays the same with every attempt.
    pub id: String,
    /// How it is sent.
    pub channel: Channel,
    /// Id of the resident whom it is about.
    pub resident: String,
    /// What became of it.
    pub state: State,
    /// How often it was tried since it was last set to be.
    pub attempts: i64,
    /// When it was made.
    pub created_at: String,
    /// When it is tried next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<String>,
    /// When it was sent, given up or replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<String>,
    /// Why the last attempt failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A delivery that is the claimant's to try, for as long as the lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its building.
    pub building: String,
    /// Its id, the same with every attempt.
    pub id: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// When it was made.
    pub created_at: Instant,
    /// After this it is of no use any more.
    pub expires_at: Option<Instant>,
    /// What is sent, in JSON.
    pub body: String,
    claim: String,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It is to be tried again at an instant, and why.
    Again(Instant, String),
    /// It is given up, and why.
    Failed(String),
}

impl Outcome {
    /// What the delivery is after it.
    #[must_use]
    pub fn state(&self) -> State {
        match self {
            Self::Sent => State::Sent,
            Self::Again(..) => State::Waiting,
            Self::Failed(_) => State::Failed,
        }
    }
}

/// How long whoever claims a delivery has for it: longer than an attempt may take.
const LEASE_SECONDS: i64 = 120;

/// What is to be tried later than this was queued by a clock that was ahead, and is tried now: no delay is as long.
const FARTHEST_SECONDS: i64 = 7 * 60 * 60;

/// How many are claimed at once.
const AT_ONCE: i64 = 16;

const COLUMNS: &str = "id, channel, resident, state, attempts, created_at, due_at, ended_at, reason";

fn listed(row: &AnyRow) -> Result<Listed, Problem> {
    let text = |millis: i64| Instant::from_millis(millis).to_rfc3339_exact();
    let state = State::of(row.try_get("state")?)?;
    let due_at: i64 = row.try_get("due_at")?;
    Ok(Listed {
        id: row.try_get("id")?,
        channel: Channel::of(row.try_get("channel")?)?,
        resident: row.try_get("resident")?,
        state,
        attempts: row.try_get("attempts")?,
        created_at: text(row.try_get("created_at")?),
        next_at: (state == State::Waiting).then(|| text(due_at)),
        ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(text),
        reason: row.try_get("reason")?,
    })
}

/// Adds something to be sent at once.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn add(
    connection: &mut AnyConnection,
    building: &str,
    delivery: &NewDelivery,
    now: Instant,
) -> Result<(), Problem> {
    let sql = "INSERT INTO deliveries (building, id, channel, resident, state, attempts, created_at, due_at, \
               expires_at, body) VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5, $6, $7)";
    sqlx::query(sql)
        .bind(building)
        .bind(secrets::ordered_id())
        .bind(delivery.channel.as_str())
        .bind(&delivery.resident)
        .bind(now.millis())
        .bind(delivery.expires_at.map(Instant::millis))
        .bind(&delivery.body)
        .execute(connection)
        .await?;
    Ok(())
}

/// Drops what has not been sent yet on some channels about a resident: something newer takes its place.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn replace(
    connection: &mut AnyConnection,
    building: &str,
    resident: &str,
    channels: &[Channel],
    now: Instant,
) -> Result<(), Problem> {
    for channel in channels {
        let sql = "UPDATE deliveries SET state = 'replaced', body = NULL, claim = NULL, ended_at = $4 \
                   WHERE building = $1 AND resident = $2 AND channel = $3 AND state IN ('waiting', 'failed')";
        let query = sqlx::query(sql).bind(building).bind(resident).bind(channel.as_str());
        query.bind(now.millis()).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Forgets all deliveries about a resident.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn erase_of(
    connection: &mut AnyConnection,
    building: &str,
    resident: &str,
) -> Result<(), Problem> {
    let sql = "DELETE FROM deliveries WHERE building = $1 AND resident = $2";
    sqlx::query(sql).bind(building).bind(resident).execute(connection).await?;
    Ok(())
}

/// Claims what is due on a channel.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(pool: &AnyPool, channel: Channel, now: Instant) -> Result<Vec<Claimed>, Problem> {
    let sql = "SELECT building, id, attempts, created_at, due_at, expires_at, body FROM deliveries \
               WHERE channel = $1 AND state = 'waiting' AND (due_at <= $2 OR due_at > $4) ORDER BY due_at LIMIT $3";
    let query = sqlx::query(sql).bind(channel.as_str()).bind(now.millis()).bind(AT_ONCE);
    let query = query.bind(now.plus_seconds(FARTHEST_SECONDS).millis());
    let mut claimed = Vec::new();
    for row in query.fetch_all(pool).await? {
        let (building, id): (String, String) = (row.try_get("building")?, row.try_get("id")?);
        let (attempts, due_at): (i64, i64) = (row.try_get("attempts")?, row.try_get("due_at")?);
        let claim = secrets::ordered_id();
        let sql = "UPDATE deliveries SET attempts = attempts + 1, due_at = $4, claim = $5 \
                   WHERE building = $1 AND id = $2 AND state = 'waiting' AND due_at = $3";
        let query = sqlx::query(sql).bind(&building).bind(&id).bind(due_at);
        let query = query.bind(now.plus_seconds(LEASE_SECONDS).millis()).bind(&claim);
        if query.execute(pool).await?.rows_affected() == 1 {
            let body: Option<String> = row.try_get("body")?;
            claimed.push(Claimed {
                building,
                id,
                attempt: attempts + 1,
                created_at: Instant::from_millis(row.try_get("created_at")?),
                expires_at: row.try_get::<Option<i64>, _>("expires_at")?.map(Instant::from_millis),
                body: body.unwrap_or_default(),
                claim,
            });
        }
    }
    Ok(claimed)
}

/// Writes how an attempt ended, unless the delivery is not the claimant's any more.
///
/// # Errors
/// When the database does not answer.
pub async fn end(pool: &AnyPool, claimed: &Claimed, outcome: &Outcome, now: Instant) -> Result<(), Problem> {
    let (due_at, reason) = match outcome {
        Outcome::Sent => (now, None),
        Outcome::Again(at, reason) => (*at, Some(reason)),
        Outcome::Failed(reason) => (now, Some(reason)),
    };
    let sql = "UPDATE deliveries SET state = $4, due_at = $5, reason = $6, claim = NULL, \
               ended_at = CASE WHEN $4 = 'waiting' THEN NULL ELSE $7 END, \
               body = CASE WHEN $4 = 'sent' THEN NULL ELSE body END \
               WHERE building = $1 AND id = $2 AND claim = $3 AND state = 'waiting'";
    let query = sqlx::query(sql).bind(&claimed.building).bind(&claimed.id).bind(&claimed.claim);
    let query = query.bind(outcome.state().as_str()).bind(due_at.millis()).bind(reason).bind(now.millis());
    query.execute(pool).await?;
    Ok(())
}

/// The deliveries of a building after a cursor, newest first; of one state or about one resident, where those are said.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    pool: &AnyPool,
    building: &str,
    (state, resident): (Option<State>, Option<&str>),
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Listed>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries WHERE building = $1 AND ($2 = '' OR state = $2) \
         AND ($3 = '' OR resident = $3) AND ($4 = '' OR id < $4) ORDER BY id DESC LIMIT $5"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(building);
    let query = query.bind(state.map_or("", State::as_str)).bind(resident.unwrap_or_default());
    let rows = query.bind(after.unwrap_or_default()).bind(limit).fetch_all(pool).await?;
    rows.iter().map(listed).collect()
}

/// The newest delivery about a resident on some channels.
///
/// # Errors
/// When the database does not answer.
pub async fn newest(
    pool: &AnyPool,
    building: &str,
    resident: &str,
    channels: &[Channel],
) -> Result<Option<Listed>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deliveries WHERE building = $1 AND resident = $2 AND channel IN ({}) \
         ORDER BY id DESC LIMIT 1",
        places(3, channels.len())
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(building).bind(resident);
    let query = channels.iter().fold(query, |query, channel| query.bind(channel.as_str()));
    query.fetch_optional(pool).await?.as_ref().map(listed).transpose()
}

/// A delivery by id, and whether it can still be of use at an instant.
///
/// # Errors
/// Not found, or the database does not answer.
pub(super) async fn find(
    connection: &mut AnyConnection,
    building: &str,
    id: &str,
    now: Instant,
) -> Result<(Listed, bool), Problem> {
    let sql = format!("SELECT {COLUMNS}, body, expires_at FROM deliveries WHERE building = $1 AND id = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(building).bind(id);
    let row = query.fetch_optional(connection).await?.ok_or_else(Problem::not_found)?;
    let expires_at: Option<i64> = row.try_get("expires_at")?;
    let has_body = row.try_get::<Option<String>, _>("body")?.is_some();
    Ok((listed(&row)?, has_body && expires_at.is_none_or(|at| at > now.millis())))
}

/// Has a dead letter tried again, as often as a new one.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn revive(
    connection: &mut AnyConnection,
    building: &str,
    id: &str,
    now: Instant,
) -> Result<(), Problem> {
    let sql = "UPDATE deliveries SET state = 'waiting', attempts = 0, due_at = $3, ended_at = NULL, claim = NULL \
               WHERE building = $1 AND id = $2 AND state = 'failed'";
    sqlx::query(sql).bind(building).bind(id).bind(now.millis()).execute(connection).await?;
    Ok(())
}
