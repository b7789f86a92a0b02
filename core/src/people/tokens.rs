//! A query's tokens, looked for in many records.

use crate::directory::fold::{Word, each_name_token, folded_letters_and_digits};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// The tokens of a query, prepared so that one look tells which of them begins a given text, and which of them a record's
/// texts have begun with so far.
pub(crate) struct TokenSet {
    // INVARIANT: sorted, and none begins another. So at most one begins a given text: the last that is not after it.
    tokens: Vec<String>,
    /// For each token, the round in which it was seen last.
    rounds: Vec<usize>,
    round: usize,
    /// The positions of those that were seen in this round.
    seen: Vec<usize>,
    word: Word,
}

impl TokenSet {
    pub(crate) fn new(mut sorted: Vec<String>) -> Self {
        sorted.sort_unstable();
        let mut tokens: Vec<String> = Vec::new();
        for token in sorted {
            match tokens.last_mut() {
                // Whatever begins with the longer one begins with the shorter one too.
                Some(shorter) if token.starts_with(shorter.as_str()) => *shorter = token,
                _ => tokens.push(token),
            }
        }
        Self { rounds: vec![0; tokens.len()], tokens, round: 0, seen: Vec::new(), word: Word::default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Goes on to the next record: no token was seen yet.
    pub(crate) fn begin(&mut self) {
        self.round += 1;
        self.seen.clear();
    }

    /// Whether each token begins some text of this record.
    pub(crate) fn are_all_seen(&self) -> bool {
        self.seen.len() == self.tokens.len()
    }

    /// Whether not all are seen with so many more.
    pub(crate) fn are_more_than(&self, more: usize) -> bool {
        self.seen.len() + more < self.tokens.len()
    }

    /// Looks at the words of a text.
    pub(crate) fn look_at_words(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut word = core::mem::take(&mut self.word);
        each_name_token(text, &mut word, |token| self.look_at(token));
        self.word = word;
    }

    /// Looks at a suite number, a plate or a car tag: at its words, and at the whole without its separators.
    pub(crate) fn look_at_number(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.look_at_words(text);
        self.look_at(&folded_letters_and_digits(text));
    }

    fn look_at(&mut self, text: &str) {
        let after = self.tokens.partition_point(|token| token.as_str() <= text);
        let Some(at) = after.checked_sub(1) else { return };
        if self.tokens.get(at).is_some_and(|token| text.starts_with(token.as_str())) {
            self.see(at);
        }
    }

    /// Takes a token for seen, by its position.
    pub(crate) fn see(&mut self, at: usize) {
        if let Some(round) = self.rounds.get_mut(at).filter(|round| **round != self.round) {
            *round = self.round;
            self.seen.push(at);
        }
    }

    /// The positions of the tokens that were seen of this record.
    pub(crate) fn seen(&self) -> &[usize] {
        &self.seen
    }
}
