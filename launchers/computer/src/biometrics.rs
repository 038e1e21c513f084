//! A simulated fingerprint sensor. It holds real keys of its own, separate from the possession keys.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use key_core::platform::{BiometricError, Biometrics, Entropy};
use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;

use crate::error::StorageError;
use crate::keyfile::KeyFile;

/// The entry by which the file says that the sensor is switched off.
const OFF: &str = "switched-off";

/// The keys in `biometrics.json` of a folder, released by a matching touch.
pub struct SimulatedBiometrics {
    keys: KeyFile,
    matches: AtomicBool,
}

impl SimulatedBiometrics {
    /// Opens the sensor of `folder`, which must exist. A new sensor is switched on.
    ///
    /// # Errors
    /// [`StorageError`]
    pub fn open(folder: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, StorageError> {
        let keys = KeyFile::open(&folder.join("biometrics.json"), entropy)?;
        Ok(Self { keys, matches: AtomicBool::new(true) })
    }

    /// Switches the sensor on or off. Its keys stay. Nothing happens if that cannot be stored.
    pub fn set_available(&self, available: bool) {
        let _ = if available { self.keys.remove(OFF) } else { self.keys.put_secret(OFF, b"1") };
    }

    /// Whether the next touch will match. After a touch that did not match, the next one will.
    pub fn will_match(&self) -> bool {
        self.matches.load(Ordering::SeqCst)
    }

    /// Sets whether the next touch matches.
    pub fn set_match(&self, matches: bool) {
        self.matches.store(matches, Ordering::SeqCst);
    }
}

impl Biometrics for SimulatedBiometrics {
    fn is_available(&self) -> bool {
        matches!(self.keys.secret(OFF), Some(None))
    }

    fn create(&self, name: &str) -> Result<PublicKey, BiometricError> {
        if !self.is_available() {
            return Err(BiometricError::Unavailable);
        }
        self.keys.create(name).ok_or(BiometricError::Unavailable)
    }

    fn sign(&self, name: &str, message: &[u8], _reason: &str) -> Result<Signature, BiometricError> {
        if !self.is_available() {
            return Err(BiometricError::Unavailable);
        }
        if !self.matches.swap(true, Ordering::SeqCst) {
            return Err(BiometricError::NoMatch);
        }
        self.keys.sign(name, message).ok_or(BiometricError::Invalidated)
    }

    fn remove(&self, name: &str) -> Result<(), BiometricError> {
        self.keys.remove(name).ok_or(BiometricError::Unavailable)
    }
}

impl std::fmt::Debug for SimulatedBiometrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SimulatedBiometrics(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::SimulatedBiometrics;
    use crate::SystemEntropy;
    use key_core::crypto::SoftwareVerifier;
    use key_core::platform::{BiometricError, Biometrics as _};
    use key_protocol::crypto::Verifier as _;
    use std::sync::Arc;

    fn open(folder: &tempfile::TempDir) -> SimulatedBiometrics {
        SimulatedBiometrics::open(folder.path(), Arc::new(SystemEntropy)).unwrap()
    }

    #[test]
    fn only_a_match_releases_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let sensor = open(&folder);
        let key = sensor.create("biometric-1").unwrap();
        sensor.set_match(false);
        assert_eq!(sensor.sign("biometric-1", b"m", "").map(|_| ()), Err(BiometricError::NoMatch));
        let signature = sensor.sign("biometric-1", b"m", "").unwrap();
        assert!(SoftwareVerifier.verify(&key, b"m", &signature));
    }

    #[test]
    fn the_switch_survives_a_restart_and_keeps_the_keys() {
        let folder = tempfile::tempdir().unwrap();
        let sensor = open(&folder);
        assert!(sensor.is_available());
        sensor.create("biometric-1").unwrap();
        sensor.set_available(false);
        let sensor = open(&folder);
        assert!(!sensor.is_available());
        assert_eq!(sensor.sign("biometric-1", b"m", "").map(|_| ()), Err(BiometricError::Unavailable));
        assert_eq!(sensor.create("biometric-2").map(|_| ()), Err(BiometricError::Unavailable));
        sensor.set_available(true);
        assert!(sensor.sign("biometric-1", b"m", "").is_ok());
    }
}
