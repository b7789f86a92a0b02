//! The one error of every binding.

use alloc::string::String;

/// Why something was refused; stable, and the same on every surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
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
    /// No code is free.
    Exhausted,
    /// The building was closed.
    Closed,
    /// A fault of the library itself; open the building anew.
    Internal,
}

/// The only error of this library. It names places, never persons.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VestibuleError {
    /// What was asked was refused.
    #[error("{detail} (at {path:?})")]
    Refused {
        /// What is wrong.
        code: ErrorCode,
        /// The place within what was passed, such as `request.start` or `bookings[3].start`, in the words of the document's
        /// format; empty for all of it.
        path: String,
        /// What would be right.
        detail: String,
    },
}

impl VestibuleError {
    /// A refusal that is about no place.
    pub(crate) fn new(code: ErrorCode, detail: &str) -> Self {
        Self::Refused { code, path: String::new(), detail: detail.into() }
    }
}

impl From<vestibule::Error> for VestibuleError {
    fn from(error: vestibule::Error) -> Self {
        use vestibule::ErrorCode as Core;
        let vestibule::Error { code, path, detail } = error;
        let code = match code {
            Core::UnknownField => ErrorCode::UnknownField,
            Core::Required => ErrorCode::Required,
            Core::Malformed => ErrorCode::Malformed,
            Core::Unknown => ErrorCode::Unknown,
            Core::Duplicate => ErrorCode::Duplicate,
            Core::Order => ErrorCode::Order,
            // A code that only a newer core has, which is always built together with this.
            _ => ErrorCode::Internal,
        };
        Self::Refused { code, path, detail }
    }
}
