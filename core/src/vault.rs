//! The vault: one encrypted file with all data of Key except keys and PIN.
//!
//! Its key is random and stored in the platform's key store, so the platform's own lock protects it. Nothing in the
//! vault depends on the PIN. A save writes the previous content to `vault.previous` and then replaces `vault`; if
//! `vault` is damaged, Key reads `vault.previous`. The calls sent to services are recorded separately in the
//! [`crate::journal`], under another key: it changes often and in the background, and services would take a phone with
//! an older journal for a copy.
//!
//! A newer Key may add fields, which this one keeps ([`Unknown`]). A Key that changes the meaning or the values of a
//! known field gives the file a new version, which an older Key does not open.

mod error;
pub mod format;
pub(crate) mod key;
mod unknown;

use std::sync::Arc;

use key_protocol::UnixSeconds;
use key_protocol::key::PublicKey;
use key_protocol::language::Language;
use key_protocol::shown::ShownText;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use self::error::OpenError;
use self::key::FileKey;
pub use self::unknown::{Kept, Unknown};
use crate::account::{Account, AccountId};
use crate::error::Error;
use crate::platform::{Entropy, FileStore, Platform};

const FILE: &str = "vault";
const PREVIOUS: &str = "vault.previous";
const KEY: &str = "vault-key";

/// The number of answered requests that the vault keeps.
pub const HISTORY: usize = 100;

/// The contents of the vault.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The accounts, in the order they were added.
    pub accounts: Vec<Account>,
    /// Wrong factors that the user has not dismissed.
    pub failures: Vec<FailureNotice>,
    /// Answered requests, oldest first, [`HISTORY`] at most.
    pub history: Vec<HistoryEntry>,
    /// The language set in Key.
    pub language: Option<Language>,
    /// Whether biometrics are used.
    pub biometrics: bool,
    /// The name that the user has given this phone, for accounts that are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_name: Option<ShownText>,
    /// The colours set in Key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Contents {
    pub(crate) fn account_mut(&mut self, id: &AccountId) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.id == *id)
    }

    /// Removes an account and its notices.
    pub(crate) fn remove(&mut self, id: &AccountId) {
        self.accounts.retain(|account| account.id != *id);
        self.failures.retain(|notice| notice.account != *id);
    }

    /// Adds an answered request, and removes the oldest if there are too many.
    pub(crate) fn remember(&mut self, entry: HistoryEntry) {
        self.history.push(entry);
        let surplus = self.history.len().saturating_sub(HISTORY);
        self.history.drain(..surplus);
    }

    /// Adds a notice, replacing an older one about the same account.
    pub(crate) fn tell(&mut self, notice: FailureNotice) {
        self.failures.retain(|other| other.account != notice.account);
        self.failures.push(notice);
    }
}

/// Wrong PINs or biometrics that a service has reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureNotice {
    /// The account.
    pub account: AccountId,
    /// The number of wrong tries.
    pub count: u32,
    /// The time of the first, by the service's clock.
    pub since: UnixSeconds,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An answered request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The time of the answer, by the device's clock.
    pub at: UnixSeconds,
    /// The evidence, if this Key or a newer one has stored the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// The service's signed receipt.
    pub receipt: String,
    /// The statement that was shown and signed.
    pub statement: String,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What the service has asked and what this device has answered, so that the receipt can be verified later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The account.
    pub account: AccountId,
    /// The decision as it was sent: base64url of JSON.
    pub decision: String,
    /// The service's key that has signed the receipt.
    pub key: PublicKey,
    /// The service's request, a JWS.
    pub request: String,
    /// Fields that a newer Key has added.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// The colours that Key is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

/// The open vault.
pub(crate) struct Vault {
    contents: Arc<Contents>,
    entropy: Arc<dyn Entropy>,
    files: Arc<dyn FileStore>,
    /// Whether the contents have changes that the file does not have.
    is_ahead: bool,
    /// Whether these changes have to be saved before anything is sent.
    is_owed: bool,
    key: FileKey,
}

