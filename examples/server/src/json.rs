//! JSON in and out: read by the core's strict reader, so that every refusal names its place.

use crate::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vestibule::document::FromJson;

/// Writes an answer or a record.
///
/// # Errors
/// Internal, for what the format cannot say.
pub fn write(value: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(value).map_err(|_| Problem::internal("a record cannot be written as JSON"))
}

/// Reads a record of the document's format.
///
/// # Errors
/// The core's code and path of what is unknown, missing or malformed.
pub fn read_record<T: FromJson>(text: &str) -> Result<T, Problem> {
    Ok(vestibule::document::from_json(text)?)
}

/// Reads a request of the server's own.
///
/// # Errors
/// The core's code and path of what is unknown, missing or malformed.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    Ok(vestibule::document::from_json_by_serde(text)?)
}

/// Reads a record of the document's format whose id may be left out, and then is a new one.
///
/// # Errors
/// As [`read_record`], and `malformed` at `id` for an id that would not stand in an address as it is.
pub fn read_new<T: FromJson>(text: &str) -> Result<T, Problem> {
    read_record(&with_id(text)?)
}

/// JSON of a record with an id in it, a new one unless it has one.
///
/// # Errors
/// `malformed` at `id`; what is no JSON object is left to the reader to refuse.
pub fn with_id(text: &str) -> Result<String, Problem> {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(text) else { return Ok(text.to_owned()) };
    let given = fields.entry("id").or_insert_with(|| Value::String(crate::secrets::ordered_id()));
    let may_be_in = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_id = |id: &str| (1..=100).contains(&id.len()) && id.bytes().all(may_be_in);
    if given.as_str().is_some_and(|id| !is_id(id)) {
        let detail = "expected 1 to 100 letters and digits of ASCII, hyphens, dots, underscores and tildes";
        return Err(Problem::bad_request("malformed", "id", detail));
    }
    if fields.len() == 1 {
        return Ok(text.to_owned());
    }
    write(&fields)
}
