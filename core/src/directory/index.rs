//! The name index: every folded token of the shown names once, in order, with the entries that hold it (SPEC 3.2, 3.5).
//!
//! Entries are kept by their **rank**, the place that SPEC 3.5 gives them among equally good hits, so that the answers to
//! a query are sorted by comparing two numbers. Tokens are numbered in the order of their text, so that all that begin
//! with a prefix are one range of numbers, and the ranks of the entries that hold them one slice.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

use super::fold::{Word, each_name_token, push_folded_words};

/// The shown names of a directory, ready to be searched (SPEC 3.2 to 3.5).
///
/// It answers with the numbers of the entries as they were given, and holds no name, only folded tokens. Who is in the
/// directory *now* is said with every search, so that one index serves while people move in and out.
///
/// More than four gigabytes of names do not fit: what lies beyond is not found.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    /// The distinct tokens, one after the other, in ascending order.
    text: String,
    // INVARIANT: ends with a sentinel, whose starts are the ends of `text` and `postings`.
    tokens: Vec<Token>,
    /// For each token its [`letters`], apart from the rest because they are scanned by the thousand.
    letters: Vec<u32>,
    /// For each token the ranks of the entries that hold it, ascending, each once.
    postings: Vec<u32>,
    // INVARIANT: ends with a sentinel, whose start is the end of `entry_tokens`.
    entries: Vec<Entry>,
    /// For each entry, by rank, the numbers of its tokens, ascending; a token that it holds twice stands twice.
    entry_tokens: Vec<u32>,
    longest_token: usize,
    most_tokens: usize,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    text_start: u32,
    postings_start: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u32,
    tokens_start: u32,
}

impl NameIndex {
    /// Indexes entries, each a shown name and a directory code; the first is entry 0.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let entries: Vec<_> = entries.into_iter().collect();
        let mut read = ReadTokens::of(&entries);
        let mut index = Self::default();
        index.place_entries(&rank(&entries), &mut read);
        read.sort();
        index.number_tokens(&read);
        index
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len().saturating_sub(1)
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that the index holds on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.text.capacity()
            + size_of::<Token>() * self.tokens.capacity()
            + size_of::<Entry>() * self.entries.capacity()
            + size_of::<u32>()
                * (self.letters.capacity() + self.postings.capacity() + self.entry_tokens.capacity())
    }

    /// The bytes of the longest token.
    pub(super) fn longest_token(&self) -> usize {
        self.longest_token
    }

    /// How many tokens the entry with the most tokens has.
    pub(super) fn most_tokens(&self) -> usize {
        self.most_tokens
    }

    /// The tokens that begin with `prefix`.
    pub(super) fn tokens_with_prefix(&self, prefix: &str) -> Range<usize> {
        let start = self.tokens_before(0..self.letters.len(), |text| text < prefix);
        // Most prefixes have few tokens, so the end is sought near the start first.
        let (mut near, mut step) = (start, 8);
        while near + step < self.letters.len() && self.token(near + step).starts_with(prefix) {
            near += step;
            step *= 2;
        }
        let far = (near + step).min(self.letters.len());
        start..self.tokens_before(near..far, |text| text.starts_with(prefix))
    }

    /// The end of those tokens of a range, sorted by it, for which `belongs` holds.
    fn tokens_before(&self, range: Range<usize>, belongs: impl Fn(&str) -> bool) -> usize {
        let Range { mut start, mut end } = range;
        while start < end {
            let middle = start.midpoint(end);
            if belongs(self.token(middle)) { start = middle + 1 } else { end = middle }
        }
        start
    }

    /// The text of a token; empty when there is no such token.
    pub(super) fn token(&self, number: usize) -> &str {
        let start = self.tokens.get(number).map_or(0, |token| token.text_start);
        let end = self.tokens.get(number + 1).map_or(0, |token| token.text_start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The [`letters`] of the tokens in a range.
    pub(super) fn letters(&self, tokens: Range<usize>) -> &[u32] {
        self.letters.get(tokens).unwrap_or_default()
    }

    /// The [`letters`] of one token.
    pub(super) fn letters_of(&self, number: usize) -> u32 {
        self.letters.get(number).copied().unwrap_or_default()
    }

    /// The ranks of the entries that hold a token of the range; one that holds several stands several times.
    pub(super) fn ranks(&self, tokens: Range<usize>) -> &[u32] {
        let start = |number: usize| self.tokens.get(number).map_or(0, |token| token.postings_start as usize);
        self.postings.get(start(tokens.start)..start(tokens.end)).unwrap_or_default()
    }

    /// The tokens of the entry with that rank, ascending.
    pub(super) fn tokens_of(&self, rank: u32) -> &[u32] {
        let start = |rank: usize| self.entries.get(rank).map_or(0, |entry| entry.tokens_start as usize);
        self.entry_tokens.get(start(rank as usize)..start(rank as usize + 1)).unwrap_or_default()
    }

    /// The number of the entry with that rank.
    pub(super) fn entry(&self, rank: u32) -> u32 {
        self.entries.get(rank as usize).map_or(u32::MAX, |entry| entry.number)
    }

    /// Puts the entries in order, makes room for their tokens, and gives the tokens that were read their entry's rank.
    fn place_entries(&mut self, ranked: &[u32], read: &mut ReadTokens) {
        let mut ranks = alloc::vec![0; ranked.len()];
        let mut tokens_start = 0;
        self.entries.reserve_exact(ranked.len() + 1);
        for (&number, rank) in ranked.iter().zip(0..) {
            self.entries.push(Entry { number, tokens_start: as_u32(tokens_start) });
            let count = read.counts.get(number as usize).copied().unwrap_or(0);
            tokens_start += count;
            self.most_tokens = self.most_tokens.max(count);
            if let Some(place) = ranks.get_mut(number as usize) {
                *place = rank;
            }
        }
        self.entries.push(Entry { number: u32::MAX, tokens_start: as_u32(tokens_start) });
        self.entry_tokens = alloc::vec![0; tokens_start];
        for occurrence in &mut read.occurrences {
            occurrence.rank = ranks.get(occurrence.entry as usize).copied().unwrap_or(u32::MAX);
        }
    }

    /// Numbers the tokens, which come in order, and notes who holds them.
    fn number_tokens(&mut self, read: &ReadTokens) {
        // Where the next token of each entry goes.
        let mut next: Vec<u32> = self.entries.iter().map(|entry| entry.tokens_start).collect();
        let mut last = None;
        for occurrence in &read.occurrences {
            let token = read.text_of(occurrence);
            if last.is_none_or(|(text, _)| text != token) {
                self.tokens.push(self.end());
                self.text.push_str(token);
                self.letters.push(letters(token));
                self.longest_token = self.longest_token.max(token.len());
            }
            if last != Some((token, occurrence.rank)) {
                self.postings.push(occurrence.rank);
            }
            last = Some((token, occurrence.rank));
            if let Some(place) = next.get_mut(occurrence.rank as usize) {
                if let Some(number) = self.entry_tokens.get_mut(*place as usize) {
                    *number = as_u32(self.letters.len() - 1);
                }
                *place += 1;
            }
        }
        self.tokens.push(self.end());
        self.text.shrink_to_fit();
        self.tokens.shrink_to_fit();
        self.letters.shrink_to_fit();
        self.postings.shrink_to_fit();
    }

    fn end(&self) -> Token {
        Token { text_start: as_u32(self.text.len()), postings_start: as_u32(self.postings.len()) }
    }
}

/// A set of characters, as bits: two texts that share a character share its bit, and the small letters of ASCII have one
/// each.
pub(super) fn letters(token: &str) -> u32 {
    token.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % 32))
}