impl Vault {
    /// Opens the vault, or creates an empty one.
    pub(crate) fn open(platform: &Platform) -> Result<Self, OpenError> {
        let sealed = platform.files.read(FILE).map_err(|_| OpenError::Storage)?;
        let previous = platform.files.read(PREVIOUS).map_err(|_| OpenError::Storage)?;
        let key = match key::stored(platform, KEY)? {
            Some(key) => key,
            None if sealed.is_none() && previous.is_none() => key::drawn(platform, KEY)?,
            None => return Err(OpenError::KeyLost),
        };
        let contents = Arc::new(read(sealed.as_deref(), previous.as_deref(), &key)?);
        let (entropy, files) = (Arc::clone(&platform.entropy), Arc::clone(&platform.files));
        Ok(Self { contents, entropy, files, is_ahead: false, is_owed: false, key })
    }

    pub(crate) const fn contents(&self) -> &Arc<Contents> {
        &self.contents
    }

    /// The vault's key. Journals were sealed with it too before they had their own.
    pub(crate) const fn key(&self) -> &FileKey {
        &self.key
    }

    /// Changes the contents and saves them; on failure nothing has changed.
    pub(crate) fn update<T>(&mut self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        let mut contents = Contents::clone(&self.contents);
        let result = change(&mut contents);
        self.save(&contents)?;
        (self.contents, self.is_ahead, self.is_owed) = (Arc::new(contents), false, false);
        Ok(result)
    }

    /// Changes the contents as a service has reported, and saves them. If saving fails, the change stays in memory
    /// while Key runs, and is saved with the next change, or by [`Vault::catch_up`].
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Contents)) -> Result<(), Error> {
        let mut contents = Contents::clone(&self.contents);
        change(&mut contents);
        (self.contents, self.is_ahead) = (Arc::new(contents), true);
        self.save_noted()
    }

    /// Like [`Vault::note`], for a change that no service would report again, and without which Key would act wrongly:
    /// it has to be saved before anything is sent.
    pub(crate) fn note_first(&mut self, change: impl FnOnce(&mut Contents)) -> Result<(), Error> {
        self.is_owed = true;
        self.note(change)
    }

    /// Saves noted changes that could not be saved earlier. Called before anything is sent; fails if nothing may be
    /// sent now.
    pub(crate) fn catch_up(&mut self) -> Result<(), Error> {
        let saved = if self.is_ahead { self.save_noted() } else { Ok(()) };
        saved.or_else(|error| if self.is_owed { Err(error) } else { Ok(()) })
    }

    fn save_noted(&mut self) -> Result<(), Error> {
        self.save(&self.contents)?;
        (self.is_ahead, self.is_owed) = (false, false);
        Ok(())
    }

    fn save(&self, contents: &Contents) -> Result<(), Error> {
        let plain = Zeroizing::new(serde_json::to_vec(contents).map_err(|_| Error::Storage)?);
        let mut nonce = [0; format::NONCE_BYTES];
        self.entropy.fill(&mut nonce)?;
        let sealed = format::seal(&self.key, &nonce, &plain).ok_or(Error::Storage)?;
        if let Some(current) = self.files.read(FILE)? {
            self.files.replace(PREVIOUS, &current)?;
        }
        Ok(self.files.replace(FILE, &sealed)?)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("accounts", &self.contents.accounts.len()).finish_non_exhaustive()
    }
}

fn read(sealed: Option<&[u8]>, previous: Option<&[u8]>, key: &[u8; 32]) -> Result<Contents, OpenError> {
    if sealed.is_none() && previous.is_none() {
        return Ok(Contents::default());
    }
    let current = sealed.map_or(Err(OpenError::Damaged), |sealed| parse(sealed, key));
    match current {
        Err(OpenError::Damaged) => previous.map_or(Err(OpenError::Damaged), |previous| parse(previous, key)),
        other => other,
    }
}

fn parse(sealed: &[u8], key: &[u8; 32]) -> Result<Contents, OpenError> {
    let plain = format::open(key, sealed)?;
    serde_json::from_slice(&plain).map_err(|_| OpenError::Damaged)
}

#[cfg(test)]
mod tests;
