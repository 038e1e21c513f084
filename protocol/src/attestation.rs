//! The attestation of a possession key by a phone's secure hardware.
//!
//! The current service stores none of it. The challenge is fixed now, so that every later service can verify a key that
//! was made with it.

use crate::hash::sha256;
use crate::key::Thumbprint;
use crate::link::PairingToken;

/// The challenge for making the possession key: SHA-256(`"key attestation 1"` || service thumbprint || token).
#[must_use]
pub fn challenge(service: &Thumbprint, token: &PairingToken) -> [u8; 32] {
    sha256(&[&b"key attestation 1"[..], service.as_bytes(), token.as_bytes()].concat())
}
