//! How [`super::table`] is read: for each character beyond ASCII, the text that stands for it.
//!
//! Neighbours are mostly treated alike, so a table is a list of *runs* of code points, in ascending order and without
//! gaps, each of one kind. A run is a byte (kind in the upper three bits, length in the lower five; length 0 stands for
//! 32 and a number to be added), then its numbers. A number is one byte b below C0; else C0 + (b - C0, next byte) when b
//! is below F0; else 30C0 + (b - F0, next byte, the byte after it), high byte first.
//! A *step* is a number with its sign in bit 0 (0, -1, 1, -2, ... are 0, 1, 2, 3, ...), added to the character last
//! written by a kind from 4 on; at the beginning of a block that is U+0000.
//!
//! 0 itself. 1 nothing. 2 a separator, written as a space (a hyphen is written as one, as text of some other kind).
//! 3 the first, third and so on of the run: the character a step (from itself) away; the others: themselves.
//! 4 all the same character, by a step. 5 neighbours, the first by a step, the last of them being the last written.
//! 6 for each code point a step. 7 a number: how many characters stand for each code point; then a step for each first
//! character, for each second one, and so on: those of neighbours are alike.
//!
//! So that a look-up reads few runs, they are cut into *blocks* of about 192 bytes (16 for the scripts that most names are
//! written in; a very long run begins one), found by their first code points.
//! To see what the table says, read [`Table::text_of`]; `cargo xtask generate fold-table` writes it.

use core::slice;

/// A table as generated.
pub(super) struct Table {
    /// The first code point of each block, ascending.
    pub(super) firsts: &'static [u32],
    /// Where each block begins in `runs`.
    pub(super) starts: &'static [u16],
    pub(super) runs: &'static [u8],
}

impl Table {
    /// The text that stands for a character. ASCII is in no table and stands for itself.
    #[inline(never)]
    pub(super) fn text_of(&self, c: char) -> Text {
        let code = u32::from(c);
        if c.is_ascii() {
            return Text::one(code);
        }
        let block = self.firsts.partition_point(|&first| first <= code).wrapping_sub(1);
        let (Some(&first), Some(&start)) = (self.firsts.get(block), self.starts.get(block)) else {
            return Text::one(code);
        };
        let runs = self.runs.get(usize::from(start)..).unwrap_or_default();
        let mut text = Text { numbers: Numbers(runs.iter()), left: 0, between: 0, last: 0 };
        let mut place = code - first;
        loop {
            let (kind, length) = text.numbers.run();
            if place < length {
                return text.in_run(kind, place, length, code);
            }
            text.pass_run(kind, length);
            place -= length;
        }
    }
}

/// The characters that stand for one, one by one.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// The step to the next character comes first. Past their end there are steps of nought.
    numbers: Numbers,
    /// How many characters are left.
    left: u32,
    /// As many steps lie between two of them.
    between: u32,
    last: u32,
}

impl Text {
    pub(super) fn empty() -> Self {
        Self { numbers: Numbers([].iter()), left: 0, between: 0, last: 0 }
    }

    fn one(code: u32) -> Self {
        Self { left: 1, last: code, ..Self::empty() }
    }

    /// The text of a code point at a place in the run whose beginning was just read.
    fn in_run(mut self, kind: u8, place: u32, length: u32, code: u32) -> Self {
        match kind {
            0 => Self::one(code),
            1 => Self::empty(),
            2 => Self::one(u32::from(' ')),
            3 if place.is_multiple_of(2) => Self::one(code.wrapping_add_signed(self.numbers.step())),
            3 => Self::one(code),
            4 => {
                self.pass(1);
                Self::one(self.last)
            }
            5 => {
                self.pass(1);
                Self::one(self.last.wrapping_add(place))
            }
            _ => {
                self.left = if kind == 6 { 1 } else { self.numbers.number() };
                self.between = length - 1;
                self.pass(place);
                self
            }
        }
    }

    /// Passes over the rest of a run.
    fn pass_run(&mut self, kind: u8, length: u32) {
        match kind {
            0..=2 => {}
            3 => {
                self.numbers.number();
            }
            4 => self.pass(1),
            5 => {
                self.pass(1);
                self.last = self.last.wrapping_add(length).wrapping_sub(1);
            }
            6 => self.pass(length),
            _ => {
                let each = self.numbers.number();
                self.pass(length.saturating_mul(each));
            }
        }
    }

    fn pass(&mut self, steps: u32) {
        for _ in 0..steps {
            self.last = self.last.wrapping_add_signed(self.numbers.step());
        }
    }
}

impl Iterator for Text {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.left = self.left.checked_sub(1)?;
        self.pass(1);
        let next = char::from_u32(self.last);
        if self.left > 0 {
            self.pass(self.between);
        }
        next
    }
}

/// Reads bytes as numbers, and nought past their end.
#[derive(Debug, Clone)]
struct Numbers(slice::Iter<'static, u8>);

impl Numbers {
    fn byte(&mut self) -> u32 {
        self.0.next().map_or(0, |&byte| u32::from(byte))
    }

    fn number(&mut self) -> u32 {
        match self.byte() {
            byte @ ..0xC0 => byte,
            byte @ 0xC0..0xF0 => 0xC0 + ((byte - 0xC0) << 8 | self.byte()),
            byte => 0x30C0 + ((byte - 0xF0) << 16 | self.byte() << 8 | self.byte()),
        }
    }

    fn step(&mut self) -> i32 {
        let number = self.number();
        let half = (number >> 1).cast_signed();
        if number & 1 == 0 { half } else { !half }
    }

    /// The kind and the length of a run.
    fn run(&mut self) -> (u8, u32) {
        let head = self.byte();
        let kind = u8::try_from(head >> 5).unwrap_or(0);
        match head & 31 {
            0 => (kind, 32 + self.number()),
            length => (kind, length),
        }
    }
}
