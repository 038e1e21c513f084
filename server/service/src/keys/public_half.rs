//! Computes the public half of a private key.

use key_protocol::key::PublicKey;
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;

/// The public half of a private scalar; `None` for zero and for numbers not below the order.
pub(crate) fn public_half(scalar: &[u8; 32]) -> Option<PublicKey> {
    let key = SecretKey::from_slice(scalar).ok()?;
    PublicKey::from_sec1(key.public_key().to_sec1_point(false).as_bytes())
}
