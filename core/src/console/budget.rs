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

use crate::document::SearchBudget;
use alloc::collections::VecDeque;
use alloc::string::String;

/// A larger budget than this counts as this, so that the memory for it is bounded.
const MOST_SEARCHES: u32 = 1000;

/// When the last searches were made, in milliseconds of running time.
#[derive(Clone, Debug, Default)]
pub(super) struct Spent {
    at: VecDeque<u64>,
}

impl Spent {
    /// Spends one search when the budget has one left, and says whether it had.
    pub(super) fn spend(&mut self, budget: SearchBudget, now: u64) -> bool {
        self.drop_before(budget, now);
        if self.at.len() >= most(budget) {
            return false;
        }
        self.at.push_back(now);
        true
    }

    /// Milliseconds until a search is left; `None` when one is.
    pub(super) fn wait(&self, budget: SearchBudget, now: u64) -> Option<u64> {
        let counted = self.at.iter().filter(|at| now.saturating_sub(**at) < window(budget));
        if most(budget) == 0 {
            return Some(window(budget).max(1));
        }
        let over = counted.clone().count().checked_sub(most(budget))?;
        let frees = counted.clone().nth(over)?.saturating_add(window(budget));
        Some(frees.saturating_sub(now))
    }

    fn drop_before(&mut self, budget: SearchBudget, now: u64) {
        while self.at.front().is_some_and(|at| now.saturating_sub(*at) >= window(budget)) {
            self.at.pop_front();
        }
    }
}

fn most(budget: SearchBudget) -> usize {
    budget.searches.min(MOST_SEARCHES) as usize
}

fn window(budget: SearchBudget) -> u64 {
    u64::from(budget.minutes) * 60_000
}

/// The longest query that one search has listed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed(Option<String>);

impl Listed {
    /// Whether listing `query` belongs to the search that was already spent.
    pub(super) fn covers(&self, query: &str) -> bool {
        self.0.as_deref().is_some_and(|longest| query.starts_with(longest) || longest.starts_with(query))
    }

    /// Notes that `query` was listed.
    pub(super) fn note(&mut self, query: &str) {
        if !self.0.as_deref().is_some_and(|longest| longest.starts_with(query)) {
            self.0 = Some(query.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: SearchBudget = SearchBudget { searches: 3, minutes: 1 };

    #[test]
    fn the_window_slides() {
        let mut spent = Spent::default();
        assert!(spent.spend(BUDGET, 0) && spent.spend(BUDGET, 20_000) && spent.spend(BUDGET, 20_000));
        assert!(!spent.spend(BUDGET, 59_999));
        assert_eq!(spent.wait(BUDGET, 59_999), Some(1));
        assert_eq!(spent.wait(BUDGET, 60_000), None);
        assert!(spent.spend(BUDGET, 60_000));
        assert_eq!(spent.wait(BUDGET, 60_000), Some(20_000));
    }

    #[test]
    fn a_smaller_budget_counts_what_was_spent_under_a_larger_one() {
        let mut spent = Spent::default();
        assert!((0..3).all(|at| spent.spend(BUDGET, at * 1000)));
        let smaller = SearchBudget { searches: 1, ..BUDGET };
        assert_eq!(spent.wait(smaller, 2000), Some(60_000));
        assert_eq!(spent.wait(SearchBudget { searches: 0, ..BUDGET }, 500_000), Some(60_000));
    }

    #[test]
    fn a_huge_budget_keeps_its_memory_bounded() {
        let mut spent = Spent::default();
        let huge = SearchBudget { searches: u32::MAX, minutes: u32::MAX };
        assert_eq!((0..5000).filter(|at| spent.spend(huge, *at)).count(), 1000);
        assert_eq!(spent.at.len(), 1000);
    }

    #[test]
    fn a_name_typed_and_corrected_is_one_search_or_two() {
        let mut listed = Listed::default();
        let mut searches = 0;
        for query in ["ma", "mar", "mart", "mar", "mari", "marie", "mari", "mar", "ma", "mb"] {
            searches += usize::from(!listed.covers(query));
            listed.note(query);
        }
        // The first, the one that left `mart` for `mari`, and `mb`.
        assert_eq!(searches, 3);
    }
}
