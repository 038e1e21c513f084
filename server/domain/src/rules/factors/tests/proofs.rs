//! Tests proofs, with signatures that are valid only here.

use std::sync::atomic::{AtomicU32, Ordering};

use key_protocol::base64url;
use key_protocol::crypto::{Signature, Verifier, sha256};
use key_protocol::decision::Decision;
use key_protocol::enrolment::{Factor, FactorCheck};
use key_protocol::jws::{Message, prove};
use key_protocol::key::PublicKey;

use super::super::{FactorKey, FactorKeys, verify};
use crate::rules::fixtures::key;

const PIN_KEY: u8 = 1;
const BIOMETRIC_KEY: u8 = 2;

/// A signature is a hash of the key and what it signs.
fn signature(key: &PublicKey, message: &[u8]) -> Signature {
    let half = sha256(&[&key.to_sec1(), message].concat());
    let mut both = [0; 64];
    both[..32].copy_from_slice(&half);
    both[32..].copy_from_slice(&half);
    Signature::from_bytes(both)
}

/// A verifier that counts its calls, and how often it accepted.
#[derive(Default)]
struct Hashes {
    asked: AtomicU32,
    right: AtomicU32,
}

impl Verifier for Hashes {
    fn verify(&self, key: &PublicKey, message: &[u8], signed: &Signature) -> bool {
        let is_right = signature(key, message) == *signed;
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.right.fetch_add(is_right.into(), Ordering::Relaxed);
        is_right
    }
}

fn keys(biometric: Option<u8>) -> FactorKeys {
    let of = |number| FactorKey { agreement: None, signing: key(number) };
    FactorKeys { agreement: None, biometric: biometric.map(of), pin: of(PIN_KEY) }
}

fn proof<M: Message>(factor: Factor, content: &str, by: &PublicKey) -> String {
    prove::<M, ()>(factor, content, |bytes| Ok(signature(by, bytes))).unwrap()
}

/// The factor that a proof of `content` shows, and how often a signature was verified.
fn shows(keys: &FactorKeys, content: &str, proof: &str) -> (Option<Factor>, u32) {
    let verifier = Hashes::default();
    let shown = verify::<FactorCheck>(keys, content, proof, &verifier);
    (shown, verifier.asked.into_inner())
}

fn content() -> String {
    base64url::encode(b"{}")
}

#[test]
fn a_proof_shows_the_factor_whose_key_has_signed() {
    let content = content();
    for (factor, number) in [(Factor::Pin, PIN_KEY), (Factor::Biometric, BIOMETRIC_KEY)] {
        let proof = proof::<FactorCheck>(factor, &content, &key(number));
        assert_eq!(shows(&keys(Some(BIOMETRIC_KEY)), &content, &proof), (Some(factor), 1));
    }
}

#[test]
fn a_wrong_proof_takes_the_same_work_and_shows_nothing() {
    let content = content();
    for (factor, number) in [(Factor::Pin, BIOMETRIC_KEY), (Factor::Biometric, PIN_KEY), (Factor::Pin, 3)] {
        let proof = proof::<FactorCheck>(factor, &content, &key(number));
        assert_eq!(shows(&keys(Some(BIOMETRIC_KEY)), &content, &proof), (None, 1), "{factor:?} {number}");
    }
    let of_other = proof::<FactorCheck>(Factor::Pin, &base64url::encode(b"{ }"), &key(PIN_KEY));
    assert_eq!(shows(&keys(None), &content, &of_other), (None, 1));
}

#[test]
fn a_factor_that_is_not_registered_is_never_right_and_takes_the_same_work() {
    let content = content();
    for number in [PIN_KEY, BIOMETRIC_KEY] {
        let proof = proof::<FactorCheck>(Factor::Biometric, &content, &key(number));
        assert_eq!(shows(&keys(None), &content, &proof), (None, 1));
    }
}

/// It is verified with a point that is no key, and does not rely on the verifier to refuse that.
#[test]
fn a_key_that_nobody_has_is_never_right() {
    let (content, nobody) = (content(), PublicKey::from_coordinates([0; 32], [0; 32]));
    let proof = proof::<FactorCheck>(Factor::Biometric, &content, &nobody);
    let verifier = Hashes::default();
    assert_eq!(verify::<FactorCheck>(&keys(None), &content, &proof, &verifier), None);
    assert_eq!(verifier.right.into_inner(), 1);
}

#[test]
fn what_cannot_be_read_as_a_proof_of_this_kind_is_wrong() {
    let content = content();
    let other_kind = proof::<Decision>(Factor::Pin, &content, &key(PIN_KEY));
    for unread in ["", "..", "a..b", &other_kind] {
        assert_eq!(shows(&keys(None), &content, unread), (None, 0), "{unread}");
    }
}

#[test]
fn no_key_serves_two_purposes() {
    let possession = key(9);
    for (pin, biometric, are_distinct) in [
        (1, None, true),
        (1, Some(2), true),
        (1, Some(1), false),
        (9, None, false),
        (9, Some(2), false),
        (1, Some(9), false),
        (9, Some(9), false),
    ] {
        let of = |number| FactorKey { agreement: None, signing: key(number) };
        let keys = FactorKeys { pin: of(pin), ..keys(biometric) };
        assert_eq!(keys.are_distinct(&possession), are_distinct, "{pin} {biometric:?}");
    }
}

#[test]
fn each_factor_is_verified_with_a_key_of_its_own() {
    let both = keys(Some(BIOMETRIC_KEY));
    assert_eq!(both.signing(Factor::Pin), Some(key(PIN_KEY)));
    assert_eq!(both.signing(Factor::Biometric), Some(key(BIOMETRIC_KEY)));
    assert_eq!(keys(None).signing(Factor::Biometric), None);
}
