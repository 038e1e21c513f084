//! Tests logins over rows in memory: those of a stranger who knows the password, beside those of the user.

use key_protocol::request::Subject;

use super::{NewLogin, cancel, settled, start};
use crate::ids::{AccountId, BrowserId, BrowserMark, SessionId, ThrottleId};
use crate::rules::confirmations::NewConfirmation;
use crate::rules::fixtures::{
    ACCOUNT, MARK, MINUTE, NOW, OTHERS, SESSION, THROTTLE, WAITS, ask, browser, confirmation,
    confirmation_id, device_id, end_of, login, request_id, rows, session, told,
};
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome as Outcome};
use crate::store::error::StoreError;
use crate::store::logins::Login;
use crate::store::memory::Rows;
use crate::store::sessions::Session;

const OTHER_MARK: BrowserMark = BrowserMark::from_bytes([6; 16]);

/// A login with a throttle of its own.
fn new(number: u8, known: Option<BrowserMark>) -> NewLogin {
    NewLogin {
        login: Login { throttle: ThrottleId::from_bytes([number; 32]), ..login(number, known) },
        confirmation: NewConfirmation { confirmation: confirmation(number), requests: vec![] },
        session: SESSION,
    }
}

async fn starts(rows: &mut Rows, new: NewLogin, time: i64) -> Result<(), i64> {
    start(rows, new, NOW + time).await.unwrap()
}

/// The outcome of login 1 after login 2 has begun.
async fn first_beside(first: Option<BrowserMark>, second: Option<BrowserMark>) -> Outcome {
    let mut rows = rows([]);
    starts(&mut rows, new(1, first), 0).await.unwrap();
    starts(&mut rows, new(2, second), 1).await.unwrap();
    assert_eq!(end_of(&rows, 2), (Outcome::Pending, None, None));
    let (outcome, ended_at, decided_by) = end_of(&rows, 1);
    assert_eq!((ended_at, decided_by), ((outcome != Outcome::Pending).then_some(NOW + 1), None));
    outcome
}

#[tokio::test]
async fn a_login_in_a_known_browser_is_not_ended_by_a_stranger() {
    assert_eq!(first_beside(Some(MARK), None).await, Outcome::Pending);
}

#[tokio::test]
async fn every_other_login_is_ended_by_a_newer_one() {
    for (first, second) in
        [(None, None), (None, Some(MARK)), (Some(MARK), Some(MARK)), (Some(MARK), Some(OTHER_MARK))]
    {
        assert_eq!(first_beside(first, second).await, Outcome::Superseded, "{first:?} {second:?}");
    }
}

#[tokio::test]
async fn what_waits_and_is_no_login_is_not_ended_by_one() {
    for known in [None, Some(MARK)] {
        let mut rows = rows([]);
        ask(&mut rows, 1, &[]);
        rows.confirmations.insert(confirmation_id(9), confirmation(9));
        starts(&mut rows, new(2, known), 1).await.unwrap();
        assert_eq!((end_of(&rows, 9).0, end_of(&rows, 1).0), (Outcome::Pending, Outcome::Superseded));
    }
}

#[tokio::test]
async fn logins_of_others_and_those_that_have_ended_stay_as_they_are() {
    let mut rows = rows([]);
    for number in [1, 3, 4] {
        ask(&mut rows, number, &[]);
    }
    let mut change = |number, change: fn(&mut Confirmation)| {
        change(rows.confirmations.get_mut(&confirmation_id(number)).unwrap());
    };
    change(1, |theirs| theirs.account = OTHERS);
    change(3, |confirmed| confirmed.outcome = Outcome::Confirmed);
    change(4, |run_out| run_out.expires_at = NOW + 1);
    starts(&mut rows, new(2, Some(MARK)), 1).await.unwrap();
    let outcomes = [1, 3, 4].map(|number| end_of(&rows, number).0);
    assert_eq!(outcomes, [Outcome::Pending, Outcome::Confirmed, Outcome::Pending]);
}

