//! Attacks on requests, decisions and calls, by somebody who may have all keys of a phone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use key_core::account::AccountState;
use key_core::crypto::SoftwareKey;
use key_core::error::Error;
use key_core::platform::HttpResponse;
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal, Waiting};
use key_protocol::base64url;
use key_protocol::call::{Call, CallId, Check, Decide};
use key_protocol::crypto::Signer as _;
use key_protocol::decision::{Decision, DecisionAnswer};
use key_protocol::enrolment::Factor;
use key_protocol::id::RequestId;
use key_protocol::jws::{self, Header, Jws};
use key_protocol::receipt::Outcome;
use key_protocol::request::Request;
use key_tests::{Forge, PIN, World, prove};

/// A call that is admitted and asks nothing sensible.
fn call(seq: u64) -> Call<Check> {
    let body = Check { check: String::new(), proof: String::new() };
    Call { v: VERSION, body, id: CallId::from_bytes([1; 16]), seq }
}

fn refused<T: std::fmt::Debug>(result: CallResult<T>) -> Refusal {
    match result {
        CallResult::Refused(refusal) => refusal,
        CallResult::Ok(ok) => panic!("{ok:?}"),
    }
}

/// Whoever sits between and has no key of the service cannot put a request of their own on the phone.
#[test]
fn a_forged_request_is_not_shown() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forger = SoftwareKey::from_bytes(&[5; 32]).unwrap();
    phone.network.tamper(move |_, response| with_signature_of(&forger, response));
    assert_eq!(phone.key().refresh(&phone.account(), 0), Err(Error::ServiceKey));
    assert!(phone.key().requests().is_empty());
}

fn with_signature_of(forger: &SoftwareKey, response: HttpResponse) -> HttpResponse {
    let Some(payload) = response.body.split('.').nth(1).and_then(base64url::decode) else { return response };
    let answer: Answer<Waiting> = serde_json::from_slice(&payload).unwrap();
    let header = Header::of::<Answer<Waiting>>().kid(forger.public_key().thumbprint());
    HttpResponse { body: jws::sign(&header, &answer, |bytes| forger.sign(bytes)).unwrap(), ..response }
}

/// Even an answer of the service itself shows nothing that was signed for another device.
#[test]
fn a_request_for_another_account_is_not_shown() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let (other, _) = world.paired(2);
    world.log_in(&mut browser);
    let theirs = Forge::of(&other).requests(1_000_000);
    let mine = Forge::of(&phone).requests(1_000_000);
    assert_eq!((theirs.len(), mine.len()), (1, 1));
    assert_ne!(theirs[0].1.device, mine[0].1.device);
    let forge = Forge::of(&phone);
    let decision = forge.decision(&theirs[0], None);
    assert_eq!(refused(forge.call(1_000_001, 2, forge.confirm(&decision))), Refusal::RequestEnded);
    assert!(!browser.is_signed_in());
}

#[test]
fn a_statement_changed_in_one_character_confirms_nothing() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let request = forge.requests(1_000_000).remove(0);
    let mut decision = forge.decision(&request, None);
    decision.statement = decision.statement.replace("Ledger", "Ledgre");
    let changed = refused(forge.call(1_000_001, 2, forge.confirm(&decision)));
    assert_eq!(changed, Refusal::StatementChanged);
    assert!(!browser.is_signed_in());
    let honest = forge.decision(&request, None);
    assert!(matches!(forge.call(1_000_002, 3, forge.confirm(&honest)), CallResult::Ok(_)));
    assert!(browser.moves_on());
}

#[test]
fn a_decision_for_one_request_does_not_answer_another() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let forge = Forge::of(&phone);
    world.log_in(&mut browser);
    let first = forge.requests(1_000_000).remove(0);
    let old = forge.confirm(&forge.decision(&first, None));
    world.log_in(&mut browser);
    let second = forge.requests(1_000_001).remove(0);
    assert_ne!(first.1.id, second.1.id);
    assert_eq!(refused(forge.call(1_000_002, 4, old)), Refusal::RequestEnded);
    let mut moved = forge.decision(&first, None);
    moved.request = second.1.id;
    assert_eq!(refused(forge.call(1_000_003, 5, forge.confirm(&moved))), Refusal::StatementChanged);
    assert!(!browser.is_signed_in());
}

