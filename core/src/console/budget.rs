//! How many searches the console still answers (SPEC 10.3).
//!
//! One search is what a visitor does to find one name: typing it, letter by letter, and taking letters back. A listing
//! is free when its query extends the longest query listed so far, or is a beginning of it, for it shows fewer names,
//! or names already seen. A query that branches off is another search, and so is one typed anew. Walking the directory
//! name by name therefore costs a search for each branch, while a ten-letter name costs one, and two with one slip of
//! the finger that changed what was listed.
//!
//! A dialled directory code counts too, since it shows a name. It is never refused, for visitors who know a code must
//! reach their host: without budget, it just shows no name.

use super::typed::Typed;
use crate::document::SearchBudget;

/// A larger budget than this counts as this, so that there is room for it in fixed memory.
const MOST_SEARCHES: usize = 128;

/// When the last searches were made, in milliseconds of running time: a ring.
#[derive(Clone, Debug)]
pub(super) struct Spent {
    at: [u64; MOST_SEARCHES],
    first: u8,
    len: u8,
}

impl Spent {
    /// No search was made.
    pub(super) const EMPTY: Self = Self { at: [0; MOST_SEARCHES], first: 0, len: 0 };

    /// Forgets every search.
    pub(super) fn clear(&mut self) {
        self.at.fill(0);
        (self.first, self.len) = (0, 0);
    }

    /// Spends one search when the budget has one left, and says whether it had.
    pub(super) fn spend(&mut self, budget: SearchBudget, now: u64) -> bool {
        self.drop_before(budget, now);
        let len = usize::from(self.len);
        if len >= most(budget) {
            return false;
        }
        if let Some(place) = self.at.get_mut(place(self.first, len)) {
            *place = now;
            self.len += 1;
        }
        true
    }

    /// Milliseconds until a search is left; `None` when one is.
    pub(super) fn wait(&self, budget: SearchBudget, now: u64) -> Option<u64> {
        let most = most(budget);
        if most == 0 {
            return Some(window(budget).max(1));
        }
        // In order of time, so that those that no longer count are the first.
        let gone = self.iter().take_while(|at| now.saturating_sub(*at) >= window(budget)).count();
        let counted = usize::from(self.len).saturating_sub(gone);
        let over = counted.checked_sub(most)?;
        let frees = self.iter().nth(gone + over)?.saturating_add(window(budget));
        Some(frees.saturating_sub(now))
    }

    fn drop_before(&mut self, budget: SearchBudget, now: u64) {
        while self.iter().next().is_some_and(|at| now.saturating_sub(at) >= window(budget)) {
            self.first = u8::try_from(place(self.first, 1)).unwrap_or(0);
            self.len -= 1;
        }
    }

    /// The searches, the oldest first.
    fn iter(&self) -> impl Iterator<Item = u64> {
        (0..usize::from(self.len)).filter_map(|index| self.at.get(place(self.first, index)).copied())
    }
}

/// Where in the ring the search is that is `index` after the first.
fn place(first: u8, index: usize) -> usize {
    (usize::from(first) + index) % MOST_SEARCHES
}

fn most(budget: SearchBudget) -> usize {
    usize::try_from(budget.searches).unwrap_or(MOST_SEARCHES).min(MOST_SEARCHES)
}

fn window(budget: SearchBudget) -> u64 {
    u64::from(budget.minutes) * 60_000
}

/// The longest query that one search has listed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    longest: Typed,
    any: bool,
}

impl Listed {
    pub(super) const EMPTY: Self = Self { longest: Typed::EMPTY, any: false };

    /// Whether listing `query` belongs to the search that was already spent.
    pub(super) fn covers(&self, query: &Typed) -> bool {
        let (longest, query) = (self.longest.text(), query.text());
        self.any && (query.starts_with(longest) || longest.starts_with(query))
    }

    /// Notes that `query` was listed.
    pub(super) fn note(&mut self, query: &Typed) {
        if !self.any || !self.longest.text().starts_with(query.text()) {
            self.longest.copy_from(query);
            self.any = true;
        }
    }

    /// Forgets it, and overwrites it.
    pub(super) fn clear(&mut self) {
        self.longest.clear();
        self.any = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: SearchBudget = SearchBudget { searches: 3, minutes: 1 };

    #[test]
    fn the_window_slides() {
        let mut spent = Spent::EMPTY;
        assert!(spent.spend(BUDGET, 0) && spent.spend(BUDGET, 20_000) && spent.spend(BUDGET, 20_000));
        assert!(!spent.spend(BUDGET, 59_999));
        assert_eq!(spent.wait(BUDGET, 59_999), Some(1));
        assert_eq!(spent.wait(BUDGET, 60_000), None);
        assert!(spent.spend(BUDGET, 60_000));
        assert_eq!(spent.wait(BUDGET, 60_000), Some(20_000));
    }

    #[test]
    fn a_smaller_budget_counts_what_was_spent_under_a_larger_one() {
        let mut spent = Spent::EMPTY;
        assert!((0..3).all(|at| spent.spend(BUDGET, at * 1000)));
        let smaller = SearchBudget { searches: 1, ..BUDGET };
        assert_eq!(spent.wait(smaller, 2000), Some(60_000));
        assert_eq!(spent.wait(SearchBudget { searches: 0, ..BUDGET }, 500_000), Some(60_000));
    }

    #[test]
    fn a_huge_budget_keeps_its_memory_bounded() {
        let mut spent = Spent::EMPTY;
        let huge = SearchBudget { searches: u32::MAX, minutes: u32::MAX };
        assert_eq!((0..5000).filter(|at| spent.spend(huge, *at)).count(), 128);
        assert_eq!(spent.iter().count(), 128);
    }

    #[test]
    fn the_ring_goes_round() {
        let mut spent = Spent::EMPTY;
        let full = SearchBudget { searches: 128, minutes: 1 };
        for at in 0..1000 {
            assert!(spent.spend(full, at * 1000), "{at}");
        }
        assert!(spent.iter().eq((940..1000).map(|at| at * 1000)));
    }

    #[test]
    fn a_name_typed_and_corrected_is_one_search_or_two() {
        let mut listed = Listed::default();
        let mut searches = 0;
        for query in ["ma", "mar", "mart", "mar", "mari", "marie", "mari", "mar", "ma", "mb"] {
            let mut typed = Typed::default();
            assert!(typed.push(query, 64, |_| true));
            searches += usize::from(!listed.covers(&typed));
            listed.note(&typed);
        }
        // The first, the one that left `mart` for `mari`, and `mb`.
        assert_eq!(searches, 3);
    }
}
