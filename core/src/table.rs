//! Hash tables whose code is there once, whatever they hold. (`hashbrown`'s own maps are compiled anew for each kind of
//! entry; of the module that browsers fetch they were a tenth.)
//!
//! Entries lie in a list in the order in which they came, so that walking over them gives the same order everywhere; the
//! hash table, `hashbrown`'s, holds their places.

use alloc::vec::Vec;
use core::borrow::Borrow;
use core::hash::{BuildHasher, Hash};
use hashbrown::{DefaultHashBuilder, HashTable};

/// A value for each key.
#[derive(Clone, Debug)]
pub(crate) struct HashMap<K, V> {
    places: Places,
    entries: Vec<(K, V)>,
}

/// Different keys.
#[derive(Clone, Debug)]
pub(crate) struct HashSet<K>(HashMap<K, ()>);

/// Where the entries with some hash are.
#[derive(Clone, Debug, Default)]
struct Places {
    table: HashTable<Place>,
    hasher: DefaultHashBuilder,
}

/// A place, with so much of its entry's hash as spreads places over a table.
#[derive(Clone, Copy, Debug)]
struct Place {
    hash: u32,
    // No list in memory has as many entries as it can count.
    at: u32,
}

impl Place {
    /// The table tells entries apart by a hash's highest bits, and spreads them by its lowest.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }

    /// The same for a place that moves. It is one function, so that the code of moving is there once.
    fn spread_again(place: &Self) -> u64 {
        Self::spread(place.hash)
    }
}

impl Places {
    fn hash(&self, key: &(impl Hash + ?Sized)) -> u32 {
        // Its lower half.
        self.hasher.hash_one(key) as u32
    }

    #[inline(never)]
    fn find(&self, hash: u32, is_it: &dyn Fn(usize) -> bool) -> Option<usize> {
        let found =
            self.table.find(Place::spread(hash), |place| place.hash == hash && is_it(place.at as usize));
        found.map(|place| place.at as usize)
    }

    #[inline(never)]
    fn insert(&mut self, hash: u32, at: usize) {
        let place = Place { hash, at: at as u32 };
        self.table.insert_unique(Place::spread(hash), place, Place::spread_again);
    }

    #[inline(never)]
    fn reserve(&mut self, more: usize) {
        self.table.reserve(more, Place::spread_again);
    }
}

impl<K: Hash + Eq, V> HashMap<K, V> {
    pub(crate) fn new() -> Self {
        Self { places: Places::default(), entries: Vec::new() }
    }

    pub(crate) fn with_capacity(entries: usize) -> Self {
        let mut map = Self::new();
        map.entries.reserve(entries);
        map.places.reserve(entries);
        map
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries, in the order in which they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    fn place_of<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        if self.entries.is_empty() {
            return None;
        }
        let is_it = |at: usize| self.entries.get(at).is_some_and(|(other, _)| other.borrow() == key);
        self.places.find(self.places.hash(key), &is_it)
    }

    pub(crate) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(self.place_of(key)?).map(|(_, value)| value)
    }

    pub(crate) fn get_mut<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place_of(key)?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    pub(crate) fn contains_key<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place_of(key).is_some()
    }

    /// Sets the value of a key; answers with the one that it had.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(known) = self.get_mut(&key) {
            return Some(core::mem::replace(known, value));
        }
        self.places.insert(self.places.hash(&key), self.entries.len());
        self.entries.push((key, value));
        None
    }

    /// Changes the value of a key; a new one gets what is made for it.
    pub(crate) fn change_or_insert(&mut self, key: K, change: impl FnOnce(&mut V), make: impl FnOnce() -> V) {
        match self.get_mut(&key) {
            Some(known) => change(known),
            None => _ = self.insert(key, make()),
        }
    }

    /// The value of a key; a new one gets what is made for it.
    pub(crate) fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> V
    where
        V: Copy,
    {
        if let Some(known) = self.get(&key) {
            return *known;
        }
        let value = make();
        self.insert(key, value);
        value
    }
}

impl<K: Hash + Eq, V> Default for HashMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Hash + Eq, V> FromIterator<(K, V)> for HashMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Self::with_capacity(entries.size_hint().0);
        entries.for_each(|(key, value)| _ = map.insert(key, value));
        map
    }
}

impl<K: Hash + Eq> HashSet<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn with_capacity(keys: usize) -> Self {
        Self(HashMap::with_capacity(keys))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.len() == 0
    }

    pub(crate) fn contains<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.contains_key(key)
    }

    /// Adds a key. Whether it was not there.
    pub(crate) fn insert(&mut self, key: K) -> bool {
        self.0.insert(key, ()).is_none()
    }
}

impl<K: Hash + Eq> Default for HashSet<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Hash + Eq> FromIterator<K> for HashSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        Self(keys.into_iter().map(|key| (key, ())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_what_a_tree_holds(entries in prop::collection::vec(("[a-d]{0,3}", any::<u8>()), 0..200)) {
            let (mut map, mut tree) = (HashMap::new(), BTreeMap::new());
            for (key, value) in &entries {
                prop_assert_eq!(map.insert(key.as_str(), *value), tree.insert(key.as_str(), *value));
                prop_assert_eq!((map.len(), map.get(key.as_str())), (tree.len(), Some(value)));
            }
            prop_assert!(map.iter().all(|(key, value)| tree.get(key) == Some(value)));
            prop_assert_eq!(map.get("e"), None);
            let keys: HashSet<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
            prop_assert!(tree.keys().all(|key| keys.contains(key)) && !keys.contains("e"));
        }

        #[test]
        fn entries_stay_in_the_order_in_which_they_came(keys in prop::collection::vec(0_usize..300, 0..300)) {
            let mut known = Vec::new();
            let mut map = HashMap::with_capacity(keys.len() / 2);
            for key in keys {
                let next = known.len();
                let number = map.get_or_insert_with(key, || next);
                if number == next {
                    known.push(key);
                }
                prop_assert_eq!(known.get(number), Some(&key));
            }
            prop_assert!(map.iter().map(|(key, _)| key).eq(&known));
        }
    }
}
