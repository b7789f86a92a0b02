//! What went wrong, as RFC 9457 says it: `application/problem+json` with the core's codes and paths.
//!
//! A problem names the place and the remedy, never a value: no personal data is in it, nor in the log line about it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use vestibule::{Error, ErrorCode};

/// A refusal or a failure. Behind a pointer, because everything that may fail passes it on.
#[derive(Clone, Debug)]
pub struct Problem(Box<Details>);

#[derive(Clone, Debug, Serialize)]
struct Details {
    /// Always `about:blank`: the code says what it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the status says.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What it is, stable and the same on every surface where the core decided.
    code: String,
    /// Where in the request: keys joined by dots, `[index]` from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// What would be right.
    detail: String,
    /// What else the code has to say.
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a code and what to do about it.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        Self(Box::new(Details {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Unknown"),
            status: status.as_u16(),
            code: code.to_owned(),
            path: None,
            detail: detail.to_owned(),
            more: Map::new(),
            retry_after: None,
        }))
    }

    /// The same at a place of the request.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        self.0.path = Some(path.to_owned());
        self
    }

    /// The same with what the core answered.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.0.more.insert(name.to_owned(), value);
        self
    }

    /// A request that cannot be read.
    #[must_use]
    pub fn bad_request(code: &str, path: &str, detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail).at(path)
    }

    /// There is no such thing, or it is not the caller's to know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "unknown",
            "nothing here has this id: use the id of a record of this building",
        )
    }

    /// The id is taken.
    #[must_use]
    pub fn duplicate(path: &str) -> Self {
        let detail = "a record has or had this value already: choose another one";
        Self::new(StatusCode::CONFLICT, ErrorCode::Duplicate.as_str(), detail).at(path)
    }

    /// The caller may not do this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "this account may not do this: ask a manager of the building",
        )
    }

    /// The caller has to sign in.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "notSignedIn", "sign in at /api/v1/session first")
    }

    /// The core says no, in one word.
    #[must_use]
    pub fn refused(code: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, "the building's rules do not allow this now")
    }

    /// Other records refer to what was to be removed or changed.
    #[must_use]
    pub fn referenced(error: &Error) -> Self {
        let detail = "another record of the building depends on this one as it is: change that one first";
        Self::new(StatusCode::CONFLICT, "referenced", detail).at(&error.path)
    }

    /// An idempotency key came with another request before.
    #[must_use]
    pub fn key_reused() -> Self {
        let detail = "this idempotency key came with another request: use a new key for each request";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "keyReused", detail)
    }

    /// The answer to a repeated request had a secret in it that is not kept.
    #[must_use]
    pub fn secret_given(location: Option<&str>) -> Self {
        let detail = "this was done before, and its secret was given then: have a new one made";
        Self::new(StatusCode::CONFLICT, "secretGiven", detail).with("location", location)
    }

    /// A body or a file that is too large.
    #[must_use]
    pub fn too_large() -> Self {
        let detail = "the body is too large: send less at once";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "tooLarge", detail)
    }

    /// Too much at once.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let problem =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "tooMany", "too many attempts: wait, then try again");
        problem.after(seconds.max(1))
    }

    /// The server's own fault. What it was goes to the log.
    #[must_use]
    pub fn internal(what: &str) -> Self {
        tracing::error!(what, "internal");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "the server failed: what happened is in its log",
        )
    }

    /// The same for an error of the core, which never quotes a value.
    #[must_use]
    pub fn internal_from(what: &str, error: &Error) -> Self {
        Self::internal(&format!("{what}: {error}"))
    }

    /// The database does not answer.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "the database does not answer: try again";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail);
        problem.after(2)
    }

    /// The database has no room left. Whoever runs the server finds it in the log too.
    #[must_use]
    pub fn disk_full() -> Self {
        let detail =
            "nothing can be kept, for the server's disk is full: have room made on it, then try again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "diskFull", detail).after(30)
    }

    /// The server is about to end.
    #[must_use]
    pub fn ending() -> Self {
        let detail = "the server is being restarted: try again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "ending", detail).after(2)
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// Whether the same may do well later: the server is at fault, or was asked too often.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.0.status >= 500 || self.0.retry_after.is_some()
    }

    /// The same with the seconds after which to try again.
    fn after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }
}

/// An error of the core: what cannot be read is a bad request, what does not hold together cannot be processed.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.code {
            ErrorCode::UnknownField | ErrorCode::Required | ErrorCode::Malformed => StatusCode::BAD_REQUEST,
            ErrorCode::Duplicate => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code.as_str(), &error.detail).at(&error.path)
    }
}

/// The codes of SQLite and PostgreSQL for a full disk.
const DISK_FULL: [&str; 2] = ["13", "53100"];

/// What a database says may quote values, so only its code is kept.
impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::error::ErrorKind;
        match &error {
            sqlx::Error::Database(error) => match error.kind() {
                ErrorKind::UniqueViolation => Self::duplicate("id"),
                // PostgreSQL keeps no NUL in a text.
                _ if error.code().as_deref() == Some("22021") => {
                    Self::bad_request("malformed", "", "expected texts without the character U+0000")
                }
                _ if error.code().is_some_and(|code| DISK_FULL.contains(&code.as_ref())) => {
                    tracing::error!("the disk of the database is full");
                    Self::disk_full()
                }
                _ => {
                    let code = error.code().unwrap_or_default();
                    tracing::error!(code = code.as_ref(), "the database refuses");
                    Self::unavailable()
                }
            },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::BeginFailed
            | sqlx::Error::WorkerCrashed => {
                tracing::error!("the database does not answer");
                Self::unavailable()
            }
            _ => Self::internal("a row is not what was expected"),
        }
    }
}

/// As it is answered.
impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
