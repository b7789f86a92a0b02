//! What the entry directory shows, from an image (SPEC 3).

use super::Image;
use crate::calendar::Now;
use crate::console::{EntryHandle, NamesFound, Reached, ResidentHandle, Shown, SuiteHandle, SuiteShown};
use crate::directory::fold::folded_chars;
use crate::directory::search::{Hits, NameSearchSettings, SearchRoom, room_for};
use crate::packed::{Column, end_of};
use core::ops::ControlFlow;

/// The most names that one search of an image answers with.
pub const MOST_HITS: usize = 64;

impl<'a> Image<'a> {
    /// Searches the names that the entry directory shows now (SPEC 3.1 to 3.5). At most `hits.len()` are written, and at
    /// most [`MOST_HITS`].
    pub fn search_names(&self, query: &str, now: &Now<'_>, hits: &mut [EntryHandle]) -> NamesFound {
        let large = |setting: u32| usize::try_from(setting).unwrap_or(usize::MAX);
        let settings = NameSearchSettings {
            query_min: large(self.settings.name_query_min),
            limit: large(self.settings.result_limit),
        };
        let is_shown = |entry: u32| {
            let resident = self.entry_residents.get(large(entry));
            resident.is_some_and(|resident| self.lives_here(resident, now))
        };
        let mut room = SearchRoom::<{ room_for(MOST_HITS) }>::new();
        let mut ranks = [0; MOST_HITS];
        let ranks = ranks.get_mut(..hits.len().min(MOST_HITS)).unwrap_or_default();
        let found = self.names.search(query, settings, &is_shown, &mut room, ranks);
        hits.iter_mut().zip(ranks).for_each(|(hit, rank)| *hit = EntryHandle(*rank));
        match found {
            Hits::TooShort => NamesFound::TooShort,
            Hits::Found { count, more } => NamesFound::Found { count, more },
        }
    }

    /// A shown name with its code.
    #[must_use]
    pub fn shown(&self, entry: EntryHandle) -> Option<Shown<'a>> {
        let resident = self.entry_residents.get(usize::try_from(entry.0).ok()?)?;
        let Profile { code, name, .. } = self.profile(resident)?;
        Some(Shown { resident: ResidentHandle(resident), name: name?, code })
    }

    /// Dials a directory code (SPEC 3.7): the first, by id, who has it and lives here now.
    #[must_use]
    pub fn dial(&self, code: &str, now: &Now<'_>) -> Option<Reached<'a>> {
        let code_of = |resident: u32| self.profile(resident).map_or("", |profile| profile.code);
        let residents = self.resident_texts.len();
        let first = end_of(0..residents, |resident| code_of(resident as u32) < code);
        let with_code = (first as u32..residents as u32).take_while(|resident| code_of(*resident) == code);
        let resident = with_code.into_iter().find(|resident| self.lives_here(*resident, now))?;
        let Profile { code, name, .. } = self.profile(resident)?;
        Some(Reached { resident: ResidentHandle(resident), name, code })
    }

    /// The directory code of a resident.
    #[must_use]
    pub fn code_of(&self, resident: ResidentHandle) -> Option<&'a str> {
        self.profile(resident.0).map(|profile| profile.code)
    }

    /// Names the residential suites whose number begins like the query, in natural order, until told to stop (SPEC 3.6).
    pub fn each_suite(&self, query: &str, sink: &mut dyn FnMut(SuiteHandle) -> ControlFlow<()>) {
        for handle in 0..self.settings.residential {
            let Some(place) = self.suites.get(handle as usize) else { return };
            if begins(self.text(place), query) && sink(SuiteHandle(handle)).is_break() {
                return;
            }
        }
    }

    /// The number and the id of a suite.
    #[must_use]
    pub fn suite(&self, suite: SuiteHandle) -> Option<SuiteShown<'a>> {
        let mut texts = self.texts(self.suites.get(suite.0 as usize)?);
        Some(SuiteShown { number: texts.next()?, id: texts.next()? })
    }

    /// The handle of a suite by its id.
    #[must_use]
    pub fn suite_by_id(&self, id: &str) -> Option<SuiteHandle> {
        let all = (0..self.suites.len() as u32).map(SuiteHandle);
        all.into_iter().find(|handle| self.suite(*handle).is_some_and(|suite| suite.id == id))
    }

    /// Whether there is a resident of that handle.
    pub(super) fn knows_resident(&self, resident: ResidentHandle) -> bool {
        (resident.0 as usize) < self.resident_texts.len()
    }

    pub(super) fn lives_here(&self, resident: u32, now: &Now<'_>) -> bool {
        self.profile_times(resident).is_some_and(|(set, _)| self.includes_now(set, now))
    }

    /// The set of times in which a resident lives here, and whether the console shows no name.
    fn profile_times(&self, resident: u32) -> Option<(u32, bool)> {
        let times = self.resident_times.get(resident as usize)?;
        Some((times / 2, times % 2 == 1))
    }

    fn profile(&self, resident: u32) -> Option<Profile<'a>> {
        let (_, hidden) = self.profile_times(resident)?;
        let mut texts = self.texts(self.resident_texts.get(resident as usize)?);
        let code = texts.next()?;
        Some(Profile { code, name: if hidden { None } else { texts.next() } })
    }
}

/// What an image has of a resident.
struct Profile<'a> {
    code: &'a str,
    /// None for hidden ones.
    name: Option<&'a str>,
}

/// Whether the letters and digits of a suite's number begin with those of a query (SPEC 3.6).
fn begins(number: &str, query: &str) -> bool {
    let mut number = folded_chars(number);
    folded_chars(query).all(|wanted| number.next() == Some(wanted))
}
