//! What comes of waiting.

use key_protocol::answer::{DeviceState, EndedRequest, Refusal, Waiting};
use key_protocol::call::{Resume, Wait};
use key_protocol::receipt::Outcome;

use crate::account::{AccountId, AccountState};
use crate::authenticator::Watched;
use crate::authenticator::testing::{Phone, device, keys_of, request, signed_request, waiting};
use crate::error::Error;

fn last_wait(phone: &Phone) -> Wait {
    phone.parts.service.last().body()
}

/// 8.4: `have` is the digest of the last answer, empty at first.
#[test]
fn a_wait_tells_the_digest_of_the_last_answer() {
    let (phone, id) = Phone::paired();
    for (had, digest) in [("", "first"), ("first", "second"), ("second", "third")] {
        if had.is_empty() {
            phone.expect_resume();
        }
        phone.expect_wait(digest, &[]);
        assert_eq!(phone.refresh(&id, 0), Ok(true));
        assert_eq!(last_wait(&phone).have, had);
    }
    phone.expect_wait("third", &[&signed_request(1)]);
    assert_eq!(phone.refresh(&id, 0), Ok(false), "the same digest: nothing has happened");
    assert_eq!(phone.pending(), []);
}

/// 16: a wait is 25 s at most, and the answer is waited for as long as that and 15 s more.
#[test]
fn nobody_waits_longer_than_25_seconds() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    for (asked, told) in [(0, 0), (24, 24), (25, 25), (26, 25), (255, 25)] {
        phone.expect_wait("first", &[]);
        assert_eq!(phone.refresh(&id, asked), Ok(false));
        assert_eq!(last_wait(&phone).seconds, told);
        assert_eq!(phone.parts.service.last().timeout_seconds, 15 + u32::from(told));
    }
    phone.expect_wait("first", &[]);
    assert_eq!(phone.watch(&id), Watched::Unchanged);
    assert_eq!(last_wait(&phone).seconds, 25);
}

#[test]
fn an_account_that_has_to_be_paired_again_asks_for_nothing() {
    for state in [AccountState::Disconnected, AccountState::Frozen, AccountState::Locked] {
        let phone = Phone::new();
        let id = phone.add(1, |account| account.state = state);
        assert_eq!(phone.refresh(&id, 0), Err(Error::Unusable));
        assert!(!phone.is_worth_watching(&id));
        assert_eq!(phone.watch(&id), Watched::Stop);
    }
    let (phone, id) = Phone::paired();
    assert!(phone.is_worth_watching(&id));
    phone.forget(&id).unwrap();
    assert!(!phone.is_worth_watching(&id));
    assert_eq!(phone.watch(&id), Watched::Stop);
    assert_eq!(phone.refresh(&id, 0), Err(Error::UnknownAccount));
}

#[test]
fn what_is_there_replaces_what_was_there() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[&signed_request(1), &signed_request(2)]);
    assert_eq!(phone.pending(), [request(1).id, request(2).id]);
    let ended = vec![
        EndedRequest { outcome: Some(Outcome::Declined), request: request(1).id },
        EndedRequest { outcome: None, request: request(2).id },
    ];
    let news = Waiting { ended, ..waiting("second", &[&signed_request(3)]) };
    phone.parts.service.answer::<Wait>(news);
    assert_eq!(phone.watch(&id), Watched::Changed);
    assert_eq!(phone.pending(), [request(3).id]);
    assert_eq!(phone.outcome(request(1).id), Some(Outcome::Declined));
    assert_eq!(phone.outcome(request(2).id), None);
    assert_eq!(phone.outcome(request(3).id), None);
}

fn pairing() -> (Phone, AccountId) {
    let phone = Phone::new();
    let id = phone.add(1, |account| account.state = AccountState::Pairing);
    (phone, id)
}

/// 8.2: the device is active when the user has said so on the page.
#[test]
fn a_device_is_active_once_the_service_says_so() {
    let (phone, id) = pairing();
    assert!(phone.is_worth_watching(&id));
    phone.expect_resume();
    let still = Waiting { state: DeviceState::Pairing, ..waiting("first", &[]) };
    phone.parts.service.answer::<Wait>(still);
    assert_eq!(phone.watch(&id), Watched::Changed);
    assert_eq!(phone.state_of(&id), AccountState::Pairing);
    phone.expect_wait("second", &[]);
    assert_eq!(phone.watch(&id), Watched::Changed);
    assert_eq!((phone.state_of(&id), phone.stored(&id).state), (AccountState::Active, AccountState::Active));
}

