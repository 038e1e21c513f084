//! Successors: what takes the place of a service's keys and address (docs/protocol.md, 21).

use key_protocol::answer::{CallResult, Done, Resumed, Waiting};
use key_protocol::call::{Leave, Resume, Wait};
use key_protocol::crypto::Signer as _;
use key_protocol::key::PublicKey;
use key_protocol::successor::Successor;

use crate::account::AccountId;
use crate::authenticator::testing::{
    Phone, meanwhile, origin, request, resumed, signed_request, stopped, waiting,
};
use crate::error::Error;
use crate::platform::fake::service::{service_key, signed};

fn public(number: u8) -> PublicKey {
    service_key(number).public_key()
}

/// What account 1 is told: another key, another key for offline codes, another address.
fn successor() -> Successor {
    Successor { v: 1, agreement: public(8), origin: origin(7), signing: public(2) }
}

fn expect_wait_with(phone: &Phone, successor: String) {
    phone.parts.service.answer::<Wait>(Waiting { successor: Some(successor), ..waiting("next", &[]) });
}

fn expect_resume_with(phone: &Phone, successor: String) {
    phone.parts.service.answer::<Resume>(Resumed { successor: Some(successor), ..resumed(None) });
}

/// The new service signs for a device with the key that it has last named as `pinned`.
fn move_service(phone: &Phone) {
    phone.parts.service.sign_with(&origin(7), 1);
}

fn assert_followed(phone: &Phone, id: &AccountId) {
    let account = phone.stored(id);
    assert_eq!(account.service_key, public(2));
    assert_eq!(account.former_key, Some(public(1)));
    assert_eq!(account.agreement, public(8));
    assert_eq!(account.origin, origin(7));
}

#[test]
fn a_device_follows_and_tells_the_service_so_in_a_new_run() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &successor()));
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_followed(&phone, &id);
    move_service(&phone);
    phone.expect_resume();
    phone.parts.service.on::<Wait>(|service, call| {
        assert_eq!(call.body::<Wait>().have, "", "all is told anew");
        service.sign_with(&origin(7), 2);
        service.result(call, CallResult::Ok(waiting("first", &[])))
    });
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    let resume = &phone.parts.service.calls()[1];
    assert_eq!(resume.body::<Resume>().pinned, public(2).thumbprint());
    assert_eq!(resume.header.url.as_deref(), Some("https://login-7.example/device/v1/resume"));
    assert_eq!(phone.stored(&id).former_key, None);
    assert_eq!(phone.log(), ["wait 2", "resume 2", "wait 1"]);
}

/// No other act goes before that `resume`.
#[test]
fn after_a_successor_the_next_act_waits_for_a_resume_that_names_the_new_key() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &successor()));
    phone.refresh(&id, 0).unwrap();
    move_service(&phone);
    phone.expect_resume();
    phone.parts.service.answer::<Leave>(Done {});
    phone.act::<Leave>(&id, |_| Ok(Leave {})).unwrap();
    assert_eq!(phone.log(), ["wait 2", "resume 2", "leave 3"]);
}

/// The same where the successor came with the answer to a `resume`: the run that it opens still names the old key.
#[test]
fn a_successor_that_came_with_a_resume_is_told_with_another_before_anything_else() {
    let (phone, id) = Phone::paired();
    expect_resume_with(&phone, signed(1, &successor()));
    move_service(&phone);
    phone.parts.service.on::<Resume>(|service, call| {
        let answer = service.result(call, CallResult::Ok(resumed(None)));
        service.sign_with(&origin(7), 2);
        answer
    });
    phone.expect_wait("first", &[&signed(2, &request(1))]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.pending(), [request(1).id], "though the wait was begun with the old key in mind");
    let calls = phone.parts.service.calls();
    assert_eq!(calls[0].body::<Resume>().pinned, public(1).thumbprint());
    assert_eq!(calls[1].body::<Resume>().pinned, public(2).thumbprint());
    assert_eq!((calls[1].origin.clone(), calls[2].body::<Wait>().run), (origin(7), 2));
    assert_eq!(phone.log(), ["resume 1", "resume 2", "wait 1"]);
}

/// "A successor by the old key that comes meanwhile, in the answer to a `resume` that is repeated, need not be followed."
#[test]
fn a_successor_by_the_old_key_that_comes_once_more_is_left_aside() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let locks = phone.locks(&id);
    phone.parts.service.lose::<Resume>();
    assert_eq!(phone.resume(&id, &locks), Err(Error::Offline), "one that names the old key");
    let account = phone.account(&id).unwrap();
    phone.follow(&account, &signed(1, &successor())).unwrap();
    move_service(&phone);
    expect_resume_with(&phone, signed(1, &successor()));
    phone.expect_resume();
    phone.expect_wait("second", &[]);
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_followed(&phone, &id);
    assert_eq!(phone.log()[3..], ["resume 2", "resume 3", "wait 1"], "and the new key is told");
}

#[test]
fn a_successor_by_any_other_key_is_refused_and_changes_nothing() {
    for (by, expected) in [(2, Error::ServiceKey), (3, Error::ServiceKey)] {
        let (phone, id) = Phone::paired();
        phone.wait_for(&id, &[]);
        expect_wait_with(&phone, signed(by, &successor()));
        assert_eq!(phone.refresh(&id, 0), Err(expected));
        assert_eq!(phone.account(&id).unwrap().service_key, public(1));
        assert_eq!(phone.account(&id).unwrap().origin, origin(1));
    }
}

