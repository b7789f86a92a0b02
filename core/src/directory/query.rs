//! Reading a query for the name search (SPEC 3.2, 3.3).

use core::ops::{ControlFlow, Range};

use tinyvec::TinyVec;

use super::edits::edits_to_prefix;
use super::fold::{each_query_char, folded_weight};
use super::index::{NameIndex, letters};

/// The folded tokens of a query that is long enough.
pub(super) struct Query {
    text: TinyVec<[u8; 128]>,
    // INVARIANT: ascending, character boundaries of `text`, the last one its end.
    token_ends: TinyVec<[usize; 8]>,
}

/// A query token, looked up.
#[derive(Debug, Clone, Default)]
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
    alike: Range<usize>,
    /// About how many entries hold one of those. Known once it is asked for.
    pub(super) held_alike: usize,
    /// Its [`letters`].
    letters: u32,
    /// How many typing errors it may have (SPEC 3.4).
    budget: u32,
}

impl Query {
    /// Reads a query, and of a long one no more than it takes to know that nothing matches it. None when it is too short
    /// (SPEC 3.3).
    pub(super) fn read(query: &str, index: &NameIndex, query_min: usize) -> Option<Self> {
        let mut read = Self { text: TinyVec::new(), token_ends: TinyVec::new() };
        let mut weight: usize = 0;
        let mut token_start = 0;
        // With room for what typing errors may add.
        let longest = index.longest_token() + 2 * char::MAX_LEN_UTF8;
        each_query_char(query, |c| {
            let hopeless =
                read.text.len() - token_start > longest || read.token_ends.len() > index.most_tokens();
            match c {
                Some(c) => {
                    weight = weight.saturating_add(folded_weight(c));
                    if !hopeless {
                        read.text.extend_from_slice(c.encode_utf8(&mut [0; char::MAX_LEN_UTF8]).as_bytes());
                    }
                }
                None if !hopeless => {
                    token_start = read.text.len();
                    read.token_ends.push(token_start);
                }
                None => {}
            }
            if hopeless && weight >= query_min { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if read.text.len() > token_start {
            read.token_ends.push(read.text.len());
        }
        let too_short = read.token_ends.is_empty() || weight < query_min;
        if too_short { None } else { Some(read) }
    }

    /// The different tokens, in order, each looked up in the index.
    pub(super) fn tokens(&self, index: &NameIndex) -> TinyVec<[QueryToken<'_>; 8]> {
        let text = core::str::from_utf8(&self.text).unwrap_or_default();
        let mut tokens = TinyVec::<[&str; 8]>::new();
        let mut start = 0;
        for &end in &self.token_ends {
            tokens.push(text.get(start..end).unwrap_or_default());
            start = end;
        }
        tokens.sort_unstable();
        let mut looked_up = TinyVec::new();
        let mut rest: &[&str] = &tokens;
        while let Some(&token) = rest.first() {
            let times = rest.iter().take_while(|other| **other == token).count();
            let nested = rest.iter().take_while(|other| other.starts_with(token)).count();
            looked_up.push(QueryToken::look_up(token, times, nested, index));
            rest = rest.get(times..).unwrap_or_default();
        }
        looked_up
    }
}

impl<'q> QueryToken<'q> {
    fn look_up(text: &'q str, times: usize, nested: usize, index: &NameIndex) -> Self {
        let begun = index.tokens_with_prefix(text);
        let is_token = index.token(begun.start) == text;
        let whole = begun.start..begun.start + usize::from(is_token);
        let budget = match text.chars().count() {
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
            held_alike: 0,
            begun,
            letters: letters(text),
            budget,
        }
    }

    /// Looks up what it may be a misspelling of; before this it may be of nothing. Whether that makes a difference.
    pub(super) fn forgive(&mut self, index: &NameIndex) -> bool {
        if self.budget > 0 {
            let first = self.text.chars().next().map_or(0, char::len_utf8);
            self.alike = index.tokens_with_prefix(self.text.get(..first).unwrap_or_default());
        }
        self.budget > 0
    }

    /// Counts the entries that may hold what it is a misspelling of.
    pub(super) fn count_alike(&mut self, index: &NameIndex) {
        self.held_alike = self.perhaps_alike(index).map(|number| index.ranks(number..number + 1).len()).sum();
    }

    /// The name tokens that it may be, misspelt, the beginning of, ascending; some turn out to be too far away.
    pub(super) fn perhaps_alike(&self, index: &NameIndex) -> impl Iterator<Item = usize> {
        let letters = index.letters(self.alike.clone()).iter();
        letters
            .zip(self.alike.clone())
            .filter(|(letters, _)| self.may_be_alike(**letters))
            .map(|(_, number)| number)
    }

    /// The edits that it is away from being a prefix of a name token, if there are no more than it may have.
    pub(super) fn edits_to(&self, index: &NameIndex, number: usize) -> Option<u32> {
        if self.begun.contains(&number) {
            return Some(0);
        }
        if !self.alike.contains(&number) || !self.may_be_alike(index.letters_of(number)) {
            return None;
        }
        edits_to_prefix(self.text, index.token(number), self.budget)
    }

    /// Every letter that the name token lacks is an edit of its own.
    fn may_be_alike(&self, letters: u32) -> bool {
        let without_one = |letters: u32| letters & letters.wrapping_sub(1);
        let lacking = self.letters & !letters;
        match self.budget {
            0 => lacking == 0,
            1 => without_one(lacking) == 0,
            _ => without_one(without_one(lacking)) == 0,
        }
    }
}
