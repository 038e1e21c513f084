//! Who is woken when something of an account has changed.
//!
//! A wake says nothing but "look again": what is true stands in the database, so a lost wake costs time and never an
//! answer. The store wakes a process's [`Hub`] when it commits; where several processes share a database, it tells each
//! of them.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

use crate::ids::AccountId;
use crate::pruned::Pruned;

/// Waits for wakes. Those between two waits are not lost.
#[derive(Debug)]
pub struct Listener {
    wakes: watch::Receiver<()>,
    closed: watch::Receiver<bool>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Look again.
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

/// Wakes those of this process who wait for an account.
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
    /// Something of `account` has changed.
    pub fn wake(&self, account: AccountId) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts = accounts.map();
        if accounts.get(&account).is_some_and(|sender| sender.send(()).is_err()) {
            accounts.remove(&account);
        }
    }

    /// Something may have changed of any account.
    pub fn wake_all(&self) {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.map().retain(|_, sender| sender.send(()).is_ok());
    }

    /// Waits for changes of `account` from now on.
    pub fn listen(&self, account: AccountId) -> Listener {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts = accounts.pruned(|sender| sender.receiver_count() > 0);
        let wakes = accounts.entry(account).or_insert_with(|| watch::Sender::new(())).subscribe();
        Listener { wakes, closed: self.closed.subscribe() }
    }

    /// The service ends: all who wait are let go, now and from now on.
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
