//! Tests changes over rows in memory: those of the user, and those of somebody who uses the user's session.

use key_protocol::request::Subject;

use super::{NewChange, NotBegun, begin_pairing, cancel, end_abandoned, start};
use crate::ids::{PairingId, SessionId};
use crate::rules::confirmations::NewConfirmation;
use crate::rules::fixtures::{
    ACCOUNT, MINUTE, NOW, OTHERS, SESSION, THROTTLE, ask, confirmation, confirmation_id, device, end_of,
    request_id, rows, session, told,
};
use crate::rules::settling::settle;
use crate::store::accounts::NotificationKind;
use crate::store::changes::Change;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome as Outcome, TAKE_WITHIN};
use crate::store::devices::Lifecycle;
use crate::store::memory::Rows;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{NewSession, PAIR_WITHIN, Session, Stage};

const LINK: NewPairing =
    NewPairing { id: PairingId::from_bytes([8; 16]), token_hash: [8; 32], by_sms: false };

/// The session that asks: it is replaced by [`SESSION`].
const OLD: SessionId = SessionId::from_bytes([31; 32]);

/// A user with a device and a signed-in session.
fn world() -> Rows {
    let mut rows = rows([device(7)]);
    sign_in(&mut rows);
    rows
}

fn sign_in(rows: &mut Rows) {
    rows.sessions.insert(OLD, Session { stage: Stage::SignedIn, ..session(OLD) });
}

/// A request to add a device.
fn adding(number: u8) -> NewChange {
    let asked = confirmation(number);
    let Some(Subject::Login { browser, place, .. }) = asked.subject.clone() else { panic!() };
    let confirmation = Confirmation { subject: Some(Subject::AddDevice { browser, place }), ..asked };
    let change = Change {
        confirmation: confirmation_id(number),
        session: SESSION,
        throttle: THROTTLE,
        device: None,
        taken_at: None,
    };
    let requests = vec![(device(7).id, request_id(number, 7))];
    let (account, pairing, by) = (ACCOUNT, None, None);
    let session = NewSession { id: SESSION, account, stage: Stage::SignedIn, pairing, by };
    NewChange { change, confirmation: NewConfirmation { confirmation, requests }, old: OLD, session }
}

async fn begin(rows: &mut Rows, number: u8) {
    sign_in(rows);
    start(rows, adding(number), NOW).await.unwrap().unwrap();
}

async fn end(rows: &mut Rows, number: u8, outcome: Outcome) {
    let mut pending = rows.confirmations[&confirmation_id(number)].clone();
    pending.decided_by = Some(device(7).id);
    settle(rows, pending, outcome, NOW + 1).await.unwrap();
}

async fn goes_on(rows: &mut Rows, session: SessionId, now: i64) -> bool {
    begin_pairing(rows, session, &LINK, now).await.unwrap()
}

#[tokio::test]
async fn a_newer_change_ends_an_older_one_and_no_login() {
    let mut rows = world();
    ask(&mut rows, 1, &[7]);
    begin(&mut rows, 2).await;
    begin(&mut rows, 3).await;
    assert_eq!(end_of(&rows, 1).0, Outcome::Pending);
    assert_eq!(end_of(&rows, 2).0, Outcome::Superseded);
    assert_eq!(end_of(&rows, 3).0, Outcome::Pending);
    assert_eq!(rows.sessions[&SESSION].confirmation, Some(confirmation_id(3)));
}

#[tokio::test]
async fn phones_are_not_asked_without_end() {
    let mut rows = world();
    let mut asked = 0;
    while start(&mut rows, adding(asked + 1), NOW).await.unwrap().is_ok() {
        sign_in(&mut rows);
        asked += 1;
        assert!(asked < 20);
    }
    assert!(asked >= 3, "{asked}");
}

#[tokio::test]
async fn a_confirmed_change_lets_its_session_pair_once() {
    let mut rows = world();
    begin(&mut rows, 1).await;
    assert!(!goes_on(&mut rows, SESSION, NOW).await, "it waits");
    end(&mut rows, 1, Outcome::Confirmed).await;
    assert!(goes_on(&mut rows, SESSION, NOW + 2).await);
    let session = rows.sessions[&SESSION].clone();
    assert_eq!(session.pairing, Some(LINK.id));
    assert!(session.may_pair(NOW + 3) && !session.may_pair(NOW + 2 + PAIR_WITHIN));
    assert!(!goes_on(&mut rows, SESSION, NOW + 3).await, "once");
}

