//! Biometrics of an account: added, renewed, removed.

use key_protocol::answer::{CallResult, Confirmed, Done, Refusal};
use key_protocol::call::{Change, Leave, Resume};
use key_protocol::enrolment::{Enrolment, Factor};

use super::{RIGHT, WRONG, arrived, clear_up, enrolment, given_up, refused, sent};
use crate::account::{AccountId, FactorChange};
use crate::authenticator::testing::{
    PIN, Phone, device, keys_of, leave_no_room_for_the_vault, parsed, resumed, stored,
};
use crate::error::Error;
use crate::platform::{BiometricError, KeyStore as _};

fn with_a_sensor() -> (Phone, AccountId) {
    let (phone, id) = Phone::paired();
    phone.parts.biometrics.answer(Some(Ok(())));
    (phone, id)
}

fn add(phone: &Phone, id: &AccountId) -> Result<(), Error> {
    phone.add_biometrics(id, &parsed(PIN))
}

#[test]
fn the_pin_proves_an_enrolment_of_a_new_biometric_key() {
    let (phone, id) = with_a_sensor();
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(add(&phone, &id), Ok(()));
    let (enrolment, key) = enrolment(&sent(&phone, &id).add.unwrap());
    let service = phone.account(&id).unwrap().thumbprint();
    let expected = Enrolment { v: 1, agreement: None, device: device(1), factor: Factor::Biometric, service };
    assert_eq!(enrolment, expected);
    assert_ne!(key, phone.pin_key(&id, PIN));
    assert!(phone.stored(&id).biometric);
    assert_eq!(phone.parts.biometrics.reasons(), ["Ledger"]);
}

/// The key that the service knows is replaced: until it has taken the new one, only the PIN confirms.
#[test]
fn until_the_service_has_taken_the_new_key_biometrics_confirm_nothing() {
    let (phone, id) = Phone::paired();
    let old = phone.with_biometrics(&id);
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Change>(move |service, call| {
        let account = stored(&parts, &account);
        assert_eq!((account.biometric, account.change), (false, Some(FactorChange::AddBiometric)));
        service.result(call, CallResult::Ok(RIGHT))
    });
    assert_eq!(add(&phone, &id), Ok(()));
    assert_ne!(enrolment(&sent(&phone, &id).add.unwrap()).1, old);
    assert!(phone.takes_biometrics(&id));
}

#[test]
fn a_new_key_that_was_not_taken_confirms_nothing() {
    let (phone, id) = Phone::paired();
    phone.with_biometrics(&id);
    phone.parts.service.refuse::<Change>(WRONG);
    assert_eq!(add(&phone, &id), Err(Error::Refused(WRONG)));
    let account = phone.stored(&id);
    assert_eq!((account.biometric, account.change), (false, None));
}

#[test]
fn without_a_match_nothing_is_sent() {
    for error in [BiometricError::Unavailable, BiometricError::Cancelled] {
        let (phone, id) = Phone::paired();
        phone.parts.biometrics.answer(Some(Err(error)));
        assert_eq!(add(&phone, &id), Err(Error::Biometrics(error)));
        assert!(phone.log().is_empty());
        assert_eq!(phone.stored(&id).change, None);
    }
}

#[test]
fn without_the_salt_nothing_is_sent() {
    let (phone, id) = with_a_sensor();
    phone.parts.keys.remove(&id.salt()).unwrap();
    assert_eq!(add(&phone, &id), Err(Error::Unusable));
    assert!(phone.log().is_empty());
    assert_eq!(keys_of(&phone.parts, &id).len(), 1);
}

#[test]
fn a_key_whose_answer_was_lost_confirms_once_it_is_known_to_be_taken() {
    for (left, biometric) in [(arrived(), true), (given_up(), false), (refused(), false)] {
        let (phone, id) = with_a_sensor();
        phone.parts.service.lose::<Change>();
        assert_eq!(add(&phone, &id), Err(Error::Offline));
        let account = phone.stored(&id);
        assert_eq!((account.biometric, account.change), (false, Some(FactorChange::AddBiometric)));
        let phone = phone.restart();
        clear_up(&phone, &id, left);
        let account = phone.stored(&id);
        assert_eq!((account.biometric, account.change), (biometric, None));
    }
}

