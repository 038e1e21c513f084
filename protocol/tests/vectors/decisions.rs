//! Decisions on the two requests, and the receipts for them.

use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::jws::Header;
use key_protocol::language::Language;
use key_protocol::receipt::{Outcome, Receipt, decision_hash};
use key_protocol::request::Request;
use key_protocol::statement::{Statement, View};
use serde_json::{Value, json};

use crate::statements;
use crate::support::{self, NOW, device, key, opened};

pub(crate) fn vectors() -> Value {
    let (known, new) = (statements::known(), statements::new());
    let view = |language, utc_offset| View { language, utc_offset };
    let with_digits = decision(&new, DecisionAnswer::Confirm, view(Language::Swedish, 120), Some(416_207));
    let cases = [
        ("confirmed by PIN", confirm(&known), Some(Factor::Pin)),
        ("confirmed by PIN with digits", with_digits, Some(Factor::Pin)),
        ("confirmed by biometrics", confirm(&known), Some(Factor::Biometric)),
        ("declined", decision(&known, DecisionAnswer::Decline, view(Language::Finnish, 120), None), None),
        ("not me", decision(&new, DecisionAnswer::NotMe, view(Language::Danish, -300), None), None),
    ];
    json!(cases.map(|(name, decision, factor)| one(name, &decision, factor)))
}

/// The decision of the first example.
pub(crate) fn confirm(request: &Request) -> Decision {
    decision(request, DecisionAnswer::Confirm, View { language: Language::English, utc_offset: 120 }, None)
}

pub(crate) fn decision(
    request: &Request,
    answer: DecisionAnswer,
    view: View,
    digits: Option<u64>,
) -> Decision {
    Decision {
        v: 1,
        answer,
        at: NOW + 9,
        device: device(),
        digits: digits.map(SixDigits::from_number),
        request: request.id,
        request_hash: request_hash(&statements::signed(request)),
        statement: Statement::render(request, view).text(),
        view,
    }
}

/// The decision as the factor signs it.
pub(crate) fn signed(decision: &Decision, factor: Factor) -> String {
    support::sign(&Header::of::<Decision>().kid(factor.kid()), decision, factor.kid())
}

/// The service's receipt for the decision.
pub(crate) fn receipt(decision: &Decision) -> String {
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let receipt = Receipt {
        v: 1,
        at: NOW + 10,
        decision: decision_hash(decision),
        device: decision.device,
        outcome,
        request: decision.request,
    };
    let header = Header::of::<Receipt>().kid(key("service").public_key().thumbprint());
    support::sign(&header, &receipt, "service")
}

fn one(name: &str, decision: &Decision, factor: Option<Factor>) -> Value {
    let jws = factor.map(|factor| signed(decision, factor));
    let receipt = receipt(decision);
    json!({
        "decision": support::json(decision), "decision_hash": decision_hash(decision), "factor": factor,
        "header": jws.as_deref().map(|jws| opened(jws).0), "jws": jws, "name": name,
        "receipt": { "header": opened(&receipt).0, "jws": receipt, "payload": opened(&receipt).1 },
    })
}
