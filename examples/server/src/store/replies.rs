//! Answers that are given again when a request is repeated with its idempotency key.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// How long an answer is kept.
pub(super) const KEPT_SECONDS: i64 = 24 * 60 * 60;

/// A key that a caller gave to a request, with what the request was.
#[derive(Clone, Debug)]
pub struct Key {
    pub(super) key: String,
    pub(super) request: String,
}

impl Key {
    /// The key of a request to `path` with `body`.
    #[must_use]
    pub fn new(key: &str, path: &str, body: &str) -> Self {
        let request = Sha256::new().chain_update(path).chain_update([0]).chain_update(body).finalize();
        Self { key: key.to_owned(), request: URL_SAFE_NO_PAD.encode(request) }
    }
}

/// An answer that says what became of a change.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// Where what was created is.
    pub location: Option<String>,
    /// The revision of the record that the body shows.
    pub revision: Option<i64>,
    /// JSON; none when there is nothing to say.
    pub body: Option<String>,
    /// Whether the body has a secret in it, so that it is not kept.
    pub is_secret: bool,
}

impl Reply {
    /// An answer with a body.
    #[must_use]
    pub fn new(status: StatusCode, body: String) -> Self {
        Self { status, location: None, revision: None, body: Some(body), is_secret: false }
    }

    /// An answer without one.
    #[must_use]
    pub fn empty() -> Self {
        Self { status: StatusCode::NO_CONTENT, location: None, revision: None, body: None, is_secret: false }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            None => ().into_response(),
        };
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(location) = self.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(etag) = self.revision.and_then(|revision| HeaderValue::from_str(&etag(revision)).ok()) {
            headers.insert(header::ETAG, etag);
        }
        response
    }
}

/// A revision as an entity tag.
#[must_use]
pub fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}
