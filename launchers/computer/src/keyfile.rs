//! A file of private keys and small secrets, as a substitute for secure hardware.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use key_core::crypto::SoftwareKey;
use key_core::platform::Entropy;
use key_protocol::base64url;
use key_protocol::crypto::{Signature, Signer as _};
use key_protocol::key::PublicKey;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::StorageError;
use crate::files;

/// The keys and secrets of one file, each under its name. Every change is on disk before it counts.
pub(crate) struct KeyFile {
    /// Held only while it is read or replaced: a reader never waits for a disk.
    contents: Mutex<Arc<Contents>>,
    entropy: Arc<dyn Entropy>,
    path: PathBuf,
    /// Held while a change is written, so that no change undoes another.
    writing: Mutex<()>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Contents {
    keys: BTreeMap<String, Secret>,
    secrets: BTreeMap<String, Secret>,
}

/// Base64url text of the bytes. Wiped when dropped.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
struct Secret(String);

impl Secret {
    fn new(bytes: &[u8]) -> Self {
        Self(base64url::encode(bytes))
    }

    fn bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        base64url::decode(&self.0).map(Zeroizing::new)
    }

    fn key(&self) -> Option<SoftwareKey> {
        SoftwareKey::from_bytes(self.bytes()?.as_slice().try_into().ok()?)
    }
}

impl KeyFile {
    /// Opens the file; a missing file is empty.
    pub(crate) fn open(path: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, StorageError> {
        let contents = match std::fs::read(path).map(Zeroizing::new) {
            Ok(json) => serde_json::from_slice(&json).map_err(|_| StorageError::Damaged(path.to_owned()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => Contents::default(),
            Err(error) => return Err(StorageError::Folder { folder: path.to_owned(), error }),
        };
        let (contents, writing) = (Mutex::new(Arc::new(contents)), Mutex::default());
        Ok(Self { contents, entropy, path: path.to_owned(), writing })
    }

    /// Makes a key and replaces an older one of that name.
    pub(crate) fn create(&self, name: &str) -> Option<PublicKey> {
        let (bytes, key) = self.draw()?;
        self.change(|contents| {
            contents.keys.insert(name.to_owned(), Secret::new(&*bytes));
        })?;
        Some(key.public_key())
    }

    pub(crate) fn sign(&self, name: &str, message: &[u8]) -> Option<Signature> {
        let key = self.read(|contents| contents.keys.get(name).and_then(Secret::key))?;
        key.sign(message).ok()
    }

    /// Agrees on a secret with the key of that name.
    pub(crate) fn agree(&self, name: &str, other: &PublicKey) -> Option<Zeroizing<[u8; 32]>> {
        self.read(|contents| contents.keys.get(name).and_then(Secret::key))?.agree(other)
    }

    /// The secret of that name: `Some(None)` if there is none, `None` if the entry is not a secret.
    pub(crate) fn secret(&self, name: &str) -> Option<Option<Zeroizing<Vec<u8>>>> {
        match self.read(|contents| contents.secrets.get(name).cloned()) {
            Some(secret) => secret.bytes().map(Some),
            None => Some(None),
        }
    }

    pub(crate) fn put_secret(&self, name: &str, secret: &[u8]) -> Option<()> {
        self.change(|contents| {
            contents.secrets.insert(name.to_owned(), Secret::new(secret));
        })
    }

    pub(crate) fn remove(&self, name: &str) -> Option<()> {
        let known =
            self.read(|contents| contents.keys.contains_key(name) || contents.secrets.contains_key(name));
        if !known {
            return Some(());
        }
        self.change(|contents| {
            contents.keys.remove(name);
            contents.secrets.remove(name);
        })
    }

    fn read<T>(&self, look: impl FnOnce(&Contents) -> T) -> T {
        let contents = Arc::clone(&lock(&self.contents));
        look(&contents)
    }

    fn change(&self, change: impl FnOnce(&mut Contents)) -> Option<()> {
        let _turn = lock(&self.writing);
        let mut next = self.read(Contents::clone);
        change(&mut next);
        let json = Zeroizing::new(serde_json::to_vec(&next).ok()?);
        files::replace(&self.path, &json).ok()?;
        *lock(&self.contents) = Arc::new(next);
        Some(())
    }

    /// The first candidate that is a valid private key; all but one in 2^32 are.
    fn draw(&self) -> Option<(Zeroizing<[u8; 32]>, SoftwareKey)> {
        loop {
            let mut bytes = Zeroizing::new([0; 32]);
            self.entropy.fill(&mut *bytes).ok()?;
            if let Some(key) = SoftwareKey::from_bytes(&bytes) {
                return Some((bytes, key));
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
