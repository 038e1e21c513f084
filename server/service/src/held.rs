//! Answers that are held open, a limited number for each session or device. An older one ends when a newer one begins.

use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use key_domain::pruned::Pruned;

/// How many event streams a session may have open.
pub(crate) const STREAMS_OF_SESSION: u64 = 8;

/// How many event streams all sessions of an account may have together: each of them reads every change of it.
pub(crate) const STREAMS_OF_ACCOUNT: u64 = 32;

/// How many waits of a device are held: the newest, and one whose connection may be lost.
pub(crate) const WAITS_OF_DEVICE: u64 = 2;

/// Counts the answers that were begun for each key.
#[derive(Debug)]
pub(crate) struct Held<K> {
    most: u64,
    begun: Mutex<Pruned<K, watch::Sender<u64>>>,
}

impl<K: Eq + Hash> Held<K> {
    pub(crate) fn new(most: u64) -> Self {
        Self { most, begun: Mutex::default() }
    }

    /// Counts an answer, which must end when the returned future completes.
    pub(crate) fn begin(&self, key: K) -> impl Future<Output = ()> + Send + use<K> {
        let mut all = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = all.pruned(|begun| begun.receiver_count() > 0).entry(key).or_default();
        begun.send_modify(|begun| *begun += 1);
        let (last, mut begun) = (*begun.borrow() + self.most, begun.subscribe());
        async move {
            // The sender is never dropped while a receiver waits.
            let _ = begun.wait_for(|begun| *begun >= last).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::Held;

    #[test]
    fn the_oldest_makes_room() {
        let held = Held::new(3);
        let other = held.begin("other");
        let mut begun: Vec<_> = (0..3).map(|_| Box::pin(held.begin("mine"))).collect();
        assert!(begun.iter_mut().all(|one| one.now_or_never().is_none()));
        begun.push(Box::pin(held.begin("mine")));
        assert!(begun.remove(0).now_or_never().is_some());
        assert!(begun.iter_mut().all(|one| one.now_or_never().is_none()));
        assert!(other.now_or_never().is_none());
    }
}
