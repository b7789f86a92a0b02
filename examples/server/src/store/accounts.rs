//! Accounts, sessions, one-time links and consoles.

use super::Work;
use crate::access::role::Role;
use crate::problem::Problem;
use crate::secrets;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Row};
use vestibule::Instant;

/// The building of accounts that are of no building: the company's owners.
pub const COMPANY: &str = "*";

/// How long somebody stays signed in.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// How long a one-time link can be used.
pub const LINK_SECONDS: i64 = 7 * 24 * 60 * 60;

/// For how long a console's call is as good as a newer one.
const SEEN_SECONDS: i64 = 10;

/// Someone who may sign in.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// Unique among accounts of the building.
    pub id: String,
    /// With what they sign in.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The resident whose account it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resident: Option<String>,
    /// Whether they have chosen a password.
    pub active: bool,
    /// Whether the account is closed.
    pub closed: bool,
    #[serde(skip)]
    pub(crate) password: Option<String>,
}

impl Account {
    /// A new one, which has still to choose a password.
    #[must_use]
    pub fn new(email: impl Into<String>, role: Role, resident: Option<String>) -> Self {
        let (id, email) = (secrets::ordered_id(), email.into());
        Self { id, email, role, resident, active: false, closed: false, password: None }
    }
}

const COLUMNS: &str = "id, email, role, resident, password, closed_at";

/// The role in a row.
pub(super) fn role(row: &AnyRow) -> Result<Role, Problem> {
    let role: String = row.try_get("role")?;
    Role::of(&role).ok_or_else(|| Problem::internal("an account has a role that is not known"))
}

fn account(row: &AnyRow) -> Result<Account, Problem> {
    let password: Option<String> = row.try_get("password")?;
    Ok(Account {
        id: row.try_get("id")?,
        email: row.try_get("email")?,
        role: role(row)?,
        resident: row.try_get("resident")?,
        active: password.is_some(),
        closed: row.try_get::<Option<i64>, _>("closed_at")?.is_some(),
        password,
    })
}

async fn find<'e>(
    from: impl Executor<'e, Database = Any>,
    building: &str,
    condition: &'static str,
    value: &str,
) -> Result<Option<Account>, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE building = $1 AND {condition} = $2");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(building).bind(value);
    query.fetch_optional(from).await?.as_ref().map(account).transpose()
}

/// An e-mail address as accounts are found by it.
#[must_use]
pub fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The account that signs in with an address.
///
/// # Errors
/// When the database does not answer.
pub async fn by_email(pool: &AnyPool, building: &str, email: &str) -> Result<Option<Account>, Problem> {
    find(pool, building, "email", &folded(email)).await
}

/// An account by id.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id(
    connection: &mut AnyConnection,
    building: &str,
    id: &str,
) -> Result<Option<Account>, Problem> {
    find(connection, building, "id", id).await
}

/// The accounts of a building, by id.
///
/// # Errors
/// When the database does not answer.
pub async fn list<'e>(
    from: impl Executor<'e, Database = Any>,
    building: &str,
) -> Result<Vec<Account>, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE building = $1 ORDER BY id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(building).fetch_all(from).await?;
    rows.iter().map(account).collect()
}

/// Whether there is no account at all yet.
///
/// # Errors
/// When the database does not answer.
pub async fn no_owner(pool: &AnyPool) -> Result<bool, Problem> {
    let sql = "SELECT COUNT(*) FROM accounts WHERE building = $1 AND password IS NOT NULL";
    let count: i64 = sqlx::query_scalar(sql).bind(COMPANY).fetch_one(pool).await?;
    Ok(count == 0)
}

/// Adds an account that has still to choose a password.
///
/// # Errors
/// `duplicate` at `email`, or the database does not answer.
pub async fn add(
    connection: &mut AnyConnection,
    building: &str,
    account: &Account,
    now: Instant,
) -> Result<(), Problem> {
    let sql = "INSERT INTO accounts (building, id, email, role, resident, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let query = sqlx::query(sql).bind(building).bind(&account.id).bind(&account.email);
    let query = query.bind(account.role.as_str()).bind(account.resident.as_deref()).bind(now.millis());
    query.execute(connection).await.map_err(|error| match error {
        sqlx::Error::Database(error) if error.is_unique_violation() => Problem::duplicate("email"),
        error => error.into(),
    })?;
    Ok(())
}

