//! Locks of an account: of the calls that must not overlap, one waits for the other.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is held while an account's service is called. Who needs more than one takes them in this order: `wait`, `act`,
/// `run`.
#[derive(Debug, Default)]
pub(super) struct Locks {
    /// While a call that waits is under way.
    pub(super) wait: Mutex<()>,
    /// While a call that changes something is under way.
    pub(super) act: Mutex<()>,
    /// While a run is opened, and while a wait is signed: no wait of an older run is sent after the new one was asked for.
    pub(super) run: Mutex<()>,
}

pub(super) fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
