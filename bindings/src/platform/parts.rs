//! The parts that an app implements. Every part may block, and none may call back into Key.

use uniffi::UnexpectedUniFFICallbackError;

use crate::types::{HttpRequest, HttpResponse};

/// Files of this app, with plain names of letters, digits, dots and dashes.
#[uniffi::export(with_foreign)]
pub trait FileStore: Send + Sync {
    /// Reads a file. Returns nothing if there is none.
    fn read(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Replaces the file by `content`, atomically, and on disk before it returns.
    fn replace(&self, name: String, content: Vec<u8>) -> Result<(), PartError>;
}

/// Keys that never leave the store (P-256), and small secrets. On a phone this is secure hardware, elsewhere the
/// system's key ring.
///
/// Public keys are DER `SubjectPublicKeyInfo` (RFC 5480), signatures DER `ECDSA-Sig-Value` (RFC 3279): the formats of
/// Keystore and Secure Enclave.
#[uniffi::export(with_foreign)]
pub trait KeyStore: Send + Sync {
    /// Makes the key `name`, replacing an older one of that name, and returns its public key. Hardware that attests its
    /// keys includes `challenge` in the attestation.
    fn create(&self, name: String, challenge: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// Returns the hardware's attestation of the key `name`: certificates in DER, the key's own first. Empty if the
    /// hardware attests nothing.
    fn attestation(&self, name: String) -> Result<Vec<Vec<u8>>, PartError>;

    /// Makes a key for agreeing on secrets (ECDH), replacing an older one of that name, and returns its public key;
    /// nothing if this store does not support such keys.
    fn create_agreement(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Agrees on a secret between the key `name` and the public key `other`: the x coordinate of the Diffie-Hellman
    /// point, 32 bytes.
    fn agree(&self, name: String, other: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// Signs the SHA-256 hash of `message` with the key `name`.
    fn sign(&self, name: String, message: Vec<u8>) -> Result<Vec<u8>, PartError>;

    /// Returns the secret `name`, or nothing if there is none.
    fn secret(&self, name: String) -> Result<Option<Vec<u8>>, PartError>;

    /// Stores a secret under `name`.
    fn put_secret(&self, name: String, secret: Vec<u8>) -> Result<(), PartError>;

    /// Removes the key or secret `name`, if there is one.
    fn remove(&self, name: String) -> Result<(), PartError>;
}

/// Biometrics: keys (P-256) that the system releases only after a match, in the formats of a [`KeyStore`]. An app
/// without biometrics reports that they are not available.
#[uniffi::export(with_foreign)]
pub trait Biometrics: Send + Sync {
    /// Whether the device has biometrics and somebody has enrolled them.
    fn is_available(&self) -> Result<bool, BiometricError>;

    /// Makes the key `name`, replacing an older one of that name, and returns its public key.
    fn create(&self, name: String) -> Result<Vec<u8>, BiometricError>;

    /// Asks the user for a match, showing `reason`, and signs the SHA-256 hash of `message` with the key `name`.
    fn sign(&self, name: String, message: Vec<u8>, reason: String) -> Result<Vec<u8>, BiometricError>;

    /// Removes the key `name`, if there is one.
    fn remove(&self, name: String) -> Result<(), BiometricError>;
}

/// The network: HTTP, with the platform's own trust in certificates.
#[uniffi::export(with_foreign)]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole response. Redirects are not followed; a response with any status is no
    /// error. Two calls may run at the same time: a wait and an act.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, PartError>;
}

/// The offset of local time from UTC. Statements show local time.
#[uniffi::export(with_foreign)]
pub trait UtcOffset: Send + Sync {
    /// The current offset in minutes, positive to the east. If it is not known, Key shows UTC.
    fn minutes(&self) -> Result<i16, PartError>;
}

/// An operation of a part failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PartError {
    /// The files or keys are full, locked or gone; or the network gave no answer in time, or the certificate is not
    /// trusted.
    #[error("this part of the device cannot be used now")]
    Failed,
}

/// Why biometrics gave no signature. The user can use the PIN instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
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

impl From<UnexpectedUniFFICallbackError> for PartError {
    /// Converts any other exception of an app.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<UnexpectedUniFFICallbackError> for BiometricError {
    /// Converts any other exception of an app.
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Unavailable
    }
}
