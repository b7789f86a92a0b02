//! Backups: everything in one file of SQLite, whichever engine it was on, so that it can be looked into with common tools,
//! and restored on either engine.
//!
//! A backup is one snapshot of the database, taken while servers go on, with the key that images are signed with. It is
//! copied row by row, by the tables that the migrations make, so that no table can be left out.

use crate::api::image::{KEY_FILE, write_secret};
use crate::config::Config;
use crate::store::{DATABASE_FILE, Database, Engine, values};
use futures_util::TryStreamExt as _;
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AnyConnection, AssertSqlSafe, Column as _, Connection as _, Row as _};
use std::path::{Path, PathBuf};
use vestibule::Instant;

/// The table of a backup that a database in use does not have.
const ABOUT: &str = "_backup";

/// Rows that are written by one statement.
const AT_ONCE: usize = 50;

/// What is let go when a backup is restored: who has signed out since then has to stay so, and a calendar's link that was
/// taken back must not read anything again.
const NOT_RESTORED: [&str; 3] = ["calendars", "links", "sessions"];

/// What waits to be sent in a backup may have been sent since then. Invitations have a link that is not restored, so that
/// they are given up, for staff to invite anew; the doors of all residents are told anew, as newer than all that was told.
const GIVEN_UP: &str = "UPDATE deliveries SET state = 'failed', reason = 'restored', body = NULL, claim = NULL, \
                        ended_at = $1 WHERE state = 'waiting'";
const DOORS_REPLACED: &str = "UPDATE deliveries SET state = 'replaced', body = NULL, claim = NULL, ended_at = $1 \
                              WHERE state IN ('waiting', 'failed') AND channel = 'access'";
const DOORS_ANEW: &str = "UPDATE access_times SET next_at = 0";

/// By how much the numbers that only rise are raised by restoring a backup: more than they have risen since it was made.
const RISE: i64 = 1_000_000_000;

/// How much was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Buildings.
    pub buildings: u64,
    /// Rows, those of buildings among them.
    pub rows: u64,
    /// Invitations that waited to be sent, and were given up because they may have been.
    pub given_up: u64,
}

/// Why a backup was not made or not restored. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file is in the way.
    #[error("{} is there already: name a new file, or move that one away", .0.display())]
    Exists(PathBuf),
    /// A file cannot be read or written.
    #[error("{} cannot be used: {error}", .path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The database, or the file as one.
    #[error("the database refuses: {0}")]
    Database(#[from] sqlx::Error),
    /// The file is a database, and no backup.
    #[error("{} is no backup of this server", .0.display())]
    NotABackup(PathBuf),
    /// What was written is not what it should be.
    #[error("{} is damaged: use another backup, and have the disk looked at", .0.display())]
    Damaged(PathBuf),
    /// There is something already.
    #[error("the database is in use: restore into a new --data folder, or a new --database")]
    NotEmpty,
    /// The folder has another key.
    #[error("{} is another key than the backup's: move it away, or use a new --data folder", .0.display())]
    OtherKey(PathBuf),
}

fn at<T>(path: &Path, result: std::io::Result<T>) -> Result<T, BackupError> {
    result.map_err(|error| BackupError::File { path: path.to_owned(), error })
}

