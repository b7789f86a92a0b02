//! Searching the name index (SPEC 3.3 to 3.5).
//!
//! A query is looked up three times, best answers first: as whole tokens, as prefixes, and, when those are too few, with
//! typing errors. Each time the query token that the fewest entries hold leads, and an entry is looked at only while it
//! could still be among the hits. Nothing is allocated but the answer, unless a query or the settings are larger than
//! people make them.

use alloc::vec::Vec;
use core::ops::Range;

use super::best::{Best, Key};
use super::index::NameIndex;
use super::pairing::{self, Pairing};
use super::query::{Query, QueryToken};

/// What a building sets for the name search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameSearchSettings {
    /// `settings.nameQueryMin`: the fewest folded characters that are searched for.
    pub query_min: usize,
    /// `settings.resultLimit`: the most hits in an answer.
    pub limit: usize,
}

/// The answer to a name search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexSearch {
    /// The query is too short, or has no letter or digit: nothing was searched for (SPEC 3.3).
    TooShort,
    /// What was found.
    Found {
        /// The numbers of the entries that match, in the order of SPEC 3.5.
        hits: Vec<u32>,
        /// Whether others match too.
        more: bool,
    },
}

impl NameIndex {
    /// Finds the entries whose shown name matches the query (SPEC 3.3 to 3.5).
    ///
    /// `shown` says of an entry, by its number, whether it is in the directory now; others neither appear nor count.
    ///
    /// Entries of more than 32 tokens are found only as spelt, not with typing errors, so that hostile names and hostile
    /// queries together cannot make a search slow.
    #[must_use]
    pub fn search(
        &self,
        query: &str,
        settings: NameSearchSettings,
        shown: impl Fn(u32) -> bool,
    ) -> IndexSearch {
        let Some(query) = Query::read(query, self, settings.query_min) else {
            return IndexSearch::TooShort;
        };
        let mut tokens = query.tokens(self);
        // One more than the answer holds tells whether there are more.
        let best = Best::new(settings.limit.min(self.len()) + 1);
        let mut search = Search { index: self, tokens: &mut tokens, shown, best };
        search.as_spelt(Class::WHOLE, |token| (token.whole.clone(), token.times));
        search.as_spelt(Class::BEGUN, |token| (token.begun.clone(), token.nested));
        if search.best.keys().len() < settings.limit {
            search.misspelt();
        }
        let keys = search.best.keys();
        let hits = keys.iter().take(settings.limit).map(|key| self.entry(key.rank())).collect();
        IndexSearch::Found { hits, more: keys.len() > settings.limit }
    }
}

/// What is compared before the rank of an entry (SPEC 3.5).
struct Class;

impl Class {
    /// Every query token is a name token.
    const WHOLE: u32 = 0;
    /// Every query token begins a name token.
    const BEGUN: u32 = 1;

    fn misspelt(edits: u32) -> u32 {
        Self::BEGUN + edits
    }
}

/// One search under way.
struct Search<'s, Shown> {
    index: &'s NameIndex,
    tokens: &'s mut [QueryToken<'s>],
    shown: Shown,
    best: Best,
}

impl<Shown: Fn(u32) -> bool> Search<'_, Shown> {
    /// Collects the entries without typing errors.
    ///
    /// `demand` says of a query token in which range the name tokens are that it can pair with, and how many of those
    /// the query needs in all. Two such ranges are apart or one within the other; therefore, when every range holds as
    /// many as are needed, there is a pairing with different name tokens (Hall's theorem).
    fn as_spelt(&mut self, class: u32, demand: impl Fn(&QueryToken<'_>) -> (Range<usize>, usize)) {
        let index = self.index;
        let held = |token: &QueryToken<'_>| index.ranks(demand(token).0).len();
        let Some((lead, token)) = self.tokens.iter().enumerate().min_by_key(|(_, token)| held(token)) else {
            return;
        };
        for &rank in index.ranks(demand(token).0) {
            let key = Key::new(class, rank);
            if !self.best.takes(key) {
                continue;
            }
            let holds = |(number, token): (usize, &QueryToken<'_>)| {
                let (range, needed) = demand(token);
                // An entry that was found by a token holds it once.
                (number == lead && needed == 1) || count_in(&range, index.tokens_of(rank)) >= needed
            };
            if self.tokens.iter().enumerate().all(holds) && (self.shown)(index.entry(rank)) {
                self.best.offer(key);
            }
        }
    }

    /// Collects the entries with typing errors (SPEC 3.4).
    fn misspelt(&mut self) {
        let index = self.index;
        let forgiving = self.tokens.iter_mut().filter_map(|token| token.forgive(index).then_some(())).count();
        let rows = self.tokens.iter().map(|token| token.times).sum::<usize>();
        if forgiving == 0 || rows > pairing::MOST {
            return;
        }
        // The rarest token leads, and those that rule out most are tried first.
        if rows > 1 {
            self.tokens.iter_mut().for_each(|token| token.count_alike(index));
            self.tokens.sort_unstable_by_key(|token| token.held_alike);
        }
        let Some((lead, others)) = self.tokens.split_first() else { return };
        let mut pairing = Pairing::new();
        for number in lead.perhaps_alike(index) {
            let Some(edits) = lead.edits_to(index, number) else { continue };
            for &rank in index.ranks(number..number + 1) {
                if !self.best.takes(Key::new(Class::misspelt(1), rank)) {
                    continue;
                }
                let total = match rows {
                    1 => Some(edits),
                    _ => fewest_edits(index, (lead, number), others, rank, &mut pairing),
                };
                // Without an error it has been found already.
                if let Some(total @ 1..) = total {
                    let key = Key::new(Class::misspelt(total), rank);
                    if self.best.takes(key) && (self.shown)(index.entry(rank)) {
                        self.best.offer(key);
                    }
                }
            }
        }
    }
}

/// The fewest edits with which every query token pairs with a different token of an entry. It is worked out only for
/// `found_by`, the first of the entry's tokens that the leading query token is like, and so once for an entry.
fn fewest_edits(
    index: &NameIndex,
    (lead, found_by): (&QueryToken<'_>, usize),
    others: &[QueryToken<'_>],
    rank: u32,
    pairing: &mut Pairing,
) -> Option<u32> {
    let held = index.tokens_of(rank);
    if held.len() > pairing::MOST {
        return None;
    }
    pairing.start(held.len());
    for token in others {
        pairing.add(token.times, held.iter().map(|number| token.edits_to(index, *number as usize)))?;
    }
    let first = pairing.add(lead.times, held.iter().map(|number| lead.edits_to(index, *number as usize)))?;
    if held.get(first).is_none_or(|number| *number as usize != found_by) {
        return None;
    }
    pairing.fewest_edits()
}

/// How many of an entry's tokens, which ascend, are in a range.
fn count_in(range: &Range<usize>, tokens: &[u32]) -> usize {
    let before = |bound: usize| tokens.partition_point(|token| (*token as usize) < bound);
    before(range.end) - before(range.start)
}

#[cfg(test)]
mod tests;
