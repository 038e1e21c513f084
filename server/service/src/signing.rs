//! ES256 signatures by `ring`.

use key_protocol::crypto::{SignError, Signature, Signer, Verifier};
use key_protocol::key::PublicKey;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey,
};

/// A P-256 private key in memory.
pub struct RingSigner {
    pair: EcdsaKeyPair,
    public: PublicKey,
    random: SystemRandom,
}

impl RingSigner {
    /// Creates a signer from a private scalar (32 bytes, big-endian) and its public half; `None` if they do not match.
    #[must_use]
    pub fn new(scalar: &[u8; 32], public: PublicKey) -> Option<Self> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, &public.to_sec1(), &random)
            .ok()
            .map(|pair| Self { pair, public, random })
    }
}

impl std::fmt::Debug for RingSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RingSigner(..)")
    }
}

impl Signer for RingSigner {
    fn public_key(&self) -> PublicKey {
        self.public
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        let signature = self.pair.sign(&self.random, message).map_err(|_| SignError)?;
        signature.as_ref().try_into().map(Signature::from_bytes).map_err(|_| SignError)
    }
}

/// Checks signatures with `ring`.
#[derive(Clone, Copy, Debug)]
pub struct RingVerifier;

impl Verifier for RingVerifier {
    fn verify(&self, key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.to_sec1())
            .verify(message, signature.as_bytes())
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use key_protocol::testing::signature_suite;

    use super::{RingSigner, RingVerifier};
    use crate::keys::public_half;

    #[test]
    fn ring_signs_and_verifies_as_the_protocol_asks() {
        let signer = |byte| RingSigner::new(&[byte; 32], public_half(&[byte; 32]).unwrap()).unwrap();
        signature_suite(&signer(1), &signer(2), &RingVerifier);
        assert!(RingSigner::new(&[1; 32], public_half(&[2; 32]).unwrap()).is_none());
    }
}
