//! Tests the removal of devices over rows in memory.

use super::{after, by_itself, decline_for_itself, of_all, of_one};
use crate::ids::SessionId;
use crate::rules::fixtures::{
    ACCOUNT, NOW, OTHERS, SESSION, THROTTLE, ask, confirmation, confirmation_id, device, device_id,
    device_in, end_of, request, request_id, rows, session, told,
};
use crate::store::accounts::NotificationKind;
use crate::store::changes::Change;
use crate::store::confirmations::ConfirmationOutcome as Outcome;
use crate::store::devices::{Device, Lifecycle};
use crate::store::memory::Rows;
use crate::store::sessions::{Session, SignedInBy, Stage};

/// Change 1 removes device 8, and a login waits for it alone.
fn removing() -> Rows {
    let mut rows = rows([device(7), device(8)]);
    let (confirmation, device) = (confirmation_id(1), Some(device_id(8)));
    let change = Change { confirmation, session: SESSION, throttle: THROTTLE, device, taken_at: None };
    rows.changes.insert(confirmation, change);
    ask(&mut rows, 2, &[8]);
    rows
}

fn state(rows: &Rows, number: u8) -> Lifecycle {
    rows.devices[&device_id(number)].state
}

#[tokio::test]
async fn the_named_device_is_out_and_what_waits_for_it_ends() {
    let mut rows = removing();
    let mut decided = device(7);
    after(&mut rows, &confirmation(1), &mut decided, NOW + 1).await.unwrap();
    assert_eq!((state(&rows, 7), state(&rows, 8)), (Lifecycle::Active, Lifecycle::Disconnected));
    assert_eq!(decided.state, Lifecycle::Active);
    assert_eq!(end_of(&rows, 2).0, Outcome::Locked);
    assert_eq!(told(&rows), [(NotificationKind::DeviceRemoved, ACCOUNT, "Phone 8", NOW + 1)]);
}

/// The device that confirms is written once more after it: it must not come back.
#[tokio::test]
async fn a_device_removes_itself_for_good() {
    let mut rows = removing();
    let mut decided = device(8);
    after(&mut rows, &confirmation(1), &mut decided, NOW + 1).await.unwrap();
    assert_eq!((decided.state, decided.ended_at), (Lifecycle::Disconnected, Some(NOW + 1)));
}

#[tokio::test]
async fn nothing_else_is_removed() {
    for other in [device_in(8, Lifecycle::Disconnected), Device { account: OTHERS, ..device(8) }] {
        let mut rows = removing();
        let before = other.state;
        rows.devices.insert(other.id, other);
        after(&mut rows, &confirmation(1), &mut device(7), NOW + 1).await.unwrap();
        assert_eq!((state(&rows, 8), rows.notifications.len()), (before, 0));
    }
    let mut rows = removing();
    after(&mut rows, &confirmation(2), &mut device(7), NOW + 1).await.unwrap();
    assert_eq!((state(&rows, 7), state(&rows, 8)), (Lifecycle::Active, Lifecycle::Active));
}

/// A thief may have locked it: what it has allowed goes all the same, but for the session that asks.
#[tokio::test]
async fn a_device_that_was_stopped_is_removed_with_the_sessions_that_it_has_signed_in() {
    for stopped in [Lifecycle::Locked, Lifecycle::Frozen] {
        let mut rows = removing();
        rows.devices.insert(device_id(8), device_in(8, stopped));
        let [thiefs, others] = [31, 32].map(|number| SessionId::from_bytes([number; 32]));
        for (id, by) in [(SESSION, 8), (thiefs, 8), (others, 7)] {
            let by = Some(SignedInBy::Device(device_id(by)));
            rows.sessions.insert(id, Session { stage: Stage::SignedIn, by, ..session(id) });
        }
        after(&mut rows, &confirmation(1), &mut device(7), NOW + 1).await.unwrap();
        assert_eq!(state(&rows, 8), Lifecycle::Disconnected);
        let left = [SESSION, thiefs, others].map(|id| rows.sessions.contains_key(&id));
        assert_eq!(left, [true, false, true]);
    }
}

#[tokio::test]
async fn a_list_goes_with_the_device_that_has_confirmed_it_unless_it_is_the_users_last() {
    for (others, asks, list_is_left) in [
        (true, Some(SESSION), false),
        (false, Some(SESSION), true),
        (true, None, false),
        (false, None, false),
    ] {
        let made = || {
            let devices = [device(8), device(7)].into_iter().take(if others { 2 } else { 1 });
            let mut rows = rows(devices);
            rows.lists.insert(ACCOUNT, (device_id(8), NOW));
            rows
        };
        let is_left = |rows: &Rows| rows.lists.contains_key(&ACCOUNT);
        let mut rows = made();
        of_one(&mut rows, device(8), asks, NOW + 1).await.unwrap();
        assert_eq!(is_left(&rows), list_is_left, "{others} {asks:?}");
        let mut rows = made();
        by_itself(&mut rows, device(8), NOW + 1).await.unwrap();
        assert_eq!(is_left(&rows), !others);
    }
}

#[tokio::test]
async fn all_devices_of_an_account_are_removed_at_once() {
    let mut rows = removing();
    rows.devices.insert(device_id(9), Device { account: OTHERS, ..device(9) });
    let other = SessionId::from_bytes([32; 32]);
    for (id, stage) in [(SESSION, Stage::SignedIn), (other, Stage::Identified)] {
        rows.sessions.insert(id, Session { stage, ..session(id) });
    }
    of_all(&mut rows, ACCOUNT, SESSION, NOW + 1).await.unwrap();
    assert_eq!(rows.sessions.keys().collect::<Vec<_>>(), [&SESSION], "no other session goes on");
    let states = [7, 8, 9].map(|number| state(&rows, number));
    assert_eq!(states, [Lifecycle::Disconnected, Lifecycle::Disconnected, Lifecycle::Active]);
    assert_eq!(end_of(&rows, 2).0, Outcome::Locked);
    assert_eq!(told(&rows).len(), 2);
}

/// A stolen phone cannot keep its owner from removing it; the only phone can.
#[tokio::test]
async fn a_device_declines_its_own_removal_for_itself_alone() {
    for others in [true, false] {
        let mut rows = removing();
        rows.confirmations.insert(confirmation_id(1), confirmation(1));
        for number in [8, 7].into_iter().take(if others { 2 } else { 1 }) {
            rows.requests.insert(request_id(1, number), request(1, number));
        }
        let alone = decline_for_itself(&mut rows, &confirmation(1), &device(8), NOW + 1).await.unwrap();
        assert_eq!(alone, others);
        assert_eq!(rows.requests[&request_id(1, 8)].ended_at, others.then_some(NOW + 1));
        assert!(!decline_for_itself(&mut rows, &confirmation(1), &device(7), NOW + 1).await.unwrap());
    }
}
