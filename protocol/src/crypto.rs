//! The interface for signatures: ES256 (ECDSA on P-256 with SHA-256, RFC 7518, 3.4).
//!
//! The phone implements it with `p256` or its secure hardware, the service with `ring`; `testing::signature_suite`
//! tests that all implementations behave alike.

pub use crate::hash::sha256;
use crate::key::PublicKey;

/// An ES256 signature: `r` and `s`, 32 bytes each, big-endian (RFC 7518, 3.4).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// Takes `r || s`. Only a [`Verifier`] can tell whether it is a valid signature.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// `r || s`.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl std::fmt::Debug for Signature {
    /// A PIN signature reveals the PIN's public key, so no signature is ever printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// A private key that can sign and cannot be read.
pub trait Signer: Send + Sync {
    /// The public half.
    fn public_key(&self) -> PublicKey;

    /// Signs the SHA-256 hash of `message`.
    ///
    /// # Errors
    /// [`SignError`] when the key store does not release the key.
    fn sign(&self, message: &[u8]) -> Result<Signature, SignError>;
}

/// The holder of a private key did not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key could not be used")]
pub struct SignError;

/// Checks signatures.
pub trait Verifier: Send + Sync {
    /// Whether the private half of `key` made `signature` over `message`. `false` for a `key` that is not a point on
    /// the curve.
    fn verify(&self, key: &PublicKey, message: &[u8], signature: &Signature) -> bool;
}
