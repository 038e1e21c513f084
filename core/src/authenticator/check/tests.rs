//! The PIN of a further account, checked by a service that is paired already: docs/protocol.md, 8.8, and
//! docs/decisions/0015.

use key_protocol::answer::{Confirmed, Refusal};
use key_protocol::base64url;
use key_protocol::call::Check;
use key_protocol::enrolment::{Factor, FactorCheck};
use key_protocol::json;
use key_protocol::jws::Proof;

use super::Unchecked;
use crate::account::{Account, AccountId, AccountState};
use crate::authenticator::testing::{PIN, Phone, device, origin, parsed};
use crate::crypto::SoftwareVerifier;
use crate::error::Error;
use crate::platform::KeyStore as _;
use crate::platform::fake::service::service_key;
use key_protocol::crypto::Signer as _;

const RIGHT: Confirmed = Confirmed { failed: None };
const WRONG: Refusal = Refusal::NotConfirmed { tries_left: 4 };

fn failed(phone: &Phone, refused_by: &[AccountId]) -> (Option<AccountId>, Error) {
    let Unchecked { account, error } = phone.check(&parsed(PIN), refused_by).unwrap_err();
    (account.map(|account| account.id), error)
}

/// Which devices were asked, in that order.
fn asked(phone: &Phone) -> Vec<String> {
    phone.parts.service.calls().into_iter().map(|call| call.header.kid.unwrap()).collect()
}

fn of(numbers: &[u8]) -> Vec<String> {
    numbers.iter().map(|number| device(*number).to_string()).collect()
}

#[test]
fn the_pin_key_proves_the_check_for_this_device_and_this_call_alone() {
    let (phone, id) = Phone::paired();
    for seq in [1, 2] {
        phone.parts.service.answer::<Check>(RIGHT);
        phone.check(&parsed(PIN), &[]).unwrap();
        let call = phone.parts.service.last().call::<Check>();
        let content: FactorCheck = json::read_known(&base64url::decode(&call.body.check).unwrap()).unwrap();
        assert_eq!(content, FactorCheck { v: 1, device: device(1), seq });
        assert_eq!(call.seq, seq);
        let proof = Proof::parse::<FactorCheck>(&call.body.proof, &call.body.check).unwrap();
        assert_eq!(proof.factor(), Factor::Pin);
        assert!(proof.verify(&phone.pin_key(&id, PIN), &SoftwareVerifier));
        assert!(!proof.verify(&phone.pin_key(&id, "271829"), &SoftwareVerifier));
    }
}

#[test]
fn one_service_that_confirms_is_enough() {
    let (phone, _) = Phone::paired();
    phone.add(2, |_| {});
    phone.parts.service.answer::<Check>(RIGHT);
    assert_eq!(phone.check(&parsed(PIN), &[]), Ok(()));
    assert_eq!(asked(&phone), of(&[1]));
}

/// A wrong PIN is counted once.
#[test]
fn a_service_that_has_judged_the_pin_is_the_last_that_is_asked() {
    let (phone, id) = Phone::paired();
    phone.add(2, |_| {});
    phone.parts.service.refuse::<Check>(WRONG);
    assert_eq!(failed(&phone, &[]), (Some(id), Error::Refused(WRONG)));
    assert_eq!(asked(&phone), of(&[1]));
}

#[test]
fn a_service_that_does_not_judge_is_passed_over() {
    for refusal in [Refusal::Unavailable, Refusal::Locked, Refusal::UnknownDevice] {
        let (phone, _) = Phone::paired();
        phone.add(2, |_| {});
        phone.parts.service.refuse::<Check>(refusal);
        phone.parts.service.answer::<Check>(RIGHT);
        assert_eq!(phone.check(&parsed(PIN), &[]), Ok(()));
        assert_eq!(asked(&phone), of(&[1, 2]));
    }
}

/// What passes by itself is told first: there is the least to do about it.
#[test]
fn where_nobody_judges_what_may_pass_is_told() {
    let (phone, first) = Phone::paired();
    let second = phone.add(2, |_| {});
    phone.parts.service.refuse::<Check>(Refusal::StatementChanged);
    phone.parts.service.refuse::<Check>(Refusal::Unavailable);
    assert_eq!(failed(&phone, &[]), (Some(second), Error::Refused(Refusal::Unavailable)));
    phone.parts.service.refuse::<Check>(Refusal::StatementChanged);
    phone.expect_resume();
    phone.parts.service.refuse::<Check>(Refusal::RequestEnded);
    assert_eq!(failed(&phone, &[]), (Some(first), Error::Refused(Refusal::StatementChanged)));
}

