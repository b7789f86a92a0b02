//! Which doors a resident may open (SPEC 9.1).
//!
//! Living here opens the building's common doors and those of the suites lived in. With the SALTO integration
//! (`settings.saltoIntegration`) the doors of assigned spaces and the doors picked on the profile come on top.

use super::{Denial, Entry};
use crate::calendar::Now;
use crate::document::{Document, Resident, Settings};
use crate::people::residency::{is_lived_in, lives_here, next_opening};
use crate::table::HashSet;
use alloc::string::String;
use alloc::vec::Vec;

/// The ids of the doors that a resident may open now, ascending, each once; none for who does not live here.
#[must_use]
pub fn doors<'d>(document: &'d Document, resident: &'d Resident, now: &Now<'_>) -> Vec<&'d str> {
    let settings = &document.settings;
    let mut homes: HashSet<&str> = HashSet::new();
    for stay in &resident.residencies {
        if is_lived_in(stay, settings.move_in_opens_at, now) {
            homes.insert(&stay.suite);
        }
    }
    if homes.is_empty() {
        return Vec::new();
    }
    let mut doors: Vec<&str> = Vec::new();
    for door in &document.doors {
        if door.common {
            doors.push(&door.id);
        }
    }
    for suite in &document.suites {
        if homes.contains(suite.id.as_str()) {
            push_all(&mut doors, &suite.doors);
        }
    }
    if settings.salto_integration {
        let mut assigned: HashSet<&str> = HashSet::new();
        for space in &resident.spaces {
            assigned.insert(space);
        }
        for space in &document.spaces {
            if let Some(door) = &space.door
                && assigned.contains(space.id.as_str())
            {
                doors.push(door);
            }
        }
        push_all(&mut doors, &resident.doors);
    }
    doors.sort_unstable();
    doors.dedup();
    doors
}

fn push_all<'d>(doors: &mut Vec<&'d str>, more: &'d [String]) {
    for door in more {
        doors.push(door);
    }
}

/// Whether a resident may pass a door now, and why not.
#[must_use]
pub fn enter(resident: &Resident, passage: &Passage<'_>, now: &Now<'_>) -> Entry {
    let opens_at = passage.settings.move_in_opens_at;
    if passage.opens_to(resident, now) {
        return Entry::Granted;
    }
    if lives_here(resident, opens_at, now) {
        return Entry::Denied(Denial::NoGrant);
    }
    Entry::Denied(match next_opening(resident, opens_at, now) {
        Some(opens_at) => Denial::BeforeMoveIn { opens_at },
        // All have opened and none is lived in, so all have ended.
        None => Denial::MovedOut,
    })
}

/// What leads through one door. It is worked out once for a question, so that asking for many residents, as an entry
/// code that several invites share does, costs no more than reading their records.
#[derive(Clone, Debug)]
pub struct Passage<'d> {
    settings: &'d Settings,
    door: &'d str,
    common: bool,
    /// Suites that have this door.
    suites: HashSet<&'d str>,
    /// Spaces that it leads to.
    spaces: HashSet<&'d str>,
}

impl<'d> Passage<'d> {
    /// The passage through the door with an id; one that does not exist leads nowhere.
    #[must_use]
    pub fn through(document: &'d Document, door: &'d str) -> Self {
        let common = document.doors.iter().any(|other| other.common && other.id == door);
        let (mut suites, mut spaces) = (HashSet::new(), HashSet::new());
        for suite in &document.suites {
            if suite.doors.iter().any(|id| id == door) {
                suites.insert(suite.id.as_str());
            }
        }
        for space in &document.spaces {
            if space.door.as_deref() == Some(door) {
                spaces.insert(space.id.as_str());
            }
        }
        Self { settings: &document.settings, door, common, suites, spaces }
    }

    /// Id of the door.
    #[must_use]
    pub fn door(&self) -> &'d str {
        self.door
    }

    /// Whether a resident may open it now.
    #[must_use]
    pub fn opens_to(&self, resident: &Resident, now: &Now<'_>) -> bool {
        self.leads_home(resident, now)
            || (self.settings.salto_integration
                && lives_here(resident, self.settings.move_in_opens_at, now)
                && self.is_assigned(resident))
    }

    /// Whether it is a common door to a resident who lives here, or one of a suite that they live in now.
    #[must_use]
    pub fn leads_home(&self, resident: &Resident, now: &Now<'_>) -> bool {
        let leads = |suite: &str| self.common || self.suites.contains(suite);
        let opens_at = self.settings.move_in_opens_at;
        resident.residencies.iter().any(|stay| leads(&stay.suite) && is_lived_in(stay, opens_at, now))
    }

    fn is_assigned(&self, resident: &Resident) -> bool {
        resident.doors.iter().any(|door| door == self.door)
            || resident.spaces.iter().any(|space| self.spaces.contains(space.as_str()))
    }
}
