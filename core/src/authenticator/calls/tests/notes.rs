//! What an answer means for the account and for what the user sees.

use key_protocol::answer::{Answer, CallResult, Confirmed, Done, Failed, Refusal, call_hash};
use key_protocol::call::{Check, Leave, Resume};
use key_protocol::crypto::Signer as _;

use super::{act, answered_act, last_resume, lost_act};
use crate::account::{AccountId, AccountState};
use crate::authenticator::testing::{
    PIN, Phone, leave_no_room_for_the_vault, parsed, request, signed_request, stopped,
};
use crate::error::Error;
use crate::platform::fake::service::{NOW_MS, service_key};
use crate::vault::FailureNotice;

/// 7.5: after these refusals the device asks to pair again, for the reason that the service gives.
#[test]
fn a_refusal_of_the_account_as_a_whole_is_kept_and_closes_its_requests() {
    let cases = [
        (Refusal::Disconnected, AccountState::Disconnected),
        (Refusal::UnknownDevice, AccountState::Disconnected),
        (Refusal::Frozen, AccountState::Frozen),
        (Refusal::Locked, AccountState::Locked),
    ];
    for (refusal, state) in cases {
        let (phone, id) = Phone::paired();
        let other = phone.add(2, |_| {});
        phone.wait_for(&id, &[&signed_request(1)]);
        phone.parts.service.refuse::<Leave>(refusal.clone());
        assert_eq!(act(&phone, &id), Err(Error::Refused(refusal)));
        assert_eq!((phone.state_of(&id), phone.stored(&id).state), (state, state));
        assert_eq!(phone.pending(), []);
        assert_eq!(phone.state_of(&other), AccountState::Active);
    }
}

#[test]
fn a_refusal_of_one_call_leaves_the_account_as_it_is() {
    let refusals = [
        Refusal::DigitsWrong,
        Refusal::LinkExpired,
        Refusal::LinkUsed,
        Refusal::Malformed,
        Refusal::NotConfirmed { tries_left: 1 },
        Refusal::Other { code: "from-a-newer-service".to_owned() },
        Refusal::PairingRefused,
        Refusal::RequestEnded,
        Refusal::StatementChanged,
        Refusal::TooManyCalls { retry_after: 1 },
        Refusal::Unavailable,
        Refusal::UnknownEndpoint,
        Refusal::UnsupportedVersion { oldest: 2 },
    ];
    for refusal in refusals {
        let (phone, id) = Phone::paired();
        phone.wait_for(&id, &[&signed_request(1)]);
        phone.parts.service.refuse::<Leave>(refusal.clone());
        assert_eq!(act(&phone, &id), Err(Error::Refused(refusal)));
        assert_eq!(phone.state_of(&id), AccountState::Active);
        assert_eq!(phone.pending(), [request(1).id]);
    }
}

/// A service that was not heard says nothing about the account.
#[test]
fn a_forged_refusal_changes_nothing() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.parts.service.refuse::<Leave>(Refusal::Locked);
    assert_eq!(act(&phone, &id), Err(Error::ServiceKey));
    assert_eq!(phone.state_of(&id), AccountState::Active);
    assert_eq!(phone.pending(), [request(1).id]);
}

/// The service has locked the account with its answer, and the disk was full by then.
fn locked_on_a_full_disk(phone: &Phone, id: &AccountId) {
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Leave>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::<Done>::Refused(Refusal::Locked))
    });
    assert_eq!(act(phone, id), Err(Error::Refused(Refusal::Locked)), "not a fault of the storage");
    assert_eq!((phone.state_of(id), phone.stored(id).state), (AccountState::Locked, AccountState::Active));
}

/// docs/decisions/0020: what a service has answered holds at once, and is saved before the next call is written down.
#[test]
fn a_state_that_cannot_be_saved_holds_at_once_and_is_saved_later() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.wait_for(&id, &[&signed_request(1)]);
    locked_on_a_full_disk(&phone, &id);
    assert_eq!(phone.pending(), []);
    phone.log();
    assert_eq!(act(&phone, &other), Err(Error::Storage));
    assert_eq!((phone.state_of(&id), phone.log()), (AccountState::Locked, vec![]));
    phone.parts.files.set_full(false);
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Leave>(move |service, call| {
        assert_eq!(
            stopped(&parts).account(&account).unwrap().state,
            AccountState::Locked,
            "before it is sent"
        );
        service.result(call, CallResult::Ok(Done {}))
    });
    assert_eq!(act(&phone, &other), Ok(()));
    assert_eq!((phone.state_of(&id), phone.stored(&id).state), (AccountState::Locked, AccountState::Locked));
}

