//! The call that begins a run: written down whole, repeated to the byte, and answered on disk before the first wait.

use key_protocol::answer::{CallResult, Refusal, Resumed};
use key_protocol::base64url;
use key_protocol::call::{Resume, Wait};
use key_protocol::capabilities::Capabilities;

use crate::account::AccountState;
use crate::authenticator::testing::{Phone, resumed, stopped, unsealed, waiting};
use crate::error::Error;

#[test]
fn a_first_resume_says_what_is_known_and_which_key_is_pinned_and_leaves_nothing() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let phone = phone.restart();
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    let resume = phone.parts.service.calls()[0].body::<Resume>();
    assert_eq!(resume.knows, Capabilities::ours());
    assert_eq!(resume.pinned, phone.account(&id).unwrap().thumbprint());
    assert_eq!(resume.left, None);
}

/// 7.3, 2: it is written down whole.
#[test]
fn a_resume_is_on_disk_to_the_byte_before_it_is_sent() {
    let (phone, id) = Phone::paired();
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Resume>(move |service, call| {
        let entry = stopped(&parts).entry(&account).unwrap();
        let written = entry.resume().unwrap();
        assert_eq!((written.seq, written.payload.as_bytes()), (1, &call.payload[..]));
        assert_eq!(entry.newest(), 1);
        service.result(call, CallResult::Ok(resumed(None)))
    });
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
}

#[test]
fn on_a_full_disk_no_run_is_opened() {
    let (phone, id) = Phone::paired();
    phone.parts.files.set_full(true);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    assert!(phone.log().is_empty());
    phone.parts.files.set_full(false);
    phone.wait_for(&id, &[]);
}

#[test]
fn without_random_bytes_no_run_is_opened() {
    let (phone, id) = Phone::paired();
    phone.parts.entropy.run_dry(true);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    assert!(phone.log().is_empty());
}

/// 7.3, 2: repeated to the byte, before a new one is made; an answer to an older one opens nothing.
#[test]
fn a_resume_of_an_earlier_start_is_repeated_and_opens_no_run_of_this_one() {
    let (phone, id) = Phone::paired();
    phone.parts.service.lose::<Resume>();
    assert_eq!(phone.refresh(&id, 0), Err(Error::Offline));
    let sent = phone.parts.service.last();
    let phone = phone.restart();
    phone.expect_resume();
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    let calls = phone.parts.service.calls();
    let [.., repeated, new, wait] = &calls[..] else { panic!() };
    assert_eq!(repeated.payload, sent.payload);
    assert_ne!(repeated.header.nonce, sent.header.nonce);
    let wait = wait.body::<Wait>();
    assert_eq!((new.seq(), wait.run), (2, 2));
    assert_eq!(new.body::<Resume>().run_hash, wait.run_secret.hash());
    assert_ne!(sent.body::<Resume>().run_hash, wait.run_secret.hash());
    assert_eq!(phone.log()[3..], ["resume 1", "resume 2", "wait 1"]);
}

#[test]
fn a_resume_of_this_start_is_repeated_and_opens_its_run() {
    let (phone, id) = Phone::paired();
    phone.parts.service.lose::<Resume>();
    assert_eq!(phone.refresh(&id, 0), Err(Error::Offline));
    let sent = phone.parts.service.last();
    phone.wait_for(&id, &[]);
    assert_eq!(phone.run(&id).unwrap().secret.hash(), sent.body::<Resume>().run_hash);
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["wait 2"]);
}

/// 7.3: these refusals say nothing about the number. 13, 14: the others do.
#[test]
fn a_resume_that_is_refused_for_now_is_repeated_and_one_that_is_refused_for_good_is_not() {
    let (phone, id) = Phone::paired();
    phone.parts.service.refuse::<Resume>(Refusal::TooManyCalls { retry_after: 1 });
    let refused = Err(Error::Refused(Refusal::TooManyCalls { retry_after: 1 }));
    assert_eq!(phone.refresh(&id, 0), refused);
    assert!(phone.entry(&id).unwrap().resume().is_some());
    phone.parts.service.refuse::<Resume>(Refusal::Frozen);
    assert_eq!(phone.refresh(&id, 0), Err(Error::Refused(Refusal::Frozen)));
    assert!(phone.entry(&id).unwrap().is_clear());
    assert_eq!(phone.state_of(&id), AccountState::Frozen);
    assert!(phone.run(&id).is_none());
    assert_eq!(phone.log(), ["resume 1", "resume 1"]);
}

/// 7.3, 2, and 7.4: that it was answered MUST be on stable storage before the first wait of its run is sent.
#[test]
fn that_a_resume_was_answered_is_on_disk_before_the_first_wait() {
    let (phone, id) = Phone::paired();
    phone.expect_resume();
    let (parts, account) = (phone.parts.clone(), id.clone());
    phone.parts.service.on::<Wait>(move |service, call| {
        let entry = stopped(&parts).entry(&account).unwrap();
        assert_eq!((entry.is_clear(), entry.newest()), (true, 1));
        service.result(call, CallResult::Ok(waiting("first", &[])))
    });
    phone.refresh(&id, 0).unwrap();
}

#[test]
fn where_that_cannot_be_written_no_wait_is_sent() {
    let (phone, id) = Phone::paired();
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Resume>(move |service, call| {
        files.set_full(true);
        service.result(call, CallResult::Ok(resumed(None)))
    });
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    phone.parts.files.set_full(false);
    phone.expect_resume();
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["resume 1", "resume 1", "wait 1"], "it counts as unanswered");
}

/// 7.3, 2, and 18: the secret of a run is kept in memory alone.
#[test]
fn the_secret_of_a_run_is_never_written_down() {
    let (phone, id) = Phone::paired();
    phone.expect_resume();
    let parts = phone.parts.clone();
    phone.parts.service.on::<Wait>(move |service, call| {
        let secret = base64url::encode(call.body::<Wait>().run_secret.as_bytes());
        for (name, plain) in unsealed(&parts) {
            assert!(!plain.contains(&secret), "{name}");
        }
        service.result(call, CallResult::Ok(waiting("first", &[])))
    });
    phone.refresh(&id, 0).unwrap();
}

/// 17.1: both sides say what they know in every `resume`.
#[test]
fn what_the_service_knows_by_now_is_kept() {
    let (phone, id) = Phone::paired();
    let mut knows = Capabilities::ours();
    knows.languages = vec!["en".to_owned()].try_into().unwrap();
    phone.parts.service.answer::<Resume>(Resumed { knows: knows.clone(), ..resumed(None) });
    phone.expect_wait("first", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.stored(&id).knows.known, knows);
}

#[test]
fn a_run_is_over_once_another_was_asked_for() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let locks = phone.locks(&id);
    phone.parts.service.lose::<Resume>();
    assert_eq!(phone.resume(&id, &locks), Err(Error::Offline));
    assert!(phone.run(&id).is_none());
    phone.expect_resume();
    phone.expect_wait("second", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["resume 2", "resume 2", "resume 2", "resume 2", "wait 1"]);
}
