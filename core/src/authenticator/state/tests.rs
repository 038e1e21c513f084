//! What an authenticator holds, and what is left of it after a start.

use key_protocol::answer::{CallResult, Done, Refusal};
use key_protocol::call::Leave;

use crate::account::{AccountId, AccountState};
use crate::authenticator::testing::{Phone, request, signed_request};
use crate::error::Error;
use crate::vault::OpenError;

#[test]
fn accounts_are_there_again_in_the_order_they_were_added() {
    let (phone, first) = Phone::paired();
    let second = phone.add(2, |_| {});
    let ids = |phone: &Phone| phone.accounts().into_iter().map(|account| account.id).collect::<Vec<_>>();
    assert_eq!(ids(&phone), [first.clone(), second.clone()]);
    let phone = phone.restart();
    assert_eq!(ids(&phone), [first, second.clone()]);
    assert_eq!(phone.account(&second).unwrap().id, second);
    let unknown = AccountId::from_bytes([9; 16]);
    assert_eq!(phone.account(&unknown), Err(Error::UnknownAccount));
}

/// docs/protocol.md, 19: an account whose entry is lost has to be paired again.
#[test]
fn an_account_whose_calls_are_not_known_has_to_be_paired_again() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.change(|contents| contents.accounts[0].id = AccountId::from_bytes([9; 16])).unwrap();
    let states: Vec<_> = phone.accounts().into_iter().map(|account| account.state).collect();
    assert_eq!(states, [AccountState::Disconnected, AccountState::Active]);
    assert_eq!(phone.account(&id), Err(Error::UnknownAccount));
    assert_eq!(phone.state_of(&other), AccountState::Active);
}

#[test]
fn a_vault_of_a_newer_key_is_not_opened() {
    let (phone, _) = Phone::paired();
    let mut files = phone.parts.files.dump();
    files.get_mut("vault").unwrap()[8] = 2;
    phone.parts.files.restore(files);
    let opened = super::Authenticator::open(phone.parts.platform());
    assert_eq!(opened.unwrap_err(), OpenError::NewerVersion);
}

#[test]
fn nothing_that_is_held_is_printed() {
    let (phone, _) = Phone::paired();
    assert_eq!(format!("{:?}", *phone.key), "Authenticator { .. }");
}

/// What is known while Key runs is gone with it.
#[test]
fn requests_are_not_kept_over_a_restart() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    assert_eq!(phone.pending(), [request(1).id]);
    assert_eq!(phone.restart().pending(), []);
}

/// A service that says again what is known costs no write, so it is no fault where nothing can be written.
#[test]
fn a_state_that_is_known_already_is_not_written_again() {
    let phone = Phone::new();
    let id = phone.add(1, |account| account.state = AccountState::Locked);
    let other = phone.add(2, |_| {});
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Leave>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::<Done>::Refused(Refusal::Locked))
    });
    assert_eq!(phone.act::<Leave>(&id, |_| Ok(Leave {})), Err(Error::Refused(Refusal::Locked)));
    assert_eq!(phone.state_of(&other), AccountState::Active);
}
