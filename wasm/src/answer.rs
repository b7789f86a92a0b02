//! Answers and errors as JSON text.

use serde::Serialize;
use vestibule::{Error, ErrorCode};
use wasm_bindgen::JsValue;

/// Why a call has no answer.
pub(crate) struct Refused {
    code: &'static str,
    path: String,
    detail: String,
}

impl Refused {
    /// The building or the session is gone.
    pub(crate) fn freed() -> Self {
        let detail = "it was freed: open it anew".into();
        Self { code: "freed", path: String::new(), detail }
    }

    /// Every code is in use.
    pub(crate) fn exhausted(why: &dyn core::fmt::Display) -> Self {
        Self { code: "exhausted", path: String::new(), detail: why.to_string() }
    }

    /// A value that cannot be taken.
    pub(crate) fn malformed(path: &str, detail: &str) -> Self {
        Error::new(ErrorCode::Malformed, path, detail).into()
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        let Error { code, path, detail } = error;
        Self { code: code.as_str(), path, detail }
    }
}

/// A refusal on its way out, as the text that is thrown.
#[derive(Debug)]
pub struct Thrown(String);

impl From<Refused> for Thrown {
    fn from(refused: Refused) -> Self {
        let Refused { code, path, detail } = refused;
        Self(serde_json::to_string(&[code, &path, &detail]).unwrap_or_default())
    }
}

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        Refused::from(error).into()
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        Self::from_str(&thrown.0)
    }
}

/// A record as JSON.
pub(crate) fn json<T: Serialize>(record: &T) -> Result<String, Refused> {
    serde_json::to_string(record).map_err(|_| Refused::malformed("", "the answer cannot be written as JSON"))
}
