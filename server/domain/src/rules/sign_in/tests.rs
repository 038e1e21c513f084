//! Tests sign-in over rows in memory: repeated, late, or by another session.

mod numbers;

use super::{Remembered, by_key, by_login, remember};
use crate::ids::{BrowserId, BrowserMark, SessionId};
use crate::rules::fixtures::{
    ACCOUNT, MARK, MINUTE, NOW, OTHERS, SESSION, ask, browser, confirmation_id, device, device_id, rows,
    session,
};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome as Outcome};
use crate::store::devices::Lifecycle;
use crate::store::memory::Rows;
use crate::store::sessions::{Browser, NewSession, Session, SignedInBy, Stage};

/// The session that replaces the one before.
const SIGNED_IN: SessionId = SessionId::from_bytes([30; 32]);

const OTHER_SESSION: SessionId = SessionId::from_bytes([8; 32]);
const OTHER_MARK: BrowserMark = BrowserMark::from_bytes([6; 16]);

const OLD: BrowserId = BrowserId::from_bytes([1; 32]);
const NEW: BrowserId = BrowserId::from_bytes([2; 32]);

const fn new_session() -> NewSession {
    let by = Some(SignedInBy::Device(device_id(7)));
    NewSession { id: SIGNED_IN, account: ACCOUNT, stage: Stage::SignedIn, pairing: None, by }
}

fn remembered(old: Option<BrowserId>) -> Remembered {
    Remembered { old, id: NEW, mark: OTHER_MARK, name: "Chrome on Windows".to_owned() }
}

/// Rows in which a session waits for login 1, which device 7 has confirmed at [`NOW`].
fn confirmed() -> Rows {
    let mut rows = rows([device(7)]);
    ask(&mut rows, 1, &[]);
    change(&mut rows, |confirmation| {
        (confirmation.outcome, confirmation.ended_at) = (Outcome::Confirmed, Some(NOW));
        confirmation.decided_by = Some(device_id(7));
    });
    let confirmation = Some(confirmation_id(1));
    rows.sessions.insert(SESSION, Session { confirmation, ..session(SESSION) });
    rows
}

fn change(rows: &mut Rows, change: impl FnOnce(&mut Confirmation)) {
    change(rows.confirmations.get_mut(&confirmation_id(1)).unwrap());
}

async fn signs_in(rows: &mut Rows, old: SessionId, time: i64) -> bool {
    by_login(rows, old, &new_session(), &remembered(None), NOW + time).await.unwrap()
}

/// Whether the sign-in has changed nothing.
fn is_untouched(rows: &Rows) -> bool {
    let is_taken = rows.logins.values().any(|login| login.taken_at.is_some());
    !is_taken && rows.browsers.is_empty() && !rows.sessions.contains_key(&SIGNED_IN)
}

#[tokio::test]
async fn a_confirmed_login_signs_its_session_in_with_a_new_one_and_remembers_the_browser() {
    let mut rows = confirmed();
    rows.sessions.insert(OTHER_SESSION, session(OTHER_SESSION));
    assert!(signs_in(&mut rows, SESSION, 5).await);
    assert!(!rows.sessions.contains_key(&SESSION));
    let signed_in = &rows.sessions[&SIGNED_IN];
    assert_eq!(
        (signed_in.account, signed_in.stage, signed_in.created_at),
        (ACCOUNT, Stage::SignedIn, NOW + 5)
    );
    assert_eq!((signed_in.confirmation, signed_in.by), (None, Some(SignedInBy::Device(device_id(7)))));
    assert_eq!(rows.logins[&confirmation_id(1)].taken_at, Some(NOW + 5));
    assert_eq!(rows.browsers[&(NEW, ACCOUNT)].mark, OTHER_MARK);
    assert_eq!(rows.sessions[&OTHER_SESSION].stage, Stage::Password);
}

#[tokio::test]
async fn a_login_is_taken_once_whoever_waits_for_it() {
    let mut rows = confirmed();
    let waits = Session { id: OTHER_SESSION, ..rows.sessions[&SESSION].clone() };
    rows.sessions.insert(OTHER_SESSION, waits);
    assert!(signs_in(&mut rows, SESSION, 5).await);
    for old in [SESSION, OTHER_SESSION, SIGNED_IN] {
        assert!(!signs_in(&mut rows, old, 6).await);
    }
    assert_eq!(rows.logins[&confirmation_id(1)].taken_at, Some(NOW + 5));
    assert_eq!(rows.sessions[&SIGNED_IN].created_at, NOW + 5);
}

#[tokio::test]
async fn a_login_can_be_taken_for_five_minutes_from_its_end() {
    for (time, is_taken) in [(-10_001, false), (-10_000, true), (5 * MINUTE - 1, true), (5 * MINUTE, false)] {
        let mut rows = confirmed();
        // The login may have waited for its answer for any time.
        change(&mut rows, |confirmation| confirmation.expires_at = NOW - MINUTE);
        assert_eq!(signs_in(&mut rows, SESSION, time).await, is_taken, "{time}");
        assert_eq!(is_untouched(&rows), !is_taken);
    }
    let mut rows = confirmed();
    change(&mut rows, |confirmation| confirmation.ended_at = None);
    assert!(!signs_in(&mut rows, SESSION, 0).await);
}

#[tokio::test]
async fn only_a_confirmed_login_signs_in() {
    for outcome in [
        Outcome::Cancelled,
        Outcome::Declined,
        Outcome::DigitsWrong,
        Outcome::Locked,
        Outcome::NotMe,
        Outcome::Pending,
        Outcome::Superseded,
    ] {
        let mut rows = confirmed();
        change(&mut rows, |confirmation| confirmation.outcome = outcome);
        assert!(!signs_in(&mut rows, SESSION, 0).await, "{outcome:?}");
        assert!(is_untouched(&rows));
    }
}

