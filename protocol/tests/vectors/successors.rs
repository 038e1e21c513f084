//! Successors of a service's keys and address, valid and invalid.

use key_protocol::crypto::Signer as _;
use key_protocol::jws::{Header, Jws, JwsError};
use key_protocol::origin::Origin;
use key_protocol::successor::Successor;
use serde_json::{Value, json};

use crate::support::{self, P256, compact, key, message};

pub(crate) fn vectors() -> Value {
    json!({ "refused": refused(), "valid": valid() })
}

/// The new address of the service.
pub(crate) fn origin() -> Origin {
    Origin::parse("https://id.example:8443").unwrap()
}

/// New keys at a new address.
pub(crate) fn signed() -> String {
    written(origin().as_str(), "new service")
}

fn successor(origin: &str, signing: &str) -> Successor {
    Successor {
        v: 1,
        agreement: key("new service agreement").public_key(),
        origin: Origin::parse(origin).unwrap(),
        signing: key(signing).public_key(),
    }
}

fn header() -> Header {
    Header::of::<Successor>().kid(key("service").public_key().thumbprint())
}

fn written(origin: &str, signing: &str) -> String {
    support::sign(&header(), &successor(origin, signing), "service")
}

/// Signed by the pinned key: the old one.
fn read(jws: &str) -> Result<Successor, JwsError> {
    Jws::parse(jws)?.verify(&key("service").public_key(), &P256)
}

fn valid() -> Value {
    let cases = [
        ("new keys at a new address", "https://id.example:8443", "new service"),
        ("the same key at a new address", "https://id.example", "service"),
        ("new keys at an IPv6 address", "https://[2001:db8::7]", "new service"),
        ("new keys on this machine", "http://127.0.0.1:8080", "new service"),
    ];
    json!(cases.map(|(name, origin, signing)| {
        let jws = written(origin, signing);
        assert_eq!(read(&jws), Ok(successor(origin, signing)), "{name}");
        let mut vector = message(&jws);
        (vector["name"], vector["thumbprint"]) = (json!(name), json!(key(signing).public_key().thumbprint()));
        vector
    }))
}

fn refused() -> Value {
    let (head, text) =
        (support::json(&header()), support::json(&successor("https://id.example", "new service")));
    let said = |from: &str, to: &str| compact(&head, &text.replacen(from, to, 1), "service");
    let at = |origin: &str| said("https://id.example", origin);
    let own = support::json(&Header::of::<Successor>().jwk(key("new service").public_key()));
    let (form, kind, wrong) = (JwsError::Malformed, JwsError::Type, JwsError::Signature);
    let cases = [
        ("signed by the new key", compact(&head, &text, "new service"), wrong),
        ("signed by the new key, which it carries", compact(&own, &text, "new service"), wrong),
        ("signed by another key", compact(&head, &text, "stranger"), wrong),
        ("another type", compact(&head.replace("successor", "receipt"), &text, "service"), kind),
        ("an address in capitals", at("https://ID.example"), form),
        ("an address with a slash at its end", at("https://id.example/"), form),
        ("an address with the port that goes without saying", at("https://id.example:443"), form),
        ("an address with a path", at("https://id.example/k"), form),
        ("an address with a user", at("https://mira@id.example"), form),
        ("an address that is not protected", at("http://id.example"), form),
        ("no address", said(r#","origin":"https://id.example""#, ""), form),
        ("a key of another curve", said("P-256", "P-384"), form),
        ("a key that is a list", compact(&head, &listed(&text), "service"), form),
    ];
    json!(cases.map(|(name, jws, error)| {
        assert_eq!(read(&jws), Err(error), "{name}");
        json!({ "error": support::error_name(error), "jws": jws, "name": name })
    }))
}

/// The first key as a list of what an object of it has.
pub(crate) fn listed(text: &str) -> String {
    let (front, rest) = text.split_once(r#"{"crv":"#).unwrap();
    let (key, back) = rest.split_once('}').unwrap();
    let list =
        [r#""kty":"#, r#""x":"#, r#""y":"#].iter().fold(key.to_owned(), |key, name| key.replace(name, ""));
    format!("{front}[{list}]{back}")
}
