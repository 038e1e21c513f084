//! Calls that change something: their numbers, and what is written down before they are sent.

use std::cell::RefCell;

use key_protocol::answer::{CallResult, Done, LeftResult, Refusal};
use key_protocol::base64url;
use key_protocol::call::{CallId, Check, Leave, LeftCall, Resume};
use key_protocol::crypto::Signer as _;

use super::{act, answered_act, confirmed, done, last_resume, lost_act};
use crate::account::AccountId;
use crate::authenticator::calls::CallProgress;
use crate::authenticator::testing::{PIN, Phone, parsed, resumed, stopped, unsealed};
use crate::error::Error;
use crate::platform::fake::service::service_key;

/// 7.3: from 1 for as long as the device is paired, one more each time, also over a restart.
#[test]
fn numbers_begin_at_1_and_have_no_gaps() {
    let (phone, id) = Phone::paired();
    (0..2).for_each(|_| answered_act(&phone, &id));
    let phone = phone.restart();
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1", "leave 2", "resume 3", "leave 4"]);
}

#[test]
fn the_body_of_a_call_is_told_its_number() {
    let (phone, id) = Phone::paired();
    for number in 1..=2 {
        phone.parts.service.answer::<Leave>(Done {});
        let mut told = 0;
        phone
            .act::<Leave>(&id, |seq| {
                told = seq;
                Ok(Leave {})
            })
            .unwrap();
        assert_eq!((told, phone.parts.service.last().seq()), (number, number));
    }
}

/// 7.1: the call id is drawn anew for every call and kept for its retries.
#[test]
fn every_call_has_an_identity_of_its_own_and_keeps_it_when_it_is_sent_again() {
    let (phone, id) = Phone::paired();
    phone.parts.service.lose_once::<Leave>();
    answered_act(&phone, &id);
    answered_act(&phone, &id);
    let ids: Vec<CallId> = phone.parts.service.calls().iter().map(|call| call.call::<Leave>().id).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids[0] == ids[1] && ids[1] != ids[2]);
}

/// 7.3, 1: number and hash of the call id are on stable storage before the call is sent.
#[test]
fn a_call_is_on_disk_before_it_is_sent() {
    let (phone, id) = Phone::paired();
    for number in 1..=2 {
        let (parts, account) = (phone.parts.clone(), id.clone());
        phone.parts.service.on::<Leave>(move |service, call| {
            let entry = stopped(&parts).entry(&account).unwrap();
            let id_hash = call.call::<Leave>().id.hash();
            assert_eq!(entry.left(), Some(LeftCall { id_hash, seq: number }));
            assert_eq!(entry.newest(), number);
            service.result(call, done())
        });
        act(&phone, &id).unwrap();
    }
}

/// 7.3, 1, and 18: not its content, which holds what the PIN has signed, nor its id, nor anything else that depends on it.
#[test]
fn what_the_pin_has_signed_is_never_written_down() {
    let (phone, _) = Phone::paired();
    let parts = phone.parts.clone();
    phone.parts.service.on::<Check>(move |service, call| {
        let Check { check, proof } = call.body();
        let id = base64url::encode(call.call::<Check>().id.as_bytes());
        let (_, signature) = proof.split_once("..").unwrap();
        for (name, plain) in unsealed(&parts) {
            for secret in [&check, &id, signature] {
                assert!(!plain.contains(secret), "{name}");
            }
        }
        service.result(call, confirmed(None))
    });
    phone.check(&parsed(PIN), &[]).unwrap();
}

/// Else a call for another account, written down in between, would say that the answer came, and nobody would ask again.
#[test]
fn a_call_whose_result_is_kept_counts_as_answered_once_that_is_noted() {
    for (result, expected) in [
        (done(), Ok(())),
        (CallResult::Refused(Refusal::RequestEnded), Err(Error::Refused(Refusal::RequestEnded))),
    ] {
        let (phone, id) = Phone::paired();
        phone.parts.service.on::<Leave>(move |service, call| service.result(call, result));
        let told = RefCell::new(Vec::new());
        let note = |stands| {
            assert_eq!(phone.entry(&id).unwrap().left().unwrap().seq, 1);
            assert_eq!(stopped(&phone.parts).entry(&id), phone.entry(&id));
            told.borrow_mut().push(match stands {
                CallProgress::Answered { happened } => (phone.parts.service.calls().len(), Some(happened)),
                CallProgress::Sending => (phone.parts.service.calls().len(), None),
            });
            Ok(())
        };
        let answered = phone.act_and_note::<Leave>(&id, |_| Ok(Leave {}), note).map(|Done {}| ());
        assert_eq!(*told.borrow(), [(0, None), (1, Some(expected.is_ok()))]);
        assert_eq!(answered, expected);
        assert!(phone.entry(&id).unwrap().is_clear());
    }
}

