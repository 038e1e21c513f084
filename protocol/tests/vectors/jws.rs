//! Signed messages: one short message in its right form, and in every relevant wrong form.

use key_protocol::answer::{Answer, CallResult, Done, call_hash};
use key_protocol::base64url;
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor, FactorCheck};
use key_protocol::jws::{Header, Jws, JwsError, MAX_ANSWER_BYTES, MAX_BYTES};
use key_protocol::key::PublicKey;
use serde_json::{Value, json};

use crate::support::{self, P256, compact, device, error_name, key, seal};

const HEADER: &str = r#"{"alg":"ES256","kid":"pin","typ":"key-check+jws"}"#;

pub(crate) fn vectors() -> Value {
    json!({ "answers": answers(), "carried": carried(), "refused": refused(), "valid": valid() })
}

fn payload() -> String {
    format!(r#"{{"v":1,"device":"{}","seq":7}}"#, device())
}

/// The payload with `count` more bytes.
fn filled(payload: &str, count: usize) -> String {
    payload.replacen('{', &format!(r#"{{"more":"{}","#, "a".repeat(count)), 1)
}

fn filled_check(count: usize) -> String {
    compact(HEADER, &filled(&payload(), count), "pin")
}

/// How many more bytes just fit into a message of `most` bytes.
fn longest(most: usize, filled: fn(usize) -> String) -> usize {
    let guess = (most - filled(0).len()) * 3 / 4;
    (guess - 3..guess + 3).rev().find(|count| filled(*count).len() <= most).unwrap()
}

fn check(text: &str) -> Result<FactorCheck, JwsError> {
    Jws::parse(text)?.verify(&key("pin").public_key(), &P256)
}

fn valid() -> Value {
    let header = HEADER.replacen('{', r#"{ "x" : [null, 15], "#, 1);
    let long = filled_check(longest(MAX_BYTES, filled_check));
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

fn malformed() -> Vec<(&'static str, String)> {
    let good = compact(HEADER, &payload(), "pin");
    let header = |from, to: &str| compact(&HEADER.replace(from, to), &payload(), "pin");
    let content = |from: &str, to: &str| compact(HEADER, &payload().replace(from, to), "pin");
    let [head, body, signature] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let bytes = base64url::decode(signature).unwrap();
    let ending = |text: &str| format!("{head}.{body}.{text}");
    let ends = |bytes: &[u8]| ending(&base64url::encode(bytes));
    let long = filled_check(longest(MAX_BYTES, filled_check) + 1);
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
        ("a fraction that nobody asked for", header("{", r#"{"x":1.5,"#)),
        (
            "a header that is a list",
            compact(r#"["ES256",null,null,"pin",null,"key-check+jws",null]"#, &payload(), "pin"),
        ),
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
        ("a payload that is a list", compact(HEADER, &format!(r#"[1,"{}",7]"#, device()), "pin")),
        ("a field lacking", content(r#","seq":7"#, "")),
        ("a field twice", content("{", r#"{"seq":7,"#)),
        ("an unknown field twice", content("{", r#"{"x":1,"x":1,"#)),
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

/// Answers may be longer than other messages. To keep the file short, their long texts are given as what stands before,
/// between and after, and how often the middle stands there.
fn answers() -> Value {
    let cases =
        [("a call", MAX_BYTES), ("an answer", MAX_ANSWER_BYTES)].into_iter().flat_map(|(name, most)| {
            let count = longest(most, filled_answer);
            [(format!("as long as {name} may be"), count), (format!("longer than {name} may be"), count + 1)]
        });
    json!(cases.map(|(name, count)| answer(&name, &filled_answer(count))).collect::<Vec<_>>())
}

fn answer(name: &str, text: &str) -> Value {
    let public = key("service").public_key();
    let error = |read: Result<Jws, JwsError>| {
        read.and_then(|jws| jws.verify::<Answer<Done>>(&public, &P256)).err().map(error_name)
    };
    let (as_answer, as_call) = (error(Jws::parse_answer(text)), error(Jws::parse(text)));
    assert_eq!(as_answer.is_none(), text.len() <= MAX_ANSWER_BYTES, "{name}");
    assert_eq!(as_call.is_none(), text.len() <= MAX_BYTES, "{name}");
    let (start, end) = (text.find(A).unwrap(), text.rfind(A).unwrap() + A.len());
    let times = (end - start) / A.len();
    assert_eq!(text[start..end], A.repeat(times), "{name}");
    json!({
        "after": &text[end..], "as_answer": as_answer, "as_call": as_call, "before": &text[..start],
        "between": A, "name": name, "times": times,
    })
}

/// Base64url of `aaa`.
const A: &str = "YWFh";

fn filled_answer(count: usize) -> String {
    let answer = Answer { v: 1, call: call_hash(b"a call"), now: 0, result: CallResult::Ok(Done {}) };
    let header = Header::of::<Answer<Done>>().kid(key("service").public_key().thumbprint());
    compact(&support::json(&header), &filled(&support::json(&answer), count), "service")
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
