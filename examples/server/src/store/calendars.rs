//! Links at which calendar programs read a resident's bookings. One at a time; only its digest is kept.

use super::Work;
use crate::problem::Problem;
use crate::secrets;
use sqlx::{AnyConnection, AnyPool, Row};
use vestibule::Instant;

/// When the link of a resident was made; none when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn made_at(pool: &AnyPool, building: &str, resident: &str) -> Result<Option<Instant>, Problem> {
    let sql = "SELECT created_at FROM calendars WHERE building = $1 AND resident = $2";
    let row = sqlx::query(sql).bind(building).bind(resident).fetch_optional(pool).await?;
    row.map(|row| Ok(Instant::from_millis(row.try_get("created_at")?))).transpose()
}

/// Makes the link of a resident, in place of an earlier one; what comes back is its secret.
///
/// # Errors
/// When the database does not answer.
pub async fn make(work: &mut Work<'_>, resident: &str) -> Result<String, Problem> {
    let (building, now) = (work.building_id().to_owned(), work.now());
    revoke(work.connection(), &building, resident).await?;
    let secret = secrets::secret()?;
    let sql = "INSERT INTO calendars (building, secret, resident, created_at) VALUES ($1, $2, $3, $4)";
    let query = sqlx::query(sql).bind(building).bind(secrets::digest(&secret)).bind(resident);
    query.bind(now.millis()).execute(work.connection()).await?;
    Ok(secret)
}

/// Takes the link of a resident back; answers whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(connection: &mut AnyConnection, building: &str, resident: &str) -> Result<bool, Problem> {
    let sql = "DELETE FROM calendars WHERE building = $1 AND resident = $2";
    let done = sqlx::query(sql).bind(building).bind(resident).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}

/// The resident whose link has a secret.
///
/// # Errors
/// When the database does not answer.
pub async fn resident_of(pool: &AnyPool, building: &str, secret: &str) -> Result<Option<String>, Problem> {
    let sql = "SELECT resident FROM calendars WHERE building = $1 AND secret = $2";
    let query = sqlx::query_scalar(sql).bind(building).bind(secrets::digest(secret));
    Ok(query.fetch_optional(pool).await?)
}
