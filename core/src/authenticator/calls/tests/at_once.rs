//! What may happen at the same time, and what may not.

use std::sync::mpsc;
use std::thread;

use key_protocol::answer::{CallResult, Done};
use key_protocol::call::{Leave, Resume, Wait};

use super::{act, answered_act, done, lost_act};
use crate::authenticator::testing::{Phone, meanwhile, resumed, waiting};
use crate::error::Error;
use crate::platform::fake::service::NonceReply;

/// 7.3: in two lanes, so that a device can act while a wait is held open.
#[test]
fn while_a_wait_is_held_open_acts_are_made() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let (key, account) = (phone.key.clone(), id.clone());
    phone.parts.service.on::<Wait>(move |service, call| {
        assert_eq!(meanwhile(move || act(&key, &account)), Ok(()));
        service.result(call, CallResult::Ok(waiting("second", &[])))
    });
    phone.parts.service.answer::<Leave>(Done {});
    assert_eq!(phone.refresh(&id, 25), Ok(true));
    assert_eq!(phone.log(), ["wait 2", "leave 2"]);
}

#[test]
fn while_an_act_is_under_way_there_is_news() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let (key, account) = (phone.key.clone(), id.clone());
    phone.parts.service.on::<Leave>(move |service, call| {
        assert_eq!(meanwhile(move || key.refresh(&account, 25)), Ok(true));
        service.result(call, done())
    });
    phone.expect_wait("second", &[]);
    act(&phone, &id).unwrap();
    assert_eq!(phone.log(), ["leave 2", "wait 2"]);
}

/// Calls of different accounts may run at the same time.
#[test]
fn while_one_account_calls_another_can() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    let key = phone.key.clone();
    phone.parts.service.on::<Leave>(move |service, call| {
        let account = other.clone();
        let again = key.clone();
        assert_eq!(meanwhile(move || act(&again, &account)), Ok(()));
        assert_eq!(meanwhile(move || key.refresh(&other, 0)), Ok(true));
        service.result(call, done())
    });
    phone.parts.service.answer::<Leave>(Done {});
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    act(&phone, &id).unwrap();
    assert_eq!(phone.log(), ["leave 1", "leave 1", "resume 2", "wait 1"]);
}

/// 7.3: a lane has one call at a time.
#[test]
fn each_lane_has_one_call_at_a_time() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let locks = phone.locks(&id);
    phone.parts.service.on::<Leave>(move |service, call| {
        assert!(locks.act.try_lock().is_err());
        assert!(locks.wait.try_lock().is_ok());
        service.result(call, done())
    });
    act(&phone, &id).unwrap();
    let locks = phone.locks(&id);
    phone.parts.service.on::<Wait>(move |service, call| {
        assert!(locks.wait.try_lock().is_err());
        assert!(locks.act.try_lock().is_ok());
        assert!(locks.run.try_lock().is_ok(), "a new run may be opened while a wait is held open");
        service.result(call, CallResult::Ok(waiting("second", &[])))
    });
    phone.refresh(&id, 25).unwrap();
}

/// 7.3, 4: while a device opens a new run it sends no wait of the old one.
#[test]
fn while_a_run_is_opened_no_wait_is_signed_and_nothing_else_is_done() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    lost_act(&phone, &id);
    let (locks, key, account) = (phone.locks(&id), phone.key.clone(), id.clone());
    phone.parts.service.on::<Resume>(move |service, call| {
        assert!(locks.run.try_lock().is_err());
        assert!(locks.act.try_lock().is_err());
        assert!(key.run(&account).is_none(), "the old run is over, whatever is heard of the new one");
        service.result(call, CallResult::Ok(resumed(None)))
    });
    answered_act(&phone, &id);
    phone.log();
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["wait 1"]);
}

/// The other way round: while a wait is made ready, its run is not closed.
#[test]
fn while_a_wait_is_signed_no_run_is_opened() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.lose_once::<Wait>();
    assert_eq!(phone.refresh(&id, 25), Err(Error::Offline), "which leaves no nonce");
    let locks = phone.locks(&id);
    phone.parts.service.on_nonce(move || {
        assert!(locks.run.try_lock().is_err());
        NonceReply::Given
    });
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 25).unwrap();
}

/// A first wait opens its run in the lane of acts.
#[test]
fn while_a_first_wait_opens_its_run_no_act_is_made() {
    let (phone, id) = Phone::paired();
    let locks = phone.locks(&id);
    phone.parts.service.on::<Resume>(move |service, call| {
        assert!(locks.act.try_lock().is_err() && locks.run.try_lock().is_err());
        service.result(call, CallResult::Ok(resumed(None)))
    });
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
}

/// A wait that has stood behind an act does not open another run.
#[test]
fn a_first_wait_uses_the_run_that_an_act_opens_meanwhile() {
    let (phone, id) = Phone::paired();
    lost_act(&phone, &id);
    phone.log();
    let (locks, key, account) = (phone.locks(&id), phone.key.clone(), id.clone());
    let (hand_over, taken) = mpsc::channel();
    phone.parts.service.on::<Resume>(move |service, call| {
        let waiting = thread::spawn(move || key.refresh(&account, 0));
        while locks.wait.try_lock().is_ok() {
            thread::yield_now();
        }
        hand_over.send(waiting).unwrap();
        service.result(call, CallResult::Ok(resumed(None)))
    });
    phone.expect_wait("first", &[]);
    answered_act(&phone, &id);
    let waiting = taken.try_recv().unwrap();
    assert_eq!(meanwhile(move || waiting.join().unwrap()), Ok(true));
    assert_eq!(phone.log(), ["resume 2", "leave 3", "wait 1"]);
}

#[test]
fn a_run_that_was_opened_by_an_act_is_used() {
    let (phone, id) = Phone::paired();
    lost_act(&phone, &id);
    phone.expect_resume();
    answered_act(&phone, &id);
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log()[3..], ["resume 2", "leave 3", "wait 1"]);
}
