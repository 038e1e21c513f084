//! Tests the end of a device's use, over rows in memory.

use key_protocol::shown::ShownText;

use super::{Leaving, Named, name, take_out};
use crate::ids::AccountId;
use crate::rules::fixtures::{
    ACCOUNT, NOW, OTHERS, WAITS, ask, confirmation_id, device, device_id, device_in, end_of, request_id,
    rows, told,
};
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::ConfirmationOutcome as Outcome;
use crate::store::devices::{Device, Lifecycle};
use crate::store::memory::Rows;

const LEFT: Leaving = Leaving { state: Lifecycle::Disconnected, kind: NotificationKind::DeviceLeft };

/// Disconnects device 7.
async fn leave(rows: &mut Rows) {
    let device = rows.devices[&device_id(7)].clone();
    take_out(rows, device, LEFT, NOW + 5).await.unwrap();
}

fn ended_at(rows: &Rows, confirmation: u8, device: u8) -> Option<i64> {
    rows.requests[&request_id(confirmation, device)].ended_at
}

#[tokio::test]
async fn a_device_is_out_for_good_and_its_user_is_told_how_it_went() {
    for (account, state, kind) in [
        (ACCOUNT, Lifecycle::Disconnected, NotificationKind::DeviceRemoved),
        (ACCOUNT, Lifecycle::Frozen, NotificationKind::DeviceFrozen),
        (OTHERS, Lifecycle::Locked, NotificationKind::DeviceLocked),
    ] {
        let gone = Device { account, ..device(7) };
        let mut rows = rows([gone.clone(), device(8)]);
        take_out(&mut rows, gone, Leaving { state, kind }, NOW + 5).await.unwrap();
        let states = [7, 8].map(|it| rows.devices[&device_id(it)].clone()).map(|it| (it.state, it.ended_at));
        assert_eq!(states, [(state, Some(NOW + 5)), (Lifecycle::Active, None)]);
        assert_eq!(told(&rows), [(kind, account, "Phone 7", NOW + 5)]);
    }
}

#[tokio::test]
async fn what_another_device_can_answer_goes_on() {
    let mut rows = rows([device(7), device(8)]);
    ask(&mut rows, 1, &[7, 8]);
    leave(&mut rows).await;
    assert_eq!((ended_at(&rows, 1, 7), ended_at(&rows, 1, 8)), (Some(NOW + 5), None));
    assert_eq!(end_of(&rows, 1), (Outcome::Pending, None, None));
}

#[tokio::test]
async fn what_nobody_else_can_answer_ends_without_being_reported() {
    let mut rows = rows([device(7), device(8), device(9)]);
    ask(&mut rows, 1, &[7]);
    ask(&mut rows, 2, &[7, 8]);
    ask(&mut rows, 3, &[8, 9]);
    leave(&mut rows).await;
    assert_eq!(end_of(&rows, 1), (Outcome::Locked, Some(NOW + 5), None));
    assert_eq!(end_of(&rows, 2), (Outcome::Pending, None, None));
    assert_eq!(end_of(&rows, 3), (Outcome::Pending, None, None));
    assert_eq!((ended_at(&rows, 3, 8), ended_at(&rows, 3, 9)), (None, None));
    assert_eq!(told(&rows).len(), 1);
}

#[tokio::test]
async fn who_is_not_active_or_was_asked_no_more_cannot_answer() {
    for state in [
        Lifecycle::Pairing,
        Lifecycle::Disconnected,
        Lifecycle::Frozen,
        Lifecycle::Locked,
        Lifecycle::Refused,
    ] {
        let mut rows = rows([device(7), device_in(8, state)]);
        ask(&mut rows, 1, &[7, 8]);
        leave(&mut rows).await;
        assert_eq!(end_of(&rows, 1).0, Outcome::Locked, "{state:?}");
    }
    for is_there in [true, false] {
        let mut rows = rows([device(7), device(8)]);
        ask(&mut rows, 1, &[7, 8]);
        if is_there {
            rows.requests.get_mut(&request_id(1, 8)).unwrap().ended_at = Some(NOW);
        } else {
            rows.devices.remove(&device_id(8));
        }
        leave(&mut rows).await;
        assert_eq!(end_of(&rows, 1).0, Outcome::Locked, "{is_there}");
    }
}