/// The same with the next change.
#[test]
fn a_state_that_could_not_be_saved_is_saved_with_what_the_user_changes() {
    let (phone, id) = Phone::paired();
    locked_on_a_full_disk(&phone, &id);
    phone.set_language(None).unwrap_err();
    assert_eq!(phone.state_of(&id), AccountState::Locked);
    phone.parts.files.set_full(false);
    phone.set_language(None).unwrap();
    assert_eq!(phone.stored(&id).state, AccountState::Locked);
}

/// It is told with every answer, so it is not worth a call.
#[test]
fn a_state_that_cannot_be_saved_keeps_no_call_back() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    locked_on_a_full_disk(&phone, &id);
    phone.parts.files.set_full(false);
    leave_no_room_for_the_vault(&phone.parts);
    answered_act(&phone, &other);
    assert_eq!((phone.state_of(&id), phone.stored(&id).state), (AccountState::Locked, AccountState::Active));
    phone.parts.files.set_too_large(None);
    answered_act(&phone, &other);
    assert_eq!(phone.stored(&id).state, AccountState::Locked);
}

/// The journal does not say then that the answer came, and the next start asks.
#[test]
fn a_state_that_was_not_saved_before_a_stop_is_heard_of_again() {
    let (phone, id) = Phone::paired();
    locked_on_a_full_disk(&phone, &id);
    phone.parts.files.set_full(false);
    let phone = phone.restart();
    assert_eq!(phone.state_of(&id), AccountState::Active);
    phone.parts.service.refuse::<Resume>(Refusal::Locked);
    assert_eq!(act(&phone, &id), Err(Error::Refused(Refusal::Locked)));
    assert_eq!(last_resume(&phone).left.unwrap().seq, 1);
    assert_eq!(phone.stored(&id).state, AccountState::Locked);
    assert_eq!(phone.log(), ["leave 1", "resume 2"]);
}

/// A new key that was heard counts as heard, and the former is taken no more.
#[test]
fn that_a_new_key_was_heard_holds_on_a_full_disk_and_is_saved_later() {
    let phone = Phone::new();
    let id = phone.add(1, |account| account.former_key = Some(service_key(2).public_key()));
    let files = phone.parts.files.clone();
    phone.expect_resume();
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.parts.service.on::<Leave>(move |service, call| {
        files.set_full(true);
        service.sign_with(&call.origin, 1);
        service.result(call, CallResult::Ok(Done {}))
    });
    assert_eq!(act(&phone, &id), Ok(()));
    assert_eq!(phone.account(&id).unwrap().former_key, None);
    assert_eq!(
        phone.stored(&id).former_key,
        Some(service_key(2).public_key()),
        "both are taken after a stop"
    );
    phone.parts.files.set_full(false);
    answered_act(&phone, &id);
    assert_eq!(phone.stored(&id).former_key, None);
}

/// So does a notice of wrong factors; after a stop it is gone.
#[test]
fn a_notice_that_cannot_be_saved_is_shown_and_saved_later() {
    let (phone, id) = Phone::paired();
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Check>(move |service, call| {
        files.set_full(true);
        let failed = Some(Failed { count: 3, since: 1_795_000_000 });
        service.result(call, CallResult::Ok(Confirmed { failed }))
    });
    assert_eq!(phone.check(&parsed(PIN), &[]), Ok(()), "the PIN was right");
    let notice =
        FailureNotice { account: id.clone(), count: 3, since: 1_795_000_000, unknown: Default::default() };
    assert_eq!((phone.failures(), stopped(&phone.parts).failures()), (vec![notice.clone()], vec![]));
    phone.parts.files.set_full(false);
    answered_act(&phone, &id);
    assert_eq!(stopped(&phone.parts).failures(), [notice]);
}

#[test]
fn a_service_counts_as_unreachable_until_anything_comes_back() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    assert!(phone.is_reachable(&id), "nobody has tried");
    lost_act(&phone, &id);
    assert_eq!((phone.is_reachable(&id), phone.is_reachable(&other)), (false, true));
    phone.parts.service.on::<Resume>(|service, call| service.respond(&call.origin, "<html>".to_owned()));
    assert_eq!(act(&phone, &id), Err(Error::ServiceFault));
    assert!(phone.is_reachable(&id));
}

