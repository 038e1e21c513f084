//! The vault and the journal behind two locks: one is held during a save; the other guards a snapshot and is held only
//! for a moment. A screen takes only the second, so it never waits for a disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::journal::{Entries, Journal};
use crate::vault::{Contents, Vault};

/// The vault and the journal. Saves run one after the other; a reader sees what was saved or noted last.
pub(super) struct Stored {
    files: Mutex<Files>,
    seen: Mutex<Seen>,
}

/// The open files, locked during a save.
pub(super) struct Files {
    pub(super) journal: Journal,
    pub(super) vault: Vault,
}

/// A snapshot of vault and journal.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) contents: Arc<Contents>,
    pub(super) entries: Arc<Entries>,
}

impl Stored {
    pub(super) fn new(journal: Journal, vault: Vault) -> Self {
        let files = Files { journal, vault };
        Self { seen: Mutex::new(files.seen()), files: Mutex::new(files) }
    }

    /// Returns the current snapshot, without waiting for a disk.
    pub(super) fn seen(&self) -> Seen {
        lock(&self.seen).clone()
    }

    /// Runs `work` on the files, after all earlier calls. Readers see the result once `work` has ended.
    pub(super) fn save<T>(&self, work: impl FnOnce(&mut Files) -> T) -> T {
        let mut files = lock(&self.files);
        let result = work(&mut files);
        *lock(&self.seen) = files.seen();
        result
    }
}

impl Files {
    fn seen(&self) -> Seen {
        Seen { contents: Arc::clone(self.vault.contents()), entries: Arc::clone(self.journal.entries()) }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
