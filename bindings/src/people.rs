//! What staff are told about a profile (SPEC 2).

use alloc::string::String;
use vestibule::people::validate;

/// Something that is wrong with a draft of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ProfileViolation {
    /// The field, as `residencies[0].suite`.
    pub path: String,
    /// What is wrong with it: `required`, `malformed`, `unknown`, `duplicate`, `notAllowed`, `reserved` or `order`. A
    /// text, because the core may learn other words without a change of its interface.
    pub code: String,
}

impl From<validate::Violation> for ProfileViolation {
    fn from(violation: validate::Violation) -> Self {
        let validate::Violation { path, code } = violation;
        Self { path, code: code.as_str().into() }
    }
}