/// 7.5: *pairing refused*: forgets the pairing. The link has run out, or another has it: the same.
#[test]
fn a_pairing_that_is_over_is_forgotten_with_its_keys() {
    for refusal in [Refusal::LinkExpired, Refusal::LinkUsed, Refusal::PairingRefused] {
        let (phone, id) = pairing();
        phone.parts.service.refuse::<Resume>(refusal.clone());
        assert_eq!(phone.refresh(&id, 0), Err(Error::Refused(refusal)));
        assert_eq!(phone.account(&id), Err(Error::UnknownAccount));
        assert!(keys_of(&phone.parts, &id).is_empty());
        assert_eq!(phone.watch(&id), Watched::Stop);
    }
}

#[test]
fn a_pairing_that_is_refused_for_now_is_kept() {
    let (phone, id) = pairing();
    phone.parts.service.refuse::<Resume>(Refusal::Unavailable);
    assert_eq!(phone.watch(&id), Watched::Offline);
    assert_eq!(phone.state_of(&id), AccountState::Pairing);
}

#[test]
fn an_account_that_is_paired_is_not_forgotten_whatever_it_is_refused_with() {
    for refusal in [Refusal::LinkExpired, Refusal::LinkUsed, Refusal::PairingRefused] {
        let (phone, id) = Phone::paired();
        phone.parts.service.refuse::<Resume>(refusal);
        assert_eq!(phone.watch(&id), Watched::Offline);
        assert_eq!(phone.state_of(&id), AccountState::Active);
    }
}

#[test]
fn a_service_that_was_not_reached_is_asked_again_a_little_later() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.lose_once::<Wait>();
    assert_eq!(phone.watch(&id), Watched::Offline);
    assert!(!phone.is_reachable(&id));
    phone.expect_wait("first", &[]);
    assert_eq!(phone.watch(&id), Watched::Changed, "it is reachable again, and that is seen");
    phone.expect_wait("first", &[]);
    assert_eq!(phone.watch(&id), Watched::Unchanged);
}

#[test]
fn a_fault_of_the_service_or_of_the_storage_passes() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.on::<Wait>(|service, call| service.respond(&call.origin, String::new()));
    assert_eq!(phone.watch(&id), Watched::Offline, "a fault");
    phone.parts.service.sign_with(&phone.account(&id).unwrap().origin, 2);
    phone.expect_wait("second", &[]);
    assert_eq!(phone.watch(&id), Watched::Offline, "another key");
    let phone = phone.restart();
    phone.parts.files.set_full(true);
    assert_eq!(phone.watch(&id), Watched::Offline, "a full disk");
}

#[test]
fn a_refusal_that_passes_is_waited_out_and_one_that_does_not_ends_the_watch() {
    let (phone, id) = Phone::paired();
    phone.wait_for(&id, &[]);
    phone.parts.service.refuse::<Wait>(Refusal::TooManyCalls { retry_after: 1 });
    assert_eq!(phone.watch(&id), Watched::Offline);
    phone.parts.service.refuse::<Wait>(Refusal::Locked);
    assert_eq!(phone.watch(&id), Watched::Stop);
    assert_eq!(phone.state_of(&id), AccountState::Locked);
}

/// Each account has its own.
#[test]
fn news_of_one_account_is_no_news_of_another() {
    let (phone, id) = Phone::paired();
    let other = phone.add(2, |_| {});
    phone.wait_for(&id, &[&signed_request(1)]);
    let mut of_other = request(2);
    of_other.device = device(2);
    let of_other = crate::platform::fake::service::signed(1, &of_other);
    phone.expect_resume();
    phone.expect_wait("first", &[&of_other]);
    assert_eq!(phone.refresh(&other, 0), Ok(true));
    assert_eq!(last_wait(&phone).have, "");
    let accounts: Vec<_> = phone.requests().into_iter().map(|(account, _)| account).collect();
    assert_eq!(accounts, [id, other]);
}
