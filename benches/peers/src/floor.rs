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
            if query.len() == 1 {
                let begun = (token.end - token.start) as usize > lead.len();
                hits.push((u32::from(begun), token.entry));
            } else if let Some(0) = self.pair(query, &self.entries[token.entry as usize], 0, false) {
                let begun = self.pair(query, &self.entries[token.entry as usize], 0, true).is_none();
                hits.push((u32::from(begun), token.entry));
            }
        }
        in_order(&mut hits);
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
            if too_few_letters(wanted & !token.mask, budget) {
                continue;
            }
            let Some(own) = edits(lead, text, budget) else { continue };
            let total = match query.len() {
                1 => Some(own),
                _ => self.pair(query, &self.entries[token.entry as usize], 0, false),
            };
            if let Some(edits @ 1..) = total {
                more.push((edits + 1, token.entry));
            }
        }
        hits.append(&mut more);
        in_order(hits);
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
            let edits =
                if whole { (text == first).then_some(0) } else { edits(first, text, crate::budget(first)) };
            let Some(edits) = edits else { continue };
            if let Some(others) = self.pair(rest, own, used | 1 << number, whole) {
                best = Some(best.map_or(edits + others, |best: u32| best.min(edits + others)));
            }
        }
        best
    }
}

/// Each entry once, at its best, in the order of the answers.
fn in_order(hits: &mut Vec<(u32, u32)>) {
    hits.sort_unstable_by_key(|(class, entry)| (*entry, *class));
    hits.dedup_by_key(|(_, entry)| *entry);
    hits.sort_unstable();
}

fn mask(token: &str) -> u32 {
    token.chars().fold(0, |mask, c| mask | 1 << (c as u32 & 31))
}

fn too_few_letters(lacking: u32, budget: u32) -> bool {
    let lacking = lacking & lacking.wrapping_sub(1);
    lacking != 0 && (budget < 2 || lacking & lacking.wrapping_sub(1) != 0)
}

const LONGEST: usize = 40;

/// Optimal string alignment to the nearest prefix, on the stack and only near the diagonal.
fn edits(typed: &str, token: &str, budget: u32) -> Option<u32> {
    if token.starts_with(typed) {
        return Some(0);
    }
    let (first, other) = (typed.chars().next(), token.chars().next());
    if budget == 0 || first != other {
        return None;
    }
    let (mut a, mut b) = (['\0'; LONGEST], ['\0'; LONGEST]);
    let (a, b) = (chars(typed, &mut a), chars(token, &mut b));
    let budget = budget as usize;
    if a.len() > b.len() + budget {
        return None;
    }
    let far = (budget + 1) as u8;
    let (mut before, mut last, mut row) = ([far; LONGEST + 1], [far; LONGEST + 1], [far; LONGEST + 1]);
    for (column, cost) in last.iter_mut().enumerate().take(budget + 1) {
        *cost = column as u8;
    }
    for i in 1..=a.len() {
        let (from, to) = (i.saturating_sub(budget).max(1), (i + budget).min(b.len()));
        row[from - 1] = if from == 1 { far.min(i as u8) } else { far };
        let mut least = row[from - 1];
        for j in from..=to {
            let mut cost = last[j - 1] + u8::from(a[i - 1] != b[j - 1]);
            cost = cost.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost.min(far);
            least = least.min(row[j]);
        }
        if to < LONGEST {
            row[to + 1] = far;
        }
        if least == far {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    let near = a.len() - budget..=(a.len() + budget).min(b.len());
    last[near].iter().copied().min().filter(|cost| *cost < far).map(u32::from)
}

fn chars<'a>(text: &str, into: &'a mut [char; LONGEST]) -> &'a [char] {
    let mut length = 0;
    for (place, c) in into.iter_mut().zip(text.chars()) {
        *place = c;
        length += 1;
    }
    &into[..length]
}