#[tokio::test]
async fn no_other_session_pairs_with_it_and_nobody_pairs_late() {
    let other = SessionId::from_bytes([9; 32]);
    let mut rows = world();
    begin(&mut rows, 1).await;
    end(&mut rows, 1, Outcome::Confirmed).await;
    for (id, stage, account) in [
        (other, Stage::SignedIn, ACCOUNT),
        (other, Stage::SignedIn, OTHERS),
        (SESSION, Stage::Password, ACCOUNT),
        (SESSION, Stage::Identified, ACCOUNT),
    ] {
        let mut rows = rows.clone();
        let confirmation = Some(confirmation_id(1));
        rows.sessions.insert(id, Session { stage, account, confirmation, ..session(id) });
        assert!(!goes_on(&mut rows, id, NOW + 2).await, "{stage:?}");
    }
    assert!(!goes_on(&mut rows, SESSION, NOW + 1 + TAKE_WITHIN + MINUTE).await);
}

#[tokio::test]
async fn what_was_not_confirmed_leads_nowhere() {
    for outcome in [Outcome::Declined, Outcome::NotMe, Outcome::DigitsWrong, Outcome::Locked] {
        let mut rows = world();
        begin(&mut rows, 1).await;
        end(&mut rows, 1, outcome).await;
        assert!(!goes_on(&mut rows, SESSION, NOW + 2).await, "{outcome:?}");
    }
    let mut rows = world();
    begin(&mut rows, 1).await;
    cancel(&mut rows, SESSION, NOW + 1).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Cancelled);
    assert!(!goes_on(&mut rows, SESSION, NOW + 2).await);
}

/// Somebody who has the user's session asks; the user says "This was not me".
#[tokio::test]
async fn a_change_that_is_reported_logs_its_browser_out_and_the_user_is_told() {
    let mut rows = world();
    begin(&mut rows, 1).await;
    end(&mut rows, 1, Outcome::NotMe).await;
    assert!(rows.sessions.is_empty());
    sign_in(&mut rows);
    let expected = (NotificationKind::ChangeNotMe, ACCOUNT, "Firefox on Linux, 192.0.2.1", NOW + 1);
    assert_eq!(told(&rows), [expected]);
    let again = start(&mut rows, adding(2), NOW + 2).await.unwrap();
    assert!(matches!(again, Err(NotBegun::Paused(_))), "they cannot ask again");
}

/// Whoever has copied the cookie of the session is left behind, and can begin nothing.
#[tokio::test]
async fn a_change_begins_in_a_new_session() {
    let mut rows = world();
    begin(&mut rows, 1).await;
    assert!(!rows.sessions.contains_key(&OLD) && rows.sessions.contains_key(&SESSION));
    assert_eq!(start(&mut rows, adding(2), NOW).await.unwrap(), Err(NotBegun::NoSession));
}

#[tokio::test]
async fn what_a_phone_has_allowed_ends_with_it() {
    let mut rows = world();
    begin(&mut rows, 1).await;
    end(&mut rows, 1, Outcome::Confirmed).await;
    rows.devices.get_mut(&device(7).id).unwrap().state = Lifecycle::Disconnected;
    assert!(!goes_on(&mut rows, SESSION, NOW + 2).await);
}

/// The user logs out, or their session is replaced: a phone must not say "Confirmed" of what nobody waits for.
#[tokio::test]
async fn a_change_ends_with_the_session_that_has_asked() {
    for gone in [false, true] {
        let mut rows = world();
        begin(&mut rows, 1).await;
        if gone {
            rows.sessions.clear();
        }
        let mut pending = rows.confirmations[&confirmation_id(1)].clone();
        assert_eq!(end_abandoned(&mut rows, &mut pending, NOW + 1).await.unwrap(), gone);
        assert_eq!(end_of(&rows, 1).0, if gone { Outcome::Cancelled } else { Outcome::Pending });
    }
    let mut rows = world();
    begin(&mut rows, 1).await;
    end(&mut rows, 1, Outcome::Confirmed).await;
    rows.sessions.clear();
    let mut confirmed = rows.confirmations[&confirmation_id(1)].clone();
    assert!(!end_abandoned(&mut rows, &mut confirmed, NOW + 2).await.unwrap());
    assert_eq!(end_of(&rows, 1).0, Outcome::Confirmed, "what has ended stays as it is");
    let mut rows = world();
    ask(&mut rows, 1, &[7]);
    let mut login = rows.confirmations[&confirmation_id(1)].clone();
    assert!(!end_abandoned(&mut rows, &mut login, NOW + 1).await.unwrap(), "a login has no such row");
}
