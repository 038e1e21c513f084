//! Everything that differs between a phone, a desktop and a test.
//!
//! A platform implements the parts of one [`Platform`] to run Key. Every part may block, and none may call back into
//! Key. Fakes for tests are in `fake`, behind the feature `testing`.

#[cfg(any(test, feature = "testing"))]
pub mod fake;

use std::sync::Arc;

use key_protocol::crypto::Signature;
use key_protocol::key::PublicKey;
use key_protocol::shown::ShownText;
use zeroize::Zeroizing;

/// The parts that a platform provides.
#[derive(Clone)]
pub struct Platform {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The name and system that this device sends when it pairs.
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

/// The description of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceDescription {
    /// The owner's name for the device, such as `Mira's phone`.
    pub name: ShownText,
    /// The operating system, such as `Android 16`.
    pub platform: ShownText,
}

/// The time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z. The clock may be wrong: nothing important depends on it.
    fn now_ms(&self) -> i64;

    /// The offset of local time from UTC in minutes, positive to the east.
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

/// The device has no random bytes. Key makes no keys without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this device gives no random bytes")]
pub struct EntropyError;

/// Files of this app, with plain names of letters, digits, dots and dashes.
pub trait FileStore: Send + Sync {
    /// Reads a file. Returns `None` if there is none.
    ///
    /// # Errors
    /// [`FileError`]
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// Replaces the file by `content`, atomically, and on disk before it returns.
    ///
    /// # Errors
    /// [`FileError`]; the file then has its old content.
    fn replace(&self, name: &str, content: &[u8]) -> Result<(), FileError>;
}

/// The storage could not be read or written: it is full, locked or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the storage of this device cannot be used")]
pub struct FileError;

/// Where keys are kept, as the user is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// In files of the device, as on an ordinary computer.
    Files,
    /// In secure hardware, which never hands them out.
    Hardware,
}

/// Keys that never leave the store (P-256), and small secrets. On a phone this is secure hardware, elsewhere the
/// system's key ring.
pub trait KeyStore: Send + Sync {
    /// Where the keys are kept. A store in secure hardware says so.
    fn protection(&self) -> Protection {
        Protection::Files
    }

    /// Makes the key `name`, replacing an older one of that name. Hardware that attests its keys includes `challenge`
    /// in the attestation (Android: `setAttestationChallenge`).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn create(&self, name: &str, challenge: &[u8; 32]) -> Result<PublicKey, KeyStoreError>;

    /// Returns the hardware's attestation of the key `name`: certificates in DER, the key's own first. Empty if the
    /// hardware attests nothing.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn attestation(&self, name: &str) -> Result<Vec<Vec<u8>>, KeyStoreError>;

    /// Makes a key for agreeing on secrets, replacing an older one of that name. Returns `None` if this store does not
    /// support such keys (Android before 12).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn create_agreement(&self, name: &str) -> Result<Option<PublicKey>, KeyStoreError>;

    /// Agrees on a secret between the key `name` and `other`: the x coordinate of the Diffie-Hellman point.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn agree(&self, name: &str, other: &PublicKey) -> Result<Zeroizing<[u8; 32]>, KeyStoreError>;

    /// Signs with the key `name` (ES256).
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn sign(&self, name: &str, message: &[u8]) -> Result<Signature, KeyStoreError>;

    /// Returns the secret `name`, or `None` if there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Stores a secret under `name`.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn put_secret(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Removes the key or secret `name`, if there is one.
    ///
    /// # Errors
    /// [`KeyStoreError`]
    fn remove(&self, name: &str) -> Result<(), KeyStoreError>;
}

/// An operation of the key store failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key store of this device cannot be used")]
pub struct KeyStoreError;

/// Biometrics: keys (P-256) that the system releases only after a match.
pub trait Biometrics: Send + Sync {
    /// Whether the device has biometrics and somebody has enrolled them.
    fn is_available(&self) -> bool;

    /// Makes the key `name`, replacing an older one of that name.
    ///
    /// # Errors
    /// [`BiometricError`]
    fn create(&self, name: &str) -> Result<PublicKey, BiometricError>;

    /// Asks the user for a match, showing `reason`, and signs with the key `name` (ES256).
    ///
    /// # Errors
    /// [`BiometricError`]
    fn sign(&self, name: &str, message: &[u8], reason: &str) -> Result<Signature, BiometricError>;

    /// Removes the key `name`, if there is one.
    ///
    /// # Errors
    /// [`BiometricError`]
    fn remove(&self, name: &str) -> Result<(), BiometricError>;
}

/// Why biometrics gave no signature. The user can use the PIN instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BiometricError {
    /// The user closed the prompt.
    #[error("the biometric prompt was closed")]
    Cancelled,
    /// The biometrics enrolled on the device have changed, so the key is void.
    #[error("the biometrics of this device have changed")]
    Invalidated,
    /// The biometrics did not match.
    #[error("the biometrics did not match")]
    NoMatch,
    /// The device has no biometrics, or they cannot be used now.
    #[error("biometrics cannot be used now")]
    Unavailable,
}

/// The network: HTTP, with the platform's own trust in certificates.
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole response. Redirects are not followed.
    ///
    /// # Errors
    /// [`TransportError`] if no response came; a response with any status is no error.
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError>;
}

/// A request to a service.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// The body, sent by `POST` as `application/jose`. `None` means a `GET`.
    pub body: Option<String>,
    /// The time to wait for the response, in seconds.
    pub timeout_seconds: u32,
    /// The full address.
    pub url: String,
}

impl std::fmt::Debug for HttpRequest {
    /// A body can contain a PIN signature, so it is not printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRequest").field("url", &self.url).finish_non_exhaustive()
    }
}

/// A service's response.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The body as text; empty if it is not text.
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

/// The service could not be reached: no network, no such host, or no answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service could not be reached")]
pub struct TransportError;
