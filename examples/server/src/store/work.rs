//! A change of one building: the building is locked, something is decided on it, and all of it is kept or nothing.
//!
//! Changes of a building are made one after the other, by a lock on its row in the database. That is more than one lock
//! for each amenity: a request to book also depends on the vehicle's bookings of other amenities and on the profile.

use super::buildings::{After, Buildings, Changed, Known, put, with_building, with_changes};
use super::deliveries::{self, Channel, NewDelivery};
use super::kinds::{Kind, Record};
use super::replies::{Key, Reply};
use super::{Change, Engine, access, audit};
use crate::problem::Problem;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;
use vestibule::document::CheckIn;
use vestibule::parking::check_in::Recorded;
use vestibule::{Building, Instant};

/// A change under way. Dropped without [`commit`](Self::commit), it never was.
pub struct Work<'s> {
    buildings: &'s Buildings,
    change: Change,
    turn: Option<OwnedMutexGuard<()>>,
    building: String,
    actor: String,
    now: Instant,
    known: Arc<Known>,
    answered: Answered,
    changed: Vec<Changed>,
    becomes: Option<Building>,
    forgets: bool,
    queued: bool,
}

/// The revision of a building.
pub(super) const REVISION: &str = "SELECT revision FROM buildings WHERE building = $1";

/// What was answered to a key.
pub(super) const ANSWERED: &str = "SELECT request, status, location, etag, body FROM replies \
    WHERE building = $1 AND actor = $2 AND idempotency_key = $3";

/// Both at once.
pub(super) const REVISION_AND_ANSWERED: &str = "SELECT b.revision, b.revision AS seen, \
    r.request, r.status, r.location, r.etag, r.body FROM buildings b LEFT JOIN replies r \
    ON r.building = b.building AND r.actor = $2 AND r.idempotency_key = $3 WHERE b.building = $1";

/// Both at once, with the row of the building locked. Where PostgreSQL waits for the lock it sees the row as it is then, and
/// the rest as it was before: what is seen of the revision there tells.
const LOCKED_AND_ANSWERED: &str = "SELECT b.revision, s.revision AS seen, \
    r.request, r.status, r.location, r.etag, r.body FROM buildings b \
    JOIN buildings s ON s.building = b.building LEFT JOIN replies r \
    ON r.building = b.building AND r.actor = $2 AND r.idempotency_key = $3 WHERE b.building = $1 FOR UPDATE OF b";

/// A record put in the place of one.
pub(super) const REPLACE: &str = "UPDATE records SET revision = $4, body = $5 \
    WHERE building = $1 AND kind = $2 AND id = $3";

/// What was answered to a key, where that was asked: the row, if there is one.
type Answered = Option<(String, Option<AnyRow>)>;

/// Locks the row of a building until the transaction ends, and reads its revision and what was answered to a key.
async fn lock_for(
    transaction: &mut AnyConnection,
    engine: Engine,
    (building, actor): (&str, &str),
    key: &Key,
) -> Result<Option<(i64, Answered)>, sqlx::Error> {
    let sql = match engine {
        Engine::Sqlite => REVISION_AND_ANSWERED,
        Engine::Postgres => LOCKED_AND_ANSWERED,
    };
    let query = sqlx::query(sql).bind(building).bind(actor).bind(&key.key);
    let Some(row) = query.fetch_optional(transaction).await? else { return Ok(None) };
    let (revision, seen): (i64, i64) = (row.try_get("revision")?, row.try_get("seen")?);
    if revision != seen {
        return Ok(Some((revision, None)));
    }
    let is_answered = row.try_get::<Option<String>, _>("request")?.is_some();
    Ok(Some((revision, Some((key.key.clone(), is_answered.then_some(row))))))
}

/// Locks the row of a building until the transaction ends, and reads its revision.
async fn lock(
    transaction: &mut AnyConnection,
    engine: Engine,
    building: &str,
) -> Result<Option<i64>, sqlx::Error> {
    // The transaction on SQLite has the only writer's lock already.
    let sql = match engine {
        Engine::Sqlite => REVISION,
        Engine::Postgres => "SELECT revision FROM buildings WHERE building = $1 FOR UPDATE",
    };
    sqlx::query_scalar(sql).bind(building).fetch_optional(transaction).await
}

