//! Tests decisions over rows in memory: late, foreign, altered, and from two devices at once.

use key_protocol::answer::Refusal;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::receipt::Outcome as Told;
use key_protocol::request::Request as Asked;
use key_protocol::shown::ShownText;
use key_protocol::statement::{Statement, StatementView, WORDING};
use key_protocol::{VERSION, base64url, json};

use super::{Open, cannot_show, forgive_digits, open, outcome, says_what_was_asked, settle};
use crate::rules::fixtures::{
    MINUTE, NOW, WAITS, ask, confirmation, confirmation_id, device, device_id, device_in, end_of, request_id,
    rows,
};
use crate::store::confirmations::ConfirmationOutcome as Outcome;
use crate::store::devices::Lifecycle;
use crate::store::error::StoreError;
use crate::store::memory::Rows;

/// The request as the device received it.
fn asked(id: RequestId) -> Asked {
    Asked {
        v: VERSION,
        id,
        device: device_id(7),
        service: ShownText::parse("Laine & Co").unwrap(),
        username: ShownText::parse("mira").unwrap(),
        tenant: None,
        issued: NOW / 1000,
        expires: (NOW + WAITS) / 1000,
        digits: true,
        subject: confirmation(1).subject.unwrap(),
    }
}

fn jws(asked: &Asked) -> String {
    format!("header.{}.signature", base64url::encode(&json::write(asked)))
}

/// Login 1 waits for devices 7 and 8, and was delivered to both.
fn delivered() -> Rows {
    let mut rows = rows([device(7), device(8)]);
    ask(&mut rows, 1, &[7, 8]);
    for request in rows.requests.values_mut() {
        request.jws = Some(jws(&asked(request.id)));
    }
    rows
}

async fn opened(rows: &mut Rows, number: u8, id: RequestId, time: i64) -> Result<Open, Refusal> {
    let device = rows.devices[&device_id(number)].clone();
    open(rows, &device, id, NOW + time).await.unwrap()
}

async fn refusal(rows: &mut Rows, time: i64) -> Option<Refusal> {
    opened(rows, 7, request_id(1, 7), time).await.err()
}

const ENDED: Option<Refusal> = Some(Refusal::RequestEnded);

#[tokio::test]
async fn what_was_delivered_to_a_device_is_open_to_it_and_to_no_other() {
    let mut rows = delivered();
    let id = request_id(1, 7);
    let open = opened(&mut rows, 7, id, 0).await.unwrap();
    assert_eq!((&open.asked, &open.jws, open.confirmation), (&asked(id), &jws(&asked(id)), confirmation(1)));
    assert_eq!(opened(&mut rows, 8, id, 0).await.err(), ENDED);
    assert_eq!(opened(&mut rows, 7, request_id(2, 7), 0).await.err(), ENDED);
}

#[tokio::test]
async fn what_was_never_delivered_is_as_good_as_none() {
    let mut rows = delivered();
    rows.requests.get_mut(&request_id(1, 7)).unwrap().jws = None;
    assert_eq!(refusal(&mut rows, 0).await, ENDED);
    assert_eq!(opened(&mut rows, 8, request_id(1, 8), 0).await.err(), None);
}

#[tokio::test]
async fn a_request_lives_to_the_last_millisecond_and_not_in_the_past() {
    let ends = [-10_001, -10_000, 0, WAITS - 1, WAITS].map(async |time| {
        let mut rows = delivered();
        refusal(&mut rows, time).await
    });
    let mut refused = Vec::new();
    for end in ends {
        refused.push(end.await);
    }
    assert_eq!(refused, [ENDED, None, None, None, ENDED]);
}

#[tokio::test]
async fn who_comes_second_is_told_how_it_was_answered() {
    for (ended, told) in [
        (Outcome::Confirmed, Some(Refusal::RequestAnswered { outcome: Told::Confirmed })),
        (Outcome::Declined, Some(Refusal::RequestAnswered { outcome: Told::Declined })),
        (Outcome::NotMe, Some(Refusal::RequestAnswered { outcome: Told::Declined })),
        (Outcome::Cancelled, ENDED),
        (Outcome::DigitsWrong, ENDED),
        (Outcome::Locked, ENDED),
        (Outcome::Superseded, ENDED),
    ] {
        for time in [0, 10 * MINUTE] {
            let mut rows = delivered();
            rows.confirmations.get_mut(&confirmation_id(1)).unwrap().outcome = ended;
            assert_eq!(refusal(&mut rows, time).await, told, "{ended:?}");
        }
    }
}

