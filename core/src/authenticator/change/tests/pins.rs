//! The PIN of one account.

use key_protocol::answer::{CallResult, Confirmed, Done, Failed, Refusal};
use key_protocol::call::{Change, Leave};
use key_protocol::crypto::Signer as _;
use key_protocol::enrolment::{Enrolment, Factor};

use super::{RIGHT, WRONG, arrived, clear_up, enrolment, given_up, refused, sent};
use crate::account::{AccountId, FactorChange};
use crate::authenticator::testing::{PIN, Phone, device, parsed, stopped_anywhere, stored};
use crate::crypto::SoftwareKey;
use crate::error::Error;
use crate::pin::{PinKeys, PinSalt};
use crate::platform::KeyStore as _;

const NEW: &str = "904516";

fn change(phone: &Phone) -> Result<Vec<(AccountId, Error)>, Error> {
    phone.change_pin(&parsed(PIN), &parsed(NEW))
}

fn agreement_key(phone: &Phone, id: &AccountId, pin: &str) -> SoftwareKey {
    let salt = phone.parts.keys.secret(&id.salt()).unwrap().unwrap();
    let salt = PinSalt::from_bytes(salt.as_slice().try_into().unwrap());
    PinKeys::derive(&parsed(pin), &salt, phone.account(id).unwrap().pin).unwrap().agreement
}

#[test]
fn the_old_pin_proves_an_enrolment_of_the_new() {
    let (phone, id) = Phone::paired();
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(change(&phone), Ok(vec![]));
    let (enrolment, key) = enrolment(&sent(&phone, &id).add.unwrap());
    let agreement = agreement_key(&phone, &id, NEW).public_key();
    let service = phone.account(&id).unwrap().thumbprint();
    let expected =
        Enrolment { v: 1, agreement: Some(agreement), device: device(1), factor: Factor::Pin, service };
    assert_eq!(enrolment, expected);
    assert_eq!(key, phone.pin_key(&id, NEW));
}

/// 14: a change of PIN keeps the salt, so that nothing on the phone tells which of the two PINs a service has.
#[test]
fn the_salt_is_kept() {
    let (phone, _) = Phone::paired();
    let before = phone.parts.keys.dump();
    phone.parts.service.answer::<Change>(RIGHT);
    change(&phone).unwrap();
    assert_eq!(phone.parts.keys.dump(), before);
}

#[test]
fn what_is_under_way_is_on_disk_before_it_is_sent_and_closed_when_it_is_answered() {
    let (phone, id) = Phone::paired();
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Change>(move |service, call| {
        assert_eq!(stored(&parts, &account).change, Some(FactorChange::Pin));
        service.result(call, CallResult::Ok(RIGHT))
    });
    change(&phone).unwrap();
    assert_eq!(phone.stored(&id).change, None);
}

#[test]
fn a_wrong_old_pin_changes_nothing() {
    let (phone, id) = Phone::paired();
    phone.parts.service.refuse::<Change>(WRONG);
    assert_eq!(change(&phone), Err(Error::Refused(WRONG)));
    let account = phone.stored(&id);
    assert_eq!((account.change, account.pin_behind), (None, false));
}

#[test]
fn a_change_without_an_answer_stays_open_until_it_is_known() {
    for (left, pin_behind) in [(arrived(), false), (given_up(), true), (refused(), true)] {
        let (phone, id) = Phone::paired();
        let other = phone.add(2, |_| {});
        phone.parts.service.lose::<Change>();
        phone.parts.service.answer::<Change>(RIGHT);
        assert_eq!(change(&phone), Ok(vec![(id.clone(), Error::Offline)]));
        let account = phone.stored(&id);
        assert_eq!((account.change, account.pin_behind), (Some(FactorChange::Pin), true));
        clear_up(&phone, &id, left);
        let account = phone.stored(&id);
        assert_eq!((account.change, account.pin_behind), (None, pin_behind));
        assert!(!phone.stored(&other).pin_behind);
    }
}

/// A refusal that leaves it open whether the call was taken leaves the change open too.
#[test]
fn a_change_that_may_have_been_taken_stays_open() {
    let (phone, id) = Phone::paired();
    phone.parts.service.refuse::<Change>(Refusal::Unavailable);
    assert_eq!(change(&phone), Err(Error::Refused(Refusal::Unavailable)));
    assert_eq!(phone.stored(&id).change, Some(FactorChange::Pin));
    clear_up(&phone, &id, given_up());
    assert_eq!(phone.stored(&id).change, None);
}

/// A change is only open while what is left unanswered is the change itself: else the answer to another call, which a
/// resume tells, would be taken for it.
#[test]
fn a_stop_at_any_moment_leaves_no_change_open_that_a_resume_does_not_name() {
    let (phone, id) = Phone::paired();
    phone.parts.service.answer::<Leave>(Done {});
    phone.act::<Leave>(&id, |_| Ok(Leave {})).unwrap();
    phone.parts.files.record();
    phone.parts.service.answer::<Change>(RIGHT);
    change(&phone).unwrap();
    let mut open = 0;
    for stopped in stopped_anywhere(&phone.parts) {
        if stopped.account(&id).unwrap().change.is_some() {
            assert_eq!(stopped.entry(&id).unwrap().left().unwrap().seq, 2);
            open += 1;
        }
    }
    assert!(open > 0);
}

/// The call is written down by then, and given up.
#[test]
fn a_change_that_cannot_be_opened_is_not_sent() {
    let (phone, id) = Phone::paired();
    phone.parts.files.fill_after(2);
    assert_eq!(change(&phone), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    clear_up(&phone, &id, given_up());
    assert_eq!(phone.log(), ["resume 2", "leave 3"]);
}

/// One that was never sent was not left either.
#[test]
fn a_change_that_a_stop_has_cut_off_before_it_was_sent_has_not_happened() {
    let phone = Phone::new();
    let id = phone.add(1, |account| {
        account.change = Some(FactorChange::AddBiometric);
        account.pin_behind = true;
    });
    phone.wait_for(&id, &[]);
    let account = phone.stored(&id);
    assert_eq!((account.change, account.biometric, account.pin_behind), (None, false, true));
}

/// 13.2: after a right factor the answer says what failed before.
#[test]
fn what_failed_before_is_told() {
    let (phone, id) = Phone::paired();
    let failed = Some(Failed { count: 2, since: 7 });
    phone.parts.service.answer::<Change>(Confirmed { failed });
    change(&phone).unwrap();
    let [notice] = &phone.failures()[..] else { panic!() };
    assert_eq!((&notice.account, notice.count, notice.since), (&id, 2, 7));
}

#[test]
fn on_a_full_disk_nothing_is_sent() {
    let (phone, _) = Phone::paired();
    phone.parts.files.set_full(true);
    assert_eq!(change(&phone), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    phone.parts.service.answer::<Change>(RIGHT);
    assert_eq!(change(&phone), Ok(vec![]));
}
