//! Reading a query for the name search (SPEC 3.2, 3.3).

use core::ops::{ControlFlow, Range};

use super::edits::edits_to_prefix;
use super::fold::{each_query_char, folded_weight};
use super::index::letters;
use super::names::Names;
use super::sort::sort;
use crate::packed::Column;

/// The folded tokens of a query that is long enough, in room that the caller lends.
pub(super) struct Query<'r> {
    // INVARIANT: UTF-8 up to the last of the ends.
    text: &'r mut [u8],
    // INVARIANT: ascending, character boundaries of `text`.
    token_ends: &'r mut [u32],
    tokens: usize,
    pub(super) chance: Chance,
}

/// Whether something may match a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chance {
    Some,
    /// It has more tokens or letters than anything that could be found.
    None,
    /// It was not read to its end, because it is larger than its room.
    Unknown,
}

/// A query token, looked up.
#[derive(Debug, Clone)]
pub(super) struct QueryToken<'q> {
    pub(super) text: &'q str,
    /// How often the query holds it.
    pub(super) times: usize,
    /// How many of the query's tokens begin with it, itself included.
    pub(super) nested: usize,
    /// The name token that is it: one or none.
    pub(super) whole: Range<usize>,
    /// The name tokens that begin with it.
    pub(super) begun: Range<usize>,
    /// The name tokens that it may be a misspelling of: those with its first character. Known once it is asked for.
    pub(super) alike: Range<usize>,
    /// How many characters it has.
    length: usize,
    /// Its [`letters`].
    letters: u32,
    /// How many typing errors it may have (SPEC 3.4).
    budget: u32,
}

impl<'r> Query<'r> {
    /// Reads a query, and of a long one no more than it takes to know that nothing matches it. None when it is too short
    /// (SPEC 3.3).
    pub(super) fn read<T: Column>(
        query: &str,
        names: &Names<'_, T>,
        query_min: usize,
        (text, token_ends): (&'r mut [u8], &'r mut [u32]),
    ) -> Option<Self> {
        let mut read = Self { text, token_ends, tokens: 0, chance: Chance::Some };
        let mut weight: usize = 0;
        let (mut token_start, mut end) = (0, 0);
        let mut any_token = false;
        // With room for what typing errors may add.
        let longest = names.longest_token + 2 * char::MAX_LEN_UTF8;
        each_query_char(query, |c| {
            match c {
                Some(c) => {
                    any_token = true;
                    weight = weight.saturating_add(folded_weight(c));
                    if read.chance == Chance::Some {
                        let after = end + c.len_utf8();
                        match read.text.get_mut(end..after) {
                            Some(place) => _ = c.encode_utf8(place),
                            None => read.chance = Chance::Unknown,
                        }
                        end = after;
                        if end - token_start > longest {
                            read.chance = Chance::None;
                        }
                    }
                }
                None if read.chance == Chance::Some => {
                    read.end_token(end, names.most_tokens);
                    token_start = end;
                }
                None => {}
            }
            if read.chance != Chance::Some && weight >= query_min {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        if any_token && weight >= query_min { Some(read) } else { None }
    }

    fn end_token(&mut self, end: usize, most_tokens: usize) {
        match (self.token_ends.get_mut(self.tokens), u32::try_from(end)) {
            (Some(place), Ok(end)) => *place = end,
            _ => self.chance = Chance::Unknown,
        }
        self.tokens += 1;
        if self.tokens > most_tokens {
            self.chance = Chance::None;
        }
    }

    /// How many tokens it has, equal ones included.
    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Looks up the different tokens, in order, and answers with them, in room for as many as the query has.
    pub(super) fn look_up<'t, 'q, T: Column>(
        &'q self,
        names: &Names<'_, T>,
        room: &'t mut [QueryToken<'q>],
    ) -> &'t mut [QueryToken<'q>] {
        let mut start = 0;
        for (&end, place) in self.token_ends.iter().take(self.tokens).zip(&mut *room) {
            let bytes = self.text.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            *place = QueryToken { text: core::str::from_utf8(bytes).unwrap_or_default(), ..QueryToken::NONE };
        }
        let all = room.get_mut(..self.tokens).unwrap_or_default();
        sort(all, |one, other| one.text < other.text);
        let mut kept = 0;
        let mut next = 0;
        while let Some(text) = all.get(next).map(|token| token.text) {
            let rest = all.get(next..).unwrap_or_default();
            let times = rest.iter().take_while(|other| other.text == text).count();
            let nested = rest.iter().take_while(|other| other.text.starts_with(text)).count();
            if let Some(place) = all.get_mut(kept) {
                *place = QueryToken::look_up(text, times, nested, names);
            }
            kept += 1;
            next += times;
        }
        all.get_mut(..kept).unwrap_or_default()
    }
}

impl<'q> QueryToken<'q> {
    /// No token yet.
    pub(super) const NONE: Self = Self {
        text: "",
        times: 0,
        nested: 0,
        whole: 0..0,
        begun: 0..0,
        alike: 0..0,
        length: 0,
        letters: 0,
        budget: 0,
    };

