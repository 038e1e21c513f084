//! Decisions on the two requests with the proofs of a factor, and the receipts for them.

use key_protocol::base64url;
use key_protocol::call::Decide;
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::id::RequestId;
use key_protocol::json as strict;
use key_protocol::jws::{Header, Proof};
use key_protocol::language::Language;
use key_protocol::receipt::{Outcome, Receipt, decision_hash};
use key_protocol::request::Request;
use key_protocol::statement::{Statement, StatementView};
use serde_json::{Value, json};

use crate::statements::{self, view};
use crate::support::{self, NOW, P256, decoded, device, key, message};

pub(crate) fn vectors() -> Value {
    let (known, new) = (statements::known(), statements::new());
    let cases = [
        ("confirmed by PIN", confirm(&known), Some(Factor::Pin)),
        ("confirmed by PIN with digits", with_digits(), Some(Factor::Pin)),
        ("confirmed by biometrics", confirm(&known), Some(Factor::Biometric)),
        ("declined", decision(&known, DecisionAnswer::Decline, view(Language::Finnish, 120), None), None),
        ("not me", not_me(&new), None),
    ];
    let written = cases.map(|(name, decision, factor)| one(name, &support::json(&decision), factor));
    json!(written.into_iter().chain([otherwise(&confirm(&known))]).collect::<Vec<_>>())
}

/// The decision of the first example.
pub(crate) fn confirm(request: &Request) -> Decision {
    decision(request, DecisionAnswer::Confirm, view(Language::English, 120), None)
}

/// The decision of the second.
pub(crate) fn with_digits() -> Decision {
    decision(&statements::new(), DecisionAnswer::Confirm, view(Language::Swedish, 120), Some(416_207))
}

/// The decision of the fifth.
pub(crate) fn not_me(request: &Request) -> Decision {
    decision(request, DecisionAnswer::NotMe, view(Language::Danish, -300), None)
}

fn decision(request: &Request, answer: DecisionAnswer, view: StatementView, digits: Option<u64>) -> Decision {
    Decision {
        v: 1,
        answer,
        at: NOW + 9,
        device: device(),
        digits: digits.map(SixDigits::from_number),
        request: request.id,
        request_hash: request_hash(&statements::signed(request)),
        statement: Statement::render(request, view).unwrap().text(),
        view,
    }
}

/// The body of the call that sends the decision, proven by the key `by` where a factor is needed.
pub(crate) fn decide(decision: &Decision, factor: Option<(Factor, &str)>) -> Decide {
    let content = base64url::encode(&strict::write(decision));
    let proof = factor.map(|(factor, by)| support::prove::<Decision>(factor, &content, by));
    Decide { decision: content, proof }
}

/// The service's receipt for the decision that was sent as these bytes.
pub(crate) fn receipt(sent: &[u8]) -> String {
    let decision: Decision = strict::read_known(sent).unwrap();
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    signed_receipt(&Receipt {
        v: 1,
        at: NOW + 10,
        decision: decision_hash(sent),
        device: decision.device,
        outcome,
        request: decision.request,
    })
}

fn signed_receipt(receipt: &Receipt) -> String {
    let header = Header::of::<Receipt>().kid(key("service").public_key().thumbprint());
    support::sign(&header, receipt, "service")
}

/// A decision in another form than it is written in: what is signed and hashed are the bytes as sent.
fn otherwise(decision: &Decision) -> Value {
    let (v, request) = (r#"{"v":1,"#, decision.request);
    let field = |request: RequestId| format!(r#""request":"{request}","#);
    let text = support::json(decision).replace(&field(request), "");
    one(
        "another order and white space",
        &text.replace(v, &format!("{{ {}\n\"v\":1, ", field(request))),
        Some(Factor::Pin),
    )
}

fn one(name: &str, text: &str, factor: Option<Factor>) -> Value {
    let content = base64url::encode(text.as_bytes());
    let (decision, sent) = strict::read_text::<Decision>(&content).unwrap();
    assert_eq!(sent, text.as_bytes(), "{name}");
    assert_eq!(factor.is_some(), decision.answer == DecisionAnswer::Confirm, "{name}");
    let proof = factor.map(|factor| support::prove::<Decision>(factor, &content, factor.kid()));
    if let Some(proof) = &proof {
        let read = Proof::parse::<Decision>(proof, &content).unwrap();
        assert!(read.verify(&key(read.factor().kid()).public_key(), &P256), "{name}");
    }
    json!({
        "content": content, "decision": text, "decision_hash": decision_hash(&sent), "factor": factor,
        "header": proof.as_deref().map(|proof| decoded(proof.split_once("..").unwrap().0)), "name": name,
        "proof": proof, "receipt": message(&receipt(&sent)),
    })
}