#[tokio::test]
async fn a_login_is_kept_with_its_requests_and_its_session_waits_for_it() {
    let mut rows = rows([]);
    let other = SessionId::from_bytes([8; 32]);
    rows.sessions.extend([SESSION, other].map(|id| (id, session(id))));
    let mut login = new(1, Some(MARK));
    login.confirmation.requests = vec![(device_id(7), request_id(1, 7))];
    starts(&mut rows, login.clone(), 0).await.unwrap();
    assert_eq!(rows.confirmations[&confirmation_id(1)], confirmation(1));
    assert_eq!(rows.logins[&confirmation_id(1)], login.login);
    assert_eq!(rows.requests[&request_id(1, 7)].device, device_id(7));
    let waits = [SESSION, other].map(|id| rows.sessions[&id].confirmation);
    assert_eq!(waits, [Some(confirmation_id(1)), None]);
}

#[tokio::test]
async fn three_logins_cost_nothing_and_the_next_waits_and_changes_nothing() {
    let mut rows = rows([]);
    rows.sessions.insert(SESSION, session(SESSION));
    for number in 1..=3 {
        let login = login(number, None);
        starts(&mut rows, NewLogin { login, ..new(number, None) }, 0).await.unwrap();
    }
    let too_many = NewLogin { login: login(4, Some(MARK)), ..new(4, Some(MARK)) };
    assert_eq!(starts(&mut rows, too_many.clone(), 1).await, Err(29_999));
    assert_eq!(end_of(&rows, 3).0, Outcome::Pending);
    assert!(!rows.confirmations.contains_key(&confirmation_id(4)));
    assert!(!rows.logins.contains_key(&confirmation_id(4)));
    assert_eq!(rows.sessions[&SESSION].confirmation, Some(confirmation_id(3)));
    // A login with another throttle need not wait.
    starts(&mut rows, new(5, None), 1).await.unwrap();
    starts(&mut rows, too_many, 30_000).await.unwrap();
}

#[tokio::test]
async fn a_login_that_is_given_up_ends_and_stays_counted() {
    let mut rows = rows([]);
    for number in 1..=3 {
        let login = NewLogin { login: login(number, None), ..new(number, None) };
        starts(&mut rows, login, 0).await.unwrap();
        cancel(&mut rows, &waiting_for(number), NOW + 1).await.unwrap();
        assert_eq!(end_of(&rows, number), (Outcome::Cancelled, Some(NOW + 1), None));
    }
    let fourth = NewLogin { login: login(4, None), ..new(4, None) };
    assert_eq!(starts(&mut rows, fourth, 2).await, Err(29_998));
}

#[tokio::test]
async fn what_has_ended_or_is_not_there_cannot_be_given_up() {
    let mut rows = rows([]);
    cancel(&mut rows, &session(SESSION), NOW).await.unwrap();
    cancel(&mut rows, &waiting_for(1), NOW).await.unwrap();
    assert!(rows.confirmations.is_empty());
    rows.logins.insert(confirmation_id(1), login(1, None));
    for outcome in [Outcome::Confirmed, Outcome::Declined, Outcome::Locked, Outcome::NotMe] {
        let ended = Confirmation { outcome, ended_at: Some(NOW), ..confirmation(1) };
        rows.confirmations.insert(ended.id, ended.clone());
        cancel(&mut rows, &waiting_for(1), NOW + 1).await.unwrap();
        assert_eq!(end_of(&rows, 1), (outcome, Some(NOW), None));
    }
}

#[tokio::test]
async fn only_a_login_of_the_same_account_is_given_up() {
    let mut rows = rows([]);
    rows.confirmations.insert(confirmation_id(1), confirmation(1));
    cancel(&mut rows, &waiting_for(1), NOW + 1).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Pending, "it is of another kind");
    rows.logins.insert(confirmation_id(1), login(1, None));
    let other = Session { account: AccountId::from_bytes([99; 16]), ..waiting_for(1) };
    cancel(&mut rows, &other, NOW + 1).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Pending, "it is somebody else's");
    cancel(&mut rows, &waiting_for(1), NOW + 1).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Cancelled);
}

