//! What handlers take from a request, refused as problems.

use crate::App;
use crate::access::guard::Caller;
use crate::problem::Problem;
use crate::store::{Key, Kind, Known, Reply, Work};
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A request of somebody whom the guard let pass.
pub(crate) struct Call {
    pub app: App,
    pub caller: Caller,
    /// Id of the building in the path.
    pub building: String,
    /// Id of the record in the path; empty where there is none.
    pub id: String,
    pub headers: HeaderMap,
}

impl FromRequestParts<App> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Problem::not_found())?;
        let named = |name: &str| path.iter().find(|(key, _)| *key == name).map(|(_, id)| id.to_owned());
        let caller = parts.extensions.get::<Caller>().cloned().ok_or_else(Problem::unauthorized)?;
        Ok(Self {
            app: app.clone(),
            caller,
            building: named("building").unwrap_or_default(),
            id: named("id").unwrap_or_default(),
            headers: parts.headers.clone(),
        })
    }
}

impl Call {
    /// The building as it was when the caller was let in, or later.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub(crate) async fn known(&self) -> Result<Arc<Known>, Problem> {
        match self.caller.revision {
            Some(revision) => self.app.buildings.get_at(&self.building, revision).await,
            None => self.app.buildings.get(&self.building).await,
        }
    }

    /// Begins a change of the building on behalf of the caller.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub(crate) async fn begin(&self) -> Result<Work<'_>, Problem> {
        self.begin_with(None).await
    }

    /// The same for a request with a key.
    ///
    /// # Errors
    /// Not found, or the database does not answer.
    pub(crate) async fn begin_for(&self, key: &Key) -> Result<Work<'_>, Problem> {
        self.begin_with(Some(key)).await
    }

    async fn begin_with(&self, key: Option<&Key>) -> Result<Work<'_>, Problem> {
        let actor = self.caller.actor();
        Work::begin_for(&self.app.buildings, &self.building, &actor, self.app.clock.now(), key).await
    }

    /// The revision of the record in the path.
    ///
    /// # Errors
    /// Not found.
    fn revision(&self, kind: Kind, known: &Known) -> Result<i64, Problem> {
        // Without an id it is the one of its kind.
        let id = if self.id.is_empty() { kind.as_str() } else { &self.id };
        known.revision_of(kind, id).ok_or_else(Problem::not_found)
    }

    /// Shows the record in the path with its entity tag; without its body when the caller has it.
    ///
    /// # Errors
    /// Not found, or it cannot be written as JSON.
    pub(crate) fn show_record(
        &self,
        kind: Kind,
        known: &Known,
        record: &impl Serialize,
    ) -> Result<Response, Problem> {
        let revision = self.revision(kind, known)?;
        if let Some(unchanged) = self.unchanged(revision) {
            return Ok(unchanged);
        }
        let reply = Reply::new(StatusCode::OK, crate::json::write(record)?);
        Ok(Reply { revision: Some(revision), ..reply }.into_response())
    }

    /// The answer to a caller who has this revision already.
    pub(crate) fn unchanged(&self, revision: i64) -> Option<Response> {
        unchanged(&self.headers, revision)
    }

    /// Checks that the record in the path is still as the caller saw it.
    ///
    /// # Errors
    /// Not found, 428 without the header `If-Match`, 412 when it has changed.
    pub(crate) fn check_match(&self, kind: Kind, known: &Known) -> Result<(), Problem> {
        let revision = self.revision(kind, known)?;
        let given = self.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        let Some(given) = given else {
            let detail = "send the ETag of what you read in the header If-Match";
            return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "required", detail).at("If-Match"));
        };
        let etag = crate::store::etag(revision);
        if given.split(',').any(|tag| tag.trim() == etag) {
            return Ok(());
        }
        let detail = "it has changed since you read it: read it again, then decide";
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed", detail).at("If-Match"))
    }
}

/// The answer to a caller whose headers say that they have this revision already.
pub(crate) fn unchanged(headers: &HeaderMap, revision: i64) -> Option<Response> {
    let tag = crate::store::etag(revision);
    let given = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok())?;
    let is_known = given.split(',').any(|known| known.trim().trim_start_matches("W/") == tag);
    is_known.then(|| (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response())
}

/// The query.
pub(crate) struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        let detail = "the query has a parameter that is not known, or a value of another kind than expected";
        query.map(|Query(query)| Self(query)).map_err(|_| Problem::bad_request("malformed", "query", detail))
    }
}

/// A body of JSON, as text for the core's reader.
pub(crate) struct JsonText(pub String);

impl<S: Send + Sync> FromRequest<S> for JsonText {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        body(request, state, "application/json").await.map(Self)
    }
}

/// A body of comma-separated values.
pub(crate) struct CsvText(pub String);

impl<S: Send + Sync> FromRequest<S> for CsvText {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        body(request, state, "text/csv").await.map(Self)
    }
}

/// A body that creates something, with its idempotency key.
pub(crate) struct New {
    /// The body.
    pub text: String,
    /// The key.
    pub key: Key,
}

impl<S: Send + Sync> FromRequest<S> for New {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
        let key = key.filter(|key| (1..=200).contains(&key.len())).map(str::to_owned).ok_or_else(|| {
            let detail =
                "send the header Idempotency-Key with 1 to 200 characters, new for each thing to create";
            Problem::bad_request("required", "Idempotency-Key", detail)
        })?;
        let path = request.uri().path().to_owned();
        let JsonText(text) = JsonText::from_request(request, state).await?;
        Ok(Self { key: Key::new(&key, &path, &text), text })
    }
}

async fn body<S: Send + Sync>(request: Request, state: &S, media: &str) -> Result<String, Problem> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !given.eq_ignore_ascii_case(media) {
        let detail = format!("send the body as {media}");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "mediaType", &detail).at("Content-Type"));
    }
    String::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            return Problem::too_large();
        }
        Problem::bad_request(
            "malformed",
            "",
            "expected a body of UTF-8 text, as long as its Content-Length says",
        )
    })
}
