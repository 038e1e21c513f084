//! The parts of a confirmation: signatures and PIN derivation.

use key_core::crypto::{SoftwareKey, SoftwareVerifier};
use key_core::pin::{Pin, PinKeys, PinParameters, PinSalt};
use key_protocol::crypto::{Signer as _, Verifier as _};
use key_service::signing::RingVerifier;

use crate::{median_of, ratio, row, text};

pub(crate) fn run() {
    let key = SoftwareKey::from_bytes(&[7; 32]).unwrap();
    let (public, message) = (key.public_key(), [1; 600]);
    let sign = median_of(400, || assert!(key.sign(&message).is_ok()));
    row("signature on the phone (p256)", &text(sign), "");
    let signature = key.sign(&message).unwrap();
    let software = median_of(400, || assert!(SoftwareVerifier.verify(&public, &message, &signature)));
    let ring = median_of(400, || assert!(RingVerifier.verify(&public, &message, &signature)));
    let beside = format!("p256: {}, {}", text(software), ratio(software, ring));
    row("verification at the service (ring)", &text(ring), &beside);
    let (pin, salt) = (Pin::parse("271828").unwrap(), PinSalt::from_bytes([7; 32]));
    let derive = median_of(15, || assert!(PinKeys::derive(&pin, &salt, PinParameters::default()).is_some()));
    row("PIN derivation on the phone (Argon2id, 64 MiB)", &text(derive), "");
}
