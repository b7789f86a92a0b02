//! The best few of many candidates, without keeping the others, and without memory of its own.

use super::sort::sort;

/// Where a hit stands in the answer: by class, then by rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u64);

impl Key {
    /// The smallest key.
    pub(super) const ZERO: Self = Self(0);

    pub(super) fn new(class: u32, rank: u32) -> Self {
        Self(u64::from(class) << 32 | u64::from(rank))
    }

    /// The rank of the entry: the lower half.
    pub(super) fn rank(self) -> u32 {
        (self.0 & u64::from(u32::MAX)) as u32
    }
}

/// The smallest keys of different entries among all that were offered, in room that the caller lends.
///
/// Keys gather unsorted until the room is full; then all but the best are let go, and the last of those bounds what is
/// taken from there on.
pub(super) struct Best<'k> {
    keys: &'k mut [Key],
    count: usize,
    wanted: usize,
    bound: Key,
}

/// The keys of room that keeping the `wanted` best takes: more than are wanted, so that they are sorted now and then only.
pub(super) const fn room_for(wanted: usize) -> usize {
    wanted.saturating_mul(2).saturating_add(32)
}

impl<'k> Best<'k> {
    /// Keeps the `wanted` best, or as many as there is room for.
    pub(super) fn new(wanted: usize, room: &'k mut [Key]) -> Self {
        Self { wanted: wanted.min(room.len() / 2), keys: room, count: 0, bound: Key(u64::MAX) }
    }

    /// Whether a key would still be among the best, as far as is known.
    pub(super) fn takes(&self, key: Key) -> bool {
        key < self.bound
    }

    /// Offers a key. An entry may be offered several times; its smallest key counts.
    pub(super) fn offer(&mut self, key: Key) {
        if self.takes(key)
            && let Some(place) = self.keys.get_mut(self.count)
        {
            *place = key;
            self.count += 1;
            if self.count == self.keys.len() {
                self.keys();
            }
        }
    }

    /// The best so far, in order.
    pub(super) fn keys(&mut self) -> &[Key] {
        let keys = self.keys.get_mut(..self.count).unwrap_or_default();
        sort(keys, |one, other| one.0.rotate_left(32) < other.0.rotate_left(32));
        // Of each entry the first.
        let (mut kept, mut last) = (0, None);
        for at in 0..keys.len() {
            let Some(key) = keys.get(at).copied() else { break };
            if last.replace(key.rank()) != Some(key.rank())
                && let Some(place) = keys.get_mut(kept)
            {
                *place = key;
                kept += 1;
            }
        }
        let keys = keys.get_mut(..kept).unwrap_or_default();
        sort(keys, |one, other| one < other);
        self.count = kept.min(self.wanted);
        if self.count == self.wanted {
            let last = self.wanted.checked_sub(1).and_then(|last| keys.get(last));
            self.bound = last.copied().unwrap_or_default();
        }
        keys.get(..self.count).unwrap_or_default()
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
            let mut room = alloc::vec![Key::default(); room_for(wanted)];
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
