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
use super::names::Names;

/// The shown names of a directory, ready to be searched (SPEC 3.2 to 3.5).
///
/// It answers with the numbers of the entries as they were given, and holds no name, only folded tokens. Who is in the
/// directory *now* is said with every search, so that one index serves while people move in and out. It is kept in
/// tables of numbers as wide as makes reading them quick.
///
/// More than four gigabytes of names do not fit: what lies beyond is not found.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    /// The distinct tokens, one after the other, in ascending order.
    text: String,
    /// Where each token begins in the text, and the end of the last.
    texts: Vec<u32>,
    /// Where each token begins in the postings, and the end of the last.
    postings_of: Vec<u32>,
    /// For each token the ranks of the entries that hold it, ascending, each once.
    postings: Vec<u32>,
    /// Where each entry, by rank, begins in the tokens, and the end of the last.
    tokens_of: Vec<u32>,
    /// For each entry the numbers of its tokens, ascending; a token that it holds twice stands twice.
    tokens: Vec<u32>,
    /// For each token its [`letters`].
    letters: Vec<u32>,
    /// See [`Names`].
    initials: Vec<u32>,
    /// For each entry, by rank, its number as it was given.
    numbers: Vec<u32>,
    longest_token: usize,
    most_tokens: usize,
}

/// The letters that a set of letters tells apart in memory.
const WIDE_LETTERS: u32 = 32;

impl NameIndex {
    /// Indexes entries, each a shown name and a directory code; the first is entry 0.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let entries: Vec<_> = entries.into_iter().collect();
        let mut read = ReadTokens::of(&entries);
        let mut index = Self::default();
        index.place_entries(rank(&entries), &mut read);
        read.sort();
        index.number_tokens(&read);
        index.initials = index.names().find_initials();
        index
    }

    /// The names, as they are searched.
    pub(crate) fn names(&self) -> Names<'_, &[u32]> {
        Names {
            text: &self.text,
            texts: &self.texts,
            postings_of: &self.postings_of,
            postings: &self.postings,
            tokens_of: &self.tokens_of,
            tokens: &self.tokens,
            letters: &self.letters,
            initials: &self.initials,
            letter_bits: WIDE_LETTERS,
            longest_token: self.longest_token,
            most_tokens: self.most_tokens,
        }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The bytes that the index holds on the heap.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        let tables = [
            &self.texts,
            &self.postings_of,
            &self.postings,
            &self.tokens_of,
            &self.tokens,
            &self.letters,
            &self.initials,
            &self.numbers,
        ];
        let numbers: usize = tables.into_iter().map(Vec::capacity).sum();
        self.text.capacity() + size_of::<u32>() * numbers
    }

    /// More bytes than a query has that could find something.
    pub(super) fn longest_query(&self) -> usize {
        self.longest_token.saturating_add(64).saturating_mul(self.most_tokens.saturating_add(1))
    }

    /// How many tokens the entry with the most tokens has.
    pub(super) fn most_tokens(&self) -> usize {
        self.most_tokens
    }

    /// The number of the entry with that rank, as it was given.
    #[must_use]
    pub fn entry(&self, rank: u32) -> u32 {
        self.numbers.get(rank as usize).copied().unwrap_or(u32::MAX)
    }
}

impl NameIndex {
    /// Puts the entries in order, makes room for their tokens, and gives the tokens that were read their entry's rank.
    fn place_entries(&mut self, ranked: Vec<u32>, read: &mut ReadTokens) {
        let mut ranks = alloc::vec![0; ranked.len()];
        let mut tokens = 0;
        self.tokens_of.reserve_exact(ranked.len() + 1);
        for (&number, rank) in ranked.iter().zip(0..) {
            self.tokens_of.push(as_u32(tokens));
            let count = read.counts.get(number as usize).copied().unwrap_or(0);
            tokens += count;
            self.most_tokens = self.most_tokens.max(count);
            if let Some(place) = ranks.get_mut(number as usize) {
                *place = rank;
            }
        }
        self.tokens_of.push(as_u32(tokens));
        self.tokens = alloc::vec![0; tokens];
        self.numbers = ranked;
        for occurrence in &mut read.occurrences {
            occurrence.rank = ranks.get(occurrence.entry as usize).copied().unwrap_or(u32::MAX);
        }
    }

    /// Numbers the tokens, which come in order, and notes who holds them.
    fn number_tokens(&mut self, read: &ReadTokens) {
        // Where the next token of each entry goes.
        let mut next = self.tokens_of.clone();
        let mut last = None;
        for occurrence in &read.occurrences {
            let token = read.text_of(occurrence);
            if last.is_none_or(|(text, _)| text != token) {
                self.end_token();
                self.text.push_str(token);
                self.letters.push(letters(token, WIDE_LETTERS));
                self.longest_token = self.longest_token.max(token.len());
            }
            if last != Some((token, occurrence.rank)) {
                self.postings.push(occurrence.rank);
            }
            last = Some((token, occurrence.rank));
            if let Some(place) = next.get_mut(occurrence.rank as usize) {
                if let Some(number) = self.tokens.get_mut(*place as usize) {
                    *number = as_u32(self.letters.len() - 1);
                }
                *place += 1;
            }
        }
        self.end_token();
        self.text.shrink_to_fit();
        for grown in [&mut self.texts, &mut self.postings_of, &mut self.postings, &mut self.letters] {
            grown.shrink_to_fit();
        }
    }

    /// Notes where the last token ends, and the next one begins.
    fn end_token(&mut self) {
        self.texts.push(as_u32(self.text.len()));
        self.postings_of.push(as_u32(self.postings.len()));
    }
}

/// A set of characters, as so many bits: two texts that share a character share its bit. Of 32 bits, the small letters of
/// ASCII have one each.
pub(super) fn letters(token: &str, bits: u32) -> u32 {
    // A power of two, so that no division is needed.
    token.chars().fold(0, |set, c| set | 1 << (u32::from(c) & (bits - 1)))
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
