//! Buildings as the rules see them: opened from their rows once, and again by what has changed since.
//!
//! Each question first asks the database for the building's revision, so that any number of servers may run on one
//! database: a building that another one has changed is brought up to date by the rows with a higher revision.

use super::deliveries::Channels;
use super::kinds::{Kind, Listed};
use super::together::{Revision, Session, SignedIn, Together};
use super::{Database, Feed};
use crate::problem::Problem;
use crate::secrets;
use lru::LruCache;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedMutexGuard, watch};
use vestibule::document::{Document, from_json};
use vestibule::{Building, Instant, Put, ZoneRules};

/// A building at one revision.
#[derive(Clone, Debug)]
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

    /// Puts records into the building, which cost little next to opening it anew.
    fn put(&mut self, revision: i64, changed: &[Changed], puts: Vec<Put>) -> Result<(), vestibule::Error> {
        puts.into_iter().try_for_each(|put| self.building.put(put))?;
        self.note(revision, changed);
        Ok(())
    }

    fn note(&mut self, revision: i64, changed: &[Changed]) {
        self.revision = revision;
        for row in changed {
            let of_kind = self.revisions.entry(row.kind).or_default();
            match row.body {
                Some(_) => drop(of_kind.insert(row.id.clone(), row.revision)),
                None => drop(of_kind.remove(&row.id)),
            }
        }
    }
}

/// A row of the table of records.
pub(super) struct Changed {
    pub(super) kind: Kind,
    pub(super) id: String,
    pub(super) revision: i64,
    pub(super) body: Option<String>,
}

/// What a building becomes by a change.
pub(super) enum After {
    /// Another one.
    Anew(Arc<Known>),
    /// The same with some records put into it.
    Put(Vec<Put>),
}

