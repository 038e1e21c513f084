//! The parts that an app writes. Every one may block; none may call back into Key.

use uniffi::UnexpectedUniFFICallbackError;

use crate::types::{HttpRequest, HttpResponse};

/// Files of this app, by plain names of letters, digits, dots and dashes.
#[uniffi::export(with_foreign)]
pub trait FileStore: Send + Sync {
    /// The content of a file, nothing where there is none.
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Puts `content` in the place of the file, whole or not at all, and on disk before it returns.
    fn replace(&self, name: String, content: Vec<u8>) -> Result<(), PartError>;
}

/// Keys that never leave (P-256), and small secrets. On a phone: secure hardware; else the system's key ring.
///
/// Public keys are DER `SubjectPublicKeyInfo` (RFC 5480), signatures DER `ECDSA-Sig-Value` (RFC 3279): the forms that
/// Keystore and Secure Enclave give.
#[uniffi::export(with_foreign)]
pub trait KeyStore: Send + Sync {
    /// Makes the key `name`, in the place of an older one of that name, and returns its public half. Hardware that attests
    /// its keys takes `challenge` into what it attests.
    fn create(&self, name: String, challenge: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// What the hardware attests about the key `name`: certificates in DER, the key's own first. Empty where it attests
    /// nothing.
    fn attestation(&self, name: String) -> Result<Vec<Vec<u8>>, PartError>;

    /// Makes a key that agrees on secrets (ECDH), in the place of an older one of that name, and returns its public half;
    /// nothing where this store has none.
    fn create_agreement(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Agrees with the public key `other` by the key `name`: the x coordinate of the Diffie-Hellman point, 32 bytes.
    fn agree(&self, name: String, other: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// Signs the SHA-256 hash of `message` with the key `name`.
    fn sign(&self, name: String, message: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// The secret `name`, nothing where there is none.
    fn secret(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Keeps a secret under `name`.
    fn put_secret(&self, name: String, secret: Vec<u8>) -> Result<(), PartError>;

    /// Forgets the key or secret `name`; nothing happens where there is none.
    fn remove(&self, name: String) -> Result<(), PartError>;
}

/// Biometrics: keys (P-256) that the system releases only for a match, in the forms of a [`KeyStore`]. An app without
/// them says that they are not available.
#[uniffi::export(with_foreign)]
pub trait Biometrics: Send + Sync {
    /// Whether the device has biometrics and somebody has enrolled.
    fn is_available(&self) -> Result<bool, BiometricError>;

    /// Makes the key `name`, in the place of an older one of that name, and returns its public half.
    fn create(&self, name: String) -> Result<Vec<u8>, BiometricError>;

    /// Asks for a match, saying `reason`, and signs the SHA-256 hash of `message` with the key `name`.
    fn sign(&self, name: String, message: Vec<u8>, reason: String) -> Result<Vec<u8>, BiometricError>;

    /// Forgets the key `name`; nothing happens where there is none.
    fn remove(&self, name: String) -> Result<(), BiometricError>;
}

/// The network: HTTP with the platform's own trust in certificates.
#[uniffi::export(with_foreign)]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole response. Redirects are not followed; any status is a response. Two
    /// calls may be under way at once: waiting, and acting meanwhile.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, PartError>;
}

/// The offset of local time from UTC. Statements show local time.
#[uniffi::export(with_foreign)]
pub trait UtcOffset: Send + Sync {
    /// The offset now, in minutes, east positive. UTC is shown where it cannot be told.
    fn minutes(&self) -> Result<i16, PartError>;
}

/// A part did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PartError {
    /// Files or keys: full, locked or gone. Network: no answer in time, or no trust in the certificate.
    #[error("this part of the device cannot be used now")]
    Failed,
}

/// Why biometrics gave no signature. The PIN remains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
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

impl From<UnexpectedUniFFICallbackError> for PartError {
    /// Whatever else an app throws.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<UnexpectedUniFFICallbackError> for BiometricError {
    /// Whatever else an app throws.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}
