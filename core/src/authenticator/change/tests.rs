//! Changing factors: docs/protocol.md, 8.9, and 13.1.

mod all;
mod biometrics;
mod pins;
mod several;

use key_protocol::answer::{CallResult, Confirmed, Done, LeftResult, Refusal};
use key_protocol::base64url;
use key_protocol::call::{Change, Leave, Resume};
use key_protocol::enrolment::{Enrolment, Factor, FactorChange as Message};
use key_protocol::json;
use key_protocol::jws::{Jws, Proof};
use key_protocol::key::PublicKey;

use crate::account::AccountId;
use crate::authenticator::testing::{PIN, Phone, resumed};
use crate::crypto::SoftwareVerifier;

const RIGHT: Confirmed = Confirmed { failed: None };
const WRONG: Refusal = Refusal::NotConfirmed { tries_left: 4 };

/// The change that was sent last, which the PIN has proven for this call.
fn sent(phone: &Phone, id: &AccountId) -> Message {
    let call = phone.parts.service.last().call::<Change>();
    let Change { change, proof } = call.body;
    let message: Message = json::read_known(&base64url::decode(&change).unwrap()).unwrap();
    assert_eq!((message.v, message.seq), (1, call.seq));
    assert_eq!(message.device, phone.account(id).unwrap().device);
    let proof = Proof::parse::<Message>(&proof, &change).unwrap();
    assert_eq!(proof.factor(), Factor::Pin);
    assert!(proof.verify(&phone.pin_key(id, PIN), &SoftwareVerifier));
    message
}

/// An enrolment that is signed by the key it registers, and that key.
fn enrolment(text: &str) -> (Enrolment, PublicKey) {
    let (key, enrolment) =
        Jws::parse(text).unwrap().verify_carried::<Enrolment>(None, &SoftwareVerifier).unwrap();
    (enrolment, key)
}

/// What was left is told with the next resume, which the next act sends.
fn clear_up(phone: &Phone, id: &AccountId, left: LeftResult) {
    phone.parts.service.answer::<Resume>(resumed(Some(left)));
    phone.parts.service.answer::<Leave>(Done {});
    phone.act::<Leave>(id, |_| Ok(Leave {})).unwrap();
}

fn arrived() -> LeftResult {
    LeftResult::Answered(CallResult::Ok(serde_json::json!({})))
}

fn refused() -> LeftResult {
    LeftResult::Answered(CallResult::Refused(WRONG))
}

fn given_up() -> LeftResult {
    LeftResult::GivenUp(Done {})
}
