//! Answering a request: docs/protocol.md, 8.6, 11 and 12.

mod decisions;
mod receipts;
mod results;

use key_protocol::answer::{CallResult, Decided, Failed};
use key_protocol::base64url;
use key_protocol::call::{Decide, Resume};
use key_protocol::decision::{Decision, DecisionAnswer};
use key_protocol::json;
use key_protocol::language::Language;
use key_protocol::receipt::{Outcome, Receipt, decision_hash};

use super::Identification;
use crate::account::AccountId;
use crate::authenticator::testing::{NOW, PIN, Phone, parsed, request, signed_request};
use crate::authenticator::{Remembered, Shown};
use crate::error::Error;
use crate::platform::fake::service::signed;

/// Requests 1 and 2 are pending, and the first is on the screen.
fn showing() -> (Phone, AccountId, Shown) {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1), &signed_request(2)]);
    let shown = phone.show(request(1).id, Language::English).unwrap();
    (phone, id, shown)
}

fn pin() -> Identification {
    Identification::Pin(parsed(PIN))
}

fn confirm(phone: &Phone, shown: &Shown) -> Result<Remembered, Error> {
    phone.confirm(shown, &pin(), None)
}

/// The decision that was sent, and what it was sent as.
fn decision(decide: &Decide) -> (Decision, Vec<u8>) {
    let sent = base64url::decode(&decide.decision).unwrap();
    (json::read_known(&sent).unwrap(), sent)
}

/// The receipt that a service writes for a decision.
fn receipt(decide: &Decide) -> Receipt {
    let (decision, sent) = decision(decide);
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let (device, request) = (decision.device, decision.request);
    Receipt { v: 1, at: NOW, decision: decision_hash(&sent), device, outcome, request }
}

/// The service takes the next decision, and its receipt is made like that.
fn take_with(phone: &Phone, failed: Option<Failed>, write: impl FnOnce(Receipt) -> String + Send + 'static) {
    phone.parts.service.on::<Decide>(move |service, call| {
        let receipt = write(receipt(&call.body()));
        service.result(call, CallResult::Ok(Decided { failed, receipt }))
    });
}

fn take(phone: &Phone) {
    take_with(phone, None, |receipt| signed(1, &receipt));
}

/// What the next resume is told of what was left.
fn last_left(phone: &Phone) -> Option<u64> {
    phone.parts.service.last_of::<Resume>().left.map(|left| left.seq)
}
