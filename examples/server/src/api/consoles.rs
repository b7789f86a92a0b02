//! Consoles at the doors: enrolling them, and what they call (SPEC 11).

use super::endpoint::Endpoint;
use super::extract::{Asked, Ids, JsonText, New};
use super::page::Paging;
use super::{extract, image, outbox, schema, show};
use crate::App;
use crate::access::guard::Caller;
use crate::access::role::{Access, MANAGERS, STAFF};
use crate::problem::Problem;
use crate::store::accounts::{self, Console};
use crate::store::events::EventKind;
use crate::store::{Reply, Work, audit};
use crate::{json, secrets};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use utoipa::ToSchema;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LIST: &str = "/buildings/{building}/consoles";
    vec![
        Endpoint::new(Method::GET, LIST, MANAGERS, "List consoles", list).pages::<schema::Console>(),
        Endpoint::new(Method::POST, LIST, MANAGERS, "Enrol a console; its key is shown this once", enrol)
            .takes::<NewConsole>()
            .creates::<Enrolled>(),
        Endpoint::new(
            Method::DELETE,
            "/buildings/{building}/consoles/{id}",
            MANAGERS,
            "Take a console's key back",
            revoke,
        )
        .answers_nothing(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/console-events",
            STAFF,
            "List what consoles have sent, newest first",
            events,
        )
        .query("conflicts", "true for those that staff should look at")
        .pages::<schema::Event>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/console/image",
            Access::Console,
            "Fetch the building's signed image; with If-None-Match only when there is a newer one",
            fetch,
        )
        .answers_media(200, "application/octet-stream"),
        Endpoint::new(
            Method::POST,
            "/buildings/{building}/console/outbox",
            Access::Console,
            "Post what happened at a console; each entry is acknowledged, and sending one again does no harm",
            post,
        )
        .takes::<schema::OutboxBatch>()
        .answers::<schema::Acknowledged>(200),
    ]
}

/// A console to enrol.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewConsole {
    /// Where it is, for people.
    name: String,
}

/// A console with its key.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Enrolled {
    #[schema(value_type = schema::Console)]
    console: Console,
    /// To be sent as `Authorization: Bearer KEY`.
    key: String,
    /// What images are checked with: an Ed25519 key, 32 bytes in hexadecimal digits.
    verifying_key: String,
}

async fn list(
    State(app): State<App>,
    Ids(building): Ids<String>,
    Asked(paging): Asked<Paging>,
) -> Result<Response, Problem> {
    app.buildings.get(&building).await?;
    let all = accounts::consoles(app.buildings.database().pool(), &building).await?;
    show(&paging.by_id(all, |console| &console.id)?)
}

async fn enrol(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids(building): Ids<String>,
    New { text, key }: New,
) -> Result<Response, Problem> {
    let NewConsole { name } = json::read(&text)?;
    let mut work = app.begin(&building, &caller).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let console = Console { id: secrets::ordered_id(), name, revoked: false };
    let secret = accounts::enrol(&mut work, &building, &console).await?;
    note(&mut work, &caller, &building, &console.id, "enrolled").await?;
    let location = format!("{}/buildings/{building}/consoles/{}", super::endpoint::BASE, console.id);
    let mut verifying_key = String::new();
    for byte in app.images.verifying_key().0 {
        // Writing to a `String` cannot fail.
        let _ = write!(verifying_key, "{byte:02x}");
    }
    let key_of_console = format!("{}.{secret}", console.id);
    let body = json::write(&Enrolled { console, key: key_of_console, verifying_key })?;
    let reply = Reply { location: Some(location), is_secret: true, ..Reply::new(StatusCode::CREATED, body) };
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn revoke(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids((building, id)): Ids<(String, String)>,
) -> Result<Response, Problem> {
    let mut work = app.begin(&building, &caller).await?;
    accounts::revoke(&mut work, &building, &id).await?;
    note(&mut work, &caller, &building, &id, "revoked").await?;
    Ok(work.commit(Reply::empty(), None).await?.into_response())
}

/// Adds what became of a console to the audit trail.
async fn note(
    work: &mut Work<'_>,
    caller: &Caller,
    building: &str,
    id: &str,
    action: &str,
) -> Result<(), Problem> {
    let (actor, now) = (caller.actor(), work.now());
    let entry =
        audit::Entry { actor: &actor, action, kind: "consoles", record: id, before: None, after: None };
    audit::add(work.connection(), building, now, &entry).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(default)]
    conflicts: bool,
    limit: Option<usize>,
    after: Option<String>,
}

async fn events(
    State(app): State<App>,
    Ids(building): Ids<String>,
    Asked(Wanted { conflicts, limit, after }): Asked<Wanted>,
) -> Result<Response, Problem> {
    app.buildings.get(&building).await?;
    let paging = Paging { limit, after };
    show(&super::permits::events_page(&app, &building, EventKind::Console, conflicts, &paging).await?)
}

async fn fetch(
    State(app): State<App>,
    Ids(building): Ids<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let image = image::current(&app, &building).await?;
    let tag = crate::store::etag(image.sequence);
    if extract::has(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let headers = [(header::ETAG, tag.as_str()), (header::CONTENT_TYPE, "application/octet-stream")];
    Ok((headers, Bytes::clone(&image.bytes)).into_response())
}

async fn post(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Ids(building): Ids<String>,
    JsonText(text): JsonText,
) -> Result<Response, Problem> {
    let batch: outbox::Batch = json::read(&text)?;
    show(&outbox::take(&app, &caller, &building, batch).await?)
}
