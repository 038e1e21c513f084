//! Nonces: where they come from, and that each is used once (docs/protocol.md, 7.2).

use key_protocol::answer::Refusal;
use key_protocol::call::Check;

use super::{Error, Line, OK, Phone, check, origin, result};
use crate::platform::fake::service::NonceReply;

fn nonces(phone: &Phone) -> Vec<String> {
    phone.parts.service.calls().into_iter().map(|call| call.header.nonce.unwrap()).collect()
}

#[test]
fn the_first_nonce_is_asked_for_and_the_others_come_with_answers() {
    let phone = Phone::new();
    for _ in 0..3 {
        phone.parts.service.answer::<Check>(OK);
        phone.check().unwrap();
    }
    let asked = phone.parts.service.nonce_requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].url, "https://login.example/device/v1/nonce");
    assert_eq!(asked[0].body, None);
    assert_eq!(nonces(&phone), ["nonce-1", "nonce-2", "nonce-3"]);
}

/// A nonce whose call got no answer may be used up: another is asked for.
#[test]
fn a_nonce_is_never_used_twice() {
    let phone = Phone::new();
    phone.parts.service.lose::<Check>();
    assert_eq!(result(phone.check()), Err(Error::Offline));
    assert_eq!(phone.parts.service.nonce_requests().len(), 3);
    assert_eq!(nonces(&phone), ["nonce-1", "nonce-2", "nonce-3"]);
}

#[test]
fn the_nonce_that_came_with_a_refusal_is_used_next() {
    let phone = Phone::new();
    phone.parts.service.refuse::<Check>(Refusal::BadNonce);
    phone.parts.service.answer::<Check>(OK);
    assert_eq!(result(phone.check()), Ok(Ok(OK)));
    assert_eq!(phone.parts.service.nonce_requests().len(), 1);
}

/// 7.2: every response brings a nonce, those that are no answers too.
#[test]
fn the_nonce_of_a_response_that_is_no_answer_is_used_next() {
    let phone = Phone::new();
    phone.parts.service.on::<Check>(|service, call| service.respond(&call.origin, "<html>".to_owned()));
    assert_eq!(result(phone.check()), Err(Error::ServiceFault));
    phone.parts.service.answer::<Check>(OK);
    assert_eq!(result(phone.check()), Ok(Ok(OK)));
    assert_eq!(phone.parts.service.nonce_requests().len(), 1);
}

/// A nonce is good where it was given.
#[test]
fn the_nonce_of_one_service_is_not_sent_to_another() {
    let phone = Phone::new();
    let other = origin("https://other.example:8443");
    for at in [&phone.origin, &other, &phone.origin, &other] {
        let line = Line { origin: at, ..phone.line(&[1]) };
        phone.parts.service.answer::<Check>(OK);
        assert_eq!(result(phone.call::<Check>(&line, &|| check(1), 0)), Ok(Ok(OK)));
    }
    let asked: Vec<_> = phone.parts.service.nonce_requests().into_iter().map(|asked| asked.url).collect();
    assert_eq!(
        asked,
        ["https://login.example/device/v1/nonce", "https://other.example:8443/device/v1/nonce"]
    );
}

#[test]
fn a_service_that_gives_no_nonce_is_at_fault_and_gets_no_call() {
    let phone = Phone::new();
    phone.parts.service.on_nonce(|| NonceReply::None);
    assert_eq!(result(phone.check()), Err(Error::ServiceFault));
    assert!(phone.log().is_empty());
    assert_eq!(phone.parts.service.nonce_requests().len(), 1);
}

#[test]
fn a_nonce_that_does_not_come_is_asked_for_again() {
    let phone = Phone::new();
    (0..2).for_each(|_| phone.parts.service.on_nonce(|| NonceReply::Lost));
    phone.parts.service.answer::<Check>(OK);
    assert_eq!(result(phone.check()), Ok(Ok(OK)));
    assert_eq!(phone.parts.service.nonce_requests().len(), 3);
    (0..3).for_each(|_| phone.parts.service.on_nonce(|| NonceReply::Lost));
    let other = origin("https://other.example");
    let line = Line { origin: &other, ..phone.line(&[1]) };
    assert_eq!(result(phone.call::<Check>(&line, &|| check(1), 0)), Err(Error::Offline));
}