impl<'s> Work<'s> {
    /// Begins a change of a building on behalf of `actor`.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub async fn begin(
        buildings: &'s Buildings,
        building: &str,
        actor: &str,
        now: Instant,
    ) -> Result<Self, Problem> {
        Self::begin_for(buildings, building, actor, now, None).await
    }

    /// The same for a request that may have a key, so that it can be [replayed](Self::replay).
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub async fn begin_for(
        buildings: &'s Buildings,
        building: &str,
        actor: &str,
        now: Instant,
        key: Option<&Key>,
    ) -> Result<Self, Problem> {
        let turn = buildings.turn(building).await;
        let mut change = buildings.database().change().await?;
        let (engine, connection) = (buildings.database().engine(), change.connection());
        let locked = match key {
            Some(key) => lock_for(connection, engine, (building, actor), key).await?,
            None => lock(connection, engine, building).await?.map(|revision| (revision, None)),
        };
        let (revision, answered) = locked.ok_or_else(Problem::not_found)?;
        let known = match buildings.opened(building) {
            Some(known) if known.revision == revision => known,
            // A read may have seen a commit of which this transaction's snapshot does not know; then all is read again.
            older => {
                let older = older.filter(|known| known.revision < revision);
                buildings.load(change.connection(), building, revision, older).await?
            }
        };
        let work = Self::of(buildings, turn, change, building, actor, now, known);
        Ok(Self { answered, ..work })
    }

    /// Begins with a building that does not exist yet.
    ///
    /// # Errors
    /// `duplicate` when it exists, or the database does not answer.
    pub async fn create(
        buildings: &'s Buildings,
        building: &str,
        actor: &str,
        now: Instant,
    ) -> Result<Self, Problem> {
        let turn = buildings.turn(building).await;
        let mut change = buildings.database().change().await?;
        let sql =
            "INSERT INTO buildings (building, revision) VALUES ($1, 0) ON CONFLICT (building) DO NOTHING";
        let inserted = sqlx::query(sql).bind(building).execute(change.connection()).await?;
        if inserted.rows_affected() == 0 {
            return Err(Problem::duplicate("id"));
        }
        let mut empty = vestibule::Document::default();
        empty.building.zone = "UTC".into();
        let empty = Building::open(empty, super::buildings::zone_rules("UTC")?)?;
        let known = Arc::new(with_building(None, 0, empty, &[]));
        Ok(Self::of(buildings, turn, change, building, actor, now, known))
    }

    /// A change of which nothing is decided yet.
    fn of(
        buildings: &'s Buildings,
        turn: Option<OwnedMutexGuard<()>>,
        change: Change,
        building: &str,
        actor: &str,
        now: Instant,
        known: Arc<Known>,
    ) -> Self {
        Self {
            buildings,
            change,
            turn,
            building: building.to_owned(),
            actor: actor.to_owned(),
            now,
            known,
            answered: None,
            changed: Vec::new(),
            becomes: None,
            forgets: false,
            queued: false,
        }
    }

    /// Id of the building.
    pub fn building_id(&self) -> &str {
        &self.building
    }

    /// The building as it is before the change.
    pub fn building(&self) -> &Building {
        &self.known.building
    }

    /// The same with the revisions of its records.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The instant at which it is decided.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The transaction, for what is no record of the document.
    pub fn connection(&mut self) -> &mut AnyConnection {
        self.change.connection()
    }

    /// Adds to the audit trail what the caller did that changes no record of the document.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note(&mut self, note: &audit::Note<'_>) -> Result<(), Problem> {
        audit::add(self.change.connection(), &self.building, &self.actor, self.now, note).await
    }

    /// The revision that the building will have.
    pub fn next_revision(&self) -> i64 {
        self.known.revision + 1
    }

    /// Whether something was put or removed.
    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Puts a record into the document, new or in place of the one with its id.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn put<R: Record>(&mut self, record: &R) -> Result<(), Problem> {
        let body = crate::json::write(record)?;
        self.write(R::KIND, record.id().to_owned(), Some(body));
        Ok(())
    }

    /// Puts a check-in as it was recorded, and removes the later one that gave way to it (SPEC 6.7).
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn put_recorded(&mut self, check_in: &CheckIn, recorded: &Recorded) -> Result<(), Problem> {
        let Recorded::Added { replaced, .. } = recorded else { return Ok(()) };
        if let Some(replaced) = replaced {
            self.remove(Kind::CheckIns, replaced);
        }
        self.put(check_in)
    }

    /// Removes a record from the document.
    pub fn remove(&mut self, kind: Kind, id: &str) {
        self.write(kind, id.to_owned(), None);
    }

    fn write(&mut self, kind: Kind, id: String, body: Option<String>) {
        let revision = self.next_revision();
        // The last word on a record is the one that is kept.
        self.changed.retain(|other| other.kind != kind || other.id != id);
        self.changed.push(Changed { kind, id, revision, body });
    }

    /// What is changed is to be forgotten: the audit trail says that it was erased, and not what it was.
    pub(super) fn forgets(&mut self) {
        self.forgets = true;
    }

    /// Says what the building is after the change, where that is known already.
    pub fn becomes(&mut self, building: Building) {
        self.becomes = Some(building);
    }

    /// The channels on which something may be queued.
    pub fn channels(&self) -> deliveries::Channels {
        self.buildings.channels()
    }

    /// Queues something to be sent when the change is kept, in place of what has not been sent yet about its resident on
    /// some channels.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn queue(&mut self, delivery: &NewDelivery, instead_of: &[Channel]) -> Result<(), Problem> {
        let Self { change, building, now, .. } = self;
        let transaction = change.connection();
        deliveries::replace(transaction, building, &delivery.resident, instead_of, *now).await?;
        deliveries::add(transaction, building, delivery, *now).await?;
        self.queued = true;
        Ok(())
    }

    /// Has a dead letter tried again once the change is kept, and answers it as it is then.
    ///
    /// # Errors
    /// Not found, `notFailed`, or `expired` when it is of no use any more.
    pub async fn retry(&mut self, id: &str) -> Result<deliveries::Listed, Problem> {
        let Self { change, building, now, .. } = self;
        let transaction = change.connection();
        let (found, is_of_use) = deliveries::find(transaction, building, id, *now).await?;
        if found.state != deliveries::State::Failed {
            return Err(Problem::refused("notFailed"));
        }
        if !is_of_use {
            return Err(Problem::refused("expired"));
        }
        deliveries::revive(transaction, building, id, *now).await?;
        self.queued = true;
        Ok(deliveries::find(transaction, building, id, *now).await?.0)
    }

    /// Queues news of doors that have opened or closed to residents by the calendar alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn announce_access(&mut self) -> Result<(), Problem> {
        self.queued |= access::announce(self.change.connection(), &self.known.building, self.now).await?;
        Ok(())
    }

    /// The answer that was given to this key before.
    ///
    /// # Errors
    /// When the key was used for another request, or the answer cannot be given again.
    pub async fn replay(&mut self, key: &Key) -> Result<Option<Reply>, Problem> {
        let row = match self.answered.take() {
            Some((known, row)) if known == key.key => row,
            _ => {
                let query = sqlx::query(ANSWERED).bind(&self.building).bind(&self.actor).bind(&key.key);
                query.fetch_optional(self.change.connection()).await?
            }
        };
        let Some(row) = row else { return Ok(None) };
        if row.try_get::<String, _>("request")? != key.request {
            return Err(Problem::key_reused());
        }
        let status: i64 = row.try_get("status")?;
        let etag: Option<String> = row.try_get("etag")?;
        let body: Option<String> = row.try_get("body")?;
        let location: Option<String> = row.try_get("location")?;
        let status =
            u16::try_from(status).ok().and_then(|status| axum::http::StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| Problem::internal("a kept answer has no status"))?;
        if body.is_none() && status == axum::http::StatusCode::CREATED {
            return Err(Problem::secret_given(location.as_deref()));
        }
        let revision = etag.and_then(|etag| etag.parse().ok());
        Ok(Some(Reply { status, location, revision, body, is_secret: false }))
    }

    /// Keeps everything, and the answer with it when the request had a key.
    ///
    /// # Errors
    /// When the document would not hold together, or the database does not answer; nothing is kept then.
    pub async fn commit(mut self, reply: Reply, key: Option<&Key>) -> Result<Reply, Problem> {
        let after = if self.has_changes() { Some(self.decide()?) } else { None };
        if let Some(after) = &after {
            self.write_rows().await?;
            let opens_doors = self.changed.iter().any(|row| row.kind.opens_doors());
            if let After::Anew(after) = after
                && opens_doors
                && self.buildings.channels().access
            {
                self.queued |= access::announce(self.change.connection(), &after.building, self.now).await?;
            }
        }
        if let Some(key) = key {
            self.keep_reply(key, &reply).await?;
        }
        let revision = self.next_revision();
        self.change.commit(self.turn).await?;
        if let Some(after) = after {
            // What cannot be taken in, which was checked, is read again.
            let _ = self.buildings.take_in(&self.building, self.known, revision, &self.changed, after);
            self.buildings.feed().changed(&self.building);
        }
        if self.queued {
            self.buildings.wake_deliveries();
        }
        Ok(reply)
    }

    /// What the building becomes by the change, checked: a single record by itself where that is enough, else all of it.
    fn decide(&mut self) -> Result<After, Problem> {
        let revision = self.next_revision();
        if let Some(building) = self.becomes.take() {
            let after = with_building(Some(&self.known), revision, building, &self.changed);
            return Ok(After::Anew(Arc::new(after)));
        }
        if let [row] = self.changed.as_slice()
            && let Some(put) = put(row)
        {
            self.known.building.check_put(&put).map_err(|error| self.explain(error))?;
            return Ok(After::Put(vec![put]));
        }
        let after = tokio::task::block_in_place(|| with_changes(Some(&self.known), revision, &self.changed));
        after.map(|after| After::Anew(Arc::new(after))).map_err(|error| self.explain(error))
    }

    /// Says an error of the whole document in the terms of the record that was written.
    fn explain(&self, error: vestibule::Error) -> Problem {
        let written = self.changed.first().filter(|_| self.changed.len() == 1);
        let Some(written) = written else { return Problem::from(error) };
        let prefix = match written.kind {
            Kind::Building | Kind::Settings => Some(format!("{}.", written.kind.as_str())),
            kind => {
                let place = kind.position(self.known.building.document(), &written.id);
                Some(format!("{}[{place}].", kind.as_str()))
            }
        };
        let own = prefix.as_deref().and_then(|prefix| error.path.strip_prefix(prefix));
        match (own, &written.body) {
            (Some(own), Some(_)) => {
                Problem::from(vestibule::Error::new(error.code, own.to_owned(), error.detail))
            }
            _ => Problem::referenced(&error),
        }
    }

    async fn write_rows(&mut self) -> Result<(), Problem> {
        let Self { change, known, changed, building, .. } = self;
        let transaction = change.connection();
        let next = known.revision + 1;
        sqlx::query("UPDATE buildings SET revision = $2 WHERE building = $1")
            .bind(building.as_str())
            .bind(next)
            .execute(&mut *transaction)
            .await?;
        for (index, row) in changed.iter().enumerate() {
            let before = if self.forgets { None } else { before(transaction, building, row, known).await? };
            let is_new = known.revision_of(row.kind, &row.id).is_none();
            let query = if is_new {
                let place = next.saturating_mul(1_000_000) + i64::try_from(index).unwrap_or(0);
                let sql = "INSERT INTO records (building, kind, id, revision, body, place) \
                           VALUES ($1, $2, $3, $4, $5, $6)";
                let query = sqlx::query(sql).bind(building.as_str()).bind(row.kind.as_str());
                query.bind(row.id.as_str()).bind(row.revision).bind(row.body.as_deref()).bind(place)
            } else {
                let query = sqlx::query(REPLACE).bind(building.as_str()).bind(row.kind.as_str());
                query.bind(row.id.as_str()).bind(row.revision).bind(row.body.as_deref())
            };
            query.execute(&mut *transaction).await?;
            let action = match (is_new, &row.body) {
                _ if self.forgets => "erased",
                (true, _) => "created",
                (false, Some(_)) => "changed",
                (false, None) => "removed",
            };
            let note = audit::Note {
                action,
                kind: row.kind.as_str(),
                record: &row.id,
                before: before.as_deref(),
                after: row.body.as_deref(),
            };
            audit::add(transaction, building, &self.actor, self.now, &note).await?;
        }
        Ok(())
    }

    async fn keep_reply(&mut self, key: &Key, reply: &Reply) -> Result<(), Problem> {
        let sql = "INSERT INTO replies (building, actor, idempotency_key, request, status, location, etag, body, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let body = reply.body.as_deref().filter(|_| !reply.is_secret);
        sqlx::query(sql)
            .bind(&self.building)
            .bind(&self.actor)
            .bind(&key.key)
            .bind(&key.request)
            .bind(i64::from(reply.status.as_u16()))
            .bind(reply.location.as_deref())
            .bind(reply.revision.map(|revision| revision.to_string()))
            .bind(body)
            .bind(self.now.millis())
            .execute(self.change.connection())
            .await?;
        Ok(())
    }
}

/// A record's JSON before the change.
async fn before(
    connection: &mut AnyConnection,
    building: &str,
    row: &Changed,
    known: &Known,
) -> Result<Option<String>, Problem> {
    if known.revision_of(row.kind, &row.id).is_none() {
        return Ok(None);
    }
    let sql = "SELECT body FROM records WHERE building = $1 AND kind = $2 AND id = $3";
    let query = sqlx::query_scalar(sql).bind(building).bind(row.kind.as_str()).bind(row.id.as_str());
    Ok(query.fetch_one(connection).await?)
}
