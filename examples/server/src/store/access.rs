//! What the access-control system is told (SPEC 9.1): the doors that each resident may open, whenever they have changed.
//!
//! A change of the building is compared with what was told last, and so is the building at the instants at which its
//! residents move in and out: nobody changes anything then. Every piece of news is all of a resident's doors, with a
//! sequence that rises, so that an older one that comes late can be told from a newer one.

use super::deliveries::{self, Channel, NewDelivery};
use crate::json;
use crate::problem::Problem;
use serde::Serialize;
use sqlx::{AnyConnection, AnyPool, Row};
use std::collections::{BTreeMap, BTreeSet};
use vestibule::access::grant;
use vestibule::calendar::add_days;
use vestibule::people::residency::move_in_opening;
use vestibule::{Building, Instant};

/// How many buildings are looked at in one round.
const AT_ONCE: i64 = 50;

/// The news of one resident.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct News<'n> {
    building: &'n str,
    resident: &'n str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<&'n str>,
    sequence: i64,
    doors: &'n BTreeSet<&'n str>,
}

/// Queues news about every resident whose doors are not those that were told last; answers whether there are any.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn announce(
    connection: &mut AnyConnection,
    building: &Building,
    now: Instant,
) -> Result<bool, Problem> {
    let document = building.document();
    let name = document.building.id.as_str();
    if !document.settings.salto_integration {
        // Once it is on again, all is told anew.
        let sql = "UPDATE access SET doors = NULL WHERE building = $1 AND doors IS NOT NULL";
        sqlx::query(sql).bind(name).execute(&mut *connection).await?;
        look_again(connection, name, i64::MAX).await?;
        return Ok(false);
    }
    let told = told(connection, name).await?;
    let at = building.now(now);
    let mut open: BTreeMap<&str, (Option<&str>, BTreeSet<&str>)> =
        told.keys().map(|resident| (resident.as_str(), (None, BTreeSet::new()))).collect();
    for resident in &document.residents {
        let doors = grant::doors(document, resident, &at).into_iter().collect();
        open.insert(&resident.id, (resident.external_id.as_deref(), doors));
    }
    let mut any = false;
    for (resident, (external_id, doors)) in &open {
        let (sequence, before) =
            told.get(*resident).map_or((0, None), |(last, doors)| (*last, doors.as_deref()));
        let text = json::write(doors)?;
        let is_known = before.map_or(sequence == 0 && doors.is_empty(), |before| before == text);
        if is_known {
            continue;
        }
        let news =
            News { building: name, resident, external_id: *external_id, sequence: sequence + 1, doors };
        remember(connection, &news, &text).await?;
        deliveries::replace(connection, name, resident, &[Channel::Access], now).await?;
        let delivery = NewDelivery {
            channel: Channel::Access,
            resident: (*resident).to_owned(),
            expires_at: None,
            body: crate::deliver::webhook::event("access.changed", now, &news)?,
        };
        deliveries::add(connection, name, &delivery, now).await?;
        any = true;
    }
    look_again(connection, name, next_change(building, now)).await?;
    Ok(any)
}

/// What was told last of each resident: its sequence and doors.
async fn told(
    connection: &mut AnyConnection,
    building: &str,
) -> Result<BTreeMap<String, (i64, Option<String>)>, Problem> {
    let sql = "SELECT resident, sequence, doors FROM access WHERE building = $1";
    let rows = sqlx::query(sql).bind(building).fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("resident")?, (row.try_get("sequence")?, row.try_get("doors")?))))
        .collect()
}

async fn remember(connection: &mut AnyConnection, news: &News<'_>, doors: &str) -> Result<(), Problem> {
    let sql = "INSERT INTO access (building, resident, sequence, doors) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (building, resident) DO UPDATE SET sequence = $3, doors = $4";
    let query = sqlx::query(sql).bind(news.building).bind(news.resident).bind(news.sequence).bind(doors);
    query.execute(connection).await?;
    Ok(())
}

async fn look_again(connection: &mut AnyConnection, building: &str, at: i64) -> Result<(), Problem> {
    let sql = "INSERT INTO access_times (building, next_at) VALUES ($1, $2) \
               ON CONFLICT (building) DO UPDATE SET next_at = $2";
    sqlx::query(sql).bind(building).bind(at).execute(connection).await?;
    Ok(())
}

/// The next instant at which somebody moves in or has moved out.
fn next_change(building: &Building, now: Instant) -> i64 {
    let document = building.document();
    let (at, opens_at) = (building.now(now), document.settings.move_in_opens_at);
    let residencies = document.residents.iter().flat_map(|resident| &resident.residencies);
    let instants = residencies.flat_map(|residency| {
        let opens = move_in_opening(residency, opens_at).map(|wall| at.start(wall));
        let ends = residency.move_out.map(|last| building.zone().day_start(add_days(last, 1)));
        [opens, ends]
    });
    instants.flatten().map(Instant::millis).filter(|at| *at > now.millis()).min().unwrap_or(i64::MAX)
}

/// Buildings whose residents' doors may have changed by themselves, or that were never looked at.
///
/// # Errors
/// When the database does not answer.
pub async fn due(pool: &AnyPool, now: Instant) -> Result<Vec<String>, Problem> {
    let sql = "SELECT b.building FROM buildings b LEFT JOIN access_times t ON t.building = b.building \
               WHERE t.building IS NULL OR t.next_at <= $1 LIMIT $2";
    Ok(sqlx::query_scalar(sql).bind(now.millis()).bind(AT_ONCE).fetch_all(pool).await?)
}