#[test]
fn a_decision_sent_twice_counts_once() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let request = forge.requests(1_000_000).remove(0);
    let body = forge.confirm(&forge.decision(&request, None));
    assert!(matches!(forge.call(1_000_001, 2, body.clone()), CallResult::Ok(_)));
    let again = refused(forge.call(1_000_002, 3, body));
    assert_eq!(again, Refusal::RequestAnswered { outcome: Outcome::Confirmed });
}

/// A signature of the possession key alone, of a stranger's key, or under the wrong name is no second factor.
#[test]
fn pk04_possession_alone_confirms_nothing() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let request = forge.requests(1_000_000).remove(0);
    let decision = forge.decision(&request, None);
    let by_possession = prove(&decision, Factor::Pin, &forge.possession);
    assert_eq!(
        refused(forge.call(1_000_001, 1, by_possession.clone())),
        Refusal::NotConfirmed { tries_left: 4 }
    );
    let as_biometric = prove(&decision, Factor::Biometric, &forge.pin);
    assert_eq!(refused(forge.call(1_000_002, 2, as_biometric)), Refusal::NotConfirmed { tries_left: 3 });
    let garbage = Decide { proof: Some("a..c".into()), ..by_possession.clone() };
    assert_eq!(refused(forge.call(1_000_003, 3, garbage)), Refusal::NotConfirmed { tries_left: 2 });
    let unproven = Decide { proof: None, ..by_possession };
    assert_eq!(refused(forge.call(1_000_004, 4, unproven)), Refusal::Malformed);
    let declining = Decision { answer: DecisionAnswer::Decline, ..decision };
    let declining = prove(&declining, Factor::Pin, &forge.pin);
    assert_eq!(refused(forge.call(1_000_005, 5, declining)), Refusal::Malformed);
    assert!(!browser.is_signed_in());
}

#[test]
fn the_same_call_again_is_a_retry_and_gets_the_same_answer() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let request = forge.requests(1_000_000).remove(0);
    let body = forge.confirm(&forge.decision(&request, None));
    let first = forge.call(1_000_001, 2, body.clone());
    assert!(matches!(first, CallResult::Ok(_)));
    assert_eq!(forge.call(1_000_001, 2, body), first);
}

#[test]
fn a_wrong_pin_sent_again_as_a_retry_is_counted_once() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let request = forge.requests(1_000_000).remove(0);
    let wrong = prove(&forge.decision(&request, None), Factor::Pin, &forge.possession);
    for _ in 0..7 {
        let answer = refused(forge.call(1_000_001, 2, wrong.clone()));
        assert_eq!(answer, Refusal::NotConfirmed { tries_left: 4 });
    }
}

#[test]
fn a_number_used_before_with_other_content_shows_a_copy_and_freezes_both() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let copy = phone.copy(99);
    for speaking in [&phone, &copy, &phone, &copy] {
        world.clock.advance_seconds(5);
        speaking.refresh();
    }
    assert_eq!(copy.key().accounts()[0].state, AccountState::Frozen);
    assert_eq!(phone.key().accounts()[0].state, AccountState::Frozen);
    world.log_in(&mut browser);
    assert!(phone.key().requests().is_empty() && copy.key().requests().is_empty());
    let outbox = std::fs::read_dir(world.folder().join("outbox")).unwrap();
    assert!(outbox.count() > 0, "the user is told");
}

/// Calls captured on the way, sent again by somebody without the keys.
#[test]
fn a_replayed_call_changes_nothing() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    phone.confirm(&phone.shown(), PIN, None).unwrap();
    let calls: Vec<_> =
        phone.network.heard().into_iter().filter(|(request, _)| request.body.is_some()).collect();
    assert!(calls.len() > 3);
    for (request, _) in calls {
        let response = phone.network.replay(&request);
        assert!(response.status >= 400, "{}", request.url);
    }
    world.log_in(&mut browser);
    phone.confirm(&phone.shown(), PIN, None).unwrap();
}

