//! What the entry directory shows (SPEC 3).

use super::Building;
use crate::calendar::Now;
use crate::directory::index::NameIndex;
use crate::directory::search::{self, NameSearchSettings};
use crate::directory::sort::ordered;
use crate::directory::suites::SuiteIndex;
use crate::directory::{Dialled, NameHit, NameSearch, shown_name};
use crate::document::{Document, Resident, Suite, SuiteUse};
use crate::people::residency::{includes_now, lives_here, times_lived_in};
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDateTime;
use core::ops::Range;

/// The names and suites of a building, prepared for searching.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    names: NameIndex,
    /// For each entry of the index its resident.
    entries: Vec<Entry>,
    /// When the entries' residents live here, in whichever suite, as [`times_lived_in`] lists it.
    times: Vec<Range<NaiveDateTime>>,
    suites: SuiteIndex,
    /// For each suite of the index, its position.
    residential: Vec<usize>,
    /// The positions of all residents, by directory code, then id.
    by_code: Vec<usize>,
}

/// An entry's resident.
#[derive(Clone, Debug)]
struct Entry {
    /// Position of the resident.
    resident: usize,
    /// Where in the directory's times those of this resident are.
    times: Range<usize>,
    /// The shown name, for a console to lend.
    name: String,
}

impl Directory {
    /// Prepares everyone who may be shown at some time; who lives here is asked with each search.
    pub(super) fn new(document: &Document) -> Self {
        let opens_at = document.settings.move_in_opens_at;
        let (mut entries, mut codes, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for (at, resident) in document.residents.iter().enumerate() {
            if resident.display.on_entry_system {
                let from = times.len();
                times.extend(times_lived_in(&resident.residencies, opens_at));
                entries.push(Entry { resident: at, times: from..times.len(), name: shown_name(resident) });
                codes.push(resident.directory_code.as_str());
            }
        }
        let (mut residential, mut suites) = (Vec::new(), Vec::new());
        for (at, suite) in document.suites.iter().enumerate() {
            if suite.used_for == SuiteUse::Residential {
                residential.push(at);
                suites.push((suite.number.as_str(), suite.id.as_str()));
            }
        }
        Self {
            names: NameIndex::new(entries.iter().map(|entry| entry.name.as_str()).zip(codes)),
            entries,
            times,
            suites: SuiteIndex::new(suites),
            residential,
            by_code: by_code(&document.residents),
        }
    }

    fn entry(&self, entry: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(entry).ok()?)
    }

    fn times_of(&self, entry: u32) -> &[Range<NaiveDateTime>] {
        let times = self.entry(entry).and_then(|entry| self.times.get(entry.times.clone()));
        times.unwrap_or_default()
    }
}

impl Building {
    /// Searches the names that the entry directory shows now (SPEC 3.1 to 3.5).
    pub fn search_names(&self, query: &str, now: &Now<'_>) -> NameSearch {
        match self.search_entries(query, now) {
            search::IndexSearch::TooShort => NameSearch::TooShort,
            search::IndexSearch::Found { hits, more } => NameSearch::Found {
                hits: hits.into_iter().filter_map(|entry| self.hit(entry)).collect(),
                more,
            },
        }
    }

    /// The same search, with the numbers of the entries, which [`ConsoleRules::shown`] knows.
    ///
    /// [`ConsoleRules::shown`]: crate::console::ConsoleRules::shown
    pub fn search_entries(&self, query: &str, now: &Now<'_>) -> search::IndexSearch {
        let settings = &self.document.settings;
        let bounds = NameSearchSettings {
            query_min: size(settings.name_query_min),
            limit: size(settings.result_limit.get()),
        };
        let is_shown = |entry| includes_now(self.directory.times_of(entry), now);
        self.directory.names.search(query, bounds, is_shown)
    }

    /// The residential suites whose number begins like the query, in natural order (SPEC 3.6).
    pub fn search_suites(&self, query: &str) -> Vec<&Suite> {
        self.suite_positions(query).filter_map(|position| self.document.suites.get(position)).collect()
    }

    /// The same search, with the suites' positions.
    pub(super) fn suite_positions(&self, query: &str) -> impl Iterator<Item = usize> {
        let found = self.directory.suites.search(query).into_iter();
        found.filter_map(|entry| self.directory.residential.get(usize::try_from(entry).ok()?).copied())
    }

    /// Dials a directory code (SPEC 3.7).
    pub fn dial_code(&self, code: &str, now: &Now<'_>) -> Option<Dialled> {
        self.resident_by_code(code, now).map(Dialled::of)
    }

    /// The resident that a directory code reaches: one who lives here now; should several have it, the first by id.
    /// For the host that places the call; what a guest may see of them is in [`Dialled`].
    pub fn resident_by_code(&self, code: &str, now: &Now<'_>) -> Option<&Resident> {
        let resident = |at: &usize| self.document.residents.get(*at);
        let code_of = |at: &usize| resident(at).map_or("", |resident| &resident.directory_code);
        let by_code = &self.directory.by_code;
        let from = by_code.get(by_code.partition_point(|at| code_of(at) < code)..).unwrap_or_default();
        let mut with_code = from.iter().take_while(|at| code_of(at) == code).filter_map(resident);
        with_code.find(|resident| self.lives_here(resident, now))
    }

    fn lives_here(&self, resident: &Resident, now: &Now<'_>) -> bool {
        lives_here(resident, self.document.settings.move_in_opens_at, now)
    }

    /// The position of an entry's resident, and the shown name.
    pub(super) fn shown_entry(&self, entry: u32) -> Option<(usize, &str)> {
        self.directory.entry(entry).map(|entry| (entry.resident, entry.name.as_str()))
    }

    /// The shown name of the resident at a position; `None` for one who is not in the directory.
    pub(super) fn shown_name_of(&self, resident: usize) -> Option<&str> {
        // The entries are in the order of the residents.
        let entries = &self.directory.entries;
        let at = entries.binary_search_by_key(&resident, |entry| entry.resident).ok()?;
        entries.get(at).map(|entry| entry.name.as_str())
    }

    fn hit(&self, entry: u32) -> Option<NameHit> {
        let Entry { resident, name, .. } = self.directory.entry(entry)?;
        let resident = self.document.residents.get(*resident)?;
        Some(NameHit { name: name.clone(), code: resident.directory_code.clone() })
    }
}

fn by_code(residents: &[Resident]) -> Vec<usize> {
    let key = |at: usize| residents.get(at).map(|resident| (&resident.directory_code, &resident.id));
    ordered(residents.len(), &|a, b| key(a).cmp(&key(b)))
}

fn size(setting: u32) -> usize {
    usize::try_from(setting).unwrap_or(usize::MAX)
}