/// The numbers of the entries in the order of SPEC 3.5: folded words by code point, then the name by bytes, then the code.
fn rank(entries: &[(&str, &str)]) -> Vec<u32> {
    let mut words = String::new();
    let mut keys = Vec::with_capacity(entries.len());
    for (&(name, _), number) in entries.iter().zip(0_u32..) {
        let start = words.len();
        push_folded_words(name, &mut words);
        keys.push((Head::of(words.get(start..).unwrap_or_default()), start..words.len(), number));
    }
    let words_of = |range: &Range<usize>| words.get(range.clone()).unwrap_or_default();
    let entry = |number: u32| entries.get(number as usize);
    keys.sort_unstable_by(|(head_a, words_a, a), (head_b, words_b, b)| {
        head_a
            .cmp(head_b)
            .then_with(|| words_of(words_a).cmp(words_of(words_b)))
            .then_with(|| entry(*a).cmp(&entry(*b)))
            .then(a.cmp(b))
    });
    keys.into_iter().map(|(_, _, number)| number).collect()
}

/// The tokens of all entries, while the index is built.
#[derive(Default)]
struct ReadTokens {
    text: String,
    occurrences: Vec<Occurrence>,
    /// How many tokens each entry has.
    counts: Vec<usize>,
}

struct Occurrence {
    head: Head,
    text_start: u32,
    text_end: u32,
    entry: u32,
    /// Known once the entries are in order.
    rank: u32,
}

impl ReadTokens {
    fn of(entries: &[(&str, &str)]) -> Self {
        let mut read = Self::default();
        let mut word = Word::default();
        for (&(name, _), entry) in entries.iter().zip(0..) {
            let before = read.occurrences.len();
            each_name_token(name, &mut word, |token| read.push(token, entry));
            read.counts.push(read.occurrences.len() - before);
        }
        read
    }

    fn push(&mut self, token: &str, entry: u32) {
        let text_start = as_u32(self.text.len());
        self.text.push_str(token);
        let text_end = as_u32(self.text.len());
        self.occurrences.push(Occurrence { head: Head::of(token), text_start, text_end, entry, rank: 0 });
    }

    /// By text, then by rank.
    fn sort(&mut self) {
        let mut occurrences = core::mem::take(&mut self.occurrences);
        occurrences.sort_unstable_by(|a, b| {
            a.head
                .cmp(&b.head)
                .then_with(|| match a.head.is_all() {
                    true => Ordering::Equal,
                    false => self.text_of(a).cmp(self.text_of(b)),
                })
                .then(a.rank.cmp(&b.rank))
        });
        self.occurrences = occurrences;
    }

    fn text_of(&self, occurrence: &Occurrence) -> &str {
        self.text.get(occurrence.text_start as usize..occurrence.text_end as usize).unwrap_or_default()
    }
}

/// The first sixteen bytes of a text, filled up with zeros: it sorts as the text does, without looking it up. (No folded
/// text holds a NUL.)
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head(u128);

impl Head {
    fn of(text: &str) -> Self {
        let mut head = [0; 16];
        for (place, byte) in head.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Self(u128::from_be_bytes(head))
    }

    /// Whether the text ends within the head, so that an equal head is an equal text.
    fn is_all(self) -> bool {
        self.0 & 0xFF == 0
    }
}

fn as_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
