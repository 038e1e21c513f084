//! The journal: which calls were sent, written down before they are sent.
//!
//! A service tells a copied device by its numbers, so a phone never uses one twice and never leaves one out: whatever
//! stops Key, the next start knows from here what may have arrived. A call whose answer never came is not repeated (what a
//! PIN has signed must not be stored) but named in a [`key_protocol::call::Resume`], which is stored whole and repeated to
//! the byte until it is answered.
//!
//! The journal is kept twice, `calls` and `calls.previous`. Both say the same before anything is sent, so that either
//! serves when the other is damaged. It is written while nobody looks, by whoever waits for requests, so its key is not the
//! vault's, which a lock can withhold. Earlier it was the vault's: a file that was sealed with that is read, and sealed
//! anew at once.

mod entries;
mod entry;

use std::sync::Arc;

use zeroize::Zeroizing;

pub(crate) use self::entries::Entries;
pub use self::entry::{Entry, SentResume};
use crate::account::AccountId;
use crate::error::Error;
use crate::platform::{Entropy, FileStore, Platform};
use crate::vault::key::{self, FileKey};
use crate::vault::{OpenError, format};

const FILE: &str = "calls";
const PREVIOUS: &str = "calls.previous";
const KEY: &str = "journal-key";

/// The open journal.
pub(crate) struct Journal {
    entries: Arc<Entries>,
    entropy: Arc<dyn Entropy>,
    files: Arc<dyn FileStore>,
    key: FileKey,
}

impl Journal {
    /// Opens the journal, which is empty where there is none. `former` is the key that it had before it had its own.
    pub(crate) fn open(platform: &Platform, former: &FileKey) -> Result<Self, OpenError> {
        let read = |name| platform.files.read(name).map_err(|_| OpenError::Storage);
        let files = [read(FILE)?, read(PREVIOUS)?];
        let own = own_key(platform)?;
        let keys: Vec<&FileKey> = own.iter().chain([former]).collect();
        let entries = first_readable(&files, &keys)?;
        let is_lost = entries.is_none() && files.iter().any(Option::is_some);
        let key = own.unwrap_or_else(|| new_key(platform, former, is_lost));
        let is_whole = files.iter().flatten().filter(|file| parse(file, &key).is_ok()).count() == files.len();
        let (entropy, files) = (Arc::clone(&platform.entropy), Arc::clone(&platform.files));
        let journal = Self { entries: Arc::new(entries.clone().unwrap_or_default()), entropy, files, key };
        if let Some(entries) = entries.filter(|_| !is_whole) {
            // Healed before the other is damaged too; where that cannot be done now, it is done with the next call.
            let _ = journal.save(&entries);
        }
        Ok(journal)
    }

    /// What was sent for each account, as far as it is written down or [noted](Journal::note).
    pub(crate) const fn entries(&self) -> &Arc<Entries> {
        &self.entries
    }

    /// Writes an entry down, on disk in both places before it returns; on failure nothing has changed. Accounts that are
    /// not among `kept` are forgotten.
    pub(crate) fn write(&mut self, id: &AccountId, entry: Entry, kept: &[AccountId]) -> Result<(), Error> {
        let mut entries = Entries::clone(&self.entries);
        entries.accounts.retain(|known, _| kept.contains(known));
        entries.accounts.insert(id.clone(), entry);
        self.save(&entries)?;
        self.entries = Arc::new(entries);
        Ok(())
    }

    fn save(&self, entries: &Entries) -> Result<(), Error> {
        let plain = Zeroizing::new(serde_json::to_vec(entries).map_err(|_| Error::Storage)?);
        for name in [PREVIOUS, FILE] {
            let mut nonce = [0; format::NONCE_BYTES];
            self.entropy.fill(&mut nonce)?;
            let sealed = format::seal(&self.key, &nonce, &plain).ok_or(Error::Storage)?;
            self.files.replace(name, &sealed)?;
        }
        Ok(())
    }

    /// Notes that an answer came. It is written down with the next call: forgotten, the call is asked about once more.
    pub(crate) fn note(&mut self, id: &AccountId, entry: Entry) {
        Arc::make_mut(&mut self.entries).accounts.insert(id.clone(), entry);
    }
}

/// The key of the journal, `None` where there is none that could be one.
fn own_key(platform: &Platform) -> Result<Option<FileKey>, OpenError> {
    match key::stored(platform, KEY) {
        Err(OpenError::KeyLost) => Ok(None),
        other => other,
    }
}

/// A key of its own for a journal that has none. The former serves on where none can be kept now, and where there are files
/// that nobody can read: the key that they were sealed with may come back, and must not have been replaced.
fn new_key(platform: &Platform, former: &FileKey, is_lost: bool) -> FileKey {
    let drawn = if is_lost { Err(OpenError::KeyLost) } else { key::drawn(platform, KEY) };
    drawn.unwrap_or_else(|_| former.clone())
}

/// What the first file says that one of the keys opens. `None` where there is none.
fn first_readable(files: &[Option<Vec<u8>>; 2], keys: &[&FileKey]) -> Result<Option<Entries>, OpenError> {
    let mut newer = Ok(None);
    for (file, key) in files.iter().flatten().flat_map(|file| keys.iter().map(move |key| (file, key))) {
        match parse(file, key) {
            Ok(entries) => return Ok(Some(entries)),
            Err(OpenError::NewerVersion) => newer = Err(OpenError::NewerVersion),
            Err(_) => {}
        }
    }
    newer
}

fn parse(file: &[u8], key: &FileKey) -> Result<Entries, OpenError> {
    let plain = format::open(key, file)?;
    serde_json::from_slice(&plain).map_err(|_| OpenError::Damaged)
}

#[cfg(test)]
mod tests;
