//! Fake parts for tests. They work like real ones, but in memory, and the test controls them.

#[cfg(test)]
pub(crate) mod parts;
#[cfg(test)]
pub(crate) mod service;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI16, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use key_protocol::crypto::{Signature, Signer as _, sha256};
use key_protocol::key::PublicKey;
use zeroize::Zeroizing;

use super::{
    BiometricError, Biometrics, Clock, Entropy, EntropyError, FileError, FileStore, HttpRequest,
    HttpResponse, KeyStore, KeyStoreError, Transport, TransportError,
};
use crate::crypto::SoftwareKey;

/// A clock that the test sets and moves.
#[derive(Debug, Default)]
pub struct FakeClock {
    now_ms: AtomicI64,
    utc_offset: AtomicI16,
}

impl FakeClock {
    /// A clock that shows `now_ms`.
    #[must_use]
    pub fn at(now_ms: i64) -> Self {
        Self { now_ms: AtomicI64::new(now_ms), utc_offset: AtomicI16::new(120) }
    }

    /// Moves the clock by `ms`; a negative value moves it back.
    pub fn advance(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst)
    }

    fn utc_offset(&self) -> i16 {
        self.utc_offset.load(Ordering::SeqCst)
    }
}

/// Pseudo-random bytes, the same for the same seed.
#[derive(Debug)]
pub struct SeededEntropy {
    drawn: AtomicU64,
    is_dry: AtomicBool,
    seed: u64,
}

impl SeededEntropy {
    /// Starts the bytes of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { drawn: AtomicU64::new(0), is_dry: AtomicBool::new(false), seed }
    }

    /// Makes random bytes unavailable, or available again.
    pub fn run_dry(&self, dry: bool) {
        self.is_dry.store(dry, Ordering::SeqCst);
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        if self.is_dry.load(Ordering::SeqCst) {
            return Err(EntropyError);
        }
        for chunk in bytes.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = sha256(&[self.seed.to_be_bytes(), drawn.to_be_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

/// Stored data, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files in memory, with a disk that can be full.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    files: Mutex<Files>,
    /// The number of writes that still succeed; `None` if all do.
    room: Mutex<Option<usize>>,
    /// The size in bytes from which files cannot be written; `None` if all fit.
    too_large: Mutex<Option<usize>>,
    recorded: Mutex<Option<Vec<Files>>>,
}

impl MemoryFiles {
    /// Makes all writes fail, or succeed again.
    pub fn set_full(&self, full: bool) {
        *lock(&self.room) = full.then_some(0);
    }

    /// Lets `writes` more writes succeed, and none after them, as if the disk were full or Key killed.
    pub fn fill_after(&self, writes: usize) {
        *lock(&self.room) = Some(writes);
    }

    /// Makes writes of files of `bytes` or more fail, as if little room were left. With `None`, all fit.
    pub fn set_too_large(&self, bytes: Option<usize>) {
        *lock(&self.too_large) = bytes;
    }

    /// Starts to record the files after each write, as a stop at that point would leave them.
    pub fn record(&self) {
        *lock(&self.recorded) = Some(Vec::new());
    }

    /// The recorded files.
    #[must_use]
    pub fn recorded(&self) -> Vec<Files> {
        lock(&self.recorded).take().unwrap_or_default()
    }

    /// All files.
    #[must_use]
    pub fn dump(&self) -> Files {
        lock(&self.files).clone()
    }

    /// Replaces all files.
    pub fn restore(&self, files: Files) {
        *lock(&self.files) = files;
    }
}

impl FileStore for MemoryFiles {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(lock(&self.files).get(name).cloned())
    }

    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError> {
        if lock(&self.too_large).is_some_and(|bytes| content.len() >= bytes) {
            return Err(FileError);
        }
        if let Some(writes) = &mut *lock(&self.room) {
            *writes = writes.checked_sub(1).ok_or(FileError)?;
        }
        lock(&self.files).insert(name.to_owned(), content.to_vec());
        if let Some(recorded) = &mut *lock(&self.recorded) {
            recorded.push(lock(&self.files).clone());
        }
        Ok(())
    }
}

/// A key store in memory, with keys drawn from a seed.
#[derive(Debug)]
pub struct MemoryKeys {
    entropy: SeededEntropy,
    full: AtomicBool,
    kept: Mutex<Files>,
}

impl MemoryKeys {
    /// An empty store that draws its keys from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { entropy: SeededEntropy::new(seed), full: AtomicBool::new(false), kept: Mutex::default() }
    }

    /// Makes storing secrets fail, or succeed again.
    pub fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// Everything that is stored, including private keys, as a thief of a software key store would have it.
    #[must_use]
    pub fn dump(&self) -> Files {
        lock(&self.kept).clone()
    }

    /// Replaces everything that is stored.
    pub fn restore(&self, kept: Files) {
        *lock(&self.kept) = kept;
    }

    fn key(&self, name: &str) -> Option<SoftwareKey> {
        let kept = lock(&self.kept);
        SoftwareKey::from_bytes(kept.get(name)?.as_slice().try_into().ok()?)
    }
}

