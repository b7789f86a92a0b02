//! Consoles at the doors: enrolling them, and what they call (SPEC 11).

use super::endpoint::Endpoint;
use super::extract::{Asked, Call, JsonText, New};
use super::page::Paging;
use super::{image, location, outbox, schema, show};
use crate::access::guard;
use crate::access::role::{Access, MANAGERS, STAFF};
use crate::problem::Problem;
use crate::store::accounts::{self, Console};
use crate::store::events::EventKind;
use crate::store::feed::News;
use crate::store::{Reply, Work, audit};
use crate::{json, secrets};
use axum::body::Bytes;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Instant, timeout_at};
use utoipa::ToSchema;

/// The most seconds for which a console may wait for a newer image.
const LONGEST_WAIT: u64 = 60;

pub(super) fn endpoints() -> Vec<Endpoint> {
    const LIST: &str = "/buildings/{building}/consoles";
    vec![
        Endpoint::new(
            Method::GET,
            LIST,
            MANAGERS,
            "List consoles: when each called last, the image it has, and what it has sent",
            list,
        )
        .pages::<schema::Console>(),
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
        .query_word("conflicts", "true for those that staff should look at", &["true", "false"])
        .pages::<schema::Event>(),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/console/image",
            Access::Console,
            "Fetch the building's signed image; with If-None-Match only when there is a newer one",
            fetch,
        )
        .waits(LONGEST_WAIT)
        .answers_media(200, "application/octet-stream"),
        Endpoint::new(
            Method::GET,
            "/buildings/{building}/console/document",
            Access::Console,
            "Fetch what the image tells as a document, for consoles that open none; with If-None-Match only when there is a newer one",
            fetch_document,
        )
        .answers::<schema::ConsoleDocument>(200),
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

async fn list(call: Call, Asked(paging): Asked<Paging>) -> Result<Response, Problem> {
    call.known().await?;
    let newest = image::current(&call.app, &call.building).await?.sequence;
    let all = accounts::consoles(call.app.buildings.database().pool(), &call.building, newest).await?;
    show(&paging.by_id(all, |console| &console.id)?)
}

/// Notes that a console has called. Whatever comes of that, it gets its answer.
async fn note_call(call: &Call, image: Option<i64>) {
    let (pool, now) = (call.app.buildings.database().pool(), call.app.clock.now());
    let noted = accounts::console_called(pool, &call.building, &call.caller.id, image, now).await;
    if noted.is_err() {
        tracing::warn!("the call of a console could not be noted");
    }
}

async fn enrol(call: Call, New { text, key }: New) -> Result<Response, Problem> {
    let NewConsole { name } = json::read(&text)?;
    let mut work = call.begin_for(&key).await?;
    if let Some(reply) = work.replay(&key).await? {
        return Ok(reply.into_response());
    }
    let console = Console { id: secrets::ordered_id(), name, ..Console::default() };
    let secret = accounts::enrol(&mut work, &call.building, &console).await?;
    note(&mut work, &console.id, "enrolled").await?;
    let location = location(&work, &format!("/consoles/{}", console.id));
    let mut verifying_key = String::new();
    for byte in call.app.images.verifying_key().0 {
        // Writing to a `String` cannot fail.
        let _ = write!(verifying_key, "{byte:02x}");
    }
    let key_of_console = format!("{}.{secret}", console.id);
    let body = json::write(&Enrolled { console, key: key_of_console, verifying_key })?;
    let reply = Reply { location: Some(location), is_secret: true, ..Reply::new(StatusCode::CREATED, body) };
    Ok(work.commit(reply, Some(&key)).await?.into_response())
}

async fn revoke(call: Call) -> Result<Response, Problem> {
    let mut work = call.begin().await?;
    accounts::revoke(&mut work, &call.building, &call.id).await?;
    note(&mut work, &call.id, "revoked").await?;
    Ok(work.commit(Reply::empty(), None).await?.into_response())
}

/// Adds what became of a console to the audit trail.
async fn note(work: &mut Work<'_>, id: &str, action: &str) -> Result<(), Problem> {
    work.note(&audit::Note { action, kind: "consoles", record: id, before: None, after: None }).await
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
    call: Call,
    Asked(Wanted { conflicts, limit, after }): Asked<Wanted>,
) -> Result<Response, Problem> {
    call.known().await?;
    let paging = Paging { limit, after };
    show(&super::permits::events_page(&call, EventKind::Console, conflicts, &paging).await?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wait {
    #[serde(default)]
    wait: u64,
}

async fn fetch(call: Call, Asked(Wait { wait }): Asked<Wait>) -> Result<Response, Problem> {
    if wait > LONGEST_WAIT {
        let detail = "expected a number of seconds, at most 60";
        return Err(Problem::bad_request("malformed", "wait", detail));
    }
    let until = Instant::now() + Duration::from_secs(wait);
    // First listening, then looking: nothing happens unheard in between.
    let mut news =
        if wait > 0 { Some(call.app.buildings.feed().listen(&call.building).await?) } else { None };
    let mut image = image::current(&call.app, &call.building).await?;
    note_call(&call, call.unchanged(image.sequence).map(|_| image.sequence)).await;
    while let Some(unchanged) = call.unchanged(image.sequence) {
        if !heard(news.as_mut(), until).await {
            return Ok(unchanged);
        }
        // Its key may have been taken back meanwhile.
        guard::console(&call.app, Some(&call.building), &call.headers).await?;
        image = image::current(&call.app, &call.building).await?;
    }
    note_call(&call, Some(image.sequence)).await;
    let tag = crate::store::etag(image.sequence);
    let headers = [(header::ETAG, tag.as_str()), (header::CONTENT_TYPE, "application/octet-stream")];
    Ok((headers, Bytes::clone(&image.bytes)).into_response())
}

async fn fetch_document(call: Call) -> Result<Response, Problem> {
    let made = image::document(&call.app, &call.building).await?;
    if let Some(unchanged) = call.unchanged(made.sequence) {
        return Ok(unchanged);
    }
    let reply = Reply::new(StatusCode::OK, json::write(&made)?);
    Ok(Reply { revision: Some(made.sequence), ..reply }.into_response())
}

/// Whether there is any news of a building before an instant.
async fn heard(news: Option<&mut Receiver<News>>, until: Instant) -> bool {
    let Some(news) = news else { return false };
    match timeout_at(until, news.recv()).await {
        Ok(Ok(_) | Err(RecvError::Lagged(_))) => true,
        Ok(Err(RecvError::Closed)) | Err(_) => false,
    }
}

async fn post(call: Call, JsonText(text): JsonText) -> Result<Response, Problem> {
    let batch: outbox::Batch = json::read(&text)?;
    note_call(&call, None).await;
    show(&outbox::take(&call, batch).await?)
}
