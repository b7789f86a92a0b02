//! Reading records from JSON, strictly, with the path of what is wrong (SPEC 1.7).
//!
//! What is right is read by `serde_json` straight into the records. Only when that fails is the text read a second time,
//! by a reader that knows where it is, to say what is wrong and where: good documents do not pay for errors.

use super::Resident;
use super::node::{Node, ReadError};
use super::strict::Strict;
use alloc::format;
use alloc::string::{String, ToString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

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
/// [`Error`] with the path of a place that is unknown, missing or malformed.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    #[cfg(feature = "one-reader")]
    return super::tree::from_json(text);
    #[cfg(not(feature = "one-reader"))]
    read(text).map_err(|error| explain::<T>(text, &error))
}

/// Reads a resident's draft, in which required fields may still be missing: they are left empty, and
/// [`validate`](crate::people::validate) reports them (SPEC 2.2).
///
/// # Errors
/// [`Error`] with the path of a place that is unknown or malformed.
pub fn resident_draft(text: &str) -> Result<Resident, Error> {
    let mut draft: Value = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if let Some(fields) = draft.as_object_mut() {
        add_missing(fields, &["id", "email", "directoryCode"]);
        fields.entry("residencies").or_insert_with(|| Value::Array(Default::default()));
        for (list, required) in
            [("residencies", &["suite"] as &[&str]), ("emergencyContacts", &["name", "phone"])]
        {
            let records = fields.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
            records.filter_map(Value::as_object_mut).for_each(|record| add_missing(record, required));
        }
    }
    serde::Deserialize::deserialize(Strict(Node(&draft))).map_err(ReadError::into_public)
}

#[cfg(not(feature = "one-reader"))]
fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let record = T::deserialize(Strict(&mut json))?;
    json.end()?;
    Ok(record)
}

/// Writes a record as JSON text.
pub(super) fn to_json<T: Serialize>(record: &T) -> Result<String, Error> {
    serde_json::to_string(record)
        .map_err(|_| Error::new(ErrorCode::Malformed, "", "cannot be written as JSON"))
}

/// Reads the text again, more slowly, to find out what is wrong and where.
#[cfg(not(feature = "one-reader"))]
fn explain<T: DeserializeOwned>(text: &str, first: &serde_json::Error) -> Error {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return not_json(&error),
    };
    match T::deserialize(Strict(Node(&value))) {
        Err(error) => error.into_public(),
        // Only a repeated key goes unseen in a tree of values.
        Ok(_) => {
            let place = format!("line {} column {}", first.line(), first.column());
            Error::new(ErrorCode::Malformed, "", format!("a key is repeated in one object, before {place}"))
        }
    }
}

pub(super) fn not_json(error: &serde_json::Error) -> Error {
    let place = format!("line {} column {}", error.line(), error.column());
    Error::new(ErrorCode::Malformed, "", format!("expected valid JSON, at {place}"))
}

fn add_missing(fields: &mut Map<String, Value>, keys: &[&str]) {
    for key in keys {
        fields.entry(key.to_string()).or_insert_with(|| Value::String(String::new()));
    }
}