/// Makes a backup, while servers may go on: the state of one instant, whole or not at all.
///
/// # Errors
/// [`BackupError`] with what to do.
pub async fn make(config: &Config, file: &Path, now: Instant) -> Result<Copied, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let key_file = config.data.join(KEY_FILE);
    let key = at(&key_file, std::fs::read(&key_file))?;
    let file_in_use = config.data.join(DATABASE_FILE);
    if config.database.is_none() {
        at(&file_in_use, std::fs::File::open(&file_in_use))?;
    }
    let source = Database::connect(config.database.as_deref(), &file_in_use, 1).await?;
    // It becomes a backup under its own name once it is whole.
    let beside = Beside::new(file)?;
    let target = Database::connect(None, &beside.0, 1).await?;
    target.migrate().await?;
    let mut reading = source.pool().acquire().await?;
    let mut to = target.pool().acquire().await?;
    let snapshot = match source.engine() {
        Engine::Sqlite => "BEGIN",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    let mut from = reading.begin_with(snapshot).await?;
    let mut change = to.begin().await?;
    let tables = tables(&mut change).await?;
    let copied = copy_all(&mut from, &mut change, &tables).await?;
    let sql = format!(
        "CREATE TABLE {ABOUT} (version TEXT NOT NULL, made_at TEXT NOT NULL, image_key TEXT NOT NULL)"
    );
    sqlx::query(AssertSqlSafe(sql)).execute(&mut *change).await?;
    let sql = format!("INSERT INTO {ABOUT} (version, made_at, image_key) VALUES ($1, $2, $3)");
    let about = sqlx::query(AssertSqlSafe(sql)).bind(env!("CARGO_PKG_VERSION")).bind(now.to_rfc3339_exact());
    about.bind(hexadecimal(&key)).execute(&mut *change).await?;
    change.commit().await?;
    drop(from);
    check(&mut to, file).await?;
    // A pool closes once it has every connection back.
    drop(reading);
    drop(to);
    target.close().await;
    source.close().await;
    beside.becomes(file)?;
    Ok(copied)
}

/// Restores a backup into a database that has nothing yet, on either engine. People sign in anew afterwards, consoles and
/// pages take what they are told for newer than all that they have, and nobody is written to a second time.
///
/// # Errors
/// [`BackupError`] with what to do.
pub async fn restore(config: &Config, file: &Path, now: Instant) -> Result<Copied, BackupError> {
    at(file, std::fs::File::open(file))?;
    at(&config.data, std::fs::create_dir_all(&config.data))?;
    // An older backup is brought up to date in a copy.
    let beside = Beside::new(&config.data.join("restore"))?;
    at(file, std::fs::copy(file, &beside.0))?;
    let source = Database::connect(None, &beside.0, 1).await?;
    let mut from = source.pool().acquire().await?;
    check(&mut from, file).await?;
    let key = key_of(&mut from).await?.ok_or_else(|| BackupError::NotABackup(file.to_owned()))?;
    drop(from);
    source.migrate().await?;
    let mut from = source.pool().acquire().await?;
    let key_file = config.data.join(KEY_FILE);
    if key_file.exists() && at(&key_file, std::fs::read(&key_file))? != key {
        return Err(BackupError::OtherKey(key_file));
    }
    let target = Database::open(config.database.as_deref(), &config.data, config.connections).await?;
    let mut change = target.begin().await?;
    let tables = tables(&mut from).await?;
    for table in &tables {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *change).await?;
        if rows > 0 {
            return Err(BackupError::NotEmpty);
        }
    }
    let restored: Vec<_> =
        tables.into_iter().filter(|table| !NOT_RESTORED.contains(&table.as_str())).collect();
    let mut copied = copy_all(&mut from, &mut change, &restored).await?;
    copied.given_up = brought_to_now(&mut change, now).await?;
    at(&key_file, write_secret(&key_file, &key))?;
    change.commit().await?;
    drop(from);
    source.close().await;
    target.close().await;
    Ok(copied)
}

/// Makes what was restored newer than all that anybody was told, and sends nothing a second time; answers how many
/// invitations were given up.
async fn brought_to_now(change: &mut AnyConnection, now: Instant) -> Result<u64, sqlx::Error> {
    for sql in [
        "UPDATE buildings SET revision = revision + $1",
        "UPDATE images SET sequence = sequence + $1",
        "UPDATE access SET sequence = sequence + $1, doors = NULL",
    ] {
        sqlx::query(sql).bind(RISE).execute(&mut *change).await?;
    }
    sqlx::query(DOORS_ANEW).execute(&mut *change).await?;
    sqlx::query(DOORS_REPLACED).bind(now.millis()).execute(&mut *change).await?;
    Ok(sqlx::query(GIVEN_UP).bind(now.millis()).execute(change).await?.rows_affected())
}