/// A building that is kept open. It is changed where it is, unless somebody is looking at it, who sees it as it was.
type Open = Arc<Mutex<Arc<Known>>>;

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The buildings of a database, the most recently asked ones kept open.
#[derive(Debug)]
pub struct Buildings {
    database: Database,
    feed: Feed,
    open: Mutex<LruCache<String, Open>>,
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
        // A building's writers wait here without holding a connection; the lock that decides is the database's.
        let open = Mutex::new(LruCache::new(kept));
        let feed = Feed::new(database.clone());
        let (loading, writing) = (Stripes::new(64), Stripes::new(64));
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
        self.get_at(building, revision.ok_or_else(Problem::not_found)?).await
    }

    /// A building as it was when it had a revision, or later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn get_at(&self, building: &str, revision: i64) -> Result<Arc<Known>, Problem> {
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
        self.load(&mut connection, building, revision, known).await
    }

    /// The account of `home` that is signed in with a secret, and the revision of the building that is asked about.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn signed_in(
        &self,
        home: &str,
        secret: &str,
        building: Option<&str>,
        now: Instant,
    ) -> Result<Option<SignedIn>, Problem> {
        // No building has such an id, and a session is not to be refused for what it asks about.
        let building = building.filter(|building| !building.contains('\0')).unwrap_or_default().to_owned();
        let session = Session { home: home.to_owned(), secret: secrets::digest(secret), building };
        Ok(self.sessions.ask(session).await?.filter(|signed_in| signed_in.until > now))
    }

    /// Waits until no other change of a building is under way in this process.
    pub(super) async fn turn(&self, building: &str) -> Option<OwnedMutexGuard<()>> {
        self.writing.lock(building).await
    }

    /// The building as it was last opened.
    pub(super) fn opened(&self, building: &str) -> Option<Arc<Known>> {
        let open = locked(&self.open).get(building).cloned()?;
        Some(Arc::clone(&locked(&open)))
    }

    /// Keeps a building open, unless a newer one is.
    fn keep(&self, building: &str, known: &Arc<Known>) {
        let open = Arc::clone(
            locked(&self.open).get_or_insert(building.to_owned(), || Arc::new(Mutex::new(Arc::clone(known)))),
        );
        let mut open = locked(&open);
        if open.revision < known.revision {
            *open = Arc::clone(known);
        }
    }

    /// Keeps what a building has become by rows that were read or written.
    pub(super) fn take_in(
        &self,
        building: &str,
        known: Arc<Known>,
        revision: i64,
        changed: &[Changed],
        after: After,
    ) -> Result<Arc<Known>, vestibule::Error> {
        let puts = match after {
            After::Anew(known) => {
                self.keep(building, &known);
                return Ok(known);
            }
            After::Put(puts) => puts,
        };
        self.keep(building, &known);
        let before = known.revision;
        let open = locked(&self.open).get(building).cloned();
        let open = open.unwrap_or_else(|| Arc::new(Mutex::new(Arc::clone(&known))));
        let mut open = locked(&open);
        if open.revision >= revision {
            return Ok(Arc::clone(&open));
        }
        // The records go with what was known when they were read. Nobody else may be looking at it, this caller included.
        if open.revision == before {
            drop(known)
        } else {
            *open = known
        }
        let put = match Arc::get_mut(&mut open) {
            Some(known) => known.put(revision, changed, puts),
            None => tokio::task::block_in_place(|| Arc::make_mut(&mut open).put(revision, changed, puts)),
        };
        if let Err(error) = put {
            locked(&self.open).pop(building);
            return Err(error);
        }
        Ok(Arc::clone(&open))
    }

    /// Reads what has changed since `known`, or everything.
    pub(super) async fn load(
        &self,
        connection: &mut AnyConnection,
        building: &str,
        revision: i64,
        known: Option<Arc<Known>>,
    ) -> Result<Arc<Known>, Problem> {
        let changed = read(connection, building, known.as_deref()).await?;
        let revision = changed.iter().map(|row| row.revision).fold(revision, i64::max);
        let opened = match (known, puts(&changed)) {
            (Some(known), Some(puts)) => self.take_in(building, known, revision, &changed, After::Put(puts)),
            (known, _) => {
                let known = known.as_deref();
                tokio::task::block_in_place(|| with_changes(known, revision, &changed)).map(|known| {
                    let known = Arc::new(known);
                    self.keep(building, &known);
                    known
                })
            }
        };
        opened.map_err(|error| Problem::internal_from("a building cannot be opened", &error))
    }
}

/// The rows of a building that have changed after a revision.
pub(super) const CHANGED: &str = "SELECT kind, id, revision, body FROM records \
    WHERE building = $1 AND revision > $2 ORDER BY place, kind, id";

/// Reads the rows that have changed since `known`, or all.
async fn read(
    connection: &mut AnyConnection,
    building: &str,
    known: Option<&Known>,
) -> Result<Vec<Changed>, Problem> {
    // One statement sees one state, which may be newer than what was asked for; every change leaves a row that says so.
    let since = known.map_or(-1, |known| known.revision);
    let rows = sqlx::query(CHANGED).bind(building).bind(since).fetch_all(connection).await?;
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
    Ok(changed)
}

/// Rows as records that can be put into an open building, if all of them can: a check-in's booking before it.
fn puts(changed: &[Changed]) -> Option<Vec<Put>> {
    let mut puts = changed.iter().map(put).collect::<Option<Vec<_>>>()?;
    puts.sort_by_key(|put| matches!(put, Put::CheckIn(_)));
    Some(puts)
}

/// A row as a record that can be put into an open building.
pub(super) fn put(row: &Changed) -> Option<Put> {
    let body = row.body.as_deref()?;
    match row.kind {
        Kind::Bookings => from_json(body).ok().map(Put::Booking),
        Kind::CheckIns => from_json(body).ok().map(Put::CheckIn),
        _ => None,
    }
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
    let revisions = known.map(|known| known.revisions.clone()).unwrap_or_default();
    let mut known = Known { revision, building, revisions };
    known.note(revision, changed);
    known
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
