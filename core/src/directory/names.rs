//! The name index as it is searched: tables of numbers over bytes, in memory or in an image, read in place.
//!
//! ```text
//! header     how many tokens and entries, the longest token, the most tokens of an entry, the bytes of the text,
//!            and the width of each table
//! texts      where each token's text begins, and the end of the last
//! postings   where each token's postings begin, and the end of the last; then the postings: ranks, ascending
//! entries    where each entry's tokens begin, and the end of the last; then the tokens: numbers, ascending
//! letters    for each token its letters
//! text       the distinct tokens, one after the other, in ascending order
//! ```

use super::index::letters;
use crate::packed::{Column, Packed, end_of, put, width_of};
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

/// The shown names of a directory, ready to be searched where they lie (SPEC 3.2 to 3.5). Entries are known by their rank.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'a, T = Packed<'a>> {
    pub(super) text: &'a str,
    pub(super) texts: T,
    pub(super) postings_of: T,
    pub(super) postings: T,
    pub(super) tokens_of: T,
    pub(super) tokens: T,
    pub(super) letters: T,
    /// For each small letter of ASCII, and after them, the first token that begins with it or with something later. Images
    /// have no such table: where it is empty, all tokens are looked among.
    pub(super) initials: T,
    /// How many different letters a set of letters tells apart.
    pub(super) letter_bits: u32,
    pub(super) longest_token: usize,
    pub(super) most_tokens: usize,
}

/// Bytes of a block's header: five numbers and six widths.
const HEADER: usize = 5 * 4 + 6;
/// Blocks of fewer tokens tell only half as many letters apart: letters save looking at tokens, and there are few to look at.
const MANY_TOKENS: usize = 1024;

impl<'a, T: Column> Names<'a, T> {
    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens_of.len().saturating_sub(1)
    }

    /// Whether there is no entry.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many different tokens there are.
    fn count(&self) -> usize {
        self.texts.len().saturating_sub(1)
    }

    /// The tokens that begin with `prefix`.
    pub(super) fn tokens_with_prefix(&self, prefix: &str) -> Range<usize> {
        let prefix = prefix.as_bytes();
        let among = match prefix {
            [initial @ b'a'..=b'z', ..] => self.initials.span(usize::from(initial - b'a')),
            _ => 0..0,
        };
        if prefix.len() == 1 && !among.is_empty() {
            return among;
        }
        let among = if among.is_empty() { 0..self.count() } else { among };
        let to_prefix = |number: usize| order_to_prefix(self.token(number), prefix);
        let start = end_of(among.clone(), |number| to_prefix(number).is_lt());
        // Most prefixes have few tokens, so the end is sought near the start first.
        let (mut near, mut step) = (start, 8);
        while near + step < among.end && to_prefix(near + step).is_eq() {
            near += step;
            step *= 2;
        }
        let far = (near + step).min(among.end);
        start..end_of(near..far, |number| to_prefix(number).is_eq())
    }

    /// The text of a token, as UTF-8; empty when there is no such token.
    #[inline(always)]
    pub(super) fn token(&self, number: usize) -> &'a [u8] {
        self.text.as_bytes().get(self.texts.span(number)).unwrap_or_default()
    }

    /// The text of a token; empty when there is no such token, or it begins or ends within a character.
    pub(super) fn spelt(&self, number: usize) -> &'a str {
        self.text.get(self.texts.span(number)).unwrap_or_default()
    }

    /// The first token of a range whose letters are wanted.
    #[inline(always)]
    pub(super) fn token_with_letters(
        &self,
        tokens: Range<usize>,
        are_wanted: impl Fn(u32) -> bool,
    ) -> Option<usize> {
        let found = self.letters.run(0..tokens.end).find(tokens.start, are_wanted);
        found.map(|(number, _)| number)
    }

    /// The letters of one token.
    pub(super) fn letters_of(&self, number: usize) -> u32 {
        self.letters.get(number).unwrap_or_default()
    }

    /// The ranks of the entries that hold a token of the range; one that holds several stands several times.
    #[inline]
    pub(super) fn ranks(&self, tokens: Range<usize>) -> T {
        let start = |number: usize| self.postings_of.get(number).unwrap_or(0) as usize;
        self.postings.run(start(tokens.start)..start(tokens.end))
    }

    /// The tokens of the entry with that rank, ascending.
    #[inline]
    pub(super) fn tokens_of(&self, rank: u32) -> T {
        self.tokens.run(self.tokens_of.span(rank as usize))
    }

    /// Appends the names as one block, each table as narrow as it can be.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let tables = [self.texts, self.postings_of, self.postings, self.tokens_of, self.tokens];
        let widths = tables.map(|table| width_of(table.iter()));
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let numbers = [self.count(), self.len(), self.longest_token, self.most_tokens, self.text.len()];
        put(numbers.map(short), 4, out);
        out.extend(widths.map(|width| width as u8));
        let letters_width = if self.count() < MANY_TOKENS { 1 } else { 2 };
        out.push(letters_width as u8);
        for (table, width) in tables.into_iter().zip(widths) {
            put(table.iter(), width, out);
        }
        let letters = (0..self.count()).map(|number| letters(self.spelt(number), letter_bits(letters_width)));
        put(letters, letters_width, out);
        out.extend(self.text.as_bytes());
    }
}

