//! Keys derived from their names, and files that are compared or written.

use std::path::PathBuf;

use key_protocol::UnixSeconds;
use key_protocol::base64url;
use key_protocol::crypto::{SignError, Signature, Signer, Verifier, sha256};
use key_protocol::enrolment::Factor;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::jws::{self, Header, JwsError, Message};
use key_protocol::key::PublicKey;
use key_protocol::shown::ShownText;
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{SigningKey, VerifyingKey};
use p256::elliptic_curve::sec1::ToSec1Point as _;
use serde_json::{Value, json};

/// 2026-11-21, 07:41 UTC.
pub(crate) const NOW: UnixSeconds = 1_795_246_860;

/// Every key that the vectors use.
pub(crate) const KEYS: [&str; 14] = [
    "device",
    "possession agreement",
    "pin",
    "pin agreement",
    "wrong pin",
    "new pin",
    "new pin agreement",
    "biometric",
    "biometric agreement",
    "service",
    "service agreement",
    "new service",
    "new service agreement",
    "stranger",
];

/// A P-256 key whose private half is SHA-256 of `key vectors: NAME`. Its signatures are those of RFC 6979, so they
/// are the same each time.
pub(crate) struct Key(p256::SecretKey);

pub(crate) fn key(name: &str) -> Key {
    assert!(KEYS.contains(&name), "{name}");
    Key(p256::SecretKey::from_slice(&sha256(format!("key vectors: {name}").as_bytes())).unwrap())
}

impl Key {
    pub(crate) fn private_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    pub(crate) fn agree(&self, other: &Self) -> [u8; 32] {
        let point = other.0.public_key();
        let shared = p256::ecdh::diffie_hellman(self.0.to_nonzero_scalar(), point.as_affine());
        (*shared.raw_secret_bytes()).into()
    }
}

impl Signer for Key {
    fn public_key(&self) -> PublicKey {
        PublicKey::from_sec1(self.0.public_key().to_sec1_point(false).as_bytes()).unwrap()
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        let signature: p256::ecdsa::Signature = SigningKey::from(&self.0).sign(message);
        Ok(Signature::from_bytes(signature.to_bytes().into()))
    }
}

pub(crate) struct P256;

impl Verifier for P256 {
    fn verify(&self, key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
        let key = VerifyingKey::from_sec1_bytes(&key.to_sec1());
        let signature = p256::ecdsa::Signature::from_slice(signature.as_bytes());
        matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok())
    }
}

pub(crate) fn sign<M: Message>(header: &Header, message: &M, by: &str) -> String {
    jws::sign(header, message, |bytes| key(by).sign(bytes)).unwrap()
}

/// Puts the three parts of a message together, signed by the key `by`, whatever they say.
pub(crate) fn compact(header: &str, payload: &str, by: &str) -> String {
    seal(&format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(payload.as_bytes())), by)
}

/// Signs the first two parts as they are.
pub(crate) fn seal(signed: &str, by: &str) -> String {
    let signature = key(by).sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(signature.as_bytes()))
}

/// The proof of a factor by the key `by`, whether that is the factor's or not.
pub(crate) fn prove<M: Message>(factor: Factor, content: &str, by: &str) -> String {
    jws::prove::<M, _>(factor, content, |bytes| key(by).sign(bytes)).unwrap()
}

/// How vectors name an error.
pub(crate) const fn error_name(error: JwsError) -> &'static str {
    match error {
        JwsError::Malformed => "malformed",
        JwsError::Signature => "signature",
        JwsError::Type => "type",
    }
}

/// A message with its header and payload in clear.
pub(crate) fn message(compact: &str) -> Value {
    let (header, payload) = opened(compact);
    json!({ "header": header, "jws": compact, "payload": payload })
}

/// The header and the payload of a compact JWS as the text that was encoded.
pub(crate) fn opened(compact: &str) -> (String, String) {
    let mut parts = compact.split('.').map(decoded);
    (parts.next().unwrap(), parts.next().unwrap())
}

/// The text that stands in base64url.
pub(crate) fn decoded(text: &str) -> String {
    String::from_utf8(base64url::decode(text).unwrap()).unwrap()
}

pub(crate) fn shown(text: &str) -> ShownText {
    ShownText::parse(text).unwrap()
}

pub(crate) fn device() -> DeviceId {
    DeviceId::from_bytes(filled("device"))
}

pub(crate) fn request_id(name: &str) -> RequestId {
    RequestId::from_bytes(filled(name))
}

/// Bytes that look random and come from a name.
pub(crate) fn filled<const N: usize>(name: &str) -> [u8; N] {
    sha256(format!("key vectors: {name}").as_bytes())[..N].try_into().unwrap()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Compares `vectors` with the file of that name, or writes it where `KEY_WRITE_VECTORS` is set.
pub(crate) fn hold(name: &str, vectors: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{name}.json"));
    if std::env::var_os("KEY_WRITE_VECTORS").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(vectors).unwrap() + "\n").unwrap();
    }
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(*vectors, written, "{name}.json");
}