#[test]
fn biometrics_are_removed_by_a_change_that_adds_nothing() {
    let (phone, id) = Phone::paired();
    phone.with_biometrics(&id);
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), Ok(()));
    assert_eq!(sent(&phone, &id).add, None);
    assert!(!phone.stored(&id).biometric);
    assert_eq!(phone.stored(&id).change, None);
}

#[test]
fn biometrics_that_could_not_be_removed_still_confirm() {
    let (phone, id) = Phone::paired();
    phone.with_biometrics(&id);
    phone.parts.service.refuse::<Change>(Refusal::NotConfirmed { tries_left: 4 });
    phone.remove_biometrics(&id, &parsed("271829")).unwrap_err();
    assert!(phone.stored(&id).biometric);
    for (left, biometric) in [(given_up(), true), (arrived(), false), (arrived(), false)] {
        phone.parts.service.lose::<Change>();
        assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), Err(Error::Offline));
        assert_eq!(phone.stored(&id).change, Some(FactorChange::RemoveBiometric));
        clear_up(&phone, &id, left);
        assert_eq!(phone.stored(&id).biometric, biometric);
    }
}

/// Biometrics are removed, or not because the PIN was wrong, and the answer comes to a full disk.
fn removed_on_a_full_disk(result: CallResult<Confirmed>) -> (Phone, AccountId) {
    let (phone, id) = Phone::paired();
    phone.with_biometrics(&id);
    let (files, happened) = (phone.parts.files.clone(), matches!(result, CallResult::Ok(_)));
    phone.parts.service.on::<Change>(move |service, call| {
        files.set_full(true);
        service.result(call, result)
    });
    let expected = if happened { Ok(()) } else { Err(Error::Refused(WRONG)) };
    assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), expected, "what the service has said");
    let (now, stored) = (phone.account(&id).unwrap(), phone.stored(&id));
    assert_eq!((now.biometric, now.change), (!happened, None));
    assert_eq!((stored.biometric, stored.change), (true, Some(FactorChange::RemoveBiometric)));
    assert_eq!(phone.log(), ["change 1"]);
    (phone, id)
}

fn leave(phone: &Phone, id: &AccountId) -> Result<(), Error> {
    phone.act::<Leave>(id, |_| Ok(Leave {})).map(|Done {}| ())
}

/// docs/decisions/0020: the journal will say that the answer came, and nobody would ask again.
#[test]
fn an_answer_that_cannot_be_saved_holds_at_once_and_is_saved_before_anything_is_sent() {
    for (result, biometric) in [(CallResult::Ok(RIGHT), false), (CallResult::Refused(WRONG), true)] {
        let (phone, id) = removed_on_a_full_disk(result);
        let before = phone.parts.files.dump();
        let nothing_is_sent = || {
            assert_eq!(leave(&phone, &id), Err(Error::Storage));
            assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
            assert!(phone.log().is_empty());
            assert!(phone.parts.files.dump() == before, "nor written");
        };
        nothing_is_sent();
        phone.parts.files.set_full(false);
        leave_no_room_for_the_vault(&phone.parts);
        nothing_is_sent();
        assert_eq!(phone.account(&id).unwrap().biometric, biometric);

        phone.parts.files.set_too_large(None);
        let (parts, account) = (phone.parts.clone(), id.clone());
        phone.parts.service.on::<Leave>(move |service, call| {
            let account = stored(&parts, &account);
            assert_eq!((account.biometric, account.change), (biometric, None));
            service.result(call, CallResult::Ok(Done {}))
        });
        assert_eq!(leave(&phone, &id), Ok(()));
        assert_eq!(phone.log(), ["leave 2"], "it is known what became of it");
    }
}

