//! What a user can do with an account besides confirming: look, leave, forget.

use key_protocol::answer::{CallResult, Done, Refusal};
use key_protocol::call::{Leave, Resume};
use key_protocol::language::Language;

use super::testing::{Phone, keys_of, request, signed_request, stopped};
use crate::account::{AccountId, AccountState};
use crate::error::Error;
use crate::platform::{BiometricError, Biometrics as _, KeyStore as _};
use crate::vault::{FailureNotice, HistoryEntry};

#[test]
fn the_language_is_kept() {
    let phone = Phone::new();
    assert_eq!(phone.language(), None);
    for language in [Some(Language::Swedish), Some(Language::Danish), None] {
        phone.set_language(language).unwrap();
        assert_eq!((phone.language(), stopped(&phone.parts).language()), (language, language));
    }
    phone.parts.files.set_full(true);
    assert_eq!(phone.set_language(Some(Language::Finnish)), Err(Error::Storage));
    assert_eq!(phone.language(), None);
}

#[test]
fn the_offset_is_that_of_the_clock() {
    assert_eq!(Phone::new().utc_offset(), 120);
}

#[test]
fn biometrics_are_used_where_they_were_chosen_and_are_there() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    let seen =
        |phone: &Phone| (phone.offers_biometrics(), phone.uses_biometrics(), phone.takes_biometrics(&id));
    assert_eq!(seen(&phone), (false, false, false));
    phone.parts.biometrics.answer(Some(Ok(())));
    assert_eq!(seen(&phone), (true, false, false), "not chosen");
    phone.change_account(&id, |account| account.biometric = true).unwrap();
    assert_eq!(seen(&phone), (true, false, false), "registered, and not chosen");
    phone.change(|contents| contents.biometrics = true).unwrap();
    assert_eq!(seen(&phone), (true, true, true));
    assert!(!phone.takes_biometrics(&other), "not registered with this one");
    assert!(!phone.takes_biometrics(&AccountId::from_bytes([9; 16])));
    phone.parts.biometrics.answer(None);
    assert_eq!(seen(&phone), (false, false, false), "the device has none any more");
}

fn notice(account: &AccountId, count: u32) -> FailureNotice {
    FailureNotice { account: account.clone(), count, since: 1, unknown: Default::default() }
}

#[test]
fn failures_are_there_until_the_user_has_looked_at_those_of_the_account() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    let both = vec![notice(&id, 3), notice(&other, 1)];
    phone.change(|contents| contents.failures = both.clone()).unwrap();
    assert_eq!(phone.failures(), both);
    phone.dismiss_failures(&id).unwrap();
    assert_eq!(stopped(&phone.parts).failures(), [notice(&other, 1)]);
    assert_eq!(phone.failures(), [notice(&other, 1)]);
}

#[test]
fn the_history_is_told_oldest_first() {
    let phone = Phone::new();
    let entry = |at| HistoryEntry {
        at,
        evidence: None,
        receipt: String::new(),
        statement: String::new(),
        unknown: Default::default(),
    };
    phone.change(|contents| contents.history = vec![entry(1), entry(2)]).unwrap();
    assert_eq!(phone.history(), [entry(1), entry(2)]);
}

/// 8.10: all later calls are *disconnected*.
#[test]
fn an_account_that_is_left_is_told_to_its_service_and_forgotten_with_its_keys() {
    let (phone, id) = Phone::paired();
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(phone.leave(&id), Ok(()));
    assert_eq!(phone.log(), ["leave 1"]);
    assert_eq!(phone.account(&id), Err(Error::UnknownAccount));
    assert!(keys_of(&phone.parts, &id).is_empty());
}

/// 7.4: the retry of a `leave` is answered *disconnected*, which says the same.
#[test]
fn a_service_that_does_not_know_the_device_any_more_is_left_already() {
    for refusal in [Refusal::Disconnected, Refusal::UnknownDevice] {
        let (phone, id) = Phone::paired();
        phone.parts.service.refuse::<Leave>(refusal);
        assert_eq!(phone.leave(&id), Ok(()));
        assert_eq!(stopped(&phone.parts).account(&id), Err(Error::UnknownAccount));
    }
}

