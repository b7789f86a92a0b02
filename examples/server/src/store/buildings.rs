//! Buildings as the rules see them: opened from their rows once, and again by what has changed since.
//!
//! Each question first asks the database for the building's revision, so that any number of servers may run on one
//! database: a building that another one has changed is brought up to date by the rows with a higher revision.

use super::accounts::Account;
use super::deliveries::Channels;
use super::kinds::{Kind, Listed};
use super::together::{Revision, Session, Together};
use super::{Database, Engine, Feed};
use crate::problem::Problem;
use crate::secrets;
use lru::LruCache;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, watch};
use vestibule::document::Document;
use vestibule::{Building, Instant, ZoneRules};

/// A building at one revision.
#[derive(Debug)]
pub struct Known {
    /// How many changes it has seen.
    pub revision: i64,
    /// The building.
    pub building: Building,
    revisions: HashMap<Kind, HashMap<String, i64>>,
}

impl Known {
    /// The revision of a record's last change; none when there is no such record.
    #[must_use]
    pub fn revision_of(&self, kind: Kind, id: &str) -> Option<i64> {
        self.revisions.get(&kind)?.get(id).copied()
    }

    /// A record by id.
    ///
    /// # Errors
    /// `unknown` at `id`.
    pub fn find<R: Listed>(&self, id: &str) -> Result<&R, Problem> {
        let mut list = R::list(self.building.document()).iter();
        list.find(|record| record.id() == id).ok_or_else(Problem::not_found)
    }
}

/// A row of the table of records.
pub(super) struct Changed {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) revision: i64,
    pub(super) body: Option<String>,
}

/// The buildings of a database, the most recently asked ones kept open.
#[derive(Debug)]
pub struct Buildings {
    database: Database,
    feed: Feed,
    open: Mutex<LruCache<String, Arc<Known>>>,
    loading: Stripes,
    writing: Stripes,
    channels: Channels,
    queued: watch::Sender<()>,
    revisions: Together<Revision>,
    sessions: Together<Session>,
}

/// Locks for buildings, in which those of several may coincide.
#[derive(Debug)]
struct Stripes(Vec<Arc<tokio::sync::Mutex<()>>>);

impl Stripes {
    fn new(count: usize) -> Self {
        Self((0..count).map(|_| Arc::default()).collect())
    }

    async fn lock(&self, building: &str) -> Option<OwnedMutexGuard<()>> {
        let hash =
            building.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
        let stripe = self.0.get(hash.checked_rem(self.0.len())?)?;
        Some(Arc::clone(stripe).lock_owned().await)
    }
}

impl Buildings {
    /// The buildings of a database, of which at most `kept` stay open, with the channels on which news is sent.
    #[must_use]
    pub fn new(database: Database, kept: NonZeroUsize, channels: Channels) -> Self {
        // SQLite has one writer at a time: waiting in a fair line here is better than its polling. On PostgreSQL a
        // building's writers wait here without holding a connection; the lock that decides is the row's.
        let writers = if database.engine() == Engine::Sqlite { 1 } else { 64 };
        let open = Mutex::new(LruCache::new(kept));
        let feed = Feed::new(database.clone());
        let (loading, writing) = (Stripes::new(64), Stripes::new(writers));
        let queued = watch::Sender::default();
        let revisions = Together::new(database.pool().clone());
        let sessions = Together::new(database.pool().clone());
        Self { database, feed, open, loading, writing, channels, queued, revisions, sessions }
    }

    /// The channels on which something may be queued.
    pub fn channels(&self) -> Channels {
        self.channels
    }

    /// Tells whoever listens whenever something was queued.
    pub fn queued(&self) -> watch::Receiver<()> {
        self.queued.subscribe()
    }

    /// Something was queued, or there is to be nothing more.
    pub fn wake_deliveries(&self) {
        self.queued.send_replace(());
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The news of the buildings.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// A building as it is now.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub async fn get(&self, building: &str) -> Result<Arc<Known>, Problem> {
        let revision = self.revisions.ask(Revision(building.to_owned())).await?;
        let revision = revision.ok_or_else(Problem::not_found)?;
        let is_current = |known: &Arc<Known>| known.revision >= revision;
        if let Some(known) = self.opened(building).filter(is_current) {
            return Ok(known);
        }
        let _one_at_a_time = self.loading.lock(building).await;
        let known = self.opened(building);
        if let Some(known) = known.clone().filter(is_current) {
            return Ok(known);
        }
        let mut connection = self.database.pool().acquire().await?;
        let known = load(&mut connection, building, revision, known).await?;
        self.keep(building, &known);
        Ok(known)
    }

