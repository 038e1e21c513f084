//! The comparison code: six digits that the page and the phone both show while they pair, so that a stranger who
//! photographed the QR code is seen before anything is theirs.

use crate::crypto::sha256;
use crate::digits::SixDigits;
use crate::key::Thumbprint;
use crate::link::PairingToken;

/// The code of a pairing: the first 8 bytes, big-endian, of
/// SHA-256(`"key comparison 1"` || service thumbprint || token || device thumbprint), modulo 1,000,000.
///
/// `device` is the thumbprint of the possession key that claimed the link.
#[must_use]
pub fn code(service: &Thumbprint, token: &PairingToken, device: &Thumbprint) -> SixDigits {
    let mut input = b"key comparison 1".to_vec();
    input.extend_from_slice(service.as_bytes());
    input.extend_from_slice(token.as_bytes());
    input.extend_from_slice(device.as_bytes());
    let hash = sha256(&input);
    let number = hash[..8].iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    SixDigits::from_number(number)
}
