//! ES256 on the phone, with `p256`.

use key_protocol::crypto::{SignError, Signature, Signer, Verifier};
use key_protocol::key::PublicKey;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{SigningKey, VerifyingKey};
use p256::elliptic_curve::sec1::ToSec1Point as _;

use crate::wipe::leaving_no_trace;

/// Checks the service's signatures.
#[derive(Clone, Copy, Debug, Default)]
pub struct SoftwareVerifier;

impl Verifier for SoftwareVerifier {
    fn verify(&self, key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
        let key = VerifyingKey::from_sec1_bytes(&key.to_sec1());
        let signature = p256::ecdsa::Signature::from_slice(signature.as_bytes());
        matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok())
    }
}

/// A P-256 key in memory, derived from a PIN or stored by a software key store. It is on the heap, so that moving it
/// copies nothing, and wiped when dropped.
pub struct SoftwareKey(Box<p256::SecretKey>);

impl SoftwareKey {
    /// Makes a key from its 32 bytes, big-endian. Returns `None` for 0 and for numbers not below the order of the
    /// curve.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        p256::SecretKey::from_slice(bytes).ok().map(|key| Self(Box::new(key)))
    }

    /// Returns the x coordinate of the Diffie-Hellman point with `other`, 32 bytes, or `None` if `other` is not a point
    /// on the curve.
    #[must_use]
    pub fn agree(&self, other: &PublicKey) -> Option<zeroize::Zeroizing<[u8; 32]>> {
        let other = p256::PublicKey::from_sec1_bytes(&other.to_sec1()).ok()?;
        leaving_no_trace(|| {
            let shared = p256::ecdh::diffie_hellman(self.0.to_nonzero_scalar(), other.as_affine());
            Some(zeroize::Zeroizing::new((*shared.raw_secret_bytes()).into()))
        })
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> PublicKey {
        let point = leaving_no_trace(|| self.0.public_key().to_sec1_point(false));
        PublicKey::from_sec1(point.as_bytes()).unwrap_or(PublicKey::from_coordinates([0; 32], [0; 32]))
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        let sign = || SigningKey::from(&*self.0).try_sign(message).map_err(|_| SignError);
        let signature: p256::ecdsa::Signature = leaving_no_trace(sign)?;
        Ok(Signature::from_bytes(signature.to_bytes().into()))
    }
}

impl std::fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SoftwareKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{SoftwareKey, SoftwareVerifier};
    use key_protocol::crypto::Signer as _;

    fn key(byte: u8) -> SoftwareKey {
        SoftwareKey::from_bytes(&[byte; 32]).unwrap()
    }

    #[test]
    fn software_keys_behave_as_es256() {
        key_protocol::testing::signature_suite(&key(1), &key(2), &SoftwareVerifier);
    }

    #[test]
    fn both_sides_agree_on_a_secret() {
        let (one, other) = (key(1), key(2));
        assert_eq!(one.agree(&other.public_key()), other.agree(&one.public_key()));
        assert_ne!(one.agree(&other.public_key()), one.agree(&one.public_key()));
    }

    #[test]
    fn no_key_outside_the_curves_order() {
        assert!(SoftwareKey::from_bytes(&[0; 32]).is_none());
        assert!(SoftwareKey::from_bytes(&[0xff; 32]).is_none());
    }
}
