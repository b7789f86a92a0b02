//! Buildings and what their communities have chosen, and the audit trail.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, JsonText, New};
use super::page::{Page, Paging};
use super::{changed, created, schema, show};
use crate::access::role::{EVERYONE, MANAGERS, OWNERS, STAFF};
use crate::json;
use crate::problem::Problem;
use crate::store::accounts::COMPANY;
use crate::store::{Kind, Record, Work, audit};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use vestibule::document::{BuildingInfo, Settings};

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LIST: &str = "/buildings";
    const ITEM: &str = "/buildings/{building}";
    const SETTINGS: &str = "/buildings/{building}/settings";
    vec![
        Endpoint::new(Method::GET, LIST, EVERYONE, "List the buildings that are the caller's", list)
            .pages::<schema::BuildingInfo>(),
        Endpoint::new(Method::POST, LIST, OWNERS, "Create a building", create)
            .takes::<schema::BuildingInfo>()
            .creates::<schema::BuildingInfo>(),
        Endpoint::new(Method::GET, ITEM, EVERYONE, "Read a building", get::<BuildingInfo>)
            .answers::<schema::BuildingInfo>(200),
        Endpoint::new(Method::PUT, ITEM, MANAGERS, "Replace a building", replace::<BuildingInfo>)
            .takes::<schema::BuildingInfo>()
            .matches()
            .answers::<schema::BuildingInfo>(200),
        Endpoint::new(Method::GET, SETTINGS, STAFF, "Read the settings", get::<Settings>)
            .answers::<schema::Settings>(200),
        Endpoint::new(Method::PUT, SETTINGS, MANAGERS, "Replace the settings", replace::<Settings>)
            .takes::<schema::Settings>()
            .matches()
            .answers::<schema::Settings>(200),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/audit",
            MANAGERS,
            "Read the audit trail, newest first",
            trail,
        )
        .query("kind", "the kind of a record, with record: its entries only")
        .query("record", "the id of a record, with kind")
        .pages::<schema::AuditEntry>(),
    ]
}

/// The one record of its kind that a document has.
trait Only: Record {
    fn of(document: &vestibule::Document) -> &Self;

    /// Whether the record may be put into this building.
    fn fits(&self, _building: &str) -> bool {
        true
    }
}

impl Only for BuildingInfo {
    fn of(document: &vestibule::Document) -> &Self {
        &document.building
    }

    fn fits(&self, building: &str) -> bool {
        self.id == building
    }
}

impl Only for Settings {
    fn of(document: &vestibule::Document) -> &Self {
        &document.settings
    }
}

async fn list(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    if call.caller.home != COMPANY {
        let known = call.app.buildings.get(&call.caller.home).await?;
        return show(&Page { items: vec![&known.building.document().building], next: None });
    }
    let limit = i64::try_from(paging.limit()?).unwrap_or(i64::MAX);
    let sql = "SELECT body FROM records WHERE kind = $1 AND building > $2 ORDER BY building LIMIT $3";
    let query = sqlx::query_scalar(sql).bind(Kind::Building.as_str());
    let query = query.bind(paging.after.as_deref().unwrap_or_default()).bind(limit + 1);
    let bodies: Vec<String> = query.fetch_all(call.app.buildings.database().pool()).await?;
    let read = |body: &String| vestibule::document::from_json::<BuildingInfo>(body);
    let buildings: Result<Vec<BuildingInfo>, _> = bodies.iter().map(read).collect();
    let buildings = buildings.map_err(|error| Problem::internal_from("a building cannot be read", &error))?;
    show(&paging.cut(buildings.into_iter(), |building| building.id.clone())?)
}

async fn create(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let info: BuildingInfo = json::read_record(&text)?;
    let may_be_in = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=63).contains(&info.id.len()) || !info.id.bytes().all(may_be_in) {
        let detail = "expected 1 to 63 lower-case letters of ASCII, digits and hyphens";
        return Err(Problem::bad_request("malformed", "id", detail));
    }
    crate::store::buildings::zone_rules(&info.zone)
        .map_err(|error| Problem::from(vestibule::Error::new(error.code, "zone", error.detail)))?;
    let (actor, now) = (call.caller.actor(), call.app.clock.now());
    let mut work = match Work::create(&call.app.buildings, &info.id, &actor, now).await {
        Err(problem) if problem.code() == "duplicate" => {
            // It may have been this very request.
            let mut work = Work::begin(&call.app.buildings, &info.id, &actor, now).await?;
            return work.replay(&key).await?.map(IntoResponse::into_response).ok_or(problem);
        }
        work => work?,
    };
    work.put(&info)?;
    work.put(&Settings::default())?;
    let reply = created(&work, "", &info)?;
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn get<R: Only>(call: Call) -> Result<Response, Problem> {
    let known = call.known().await?;
    let record = R::of(known.building.document());
    call.show_record(R::KIND, &known, record)
}

async fn replace<R: Only>(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let record: R = json::read_record(&text)?;
    if !record.fits(&call.building) {
        return Err(Problem::bad_request(
            "malformed",
            "id",
            "expected the id in the address: ids do not change",
        ));
    }
    let mut work = call.begin().await?;
    call.check_match(R::KIND, work.known())?;
    work.put(&record)?;
    let reply = changed(&work, StatusCode::OK, &record)?;
    Ok(work.commit(reply, None).await?.into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trail {
    kind: Option<String>,
    record: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

async fn trail(call: Call, Asked(trail): Asked<Trail>) -> Result<Response, Problem> {
    let Trail { kind, record, limit, after } = trail;
    let paging = Paging { limit, after };
    call.known().await?;
    let limit = i64::try_from(paging.limit()?).unwrap_or(i64::MAX) + 1;
    let (pool, after) = (call.app.buildings.database().pool(), paging.after.as_deref());
    let entries = match (&kind, &record) {
        (None, None) => audit::list(pool, &call.building, after, limit).await?,
        (Some(kind), Some(record)) => {
            audit::of_record(pool, &call.building, (kind, record), after, limit).await?
        }
        _ => return Err(Problem::bad_request("malformed", "query", "expected kind and record, or neither")),
    };
    show(&paging.cut(entries.into_iter(), |entry| entry.id.clone())?)
}
