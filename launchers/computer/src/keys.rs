//! Keys in a file, for devices without secure hardware.

use std::path::Path;
use std::sync::Arc;

use key_core::platform::{Entropy, KeyStore, KeyStoreError};
use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;
use zeroize::Zeroizing;

use crate::error::StorageError;
use crate::keyfile::KeyFile;

/// The keys and secrets in `keys.json` of a folder. Anybody who can read the file has them: only the file's mode (0600)
/// protects them.
pub struct SoftwareKeys(KeyFile);

impl SoftwareKeys {
    /// Opens the key store of `folder`, which must exist.
    ///
    /// # Errors
    /// [`StorageError`]
    pub fn open(folder: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, StorageError> {
        KeyFile::open(&folder.join("keys.json"), entropy).map(Self)
    }
}

impl KeyStore for SoftwareKeys {
    fn create(&self, name: &str, _challenge: &[u8; 32]) -> Result<PublicKey, KeyStoreError> {
        self.0.create(name).ok_or(KeyStoreError)
    }

    /// Empty: a file has no attestation.
    fn attestation(&self, _name: &str) -> Result<Vec<Vec<u8>>, KeyStoreError> {
        Ok(Vec::new())
    }

    fn create_agreement(&self, name: &str) -> Result<Option<PublicKey>, KeyStoreError> {
        self.0.create(name).map(Some).ok_or(KeyStoreError)
    }

    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, KeyStoreError> {
        self.0.agree(name, other).ok_or(KeyStoreError)
    }

    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, KeyStoreError> {
        self.0.sign(name, message).ok_or(KeyStoreError)
    }

    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.0.secret(name).ok_or(KeyStoreError)
    }

    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.0.put_secret(name, secret).ok_or(KeyStoreError)
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        self.0.remove(name).ok_or(KeyStoreError)
    }
}

impl std::fmt::Debug for SoftwareKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SoftwareKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::SoftwareKeys;
    use crate::{StorageError, SystemEntropy};
    use key_core::crypto::SoftwareVerifier;
    use key_core::platform::{KeyStore as _, KeyStoreError};
    use key_protocol::crypto::Verifier as _;
    use std::sync::Arc;

    fn open(folder: &tempfile::TempDir) -> SoftwareKeys {
        SoftwareKeys::open(folder.path(), Arc::new(SystemEntropy)).unwrap()
    }

    #[test]
    fn keys_and_secrets_survive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let keys = open(&folder);
        let key = keys.create("possession-1", &[0; 32]).unwrap();
        keys.put_secret("salt-1", b"salt").unwrap();
        drop(keys);
        let keys = open(&folder);
        let signature = keys.sign("possession-1", b"message").unwrap();
        assert!(SoftwareVerifier.verify(&key, b"message", &signature));
        assert_eq!(keys.secret("salt-1").unwrap().unwrap().as_slice(), b"salt");
        assert_eq!(keys.secret("salt-2"), Ok(None));
    }

    #[test]
    fn what_is_removed_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let keys = open(&folder);
        keys.create("a", &[0; 32]).unwrap();
        keys.put_secret("b", b"x").unwrap();
        for name in ["a", "b", "never-there"] {
            keys.remove(name).unwrap();
        }
        let keys = open(&folder);
        assert_eq!(keys.sign("a", b"m").map(|_| ()), Err(KeyStoreError));
        assert_eq!(keys.secret("b"), Ok(None));
        assert!(!std::fs::read_to_string(folder.path().join("keys.json")).unwrap().contains("\"a\""));
    }

    #[test]
    fn a_damaged_key_store_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        std::fs::write(&path, b"{\"keys\":").unwrap();
        let opened = SoftwareKeys::open(folder.path(), Arc::new(SystemEntropy));
        assert!(matches!(opened, Err(StorageError::Damaged(_))));
        assert_eq!(std::fs::read(&path).unwrap(), b"{\"keys\":");
    }

    #[test]
    fn nothing_is_kept_in_memory_that_is_not_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let keys = SoftwareKeys::open(&folder.path().join("gone"), Arc::new(SystemEntropy)).unwrap();
        assert_eq!(keys.put_secret("a", b"x"), Err(KeyStoreError));
        assert_eq!(keys.secret("a"), Ok(None));
        assert_eq!(keys.create("b", &[0; 32]).map(|_| ()), Err(KeyStoreError));
    }
}
