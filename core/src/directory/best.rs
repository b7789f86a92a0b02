//! The best few of many candidates, without keeping the others, and without memory of its own.

use core::cmp::Ordering;

/// Where a hit stands in the answer: by class, then by rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    /// The smallest key.
    pub(super) const ZERO: Self = Self(0);

    pub(super) fn new(class: u32, rank: u32) -> Self {
        Self(u64::from(class) << 32 | u64::from(rank))
    }

    fn class(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Keys of a class come before this one if their ranks are below this.
    fn bound(self, class: u32) -> u32 {
        match class.cmp(&self.class()) {
            Ordering::Less => u32::MAX,
            Ordering::Equal => self.rank(),
            Ordering::Greater => 0,
        }
    }

    /// The rank of the entry: the lower half.
    pub(super) fn rank(self) -> u32 {
        (self.0 & u64::from(u32::MAX)) as u32
    }
}

/// The smallest keys of different entries among all that were offered, in order, in room that the caller lends.
///
/// Hits of a class come mostly in order, so that a key goes to the end, or is no longer taken.
pub(super) struct Best<'k> {
    // INVARIANT: the first `count` keys ascend, and no two are of one entry.
    keys: &'k mut [Key],
    count: usize,
    /// The highest class that was offered.
    most_class: u32,
    /// Bits of the entries that were offered, see [`mark_of`]: one whose bit is not set need not be looked for.
    marks: [u32; MARKS],
}

/// 512 bits, so that few of some dozens of entries share one.
const MARKS: usize = 16;

/// The bit of an entry, by the word that it is in.
fn mark_of(rank: u32) -> (usize, u32) {
    (rank as usize / 32 % MARKS, 1 << (rank % 32))
}

impl<'k> Best<'k> {
    /// Keeps the `wanted` best, or as many as there is room for.
    pub(super) fn new(wanted: usize, room: &'k mut [Key]) -> Self {
        let wanted = wanted.min(room.len());
        Self { keys: room.get_mut(..wanted).unwrap_or_default(), count: 0, most_class: 0, marks: [0; MARKS] }
    }

    /// Whether a key would still be among the best.
    #[inline]
    pub(super) fn takes(&self, key: Key) -> bool {
        key.rank() < self.bound(key.class())
    }

    /// Of the keys of a class, those of ranks below this one would still be among the best.
    #[inline(always)]
    pub(super) fn bound(&self, class: u32) -> u32 {
        match self.keys.get(self.count..) {
            Some([]) => self.keys.last().map_or(0, |last| last.bound(class)),
            _ => u32::MAX,
        }
    }

    /// Offers a key. An entry may be offered several times; its smallest key counts.
    pub(super) fn offer(&mut self, key: Key) {
        if !self.takes(key) {
            return;
        }
        if let Some(place) = self.place_of(key.rank()) {
            if self.keys.get(place).is_none_or(|known| *known <= key) {
                return;
            }
            let after = self.keys.get_mut(place..self.count).unwrap_or_default();
            after.iter_mut().rev().fold(Key::ZERO, |carried, place| core::mem::replace(place, carried));
            self.count -= 1;
        }
        self.most_class = self.most_class.max(key.class());
        self.count = (self.count + 1).min(self.keys.len());
        let mut kept = self.keys.get_mut(..self.count).unwrap_or_default();
        // Greater ones move over by one; when there is no room left, the last is given up.
        while let Some((free, before)) = kept.split_last_mut() {
            match before.last() {
                Some(greater) if key < *greater => *free = *greater,
                _ => {
                    *free = key;
                    break;
                }
            }
            kept = before;
        }
        self.mark(key.rank());
    }

    /// The place of the key of an entry, in whichever class it is.
    fn place_of(&self, rank: u32) -> Option<usize> {
        let (word, bit) = mark_of(rank);
        if self.marks.get(word).is_some_and(|marks| marks & bit == 0) {
            return None;
        }
        (0..=self.most_class).find_map(|class| self.keys().binary_search(&Key::new(class, rank)).ok())
    }

    fn mark(&mut self, rank: u32) {
        let (word, bit) = mark_of(rank);
        if let Some(marks) = self.marks.get_mut(word) {
            *marks |= bit;
        }
    }

    /// The best so far, in order.
    pub(super) fn keys(&self) -> &[Key] {
        self.keys.get(..self.count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_kept(wanted in 1_usize..30, offers in prop::collection::vec((0_u32..4, 0_u32..200), 0..400)) {
            let mut room = alloc::vec![Key::default(); wanted];
            let mut best = Best::new(wanted, &mut room);
            let mut smallest = BTreeMap::new();
            for &(class, rank) in &offers {
                best.offer(Key::new(class, rank));
                let entry = smallest.entry(rank).or_insert(class);
                *entry = class.min(*entry);
            }
            let mut expected: Vec<_> = smallest.into_iter().map(|(rank, class)| (class, rank)).collect();
            expected.sort_unstable();
            expected.truncate(wanted);
            let kept: Vec<_> = best.keys().iter().map(|key| ((key.0 >> 32) as u32, key.rank())).collect();
            prop_assert_eq!(kept, expected);
        }
    }
}
