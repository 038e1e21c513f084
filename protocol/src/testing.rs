//! Tests that every implementation of the interfaces has to pass. Only with the feature `testing`.

use crate::crypto::{Signature, Signer, Verifier};
use crate::key::PublicKey;

/// Tests that a signer and a verifier implement ES256.
///
/// # Panics
/// When they do not.
#[allow(clippy::panic, clippy::expect_used)]
pub fn signature_suite(signer: &dyn Signer, other: &dyn Signer, verifier: &dyn Verifier) {
    let (key, message) = (signer.public_key(), b"a message".as_slice());
    let signature = signer.sign(message).expect("signs");
    assert!(verifier.verify(&key, message, &signature), "its own signature");
    assert!(!verifier.verify(&key, b"a massage", &signature), "another message");
    assert!(!verifier.verify(&other.public_key(), message, &signature), "another key");
    for index in [0, 31, 32, 63] {
        let mut bytes = *signature.as_bytes();
        bytes[index] ^= 1;
        assert!(!verifier.verify(&key, message, &Signature::from_bytes(bytes)), "a changed byte {index}");
    }
    for bytes in [[0; 64], [0xff; 64]] {
        assert!(!verifier.verify(&key, message, &Signature::from_bytes(bytes)), "no signature at all");
    }
    for nowhere in
        [PublicKey::from_coordinates([0; 32], [0; 32]), PublicKey::from_coordinates([1; 32], [1; 32])]
    {
        assert!(!verifier.verify(&nowhere, message, &signature), "a point off the curve");
    }
}
