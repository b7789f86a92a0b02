//! News of the buildings that somebody listens to: what was changed, by this server or by another one on its database.
//!
//! One loop for all of them asks for the revisions of those buildings, at once when this server has changed one and a few
//! times a second anyway, and tells what changed once for all who listen. It reads what it tells from the rows, so that
//! nothing depends on which server wrote them, and each piece of news begins where the one before ended.

use super::kinds::Kind;
use super::together::revisions;
use super::{Database, accounts, places};
use crate::clock::Clock;
use crate::problem::Problem;
use axum::body::Bytes;
use serde::Deserialize;
use sqlx::{AnyConnection, Row};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, broadcast};

/// How often buildings are looked at that another server may have changed.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// How soon after some news there is more; what changes in between is told together.
const REST: Duration = Duration::from_millis(50);

/// How often those who listen hear that all is well, and how long they may go on after their session has ended elsewhere.
const PULSE_EVERY: Duration = Duration::from_secs(10);

/// How much news is kept for those who are slow to take it.
const HELD: usize = 64;

/// The most records that are told one by one.
const MOST: usize = 500;

/// How many buildings are asked for at once.
const AT_ONCE: usize = 200;

/// Who listens to which building, and the loop that tells them.
#[derive(Debug)]
pub struct Feed {
    database: Database,
    // None once the server ends.
    channels: Mutex<Option<HashMap<String, Channel>>>,
    wake: Notify,
    session_ended: AtomicBool,
}

/// Those who listen to a building, and up to which revision they have been told.
#[derive(Debug)]
struct Channel {
    revision: i64,
    news: broadcast::Sender<News>,
}

/// What those who listen hear.
#[derive(Clone, Debug)]
pub enum News {
    /// The building was changed.
    Changed(Arc<Changes>),
    /// Nothing; all is well.
    Pulse(Arc<Pulse>),
}

/// What has changed up to a revision.
#[derive(Debug, Default)]
pub struct Changes {
    /// The revision that the building has.
    pub revision: i64,
    /// The records, oldest change first.
    pub records: Vec<ChangedRecord>,
    /// The texts for those who are told the same, each written once, by the first who needs it.
    pub(crate) texts: [OnceLock<Bytes>; 3],
}

/// A record that was changed or removed.
#[derive(Debug)]
pub struct ChangedRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id; none when so much has changed that only kinds are told.
    pub id: Option<String>,
    /// The resident whose it is, where it is one's.
    pub resident: Option<String>,
}

/// Who was signed in at an instant.
#[derive(Debug)]
pub struct Pulse {
    asked: Instant,
    // None when the database did not answer.
    sessions: Option<HashSet<String>>,
}

impl Pulse {
    /// Whether a session has ended that somebody has listened with since an instant.
    #[must_use]
    pub fn ends(&self, session: &str, since: Instant) -> bool {
        self.asked > since && self.sessions.as_ref().is_some_and(|sessions| !sessions.contains(session))
    }
}

impl Feed {
    pub(super) fn new(database: Database) -> Self {
        let channels = Mutex::new(Some(HashMap::new()));
        Self { database, channels, wake: Notify::new(), session_ended: AtomicBool::new(false) }
    }

    fn channels(&self) -> MutexGuard<'_, Option<HashMap<String, Channel>>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens to a building: all that is committed from now on is heard.
    ///
    /// # Errors
    /// Not found, the server is ending, or the database does not answer.
    pub async fn listen(&self, building: &str) -> Result<broadcast::Receiver<News>, Problem> {
        let sql = "SELECT revision FROM buildings WHERE building = $1";
        let query = sqlx::query_scalar(sql).bind(building);
        let revision: Option<i64> = query.fetch_optional(self.database.pool()).await?;
        let revision = revision.ok_or_else(Problem::not_found)?;
        let mut channels = self.channels();
        let channels = channels.as_mut().ok_or_else(Problem::ending)?;
        let new = || Channel { revision, news: broadcast::Sender::new(HELD) };
        Ok(channels.entry(building.to_owned()).or_insert_with(new).news.subscribe())
    }