#[tokio::test]
async fn a_device_that_is_not_active_decides_nothing_and_learns_nothing() {
    for state in [
        Lifecycle::Pairing,
        Lifecycle::Disconnected,
        Lifecycle::Frozen,
        Lifecycle::Locked,
        Lifecycle::Refused,
    ] {
        for ended in [Outcome::Pending, Outcome::Confirmed, Outcome::Declined] {
            let mut rows = delivered();
            rows.devices.insert(device_id(7), device_in(7, state));
            rows.confirmations.get_mut(&confirmation_id(1)).unwrap().outcome = ended;
            assert_eq!(refusal(&mut rows, 0).await, ENDED, "{state:?}");
        }
    }
}

#[tokio::test]
async fn a_request_that_has_ended_for_one_device_is_open_to_another() {
    let mut rows = delivered();
    rows.requests.get_mut(&request_id(1, 7)).unwrap().ended_at = Some(NOW);
    assert_eq!(refusal(&mut rows, 0).await, ENDED);
    assert_eq!(opened(&mut rows, 8, request_id(1, 8), 0).await.err(), None);
}

#[tokio::test]
async fn what_is_damaged_is_not_taken_for_ended() {
    let (device, id) = (device(7), request_id(1, 7));
    for text in ["", "header", "header.!.signature", "header.e30.signature"] {
        let mut rows = delivered();
        rows.requests.get_mut(&id).unwrap().jws = Some(text.to_owned());
        let opened = open(&mut rows, &device, id, NOW).await;
        assert!(matches!(opened, Err(StoreError::Damaged("jws"))), "{text}");
    }
    let mut rows = delivered();
    rows.confirmations.clear();
    let opened = open(&mut rows, &device, id, NOW).await;
    assert!(matches!(opened, Err(StoreError::Damaged("request"))));
}

const VIEW: StatementView = StatementView { language: Language::Finnish, utc_offset: 120, wording: WORDING };

/// The confirmation that device 7 can decide on, and its decision.
async fn shown() -> (Open, Decision) {
    let open = opened(&mut delivered(), 7, request_id(1, 7), 0).await.unwrap();
    let decision = Decision {
        v: VERSION,
        answer: DecisionAnswer::Confirm,
        at: NOW / 1000,
        device: device_id(7),
        digits: Some(digits()),
        request: open.asked.id,
        request_hash: request_hash(&open.jws),
        statement: Statement::render(&open.asked, VIEW).unwrap().text(),
        view: VIEW,
    };
    (open, decision)
}

fn digits() -> SixDigits {
    SixDigits::from_number(416_207)
}

#[tokio::test]
async fn a_decision_says_what_was_asked_word_for_word() {
    let (open, decision) = shown().await;
    assert!(says_what_was_asked(&decision, &open));
    let statement = format!("{}!", decision.statement);
    let other_hash = request_hash(&jws(&asked(request_id(1, 8))));
    let other_words = StatementView { language: Language::English, ..VIEW };
    let other_time = StatementView { utc_offset: 60, ..VIEW };
    let unknown = StatementView { wording: WORDING + 1, ..VIEW };
    for wrong in [
        Decision { statement, ..decision.clone() },
        Decision { statement: String::new(), ..decision.clone() },
        Decision { request_hash: other_hash, ..decision.clone() },
        Decision { view: other_words, ..decision.clone() },
        Decision { view: other_time, ..decision.clone() },
        Decision { view: unknown, ..decision.clone() },
    ] {
        assert!(!says_what_was_asked(&wrong, &open), "{wrong:?}");
    }
}

#[tokio::test]
async fn the_first_wrong_digits_are_forgiven_and_no_others() {
    let mut rows = rows([device(7)]);
    ask(&mut rows, 1, &[7]);
    let mut confirmation = rows.confirmations[&confirmation_id(1)].clone();
    assert!(forgive_digits(&mut rows, &mut confirmation).await.unwrap());
    let mut stored = rows.confirmations[&confirmation_id(1)].clone();
    assert!(stored.mistyped && stored.outcome == Outcome::Pending);
    assert!(!forgive_digits(&mut rows, &mut stored).await.unwrap());
}

