//! Wakes requests that wait for changes of an account.
//!
//! A wake only means "look again": the database has the current state, so a lost wake delays an answer and never loses
//! one. The store wakes the [`Hub`] of a process when it commits; if several processes share a database, it notifies
//! each of them.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::ids::AccountId;
use crate::pruned::Pruned;

/// Waits for wakes. A wake between two waits is not lost.
#[derive(Debug)]
pub struct Listener {
    wakes: watch::Receiver<()>,
    closed: watch::Receiver<bool>,
}

/// The reason why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The account may have changed.
    Changed,
    /// The service ends.
    Closed,
}

impl Listener {
    /// Waits for the next wake.
    pub async fn next(&mut self) -> Woken {
        tokio::select! {
            biased;
            _ = self.closed.wait_for(|closed| *closed) => Woken::Closed,
            changed = self.wakes.changed() => if changed.is_ok() { Woken::Changed } else { Woken::Closed },
        }
    }
}

/// Wakes all tasks of this process that wait for an account.
#[derive(Debug)]
pub struct Hub {
    accounts: Mutex<Pruned<AccountId, watch::Sender<()>>>,
    closed: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { accounts: Mutex::default(), closed: watch::Sender::new(false) }
    }
}

impl Hub {
    /// Wakes those that wait for `account`, which has changed.
    pub fn wake(&self, account: AccountId) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts = accounts.map();
        if accounts.get(&account).is_some_and(|sender| sender.send(()).is_err()) {
            accounts.remove(&account);
        }
    }

    /// Wakes all that wait, because any account may have changed.
    pub fn wake_all(&self) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.map().retain(|_, sender| sender.send(()).is_ok());
    }

    /// Listens for changes of `account` from now on.
    pub fn listen(&self, account: AccountId) -> Listener {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts = accounts.pruned(|sender| sender.receiver_count() > 0);
        let wakes = accounts.entry(account).or_insert_with(|| watch::Sender::new(())).subscribe();
        Listener { wakes, closed: self.closed.subscribe() }
    }

    /// Ends all waits, now and in the future, because the service ends.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

#[cfg(test)]
mod tests {
    use super::{Hub, Woken};
    use crate::ids::AccountId;

    #[tokio::test]
    async fn a_wake_reaches_its_account_and_no_other() {
        let (hub, mine, other) =
            (Hub::default(), AccountId::from_bytes([1; 16]), AccountId::from_bytes([2; 16]));
        let (mut listener, mut elsewhere) = (hub.listen(mine), hub.listen(other));
        hub.wake(mine);
        assert_eq!(listener.next().await, Woken::Changed);
        hub.close();
        assert_eq!(elsewhere.next().await, Woken::Closed);
        assert_eq!(hub.listen(mine).next().await, Woken::Closed);
    }
}