#[test]
fn an_old_version_is_told_so() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let forge = Forge::of(&phone);
    let call = Call { v: 0, ..call(1_000_000) };
    let response = forge.send(&call, |_| {});
    assert_eq!(refused(forge.read::<Check>(&response)), Refusal::UnsupportedVersion { oldest: VERSION });
}

#[test]
fn a_call_for_another_address_or_with_a_used_nonce_is_refused() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let forge = Forge::of(&phone);
    let elsewhere = forge.send(&call(1_000_000), |header| header.url = Some("https://other.example/".into()));
    assert_eq!(refused(forge.read::<Check>(&elsewhere)), Refusal::Malformed);
    let nonce = forge.nonce();
    let used = || forge.send(&call(1_000_001), |header| header.nonce = Some(nonce.clone()));
    assert_eq!(refused(forge.read::<Check>(&used())), Refusal::Malformed);
    assert_eq!(refused(forge.read::<Check>(&used())), Refusal::BadNonce);
    let made_up = forge.send(&call(1_000_002), |header| header.nonce = Some("AAAA".into()));
    assert_eq!(refused(forge.read::<Check>(&made_up)), Refusal::BadNonce);
    let old = forge.nonce();
    world.clock.advance_seconds(301);
    let stale = forge.send(&call(1_000_003), |header| header.nonce = Some(old));
    assert_eq!(refused(forge.read::<Check>(&stale)), Refusal::BadNonce);
}

/// A stranger cannot freeze or lock a device by sending calls in its name.
#[test]
fn a_call_that_the_device_did_not_sign_does_it_no_harm() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let mut forge = Forge::of(&phone);
    forge.possession = SoftwareKey::from_bytes(&[9; 32]).unwrap();
    for seq in [1, 2, 70, 1_000_000] {
        assert!(forge.send(&call(seq), |_| {}).status >= 400);
    }
    world.log_in(&mut browser);
    phone.confirm(&phone.shown(), PIN, None).unwrap();
}

#[test]
fn a_request_that_never_was_is_not_answered() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let forge = Forge::of(&phone);
    let (_, mut request) = forge.requests(1_000_000).remove(0);
    request.id = RequestId::from_bytes([8; 16]);
    let header = Header::of::<Request>().kid("x");
    let signed = jws::sign(&header, &request, |bytes| forge.possession.sign(bytes)).unwrap();
    assert!(Jws::parse(&signed).is_ok());
    let decision = forge.decision(&(signed, request), None);
    assert_eq!(refused(forge.call(1_000_001, 2, forge.confirm(&decision))), Refusal::RequestEnded);
}

/// What the service tells of past requests must not outgrow a message, however busy a device is.
#[test]
fn the_two_hundredth_login_within_ten_minutes_works_like_the_first() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let forge = Forge::of(&phone);
    for round in 0..200 {
        world.log_in(&mut browser);
        let request = forge.requests(1_000_000 + 2 * round).remove(0);
        let body = forge.confirm(&forge.decision(&request, None));
        assert!(matches!(forge.call(1_000_001 + 2 * round, 2, body), CallResult::Ok(_)));
        world.clock.advance_seconds(2);
    }
}

/// A service whose database was put back knows a phone that only waits from its waits alone.
#[test]
fn a_database_put_back_freezes_no_phone_that_waits_and_restarts() {
    let mut world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    let backup = world.back_up();
    phone.restart();
    phone.refresh();
    world.put_back(&backup);
    phone.refresh();
    for _ in 0..2 {
        phone.restart();
        world.log_in(&mut browser);
        phone.confirm(&phone.shown(), PIN, None).unwrap();
        assert_eq!(phone.key().accounts()[0].state, AccountState::Active);
    }
}
