//! The vault: one encrypted file with all that Key knows, but for keys and PIN.
//!
//! Its key is random and held by the platform's key store, so the platform's own lock guards it. Nothing in it
//! depends on the PIN. A save writes the previous content to `vault.previous` and then replaces `vault`; a damaged
//! `vault` is read from there. What was sent to services is written down apart, in the [`crate::journal`]: it changes
//! often, and an older version of it would be taken for a copy.

mod error;
pub mod format;

use std::sync::Arc;

use key_protocol::UnixSeconds;
use key_protocol::language::Language;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use self::error::OpenError;
use crate::account::{Account, AccountId};
use crate::error::Error;
use crate::platform::{Entropy, FileStore, Platform};

const FILE: &str = "vault";
const PREVIOUS: &str = "vault.previous";
const KEY: &str = "vault-key";

/// How many answered requests are remembered.
pub const HISTORY: usize = 100;

/// What is in the vault.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The accounts, in the order they were added.
    pub accounts: Vec<Account>,
    /// Wrong factors that the user has not looked at.
    pub failures: Vec<FailureNotice>,
    /// Answered requests, oldest first, [`HISTORY`] at most.
    pub history: Vec<HistoryEntry>,
    /// The language set in Key.
    pub language: Option<Language>,
    /// Whether biometrics are used.
    pub biometrics: bool,
}

/// Wrong PINs or biometrics that a service has told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureNotice {
    /// The account.
    pub account: AccountId,
    /// How many.
    pub count: u32,
    /// When the first was, by the service's clock.
    pub since: UnixSeconds,
}

/// An answered request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When it was answered, by the device's clock.
    pub at: UnixSeconds,
    /// The service's signed receipt.
    pub receipt: String,
    /// The words that were shown and signed.
    pub statement: String,
}

/// The open vault.
pub(crate) struct Vault {
    contents: Contents,
    entropy: Arc<dyn Entropy>,
    files: Arc<dyn FileStore>,
    key: Zeroizing<[u8; 32]>,
}

impl Vault {
    /// Opens the vault, or makes an empty one.
    pub(crate) fn open(platform: &Platform) -> Result<Self, OpenError> {
        let sealed = platform.files.read(FILE).map_err(|_| OpenError::Storage)?;
        let previous = platform.files.read(PREVIOUS).map_err(|_| OpenError::Storage)?;
        let key = match stored_key(platform)? {
            Some(key) => key,
            None if sealed.is_none() && previous.is_none() => new_key(platform)?,
            None => return Err(OpenError::KeyLost),
        };
        let contents = read(sealed.as_deref(), previous.as_deref(), &key)?;
        let (entropy, files) = (Arc::clone(&platform.entropy), Arc::clone(&platform.files));
        Ok(Self { contents, entropy, files, key })
    }

    pub(crate) const fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The key that everything of Key on this device is encrypted with.
    pub(crate) const fn key(&self) -> &Zeroizing<[u8; 32]> {
        &self.key
    }

    /// Changes and saves; on failure nothing has changed.
    pub(crate) fn update<T>(&mut self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, Error> {
        let mut contents = self.contents.clone();
        let result = change(&mut contents);
        self.save(&contents)?;
        self.contents = contents;
        Ok(result)
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

fn stored_key(platform: &Platform) -> Result<Option<Zeroizing<[u8; 32]>>, OpenError> {
    let Some(secret) = platform.keys.secret(KEY).map_err(|_| OpenError::Storage)? else { return Ok(None) };
    let key: [u8; 32] = secret.as_slice().try_into().map_err(|_| OpenError::KeyLost)?;
    Ok(Some(Zeroizing::new(key)))
}

fn new_key(platform: &Platform) -> Result<Zeroizing<[u8; 32]>, OpenError> {
    let mut key = Zeroizing::new([0; 32]);
    platform.entropy.fill(&mut *key).map_err(|_| OpenError::Storage)?;
    platform.keys.put_secret(KEY, &*key).map_err(|_| OpenError::Storage)?;
    Ok(key)
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