/// A file that is made under another name beside the one that it is for, and removed unless it becomes that one.
struct Beside(PathBuf);

impl Beside {
    fn new(file: &Path) -> Result<Self, BackupError> {
        let mut name = file.as_os_str().to_owned();
        name.push(".new");
        let beside = Self(name.into());
        // Only its owner may read it: there are people in it, and a key. Empty, it is a new database.
        at(&beside.0, write_secret(&beside.0, &[]))?;
        Ok(beside)
    }

    fn becomes(self, file: &Path) -> Result<(), BackupError> {
        at(file, std::fs::rename(&self.0, file))
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It is gone when it became what it was for, and so is what SQLite has beside a file that is open.
        for end in ["", "-wal", "-shm"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(end);
            let _ = std::fs::remove_file(name);
        }
    }
}

/// The tables of a file of SQLite that the migrations make.
async fn tables(connection: &mut AnyConnection) -> Result<Vec<String>, sqlx::Error> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' \
               ESCAPE '\\' ORDER BY name";
    sqlx::query_scalar(sql).fetch_all(connection).await
}

/// Whether a file of SQLite is whole.
async fn check(connection: &mut AnyConnection, file: &Path) -> Result<(), BackupError> {
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(connection).await?;
    if verdict == "ok" { Ok(()) } else { Err(BackupError::Damaged(file.to_owned())) }
}

async fn copy_all(
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    tables: &[String],
) -> Result<Copied, sqlx::Error> {
    let mut copied = Copied { buildings: 0, rows: 0, given_up: 0 };
    for table in tables {
        let rows = copy(from, to, table).await?;
        copied.rows += rows;
        if table == "buildings" {
            copied.buildings = rows;
        }
    }
    Ok(copied)
}

async fn copy(from: &mut AnyConnection, to: &mut AnyConnection, table: &str) -> Result<u64, sqlx::Error> {
    let sql = format!("SELECT * FROM {table}");
    let mut rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch(from).try_chunks(AT_ONCE);
    let mut count = 0;
    while let Some(chunk) = rows.try_next().await.map_err(|error| error.1)? {
        put(to, table, &chunk).await?;
        count += u64::try_from(chunk.len()).unwrap_or(0);
    }
    Ok(count)
}

/// Writes rows as they are: texts and 64-bit integers, which is all that the tables have.
async fn put(to: &mut AnyConnection, table: &str, rows: &[AnyRow]) -> Result<(), sqlx::Error> {
    let Some(first) = rows.first() else { return Ok(()) };
    let columns = first.columns();
    let names: Vec<_> = columns.iter().map(sqlx::Column::name).collect();
    let sql = format!("INSERT INTO {table} ({}) {}", names.join(", "), values(1, rows.len(), columns.len()));
    let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
    for row in rows {
        for column in columns {
            query = match column.type_info().kind() {
                AnyTypeInfoKind::Text => query.bind(row.try_get::<Option<String>, _>(column.ordinal())?),
                _ => query.bind(row.try_get::<Option<i64>, _>(column.ordinal())?),
            };
        }
    }
    query.execute(to).await?;
    Ok(())
}

/// The key of a backup; none when the file is none.
async fn key_of(connection: &mut AnyConnection) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let sql = "SELECT COUNT(*) FROM sqlite_master WHERE name = $1";
    let tables: i64 = sqlx::query_scalar(sql).bind(ABOUT).fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(None);
    }
    let sql = format!("SELECT image_key FROM {ABOUT}");
    let digits: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_optional(connection).await?;
    Ok(digits.and_then(|digits| bytes_of(&digits)))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pair = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}
