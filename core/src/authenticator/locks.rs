//! The locks of an account. They keep calls that must not overlap apart: one waits for the other.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The locks held while an account's service is called. Code that needs several takes them in the order `wait`, `act`,
/// `run`.
#[derive(Debug, Default)]
pub(super) struct Locks {
    /// Held during a wait.
    pub(super) wait: Mutex<()>,
    /// Held during an act.
    pub(super) act: Mutex<()>,
    /// Held while a run is opened, and while a wait is signed, so that no wait of an older run is sent after the new
    /// run was asked for.
    pub(super) run: Mutex<()>,
}

pub(super) fn lock(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
