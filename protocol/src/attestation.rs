//! What a phone's secure hardware attests about a possession key.
//!
//! A service of today keeps nothing of it. The challenge is fixed now, so that a key that was made with it can be
//! verified by every later one.

use crate::hash::sha256;
use crate::key::Thumbprint;
use crate::link::PairingToken;

/// The challenge that the possession key is made with: SHA-256(`"key attestation 1"` || service thumbprint || token).
#[must_use]
pub fn challenge(service: &Thumbprint, token: &PairingToken) -> [u8; 32] {
    sha256(&[&b"key attestation 1"[..], service.as_bytes(), token.as_bytes()].concat())
}
