//! The same job written by hand, as the floor to measure from: every token of every name in one sorted list, with letter
//! masks, and no thought for memory, hostile input or names with many tokens.

use crate::{Data, Found, LIMIT};

pub struct Floor {
    text: String,
    tokens: Vec<Token>,
    entries: Vec<Vec<(u32, u32)>>,
}

#[derive(Clone, Copy)]
struct Token {
    start: u32,
    end: u32,
    mask: u32,
    entry: u32,
}

impl Floor {
    pub fn new(data: &Data) -> Self {
        let mut floor = Self { text: String::new(), tokens: vec![], entries: vec![] };
        for (entry, (_, tokens)) in data.entries.iter().enumerate() {
            let mut own = vec![];
            for token in tokens {
                let start = floor.text.len() as u32;
                floor.text.push_str(token);
                let end = floor.text.len() as u32;
                own.push((start, end));
                floor.tokens.push(Token { start, end, mask: mask(token), entry: entry as u32 });
            }
            floor.entries.push(own);
        }
        let text = &floor.text;
        floor.tokens.sort_by_key(|token| &text[token.start as usize..token.end as usize]);
        floor
    }

    pub fn bytes(&self) -> usize {
        let own: usize = self.entries.iter().map(|own| 24 + 8 * own.capacity()).sum();
        self.text.capacity() + self.tokens.capacity() * size_of::<Token>() + own
    }

    fn text(&self, (start, end): (u32, u32)) -> &str {
        &self.text[start as usize..end as usize]
    }

    /// The hits in order: entries are numbered in the order of the answers.
    pub fn search(&self, query: &[String]) -> Found {
        let lead = query.iter().max_by_key(|token| token.len()).expect("a query has a token");
        let from = self.tokens.partition_point(|token| self.text((token.start, token.end)) < lead.as_str());
        let mut hits = vec![];
        for token in &self.tokens[from..] {
            if !self.text((token.start, token.end)).starts_with(lead.as_str()) {
                break;
            }
            if let Some(0) = self.pair(query, &self.entries[token.entry as usize], 0, false) {
                let whole = self.pair(query, &self.entries[token.entry as usize], 0, true).is_none();
                hits.push((u32::from(whole), token.entry));
            }
        }
        hits.sort_unstable();
        hits.dedup();
        if hits.len() < LIMIT {
            self.misspelt(query, lead, &mut hits);
        }
        hits.truncate(LIMIT);
        hits.into_iter().map(|(_, entry)| entry).collect()
    }

    fn misspelt(&self, query: &[String], lead: &str, hits: &mut Vec<(u32, u32)>) {
        let budget = crate::budget(lead);
        let first = &lead[..lead.chars().next().map_or(0, char::len_utf8)];
        let wanted = mask(lead);
        let from = self.tokens.partition_point(|token| self.text((token.start, token.end)) < first);
        let mut more = vec![];
        for token in &self.tokens[from..] {
            let text = self.text((token.start, token.end));
            if !text.starts_with(first) {
                break;
            }
            if (wanted & !token.mask).count_ones() > budget || crate::edits(lead, text, budget).is_none() {
                continue;
            }
            if let Some(edits @ 1..) = self.pair(query, &self.entries[token.entry as usize], 0, false) {
                more.push((edits + 1, token.entry));
            }
        }
        more.sort_unstable();
        more.dedup();
        hits.extend(more);
    }

    /// The fewest edits, trying all ways.
    fn pair(&self, query: &[String], own: &[(u32, u32)], used: u32, whole: bool) -> Option<u32> {
        let Some((first, rest)) = query.split_first() else { return Some(0) };
        let mut best = None;
        for (number, range) in own.iter().enumerate() {
            if used & (1 << number) != 0 {
                continue;
            }
            let text = self.text(*range);
            let edits = if whole {
                (text == first).then_some(0)
            } else {
                crate::edits(first, text, crate::budget(first))
            };
            let Some(edits) = edits else { continue };
            if let Some(others) = self.pair(rest, own, used | 1 << number, whole) {
                best = Some(best.map_or(edits + others, |best: u32| best.min(edits + others)));
            }
        }
        best
    }
}

fn mask(token: &str) -> u32 {
    token.chars().fold(0, |mask, c| mask | 1 << (c as u32 & 31))
}
