//! What is taken for an answer (docs/protocol.md, 6.2 and 7.5).

use std::sync::{Arc, Mutex};

use key_protocol::answer::{Answer, CallResult, Claimed, Confirmed, Refusal, call_hash};
use key_protocol::base64url;
use key_protocol::call::{Check, Claim};
use key_protocol::crypto::Signer as _;
use key_protocol::id::RequestId;
use key_protocol::json;
use key_protocol::jws::{self, Header, MAX_ANSWER_BYTES, MAX_BYTES};
use key_protocol::receipt::{Outcome, Receipt};
use serde_json::json;

use super::{Answered, DEVICE, Error, OK, Phone, check, claim, claimed, result};
use crate::platform::TransportError;
use crate::platform::fake::service::{FakeService, NOW_MS, Received, service_key};

/// A right answer to `call`, to be spoilt.
fn answer(call: &Received) -> Answer<Confirmed> {
    Answer { v: 1, call: call_hash(call.jws.as_bytes()), now: NOW_MS, result: CallResult::Ok(OK) }
}

/// An answer as the service would sign it, for the text to be spoilt.
fn text(service: &FakeService, call: &Received) -> String {
    service.result(call, CallResult::Ok(OK)).unwrap().body
}

/// What a call comes to whose answer is made so. It is sent once.
fn after(spoil: impl FnOnce(&FakeService, &Received) -> String + Send + 'static) -> Result {
    let phone = Phone::new();
    phone.parts.service.on::<Check>(|service, call| {
        let body = spoil(service, call);
        service.respond(&call.origin, body)
    });
    result(phone.check())
}

type Result = std::result::Result<std::result::Result<Confirmed, Refusal>, Error>;

/// The signature is right, and the content another.
fn after_saying(spoil: impl FnOnce(&mut Answer<Confirmed>) + Send + 'static) -> Result {
    after(|service, call| {
        let mut answer = answer(call);
        spoil(&mut answer);
        service.say(call, &answer).unwrap().body
    })
}

#[test]
fn an_answer_of_the_pinned_key_tells_the_services_clock_and_its_key() {
    let phone = Phone::new();
    phone.parts.service.on::<Check>(|service, call| service.say(call, &Answer { now: 1234, ..answer(call) }));
    let Answered { key, now, result } = phone.check().unwrap().unwrap();
    assert_eq!((key, now, result), (service_key(1).public_key(), 1234, Ok(OK)));
    assert_eq!(after(text), Ok(Ok(OK)));
}

#[test]
fn an_answer_to_another_call_is_refused() {
    assert_eq!(after_saying(|answer| answer.call = call_hash(b"another")), Err(Error::ServiceFault));
    assert_eq!(after_saying(|answer| answer.call.clear()), Err(Error::ServiceFault));
    assert_eq!(after_saying(|answer| answer.call.push('A')), Err(Error::ServiceFault));
}

/// The same call with another nonce is another call: its bytes are what is answered.
#[test]
fn the_answer_to_an_earlier_try_is_refused() {
    let phone = Phone::new();
    let kept = Arc::new(Mutex::new(String::new()));
    let given = Arc::clone(&kept);
    phone.parts.service.on::<Check>(move |service, call| {
        *given.lock().unwrap() = text(service, call);
        Err(TransportError)
    });
    phone
        .parts
        .service
        .on::<Check>(move |service, call| service.respond(&call.origin, kept.lock().unwrap().clone()));
    assert_eq!(result(phone.check()), Err(Error::ServiceFault));
    assert_eq!(phone.log(), ["check 1", "check 1"]);
}

#[test]
fn an_answer_of_another_version_is_refused() {
    for version in [0, 2] {
        assert_eq!(after_saying(move |answer| answer.v = version), Err(Error::ServiceFault));
    }
}

#[test]
fn a_message_of_another_kind_is_no_answer() {
    let spoilt = after(|service, call| {
        let receipt = Receipt {
            v: 1,
            at: 0,
            decision: String::new(),
            device: DEVICE,
            outcome: Outcome::Confirmed,
            request: RequestId::from_bytes([1; 16]),
        };
        service.say(call, &receipt).unwrap().body
    });
    assert_eq!(spoilt, Err(Error::ServiceFault));
}

#[test]
fn what_is_signed_right_but_is_not_of_the_form_is_refused() {
    let of_json = |result: serde_json::Value| {
        after(move |_, call| {
            let key = service_key(1);
            let payload =
                json!({ "v": 1, "call": call_hash(call.jws.as_bytes()), "now": 0, "result": result });
            let header = Header::of::<Answer<Confirmed>>();
            jws::sign_bytes(&header, &json::write(&payload), |bytes| key.sign(bytes)).unwrap()
        })
    };
    assert_eq!(of_json(json!({ "ok": {} })), Ok(Ok(OK)));
    assert_eq!(of_json(json!({ "ok": [] })), Err(Error::ServiceFault));
    assert_eq!(of_json(json!({ "ok": {}, "refused": { "code": "frozen" } })), Err(Error::ServiceFault));
    assert_eq!(of_json(json!({})), Err(Error::ServiceFault));
}

#[test]
fn what_is_no_message_is_no_answer() {
    for body in ["", "<html>", "a.b.c", "{}"] {
        assert_eq!(after(move |_, _| body.to_owned()), Err(Error::ServiceFault), "{body}");
    }
}

