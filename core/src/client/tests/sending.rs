//! What is sent, how often, and when.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use key_protocol::answer::{Done, Refusal};
use key_protocol::call::{Check, Claim, Leave};
use key_protocol::jws::Algorithm;
use key_protocol::receipt::Outcome;

use crate::platform::fake::service::NonceReply;

use super::{
    Answered, DEVICE, Error, Gate, KEY_NAME, OK, Outgoing, Phone, check, claim, claimed, done, leave, result,
};

/// 6.1: a call's header has `alg`, `kid`, `nonce`, `typ` and `url`; 7: it is posted to the endpoint at the origin.
#[test]
fn a_call_names_its_device_and_says_exactly_what_it_was_given() {
    let phone = Phone::new();
    phone.parts.service.answer::<Check>(OK);
    let answered = phone.check().unwrap().unwrap();
    assert_eq!(answered.result, Ok(OK));
    let sent = phone.parts.service.last();
    assert_eq!(sent.payload, check(1));
    let header = sent.header;
    assert_eq!((header.alg, header.typ.as_str()), (Algorithm::Es256, "key-call+jws"));
    assert_eq!((header.kid, header.jwk, header.crit), (Some(DEVICE.to_string()), None, None));
    assert_eq!(header.url.unwrap(), "https://login.example/device/v1/check");
}

/// 6.1: `jwk` in a claim, else `kid`.
#[test]
fn a_claim_carries_its_key_and_names_no_device() {
    let phone = Phone::new();
    phone.parts.service.answer::<Claim>(claimed());
    let answered = phone.claim().unwrap().unwrap();
    assert_eq!(answered.result, Ok(claimed()));
    let header = phone.parts.service.last().header;
    assert_eq!((header.kid, header.jwk), (None, Some(phone.key)));
}

/// 7.5: what gets no answer is sent again once or twice. 16: three times in all.
#[test]
fn a_call_without_an_answer_is_sent_three_times_with_the_same_content() {
    let phone = Phone::new();
    phone.parts.service.lose::<Check>();
    assert_eq!(result(phone.check()), Err(Error::Offline));
    let sent = phone.parts.service.calls();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|sent| sent.payload == check(1)));
}

#[test]
fn an_answer_to_the_third_try_counts() {
    let phone = Phone::new();
    phone.parts.service.lose_once::<Check>();
    phone.parts.service.refuse::<Check>(Refusal::BadNonce);
    phone.parts.service.answer::<Check>(OK);
    assert_eq!(result(phone.check()), Ok(Ok(OK)));
    assert_eq!(phone.log(), ["check 1", "check 1", "check 1"]);
}

/// 7.5: *bad nonce* is sent again with the new nonce, at most twice.
#[test]
fn a_stale_nonce_is_replaced_twice_and_then_it_is_the_services_fault() {
    let phone = Phone::new();
    (0..3).for_each(|_| phone.parts.service.refuse::<Check>(Refusal::BadNonce));
    assert_eq!(result(phone.check()), Err(Error::ServiceFault));
    assert_eq!(phone.log(), ["check 1", "check 1", "check 1"]);
}

/// What went wrong last is what the caller is told.
#[test]
fn a_call_that_is_lost_in_the_end_was_not_the_services_fault() {
    let phone = Phone::new();
    (0..2).for_each(|_| phone.parts.service.refuse::<Check>(Refusal::BadNonce));
    phone.parts.service.lose_once::<Check>();
    assert_eq!(result(phone.check()), Err(Error::Offline));
    phone.parts.service.lose_once::<Check>();
    (0..2).for_each(|_| phone.parts.service.refuse::<Check>(Refusal::BadNonce));
    assert_eq!(result(phone.check()), Err(Error::ServiceFault));
}

/// 7.5: the same call is sent again at once, "not a wait".
#[test]
fn a_call_that_may_be_held_is_sent_once_where_no_answer_comes() {
    let phone = Phone::new();
    phone.parts.service.lose_once::<Check>();
    assert_eq!(result(phone.call::<Check>(&phone.line(&[1]), &|| check(1), 1)), Err(Error::Offline));
    phone.parts.service.refuse::<Check>(Refusal::BadNonce);
    phone.parts.service.answer::<Check>(OK);
    assert_eq!(result(phone.call::<Check>(&phone.line(&[1]), &|| check(1), 1)), Ok(Ok(OK)));
    assert_eq!(phone.log(), ["check 1", "check 1", "check 1"]);
}

#[test]
fn a_refusal_is_an_answer_and_nothing_is_sent_again() {
    let refusals = [
        Refusal::Frozen,
        Refusal::Malformed,
        Refusal::NotConfirmed { tries_left: 4 },
        Refusal::Other { code: "from-a-newer-service".to_owned() },
        Refusal::TooManyCalls { retry_after: 3 },
        Refusal::Unavailable,
        Refusal::UnknownDevice,
    ];
    for refusal in refusals {
        let phone = Phone::new();
        phone.parts.service.refuse::<Check>(refusal.clone());
        assert_eq!(result(phone.check()), Ok(Err(refusal)));
    }
}

/// 16: 15 s, and the time that a wait may be held.
#[test]
fn an_answer_is_waited_for_15_seconds_and_as_long_as_it_may_be_held() {
    let phone = Phone::new();
    for hold in [0, 25, 255] {
        phone.parts.service.answer::<Check>(OK);
        phone.call::<Check>(&phone.line(&[1]), &|| check(1), hold).unwrap();
        assert_eq!(phone.parts.service.last().timeout_seconds, 15 + u32::from(hold));
    }
    assert_eq!(phone.parts.service.nonce_requests()[0].timeout_seconds, 15);
}