#[tokio::test]
async fn digits_count_for_a_yes_that_was_asked_for_them_and_for_nothing_else() {
    let (open, decision) = shown().await;
    let (right, wrong) = (Some(digits()), Some(SixDigits::from_number(416_208)));
    use DecisionAnswer::{Confirm, Decline, NotMe};
    for (answer, typed, is_asked, expected) in [
        (Confirm, &right, true, Outcome::Confirmed),
        (Confirm, &wrong, true, Outcome::DigitsWrong),
        (Confirm, &None, true, Outcome::DigitsWrong),
        (Confirm, &right, false, Outcome::Confirmed),
        (Confirm, &wrong, false, Outcome::Confirmed),
        (Confirm, &None, false, Outcome::Confirmed),
        (Decline, &wrong, true, Outcome::Declined),
        (Decline, &None, true, Outcome::Declined),
        (NotMe, &None, true, Outcome::NotMe),
        (NotMe, &right, true, Outcome::NotMe),
    ] {
        let open = Open { asked: Asked { digits: is_asked, ..open.asked.clone() }, ..open.clone() };
        let decision = Decision { answer, digits: typed.clone(), ..decision.clone() };
        assert_eq!(outcome(&decision, &open, &digits()), expected, "{answer:?} {typed:?} {is_asked}");
    }
}

#[tokio::test]
async fn the_first_of_two_devices_settles_for_both() {
    for first in [Outcome::Confirmed, Outcome::Declined, Outcome::NotMe, Outcome::DigitsWrong] {
        let mut rows = delivered();
        let open = opened(&mut rows, 8, request_id(1, 8), 5).await.unwrap();
        let mut device = rows.devices[&device_id(8)].clone();
        settle(&mut rows, &mut device, open.confirmation, first, NOW + 5).await.unwrap();
        assert_eq!(end_of(&rows, 1), (first, Some(NOW + 5), Some(device_id(8))));
        for (number, used_at) in [(7, None), (8, Some(NOW + 5))] {
            assert_eq!(rows.devices[&device_id(number)].used_at, used_at);
            assert!(opened(&mut rows, number, request_id(1, number), 6).await.is_err());
        }
        assert_eq!(device.used_at, Some(NOW + 5));
    }
}

#[tokio::test]
async fn a_device_that_cannot_show_a_request_says_so_once_and_others_may_answer() {
    let (mut rows, id) = (delivered(), request_id(1, 7));
    let hash = request_hash(&jws(&asked(id)));
    for time in [5, 6] {
        assert_eq!(cannot_show(&mut rows, &device(7), id, &hash, NOW + time).await.unwrap(), Ok(()));
        assert_eq!(rows.requests[&id].unshown_at, Some(NOW + 5));
    }
    assert_eq!(rows.requests[&request_id(1, 8)].unshown_at, None);
    assert_eq!(end_of(&rows, 1), (Outcome::Pending, None, None));
    assert_eq!(opened(&mut rows, 8, request_id(1, 8), 7).await.err(), None);
}

#[tokio::test]
async fn what_was_not_delivered_to_a_device_it_cannot_fail_to_show() {
    let id = request_id(1, 7);
    let (hash, other) = (request_hash(&jws(&asked(id))), request_hash(&jws(&asked(request_id(1, 8)))));
    for (number, id, hash) in [(7, id, &other), (8, id, &hash), (7, request_id(2, 7), &hash)] {
        let mut rows = delivered();
        let refused = cannot_show(&mut rows, &device(number), id, hash, NOW).await.unwrap();
        assert_eq!(refused, Err(Refusal::RequestEnded));
        assert!(rows.requests.values().all(|request| request.unshown_at.is_none()));
    }
    let mut rows = delivered();
    rows.requests.get_mut(&id).unwrap().jws = None;
    let refused = cannot_show(&mut rows, &device(7), id, &hash, NOW).await.unwrap();
    assert_eq!(refused, Err(Refusal::RequestEnded));
}