/// Closes an account: it cannot sign in any more, whoever is signed in with it is not, and calendar programs read nothing
/// of its resident any more.
///
/// # Errors
/// When the database does not answer.
pub async fn close(
    connection: &mut AnyConnection,
    building: &str,
    id: &str,
    now: Instant,
) -> Result<(), Problem> {
    let closed = "UPDATE accounts SET closed_at = COALESCE(closed_at, $3), password = NULL WHERE building = $1 AND id = $2";
    sqlx::query(closed).bind(building).bind(id).bind(now.millis()).execute(&mut *connection).await?;
    let links = "DELETE FROM calendars WHERE building = $1 \
                 AND resident IN (SELECT resident FROM accounts WHERE building = $1 AND id = $2)";
    sqlx::query(links).bind(building).bind(id).execute(&mut *connection).await?;
    end_sessions(connection, building, id).await
}

/// Closes the accounts of a resident and erases with what they sign in; answers the ids of those that still told it.
///
/// # Errors
/// When the database does not answer.
pub async fn erase_of(
    connection: &mut AnyConnection,
    building: &str,
    resident: &str,
    now: Instant,
) -> Result<Vec<String>, Problem> {
    let sql = "SELECT id FROM accounts WHERE building = $1 AND resident = $2 AND email <> 'erased ' || id";
    let query = sqlx::query_scalar(sql).bind(building).bind(resident);
    let accounts: Vec<String> = query.fetch_all(&mut *connection).await?;
    for id in &accounts {
        close(connection, building, id, now).await?;
        let sql = "UPDATE accounts SET email = 'erased ' || id WHERE building = $1 AND id = $2";
        sqlx::query(sql).bind(building).bind(id).execute(&mut *connection).await?;
    }
    Ok(accounts)
}

