//! Reading records from JSON, strictly, with the path of what is wrong (SPEC 1.7).

use super::Resident;
use super::node::{Node, Passed, ReadError};
use super::source::Source;
use super::strict::Strict;
use super::values::FromJson;
use alloc::format;
use alloc::string::String;
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

/// What is wrong with a document or a request; stable, and the same on every surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// A field that the format does not know.
    UnknownField,
    /// A required field is missing.
    Required,
    /// A wrong type, an unknown word, a date, a zone or a number out of range.
    Malformed,
    /// An id that refers to nothing.
    Unknown,
    /// An id that an earlier record of the same list has.
    Duplicate,
    /// An interval that does not end after it begins.
    Order,
}

impl ErrorCode {
    /// The code's name in the conformance format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownField => "unknownField",
            Self::Required => "required",
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Duplicate => "duplicate",
            Self::Order => "order",
        }
    }
}

/// A document or a request that was refused. It never quotes a value, so that no personal data is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} at {}: {detail}", code.as_str(), if path.is_empty() { "the document" } else { path })]
pub struct Error {
    /// What is wrong.
    pub code: ErrorCode,
    /// Where: keys joined by dots, and `[index]` from 0; empty for the whole.
    pub path: String,
    /// What would be right.
    pub detail: String,
}

impl Error {
    /// An error at a place.
    pub fn new(code: ErrorCode, path: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { code, path: path.into(), detail: detail.into() }
    }

    /// An id in a request that refers to nothing (SPEC 1.7).
    pub fn unknown(path: impl Into<String>) -> Self {
        Self::new(ErrorCode::Unknown, path, "no record has this id: use the id of one in the document")
    }

    /// The same error seen from one level further out: `id` in `booking` becomes `booking.id`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{outer}{dot}{}", self.path);
        self
    }
}

/// Reads a record from JSON text.
///
/// # Errors
/// [`Error`] with the path of the first place that is unknown, missing or malformed.
pub fn from_json<T: FromJson>(text: &str) -> Result<T, Error> {
    Source::of_json(text, false)?.read(T::read)
}

/// Reads a record of a host's own, which serde can read and in which ours may be parts, as strictly: objects for records,
/// text for words, and the path of what is wrong. Only a text that is refused is read twice.
///
/// # Errors
/// [`Error`] with the path of a place that is unknown, missing or malformed.
pub fn from_json_by_serde<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = T::deserialize(Strict(&mut json)).and_then(|record| json.end().map(|()| record));
    read.map_err(|first| {
        let value: serde_json::Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return not_json(error.line(), error.column()),
        };
        let again = T::deserialize(Strict(Node(&value)));
        // Only a repeated key goes unseen in a tree of values.
        again.map_or_else(ReadError::into_public, |_| {
            let place = format!("line {} column {}", first.line(), first.column());
            Error::new(ErrorCode::Malformed, "", format!("a key is repeated in one object, before {place}"))
        })
    })
}

/// The error of a text that is no JSON from a place on.
pub(super) fn not_json(line: usize, column: usize) -> Error {
    Error::new(ErrorCode::Malformed, "", format!("expected valid JSON, at line {line} column {column}"))
}

/// Reads a resident's draft, in which required fields may still be missing: they are left empty, and
/// [`validate`](crate::people::validate) reports them (SPEC 2.2).
///
/// # Errors
/// [`Error`] with the path of the first place that is unknown or malformed.
pub fn resident_draft(text: &str) -> Result<Resident, Error> {
    Source::of_json(text, true)?.read(Resident::read)
}

/// Reads a record that is part of something else that serde reads.
pub(super) fn from_serde<'de, D: Deserializer<'de>, T: FromJson>(from: D) -> Result<T, D::Error> {
    Source::of(from, false)?.read(T::read).map_err(|error| D::Error::custom(Passed(error)))
}

/// Writes a record as JSON text.
pub(super) fn to_json<T: Serialize>(record: &T) -> Result<String, Error> {
    serde_json::to_string(record)
        .map_err(|_| Error::new(ErrorCode::Malformed, "", "cannot be written as JSON"))
}
