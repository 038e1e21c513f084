//! All that differs between a phone, a desktop and a test.
//!
//! A platform fills one [`Platform`] and has Key. Every part may block; none may call back into Key. Fakes for tests
//! stand in `fake`, behind the feature `testing`.

#[cfg(any(test, feature = "testing"))]
pub mod fake;

use std::sync::Arc;

use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

/// The parts that a platform brings.
#[derive(Clone)]
pub struct Platform {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How this device calls itself when it pairs.
    pub device: DeviceDescription,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// Files of this app.
    pub files: Arc<dyn FileStore>,
    /// Keys and small secrets.
    pub keys: Arc<dyn KeyStore>,
    /// Biometrics.
    pub biometrics: Arc<dyn Biometrics>,
    /// The network.
    pub transport: Arc<dyn Transport>,
}

impl std::fmt::Debug for Platform {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platform").field("device", &self.device).finish_non_exhaustive()
    }
}

/// How a device calls itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceDescription {
    /// What its owner knows it by, such as `Mira's phone`.
    pub name: ShownText,
    /// What it runs on, such as `Android 16`.
    pub platform: ShownText,
}

/// The time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z. It may be wrong: nothing that matters hangs on it.
    fn now_ms(&self) -> i64;

    /// The offset of local time from UTC in minutes, east positive.
    fn utc_offset(&self) -> i16;
}

/// Random bytes, good enough for keys.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`EntropyError`]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

/// The device has no random bytes. No key is made without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this device gives no random bytes")]
pub struct EntropyError;

/// Files of this app, by plain names of letters, digits, dots and dashes.
pub trait FileStore: Send + Sync {
    /// The content of a file, `None` where there is none.
    ///
    /// # Errors
    /// [`FileError`]
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// Puts `content` in the place of the file, whole or not at all, and on disk before it returns.
    ///
    /// # Errors
    /// [`FileError`]; the old content then stands.
    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError>;
}

/// The storage did not read or write: it is full, locked or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the storage of this device cannot be used")]
pub struct FileError;

/// Keys that never leave (P-256), and small secrets. On a phone: secure hardware; else the system's key ring.
pub trait KeyStore: Send + Sync {
    /// Makes the key `name`, in the place of an older one of that name. Hardware that attests its keys takes `challenge`
    /// into what it attests (Android: `setAttestationChallenge`).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn create(&self, name: &str, challenge: &[u8; 32]) -> Result<PublicKey, KeyStoreError>;

    /// What the hardware attests about the key `name`: certificates in DER, the key's own first. Empty where it attests
    /// nothing.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn attestation(&self, name: &str) -> Result<Vec<Vec<u8>>, KeyStoreError>;

    /// Makes a key that agrees on secrets, in the place of an older one of that name; `None` where this store has none
    /// (Android before 12).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn create_agreement(&self, name: &str) -> Result<Option<PublicKey>, KeyStoreError>;

    /// Agrees with `other` by the key `name`: the x coordinate of the Diffie-Hellman point.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, KeyStoreError>;

    /// Signs with the key `name` (ES256).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, KeyStoreError>;

    /// The secret `name`, `None` where there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Keeps a secret under `name`.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Forgets the key or secret `name`; nothing happens where there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn remove(&self, name: &str) -> Result<(), KeyStoreError>;
}

/// The key store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key store of this device cannot be used")]
pub struct KeyStoreError;

/// Biometrics: keys (P-256) that the system releases only for a match.
pub trait Biometrics: Send + Sync {
    /// Whether the device has biometrics and somebody has enrolled.
    fn is_available(&self) -> bool;

    /// Makes the key `name`, in the place of an older one of that name.
    ///
    /// # Errors
    /// [`BiometricError`]
    fn create(&self, name: &str) -> Result<PublicKey, BiometricError>;

    /// Asks for a match, saying `reason`, and signs with the key `name` (ES256).
    ///
    /// # Errors
    /// [`BiometricError`]
    fn sign(&self, name: &str, message: &[u8], reason: &str) -> Result<Signature, BiometricError>;

    /// Forgets the key `name`; nothing happens where there is none.
    ///
    /// # Errors
    /// [`BiometricError`]
    fn remove(&self, name: &str) -> Result<(), BiometricError>;
}

/// Why biometrics gave no signature. The PIN remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BiometricError {
    /// The user put the prompt away.
    #[error("the biometric prompt was closed")]
    Cancelled,
    /// Another face or finger was enrolled since; the key is void.
    #[error("the biometrics of this device have changed")]
    Invalidated,
    /// No match.
    #[error("the biometrics did not match")]
    NoMatch,
    /// There are none, or not now.
    #[error("biometrics cannot be used now")]
    Unavailable,
}

/// The network: HTTP with the platform's own trust in certificates.
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole response. Redirects are not followed.
    ///
    /// # Errors
    /// [`TransportError`] when no response came; any status is a response.
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError>;
}

/// A request to a service.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Sent by `POST` as `application/jose`; a `GET` where there is none.
    pub body: Option<String>,
    /// How long to wait for the response, in seconds.
    pub timeout_seconds: u32,
    /// The full address.
    pub url: String,
}

impl std::fmt::Debug for HttpRequest {
    /// A body can carry a PIN signature, so it is not printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRequest").field("url", &self.url).finish_non_exhaustive()
    }
}

/// A service's response.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The body as text; empty where it is none.
    pub body: String,
    /// The header `replay-nonce`.
    pub nonce: Option<String>,
    /// The HTTP status.
    pub status: u16,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The service was not reached: no network, no such host, no answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service could not be reached")]
pub struct TransportError;
