//! The journal: which calls were sent, written down before they are sent.
//!
//! A service tells a copied device by its numbers, so a phone never uses one twice and never leaves one out: whatever
//! stops Key, the next start knows from here what may have arrived. A call whose answer never came is not repeated (what a
//! PIN has signed must not be stored) but named in a [`key_protocol::call::Resume`], which is stored whole and repeated to
//! the byte until it is answered.
//!
//! The journal is encrypted with the vault's key and kept twice, `calls` and `calls.previous`. Both say the same before
//! anything is sent, so that either serves when the other is damaged.

use std::collections::BTreeMap;
use std::sync::Arc;

use key_protocol::call::{CallIdHash, LeftCall};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::account::AccountId;
use crate::error::Error;
use crate::platform::{Entropy, FileStore, Platform};
use crate::vault::{OpenError, format};

const FILE: &str = "calls";
const PREVIOUS: &str = "calls.previous";

/// What was sent to one service, in the lane of calls that change something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The newest number that may have been sent.
    act: u64,
    /// The call that was sent with no answer, but for a resume.
    left: Option<LeftCall>,
    /// A resume that was sent with no answer.
    resume: Option<SentResume>,
}

/// A resume as it was sent. Nothing in it is secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentResume {
    /// Its number.
    pub seq: u64,
    /// The JSON of its call.
    pub payload: String,
}

impl Entry {
    /// The newest number that may have been sent.
    #[must_use]
    pub const fn newest(&self) -> u64 {
        self.act
    }

    /// The number of the next call.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.act + 1
    }

    /// The call that was left without an answer.
    #[must_use]
    pub const fn left(&self) -> Option<LeftCall> {
        self.left
    }

    /// The resume that has to be repeated.
    #[must_use]
    pub const fn resume(&self) -> Option<&SentResume> {
        self.resume.as_ref()
    }

    /// Whether a call can be sent: nothing is open.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        self.left.is_none() && self.resume.is_none()
    }

    /// The entry once a call with the next number may have been sent.
    #[must_use]
    pub const fn sending(&self, id_hash: CallIdHash) -> Self {
        let seq = self.next();
        Self { act: seq, left: Some(LeftCall { id_hash, seq }), resume: None }
    }

    /// The entry once a resume with the next number may have been sent.
    #[must_use]
    pub fn resuming(&self, payload: String) -> Self {
        let seq = self.next();
        Self { act: seq, left: self.left, resume: Some(SentResume { seq, payload }) }
    }

    /// The entry once all that was sent is answered.
    #[must_use]
    pub const fn answered(&self) -> Self {
        Self { act: self.act, left: None, resume: None }
    }
}

type Entries = BTreeMap<AccountId, Entry>;

/// The open journal.
pub(crate) struct Journal {
    entries: Entries,
    entropy: Arc<dyn Entropy>,
    files: Arc<dyn FileStore>,
    key: Zeroizing<[u8; 32]>,
}

impl Journal {
    /// Opens the journal, which is empty where there is none.
    pub(crate) fn open(platform: &Platform, key: Zeroizing<[u8; 32]>) -> Result<Self, OpenError> {
        let read = |name| platform.files.read(name).map_err(|_| OpenError::Storage);
        let (current, previous) = (read(FILE)?, read(PREVIOUS)?);
        let [current, previous] =
            [current, previous].map(|file| file.and_then(|file| parse(&file, &key).ok()));
        let is_whole = current.is_some() && previous.is_some();
        let entries = current.or(previous);
        let (entropy, files) = (Arc::clone(&platform.entropy), Arc::clone(&platform.files));
        let journal = Self { entries: entries.clone().unwrap_or_default(), entropy, files, key };
        if let Some(entries) = entries.filter(|_| !is_whole) {
            // Healed before the other is damaged too; where that cannot be done now, it is done with the next call.
            let _ = journal.save(&entries);
        }
        Ok(journal)
    }

    /// What was sent for an account. `None`: it is not known, and the account is of no use any more.
    pub(crate) fn entry(&self, id: &AccountId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Writes an entry down, on disk in both places before it returns; on failure nothing has changed. Accounts that are
    /// not among `kept` are forgotten.
    pub(crate) fn write(&mut self, id: &AccountId, entry: Entry, kept: &[AccountId]) -> Result<(), Error> {
        let mut entries = self.entries.clone();
        entries.retain(|known, _| kept.contains(known));
        entries.insert(id.clone(), entry);
        self.save(&entries)?;
        self.entries = entries;
        Ok(())
    }

    fn save(&self, entries: &Entries) -> Result<(), Error> {
        let plain = serde_json::to_vec(entries).map_err(|_| Error::Storage)?;
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
        self.entries.insert(id.clone(), entry);
    }
}

fn parse(file: &[u8], key: &[u8; 32]) -> Result<Entries, OpenError> {
    let plain = format::open(key, file)?;
    serde_json::from_slice(&plain).map_err(|_| OpenError::Damaged)
}

#[cfg(test)]
mod tests;