impl Names<'_, &[u32]> {
    /// What [`initials`](Names::initials) are.
    pub(super) fn find_initials(&self) -> Vec<u32> {
        let first_from = |initial| {
            let is_before = |number| self.token(number).first().is_some_and(|first| *first < initial);
            end_of(0..self.count(), is_before) as u32
        };
        (b'a'..=b'z' + 1).map(first_from).collect()
    }
}

impl<'a> Names<'a> {
    /// The names of a block, when it holds together: then no search in it can go wrong, whoever made it.
    #[inline(never)]
    pub(crate) fn read(block: &'a [u8]) -> Option<Self> {
        let (header, mut rest) = block.split_at_checked(HEADER)?;
        let (numbers, widths) = header.split_at_checked(5 * 4)?;
        let mut numbers = Packed::new(numbers, 4)?.iter().map(|number| number as usize);
        let mut next = || numbers.next().unwrap_or(0);
        let (count, entries, longest_token, most_tokens, text_len) = (next(), next(), next(), next(), next());
        let mut widths = widths.iter().map(|width| usize::from(*width));
        let mut table = |length: usize| -> Option<Packed<'a>> {
            let width = widths.next()?;
            let (bytes, after) = rest.split_at_checked(length.checked_mul(width)?)?;
            rest = after;
            Packed::new(bytes, width)
        };
        let texts = table(count.checked_add(1)?)?;
        let postings_of = table(count.checked_add(1)?)?;
        let postings = table(postings_of.get(count)? as usize)?;
        let tokens_of = table(entries.checked_add(1)?)?;
        let tokens = table(tokens_of.get(entries)? as usize)?;
        let letters = table(count)?;
        let text = core::str::from_utf8(rest).ok().filter(|text| text.len() == text_len)?;
        let letter_bits = letter_bits(letters.width());
        let names = Self {
            text,
            texts,
            postings_of,
            postings,
            tokens_of,
            tokens,
            letters,
            initials: Packed::default(),
            letter_bits,
            longest_token,
            most_tokens,
        };
        names.is_consistent().then_some(names)
    }

    /// Whether every number leads somewhere, everything that must ascend does, and the two ways between tokens and entries
    /// are the same size.
    #[inline(never)]
    fn is_consistent(&self) -> bool {
        let (count, entries) = (self.count(), self.len());
        let token = |number: usize| {
            let text = self.spelt(number);
            let ranks = self.ranks(number..number + 1);
            !text.is_empty()
                && text.len() <= self.longest_token
                && (number == 0 || self.token(number - 1) < text.as_bytes())
                && self.letters_of(number) == letters(text, self.letter_bits)
                && ranks.len() > 0
                && ascends(ranks, true)
                && ranks.iter().all(|rank| (rank as usize) < entries)
        };
        let entry = |rank: usize| {
            let tokens = self.tokens_of(rank as u32);
            tokens.len() <= self.most_tokens
                && ascends(tokens, false)
                && tokens.iter().all(|number| (number as usize) < count)
        };
        let whole = |table: Packed<'_>, length: usize| {
            table.get(0) == Some(0)
                && ascends(table, false)
                && table.get(table.len() - 1) == Some(length as u32)
        };
        whole(self.texts, self.text.len())
            && whole(self.postings_of, self.postings.len())
            && whole(self.tokens_of, self.tokens.len())
            && (0..count).all(token)
            && (0..entries).all(entry)
    }
}

/// Whether a text stands before those that begin with a prefix, is one of them, or stands after them. A loop of its own: these
/// texts differ within few bytes.
fn order_to_prefix(text: &[u8], prefix: &[u8]) -> Ordering {
    let mut text = text.iter();
    for wanted in prefix {
        match text.next() {
            Some(byte) if byte == wanted => {}
            Some(byte) => return byte.cmp(wanted),
            None => return Ordering::Less,
        }
    }
    Ordering::Equal
}

/// The letters that sets of so many bytes tell apart: a power of two.
fn letter_bits(width: usize) -> u32 {
    if width < 2 { 8 } else { 16 }
}

/// Whether numbers ascend, each only once if `strictly`.
fn ascends(numbers: Packed<'_>, strictly: bool) -> bool {
    let mut last: Option<u32> = None;
    numbers.iter().all(|number| {
        let before = last.replace(number);
        before.is_none_or(|before| before < number || (!strictly && before == number))
    })
}