/// 21: both keys are taken until an answer by the new one was verified, and the new one alone from then on.
#[test]
fn the_former_key_of_a_service_is_dropped_once_the_new_one_was_heard() {
    let phone = Phone::new();
    let id = phone.add(1, |account| account.former_key = Some(service_key(2).public_key()));
    let origin = phone.account(&id).unwrap().origin;
    phone.parts.service.sign_with(&origin, 2);
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(phone.stored(&id).former_key, Some(service_key(2).public_key()));
    phone.parts.service.sign_with(&origin, 1);
    phone.parts.service.refuse::<Leave>(Refusal::RequestEnded);
    assert_eq!(act(&phone, &id), Err(Error::Refused(Refusal::RequestEnded)));
    assert_eq!(phone.stored(&id).former_key, None);
    phone.parts.service.sign_with(&origin, 2);
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(act(&phone, &id), Err(Error::ServiceKey));
}

/// 9: a device goes by the service's clock for `expires`.
#[test]
fn the_clock_of_the_service_decides_what_has_run_out() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1)]);
    let say = |ahead: i64| {
        phone.parts.service.on::<Leave>(move |service, call| {
            let (call_hash, result) = (call_hash(call.jws.as_bytes()), CallResult::Ok(Done {}));
            service.say(call, &Answer { v: 1, call: call_hash, now: NOW_MS + ahead, result })
        });
        act(&phone, &id).unwrap();
        phone.pending().len()
    };
    assert_eq!((say(119_999), say(120_000), say(-500_000)), (1, 0, 1));
    phone.parts.clock.advance(1_000_000);
    assert_eq!(phone.pending(), [], "the clocks go on together");
    assert_eq!(say(0), 1, "and a clock that was set changes nothing");
}

fn slip(phone: &Phone) {
    phone.parts.service.refuse::<Check>(Refusal::NotConfirmed { tries_left: 4 });
    let failed = phone.check(&parsed(PIN), &[]).unwrap_err();
    assert_eq!(failed.error, Error::Refused(Refusal::NotConfirmed { tries_left: 4 }));
}

fn told(phone: &Phone, count: u32) -> Vec<(AccountId, u32, i64)> {
    let failed = (count > 0).then_some(Failed { count, since: 1_795_000_000 });
    phone.parts.service.answer::<Check>(Confirmed { failed });
    phone.check(&parsed(PIN), &[]).unwrap();
    let notices = stopped(&phone.parts).failures().into_iter();
    notices.map(|FailureNotice { account, count, since, .. }| (account, count, since)).collect()
}

/// 13.2: a device shows what failed before, but for the user's own slips just before.
#[test]
fn the_users_own_slips_are_not_told_and_those_of_others_are() {
    let (phone, id) = Phone::paired();
    (0..2).for_each(|_| slip(&phone));
    assert_eq!(told(&phone, 2), []);
    (0..2).for_each(|_| slip(&phone));
    assert_eq!(told(&phone, 3), [(id, 3, 1_795_000_000)]);
}

#[test]
fn slips_before_the_last_right_factor_excuse_nothing() {
    let (phone, id) = Phone::paired();
    (0..2).for_each(|_| slip(&phone));
    assert_eq!(told(&phone, 0), []);
    assert_eq!(told(&phone, 1), [(id, 1, 1_795_000_000)]);
}

#[test]
fn what_a_service_tells_last_replaces_what_it_told_before_and_nothing_of_others() {
    let (phone, id) = Phone::paired();
    let other = AccountId::from_bytes([9; 16]);
    let notice = FailureNotice { account: other.clone(), count: 7, since: 1, unknown: Default::default() };
    phone.change(|contents| contents.failures.push(notice)).unwrap();
    assert_eq!(told(&phone, 1).len(), 2);
    assert_eq!(told(&phone, 2), [(other, 7, 1), (id, 2, 1_795_000_000)]);
}

/// Another refusal is no slip.
#[test]
fn only_a_wrong_factor_is_a_slip() {
    let (phone, id) = Phone::paired();
    phone.parts.service.refuse::<Check>(Refusal::StatementChanged);
    phone.check(&parsed(PIN), &[]).unwrap_err();
    assert_eq!(told(&phone, 1), [(id, 1, 1_795_000_000)]);
}