    fn look_up<T: Column>(text: &'q str, times: usize, nested: usize, names: &Names<'_, T>) -> Self {
        let begun = names.tokens_with_prefix(text);
        let is_token = names.token(begun.start) == text.as_bytes();
        let whole = begun.start..begun.start + usize::from(is_token);
        let length = text.chars().count();
        let budget = match length {
            ..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        Self {
            text,
            times,
            nested,
            whole,
            alike: begun.clone(),
            begun,
            length,
            letters: letters(text, names.letter_bits),
            budget,
        }
    }

    /// Looks up what it may be a misspelling of; before this it may be of nothing. Whether that makes a difference.
    pub(super) fn forgive<T: Column>(&mut self, names: &Names<'_, T>) -> bool {
        if self.budget > 0 {
            let first = self.text.chars().next().map_or(0, char::len_utf8);
            self.alike = names.tokens_with_prefix(self.text.get(..first).unwrap_or_default());
        }
        self.budget > 0
    }

    /// How many entries hold a token that it may be a misspelling of, one with several such tokens several times.
    pub(super) fn held_alike<T: Column>(&self, names: &Names<'_, T>) -> usize {
        names.ranks(self.alike.clone()).len()
    }

    /// The first name token, from a number on, that it may be, misspelt, the beginning of; some turn out to be too far away.
    pub(super) fn next_alike<T: Column>(&self, names: &Names<'_, T>, from: usize) -> Option<usize> {
        names.token_with_letters(from..self.alike.end, |letters| self.may_be_alike(letters))
    }

    /// Whether one of these name tokens may begin with it, misspelt.
    pub(super) fn may_be_held<T: Column>(&self, names: &Names<'_, T>, held: T) -> bool {
        held.find(0, |number| self.may_be(names, number as usize)).is_some()
    }

    #[inline]
    fn may_be<T: Column>(&self, names: &Names<'_, T>, number: usize) -> bool {
        self.alike.contains(&number) && self.may_be_alike(names.letters_of(number))
    }

    /// The edits that it is away from being a prefix of a name token, if there are no more than it may have.
    pub(super) fn edits_to<T: Column>(&self, names: &Names<'_, T>, number: usize) -> Option<u32> {
        if self.begun.contains(&number) {
            return Some(0);
        }
        if !self.may_be(names, number) {
            return None;
        }
        let token = names.token(number);
        // Every character that the name token is shorter by is an edit, and it has no more characters than bytes.
        if token.len() + (self.budget as usize) < self.length {
            return None;
        }
        edits_to_prefix(self.text.as_bytes(), token, self.budget)
    }

    /// Every letter that the name token lacks is an edit of its own.
    #[inline(always)]
    fn may_be_alike(&self, letters: u32) -> bool {
        (self.letters & !letters).count_ones() <= self.budget
    }
}
