//! Searching the name index (SPEC 3.3 to 3.5).
//!
//! A query is looked up three times, best answers first: as whole tokens, as prefixes, and, when those are too few, with
//! typing errors. Each time the query token leads that the fewest entries can hold, as far as one can tell at once, and an
//! entry is looked at only while it could still be among the hits. The names are read where they lie, in memory or in an image; nothing is allocated.

use alloc::vec::Vec;
use core::ops::Range;

use super::best::Best;
use super::index::NameIndex;
use super::names::Names;
use super::pairing::{self, Pairing};
use super::query::{Chance, Query, QueryToken};
use super::sort::sort;
use crate::packed::Column;

use super::best::Key;

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

/// The answer to a search of [`Names`]; the hits themselves are in the caller's buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hits {
    /// The query is too short, or has no letter or digit: nothing was searched for (SPEC 3.3).
    TooShort,
    /// What was found.
    Found {
        /// How many ranks were written, in the order of SPEC 3.5.
        count: usize,
        /// Whether others match too: beyond the limit, or beyond what there was room for.
        more: bool,
    },
}

/// Keys of room that a search for `hits` hits takes.
pub(crate) const fn room_for(hits: usize) -> usize {
    // One more than the answer holds tells whether there are more.
    hits.saturating_add(1)
}

impl NameIndex {
    /// Finds the entries whose shown name matches the query (SPEC 3.3 to 3.5).
    ///
    /// `shown` says of an entry, by its number, whether it is in the directory now; others neither appear nor count.
    ///
    /// By a query of several words, entries of more than 32 tokens are found only as spelt, not with typing errors, so that
    /// hostile names and hostile queries together cannot make a search slow.
    #[must_use]
    pub fn search(
        &self,
        query: &str,
        settings: NameSearchSettings,
        shown: impl Fn(u32) -> bool,
    ) -> IndexSearch {
        let limit = settings.limit.min(self.len());
        // As many hits as a page of a console holds, and queries as people type them, take no memory but the answer.
        if limit <= PAGE {
            let mut room = SearchRoom::<{ room_for(PAGE) }>::new();
            let found = self.search_in(query, settings, &shown, &mut room.lend(), &mut [0; PAGE]);
            if let Some(found) = found {
                return found;
            }
        }
        // No character folds to more bytes than these.
        let bytes = query.len().saturating_mul(LARGEST_FOLD).min(self.longest_query());
        let (mut text, mut ends) = (alloc::vec![0; bytes], alloc::vec![0; self.most_tokens() + 1]);
        let mut keys = alloc::vec![Key::default(); room_for(limit)];
        let mut room = Room { text: &mut text, token_ends: &mut ends, keys: &mut keys };
        let found = self.search_in(query, settings, &shown, &mut room, &mut alloc::vec![0; limit]);
        // What is larger than this room is larger than every name.
        found.unwrap_or(IndexSearch::Found { hits: Vec::new(), more: false })
    }

    /// None when the query is larger than the room.
    fn search_in(
        &self,
        query: &str,
        settings: NameSearchSettings,
        shown: &dyn Fn(u32) -> bool,
        room: &mut Room<'_>,
        hits: &mut [u32],
    ) -> Option<IndexSearch> {
        let shown = |rank| shown(self.entry(rank));
        let found = self.names().search_in(query, settings, &shown, room, hits)?;
        let Hits::Found { count, more } = found else { return Some(IndexSearch::TooShort) };
        let hits = hits.iter().take(count).map(|rank| self.entry(*rank)).collect();
        Some(IndexSearch::Found { hits, more })
    }
}

/// Hits of a page of a console.
const PAGE: usize = 32;
/// Bytes to which one byte of a text folds at the most.
const LARGEST_FOLD: usize = 16;

/// Working memory for a search of as many hits as `KEYS` keys are [`room_for`], of queries with at most 32 tokens and 1,024
/// folded bytes; a query that is larger finds nothing in it.
#[derive(Clone, Debug)]
pub(crate) struct SearchRoom<const KEYS: usize> {
    text: [u8; 1024],
    token_ends: [u32; pairing::MOST],
    keys: [Key; KEYS],
}

