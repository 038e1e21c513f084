//! The PIN's part of the protocol's test vectors, `protocol/tests/vectors/pin.json`.
//!
//! Each step is computed here once more, so that the file shows what lies between the PIN and the public keys.
//! `KEY_WRITE_VECTORS=1 cargo test -p key-core --test pin_vectors` writes the file instead.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use key_core::crypto::SoftwareKey;
use key_core::pin::{Pin, PinKeys, PinParameters, PinSalt};
use key_protocol::crypto::{Signer as _, sha256};
use serde_json::{Value, json};
use sha2::Sha256;

#[test]
fn pin_keys_are_as_written() {
    let usual = ["271828", "904516", "000000"]
        .into_iter()
        .flat_map(|pin| ["one", "other"].map(|name| one(pin, name, 65_536, 3)));
    let raised = one("271828", "one", 131_072, 4);
    hold(&json!(usual.chain([raised]).collect::<Vec<_>>()));
}

fn one(pin: &str, salt_name: &str, memory_kib: u32, passes: u32) -> Value {
    let salt = sha256(format!("key vectors: {salt_name} salt").as_bytes());
    let mut stretched = [0; 32];
    let params = Params::new(memory_kib, passes, 1, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), &salt, &mut stretched)
        .unwrap();
    let parameters = PinParameters::new(memory_kib, passes).unwrap();
    let keys = PinKeys::derive(&Pin::parse(pin).unwrap(), &PinSalt::from_bytes(salt), parameters).unwrap();
    let key = |purpose: &str, key: &SoftwareKey| {
        let mut private = [0; 32];
        let info = [purpose.as_bytes(), &[0]].concat();
        Hkdf::<Sha256>::new(Some(b"key pin 1"), &stretched).expand(&info, &mut private).unwrap();
        assert_eq!(SoftwareKey::from_bytes(&private).unwrap().public_key(), key.public_key());
        json!({ "jwk": key.public_key(), "private": hex(&private), "thumbprint": key.public_key().thumbprint() })
    };
    json!({
        "agree": key("agree", &keys.agreement), "memory_kib": memory_kib, "passes": passes, "pin": pin, "salt": hex(&salt),
        "sign": key("sign", &keys.signing), "stretched": hex(&stretched),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hold(vectors: &Value) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../protocol/tests/vectors/pin.json");
    if std::env::var_os("KEY_WRITE_VECTORS").is_some() {
        std::fs::write(path, serde_json::to_string_pretty(vectors).unwrap() + "\n").unwrap();
    }
    let written: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(*vectors, written);
}
