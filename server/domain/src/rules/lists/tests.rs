//! Tests new lists over rows in memory.

use key_protocol::request::Subject;

use super::{allow, end_with, take_up};
use crate::rules::fixtures::{
    ACCOUNT, NOW, OTHERS, SESSION, THROTTLE, ask, confirmation_id, device, rows, session, told,
};
use crate::store::accounts::NotificationKind;
use crate::store::changes::Change;
use crate::store::confirmations::ConfirmationOutcome as Outcome;
use crate::store::memory::Rows;
use crate::store::sessions::{SHOW_LIST, Session, Stage};

const OLD: [u8; 32] = [1; 32];
const NEW: [[u8; 32]; 2] = [[2; 32], [3; 32]];

/// The signed-in session has asked for a new list, with this outcome.
fn asked(outcome: Outcome) -> Rows {
    let mut rows = rows([device(7)]);
    ask(&mut rows, 1, &[7]);
    let id = confirmation_id(1);
    let confirmation = rows.confirmations.get_mut(&id).unwrap();
    let (browser, place) = {
        let subject = confirmation.subject.as_ref().unwrap();
        (subject.browser().clone(), subject.place().clone())
    };
    confirmation.subject = Some(Subject::NewList { browser, place });
    confirmation.outcome = outcome;
    confirmation.ended_at = Some(NOW);
    confirmation.decided_by = Some(crate::rules::fixtures::device_id(7));
    let change =
        Change { confirmation: id, session: SESSION, throttle: THROTTLE, device: None, taken_at: None };
    rows.changes.insert(id, change);
    let signed_in = Session { stage: Stage::SignedIn, confirmation: Some(id), ..session(SESSION) };
    rows.sessions.insert(SESSION, signed_in);
    rows.numbers.insert((ACCOUNT, 1), OLD);
    rows.numbers.insert((OTHERS, 1), OLD);
    rows
}

#[tokio::test]
async fn pk16_a_confirmed_list_takes_the_place_of_the_old_one_once() {
    let mut rows = asked(Outcome::Confirmed);
    assert!(take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap());
    assert_eq!(rows.numbers[&(ACCOUNT, 1)], NEW[0]);
    assert_eq!((rows.numbers[&(ACCOUNT, 2)], rows.numbers[&(OTHERS, 1)]), (NEW[1], OLD));
    assert_eq!(rows.sessions[&SESSION].list_until, Some(NOW + SHOW_LIST));
    assert_eq!(told(&rows), [(NotificationKind::ListChanged, ACCOUNT, "", NOW)]);
    assert!(!take_up(&mut rows, SESSION, &[[9; 32]], NOW).await.unwrap());
    assert_eq!(rows.numbers[&(ACCOUNT, 1)], NEW[0]);
}

/// A thief's list goes with the phone that has confirmed it, and with no other, and not after a week.
#[tokio::test]
async fn pk16_a_list_goes_with_the_phone_that_has_confirmed_it() {
    for (removed, later, stays) in [(7, 0, false), (7, 8 * 24 * 60 * 60_000, true), (9, 0, true)] {
        let mut rows = asked(Outcome::Confirmed);
        assert!(take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap());
        end_with(&mut rows, &device(removed), NOW + later).await.unwrap();
        assert_eq!(rows.numbers.contains_key(&(ACCOUNT, 1)), stays, "{removed} {later}");
        assert!(rows.numbers.contains_key(&(OTHERS, 1)));
    }
}

/// The right to make a list, for a user without a phone, is used once, and by nobody before the browser comes back.
#[tokio::test]
async fn pk16_a_session_that_may_make_a_list_makes_one() {
    let mut rows = rows([]);
    rows.sessions.insert(SESSION, Session { stage: Stage::SignedIn, ..session(SESSION) });
    rows.numbers.insert((ACCOUNT, 1), OLD);
    assert!(!take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap());
    allow(&mut rows, SESSION).await.unwrap();
    assert_eq!(rows.numbers[&(ACCOUNT, 1)], OLD, "a lost answer costs no list");
    assert!(!rows.sessions[&SESSION].shows_list(NOW));
    assert!(take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap());
    assert!(!take_up(&mut rows, SESSION, &[[9; 32]], NOW).await.unwrap());
    assert_eq!(rows.numbers[&(ACCOUNT, 1)], NEW[0]);
}

#[tokio::test]
async fn pk16_nothing_is_replaced_without_a_confirmation() {
    for outcome in [Outcome::Pending, Outcome::Declined, Outcome::NotMe, Outcome::DigitsWrong] {
        let mut rows = asked(outcome);
        assert!(!take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap(), "{outcome:?}");
        assert_eq!(rows.numbers[&(ACCOUNT, 1)], OLD);
    }
}

/// A confirmation that a phone is added makes no list.
#[tokio::test]
async fn pk16_another_change_makes_no_list() {
    let mut rows = asked(Outcome::Confirmed);
    let confirmation = rows.confirmations.get_mut(&confirmation_id(1)).unwrap();
    let (browser, place) = {
        let subject = confirmation.subject.as_ref().unwrap();
        (subject.browser().clone(), subject.place().clone())
    };
    confirmation.subject = Some(Subject::AddDevice { browser, place });
    assert!(!take_up(&mut rows, SESSION, &NEW, NOW).await.unwrap());
    assert_eq!(rows.numbers[&(ACCOUNT, 1)], OLD);
}
