//! Lists within a cell: items separated by `;`, and the parts of an item by `|` (SPEC 2.7).
//!
//! `1208 | 2026-05-01 | ; 1210 | 2026-06-01 |` is two residencies. Blanks around a part do not count. A backslash takes the
//! next character as it is: `\;`, `\|`, `\\`, and `\ ` at the ends of a part. A separator after the last item may be left
//! out, unless that item is empty.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Writes items, each given by its parts.
pub(super) fn write<'a, P: IntoIterator<Item = &'a str>>(items: impl IntoIterator<Item = P>) -> String {
    let mut cell = String::new();
    let mut last_is_empty = false;
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            cell.push_str("; ");
        }
        let mut parts = 0;
        last_is_empty = true;
        for part in item {
            if parts > 0 {
                cell.push_str(" | ");
            }
            push_escaped(&mut cell, part);
            parts += 1;
            last_is_empty = parts == 1 && part.is_empty();
        }
    }
    if last_is_empty {
        cell.push(';');
    }
    cell
}

/// Reads items, each as its parts; every item has at least one.
pub(super) fn read(cell: &str) -> Vec<Vec<String>> {
    let mut items = vec![];
    let mut item = vec![];
    let mut part = Part::default();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.push_as_it_is(chars.next().unwrap_or('\\')),
            '|' => item.push(part.finish()),
            ';' => {
                item.push(part.finish());
                items.push(core::mem::take(&mut item));
            }
            _ => part.push(c),
        }
    }
    let last = part.finish();
    if !item.is_empty() || !last.is_empty() {
        item.push(last);
        items.push(item);
    }
    items
}

fn push_escaped(cell: &mut String, part: &str) {
    let last = part.chars().count().saturating_sub(1);
    for (index, c) in part.chars().enumerate() {
        let at_an_end = index == 0 || index == last;
        if matches!(c, '\\' | ';' | '|') || at_an_end && c.is_whitespace() {
            cell.push('\\');
        }
        cell.push(c);
    }
}

/// A part while it is read.
#[derive(Default)]
struct Part {
    text: String,
    /// How much of it stays although it may end in blanks.
    kept: usize,
}

impl Part {
    fn push(&mut self, c: char) {
        if !self.text.is_empty() || !c.is_whitespace() {
            self.text.push(c);
        }
    }

    fn push_as_it_is(&mut self, c: char) {
        self.text.push(c);
        self.kept = self.text.len();
    }

    fn finish(&mut self) -> String {
        let Self { mut text, kept } = core::mem::take(self);
        text.truncate(text.trim_end().len().max(kept));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_may_write_it_freely() {
        assert_eq!(read(" dog ;cat\n; "), [["dog"], ["cat"]]);
        assert_eq!(read("1208|2026-05-01"), [["1208", "2026-05-01"]]);
        assert_eq!(read("a |; b"), [vec!["a", ""], vec!["b"]]);
        assert_eq!(read(""), [[""; 0]; 0]);
        assert_eq!(read(" \\"), [["\\"]]);
        assert_eq!(read("a\\;b\\ "), [["a;b "]]);
    }

    #[test]
    fn items_are_written_one_way() {
        assert_eq!(write([["1208", "2026-05-01", ""]]), "1208 | 2026-05-01 | ");
        assert_eq!(write([["dog"], ["a;b"]]), "dog; a\\;b");
        assert_eq!(write([[""]]), ";");
    }

    proptest! {
        #[test]
        fn a_list_comes_back_as_it_was(
            items in prop::collection::vec(prop::collection::vec("[ab;|\\\\ \t\u{a0}]{0,4}", 1..4), 0..4),
        ) {
            let cell = write(items.iter().map(|item| item.iter().map(String::as_str)));
            prop_assert_eq!(read(&cell), items);
        }
    }
}
