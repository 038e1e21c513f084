//! What is signed and sent.

use key_protocol::call::Decide;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::enrolment::Factor;
use key_protocol::jws::Proof;
use key_protocol::language::Language;
use key_protocol::request::Request;
use key_protocol::statement::{StatementView, WORDING};

use super::{Identification, confirm, decision, pin, showing, take};
use crate::authenticator::Remembered;
use crate::authenticator::testing::{NOW, PIN, Phone, device, request, signed_request};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::BiometricError;
use crate::platform::fake::service::signed;

fn sent(phone: &Phone) -> (Decision, Decide) {
    let decide = phone.parts.service.last().body::<Decide>();
    (decision(&decide).0, decide)
}

/// 11: the text that was shown, how it was shown, and what it answers.
#[test]
fn a_decision_says_what_was_shown_and_what_was_answered() {
    let (phone, _, _) = showing();
    phone.parts.clock.advance(5_999);
    let shown = phone.show(request(1).id, Language::Finnish).unwrap();
    take(&phone);
    confirm(&phone, &shown).unwrap();
    let expected = Decision {
        v: 1,
        answer: DecisionAnswer::Confirm,
        at: NOW + 5,
        device: device(1),
        digits: None,
        request: request(1).id,
        request_hash: request_hash(&signed_request(1)),
        statement: shown.statement.text(),
        view: StatementView { language: Language::Finnish, utc_offset: 120, wording: WORDING },
    };
    assert_eq!(sent(&phone).0, expected);
}

/// 6.3: a factor's signature over the content that stands beside it.
#[test]
fn the_pin_proves_a_confirmation() {
    let (phone, id, shown) = showing();
    take(&phone);
    confirm(&phone, &shown).unwrap();
    let (_, Decide { decision, proof }) = sent(&phone);
    let proof = Proof::parse::<Decision>(&proof.unwrap(), &decision).unwrap();
    assert_eq!(proof.factor(), Factor::Pin);
    assert!(proof.verify(&phone.pin_key(&id, PIN), &SoftwareVerifier));
}

#[test]
fn biometrics_prove_a_confirmation_and_the_user_is_told_why_they_are_asked() {
    let (phone, id, shown) = showing();
    let key = phone.with_biometrics(&id);
    take(&phone);
    let identification = Identification::Biometric { reason: "Log in to Ledger?".to_owned() };
    phone.confirm(&shown, &identification, None).unwrap();
    let (_, Decide { decision, proof }) = sent(&phone);
    let proof = Proof::parse::<Decision>(&proof.unwrap(), &decision).unwrap();
    assert_eq!(proof.factor(), Factor::Biometric);
    assert!(proof.verify(&key, &SoftwareVerifier));
    assert_eq!(phone.parts.biometrics.reasons(), ["Log in to Ledger?"]);
}

#[test]
fn biometrics_that_are_not_registered_prove_nothing_and_nobody_is_asked() {
    let (phone, id, shown) = showing();
    phone.with_biometrics(&id);
    phone.change_account(&id, |account| account.biometric = false).unwrap();
    let identification = Identification::Biometric { reason: String::new() };
    let refused = phone.confirm(&shown, &identification, None);
    assert_eq!(refused, Err(Error::Biometrics(BiometricError::Unavailable)));
    assert!(phone.log().is_empty() && phone.parts.biometrics.reasons().is_empty());
}

#[test]
fn biometrics_that_give_no_signature_send_nothing() {
    let (phone, id, shown) = showing();
    phone.with_biometrics(&id);
    for error in [BiometricError::Cancelled, BiometricError::NoMatch, BiometricError::Invalidated] {
        phone.parts.biometrics.answer(Some(Err(error)));
        let refused = phone.confirm(&shown, &Identification::Biometric { reason: String::new() }, None);
        assert_eq!(refused, Err(Error::Biometrics(error)));
    }
    take(&phone);
    confirm(&phone, &shown).unwrap();
    assert_eq!(phone.log(), ["decide 2"], "no number was used up");
}

/// 8.6, 1: a proof exactly where there should be one.
#[test]
fn a_request_is_declined_without_any_factor() {
    for (not_me, answer) in [(false, DecisionAnswer::Decline), (true, DecisionAnswer::NotMe)] {
        let (phone, _, shown) = showing();
        take(&phone);
        phone.decline(&shown, not_me).unwrap();
        let (decision, decide) = sent(&phone);
        assert_eq!((decision.answer, decision.digits, decide.proof), (answer, None, None));
        assert_eq!(decision.statement, shown.statement.text());
    }
}

/// 8.6, 6: where the request asks for digits, they are the page's.
#[test]
fn a_request_that_asks_for_digits_is_not_confirmed_without_them() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed(1, &Request { digits: true, ..request(1) })]);
    let shown = phone.show(request(1).id, Language::English).unwrap();
    assert_eq!(confirm(&phone, &shown), Err(Error::DigitsNeeded));
    assert!(phone.log().is_empty());
    let digits = SixDigits::parse("416207").unwrap();
    take(&phone);
    phone.confirm(&shown, &pin(), Some(digits.clone())).unwrap();
    assert_eq!(sent(&phone).0.digits, Some(digits));
    assert_eq!(phone.pending(), []);
}

#[test]
fn a_request_that_asks_for_digits_is_declined_without_them() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed(1, &Request { digits: true, ..request(1) })]);
    let shown = phone.show(request(1).id, Language::English).unwrap();
    take(&phone);
    assert_eq!(phone.decline(&shown, false), Ok(Remembered::Yes));
}

#[test]
fn what_was_shown_of_an_account_that_is_gone_cannot_be_answered() {
    let (phone, id, shown) = showing();
    phone.forget(&id).unwrap();
    assert_eq!(confirm(&phone, &shown), Err(Error::UnknownAccount));
    assert_eq!(phone.decline(&shown, true), Err(Error::UnknownAccount));
    assert!(phone.log().is_empty());
}