#[test]
fn what_is_no_successor_is_a_fault_of_the_service() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, "a.b.c".to_owned());
    assert_eq!(phone.refresh(&id, 0), Err(Error::ServiceFault));
    expect_wait_with(&phone, signed_request(1));
    assert_eq!(phone.refresh(&id, 0), Err(Error::ServiceKey), "a message of another kind");
    assert_eq!(phone.account(&id).unwrap().service_key, public(1));
}

/// A service that is at fault once does not keep a device from its next run.
#[test]
fn a_bad_successor_in_the_answer_to_a_resume_is_told_and_the_resume_counts_as_answered() {
    let (phone, id) = Phone::paired();
    expect_resume_with(&phone, signed(3, &successor()));
    assert_eq!(phone.refresh(&id, 0), Err(Error::ServiceKey));
    phone.wait_for(&id, &[]);
    assert_eq!(phone.run(&id).unwrap().seq, 2);
}

/// Nothing may happen at the service for as long as it is not followed: it is asked for again.
#[test]
fn a_successor_that_cannot_be_kept_now_is_followed_later() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    let files = phone.parts.files.clone();
    phone.parts.service.on::<Wait>(move |service, call| {
        files.set_full(true);
        let successor = Some(signed(1, &successor()));
        service.result(call, CallResult::Ok(Waiting { successor, ..waiting("next", &[]) }))
    });
    assert_eq!(phone.refresh(&id, 0), Err(Error::Storage));
    phone.parts.files.set_full(false);
    expect_wait_with(&phone, signed(1, &successor()));
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.parts.service.last().body::<Wait>().have, "");
    assert_followed(&phone, &id);
}

/// 17: a reader refuses other versions before it reads on.
#[test]
fn a_successor_of_another_version_is_not_followed() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &Successor { v: 2, ..successor() }));
    assert_eq!(phone.refresh(&id, 0), Ok(true));
    assert_eq!(phone.account(&id).unwrap().service_key, public(1));
}

/// One that says what is known already is ignored.
#[test]
fn a_successor_that_is_known_already_opens_no_new_run() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &Successor { signing: public(1), origin: origin(1), ..successor() }));
    phone.refresh(&id, 0).unwrap();
    phone.expect_wait("third", &[]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.log(), ["wait 2", "wait 3"]);
}

/// A service that has moved and kept its key, and one that has a new key at the same address.
#[test]
fn key_and_address_can_change_each_by_itself() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &Successor { signing: public(1), ..successor() }));
    phone.refresh(&id, 0).unwrap();
    let account = phone.account(&id).unwrap();
    assert_eq!((account.origin, account.service_key, account.former_key), (origin(7), public(1), None));

    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &Successor { origin: origin(1), ..successor() }));
    phone.refresh(&id, 0).unwrap();
    let account = phone.account(&id).unwrap();
    assert_eq!((account.origin, account.service_key), (origin(1), public(2)));
    assert_eq!(account.former_key, Some(public(1)));
}

/// An answer that was long under way: another successor may have been followed meanwhile.
#[test]
fn a_successor_that_is_overtaken_by_another_is_left_aside() {
    let (phone, id) = Phone::paired();
    let before = phone.account(&id).unwrap();
    phone.follow(&before, &signed(1, &successor())).unwrap();
    let late = Successor { signing: public(3), origin: origin(3), ..successor() };
    phone.follow(&before, &signed(1, &late)).unwrap();
    assert_followed(&phone, &id);
    phone.change_account(&id, |account| account.former_key = None).unwrap();
    assert_eq!(phone.follow(&before, &signed(1, &late)), Ok(()), "nor where the new key was heard since");
    assert_eq!(phone.account(&id).unwrap().service_key, public(2));
}

#[test]
fn a_successor_of_an_account_that_is_gone_is_nothing_to_follow() {
    let (phone, id) = Phone::paired();
    let account = phone.account(&id).unwrap();
    phone.forget(&id).unwrap();
    assert_eq!(phone.follow(&account, &signed(1, &successor())), Err(Error::UnknownAccount));
}

/// A device takes both keys, for answers, requests and receipts, until it has verified an answer by the new one.
#[test]
fn requests_by_either_key_are_shown_until_the_new_one_was_heard() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    expect_wait_with(&phone, signed(1, &successor()));
    phone.refresh(&id, 0).unwrap();
    move_service(&phone);
    phone.expect_resume();
    phone.expect_wait("first", &[&signed(1, &request(1)), &signed(2, &request(2)), &signed(3, &request(3))]);
    phone.refresh(&id, 0).unwrap();
    assert_eq!(phone.pending(), [request(1).id, request(2).id]);
}

#[test]
fn what_was_followed_is_on_disk() {
    let (phone, id) = Phone::paired();
    let (account, key, parts) = (phone.account(&id).unwrap(), phone.key.clone(), phone.parts.clone());
    meanwhile(move || key.follow(&account, &signed(1, &successor()))).unwrap();
    assert_eq!(stopped(&parts).account(&id).unwrap().service_key, public(2));
}