/// Whoever can change bytes on the way can make an answer unreadable, and nothing else.
#[test]
fn no_changed_byte_is_taken() {
    for part in 0..3 {
        let spoilt = after(move |service, call| {
            let text = text(service, call);
            let mut parts: Vec<_> = text.split('.').map(|part| base64url::decode(part).unwrap()).collect();
            let middle = parts[part].len() / 2;
            parts[part][middle] ^= 1;
            parts.iter().map(|part| base64url::encode(part)).collect::<Vec<_>>().join(".")
        });
        assert!(matches!(spoilt, Err(Error::ServiceKey | Error::ServiceFault)), "part {part}: {spoilt:?}");
    }
}

#[test]
fn a_refusal_is_signed_too() {
    let spoilt = after(|_, call| {
        let key = service_key(2);
        let result = CallResult::<Confirmed>::Refused(Refusal::Locked);
        let answer = Answer { result, ..answer(call) };
        jws::sign(&Header::of::<Answer<Confirmed>>(), &answer, |bytes| key.sign(bytes)).unwrap()
    });
    assert_eq!(spoilt, Err(Error::ServiceKey));
}

/// 6.2: a `jwk` is ignored in all messages that do not carry their key; `kid` is for people.
#[test]
fn only_the_pinned_key_counts_whatever_the_header_says() {
    let by = |number: u8, carried: u8, named: u8| {
        after(move |_, call| {
            let [key, carried, named] = [number, carried, named].map(service_key);
            let header = Header::of::<Answer<Confirmed>>()
                .jwk(carried.public_key())
                .kid(named.public_key().thumbprint());
            jws::sign(&header, &answer(call), |bytes| key.sign(bytes)).unwrap()
        })
    };
    assert_eq!(by(2, 2, 2), Err(Error::ServiceKey));
    assert_eq!(by(2, 2, 1), Err(Error::ServiceKey));
    assert_eq!(by(1, 2, 2), Ok(Ok(OK)));
}

/// 21: a device takes both keys until it has heard the new one.
#[test]
fn any_of_the_pinned_keys_is_taken_and_told() {
    for (pinned, signer) in [(&[1, 2][..], 1), (&[1, 2], 2), (&[3, 2, 1], 1)] {
        let phone = Phone::new();
        phone.parts.service.sign_with(&phone.origin, signer);
        phone.parts.service.answer::<Check>(OK);
        let answered = phone.call::<Check>(&phone.line(pinned), &|| check(1), 0).unwrap().unwrap();
        assert_eq!(answered.key, service_key(signer).public_key());
    }
    for pinned in [&[][..], &[2], &[2, 3]] {
        let phone = Phone::new();
        phone.parts.service.answer::<Check>(OK);
        let answered = phone.call::<Check>(&phone.line(pinned), &|| check(1), 0);
        assert_eq!(result(answered), Err(Error::ServiceKey));
    }
}

/// 7.5: the answer to a claim is verified by the `jwk` it carries, whose thumbprint MUST be the link's.
#[test]
fn a_claim_is_answered_by_the_key_that_the_link_names() {
    let phone = Phone::new();
    phone.parts.service.answer::<Claim>(claimed());
    let answered = phone.claim().unwrap().unwrap();
    assert_eq!(answered.key, service_key(1).public_key());
    phone.parts.service.answer::<Claim>(claimed());
    let other = phone.call::<Claim>(&phone.new_line(2), &claim, 0);
    assert_eq!(result(other), Err(Error::ServiceKey));
}

#[test]
fn a_claim_is_not_answered_by_whoever_carries_the_right_key_but_has_not_signed_with_it() {
    let by = |signer: u8, carried: Option<u8>| {
        let phone = Phone::new();
        phone.parts.service.on::<Claim>(move |service, call| {
            let answer = Answer {
                v: 1,
                call: call_hash(call.jws.as_bytes()),
                now: NOW_MS,
                result: CallResult::Ok(claimed()),
            };
            let mut header = Header::of::<Answer<Claimed>>();
            header.jwk = carried.map(|carried| service_key(carried).public_key());
            let key = service_key(signer);
            let body = jws::sign(&header, &answer, |bytes| key.sign(bytes)).unwrap();
            service.respond(&call.origin, body)
        });
        result(phone.claim())
    };
    assert_eq!(by(1, Some(1)), Ok(Ok(claimed())));
    assert_eq!(by(2, Some(1)), Err(Error::ServiceKey));
    assert_eq!(by(1, None), Err(Error::ServiceKey));
    assert_eq!(by(2, Some(2)), Err(Error::ServiceKey));
}

/// 6.1: an answer has 131,072 bytes at most, more than other messages.
#[test]
fn an_answer_may_be_longer_than_other_messages_but_not_for_ever() {
    let of_length = |length: usize| {
        after(move |_, call| {
            let mut answer = json!(answer(call));
            answer["more"] = "x".repeat(length).into();
            let key = service_key(1);
            let header = Header::of::<Answer<Confirmed>>();
            let body = jws::sign_bytes(&header, &json::write(&answer), |bytes| key.sign(bytes)).unwrap();
            assert_eq!(body.len() > MAX_ANSWER_BYTES, length > MAX_ANSWER_BYTES / 2);
            assert!(body.len() > MAX_BYTES);
            body
        })
    };
    assert_eq!(of_length(MAX_BYTES), Ok(Ok(OK)));
    assert_eq!(of_length(MAX_ANSWER_BYTES), Err(Error::ServiceFault));
}
