//! The journal records each call before it is sent.
//!
//! A service detects a copied device by its call numbers, so a phone never uses a number twice and never skips one.
//! Whatever stops Key, the next start reads here which calls may have arrived. Key does not repeat an unanswered call,
//! because it must not store what a PIN has signed; it names the call in a [`key_protocol::call::Resume`] instead. The
//! resume is stored whole and repeated byte for byte until it is answered.
//!
//! The journal is stored twice, in `calls` and `calls.previous`. Both have the same content before anything is sent, so
//! that either can be read if the other is damaged. Waits write to the journal in the background, when a lock may
//! withhold the vault's key; the journal therefore has its own key. Earlier versions sealed it with the vault's key:
//! Key still reads such a file, and seals it anew at once.

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
    /// Opens the journal, or an empty one if there is none. `former` is the key that sealed it before it had its own.
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
            // Repairs a damaged file before the other is damaged too. If that fails now, the next call repairs it.
            let _ = journal.save(&entries);
        }
        Ok(journal)
    }

    /// The entries of all accounts, as written or [noted](Journal::note).
    pub(crate) const fn entries(&self) -> &Arc<Entries> {
        &self.entries
    }

    /// Writes an entry to both files, on disk before it returns; on failure nothing has changed. Drops the entries of
    /// accounts that are not in `kept`.
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

    /// Notes that an answer has come. It is written with the next call; if Key stops before, it asks about the call
    /// again.
    pub(crate) fn note(&mut self, id: &AccountId, entry: Entry) {
        Arc::make_mut(&mut self.entries).accounts.insert(id.clone(), entry);
    }
}

/// Returns the journal's own key, or `None` if the key store has no valid one.
fn own_key(platform: &Platform) -> Result<Option<FileKey>, OpenError> {
    match key::stored(platform, KEY) {
        Err(OpenError::KeyLost) => Ok(None),
        other => other,
    }
}

/// Makes an own key for a journal that has none. Returns the former key if a new one cannot be stored now, or if there
/// are files that cannot be read: the key that sealed them may come back, so it must not be replaced.
fn new_key(platform: &Platform, former: &FileKey, is_lost: bool) -> FileKey {
    let drawn = if is_lost { Err(OpenError::KeyLost) } else { key::drawn(platform, KEY) };
    drawn.unwrap_or_else(|_| former.clone())
}

/// Reads the first file that one of the keys opens. Returns `None` if there is no file.
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
