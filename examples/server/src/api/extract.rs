//! What handlers take from a request, refused as problems.

use crate::problem::Problem;
use crate::store::Key;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

/// The ids in a path.
pub(crate) struct Ids<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(ids)| Self(ids)).map_err(|_| Problem::not_found())
    }
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
            return Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "tooLarge",
                "the body is too large: send less at once",
            );
        }
        Problem::bad_request(
            "malformed",
            "",
            "expected a body of UTF-8 text, as long as its Content-Length says",
        )
    })
}

/// Checks that something is still as the caller saw it.
///
/// # Errors
/// 428 without the header, 412 when it has changed.
pub(crate) fn check_match(headers: &HeaderMap, revision: i64) -> Result<(), Problem> {
    let given = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
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

/// Whether the caller has this revision already.
#[must_use]
pub(crate) fn has(headers: &HeaderMap, etag: &str) -> bool {
    let given = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}