#[tokio::test]
async fn a_session_takes_no_login_but_its_own() {
    let mut rows = confirmed();
    rows.sessions.insert(OTHER_SESSION, session(OTHER_SESSION));
    assert!(!signs_in(&mut rows, OTHER_SESSION, 0).await);
    assert!(!signs_in(&mut rows, SessionId::from_bytes([9; 32]), 0).await);
    assert!(is_untouched(&rows));
    // A confirmation with another subject, or none, does not sign in either.
    rows.logins.clear();
    assert!(!signs_in(&mut rows, SESSION, 0).await);
    rows.confirmations.clear();
    assert!(!signs_in(&mut rows, SESSION, 0).await);
    assert!(is_untouched(&rows));
}

#[tokio::test]
async fn a_session_of_somebody_else_or_of_another_stage_takes_nothing() {
    for stage in [Stage::Identified, Stage::SignedIn] {
        let mut rows = confirmed();
        rows.sessions.get_mut(&SESSION).unwrap().stage = stage;
        assert!(!signs_in(&mut rows, SESSION, 0).await, "{stage:?}");
        assert!(is_untouched(&rows));
    }
    let mut rows = confirmed();
    rows.sessions.get_mut(&SESSION).unwrap().account = OTHERS;
    assert!(!signs_in(&mut rows, SESSION, 0).await);
    let mut rows = confirmed();
    change(&mut rows, |confirmation| confirmation.account = OTHERS);
    assert!(!signs_in(&mut rows, SESSION, 0).await);
    assert!(is_untouched(&rows));
}

#[tokio::test]
async fn a_session_that_is_gone_is_not_replaced_and_no_browser_remembered() {
    let mut rows = rows([]);
    let remembered = remembered(None);
    assert!(!by_key(&mut rows, SESSION, &new_session(), &remembered, NOW).await.unwrap());
    assert!(is_untouched(&rows));
    rows.sessions.insert(SESSION, session(SESSION));
    assert!(by_key(&mut rows, SESSION, &new_session(), &remembered, NOW).await.unwrap());
    assert!(!by_key(&mut rows, SESSION, &new_session(), &remembered, NOW).await.unwrap());
}

/// Adds the browsers to those that accounts know.
fn known(rows: &mut Rows, browsers: impl IntoIterator<Item = Browser>) {
    rows.browsers.extend(browsers.into_iter().map(|browser| ((browser.id, browser.account), browser)));
}

#[tokio::test]
async fn a_browser_is_remembered_with_its_first_mark() {
    let mut rows = rows([]);
    remember(&mut rows, &remembered(None), ACCOUNT, NOW + 5).await.unwrap();
    let (name, seen_at) = ("Chrome on Windows".to_owned(), NOW + 5);
    let expected = Browser { name, seen_at, ..browser(NEW, ACCOUNT, OTHER_MARK) };
    assert_eq!(rows.browsers, [((NEW, ACCOUNT), expected)].into());
}

#[tokio::test]
async fn a_browser_that_signs_in_again_has_another_identity_and_keeps_its_mark_and_report() {
    let mut rows = rows([]);
    let reported_at = Some(NOW - 5);
    known(&mut rows, [Browser { reported_at, ..browser(OLD, ACCOUNT, MARK) }]);
    remember(&mut rows, &remembered(Some(OLD)), ACCOUNT, NOW + 5).await.unwrap();
    let (name, seen_at) = ("Chrome on Windows".to_owned(), NOW + 5);
    let expected = Browser { name, seen_at, reported_at, ..browser(NEW, ACCOUNT, MARK) };
    assert_eq!(rows.browsers, [((NEW, ACCOUNT), expected)].into());
}

/// An old identity that was stolen from one account's sign-in is of no use with another account.
#[tokio::test]
async fn a_browser_gets_its_new_identity_for_all_accounts_and_one_is_seen() {
    let mut rows = rows([]);
    known(&mut rows, [browser(OLD, OTHERS, MARK), browser(BrowserId::from_bytes([3; 32]), ACCOUNT, MARK)]);
    remember(&mut rows, &remembered(Some(OLD)), ACCOUNT, NOW + 5).await.unwrap();
    assert_eq!(rows.browsers.len(), 3);
    assert_eq!(rows.browsers[&(NEW, OTHERS)], browser(NEW, OTHERS, MARK));
    assert_eq!(rows.browsers[&(NEW, ACCOUNT)].mark, OTHER_MARK);
    assert!(!rows.browsers.keys().any(|(id, _)| *id == OLD));
}

#[tokio::test]
async fn without_the_old_identity_nothing_is_renamed() {
    let mut rows = rows([]);
    known(&mut rows, [browser(OLD, ACCOUNT, MARK)]);
    remember(&mut rows, &remembered(None), ACCOUNT, NOW + 5).await.unwrap();
    assert_eq!(rows.browsers[&(OLD, ACCOUNT)], browser(OLD, ACCOUNT, MARK));
    assert_eq!(rows.browsers.len(), 2);
}

#[tokio::test]
async fn a_phone_that_was_removed_since_signs_nobody_in() {
    for state in [Lifecycle::Disconnected, Lifecycle::Frozen, Lifecycle::Locked] {
        let mut rows = confirmed();
        rows.devices.get_mut(&device_id(7)).unwrap().state = state;
        assert!(!signs_in(&mut rows, SESSION, 1).await, "{state:?}");
        assert!(is_untouched(&rows));
    }
}