    /// What has changed in a building since a revision; all of it when the building is older than that, as it is after
    /// a backup was restored.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub async fn since(&self, building: &str, revision: i64) -> Result<Changes, Problem> {
        let mut connection = self.database.pool().acquire().await?;
        let sql = "SELECT revision FROM buildings WHERE building = $1";
        let query = sqlx::query_scalar(sql).bind(building);
        let current: Option<i64> = query.fetch_optional(&mut *connection).await?;
        let current = current.ok_or_else(Problem::not_found)?;
        let since = if revision > current { -1 } else { revision };
        let changes = changes(&mut connection, building, since).await?;
        Ok(Changes { revision: changes.revision.max(current), ..changes })
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.channels().iter().flatten().map(|(_, channel)| channel.news.receiver_count()).sum()
    }

    /// A building was changed by this server.
    pub(super) fn changed(&self, building: &str) {
        if self.channels().as_ref().is_some_and(|channels| channels.contains_key(building)) {
            self.wake.notify_one();
        }
    }

    /// Sessions were ended by this server.
    pub fn session_ended(&self) {
        self.session_ended.store(true, Ordering::Relaxed);
        self.wake.notify_one();
    }

    /// Tells everyone that there is no more news, and lets nobody listen any more.
    pub fn end(&self) {
        *self.channels() = None;
    }

    /// Tells the news for as long as it is polled.
    pub async fn run(&self, clock: &Clock) {
        let mut last_pulse = Instant::now();
        loop {
            let _ = tokio::time::timeout(LOOK_EVERY, self.wake.notified()).await;
            // What cannot be read now is in the log, and told by the next round.
            let _ = self.tell_changes().await;
            if self.session_ended.swap(false, Ordering::Relaxed) || last_pulse.elapsed() >= PULSE_EVERY {
                last_pulse = Instant::now();
                self.pulse(clock.now()).await;
            }
            tokio::time::sleep(REST).await;
        }
    }

    /// The buildings that somebody listens to, with the revision that they have heard of.
    fn listened(&self) -> HashMap<String, i64> {
        let mut channels = self.channels();
        let Some(channels) = channels.as_mut() else { return HashMap::new() };
        channels.retain(|_, channel| channel.news.receiver_count() > 0);
        channels.iter().map(|(building, channel)| (building.clone(), channel.revision)).collect()
    }

    async fn tell_changes(&self) -> Result<(), Problem> {
        let listened = self.listened();
        if listened.is_empty() {
            return Ok(());
        }
        let mut connection = self.database.pool().acquire().await?;
        let names: Vec<&str> = listened.keys().map(String::as_str).collect();
        for names in names.chunks(AT_ONCE) {
            for (building, current) in revisions(&mut connection, names).await? {
                let known = listened.get(&building).copied().unwrap_or(current);
                if current > known {
                    let changes = changes(&mut connection, &building, known).await?;
                    self.tell(&building, Arc::new(changes));
                }
            }
        }
        Ok(())
    }

    fn tell(&self, building: &str, changes: Arc<Changes>) {
        let mut channels = self.channels();
        if let Some(channel) = channels.as_mut().and_then(|channels| channels.get_mut(building)) {
            channel.revision = changes.revision;
            // Nobody may be left to hear it.
            let _ = channel.news.send(News::Changed(changes));
        }
    }

    async fn pulse(&self, now: vestibule::Instant) {
        let mut homes: Vec<String> = self.listened().into_keys().collect();
        if homes.is_empty() {
            return;
        }
        homes.push(accounts::COMPANY.to_owned());
        let asked = Instant::now();
        let sessions = self.sessions(&homes, now).await.ok();
        let pulse = Arc::new(Pulse { asked, sessions });
        for channel in self.channels().iter().flatten().map(|(_, channel)| channel) {
            let _ = channel.news.send(News::Pulse(Arc::clone(&pulse)));
        }
    }

    async fn sessions(
        &self,
        homes: &[String],
        now: vestibule::Instant,
    ) -> Result<HashSet<String>, sqlx::Error> {
        let mut sessions = HashSet::new();
        for homes in homes.chunks(AT_ONCE) {
            let sql = "SELECT s.secret FROM sessions s \
                       JOIN accounts a ON a.building = s.building AND a.id = s.account \
                       WHERE s.expires_at > $1 AND a.closed_at IS NULL AND s.building IN";
            let sql = format!("{sql} ({})", places(2, homes.len()));
            let query = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(now.millis());
            let query = homes.iter().fold(query, |query, home| query.bind(home));
            let found: Vec<String> = query.persistent(false).fetch_all(self.database.pool()).await?;
            sessions.extend(found);
        }
        Ok(sessions)
    }
}

/// What has changed in a building after a revision. One statement sees one state, so that nothing is left out.
async fn changes(connection: &mut AnyConnection, building: &str, since: i64) -> Result<Changes, Problem> {
    let sql = "SELECT kind, id, revision, CASE WHEN kind IN ('bookings', 'guestInvites') THEN body END AS whose \
               FROM records WHERE building = $1 AND revision > $2 ORDER BY revision DESC LIMIT $3";
    let limit = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
    let query = sqlx::query(sql).bind(building).bind(since).bind(limit);
    let rows = query.fetch_all(&mut *connection).await?;
    let revision = rows.first().map_or(Ok(since), |newest| newest.try_get("revision"))?;
    if rows.len() > MOST {
        return kinds(connection, building, since).await;
    }
    let mut records = Vec::with_capacity(rows.len());
    for row in rows.iter().rev() {
        let (kind, id): (_, String) = (kind(row.try_get("kind")?)?, row.try_get("id")?);
        let body: Option<String> = row.try_get("whose")?;
        let resident = match kind {
            Kind::Residents => Some(id.clone()),
            _ => body.and_then(|body| serde_json::from_str::<Whose>(&body).ok()).and_then(Whose::resident),
        };
        records.push(ChangedRecord { kind, id: Some(id), resident });
    }
    Ok(Changes { revision, records, texts: Default::default() })
}

/// The kinds of which something has changed after a revision.
async fn kinds(connection: &mut AnyConnection, building: &str, since: i64) -> Result<Changes, Problem> {
    let sql = "SELECT kind, MAX(revision) AS revision FROM records \
               WHERE building = $1 AND revision > $2 GROUP BY kind ORDER BY kind";
    let mut changes = Changes { revision: since, ..Changes::default() };
    for row in sqlx::query(sql).bind(building).bind(since).fetch_all(connection).await? {
        changes.revision = changes.revision.max(row.try_get("revision")?);
        let kind = kind(row.try_get("kind")?)?;
        changes.records.push(ChangedRecord { kind, id: None, resident: None });
    }
    Ok(changes)
}

fn kind(name: String) -> Result<Kind, Problem> {
    Kind::of(&name).ok_or_else(|| Problem::internal("a row is of a kind that is not known"))
}

/// Whose a booking or an invite is.
#[derive(Deserialize)]
struct Whose {
    holder: Option<Holder>,
    resident: Option<String>,
}

#[derive(Deserialize)]
struct Holder {
    resident: Option<String>,
}

impl Whose {
    fn resident(self) -> Option<String> {
        self.resident.or_else(|| self.holder?.resident)
    }
}