fn waiting_for(number: u8) -> Session {
    Session { confirmation: Some(confirmation_id(number)), ..session(SESSION) }
}

/// Settles login 1 with this outcome.
async fn follows(rows: &mut Rows, outcome: Outcome) {
    let ended = Confirmation { outcome, ..confirmation(1) };
    let Some(Subject::Login { browser, place, .. }) = &ended.subject else { panic!() };
    settled(rows, &ended, (browser, place), NOW + 5).await.unwrap();
}

/// Login 1 in a known browser, which another account knows too.
async fn in_known_browser() -> Rows {
    let (mut rows, id) = (rows([]), BrowserId::from_bytes([1; 32]));
    let all = [browser(id, ACCOUNT, MARK), browser(id, OTHERS, MARK)];
    rows.browsers.extend(all.map(|browser| ((id, browser.account), browser)));
    let second = browser(BrowserId::from_bytes([2; 32]), ACCOUNT, OTHER_MARK);
    rows.browsers.insert((second.id, second.account), second);
    starts(&mut rows, NewLogin { login: login(1, Some(MARK)), ..new(1, None) }, 0).await.unwrap();
    rows
}

#[tokio::test]
async fn a_confirmed_login_is_not_counted_and_a_declined_one_is() {
    for (outcome, is_counted) in [
        (Outcome::Confirmed, false),
        (Outcome::Declined, true),
        (Outcome::DigitsWrong, true),
        (Outcome::Locked, true),
    ] {
        let mut rows = in_known_browser().await;
        follows(&mut rows, outcome).await;
        assert_eq!(rows.throttles.contains_key(&THROTTLE), is_counted, "{outcome:?}");
        assert!(rows.browsers.values().all(|browser| browser.reported_at.is_none()));
        assert_eq!(told(&rows), []);
    }
}

#[tokio::test]
async fn a_login_of_somebody_else_is_told_pauses_and_reports_its_browser_alone() {
    let mut rows = in_known_browser().await;
    follows(&mut rows, Outcome::NotMe).await;
    let event = (NotificationKind::LoginNotMe, ACCOUNT, "Firefox on Linux, 192.0.2.1", NOW + 5);
    assert_eq!(told(&rows), [event]);
    let reported: Vec<_> = rows.browsers.values().filter(|browser| browser.reported_at.is_some()).collect();
    let [reported] = reported[..] else { panic!("{reported:?}") };
    assert_eq!((reported.account, reported.mark, reported.reported_at), (ACCOUNT, MARK, Some(NOW + 5)));
    let next = || NewLogin { login: login(2, Some(MARK)), ..new(2, None) };
    assert_eq!(starts(&mut rows, next(), 6).await, Err(15 * MINUTE - 1));
    starts(&mut rows, new(3, Some(OTHER_MARK)), 6).await.unwrap();
    starts(&mut rows, next(), 15 * MINUTE + 5).await.unwrap();
}

#[tokio::test]
async fn a_login_of_somebody_else_in_an_unknown_browser_reports_none() {
    let mut rows = in_known_browser().await;
    rows.logins.insert(confirmation_id(1), login(1, None));
    follows(&mut rows, Outcome::NotMe).await;
    assert!(rows.browsers.values().all(|browser| browser.reported_at.is_none()));
    assert_eq!(told(&rows).len(), 1);
    assert_eq!(rows.throttles[&THROTTLE].until, NOW + 5 + 15 * MINUTE);
}

#[tokio::test]
async fn without_its_login_a_confirmation_of_one_is_damaged() {
    let ended = Confirmation { outcome: Outcome::Confirmed, expires_at: NOW + WAITS, ..confirmation(1) };
    let Some(Subject::Login { browser, place, .. }) = &ended.subject else { panic!() };
    let settled = settled(&mut rows([]), &ended, (browser, place), NOW).await;
    assert!(matches!(settled, Err(StoreError::Damaged("login"))));
}