#[test]
fn on_a_full_disk_nothing_is_sent_and_no_number_is_used() {
    let (phone, id) = Phone::paired();
    phone.parts.files.set_full(true);
    assert_eq!(act(&phone, &id), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1"]);
}

#[test]
fn without_random_bytes_nothing_is_sent_and_no_number_is_used() {
    let (phone, id) = Phone::paired();
    phone.parts.entropy.run_dry(true);
    assert_eq!(act(&phone, &id), Err(Error::Storage));
    phone.parts.entropy.run_dry(false);
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1"]);
}

#[test]
fn a_call_that_cannot_be_written_uses_no_number() {
    let (phone, id) = Phone::paired();
    assert_eq!(phone.act::<Leave>(&id, |_| Err(Error::Storage)), Err(Error::Storage));
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1"]);
}

/// 7.3, 3: a call that was given up is named in a `resume` before the next act.
#[test]
fn a_call_without_an_answer_is_not_repeated_but_named_in_a_resume() {
    let (phone, id) = Phone::paired();
    answered_act(&phone, &id);
    lost_act(&phone, &id);
    let lost = phone.parts.service.last().call::<Leave>();
    phone.parts.service.answer::<Resume>(resumed(Some(LeftResult::GivenUp(Done {}))));
    answered_act(&phone, &id);
    assert_eq!(last_resume(&phone).left, Some(LeftCall { id_hash: lost.id.hash(), seq: 2 }));
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1", "leave 2", "leave 2", "leave 2", "resume 3", "leave 4", "leave 5"]);
}

#[test]
fn a_call_without_an_answer_is_named_after_a_restart_too() {
    let (phone, id) = Phone::paired();
    lost_act(&phone, &id);
    let lost = phone.parts.service.last().call::<Leave>();
    let phone = phone.restart();
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(last_resume(&phone).left, Some(LeftCall { id_hash: lost.id.hash(), seq: 1 }));
}

/// That an answer came is written down with the next call: until then a stop forgets it, and it is asked about once more.
#[test]
fn the_last_answer_before_a_stop_is_asked_about_once_more_and_those_before_are_not() {
    let (phone, id) = Phone::paired();
    answered_act(&phone, &id);
    answered_act(&phone, &id);
    let phone = phone.restart();
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(last_resume(&phone).left.unwrap().seq, 2);
    answered_act(&phone, &id);
    assert_eq!(stopped(&phone.parts).entry(&id).unwrap().left().unwrap().seq, 5);
}

/// 7.3: after these, as after no answer at all, the device treats the call as unanswered; all others count.
#[test]
fn a_refusal_that_leaves_the_number_open_is_cleared_up_before_the_next_call() {
    let open = [
        Refusal::Malformed,
        Refusal::TooManyCalls { retry_after: 1 },
        Refusal::Unavailable,
        Refusal::UnknownEndpoint,
    ];
    let used = [Refusal::NotConfirmed { tries_left: 4 }, Refusal::RequestEnded, Refusal::StatementChanged];
    let refused = |refusal: &Refusal| {
        let (phone, id) = Phone::paired();
        phone.parts.service.refuse::<Leave>(refusal.clone());
        assert_eq!(act(&phone, &id), Err(Error::Refused(refusal.clone())));
        (phone, id)
    };
    for refusal in &open {
        let (phone, id) = refused(refusal);
        phone.expect_resume();
        answered_act(&phone, &id);
        assert_eq!(last_resume(&phone).left.unwrap().seq, 1, "{refusal:?}");
        assert_eq!(phone.log(), ["leave 1", "resume 2", "leave 3"], "{refusal:?}");
    }
    for refusal in &used {
        let (phone, id) = refused(refusal);
        answered_act(&phone, &id);
        assert_eq!(phone.log(), ["leave 1", "leave 2"], "{refusal:?}");
    }
}

/// 7.5: what is no answer, or has a wrong signature, MUST be treated as no answer at all.
#[test]
fn a_forged_answer_leaves_the_call_unanswered() {
    let (phone, id) = Phone::paired();
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(act(&phone, &id), Err(Error::ServiceKey));
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 1);
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["leave 1", "resume 2", "leave 3"]);
}

/// 21: no other act goes before the `resume` that names the new key.
#[test]
fn a_new_service_key_is_named_before_anything_else_is_done() {
    let phone = Phone::new();
    let former = service_key(2).public_key();
    let id = phone.add(1, |account| account.former_key = Some(former));
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.expect_resume();
    answered_act(&phone, &id);
    assert_eq!(last_resume(&phone).pinned, phone.account(&id).unwrap().thumbprint());
    answered_act(&phone, &id);
    assert_eq!(phone.log(), ["resume 1", "leave 2", "leave 3"], "in this run it is told");
}

#[test]
fn an_account_that_is_not_here_calls_nobody() {
    let (phone, id) = Phone::paired();
    let other = AccountId::from_bytes([9; 16]);
    assert_eq!(act(&phone, &other), Err(Error::UnknownAccount));
    phone.forget(&id).unwrap();
    assert_eq!(act(&phone, &id), Err(Error::UnknownAccount));
}

/// 19: an account whose entry is lost has to be paired again: a number could be used twice.
#[test]
fn an_account_whose_calls_are_not_known_calls_nobody() {
    let (phone, id) = Phone::paired();
    let mut files = phone.parts.files.dump();
    files.retain(|name, _| !name.starts_with("calls"));
    phone.parts.files.restore(files);
    let phone = phone.restart();
    assert_eq!(act(&phone, &id), Err(Error::Unusable));
    assert_eq!(phone.refresh(&id, 0), Err(Error::Unusable));
    assert!(phone.log().is_empty());
}

#[test]
fn the_journal_forgets_accounts_that_are_gone_and_no_others() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    answered_act(&phone, &id);
    answered_act(&phone, &other);
    phone.forget(&id).unwrap();
    answered_act(&phone, &other);
    let after = stopped(&phone.parts);
    assert_eq!(after.entry(&id), Err(Error::Unusable));
    assert_eq!(after.entry(&other).unwrap().newest(), 2);
}