#[tokio::test]
async fn the_last_of_three_to_go_ends_it() {
    let mut rows = rows([device(7), device(8), device(9)]);
    ask(&mut rows, 1, &[7, 8, 9]);
    for (number, outcome) in [(8, Outcome::Pending), (7, Outcome::Pending), (9, Outcome::Locked)] {
        let device = rows.devices[&device_id(number)].clone();
        take_out(&mut rows, device, LEFT, NOW + i64::from(number)).await.unwrap();
        assert_eq!(end_of(&rows, 1).0, outcome, "{number}");
        assert_eq!(ended_at(&rows, 1, number), Some(NOW + i64::from(number)));
    }
    assert_eq!(end_of(&rows, 1).1, Some(NOW + 9));
}

#[tokio::test]
async fn what_was_answered_stays_as_it_was_answered() {
    let mut rows = rows([device(7)]);
    ask(&mut rows, 1, &[7]);
    let confirmation = rows.confirmations.get_mut(&confirmation_id(1)).unwrap();
    (confirmation.outcome, confirmation.ended_at) = (Outcome::Confirmed, Some(NOW + 1));
    leave(&mut rows).await;
    assert_eq!(end_of(&rows, 1), (Outcome::Confirmed, Some(NOW + 1), None));
    assert_eq!(ended_at(&rows, 1, 7), None);
}

#[tokio::test]
async fn devices_of_others_are_not_concerned() {
    let of = |account: AccountId, number| Device { account, ..device(number) };
    let mut rows = rows([device(7), of(OTHERS, 8)]);
    ask(&mut rows, 1, &[7]);
    ask(&mut rows, 2, &[8]);
    let theirs = rows.confirmations.get_mut(&confirmation_id(2)).unwrap();
    (theirs.account, theirs.expires_at) = (OTHERS, NOW + WAITS);
    leave(&mut rows).await;
    assert_eq!((end_of(&rows, 1).0, end_of(&rows, 2).0), (Outcome::Locked, Outcome::Pending));
}

/// After a copy has called, the device must be stopped even if other rows are damaged.
#[tokio::test]
async fn a_device_is_taken_out_though_a_confirmation_cannot_be_read_or_has_no_login() {
    let mut rows = rows([device(7)]);
    for number in [1, 2, 3] {
        ask(&mut rows, number, &[7]);
    }
    rows.confirmations.get_mut(&confirmation_id(1)).unwrap().subject = None;
    rows.logins.remove(&confirmation_id(2));
    rows.confirmations.get_mut(&confirmation_id(3)).unwrap().expires_at = NOW;
    let leaving = Leaving { state: Lifecycle::Frozen, kind: NotificationKind::DeviceFrozen };
    take_out(&mut rows, device(7), leaving, NOW + 5).await.unwrap();
    assert_eq!(rows.devices[&device_id(7)].state, Lifecycle::Frozen);
    let ends = [1, 2, 3].map(|number| end_of(&rows, number).0);
    assert_eq!(ends, [Outcome::Locked, Outcome::Locked, Outcome::Pending], "the third has run out by itself");
}

#[tokio::test]
async fn pk13_a_user_names_an_active_device_of_their_own_as_no_other_is_called() {
    let text = |text: &str| ShownText::parse(text).unwrap();
    let gone = device_in(9, Lifecycle::Disconnected);
    let (mut rows, out) = (rows([device(7), device(8), gone.clone()]), gone.id);
    let names = |rows: &Rows| [7, 8].map(|it| rows.devices[&device_id(it)].name.to_string());
    let called = name(&mut rows, ACCOUNT, device_id(7), text("Work phone")).await.unwrap();
    assert_eq!((called, names(&rows)), (Named::Done, ["Work phone".to_owned(), "Phone 8".to_owned()]));
    for (account, id, wanted, result) in [
        (ACCOUNT, 8, "Work phone", Named::Taken),
        (ACCOUNT, 7, "Work phone", Named::Done),
        (OTHERS, 7, "Mine", Named::Gone),
        (ACCOUNT, 70, "Mine", Named::Gone),
    ] {
        assert_eq!(name(&mut rows, account, device_id(id), text(wanted)).await.unwrap(), result, "{wanted}");
    }
    assert_eq!(name(&mut rows, ACCOUNT, out, text("Mine")).await.unwrap(), Named::Gone);
    assert_eq!(names(&rows), ["Work phone", "Phone 8"]);
}