#[test]
fn an_account_that_was_left_without_an_answer_is_forgotten_once_the_service_says_so() {
    let (phone, id) = Phone::paired();
    phone.parts.service.lose::<Leave>();
    assert_eq!(phone.leave(&id), Err(Error::Offline));
    phone.parts.service.refuse::<Resume>(Refusal::Disconnected);
    assert_eq!(phone.leave(&id), Ok(()));
    assert_eq!(phone.log()[3..], ["resume 2"]);
    assert_eq!(phone.accounts(), []);
}

/// docs/decisions/0020: its service has let it go, whatever the disk says.
#[test]
fn on_a_full_disk_an_account_that_was_left_is_gone_and_comes_back_disconnected_after_a_stop() {
    let left = || {
        let (phone, id) = Phone::paired();
        let files = phone.parts.files.clone();
        phone.parts.service.on::<Leave>(move |service, call| {
            files.set_full(true);
            service.result(call, CallResult::Ok(Done {}))
        });
        assert_eq!(phone.leave(&id), Ok(()));
        assert_eq!((phone.accounts(), stopped(&phone.parts).accounts().len()), (vec![], 1));
        assert_eq!(keys_of(&phone.parts, &id).len(), 2, "it may be needed again");
        phone.parts.files.set_full(false);
        (phone, id)
    };
    let (phone, _) = left();
    phone.set_language(None).unwrap();
    assert_eq!(stopped(&phone.parts).accounts(), []);

    let (phone, id) = left();
    let phone = phone.restart();
    phone.parts.service.refuse::<Resume>(Refusal::Disconnected);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Refused(Refusal::Disconnected)));
    assert_eq!(phone.state_of(&id), AccountState::Disconnected);
}

#[test]
fn an_account_whose_service_was_not_told_is_still_there() {
    let (phone, id) = Phone::paired();
    let before = keys_of(&phone.parts, &id);
    phone.parts.service.lose::<Leave>();
    assert_eq!(phone.leave(&id), Err(Error::Offline));
    assert_eq!(phone.state_of(&id), AccountState::Active);
    phone.expect_resume();
    phone.parts.service.refuse::<Leave>(Refusal::Frozen);
    assert_eq!(phone.leave(&id), Err(Error::Refused(Refusal::Frozen)));
    assert_eq!(phone.state_of(&id), AccountState::Frozen);
    assert_eq!(keys_of(&phone.parts, &id), before);
}

#[test]
fn an_account_that_is_forgotten_leaves_nothing_and_takes_nothing_of_another() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.with_biometrics(&id);
    let agreement = id.agreement_key();
    phone.parts.keys.create_agreement(&agreement).unwrap();
    phone.wait_for(&id, &[&signed_request(1)]);
    phone.change(|contents| contents.failures = vec![notice(&id, 3), notice(&other, 1)]).unwrap();
    assert_eq!(keys_of(&phone.parts, &id).len(), 3);
    let kept = keys_of(&phone.parts, &other);

    phone.forget(&id).unwrap();
    assert!(keys_of(&phone.parts, &id).is_empty());
    let biometric = phone.parts.biometrics.sign(&id.biometric_key(), b"", "");
    assert_eq!(biometric, Err(BiometricError::Invalidated));
    assert_eq!(phone.pending(), []);
    assert_eq!(phone.failures(), [notice(&other, 1)]);
    let accounts = stopped(&phone.parts).accounts();
    assert_eq!(accounts.iter().map(|account| &account.id).collect::<Vec<_>>(), [&other]);
    assert_eq!(keys_of(&phone.parts, &other), kept);
}

#[test]
fn where_it_cannot_be_forgotten_its_keys_stay() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    let before = keys_of(&phone.parts, &id);
    phone.parts.files.set_full(true);
    assert_eq!(phone.forget(&id), Err(Error::Storage));
    assert_eq!(keys_of(&phone.parts, &id), before);
    assert_eq!(phone.pending(), [request(1).id]);
    phone.parts.files.set_full(false);
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(phone.leave(&id), Ok(()), "so it can be left later");
}
