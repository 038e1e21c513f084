//! The comparison code: six digits that page and phone both show during pairing, so that the user notices a stranger
//! who photographed the QR code before the stranger's device becomes active.
//!
//! Both sides draw a [`Share`]. The device commits to its own in the claim ([`commitment`]), the service answers with
//! its own in plain text, and the device reveals its share when it enrols. Neither side can choose anything after it
//! has learnt the other side's choice, so an attacker in between has one chance in a million, however many keys they
//! make (the numeric comparison of Bluetooth pairing and the short authentication string of RFC 6189 work the same
//! way).

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::base64url::as_base64url;
use crate::digits::SixDigits;
use crate::hash::sha256;
use crate::key::Thumbprint;
use crate::link::PairingToken;

/// One side's contribution to the code: 16 random bytes, base64url in JSON. A device's share is secret until it enrols.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Share([u8; 16]);

as_base64url!(Share, 16);

impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Share(..)")
    }
}

/// The commitment that a device sends before it reveals its share: 32 bytes, base64url in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment([u8; 32]);

as_base64url!(Commitment, 32);

/// Commits to a device's share: SHA-256(`"key commitment 1"` || share).
#[must_use]
pub fn commitment(share: &Share) -> Commitment {
    Commitment(sha256(&[&b"key commitment 1"[..], share.as_bytes()].concat()))
}

/// The values that both sides know of a pairing when the code is shown.
#[derive(Clone, Debug)]
pub struct Pairing<'a> {
    /// The thumbprint of the service key.
    pub service: &'a Thumbprint,
    /// The token of the link.
    pub token: &'a PairingToken,
    /// The thumbprint of the possession key that claimed the link.
    pub device: &'a Thumbprint,
    /// The share that the device revealed.
    pub device_share: &'a Share,
    /// The share that the service answered with.
    pub service_share: &'a Share,
}

/// The code of a pairing: the first 8 bytes, big-endian, of SHA-256(`"key comparison 1"` || service thumbprint ||
/// token || device thumbprint || device share || service share), modulo 1,000,000.
#[must_use]
pub fn code(pairing: &Pairing<'_>) -> SixDigits {
    let mut input = b"key comparison 1".to_vec();
    input.extend_from_slice(pairing.service.as_bytes());
    input.extend_from_slice(pairing.token.as_bytes());
    input.extend_from_slice(pairing.device.as_bytes());
    input.extend_from_slice(pairing.device_share.as_bytes());
    input.extend_from_slice(pairing.service_share.as_bytes());
    let hash = sha256(&input);
    let number = hash[..8].iter().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    SixDigits::from_number(number)
}
