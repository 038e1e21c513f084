//! Proofs of a factor, beside the content that they prove; and wrong proofs.

use key_protocol::base64url;
use key_protocol::call::{Change, Check};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::Decision;
use key_protocol::enrolment::{Factor, FactorChange, FactorCheck};
use key_protocol::jws::{Message, Proof};
use serde_json::{Value, json};

use crate::support::{P256, compact, decoded, device, key, prove, seal};
use crate::{decisions, statements};

pub(crate) fn vectors() -> Value {
    json!({ "refused": refused(), "valid": valid() })
}

fn check() -> String {
    Check::content(&FactorCheck { v: 1, device: device(), seq: 7 })
}

fn valid() -> Value {
    let change = Change::content(&FactorChange { v: 1, add: None, device: device(), seq: 8 });
    let decision = decisions::decide(&decisions::confirm(&statements::known()), None).decision;
    let spaced = base64url::encode(format!(r#" {{"seq": 7, "v": 1, "device": "{}"}}"#, device()).as_bytes());
    let header = r#"{ "x" : [null, 15], "typ":"key-check+jws","kid":"pin","alg":"ES256"}"#;
    json!([
        written::<FactorCheck>("a check by PIN", Factor::Pin, &check()),
        written::<FactorCheck>("a check by biometrics", Factor::Biometric, &check()),
        written::<FactorChange>("a change by PIN", Factor::Pin, &change),
        written::<Decision>("a decision by PIN", Factor::Pin, &decision),
        written::<Decision>("a decision by biometrics", Factor::Biometric, &decision),
        written::<FactorCheck>("content in another form", Factor::Pin, &spaced),
        taken::<FactorCheck>("a header in another form", &check(), &detached(header, &check(), "pin")),
    ])
}

fn written<M: Message>(name: &str, factor: Factor, content: &str) -> Value {
    taken::<M>(name, content, &prove::<M>(factor, content, factor.kid()))
}

fn taken<M: Message>(name: &str, content: &str, proof: &str) -> Value {
    let read = Proof::parse::<M>(proof, content).unwrap();
    assert!(read.verify(&key(read.factor().kid()).public_key(), &P256), "{name}");
    let header = decoded(proof.split_once("..").unwrap().0);
    json!({
        "content": content, "factor": read.factor(), "header": header, "name": name,
        "payload": decoded(content), "proof": proof, "typ": M::TYPE,
    })
}

/// A proof with any header, by the key `by`.
fn detached(header: &str, content: &str, by: &str) -> String {
    without_content(&seal(&format!("{}.{content}", base64url::encode(header.as_bytes())), by))
}

fn without_content(jws: &str) -> String {
    let [header, _, signature] = jws.split('.').collect::<Vec<_>>().try_into().unwrap();
    format!("{header}..{signature}")
}

/// How a proof fails: in its form, or when it is verified with the key of the factor that it names.
fn error(proof: &str, content: &str) -> Option<&'static str> {
    let Some(read) = Proof::parse::<FactorCheck>(proof, content) else { return Some("malformed") };
    let right = read.verify(&key(read.factor().kid()).public_key(), &P256);
    if right { None } else { Some("signature") }
}

fn refused() -> Value {
    let form = malformed().into_iter().map(|(name, proof)| (name, check(), proof, "malformed"));
    let wrong = altered().map(|(name, content, proof)| (name, content, proof, "signature"));
    let cases = form.chain(wrong).map(|(name, content, proof, expected)| {
        assert_eq!(error(&proof, &content), Some(expected), "{name}");
        json!({ "content": content, "error": expected, "name": name, "proof": proof })
    });
    json!(cases.collect::<Vec<_>>())
}

const HEADER: &str = r#"{"alg":"ES256","kid":"pin","typ":"key-check+jws"}"#;

fn malformed() -> Vec<(&'static str, String)> {
    let good = detached(HEADER, &check(), "pin");
    let with = |from: &str, to: &str| detached(&HEADER.replacen(from, to, 1), &check(), "pin");
    let (header, signature) = good.split_once("..").unwrap();
    let bytes = base64url::decode(signature).unwrap();
    let ends = |bytes: &[u8]| format!("{header}..{}", base64url::encode(bytes));
    vec![
        ("another type", with("key-check", "key-decision")),
        ("the type in full", with("key-check", "application/key-check")),
        ("no type", with(r#","typ":"key-check+jws""#, "")),
        ("an extension that must be understood", with("{", r#"{"b64":false,"crit":["b64"],"#)),
        ("an empty list of extensions", with("{", r#"{"crit":[],"#)),
        ("an unknown factor", with(r#""pin""#, r#""face""#)),
        ("the factor in capitals", with(r#""pin""#, r#""PIN""#)),
        ("a device for a factor", with(r#""pin""#, &format!(r#""{}""#, device()))),
        ("no factor", with(r#""kid":"pin","#, "")),
        ("two factors", with("{", r#"{"kid":"biometric","#)),
        ("algorithm none", with("ES256", "none")),
        ("algorithm HS256", with("ES256", "HS256")),
        ("a header that is not JSON", with(r#"""#, "'")),
        ("no header", format!("..{signature}")),
        ("no signature", format!("{header}..")),
        ("nothing", String::new()),
        ("one dot", format!("{header}.{signature}")),
        ("three dots", format!("{header}...{signature}")),
        ("the content inside", seal(&format!("{header}.{}", check()), "pin")),
        ("padding after the header", format!("{header}=..{signature}")),
        ("padding after the signature", format!("{good}==")),
        ("a line feed at the end", format!("{good}\n")),
        ("a signature of 63 bytes", ends(&bytes[..63])),
        ("a signature of 65 bytes", ends(&[&bytes[..], &[0]].concat())),
    ]
}

fn altered() -> [(&'static str, String, String); 9] {
    let (content, good) = (check(), detached(HEADER, &check(), "pin"));
    let (header, signature) = good.split_once("..").unwrap();
    let text = decoded(&content);
    let other = |text: &str| base64url::encode(text.as_bytes());
    let biometric = HEADER.replace(r#""pin""#, r#""biometric""#);
    [
        ("the content of another call", other(&text.replace(":7", ":8")), good.clone()),
        ("the same content with white space", other(&format!("{text} ")), good.clone()),
        ("no content", String::new(), good.clone()),
        (
            "another header of the same",
            content.clone(),
            format!("{}..{signature}", other(&HEADER.replace(',', ", "))),
        ),
        ("another factor's name", content.clone(), format!("{}..{signature}", other(&biometric))),
        ("signed by another factor", content.clone(), detached(HEADER, &content, "biometric")),
        ("signed by another key", content.clone(), detached(HEADER, &content, "stranger")),
        ("the signature of another text", content.clone(), without_content(&compact(HEADER, "{}", "pin"))),
        ("a signature of zeros", content, format!("{header}..{}", base64url::encode(&[0; 64]))),
    ]
}
