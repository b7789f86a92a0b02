//! Where everything is kept: SQLite in the data folder, or PostgreSQL.
//!
//! Both go through sqlx's `Any` driver, chosen because one text of SQL runs on both engines as it is written here, where
//! an ORM would bring its own model of the records beside the document's. A record is kept as the JSON that the document
//! format has for it, with the columns that are looked for beside it.

pub mod access;
pub mod accounts;
pub mod audit;
pub mod buildings;
pub mod calendars;
pub mod deliveries;
pub mod erasure;
pub mod events;
pub mod feed;
mod kinds;
mod line;
#[cfg(test)]
mod plans;
mod replies;
mod together;
mod work;

pub use buildings::{Buildings, Known};
pub use feed::Feed;
pub use kinds::{Kind, Listed, Record};
pub use replies::{Key, Reply, etag};
pub use together::SignedIn;
pub use work::Work;

use crate::problem::Problem;
use line::{Line, Turn};
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Transaction};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;

/// The engine behind a database address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file, one writer at a time.
    Sqlite,
    /// A PostgreSQL server, or one that speaks its protocol.
    Postgres,
}

/// The open database.
#[derive(Clone, Debug)]
pub struct Database {
    pool: AnyPool,
    engine: Engine,
    line: Arc<Line>,
}

/// A transaction in which a building is changed.
#[derive(Debug)]
enum Change {
    /// One of its own.
    Alone(Transaction<'static, Any>),
    /// A part of one.
    Together(Turn),
}

impl Change {
    /// What is asked and written through.
    fn connection(&mut self) -> &mut AnyConnection {
        match self {
            Self::Alone(transaction) => transaction,
            Self::Together(turn) => turn.connection(),
        }
    }

    /// Keeps what was written. The building's turn is over with that, and not before, even if whoever waits for it goes.
    async fn commit(self, turn: Option<OwnedMutexGuard<()>>) -> Result<(), Problem> {
        match self {
            Self::Alone(transaction) => {
                let committed = transaction.commit().await;
                drop(turn);
                Ok(committed?)
            }
            Self::Together(change) => change.commit(turn).await,
        }
    }
}

/// The migrations, by version; each is carried out once and never changed afterwards.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../../migrations/0001_first.sql")),
    (2, "erasure", include_str!("../../migrations/0002_erasure.sql")),
    (3, "deliveries", include_str!("../../migrations/0003_deliveries.sql")),
    (4, "calendars", include_str!("../../migrations/0004_calendars.sql")),
    (5, "consoles_seen", include_str!("../../migrations/0005_consoles_seen.sql")),
];

/// The database in the data folder.
pub(crate) const DATABASE_FILE: &str = "vestibule.sqlite";

/// How long a request waits for a connection: while the database is started again, or busy with others.
const PATIENCE: Duration = Duration::from_secs(10);

/// For how long after its last use a connection is taken to be there without asking.
const QUITE_FRESH: Duration = Duration::from_millis(100);

/// The seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// What every connection to SQLite is told. `FULL` keeps what was acknowledged through a power cut.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;";

