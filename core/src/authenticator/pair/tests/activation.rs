//! The service has taken this device in: older accounts of the same username there are replaced by this one.

use std::sync::Arc;

use key_protocol::answer::CallResult;
use key_protocol::call::Resume;
use key_protocol::crypto::Signer as _;

use crate::account::{Account, AccountId, AccountState};
use crate::authenticator::testing::{Phone, device, keys_of, request, resumed, stopped, text};
use crate::error::Error;
use crate::platform::fake::service::{service_key, signed};

fn ids(phone: &Phone) -> Vec<AccountId> {
    stopped(&phone.parts).accounts().into_iter().map(|account| account.id).collect()
}

/// An older account that is like that, and one that is being paired becomes active. Whether the older is still there.
fn stays(change: impl FnOnce(&mut Account)) -> bool {
    let phone = Phone::new();
    let old = phone.add(1, change);
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    phone.wait_for(&new, &[]);
    assert_eq!(phone.state_of(&new), AccountState::Active);
    let stays = ids(&phone).contains(&old);
    assert_eq!(keys_of(&phone.parts, &old).len(), if stays { 2 } else { 0 });
    assert_eq!(keys_of(&phone.parts, &new).len(), 2);
    stays
}

#[test]
fn an_older_pairing_of_the_same_username_at_the_same_service_goes_with_its_keys() {
    assert!(!stays(|_| {}));
    assert!(!stays(|account| account.state = AccountState::Frozen));
}

#[test]
fn the_name_that_the_user_has_given_the_older_one_stays() {
    let phone = Phone::new();
    phone.add(1, |account| account.label = Some(text("Work")));
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    phone.wait_for(&new, &[]);
    assert_eq!(phone.stored(&new).label, Some(text("Work")));
}

#[test]
fn an_account_of_another_username_company_or_service_stays() {
    assert!(stays(|account| account.username = text("another")));
    assert!(stays(|account| account.tenant = Some(text("Kettu Oy"))));
    assert!(stays(|account| account.service_key = service_key(3).public_key()));
}

/// Until then it works as before: the user may refuse the new one on the page.
#[test]
fn the_older_one_stays_until_the_new_one_is_active() {
    let phone = Phone::new();
    let old = phone.add(1, |_| {});
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    assert_eq!(ids(&phone), [old, new]);
}

#[test]
fn requests_of_the_older_one_are_gone_with_it() {
    let phone = Phone::new();
    let old = phone.add(1, |_| {});
    phone.wait_for(&old, &[&signed(1, &request(1))]);
    let locks = phone.locks(&old);
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    let mut of_new = request(2);
    of_new.device = device(2);
    phone.wait_for(&new, &[&signed(1, &of_new)]);
    assert_eq!(phone.pending(), [of_new.id]);
    assert!(!Arc::ptr_eq(&locks, &phone.locks(&old)), "nor does anything wait for it");
}

#[test]
fn the_lanes_of_the_others_stay_locked_meanwhile() {
    let phone = Phone::new();
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    let locks = phone.locks(&new);
    phone.wait_for(&new, &[]);
    assert!(Arc::ptr_eq(&locks, &phone.locks(&new)));
}

/// An account that is active replaces nobody: two that were active before stay so.
#[test]
fn only_a_pairing_replaces_another() {
    let phone = Phone::new();
    let ids = [phone.add(1, |_| {}), phone.add(2, |_| {})];
    phone.wait_for(&ids[1], &[]);
    assert_eq!(phone.accounts().len(), 2);
}

/// The service has said so on a full disk: it holds, and is not saved.
fn activated_on_a_full_disk() -> (Phone, AccountId, AccountId) {
    let phone = Phone::new();
    let old = phone.add(1, |_| {});
    let new = phone.add(2, |account| account.state = AccountState::Pairing);
    phone.parts.files.set_full(true);
    assert_eq!(phone.activate(&new), Ok(()));
    assert_eq!(phone.state_of(&new), AccountState::Active);
    assert_eq!(phone.account(&old), Err(Error::UnknownAccount));
    assert_eq!(phone.stored(&new).state, AccountState::Pairing);
    assert_eq!(ids(&phone), [old.clone(), new.clone()]);
    assert_eq!(keys_of(&phone.parts, &old).len(), 2, "it may be needed again");
    (phone, old, new)
}

#[test]
fn on_a_full_disk_the_older_one_is_replaced_at_once_and_that_is_saved_later() {
    let (phone, _, new) = activated_on_a_full_disk();
    phone.parts.files.set_full(false);
    let (parts, account) = (phone.parts.clone(), new.clone());
    phone.parts.service.on::<Resume>(move |service, call| {
        let stopped = stopped(&parts);
        assert_eq!(stopped.accounts().len(), 1);
        assert_eq!(stopped.account(&account).unwrap().state, AccountState::Active);
        service.result(call, CallResult::Ok(resumed(None)))
    });
    phone.expect_wait("first", &[]);
    assert_eq!(phone.refresh(&new, 0), Ok(true));
    assert_eq!(ids(&phone), [new]);
}

#[test]
fn a_replacement_that_was_not_saved_before_a_stop_is_heard_of_again() {
    let (phone, old, new) = activated_on_a_full_disk();
    phone.parts.files.set_full(false);
    let phone = phone.restart();
    assert_eq!((phone.state_of(&old), phone.state_of(&new)), (AccountState::Active, AccountState::Pairing));
    phone.wait_for(&old, &[]);
    phone.wait_for(&new, &[]);
    assert_eq!(phone.state_of(&new), AccountState::Active);
    assert_eq!(ids(&phone), [new]);
    assert!(keys_of(&phone.parts, &old).is_empty());
}
