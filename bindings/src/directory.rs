//! What the entry directory answers (SPEC 3).

use alloc::string::String;
use alloc::vec::Vec;
use vestibule::{directory, document};

/// The answer to a name search.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum NameSearch {
    /// The query is too short, or has no letter or digit: nothing was searched for.
    TooShort,
    /// What was found.
    Found {
        /// The best hits, in order.
        hits: Vec<NameHit>,
        /// Whether others match too.
        more: bool,
    },
}

/// A resident as a name search shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct NameHit {
    /// The shown name.
    pub name: String,
    /// The directory code.
    pub code: String,
}

/// A suite that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SuiteHit {
    /// Its id.
    pub id: String,
    /// Its number, as written.
    pub number: String,
}

/// The answer to a dialled code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Dialled {
    /// Whether it reaches someone.
    pub found: bool,
    /// The shown name; none for hidden residents.
    pub name: Option<String>,
}

impl From<directory::NameSearch> for NameSearch {
    fn from(answer: directory::NameSearch) -> Self {
        match answer {
            directory::NameSearch::TooShort => Self::TooShort,
            directory::NameSearch::Found { hits, more } => {
                Self::Found { hits: hits.into_iter().map(Into::into).collect(), more }
            }
        }
    }
}

impl From<directory::NameHit> for NameHit {
    fn from(hit: directory::NameHit) -> Self {
        let directory::NameHit { name, code } = hit;
        Self { name, code }
    }
}

impl From<&document::Suite> for SuiteHit {
    /// What a visitor may see of a suite; its use and its doors stay inside.
    fn from(suite: &document::Suite) -> Self {
        let document::Suite { id, number, used_for: _, doors: _ } = suite;
        Self { id: id.clone(), number: number.clone() }
    }
}

impl From<Option<directory::Dialled>> for Dialled {
    fn from(answer: Option<directory::Dialled>) -> Self {
        match answer {
            None => Self { found: false, name: None },
            Some(directory::Dialled { name }) => Self { found: true, name },
        }
    }
}
