//! What is sent to those outside: what waits, what was sent, and the dead letters, which can be tried again.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, JsonText};
use super::page::Paging;
use super::schema::Nothing;
use super::{schema, show};
use crate::access::role::MANAGERS;
use crate::json;
use crate::problem::Problem;
use crate::store::deliveries::{self, State};
use crate::store::{Reply, audit};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/deliveries",
            MANAGERS,
            "List what is sent to residents and to the access-control system, newest first",
            list,
        )
        .query_word(
            "state",
            "failed are the dead letters; all when left out",
            &["waiting", "sent", "failed", "replaced"],
        )
        .query("resident", "id of the resident whom it is about; all when left out")
        .pages::<schema::Delivery>(),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/deliveries/{id}/retry",
            MANAGERS,
            "Try a dead letter again, as often as a new one",
            retry,
        )
        .takes::<Nothing>()
        .answers::<schema::Delivery>(200),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    state: Option<State>,
    resident: Option<String>,
    limit: Option<usize>,
    after: Option<String>,
}

async fn list(call: Call, Asked(wanted): Asked<Wanted>) -> Result<Response, Problem> {
    let Wanted { state, resident, limit, after } = wanted;
    call.known().await?;
    let paging = Paging { limit, after };
    let pool = call.app.buildings.database().pool();
    let limit = i64::try_from(paging.limit()? + 1).unwrap_or(i64::MAX);
    let of = (state, resident.as_deref());
    let found = deliveries::list(pool, &call.building, of, paging.after.as_deref(), limit).await?;
    show(&paging.cut(found.into_iter(), |delivery| delivery.id.clone())?)
}

async fn retry(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let Nothing {} = json::read(&text)?;
    let mut work = call.begin().await?;
    let delivery = work.retry(&call.id).await?;
    let body = json::write(&delivery)?;
    let record = delivery.id.as_str();
    let note =
        audit::Note { action: "retried", kind: "deliveries", record, before: None, after: Some(&body) };
    work.note(&note).await?;
    Ok(work.commit(Reply::new(StatusCode::OK, body.clone()), None).await?.into_response())
}
