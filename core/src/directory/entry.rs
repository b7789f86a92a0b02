//! What the console shows of a resident: a name and a code, or a code alone (SPEC 3.1, 3.7).

use crate::document::{Resident, filled, joined};
use alloc::string::String;
use alloc::vec::Vec;

/// The answer to a name search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameSearch {
    /// The query is too short, or has no letter or digit: nothing was searched for (SPEC 3.3).
    TooShort,
    /// What was found.
    Found {
        /// At most `settings.resultLimit`, in the order of SPEC 3.5.
        hits: Vec<NameHit>,
        /// Whether others match too.
        more: bool,
    },
}

/// A resident as a name search shows them; nothing else of them leaves the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// The shown name.
    pub name: String,
    /// The directory code.
    pub code: String,
}

/// A resident as a directory code reaches them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialled {
    /// The shown name; none for hidden residents.
    pub name: Option<String>,
}

impl Dialled {
    pub(crate) fn of(resident: &Resident) -> Self {
        Self { name: resident.display.on_entry_system.then(|| shown_name(resident)) }
    }
}

/// The name that the entry directory shows (SPEC 3.1): the display name when set, else first and last name joined by a
/// space, blank ones left out.
pub fn shown_name(resident: &Resident) -> String {
    if let Some(name) = filled(resident.display.name.as_deref()) {
        return name.into();
    }
    let names = [resident.first_name.as_deref(), resident.last_name.as_deref()];
    let names: Vec<&str> = names.into_iter().filter_map(filled).collect();
    joined(&names, " ")
}
