//! Parts for tests: real in what they do, but in memory, and in the hands of the test.

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

/// A clock that stands still until it is moved.
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

    /// Moves the clock; negative goes back.
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

/// Bytes that look random and are the same for the same seed.
#[derive(Debug)]
pub struct SeededEntropy {
    drawn: AtomicU64,
    is_dry: AtomicBool,
    seed: u64,
}

impl SeededEntropy {
    /// The bytes of one seed, from the first.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { drawn: AtomicU64::new(0), is_dry: AtomicBool::new(false), seed }
    }

    /// From now on there are no random bytes, or there are again.
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

/// What is stored, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files in memory, with a disk that can be full.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    files: Mutex<Files>,
    /// How many more writes succeed, where not all do.
    room: Mutex<Option<usize>>,
    /// From how many bytes on a file has no room, where that is so.
    too_large: Mutex<Option<usize>>,
    recorded: Mutex<Option<Vec<Files>>>,
}

impl MemoryFiles {
    /// From now on nothing can be written, or again.
    pub fn set_full(&self, full: bool) {
        *lock(&self.room) = full.then_some(0);
    }

    /// So many more writes succeed, and none after them: the disk is full then, or Key was killed.
    pub fn fill_after(&self, writes: usize) {
        *lock(&self.room) = Some(writes);
    }

    /// Files of so many bytes or more cannot be written: there is a little room left. `None`: there is enough.
    pub fn set_too_large(&self, bytes: Option<usize>) {
        *lock(&self.too_large) = bytes;
    }

    /// From now on the files are recorded after each write: what a stop there would leave.
    pub fn record(&self) {
        *lock(&self.recorded) = Some(Vec::new());
    }

    /// What was recorded.
    #[must_use]
    pub fn recorded(&self) -> Vec<Files> {
        lock(&self.recorded).take().unwrap_or_default()
    }

    /// All files.
    #[must_use]
    pub fn dump(&self) -> Files {
        lock(&self.files).clone()
    }

    /// Puts files in the place of all there are.
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

/// Keys and secrets in memory, drawn from a seed.
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

    /// From now on no secret can be kept, or again.
    pub fn set_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// All that is kept, private keys included: what a thief of a software key store has.
    #[must_use]
    pub fn dump(&self) -> Files {
        lock(&self.kept).clone()
    }

    /// Puts what is kept in the place of all there is.
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

/// A network that reaches nobody.
#[derive(Debug)]
pub struct NoNetwork;

impl Transport for NoNetwork {
    fn send(&self, _: &HttpRequest) -> Result<HttpResponse, TransportError> {
        Err(TransportError)
    }
}

/// A sensor that answers as the test says.
#[derive(Debug)]
pub struct FakeBiometrics {
    answer: Mutex<Option<Result<(), BiometricError>>>,
    keys: MemoryKeys,
    reasons: Mutex<Vec<String>>,
}

impl FakeBiometrics {
    /// No sensor at all.
    #[must_use]
    pub fn none() -> Self {
        Self { answer: Mutex::new(None), keys: MemoryKeys::new(0x00f1_49e5), reasons: Mutex::default() }
    }

    /// From now on there is a sensor, and it answers so; `None`: there is none.
    pub fn answer(&self, answer: Option<Result<(), BiometricError>>) {
        *lock(&self.answer) = answer;
    }

    /// Why the user was asked, each time.
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