impl<const KEYS: usize> SearchRoom<KEYS> {
    /// Working memory.
    pub(crate) const fn new() -> Self {
        Self { text: [0; 1024], token_ends: [0; pairing::MOST], keys: [Key::ZERO; KEYS] }
    }

    fn lend(&mut self) -> Room<'_> {
        Room { text: &mut self.text, token_ends: &mut self.token_ends, keys: &mut self.keys }
    }
}

impl<const KEYS: usize> Default for SearchRoom<KEYS> {
    fn default() -> Self {
        Self::new()
    }
}

/// Working memory of any size.
struct Room<'r> {
    text: &'r mut [u8],
    token_ends: &'r mut [u32],
    keys: &'r mut [Key],
}

impl<T: Column> Names<'_, T> {
    /// Finds the entries whose shown name matches the query (SPEC 3.3 to 3.5), and writes their ranks to `hits`: as many as
    /// `settings.limit` and the buffer allow. Nothing is allocated.
    ///
    /// `shown` says of an entry, by its rank, whether it is in the directory now; others neither appear nor count.
    pub(crate) fn search<const KEYS: usize>(
        &self,
        query: &str,
        settings: NameSearchSettings,
        shown: &dyn Fn(u32) -> bool,
        room: &mut SearchRoom<KEYS>,
        hits: &mut [u32],
    ) -> Hits {
        let found = self.search_in(query, settings, shown, &mut room.lend(), hits);
        found.unwrap_or(Hits::Found { count: 0, more: false })
    }

    /// None when the query is larger than the room.
    fn search_in(
        &self,
        query: &str,
        settings: NameSearchSettings,
        shown: &dyn Fn(u32) -> bool,
        room: &mut Room<'_>,
        hits: &mut [u32],
    ) -> Option<Hits> {
        let Room { text, token_ends, keys } = room;
        let Some(query) = Query::read(query, self, settings.query_min, (text, token_ends)) else {
            return Some(Hits::TooShort);
        };
        match query.chance {
            Chance::Some => {}
            Chance::None => return Some(Hits::Found { count: 0, more: false }),
            Chance::Unknown => return None,
        }
        if query.tokens() <= pairing::MOST {
            let mut tokens = [const { QueryToken::NONE }; pairing::MOST];
            return Some(self.search_for(query.look_up(self, &mut tokens), settings, shown, keys, hits));
        }
        let mut tokens = alloc::vec![QueryToken::NONE; query.tokens()];
        Some(self.search_for(query.look_up(self, &mut tokens), settings, shown, keys, hits))
    }

    fn search_for(
        &self,
        tokens: &mut [QueryToken<'_>],
        settings: NameSearchSettings,
        shown: &dyn Fn(u32) -> bool,
        keys: &mut [Key],
        hits: &mut [u32],
    ) -> Hits {
        let limit = settings.limit.min(hits.len());
        let mut search =
            Search { names: self, tokens, shown, best: Best::new(limit.saturating_add(1), keys) };
        search.as_spelt(Class::WHOLE, &|token| (token.whole.clone(), token.times));
        search.as_spelt(Class::BEGUN, &|token| (token.begun.clone(), token.nested));
        if search.best.keys().len() < settings.limit {
            search.misspelt();
        }
        let keys = search.best.keys();
        hits.iter_mut().zip(keys).take(limit).for_each(|(hit, key)| *hit = key.rank());
        Hits::Found { count: keys.len().min(limit), more: keys.len() > limit }
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
struct Search<'s, 'q, T> {
    names: &'s Names<'s, T>,
    tokens: &'s mut [QueryToken<'q>],
    shown: &'s dyn Fn(u32) -> bool,
    best: Best<'s>,
}

impl<T: Column> Search<'_, '_, T> {
    /// Collects the entries without typing errors.
    ///
    /// `demand` says of a query token in which range the name tokens are that it can pair with, and how many of those
    /// the query needs in all. Two such ranges are apart or one within the other; therefore, when every range holds as
    /// many as are needed, there is a pairing with different name tokens (Hall's theorem).
    fn as_spelt(&mut self, class: u32, demand: &dyn Fn(&QueryToken<'_>) -> (Range<usize>, usize)) {
        let index = self.names;
        let held = |token: &QueryToken<'_>| index.ranks(demand(token).0).len();
        let Some((lead, token)) = self.tokens.iter().enumerate().min_by_key(|(_, token)| held(token)) else {
            return;
        };
        let ranks = index.ranks(demand(token).0);
        let mut next = 0;
        while let Some((place, rank)) = self.first_taken(ranks, next, class) {
            next = place + 1;
            let holds = |(number, token): (usize, &QueryToken<'_>)| {
                let (range, needed) = demand(token);
                // An entry that was found by a token holds it once.
                (number == lead && needed == 1) || count_in(&range, index.tokens_of(rank)) >= needed
            };
            if self.tokens.iter().enumerate().all(holds) && (self.shown)(rank) {
                self.best.offer(Key::new(class, rank));
            }
        }
    }

    /// The first rank, from a place on, that would be among the hits as one of that class.
    fn first_taken(&self, ranks: T, from: usize, class: u32) -> Option<(usize, u32)> {
        let bound = self.best.bound(class);
        ranks.find(from, |rank| rank < bound)
    }

    /// Collects the entries with typing errors (SPEC 3.4).
    fn misspelt(&mut self) {
        let index = self.names;
        let forgiving = self.tokens.iter_mut().filter_map(|token| token.forgive(index).then_some(())).count();
        let rows = self.tokens.iter().map(|token| token.times).sum::<usize>();
        if forgiving == 0 || rows > pairing::MOST {
            return;
        }
        // The token that the fewest entries may hold leads, and those that rule out most are tried first.
        sort(self.tokens, |one, other| one.held_alike(index) < other.held_alike(index));
        let Some((lead, others)) = self.tokens.split_first() else { return };
        let mut pairing = None;
        let mut next_token = lead.alike.start;
        while let Some(number) = lead.next_alike(index, next_token) {
            next_token = number + 1;
            // Looked at as late as can be: most entries are ruled out by less.
            let mut edits = None;
            let ranks = index.ranks(number..number + 1);
            let mut next = 0;
            while let Some((place, rank)) = self.first_taken(ranks, next, Class::misspelt(1)) {
                next = place + 1;
                if rows > 1 && !may_pair(index, others, rank) {
                    continue;
                }
                let Some(edits) = *edits.get_or_insert_with(|| lead.edits_to(index, number)) else { break };
                let total = match rows {
                    1 => Some(edits),
                    _ => {
                        let pairing = pairing.get_or_insert_with(Pairing::new);
                        fewest_edits(index, (lead, number), others, rank, pairing)
                    }
                };
                // Without an error it has been found already.
                if let Some(total @ 1..) = total {
                    let key = Key::new(Class::misspelt(total), rank);
                    if self.best.takes(key) && (self.shown)(rank) {
                        self.best.offer(key);
                    }
                }
            }
        }
    }
}

/// Whether an entry may hold all these query tokens. One with more tokens than can be paired is not even looked at, so that
/// hostile names take no time.
fn may_pair<T: Column>(index: &Names<'_, T>, others: &[QueryToken<'_>], rank: u32) -> bool {
    let held = index.tokens_of(rank);
    held.len() <= pairing::MOST && others.iter().all(|token| token.may_be_held(index, held))
}

/// The fewest edits with which every query token pairs with a different token of an entry. It is worked out only for
/// `found_by`, the first of the entry's tokens that the leading query token is like, and so once for an entry.
fn fewest_edits<T: Column>(
    index: &Names<'_, T>,
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
        pairing.add(token.times, held.iter().map(|number| token.edits_to(index, number as usize)))?;
    }
    let first = pairing.add(lead.times, held.iter().map(|number| lead.edits_to(index, number as usize)))?;
    if held.get(first).is_none_or(|number| number as usize != found_by) {
        return None;
    }
    pairing.fewest_edits()
}

/// How many of an entry's tokens, which ascend, are in a range.
fn count_in(range: &Range<usize>, tokens: impl Column) -> usize {
    tokens.below(range.end as u32) - tokens.below(range.start as u32)
}

#[cfg(test)]
mod tests;
