//! A simulated fingerprint sensor. It really holds keys of its own, apart from the possession keys.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use key_core::platform::{Entropy, Presence, PresenceError};
use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;

use super::StorageError;
use super::keyfile::KeyFile;

/// The name under which the file says that the sensor is switched off.
const OFF: &str = "switched-off";

/// The keys in `presence.json` of a folder, released by a touch that matches.
pub struct SimulatedPresence {
    keys: KeyFile,
    matches: AtomicBool,
}

impl SimulatedPresence {
    /// Opens the sensor of `folder`, which must be there. A new one is switched on.
    ///
    /// # Errors
    /// [`StorageError`]
    pub fn open(folder: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, StorageError> {
        let keys = KeyFile::open(&folder.join("presence.json"), entropy)?;
        Ok(Self { keys, matches: AtomicBool::new(true) })
    }

    /// Switches the sensor on or off. Its keys stay. Nothing happens where that cannot be stored.
    pub fn set_available(&self, available: bool) {
        let _ = if available { self.keys.remove(OFF) } else { self.keys.put_secret(OFF, b"1") };
    }

    /// Whether the next touch will match. The one after a touch that did not match will.
    pub fn will_match(&self) -> bool {
        self.matches.load(Ordering::SeqCst)
    }

    /// Sets whether the next touch matches.
    pub fn set_match(&self, matches: bool) {
        self.matches.store(matches, Ordering::SeqCst);
    }
}

impl Presence for SimulatedPresence {
    fn is_available(&self) -> bool {
        matches!(self.keys.secret(OFF), Some(None))
    }

    fn create(&self, name: &str) -> Result<PublicKey, PresenceError> {
        if !self.is_available() {
            return Err(PresenceError::Unavailable);
        }
        self.keys.create(name).ok_or(PresenceError::Unavailable)
    }

    fn sign(&self, name: &str, message: &[u8], _reason: &str) -> Result<Signature, PresenceError> {
        if !self.is_available() {
            return Err(PresenceError::Unavailable);
        }
        if !self.matches.swap(true, Ordering::SeqCst) {
            return Err(PresenceError::NoMatch);
        }
        self.keys.sign(name, message).ok_or(PresenceError::Invalidated)
    }

    fn remove(&self, name: &str) -> Result<(), PresenceError> {
        self.keys.remove(name).ok_or(PresenceError::Unavailable)
    }
}

impl std::fmt::Debug for SimulatedPresence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SimulatedPresence(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::SimulatedPresence;
    use crate::platform::SystemEntropy;
    use key_core::crypto::SoftwareVerifier;
    use key_core::platform::{Presence as _, PresenceError};
    use key_protocol::crypto::Verifier as _;
    use std::sync::Arc;

    fn open(folder: &tempfile::TempDir) -> SimulatedPresence {
        SimulatedPresence::open(folder.path(), Arc::new(SystemEntropy)).unwrap()
    }

    #[test]
    fn only_a_match_releases_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let sensor = open(&folder);
        let key = sensor.create("presence-1").unwrap();
        sensor.set_match(false);
        assert_eq!(sensor.sign("presence-1", b"m", "").map(|_| ()), Err(PresenceError::NoMatch));
        let signature = sensor.sign("presence-1", b"m", "").unwrap();
        assert!(SoftwareVerifier.verify(&key, b"m", &signature));
    }

    #[test]
    fn the_switch_survives_a_restart_and_keeps_the_keys() {
        let folder = tempfile::tempdir().unwrap();
        let sensor = open(&folder);
        assert!(sensor.is_available());
        sensor.create("presence-1").unwrap();
        sensor.set_available(false);
        let sensor = open(&folder);
        assert!(!sensor.is_available());
        assert_eq!(sensor.sign("presence-1", b"m", "").map(|_| ()), Err(PresenceError::Unavailable));
        assert_eq!(sensor.create("presence-2").map(|_| ()), Err(PresenceError::Unavailable));
        sensor.set_available(true);
        assert!(sensor.sign("presence-1", b"m", "").is_ok());
    }
}
