//! Tests one-time passwords.

use super::super::{Destination, OneTime, by_number};
use super::{NEW, OTHER_SESSION, SIGNED_IN, confirmed, remembered};
use crate::ids::{PairingId, ThrottleId};
use crate::rules::fixtures::{
    ACCOUNT, NOW, OTHERS, SESSION, THROTTLE, ask, confirmation_id, end_of, rows, session,
};
use crate::rules::throttles::{Pace, Throttle, count};
use crate::store::confirmations::ConfirmationOutcome as Outcome;
use crate::store::memory::Rows;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{NewSession, Session, SignedInBy, Stage};

const LINK: NewPairing =
    NewPairing { id: PairingId::from_bytes([1; 16]), token_hash: [1; 32], by_sms: false };

const RIGHT: OneTime = OneTime { number: 2, hash: [22; 32] };

/// Rows with a session that has entered the password, and two one-time passwords of its account.
fn listed() -> Rows {
    let mut rows = rows([]);
    rows.sessions.insert(SESSION, session(SESSION));
    rows.numbers = [((ACCOUNT, 1), [21; 32]), ((ACCOUNT, 2), [22; 32]), ((OTHERS, 3), [23; 32])].into();
    rows
}

async fn types(rows: &mut Rows, old: &Session, typed: OneTime, opened: Destination) -> bool {
    let stage = match opened {
        Destination::Home(_) => Stage::SignedIn,
        Destination::List => Stage::SignedIn,
        Destination::Pairing(_) => Stage::Identified,
    };
    let by = Some(SignedInBy::Number(typed.number));
    let new = NewSession { id: SIGNED_IN, account: ACCOUNT, stage, pairing: None, by };
    by_number(rows, (old, new), typed, opened, &[], NOW + 5).await.unwrap()
}

#[tokio::test]
async fn a_one_time_password_signs_in_once() {
    let mut rows = listed();
    assert!(types(&mut rows, &session(SESSION), RIGHT, Destination::Home(remembered(None))).await);
    let signed_in = &rows.sessions[&SIGNED_IN];
    assert_eq!((signed_in.stage, signed_in.by), (Stage::SignedIn, Some(SignedInBy::Number(2))));
    assert_eq!((signed_in.created_at, signed_in.pairing), (NOW + 5, None));
    assert!(rows.browsers.contains_key(&(NEW, ACCOUNT)));
    assert!(!rows.sessions.contains_key(&SESSION) && !rows.numbers.contains_key(&(ACCOUNT, 2)));
    // A session that still exists cannot use it again either.
    rows.sessions.insert(SESSION, session(SESSION));
    assert!(!types(&mut rows, &session(SESSION), RIGHT, Destination::Home(remembered(None))).await);
    assert!(rows.sessions.contains_key(&SESSION));
}

#[tokio::test]
async fn another_one_time_password_or_that_of_somebody_else_changes_nothing() {
    for typed in [
        OneTime { number: 2, hash: [21; 32] },
        OneTime { number: 1, hash: [22; 32] },
        OneTime { number: 3, hash: [23; 32] },
        OneTime { number: 4, hash: [0; 32] },
    ] {
        let mut rows = listed();
        assert!(!types(&mut rows, &session(SESSION), typed, Destination::Home(remembered(None))).await);
        assert_eq!((rows.numbers.len(), rows.browsers.len()), (3, 0), "{typed:?}");
        assert!(rows.sessions.contains_key(&SESSION) && !rows.sessions.contains_key(&SIGNED_IN));
    }
}

/// The writes are then discarded, including the used number.
#[tokio::test]
async fn a_session_that_has_ended_meanwhile_is_not_signed_in() {
    let mut rows = listed();
    rows.sessions.clear();
    for opened in [Destination::Home(remembered(None)), Destination::Pairing(LINK)] {
        rows.numbers.insert((ACCOUNT, 2), [22; 32]);
        assert!(!types(&mut rows, &session(SESSION), RIGHT, opened).await);
        assert_eq!((rows.sessions.len(), rows.browsers.len(), rows.pairings.len()), (0, 0, 0));
    }
}

#[tokio::test]
async fn a_one_time_password_opens_a_link_for_the_new_session() {
    let mut rows = listed();
    assert!(types(&mut rows, &session(SESSION), RIGHT, Destination::Pairing(LINK)).await);
    let identified = &rows.sessions[&SIGNED_IN];
    assert_eq!((identified.stage, identified.pairing), (Stage::Identified, Some(LINK.id)));
    assert_eq!(rows.pairings[&LINK.id].0.account, ACCOUNT);
    assert_eq!((rows.sessions.len(), rows.browsers.len()), (1, 0));
}

#[tokio::test]
async fn a_login_that_the_session_waits_for_is_given_up_and_no_other() {
    let mut rows = listed();
    for number in [1, 2] {
        ask(&mut rows, number, &[]);
    }
    let waits = Session { confirmation: Some(confirmation_id(1)), ..session(SESSION) };
    assert!(types(&mut rows, &waits, RIGHT, Destination::Home(remembered(None))).await);
    assert_eq!(end_of(&rows, 1), (Outcome::Cancelled, Some(NOW + 5), None));
    assert_eq!(end_of(&rows, 2), (Outcome::Pending, None, None));
}

#[tokio::test]
async fn a_login_that_was_confirmed_stays_so_and_one_that_is_gone_is_no_hindrance() {
    for is_there in [true, false] {
        let mut rows = Rows { numbers: listed().numbers, ..confirmed() };
        let waits = rows.sessions[&SESSION].clone();
        if !is_there {
            rows.confirmations.clear();
        }
        assert!(types(&mut rows, &waits, RIGHT, Destination::Home(remembered(None))).await);
        let confirmation = rows.confirmations.get(&confirmation_id(1));
        let outcome = confirmation.map(|confirmation| (confirmation.outcome, confirmation.ended_at));
        assert_eq!(outcome, is_there.then_some((Outcome::Confirmed, Some(NOW))));
    }
}

#[tokio::test]
async fn who_has_proven_to_be_the_user_is_not_counted_and_all_others_are() {
    let ids = [THROTTLE, ThrottleId::from_bytes([8; 32]), ThrottleId::from_bytes([9; 32])];
    let all = ids.map(|id| Throttle { id, pace: Pace::GUESSES });
    for (typed, still_counted) in [(RIGHT, vec![ids[2]]), (OneTime { number: 9, ..RIGHT }, ids.to_vec())] {
        let mut rows = listed();
        rows.sessions.insert(OTHER_SESSION, session(OTHER_SESSION));
        count(&mut rows, &all, NOW).await.unwrap().unwrap();
        let new =
            NewSession { id: SIGNED_IN, account: ACCOUNT, stage: Stage::SignedIn, pairing: None, by: None };
        let (old, opened) = (session(SESSION), Destination::Home(remembered(None)));
        by_number(&mut rows, (&old, new), typed, opened, &all[..2], NOW + 5).await.unwrap();
        let counted = ids.into_iter().filter(|id| rows.throttles.contains_key(id));
        assert_eq!(counted.collect::<Vec<_>>(), still_counted);
        assert!(rows.sessions.contains_key(&OTHER_SESSION));
    }
}
