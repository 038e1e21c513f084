//! Calls that wait: their run, their numbers, and what they tell of the other lane.

use key_protocol::answer::{CallResult, Done, Refusal, RequestPage};
use key_protocol::call::{CallId, Leave, Requests, Wait};
use key_protocol::id::RequestId;

use super::{act, answered_act, last_resume, lost_act};
use crate::authenticator::Watched;
use crate::authenticator::testing::{Phone, meanwhile, waiting};
use crate::error::Error;
use crate::platform::TransportError;
use crate::platform::fake::service::NonceReply;

fn last_wait(phone: &Phone) -> (CallId, Wait) {
    let call = phone.parts.service.last().call::<Wait>();
    (call.id, call.body)
}

/// 7.3: the body names the run by the number of its `resume`, and shows its secret.
#[test]
fn a_wait_names_its_run_shows_its_secret_and_tells_the_newest_act() {
    let (phone, id) = Phone::paired();
    (0..2).for_each(|_| answered_act(&phone, &id));
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    let (_, wait) = last_wait(&phone);
    assert_eq!((wait.run, wait.newest_act), (3, 3));
    assert_eq!(wait.run_secret.hash(), last_resume(&phone).run_hash);
    answered_act(&phone, &id);
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    let (_, wait) = last_wait(&phone);
    assert_eq!((wait.run, wait.newest_act), (3, 4));
    assert_eq!(phone.log(), ["leave 1", "leave 2", "resume 3", "wait 1", "leave 4", "wait 2"]);
}

/// 7.3: from 1 in every run, and 2: every start of the app begins one, with another secret.
#[test]
fn every_start_has_a_run_of_its_own() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    let (_, old) = last_wait(&phone);
    phone.log();
    let phone = phone.restart();
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    let (_, new) = last_wait(&phone);
    assert_ne!(old.run_secret, new.run_secret);
    assert_eq!(phone.log(), ["resume 2", "wait 1"]);
}

/// 7.3, 4: an unanswered call of the wait lane is repeated under the same number and call id; `have` and `seconds` may
/// be others.
#[test]
fn a_wait_without_an_answer_keeps_its_number_and_identity() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.lose_once::<Wait>();
    assert_eq!(phone.refresh(&id, 25), Err(Error::Offline));
    let (lost_id, lost) = last_wait(&phone);
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 3).unwrap();
    let (again_id, again) = last_wait(&phone);
    assert!(lost_id == again_id);
    assert_eq!((lost.seconds, again.seconds), (25, 3));
    phone.expect_wait("third", &[]);
    phone.refresh(&id, 0).unwrap();
    assert!(last_wait(&phone).0 != again_id, "the next has another");
    assert_eq!(phone.log(), ["wait 2", "wait 2", "wait 3"]);
}

#[test]
fn a_refusal_that_leaves_the_number_open_leaves_the_wait_unanswered() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.refuse::<Wait>(Refusal::Unavailable);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Refused(Refusal::Unavailable)));
    phone.parts.service.refuse::<Wait>(Refusal::RequestEnded);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Refused(Refusal::RequestEnded)));
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["wait 2", "wait 2", "wait 3"]);
}

/// 7.3, 5: `newest_act` is looked up after the nonce was received.
#[test]
fn an_act_that_is_made_while_the_nonce_of_a_wait_is_fetched_is_told() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.lose_once::<Wait>();
    assert_eq!(phone.refresh(&id, 25), Err(Error::Offline), "which leaves no nonce");
    let (key, account) = (phone.key.clone(), id.clone());
    phone.parts.service.on_nonce(move || {
        assert_eq!(meanwhile(move || act(&key, &account)), Ok(()));
        NonceReply::Given
    });
    phone.parts.service.answer::<Leave>(Done {});
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 25).unwrap();
    assert_eq!(last_wait(&phone).1.newest_act, 2);
    assert_eq!(phone.log(), ["wait 2", "leave 2", "wait 2"]);
}

/// An account that is being forgotten accuses nobody: the number that it tells is above any that was used.
#[test]
fn a_wait_of_an_account_that_is_being_forgotten_accuses_nobody() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.wait_for(&id, &[]);
    phone.parts.service.lose_once::<Wait>();
    assert_eq!(phone.refresh(&id, 25), Err(Error::Offline), "which leaves no nonce");
    let (key, account) = (phone.key.clone(), id.clone());
    phone.parts.service.on_nonce(move || {
        key.change(|contents| contents.accounts.retain(|known| known.id != account)).unwrap();
        assert_eq!(meanwhile(move || act(&key, &other)), Ok(()));
        NonceReply::Given
    });
    phone.parts.service.answer::<Leave>(Done {});
    phone.parts.service.on::<Wait>(|_, call| {
        assert_eq!(call.body::<Wait>().newest_act, (1 << 63) - 1);
        Err(TransportError)
    });
    assert_eq!(phone.refresh(&id, 25), Err(Error::Offline));
}

/// 7.3, 4: while it opens a new run it sends no wait of the old one.
#[test]
fn a_wait_is_not_sent_again_in_a_run_that_is_over() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let (key, account, parts) = (phone.key.clone(), id.clone(), phone.parts.clone());
    phone.parts.service.on::<Wait>(move |_, _| {
        let again = Phone { key, parts };
        meanwhile(move || {
            lost_act(&again, &account);
            again.expect_resume();
            answered_act(&again, &account);
        });
        Err(TransportError)
    });
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    let (_, wait) = last_wait(&phone);
    assert_eq!((wait.run, wait.newest_act), (3, 4));
    assert_eq!(wait.run_secret.hash(), last_resume(&phone).run_hash);
    let expected = ["wait 2", "leave 2", "leave 2", "leave 2", "resume 3", "leave 4", "wait 1"];
    assert_eq!(phone.log(), expected);
}

#[test]
fn an_answer_to_a_wait_of_an_older_run_counts_for_nothing_in_the_new_one() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let (key, account, parts) = (phone.key.clone(), id.clone(), phone.parts.clone());
    phone.parts.service.on::<Wait>(move |service, call| {
        let again = Phone { key, parts };
        meanwhile(move || {
            lost_act(&again, &account);
            again.expect_resume();
            answered_act(&again, &account);
        });
        service.result(call, CallResult::Ok(waiting("second", &[])))
    });
    phone.refresh(&id, 0).unwrap();
    phone.log();
    phone.expect_wait("third", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["wait 1"]);
}

/// Without an identity for the next wait a run is over.
#[test]
fn without_random_bytes_a_new_run_is_opened_once_there_are_some() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let entropy = phone.parts.entropy.clone();
    phone.parts.service.on::<Wait>(move |service, call| {
        entropy.run_dry(true);
        service.result(call, CallResult::Ok(waiting("second", &[])))
    });
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    phone.parts.entropy.run_dry(false);
    phone.expect_resume();
    phone.expect_wait("third", &[]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.log(), ["wait 2", "resume 2", "wait 1"]);
}

/// 8.5: pages of requests are calls of the same lane.
#[test]
fn pages_are_numbered_with_the_waits() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.answer::<Requests>(RequestPage { requests: Vec::new() });
    let page = phone.wait_call(&id, 0, |run| Requests {
        after: RequestId::from_bytes([1; 16]),
        newest_act: run.newest_act,
        run: run.number,
        run_secret: run.secret,
    });
    assert!(page.unwrap().requests.is_empty());
    phone.expect_wait("first", &[]);
    assert_eq!(phone.watch(&id), Watched::Unchanged);
    assert_eq!(phone.log(), ["requests 2", "wait 3"]);
}
