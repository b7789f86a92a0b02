//! The live board: what changes in a building, as server-sent events (the event stream of the HTML standard).
//!
//! Each event names the records that have changed and the revision of the building; what they are now is read by the
//! other routes, or from the document. Its text is written once for all who are told the same.

use super::endpoint::Endpoint;
use super::extract::{Asked, Call};
use crate::access::guard::Caller;
use crate::access::role::{EVERYONE, Role};
use crate::problem::Problem;
use crate::secrets;
use crate::store::Kind;
use crate::store::feed::{ChangedRecord, Changes, News};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::convert::Infallible;
use std::time::Instant;
use tokio::sync::broadcast::Receiver;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let about = "the id of the last event that was received; also as the header Last-Event-ID";
    let path = "/buildings/{building}/live";
    let summary =
        "Follow what changes, as server-sent events: ready once, then change with the ids of records";
    vec![
        Endpoint::new(Method::GET, path, EVERYONE, summary, follow)
            .query("lastEventId", about)
            .answers_media(200, "text/event-stream"),
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Resumed {
    last_event_id: Option<String>,
}

impl Resumed {
    /// The revision after which somebody wants to go on.
    fn revision(self, headers: &HeaderMap) -> Result<Option<i64>, Problem> {
        let header = headers.get("last-event-id").map(|value| value.to_str().unwrap_or("none").to_owned());
        let Some(id) = header.or(self.last_event_id).filter(|id| !id.is_empty()) else { return Ok(None) };
        let revision = id.parse().ok().filter(|revision| *revision >= 0).map(Some);
        let detail = "expected the id of an event of this stream, or nothing";
        revision.ok_or_else(|| Problem::bad_request("malformed", "lastEventId", detail))
    }
}

async fn follow(call: Call, Asked(resumed): Asked<Resumed>) -> Result<Response, Problem> {
    let since = Instant::now();
    let audience = Audience::of(&call.caller)?;
    let feed = call.app.buildings.feed();
    // First listening, then looking: what is committed in between is told twice rather than never.
    let news = feed.listen(&call.building).await?;
    let last = resumed.revision(&call.headers)?;
    let missed = feed.since(&call.building, last.unwrap_or(i64::MAX)).await?;
    let ready = format!("event: ready\nid: {0}\ndata: {{\"revision\":{0}}}\n\n", missed.revision);
    let mut first = String::from("retry: 2000\n");
    if last.is_some() {
        // Before "ready", whose id says that everything up to it was received.
        first.push_str(&text(&missed, &audience)?);
    }
    first.push_str(&ready);
    let listener = Listener {
        first: Some(first.into()),
        seen: missed.revision,
        news,
        audience,
        session: secrets::digest(&call.caller.session),
        since,
    };
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // A proxy would keep events until there are many.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let stream = futures_util::stream::unfold(listener, async |mut listener| {
        let bytes = listener.next().await?;
        Some((Ok::<_, Infallible>(bytes), listener))
    });
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// Who follows a building, by what they are told.
enum Audience {
    Managers,
    Guards,
    /// By the id of the resident.
    Resident(String),
}

impl Audience {
    fn of(caller: &Caller) -> Result<Self, Problem> {
        Ok(match (caller.as_resident()?, caller.role) {
            (Some(id), _) => Self::Resident(id.to_owned()),
            (None, Some(Role::Guard)) => Self::Guards,
            (None, _) => Self::Managers,
        })
    }

    /// A record as they are told of it: by id what they may read; to residents others' bookings as something that has
    /// changed what is free; the rest not at all.
    fn told<'c>(&self, record: &'c ChangedRecord) -> Option<Shown<'c>> {
        let shown = Shown { kind: record.kind.as_str(), id: record.id.as_deref() };
        match (self, record.kind) {
            (Self::Managers, _) => Some(shown),
            (Self::Guards, kind) => (kind != Kind::GuestInvites).then_some(shown),
            (Self::Resident(own), kind) => {
                let may_be_theirs = record.id.is_none() || record.resident.as_ref() == Some(own);
                match kind {
                    Kind::Building | Kind::Settings | Kind::Suites | Kind::Amenities => Some(shown),
                    Kind::Bookings if !may_be_theirs => Some(Shown { id: None, ..shown }),
                    Kind::Bookings | Kind::Residents | Kind::GuestInvites if may_be_theirs => Some(shown),
                    _ => None,
                }
            }
        }
    }
}

/// Someone who follows a building.
struct Listener {
    first: Option<Bytes>,
    seen: i64,
    news: Receiver<News>,
    audience: Audience,
    session: String,
    since: Instant,
}

impl Listener {
    /// What is sent next; none when the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            // Who is too slow is ended, and comes back with the last id: nothing is missed.
            match self.news.recv().await.ok()? {
                News::Changed(changes) if changes.revision <= self.seen => {}
                News::Changed(changes) => {
                    let bytes = shared(&changes, &self.audience)?;
                    if !bytes.is_empty() {
                        return Some(bytes);
                    }
                }
                News::Pulse(pulse) if pulse.ends(&self.session, self.since) => return None,
                News::Pulse(_) => return Some(Bytes::from_static(b":\n\n")),
            }
        }
    }
}

/// The event for somebody, written once for all to whom it says the same.
fn shared(changes: &Changes, audience: &Audience) -> Option<Bytes> {
    let [managers, guards, residents] = &changes.texts;
    let kept = match audience {
        Audience::Managers => managers,
        Audience::Guards => guards,
        Audience::Resident(own)
            if changes.records.iter().any(|record| record.resident.as_ref() == Some(own)) =>
        {
            return text(changes, audience).ok().map(Bytes::from);
        }
        Audience::Resident(_) => residents,
    };
    if kept.get().is_none() {
        let _ = kept.set(text(changes, audience).ok()?.into());
    }
    kept.get().cloned()
}

/// A record as an event names it.
#[derive(PartialEq, Eq, Hash, Serialize)]
struct Shown<'c> {
    kind: &'static str,
    /// Left out when any record of the kind may have changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'c str>,
}

#[derive(Serialize)]
struct Data<'c> {
    revision: i64,
    changes: Vec<&'c Shown<'c>>,
}

/// An event; empty when nothing in it is for this audience.
fn text(changes: &Changes, audience: &Audience) -> Result<String, Problem> {
    let shown: Vec<Shown<'_>> = changes.records.iter().filter_map(|record| audience.told(record)).collect();
    let mut said = HashSet::new();
    let changes_told: Vec<_> = shown.iter().filter(|one| said.insert(*one)).collect();
    if changes_told.is_empty() {
        return Ok(String::new());
    }
    let revision = changes.revision;
    let data = crate::json::write(&Data { revision, changes: changes_told })?;
    Ok(format!("event: change\nid: {revision}\ndata: {data}\n\n"))
}
