//! Changes on SQLite, which has one writer at a time, and takes far longer to write a transaction through to the disk than to
//! carry out a change.
//!
//! So changes that wait for each other share a transaction: each is made within a savepoint and taken back by itself when it
//! is given up, and none is answered before all of them are committed. They are of different buildings, as a building's
//! changes wait for each other before they come here.

use super::PATIENCE;
use crate::problem::Problem;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedMutexGuard, oneshot};

/// The most changes that share a transaction.
const TOGETHER: usize = 32;

/// How long the database is left to others between two transactions. Those who write something beside the buildings, as a
/// session, look for a moment at which it is free, and would find none while changes follow each other.
const LEFT_TO_OTHERS: Duration = Duration::from_millis(1);

/// Those who wait to write.
#[derive(Debug)]
pub(super) struct Line {
    pool: AnyPool,
    /// The one writer, once there was something to write.
    writer: Mutex<Option<Arc<tokio::sync::Mutex<Writer>>>>,
    waiting: AtomicUsize,
}

/// The connection that writes, and those who wait for what they have written to be committed.
#[derive(Debug)]
struct Writer {
    connection: PoolConnection<Any>,
    /// Whether a transaction is under way.
    is_open: bool,
    /// Whether somebody gave up a change within its savepoint.
    is_given_up: bool,
    /// Whether the transaction is not to be relied on any more.
    is_broken: bool,
    written: Vec<Written>,
}

/// Somebody who has written, and whose building is not to be changed by others before that is committed.
#[derive(Debug)]
struct Written {
    tell: oneshot::Sender<Result<(), Problem>>,
    _turn: Option<OwnedMutexGuard<()>>,
}

/// A change while it is the one that is made.
#[derive(Debug)]
pub(super) struct Turn {
    line: Arc<Line>,
    writer: OwnedMutexGuard<Writer>,
    is_over: bool,
}

/// Somebody who waits.
struct Waiting<'l>(&'l Line);

impl<'l> Waiting<'l> {
    fn of(line: &'l Line) -> Self {
        line.waiting.fetch_add(1, Ordering::AcqRel);
        Self(line)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Line {
    pub(super) fn new(pool: AnyPool) -> Self {
        Self { pool, writer: Mutex::new(None), waiting: AtomicUsize::new(0) }
    }

    /// Waits until it is this change's turn.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn turn(self: &Arc<Self>) -> Result<Turn, Problem> {
        // In a task of its own: a request may be ended at any moment, and a savepoint is not to be begun by halves.
        let line = Arc::clone(self);
        let turn = tokio::spawn(async move {
            let mut writer = line.writer().await?;
            writer.begin().await?;
            Ok(Turn { line, writer, is_over: false })
        });
        turn.await.map_err(|_| Problem::unavailable())?
    }

    /// Lets the connection go once nobody writes.
    pub(super) async fn close(&self) {
        let writer = self.kept().take();
        if let Some(writer) = writer {
            drop(writer.lock().await);
        }
    }

    fn is_waited_in(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Arc<tokio::sync::Mutex<Writer>>>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writer, once nobody else has it.
    async fn writer(self: &Arc<Self>) -> Result<OwnedMutexGuard<Writer>, Problem> {
        loop {
            let kept = self.kept().clone();
            let kept = match kept {
                Some(kept) => kept,
                None => {
                    let new = Arc::new(tokio::sync::Mutex::new(Writer::new(self.pool.acquire().await?)));
                    Arc::clone(self.kept().get_or_insert(new))
                }
            };
            let waiting = Waiting::of(self);
            let writer = tokio::time::timeout(PATIENCE, Arc::clone(&kept).lock_owned()).await;
            drop(waiting);
            let Ok(mut writer) = writer else {
                // Whoever has written may have left the commit to this one.
                self.finish_soon();
                return Err(Problem::unavailable());
            };
            if writer.settle().await.is_ok() && !writer.is_broken {
                return Ok(writer);
            }
            drop(writer);
            let mut current = self.kept();
            if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, &kept)) {
                *current = None;
            }
        }
    }

    /// Has what nobody else is going to commit committed.
    fn finish_soon(self: &Arc<Self>) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let line = Arc::clone(self);
            runtime.spawn(async move { line.finish().await });
        }
    }

    async fn finish(&self) {
        let kept = self.kept().clone();
        let Some(kept) = kept else { return };
        let mut writer = kept.lock().await;
        if !self.is_waited_in() {
            writer.commit().await;
        }
    }
}

impl Writer {
    fn new(connection: PoolConnection<Any>) -> Self {
        Self { connection, is_open: false, is_given_up: false, is_broken: false, written: Vec::new() }
    }

    /// Begins a change.
    async fn begin(&mut self) -> Result<(), Problem> {
        if !self.is_open {
            self.run("BEGIN IMMEDIATE").await?;
            self.is_open = true;
        }
        self.run("SAVEPOINT change").await
    }

    /// Takes back what was given up.
    async fn settle(&mut self) -> Result<(), Problem> {
        if self.is_given_up {
            self.run("ROLLBACK TO change").await?;
            self.run("RELEASE change").await?;
            self.is_given_up = false;
        }
        Ok(())
    }

    /// Commits what was written, and tells everybody.
    async fn commit(&mut self) {
        if self.is_open && !self.is_broken && self.settle().await.is_ok() && self.run("COMMIT").await.is_ok()
        {
            self.is_open = false;
            self.tell(&Ok(()));
        }
    }

    /// Carries out what does not fail, unless something is wrong with the transaction: on a full disk, SQLite takes all of it
    /// back. Then nothing of it is kept, those who wait are told so, and the connection is let go.
    async fn run(&mut self, sql: &'static str) -> Result<(), Problem> {
        let done = sqlx::query(sql).execute(&mut *self.connection).await;
        done.map(|_| ()).map_err(|error| {
            let problem = Problem::from(error);
            self.is_broken = true;
            self.tell(&Err(problem.clone()));
            problem
        })
    }

    fn tell(&mut self, what: &Result<(), Problem>) {
        for written in self.written.drain(..) {
            // Whoever wrote may have gone.
            let _ = written.tell.send(what.clone());
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if self.is_open || self.is_broken {
            self.connection.close_on_drop();
        }
    }
}

impl Turn {
    /// What the change is written through.
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.writer.connection
    }

    /// Keeps the change; resolves once it is committed with those that share its transaction.
    ///
    /// # Errors
    /// When it was not committed.
    pub(super) async fn commit(mut self, turn: Option<OwnedMutexGuard<()>>) -> Result<(), Problem> {
        let (tell, committed) = oneshot::channel();
        // In a task of its own, as with the turn.
        tokio::spawn(async move {
            self.is_over = true;
            self.writer.written.push(Written { tell, _turn: turn });
            if self.writer.run("RELEASE change").await.is_err() {
                return;
            }
            if !self.line.is_waited_in() || self.writer.written.len() >= TOGETHER {
                self.writer.commit().await;
                if self.line.is_waited_in() {
                    tokio::time::sleep(LEFT_TO_OTHERS).await;
                }
            }
        });
        committed.await.map_err(|_| Problem::unavailable())?
    }
}

/// Whoever drops a change gives it up: whoever is next takes it back.
impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_over {
            self.writer.is_given_up = true;
            self.line.finish_soon();
        }
    }
}

#[cfg(test)]
mod tests;
