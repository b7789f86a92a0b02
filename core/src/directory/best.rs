//! The best few of many candidates, without keeping the others.

use tinyvec::TinyVec;

/// Where a hit stands in the answer: by class, then by rank.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    pub(super) fn new(class: u32, rank: u32) -> Self {
        Self(u64::from(class) << 32 | u64::from(rank))
    }

    /// The rank of the entry: the lower half.
    pub(super) fn rank(self) -> u32 {
        (self.0 & u64::from(u32::MAX)) as u32
    }
}

/// The smallest keys of different entries among all that were offered.
///
/// Keys gather unsorted until there are some more than are wanted; then all but the best are let go, and the last of
/// those bounds what is taken from there on.
pub(super) struct Best {
    keys: TinyVec<[Key; 64]>,
    wanted: usize,
    bound: Key,
}

impl Best {
    /// Keeps the `wanted` best.
    pub(super) fn new(wanted: usize) -> Self {
        Self { keys: TinyVec::new(), wanted, bound: Key(u64::MAX) }
    }

    /// Whether a key would still be among the best, as far as is known.
    pub(super) fn takes(&self, key: Key) -> bool {
        key < self.bound
    }

    /// Offers a key. An entry may be offered several times; its smallest key counts.
    pub(super) fn offer(&mut self, key: Key) {
        if self.takes(key) {
            self.keys.push(key);
            if self.keys.len() >= self.wanted.saturating_mul(2).saturating_add(32) {
                self.keys();
            }
        }
    }

    /// The best so far, in order.
    pub(super) fn keys(&mut self) -> &[Key] {
        self.keys.sort_unstable_by_key(|key| (key.rank(), *key));
        let mut last = None;
        self.keys.retain(|key| last.replace(key.rank()) != Some(key.rank()));
        self.keys.sort_unstable();
        self.keys.truncate(self.wanted);
        if self.keys.len() == self.wanted {
            self.bound = self.keys.last().copied().unwrap_or_default();
        }
        &self.keys
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
            let mut best = Best::new(wanted);
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