impl Database {
    /// Opens `address`, or the file in the data folder, and brings its tables up to date.
    ///
    /// # Errors
    /// What the engine says when it cannot be reached or is of a newer version.
    pub async fn open(address: Option<&str>, folder: &Path, connections: u32) -> Result<Self, sqlx::Error> {
        let database = Self::connect(address, &folder.join(DATABASE_FILE), connections).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Opens `address`, or a file of SQLite, with its tables as they are.
    pub(crate) async fn connect(
        address: Option<&str>,
        file: &Path,
        connections: u32,
    ) -> Result<Self, sqlx::Error> {
        sqlx::any::install_default_drivers();
        let file = SqliteConnectOptions::new().filename(file).create_if_missing(true);
        let (engine, address) = match address {
            Some(address) => (Engine::Postgres, address.to_owned()),
            None => (Engine::Sqlite, sqlx::ConnectOptions::to_url_lossy(&file).to_string()),
        };
        // On SQLite one is for changes alone.
        let connections = connections + u32::from(engine == Engine::Sqlite);
        let mut options = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
        if engine == Engine::Sqlite {
            options = options.after_connect(|connection, _| {
                Box::pin(async move {
                    sqlx::raw_sql(PRAGMAS).execute(&mut *connection).await?;
                    Ok(())
                })
            });
            options = options.test_before_acquire(false);
            // SQLite takes a transaction back by itself when the disk is full. The driver does not learn of it and would
            // begin no other one on such a connection, which is let go.
            options = options
                .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }));
        } else {
            // Asking each time whether the server is there would take as long as what is asked of it.
            options = options.test_before_acquire(false).before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for >= QUITE_FRESH {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            });
        }
        let pool = options.connect(&address).await?;
        Ok(Self { line: Arc::new(Line::new(pool.clone())), pool, engine })
    }

    /// Brings the tables up to date.
    pub(crate) async fn migrate(&self) -> Result<(), sqlx::Error> {
        let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
            let sql = sqlx::SqlSafeStr::into_sql_str(sql);
            Migration::new(version, name.into(), MigrationType::Simple, sql, false)
        };
        let migrator = Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect());
        migrator.run(&self.pool).await.map_err(|error| sqlx::Error::Migrate(Box::new(error)))?;
        self.forget_statistics().await
    }

    /// Forgets what `ANALYZE` has found in SQLite, should somebody have run it. Every statement of a request has an index of
    /// its own, which is taken without that; with it, a table that was small on that day is read whole ever after.
    async fn forget_statistics(&self) -> Result<(), sqlx::Error> {
        let sql = "SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')";
        if self.engine == Engine::Postgres || sqlx::query(sql).fetch_optional(&self.pool).await?.is_none() {
            return Ok(());
        }
        let mut connection = self.pool.acquire().await?;
        let sql = "DROP TABLE IF EXISTS sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4;";
        sqlx::raw_sql(sql).execute(&mut *connection).await?;
        // All others learn of it with their next statement. This one has it in mind still.
        connection.close().await
    }

    /// The connections, for single statements.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Begins a transaction that is going to write. SQLite takes its one writer's lock at once, so that two that have
    /// read cannot both wait for it.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<sqlx::Transaction<'static, sqlx::Any>, sqlx::Error> {
        match self.engine {
            Engine::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await,
            Engine::Postgres => self.pool.begin().await,
        }
    }

    /// Begins to change a building, of which no other change may be under way.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn change(&self) -> Result<Change, Problem> {
        Ok(match self.engine {
            Engine::Sqlite => Change::Together(self.line.turn().await?),
            Engine::Postgres => Change::Alone(self.begin().await?),
        })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// The problem to report when it does not.
    pub async fn ready(&self) -> Result<(), Problem> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Forgets what has expired: sessions, links, replies after a day, what deliveries said that were given up a month
    /// ago, and three months later that there were any.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tidy(&self, now: vestibule::Instant) -> Result<(), sqlx::Error> {
        let forget = [
            ("DELETE FROM sessions WHERE expires_at <= $1", 0),
            ("DELETE FROM links WHERE expires_at <= $1", 0),
            ("DELETE FROM replies WHERE at <= $1", replies::KEPT_SECONDS),
            ("UPDATE deliveries SET body = NULL WHERE state = 'failed' AND ended_at <= $1", 30 * DAY),
            ("DELETE FROM deliveries WHERE state <> 'waiting' AND ended_at <= $1", 120 * DAY),
        ];
        for (sql, age) in forget {
            sqlx::query(sql).bind(now.plus_seconds(-age).millis()).execute(&self.pool).await?;
        }
        self.forget_statistics().await
    }

    /// Lets every connection go.
    pub async fn close(&self) {
        self.line.close().await;
        self.pool.close().await;
    }
}

/// The places of so many values in a statement, from a number on.
pub(crate) fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|number| format!("${number}")).collect();
    places.join(", ")
}

/// `VALUES` with places for so many rows of so many values, from a number on. Read from, both engines call their columns
/// `column1`, `column2` and so on.
pub(crate) fn values(from: usize, rows: usize, width: usize) -> String {
    let rows: Vec<String> = (0..rows).map(|row| format!("({})", places(from + row * width, width))).collect();
    format!("VALUES {}", rows.join(", "))
}