#[test]
fn where_there_is_nobody_to_ask_that_is_told() {
    let phone = Phone::new();
    assert_eq!(failed(&phone, &[]), (None, Error::Unusable));
    assert!(!phone.has_pin());
}

/// Where every account has the previous PIN, since the one with the new PIN is gone, the previous PIN is the present one.
#[test]
fn fk03_accounts_with_the_previous_pin_are_asked_only_where_none_has_the_new_one() {
    let phone = Phone::new();
    let first = phone.add(1, |account| account.pin_behind = true);
    let checkers = || phone.checkers(&[]).into_iter().map(|account| account.id).collect::<Vec<_>>();
    assert_eq!((checkers(), phone.behind().len()), (vec![first.clone()], 0));
    let second = phone.add(2, |_| {});
    assert_eq!((checkers(), phone.is_behind(&first)), (vec![second.clone()], true));
    phone.forget(&second).unwrap();
    assert_eq!((checkers(), phone.is_behind(&first)), (vec![first], false));
}

#[test]
fn a_pin_is_there_once_a_service_knows_it() {
    let states =
        [AccountState::Disconnected, AccountState::Frozen, AccountState::Locked, AccountState::Pairing];
    for state in states {
        let phone = Phone::new();
        let id = phone.add(1, |account| account.state = state);
        assert!(!phone.has_pin());
        assert_eq!(phone.checkers(&[]), []);
        phone.change_account(&id, |account| account.state = AccountState::Active).unwrap();
        assert!(phone.has_pin());
    }
}

#[test]
fn without_the_salt_nothing_is_sent() {
    let (phone, id) = Phone::paired();
    phone.parts.keys.remove(&id.salt()).unwrap();
    assert_eq!(failed(&phone, &[]), (Some(id.clone()), Error::Unusable));
    phone.parts.keys.put_secret(&id.salt(), &[1; 31]).unwrap();
    assert_eq!(failed(&phone, &[]), (Some(id), Error::Unusable));
    assert!(phone.log().is_empty());
}

fn order(phone: &Phone, refused_by: &[&AccountId]) -> Vec<AccountId> {
    let refused_by: Vec<_> = refused_by.iter().map(|id| (*id).clone()).collect();
    phone.checkers(&refused_by).into_iter().map(|account| account.id).collect()
}

fn at_own_service(number: u8) -> impl FnOnce(&mut Account) {
    move |account| account.service_key = service_key(number).public_key()
}

/// Those that have refused this very PIN are asked last, the latest at the very end.
#[test]
fn who_has_refused_the_pin_is_asked_last() {
    let phone = Phone::new();
    let [a, b, c] = [1, 2, 3].map(|number| phone.add(number, at_own_service(number)));
    assert_eq!(order(&phone, &[]), [a.clone(), b.clone(), c.clone()]);
    assert_eq!(order(&phone, &[&a]), [b.clone(), c.clone(), a.clone()]);
    assert_eq!(order(&phone, &[&a, &b]), [c.clone(), a.clone(), b.clone()]);
    assert_eq!(order(&phone, &[&b, &a]), [c.clone(), b.clone(), a.clone()]);
    assert_eq!(order(&phone, &[&AccountId::from_bytes([9; 16])]), [a, b, c]);
}

/// Whoever answers for one can answer for the other: the same address, or the same key.
#[test]
fn a_refusal_counts_for_all_accounts_of_that_service() {
    let phone = Phone::new();
    let a = phone.add(1, at_own_service(1));
    let b = phone.add(2, at_own_service(2));
    let same_key = phone.add(3, at_own_service(1));
    let same_address = phone.add(4, |account| {
        at_own_service(4)(account);
        account.origin = origin(1);
    });
    let d = phone.add(5, at_own_service(5));
    let expected = [b.clone(), d.clone(), a.clone(), same_key.clone(), same_address.clone()];
    assert_eq!(order(&phone, &[&a]), expected);
    let latest = [d, same_address, b.clone(), a.clone(), same_key.clone()];
    assert_eq!(order(&phone, &[&a, &b, &same_key]), latest, "the latest refusal of a service counts");
    assert_eq!(order(&phone, &[&a, &b])[0], AccountId::from_bytes([0x15; 16]));
    assert_eq!(order(&phone, &[&a, &b])[4], b);
}

#[test]
fn who_has_refused_the_pin_is_asked_where_there_is_nobody_else() {
    let (phone, id) = Phone::paired();
    phone.parts.service.answer::<Check>(RIGHT);
    assert_eq!(phone.check(&parsed(PIN), std::slice::from_ref(&id)), Ok(()));
}
