//! A map whose entries expire by themselves.

use std::collections::HashMap;
use std::hash::Hash;

/// A map that is pruned when it has twice as many entries as were alive after the last time, so that the cost is spread
/// over all insertions since.
#[derive(Debug)]
pub struct Pruned<K, V> {
    map: HashMap<K, V>,
    look_at: usize,
}

/// Maps with at most this many entries are not pruned.
const FEW: usize = 1024;

impl<K, V> Default for Pruned<K, V> {
    fn default() -> Self {
        Self { map: HashMap::new(), look_at: FEW }
    }
}

impl<K: Eq + Hash, V> Pruned<K, V> {
    /// Returns the map, after removing entries that are not `alive` if pruning is due.
    pub fn pruned(&mut self, mut alive: impl FnMut(&V) -> bool) -> &mut HashMap<K, V> {
        if self.map.len() >= self.look_at {
            self.map.retain(|_, value| alive(value));
            self.look_at = FEW.max(2 * self.map.len());
        }
        &mut self.map
    }

    /// Returns the map without pruning it.
    pub fn map(&mut self) -> &mut HashMap<K, V> {
        &mut self.map
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Pruned};

    #[test]
    fn what_has_ended_goes_and_nobody_looks_through_it_each_time() {
        let mut pruned = Pruned::default();
        let mut looked = 0;
        for key in 0..100 * FEW {
            let now = key;
            let alive = |ends: &usize| {
                looked += 1;
                *ends > now
            };
            pruned.pruned(alive).insert(key, key + 10 * FEW);
            assert!(pruned.map().len() <= 21 * FEW, "{}", pruned.map().len());
        }
        assert!(looked < 300 * FEW, "{looked} looks at {} entries", 100 * FEW);
    }
}