impl MemoryKeys {
    fn make(&self, name: &str) -> Result<PublicKey, KeyStoreError> {
        let mut bytes = [0; 32];
        self.entropy.fill(&mut bytes).map_err(|_| KeyStoreError)?;
        let key = SoftwareKey::from_bytes(&bytes).ok_or(KeyStoreError)?;
        lock(&self.kept).insert(name.to_owned(), bytes.to_vec());
        Ok(key.public_key())
    }
}

impl KeyStore for MemoryKeys {
    fn create(&self, name: &str, _challenge: &[u8; 32]) -> Result<PublicKey, KeyStoreError> {
        self.make(name)
    }

    fn attestation(&self, _name: &str) -> Result<Vec<Vec<u8>>, KeyStoreError> {
        Ok(Vec::new())
    }

    fn create_agreement(&self, name: &str) -> Result<Option<PublicKey>, KeyStoreError> {
        self.make(name).map(Some)
    }

    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, KeyStoreError> {
        self.key(name).and_then(|key| key.agree(other)).ok_or(KeyStoreError)
    }

    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, KeyStoreError> {
        self.key(name).ok_or(KeyStoreError)?.sign(message).map_err(|_| KeyStoreError)
    }

    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        Ok(lock(&self.kept).get(name).cloned().map(Zeroizing::new))
    }

    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        if self.full.load(Ordering::SeqCst) {
            return Err(KeyStoreError);
        }
        lock(&self.kept).insert(name.to_owned(), secret.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeyStoreError> {
        lock(&self.kept).remove(name);
        Ok(())
    }
}

/// A network that reaches no host.
#[derive(Debug)]
pub struct NoNetwork;

impl Transport for NoNetwork {
    fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
        Err(TransportError)
    }
}

/// A biometric sensor whose answers the test sets.
#[derive(Debug)]
pub struct FakeBiometrics {
    answer: Mutex<Option<Result<(), BiometricError>>>,
    keys: MemoryKeys,
    reasons: Mutex<Vec<String>>,
}

impl FakeBiometrics {
    /// A device without a sensor.
    #[must_use]
    pub fn none() -> Self {
        Self { answer: Mutex::new(None), keys: MemoryKeys::new(0x00f1_49e5), reasons: Mutex::default() }
    }

    /// Sets the answer of the sensor; `None` means that there is no sensor.
    pub fn answer(&self, answer: Option<Result<(), BiometricError>>) {
        *lock(&self.answer) = answer;
    }

    /// The reason of each prompt so far.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        lock(&self.reasons).clone()
    }

    fn touch(&self) -> Result<(), BiometricError> {
        lock(&self.answer).unwrap_or(Err(BiometricError::Unavailable))
    }
}

impl Biometrics for FakeBiometrics {
    fn is_available(&self) -> bool {
        lock(&self.answer).is_some()
    }

    fn create(&self, name: &str) -> Result<PublicKey, BiometricError> {
        self.touch()?;
        self.keys.make(name).map_err(|_| BiometricError::Unavailable)
    }

    fn sign(&self, name: &str, message: &[u8], reason: &str) -> Result<Signature, BiometricError> {
        lock(&self.reasons).push(reason.to_owned());
        self.touch()?;
        self.keys.sign(name, message).map_err(|_| BiometricError::Invalidated)
    }

    fn remove(&self, name: &str) -> Result<(), BiometricError> {
        self.keys.remove(name).map_err(|_| BiometricError::Unavailable)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
