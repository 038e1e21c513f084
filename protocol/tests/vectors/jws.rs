//! Signed messages: the same short one right, and wrong in every way that matters.

use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::jws::{Jws, JwsError, MAX_BYTES};
use key_protocol::key::PublicKey;
use serde_json::{Value, json};

use crate::support::{P256, device, key};

const HEADER: &str = r#"{"alg":"ES256","kid":"pin","typ":"key-check+jws"}"#;

pub(crate) fn vectors() -> Value {
    json!({ "carried": carried(), "refused": refused(), "valid": valid() })
}

fn payload() -> String {
    format!(r#"{{"v":1,"device":"{}","seq":7}}"#, device())
}

/// Puts the three parts together, signed by the key `by`, whatever they say.
fn compact(header: &str, payload: &str, by: &str) -> String {
    seal(&format!("{}.{}", base64url::encode(header.as_bytes()), base64url::encode(payload.as_bytes())), by)
}

fn seal(signed: &str, by: &str) -> String {
    let signature = key(by).sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(signature.as_bytes()))
}

/// A message with `count` more bytes in its payload.
fn filled(count: usize) -> String {
    compact(HEADER, &payload().replacen('{', &format!(r#"{{"more":"{}","#, "a".repeat(count)), 1), "pin")
}

fn check(text: &str) -> Result<FactorCheck, JwsError> {
    Jws::parse(text)?.verify(&key("pin").public_key(), &P256)
}

fn valid() -> Value {
    let header = HEADER.replacen('{', r#"{ "x" : [null, 1.5e3], "#, 1);
    let long = (0..MAX_BYTES).rev().map(filled).find(|text| text.len() <= MAX_BYTES).unwrap();
    let cases = [
        ("as it is written", compact(HEADER, &payload(), "pin")),
        ("unknown fields and white space", compact(&header, &payload().replace(',', " , "), "pin")),
        (
            "fields in another order",
            compact(HEADER, &format!(r#"{{"seq":7,"v":1,"device":"{}"}}"#, device()), "pin"),
        ),
        (
            "the other signature of the same",
            with_signature(&compact(HEADER, &payload(), "pin"), |r, s| [r, negative(s)]),
        ),
        ("as long as may be", long),
    ];
    json!(cases.map(|(name, text)| {
        assert_eq!(check(&text), Ok(FactorCheck { v: 1, device: device(), seq: 7 }), "{name}");
        json!({ "jws": text, "name": name })
    }))
}

fn refused() -> Value {
    let (form, other) = (malformed(), altered());
    let all = form.into_iter().map(|(name, text)| (name, text, JwsError::Malformed)).chain(other);
    let all = all.map(|(name, text, error)| {
        assert_eq!(check(&text), Err(error), "{name}");
        json!({ "error": error_name(error), "jws": text, "name": name })
    });
    json!(all.collect::<Vec<_>>())
}

const fn error_name(error: JwsError) -> &'static str {
    match error {
        JwsError::Malformed => "malformed",
        JwsError::Signature => "signature",
        JwsError::Type => "type",
    }
}

fn malformed() -> Vec<(&'static str, String)> {
    let good = compact(HEADER, &payload(), "pin");
    let header = |from, to: &str| compact(&HEADER.replace(from, to), &payload(), "pin");
    let content = |from: &str, to: &str| compact(HEADER, &payload().replace(from, to), "pin");
    let [head, body, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let bytes = base64url::decode(signature).unwrap();
    let ending = |text: &str| format!("{head}.{body}.{text}");
    let ends = |bytes: &[u8]| ending(&base64url::encode(bytes));
    let long = (0..MAX_BYTES).map(filled).find(|text| text.len() > MAX_BYTES).unwrap();
    vec![
        ("no algorithm", header(r#""alg":"ES256","#, "")),
        ("algorithm none", header("ES256", "none")),
        (
            "algorithm none without a signature",
            format!("{}.{body}.", base64url::encode(br#"{"alg":"none","typ":"key-check+jws"}"#)),
        ),
        ("algorithm HS256", header("ES256", "HS256")),
        ("algorithm ES384", header("ES256", "ES384")),
        ("algorithm in lower case", header("ES256", "es256")),
        ("an extension that must be understood", header("{", r#"{"crit":["exp"],"exp":1,"#)),
        ("an empty list of extensions", header("{", r#"{"crit":[],"#)),
        ("no type", header(r#","typ":"key-check+jws""#, "")),
        ("the algorithm twice", header("{", r#"{"alg":"ES256","#)),
        ("the key's name twice", header("{", r#"{"kid":"biometric","#)),
        ("a number for a name", header(r#""pin""#, "1")),
        ("a header that goes on", header("}", "}{}")),
        ("a header that is not JSON", header(r#"""#, "'")),
        ("a JWK of another curve", header("{", r#"{"jwk":{"crv":"P-384","kty":"EC","x":"AA","y":"AA"},"#)),
        ("padding after the header", seal(&format!("{head}=.{body}"), "pin")),
        ("padding after the payload", seal(&format!("{head}.{body}="), "pin")),
        ("padding after the signature", format!("{good}==")),
        ("the alphabet of base64", ending(&signature.replace('-', "+").replace('_', "/"))),
        ("stray bits", ending(&stray(signature))),
        ("a space in front", format!(" {good}")),
        ("a line feed at the end", format!("{good}\n")),
        ("nothing", String::new()),
        ("two parts", format!("{head}.{body}")),
        ("four parts", format!("{good}.")),
        (
            "the JSON form",
            format!(r#"{{"payload":"{body}","protected":"{head}","signature":"{signature}"}}"#),
        ),
        ("a signature of 63 bytes", ends(&bytes[..63])),
        ("a signature of 65 bytes", ends(&[&bytes[..], &[0]].concat())),
        ("a signature in DER", ends(&der(&bytes))),
        ("too long", long),
        ("a payload that is not JSON", content("{", "(")),
        ("a payload that goes on", content("}", "},")),
        ("a field lacking", content(r#","seq":7"#, "")),
        ("a field twice", content("{", r#"{"seq":7,"#)),
        ("a fraction", content(":7", ":7.0")),
        ("an exponent", content(":7", ":7e0")),
        ("a negative number", content(":7", ":-7")),
        ("a leading zero", content(":7", ":07")),
        ("a number as text", content(":7", r#":"7""#)),
        ("a version beyond a byte", content(":1,", ":257,")),
        ("a device of 15 bytes", content(&device().to_string(), &base64url::encode(&[7; 15]))),
    ]
}

fn altered() -> Vec<(&'static str, String, JwsError)> {
    let good = compact(HEADER, &payload(), "pin");
    let typ = |typ: &str| compact(&HEADER.replace("key-check+jws", typ), &payload(), "pin");
    let [head, body, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let encoded = |text: String| base64url::encode(text.as_bytes());
    let jwk = serde_json::to_string(&key("stranger").public_key()).unwrap();
    let own = compact(&HEADER.replacen('{', &format!(r#"{{"jwk":{jwk},"#), 1), &payload(), "stranger");
    let signature_is = |change: fn([u8; 32], [u8; 32]) -> [[u8; 32]; 2]| with_signature(&good, change);
    let (kind, wrong) = (JwsError::Type, JwsError::Signature);
    vec![
        ("another type", typ("key-receipt+jws"), kind),
        ("the type in capitals", typ("KEY-CHECK+JWS"), kind),
        ("the type in full", typ("application/key-check+jws"), kind),
        ("the type of a token", typ("JWT"), kind),
        (
            "a changed payload",
            format!("{head}.{}.{signature}", encoded(payload().replace(":7", ":8"))),
            wrong,
        ),
        ("a changed header", format!("{}.{body}.{signature}", encoded(HEADER.replace("pin", "pim"))), wrong),
        (
            "the first bit of the signature",
            signature_is(|mut r, s| {
                r[0] ^= 0x80;
                [r, s]
            }),
            wrong,
        ),
        (
            "the last bit of the signature",
            signature_is(|r, mut s| {
                s[31] ^= 1;
                [r, s]
            }),
            wrong,
        ),
        ("a signature of zeros", signature_is(|_, _| [[0; 32]; 2]), wrong),
        ("r is zero", signature_is(|_, s| [[0; 32], s]), wrong),
        ("s is zero", signature_is(|r, _| [r, [0; 32]]), wrong),
        ("r is the order", signature_is(|_, s| [ORDER, s]), wrong),
        ("s is the order", signature_is(|r, _| [r, ORDER]), wrong),
        ("r and s exchanged", signature_is(|r, s| [s, r]), wrong),
        ("signed by another key", compact(HEADER, &payload(), "stranger"), wrong),
        ("signed by another key, which it carries", own, wrong),
    ]
}

/// The order of P-256.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

fn negative(s: [u8; 32]) -> [u8; 32] {
    let mut borrow = 0;
    let mut result = [0; 32];
    for index in (0..32).rev() {
        let digit = i16::from(ORDER[index]) - i16::from(s[index]) - borrow;
        borrow = i16::from(digit < 0);
        result[index] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    result
}

fn with_signature(text: &str, change: impl Fn([u8; 32], [u8; 32]) -> [[u8; 32]; 2]) -> String {
    let (signed, signature) = text.rsplit_once('.').unwrap();
    let bytes = base64url::decode_array::<64>(signature).unwrap();
    let parts = change(bytes[..32].try_into().unwrap(), bytes[32..].try_into().unwrap());
    format!("{signed}.{}", base64url::encode(&parts.concat()))
}

/// The same bytes with a bit set that belongs to none of them.
fn stray(signature: &str) -> String {
    let (front, last) = signature.split_at(signature.len() - 1);
    format!("{front}{}", char::from(last.as_bytes()[0] + 1))
}

fn der(bytes: &[u8]) -> Vec<u8> {
    let number = |half: &[u8]| {
        let value = if half[0] & 0x80 == 0 { half.to_vec() } else { [&[0], half].concat() };
        [&[2, u8::try_from(value.len()).unwrap()][..], &value].concat()
    };
    let both = [number(&bytes[..32]), number(&bytes[32..])].concat();
    [&[0x30, u8::try_from(both.len()).unwrap()][..], &both].concat()
}

/// Messages that carry their key: which thumbprint is expected decides.
fn carried() -> Value {
    let (public, stranger) = (key("pin").public_key(), key("stranger").public_key());
    let nowhere = PublicKey::from_coordinates([1; 32], [1; 32]);
    let message = Enrolment {
        v: 1,
        agreement: None,
        device: device(),
        factor: Factor::Pin,
        service: key("service").public_key().thumbprint(),
    };
    let with = |jwk: Option<PublicKey>| {
        let jwk =
            jwk.map(|jwk| format!(r#""jwk":{},"#, serde_json::to_string(&jwk).unwrap())).unwrap_or_default();
        let header = format!(r#"{{"alg":"ES256",{jwk}"typ":"key-enrolment+jws"}}"#);
        compact(&header, &serde_json::to_string(&message).unwrap(), "pin")
    };
    let cases = [
        ("any key may sign", with(Some(public)), None, None),
        ("the expected key", with(Some(public)), Some(public), None),
        ("another key is expected", with(Some(public)), Some(stranger), Some(JwsError::Signature)),
        ("it carries another key", with(Some(stranger)), None, Some(JwsError::Signature)),
        ("it carries no key", with(None), None, Some(JwsError::Signature)),
        ("it carries a point off the curve", with(Some(nowhere)), Some(nowhere), Some(JwsError::Signature)),
    ];
    json!(cases.map(|(name, text, expected, error)| {
        let expected = expected.map(|key| key.thumbprint());
        let result = Jws::parse(&text).unwrap().verify_carried::<Enrolment>(expected.as_ref(), &P256);
        assert_eq!(result.map(|(_, message)| message), error.map_or(Ok(message.clone()), Err), "{name}");
        json!({ "error": error.map(error_name), "expected": expected, "jws": text, "name": name })
    }))
}
