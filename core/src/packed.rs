//! Tables of numbers: in memory, or in as few bytes as their largest takes, read where they lie.

use alloc::vec::Vec;
use core::ops::Range;

/// A column of numbers, however they are kept.
pub(crate) trait Column: Copy {
    /// How many numbers there are.
    fn len(self) -> usize;

    /// A number by its place.
    fn get(self, at: usize) -> Option<u32>;

    /// Some numbers in a row; none when there are not as many.
    fn run(self, places: Range<usize>) -> Self;

    /// The first number at a place from `from` on that is wanted, and its place. Passing over others takes few instructions
    /// each.
    fn find(self, from: usize, is_wanted: impl Fn(u32) -> bool) -> Option<(usize, u32)>;

    /// The numbers in their order.
    fn iter(self) -> impl Iterator<Item = u32>;

    /// From the number at a place up to the one after it: where something lies whose end is the next one's beginning. Empty
    /// when there are no two such numbers.
    #[inline(always)]
    fn span(self, at: usize) -> Range<usize> {
        let (Some(start), Some(end)) = (self.get(at), self.get(at + 1)) else { return 0..0 };
        start as usize..end as usize
    }

    /// How many numbers at the beginning of an ascending table are below a bound.
    fn below(self, bound: u32) -> usize {
        end_of(0..self.len(), |at| self.get(at).unwrap_or(u32::MAX) < bound)
    }
}

/// The end of those places at the beginning of a range for which something holds, and after which it holds for none.
#[inline]
pub(crate) fn end_of(places: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let Range { mut start, mut end } = places;
    while start < end {
        let middle = start.midpoint(end);
        if holds(middle) { start = middle + 1 } else { end = middle }
    }
    start
}

impl Column for &[u32] {
    fn len(self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn get(self, at: usize) -> Option<u32> {
        <[u32]>::get(self, at).copied()
    }

    #[inline(always)]
    fn run(self, places: Range<usize>) -> Self {
        <[u32]>::get(self, places).unwrap_or_default()
    }

    #[inline(always)]
    fn find(self, from: usize, is_wanted: impl Fn(u32) -> bool) -> Option<(usize, u32)> {
        for (passed, number) in <[u32]>::get(self, from..)?.iter().enumerate() {
            if is_wanted(*number) {
                return Some((from + passed, *number));
            }
        }
        None
    }

    fn iter(self) -> impl Iterator<Item = u32> {
        <[u32]>::iter(self).copied()
    }
}

/// A table of numbers of one width, little-endian, in as few bytes as its largest takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packed<'a> {
    bytes: &'a [u8],
    // INVARIANT: 1 to 4 wherever `bytes` is not empty.
    width: usize,
}

impl<'a> Packed<'a> {
    /// A table whose width is known; none when the bytes are not whole numbers of it.
    pub(crate) fn new(bytes: &'a [u8], width: usize) -> Option<Self> {
        ((1..=4).contains(&width) && bytes.len().is_multiple_of(width)).then_some(Self { bytes, width })
    }

    /// A table as [`write`] wrote it: its width in a byte, then its numbers.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (width, bytes) = bytes.split_first()?;
        Self::new(bytes, usize::from(*width))
    }

    /// The bytes of each number.
    pub(crate) fn width(self) -> usize {
        self.width
    }
}

impl<'a> Column for Packed<'a> {
    fn len(self) -> usize {
        match self.width {
            // Most tables have two bytes or four, and a shift is quicker than a division.
            2 => self.bytes.len() / 2,
            4 => self.bytes.len() / 4,
            0 => 0,
            width => self.bytes.len() / width,
        }
    }

    fn get(self, at: usize) -> Option<u32> {
        let start = at.checked_mul(self.width)?;
        let rest = self.bytes.get(start..)?;
        Some(match self.width {
            2 => u32::from(u16::from_le_bytes(*rest.first_chunk()?)),
            4 => u32::from_le_bytes(*rest.first_chunk()?),
            1 => u32::from(*rest.first()?),
            _ => {
                let [a, b, c] = *rest.first_chunk()?;
                u32::from_le_bytes([a, b, c, 0])
            }
        })
    }

    fn run(self, places: Range<usize>) -> Self {
        let bytes =
            self.bytes.get(places.start.saturating_mul(self.width)..places.end.saturating_mul(self.width));
        Self { bytes: bytes.unwrap_or_default(), width: self.width }
    }