async fn end_sessions(connection: &mut AnyConnection, building: &str, account: &str) -> Result<(), Problem> {
    for sql in [
        "DELETE FROM sessions WHERE building = $1 AND account = $2",
        "DELETE FROM links WHERE building = $1 AND account = $2",
    ] {
        sqlx::query(sql).bind(building).bind(account).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Makes the one-time link of an account, in place of earlier ones; what comes back is its secret.
///
/// # Errors
/// When the database does not answer.
pub async fn new_link(
    connection: &mut AnyConnection,
    building: &str,
    account: &str,
    now: Instant,
) -> Result<String, Problem> {
    let secret = secrets::secret()?;
    sqlx::query("DELETE FROM links WHERE building = $1 AND account = $2")
        .bind(building)
        .bind(account)
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO links (building, secret, account, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(building)
        .bind(secrets::digest(&secret))
        .bind(account)
        .bind(now.plus_seconds(LINK_SECONDS).millis())
        .execute(connection)
        .await?;
    Ok(secret)
}

/// Uses a one-time link up: its account gets a password, and every session of it ends.
///
/// # Errors
/// When the database does not answer. None when the link cannot be used.
pub async fn use_link(
    connection: &mut AnyConnection,
    building: &str,
    secret: &str,
    password: &str,
    now: Instant,
) -> Result<Option<Account>, Problem> {
    let sql = "DELETE FROM links WHERE building = $1 AND secret = $2 AND expires_at > $3 RETURNING account";
    let query = sqlx::query_scalar(sql).bind(building).bind(secrets::digest(secret)).bind(now.millis());
    let Some(id) = query.fetch_optional(&mut *connection).await? else { return Ok(None) };
    let id: String = id;
    end_sessions(connection, building, &id).await?;
    sqlx::query("UPDATE accounts SET password = $3 WHERE building = $1 AND id = $2 AND closed_at IS NULL")
        .bind(building)
        .bind(&id)
        .bind(password)
        .execute(&mut *connection)
        .await?;
    by_id(connection, building, &id).await
}

/// Begins a session; what comes back is its secret.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_session(
    pool: &AnyPool,
    building: &str,
    account: &str,
    now: Instant,
) -> Result<String, Problem> {
    let secret = secrets::secret()?;
    sqlx::query("INSERT INTO sessions (building, secret, account, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(building)
        .bind(secrets::digest(&secret))
        .bind(account)
        .bind(now.plus_seconds(SESSION_SECONDS).millis())
        .execute(pool)
        .await?;
    Ok(secret)
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn end_session(pool: &AnyPool, building: &str, secret: &str) -> Result<(), Problem> {
    let sql = "DELETE FROM sessions WHERE building = $1 AND secret = $2";
    sqlx::query(sql).bind(building).bind(secrets::digest(secret)).execute(pool).await?;
    Ok(())
}

/// A console that has been enrolled.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Console {
    /// Unique among consoles of the building.
    pub id: String,
    /// Where it is, for people.
    pub name: String,
    /// Whether its key has been taken back.
    pub revoked: bool,
    /// When it called last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<String>,
    /// The sequence of the image that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<i64>,
    /// Whether that is the newest one.
    pub up_to_date: bool,
    /// How many entries of its outbox are kept.
    pub entries: i64,
    /// How many of them staff should look at (SPEC 6.7).
    pub conflicts: i64,
    /// When the newest of them happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_entry_at: Option<String>,
}

/// Enrols a console; what comes back is its secret.
///
/// # Errors
/// `duplicate` at `id`, or the database does not answer.
pub async fn enrol(work: &mut Work<'_>, building: &str, console: &Console) -> Result<String, Problem> {
    let secret = secrets::secret()?;
    let now = work.now().millis();
    sqlx::query("INSERT INTO consoles (building, id, name, secret, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(building)
        .bind(&console.id)
        .bind(&console.name)
        .bind(secrets::digest(&secret))
        .bind(now)
        .execute(work.connection())
        .await?;
    Ok(secret)
}

/// Gives a console another key in place of the one that it has, or had; none when there is no such console.
///
/// # Errors
/// When the database does not answer.
pub async fn new_key(work: &mut Work<'_>, building: &str, id: &str) -> Result<Option<String>, Problem> {
    let secret = secrets::secret()?;
    let sql = "UPDATE consoles SET secret = $3, revoked_at = NULL WHERE building = $1 AND id = $2";
    let query = sqlx::query(sql).bind(building).bind(id).bind(secrets::digest(&secret));
    let done = query.execute(work.connection()).await?;
    Ok((done.rows_affected() > 0).then_some(secret))
}

/// Takes a console's key back.
///
/// # Errors
/// Not found, or the database does not answer.
pub async fn revoke(work: &mut Work<'_>, building: &str, id: &str) -> Result<(), Problem> {
    let sql = "UPDATE consoles SET revoked_at = $3, secret = '' WHERE building = $1 AND id = $2";
    let now = work.now().millis();
    let done = sqlx::query(sql).bind(building).bind(id).bind(now).execute(work.connection()).await?;
    if done.rows_affected() == 0 { Err(Problem::not_found()) } else { Ok(()) }
}

/// The consoles of a building with what they have sent, by id; `newest` is the sequence of its image.
///
/// # Errors
/// When the database does not answer.
pub async fn consoles(pool: &AnyPool, building: &str, newest: i64) -> Result<Vec<Console>, Problem> {
    let sql = "SELECT c.id, c.name, c.revoked_at, c.seen_at, c.image, COUNT(e.id) AS entries, \
               CAST(COALESCE(SUM(e.conflict), 0) AS BIGINT) AS conflicts, MAX(e.at) AS last_entry_at \
               FROM consoles c LEFT JOIN events e \
               ON e.building = c.building AND e.kind = 'console' AND e.actor = 'console:' || c.id \
               WHERE c.building = $1 GROUP BY c.id, c.name, c.revoked_at, c.seen_at, c.image ORDER BY c.id";
    let at = |millis: Option<i64>| millis.map(|millis| Instant::from_millis(millis).to_rfc3339_exact());
    let mut consoles = Vec::new();
    for row in sqlx::query(sql).bind(building).fetch_all(pool).await? {
        let image: Option<i64> = row.try_get("image")?;
        consoles.push(Console {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            revoked: row.try_get::<Option<i64>, _>("revoked_at")?.is_some(),
            seen_at: at(row.try_get("seen_at")?),
            image,
            up_to_date: image == Some(newest),
            entries: row.try_get("entries")?,
            conflicts: row.try_get("conflicts")?,
            last_entry_at: at(row.try_get("last_entry_at")?),
        });
    }
    Ok(consoles)
}

/// Notes that a console has called, and the image that it has where it said so. What is known for less than a few
/// seconds is not written again.
///
/// # Errors
/// When the database does not answer.
pub async fn console_called(
    pool: &AnyPool,
    building: &str,
    id: &str,
    image: Option<i64>,
    now: Instant,
) -> Result<(), Problem> {
    let sql = "UPDATE consoles SET seen_at = $3, image = COALESCE($4, image) WHERE building = $1 AND id = $2 \
               AND (seen_at IS NULL OR seen_at < $5 OR COALESCE(image, -1) <> COALESCE($4, image, -1))";
    let recently = now.plus_seconds(-SEEN_SECONDS).millis();
    let query = sqlx::query(sql).bind(building).bind(id).bind(now.millis()).bind(image).bind(recently);
    query.execute(pool).await?;
    Ok(())
}

/// The id of the console that has a key.
///
/// # Errors
/// When the database does not answer.
pub async fn console_of(pool: &AnyPool, building: &str, secret: &str) -> Result<Option<String>, Problem> {
    let (id, secret) = secret.rsplit_once('.').unwrap_or_default();
    let sql = "SELECT secret FROM consoles WHERE building = $1 AND id = $2 AND revoked_at IS NULL";
    let kept: Option<String> = sqlx::query_scalar(sql).bind(building).bind(id).fetch_optional(pool).await?;
    Ok(kept.filter(|kept| secrets::equal(kept, &secrets::digest(secret))).map(|_| id.to_owned()))
}
