//! What is on disk, and two locks over it: one that is held for as long as something is saved, and one, held for a moment,
//! over what there is to see. A screen takes only the second, so it never waits for a disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::journal::{Entries, Journal};
use crate::vault::{Contents, Vault};

/// Vault and journal. Who saves does so one after the other; who looks sees what was saved, or noted, last.
pub(super) struct Stored {
    files: Mutex<Files>,
    seen: Mutex<Seen>,
}

/// What is held while something is saved.
pub(super) struct Files {
    pub(super) journal: Journal,
    pub(super) vault: Vault,
}

/// What there was at one moment.
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

    /// What there is now. Waits for no disk.
    pub(super) fn seen(&self) -> Seen {
        lock(&self.seen).clone()
    }

    /// Does `work` on the files, when all others have done theirs. What came of it is seen once it is done.
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