    /// The account of a building that is signed in with a secret.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(
        &self,
        building: &str,
        secret: &str,
        now: Instant,
    ) -> Result<Option<Account>, Problem> {
        let session = Session(building.to_owned(), secrets::digest(secret));
        let signed_in = self.sessions.ask(session).await?.filter(|signed_in| signed_in.until > now);
        Ok(signed_in.map(|signed_in| signed_in.account))
    }

    /// Waits until no other change of a building is under way in this process.
    pub(super) async fn turn(&self, building: &str) -> Option<OwnedMutexGuard<()>> {
        self.writing.lock(building).await
    }

    /// The building as it was last opened.
    pub(super) fn opened(&self, building: &str) -> Option<Arc<Known>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(building).cloned()
    }

    /// Keeps a building open, unless a newer one is.
    pub(super) fn keep(&self, building: &str, known: &Arc<Known>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.peek(building).is_none_or(|other| other.revision <= known.revision) {
            open.put(building.to_owned(), Arc::clone(known));
        }
    }
}

/// Reads what has changed since `known`, or everything.
pub(super) async fn load(
    connection: &mut AnyConnection,
    building: &str,
    revision: i64,
    known: Option<Arc<Known>>,
) -> Result<Arc<Known>, Problem> {
    // One statement sees one state, which may be newer than `revision`; every change leaves a row that says so.
    let sql = "SELECT kind, id, revision, body FROM records WHERE building = $1 AND revision > $2 \
               ORDER BY place, kind, id";
    let since = known.as_ref().map_or(-1, |known| known.revision);
    let rows = sqlx::query(sql).bind(building).bind(since).fetch_all(connection).await?;
    let mut changed = Vec::with_capacity(rows.len());
    for row in rows {
        let kind: String = row.try_get("kind")?;
        changed.push(Changed {
            kind: Kind::of(&kind).ok_or_else(|| Problem::internal("a row is of a kind that is not known"))?,
            id: row.try_get("id")?,
            revision: row.try_get("revision")?,
            body: row.try_get("body")?,
        });
    }
    let revision = changed.iter().map(|row| row.revision).fold(revision, i64::max);
    tokio::task::block_in_place(|| with_changes(known.as_deref(), revision, &changed))
        .map(Arc::new)
        .map_err(|error| Problem::internal_from("a building cannot be opened", &error))
}

/// A building with some rows changed.
pub(super) fn with_changes(
    known: Option<&Known>,
    revision: i64,
    changed: &[Changed],
) -> Result<Known, vestibule::Error> {
    let mut document = known.map_or_else(Document::default, |known| known.building.document().clone());
    for row in changed {
        row.kind.apply(&mut document, &row.id, row.body.as_deref(), known.is_none())?;
    }
    let building = open(document, known)?;
    Ok(with_building(known, revision, building, changed))
}

/// The same with the building already at hand.
pub(super) fn with_building(
    known: Option<&Known>,
    revision: i64,
    building: Building,
    changed: &[Changed],
) -> Known {
    let mut revisions = known.map(|known| known.revisions.clone()).unwrap_or_default();
    for row in changed {
        let of_kind = revisions.entry(row.kind).or_default();
        match row.body {
            Some(_) => drop(of_kind.insert(row.id.clone(), row.revision)),
            None => drop(of_kind.remove(&row.id)),
        }
    }
    Known { revision, building, revisions }
}

fn open(document: Document, known: Option<&Known>) -> Result<Building, vestibule::Error> {
    let known = known.map(|known| known.building.zone()).filter(|zone| zone.name() == document.building.zone);
    let zone = match known {
        Some(zone) => zone.clone(),
        None => zone_rules(&document.building.zone)?,
    };
    Building::open(document, zone)
}

/// The rules of a zone, by its name.
///
/// # Errors
/// `malformed` at `building.zone` when there is no such zone.
pub fn zone_rules(name: &str) -> Result<ZoneRules, vestibule::Error> {
    let malformed =
        |error| vestibule::Error::new(vestibule::ErrorCode::Malformed, "building.zone", format!("{error}"));
    ZoneRules::bundled(name).map_err(malformed)
}