/// 7.3, 5: what a call says is looked up for each time that it is sent.
#[test]
fn each_time_a_call_is_sent_its_content_is_written_anew() {
    let phone = Phone::new();
    phone.parts.service.lose::<Leave>();
    let next = AtomicU64::new(1);
    let payload = || leave(next.fetch_add(1, Ordering::SeqCst));
    assert_eq!(result(phone.call::<Leave>(&phone.line(&[1]), &payload, 0)), Err(Error::Offline));
    assert_eq!(phone.log(), ["leave 1", "leave 2", "leave 3"]);
}

/// 7.3, 5: after the device has received the nonce that the call uses.
#[test]
fn what_a_call_says_is_looked_up_after_its_nonce_was_received() {
    let phone = Phone::new();
    let newest = Arc::new(AtomicU64::new(1));
    let meanwhile = Arc::clone(&newest);
    phone.parts.service.on_nonce(move || {
        meanwhile.store(2, Ordering::SeqCst);
        NonceReply::Given
    });
    phone.parts.service.answer::<Leave>(Done {});
    phone.call::<Leave>(&phone.line(&[1]), &|| leave(newest.load(Ordering::SeqCst)), 0).unwrap();
    assert_eq!(phone.log(), ["leave 2"]);
}

#[test]
fn behind_a_closed_gate_nothing_is_sent_not_even_for_a_nonce() {
    let phone = Phone::new();
    let outgoing = Outgoing { payload: &|| check(1), hold: 0, gate: &|| Gate::Closed };
    let answered = phone.client.call::<Check>(&phone.parts.platform(), &phone.line(&[1]), &outgoing);
    assert!(answered.unwrap().is_none());
    assert!(phone.parts.service.nonce_requests().is_empty());
    assert!(phone.log().is_empty());
}

/// 7.3, 4: while a new run is opened no wait of the old one is sent, not even a second time.
#[test]
fn a_gate_that_has_closed_meanwhile_stops_the_next_try() {
    let phone = Phone::new();
    phone.parts.service.lose_once::<Check>();
    let passed = AtomicU64::new(0);
    let gate = || if passed.fetch_add(1, Ordering::SeqCst) == 0 { Gate::Open } else { Gate::Closed };
    let outgoing = Outgoing { payload: &|| check(1), hold: 0, gate: &gate };
    let answered = phone.client.call::<Check>(&phone.parts.platform(), &phone.line(&[1]), &outgoing);
    assert!(answered.unwrap().is_none());
    assert_eq!(phone.log(), ["check 1"]);
}

#[test]
fn a_gate_is_held_from_before_the_nonce_until_the_call_is_signed() {
    let phone = Phone::new();
    let gate: &'static Mutex<()> = Box::leak(Box::default());
    phone.parts.service.on_nonce(|| {
        assert!(gate.try_lock().is_err(), "while the nonce is fetched");
        NonceReply::Given
    });
    phone.parts.service.on::<Leave>(|service, call| {
        assert!(gate.try_lock().is_ok(), "while the answer is awaited");
        service.result(call, done())
    });
    let payload = || {
        assert!(gate.try_lock().is_err(), "while the call is written");
        leave(1)
    };
    let outgoing = Outgoing { payload: &payload, hold: 0, gate: &|| Gate::Held(gate.lock().unwrap()) };
    let answered = phone.client.call::<Leave>(&phone.parts.platform(), &phone.line(&[1]), &outgoing);
    assert!(answered.unwrap().is_some());
}

#[test]
fn without_the_possession_key_nothing_is_sent() {
    let phone = Phone::new();
    phone.parts.keys.restore(Default::default());
    assert_eq!(result(phone.check()), Err(Error::Storage));
    assert!(phone.log().is_empty(), "{KEY_NAME} is gone");
}

/// 7.3: after these refusals the device cannot know whether the number was taken; all others count as the answer.
#[test]
fn a_number_is_used_up_by_every_refusal_but_those_that_leave_it_open() {
    let open = [
        Refusal::BadNonce,
        Refusal::Malformed,
        Refusal::Other { code: "from-a-newer-service".to_owned() },
        Refusal::TooManyCalls { retry_after: 1 },
        Refusal::Unavailable,
        Refusal::UnknownDevice,
        Refusal::UnknownEndpoint,
        Refusal::UnsupportedVersion { oldest: 2 },
    ];
    let used = [
        Refusal::DigitsWrong,
        Refusal::Disconnected,
        Refusal::Frozen,
        Refusal::LinkExpired,
        Refusal::LinkUsed,
        Refusal::Locked,
        Refusal::NotConfirmed { tries_left: 1 },
        Refusal::PairingRefused,
        Refusal::RequestAnswered { outcome: Outcome::Confirmed },
        Refusal::RequestEnded,
        Refusal::StatementChanged,
    ];
    let is_conclusive = |result| Answered { key: Phone::new().key, now: 0, result }.is_conclusive();
    for refusal in open {
        assert!(!is_conclusive(Err(refusal.clone())), "{refusal:?}");
    }
    for refusal in used {
        assert!(is_conclusive(Err(refusal.clone())), "{refusal:?}");
    }
    assert!(is_conclusive(Ok(claim())));
}