/// Nor is anything sent for another account: that, too, is written into the journal.
#[test]
fn an_answer_that_cannot_be_saved_keeps_back_the_calls_of_other_accounts() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.with_biometrics(&id);
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Change>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::Ok(RIGHT))
    });
    assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), Ok(()));
    phone.parts.files.set_full(false);
    leave_no_room_for_the_vault(&phone.parts);
    phone.log();
    assert_eq!(leave(&phone, &other), Err(Error::Storage));
    assert!(phone.log().is_empty());
    assert!(phone.stored(&id).change.is_some());
    phone.parts.files.set_too_large(None);
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(leave(&phone, &other), Ok(()));
    assert_eq!((phone.stored(&id).biometric, phone.stored(&id).change), (false, None));
}

/// What became of it is asked for by the next resume, as if no answer had come.
#[test]
fn an_answer_that_was_not_saved_before_a_stop_leaves_the_change_open() {
    let cases = [(CallResult::Ok(RIGHT), arrived(), false), (CallResult::Refused(WRONG), refused(), true)];
    for (result, left, biometric) in cases {
        let (phone, id) = removed_on_a_full_disk(result);
        phone.parts.files.set_full(false);
        let phone = phone.restart();
        assert_eq!(phone.account(&id).unwrap().change, Some(FactorChange::RemoveBiometric));
        clear_up(&phone, &id, left);
        assert_eq!(phone.parts.service.last_of::<Resume>().left.unwrap().seq, 1);
        let account = phone.stored(&id);
        assert_eq!((account.biometric, account.change), (biometric, None));
        assert_eq!(phone.log(), ["resume 2", "leave 3"]);
    }
}

/// A resume tells that removing them, whose answer was lost, has happened; the disk is full by then.
fn told_on_a_full_disk() -> (Phone, AccountId) {
    let (phone, id) = Phone::paired();
    phone.with_biometrics(&id);
    phone.parts.service.lose::<Change>();
    assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), Err(Error::Offline));
    phone.log();
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Resume>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::Ok(resumed(Some(arrived()))))
    });
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage), "no run is opened");
    let (now, stored) = (phone.account(&id).unwrap(), phone.stored(&id));
    assert_eq!((now.biometric, now.change), (false, None));
    assert_eq!((stored.biometric, stored.change), (true, Some(FactorChange::RemoveBiometric)));
    assert_eq!(phone.log(), ["resume 2"]);
    (phone, id)
}

/// The same where it came with a resume: it holds, and until it is saved the resume counts as unanswered.
#[test]
fn what_a_resume_has_told_and_cannot_be_kept_is_saved_before_it_is_sent_again() {
    let (phone, id) = told_on_a_full_disk();
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Resume>(move |service, call| {
        let account = stored(&parts, &account);
        assert_eq!((account.biometric, account.change), (false, None));
        service.result(call, CallResult::Ok(resumed(Some(arrived()))))
    });
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    assert!(!phone.stored(&id).biometric);
    assert_eq!(phone.log(), ["resume 2", "wait 1"]);
}

#[test]
fn what_a_resume_has_told_and_was_not_kept_before_a_stop_is_asked_for_again() {
    let (phone, id) = told_on_a_full_disk();
    phone.parts.files.set_full(false);
    let phone = phone.restart();
    assert_eq!(phone.account(&id).unwrap().change, Some(FactorChange::RemoveBiometric));
    phone.parts.service.answer::<Resume>(resumed(Some(arrived())));
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!((phone.stored(&id).biometric, phone.stored(&id).change), (false, None));
    assert_eq!(phone.log(), ["resume 2", "resume 3", "wait 1"]);
}

#[test]
fn what_is_not_here_cannot_be_changed() {
    let (phone, id) = with_a_sensor();
    phone.forget(&id).unwrap();
    assert_eq!(add(&phone, &id), Err(Error::UnknownAccount));
    assert_eq!(phone.remove_biometrics(&id, &parsed(PIN)), Err(Error::UnknownAccount));
}