    fn find(self, from: usize, is_wanted: impl Fn(u32) -> bool) -> Option<(usize, u32)> {
        let rest = Numbers { bytes: self.bytes.get(from.checked_mul(self.width)?..)?, width: self.width };
        (from..).zip(rest).find(|(_, number)| is_wanted(*number))
    }

    fn iter(self) -> impl Iterator<Item = u32> {
        Numbers { bytes: self.bytes, width: self.width }
    }
}

/// The numbers of a table, one after the other.
#[derive(Clone)]
pub(crate) struct Numbers<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl Numbers<'_> {
    /// Takes the next bytes, so many that the width is known when it is compiled.
    #[inline]
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (number, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*number)
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        Some(match self.width {
            4 => u32::from_le_bytes(self.take()?),
            2 => u32::from(u16::from_le_bytes(self.take()?)),
            1 => u32::from(u8::from_le_bytes(self.take()?)),
            _ => {
                let [a, b, c] = self.take()?;
                u32::from_le_bytes([a, b, c, 0])
            }
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = Packed { bytes: self.bytes, width: self.width }.len();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Numbers<'_> {}

/// The bytes that the largest of some numbers takes, at least one.
pub(crate) fn width_of(numbers: impl IntoIterator<Item = u32>) -> usize {
    match numbers.into_iter().max().unwrap_or(0) {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFF_FFFF => 3,
        _ => 4,
    }
}

/// Appends numbers in so many bytes each.
pub(crate) fn put(numbers: impl IntoIterator<Item = u32>, width: usize, out: &mut Vec<u8>) {
    for number in numbers {
        out.extend(number.to_le_bytes().into_iter().take(width));
    }
}

/// Appends a table: its width, then its numbers.
pub(crate) fn write(numbers: &[u32], out: &mut Vec<u8>) {
    let width = width_of(numbers.iter().copied());
    // It is 1 to 4.
    out.push(width as u8);
    put(numbers.iter().copied(), width, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::prelude::*;

    /// Whether a table answers as the ascending numbers that it holds.
    fn check(table: impl Column, numbers: &[u32]) -> Result<(), TestCaseError> {
        prop_assert!(table.iter().eq(numbers.iter().copied()));
        prop_assert_eq!((table.len(), table.get(numbers.len())), (numbers.len(), None));
        for bound in numbers.iter().copied().chain([0, u32::MAX]) {
            prop_assert_eq!(table.below(bound), numbers.partition_point(|number| *number < bound));
            let first = numbers.iter().position(|number| *number > bound).map(|at| (at, numbers[at]));
            prop_assert_eq!(table.find(0, |number| number > bound), first);
        }
        for (at, number) in numbers.iter().enumerate() {
            prop_assert_eq!(table.find(at, |_| true), Some((at, *number)));
            let end = numbers.get(at + 1).copied();
            prop_assert_eq!(table.span(at), end.map_or(0..0, |end| *number as usize..end as usize));
        }
        prop_assert_eq!(table.find(numbers.len() + 1, |_| true), None);
        prop_assert_eq!(table.find(usize::MAX, |_| true), None);
        let half = numbers.len() / 2;
        prop_assert!(table.run(half..numbers.len()).iter().eq(numbers[half..].iter().copied()));
        prop_assert_eq!(table.run(half..numbers.len() + 1).len(), 0);
        Ok(())
    }

    proptest! {
        #[test]
        fn numbers_come_back(mut numbers in prop::collection::vec(any::<u32>(), 0..40), shift in 0..32) {
            numbers.iter_mut().for_each(|number| *number >>= shift);
            numbers.sort_unstable();
            let mut bytes = vec![];
            write(&numbers, &mut bytes);
            let table = Packed::read(&bytes).unwrap();
            check(table, &numbers)?;
            check(&*numbers, &numbers)?;
        }
    }

    #[test]
    fn strange_bytes_are_no_table() {
        assert_eq!(Packed::read(&[]), None);
        assert_eq!(Packed::read(&[0]), None);
        assert_eq!(Packed::read(&[5, 1, 2, 3, 4, 5]), None);
        assert_eq!(Packed::read(&[2, 1]), None);
        assert_eq!(Packed::default().len(), 0);
    }
}
