//! Tests the consequences of a confirmation's end, over rows in memory.

use super::settle;
use crate::rules::fixtures::{
    ACCOUNT, MINUTE, NOW, THROTTLE, ask, confirmation, confirmation_id, end_of, rows, told,
};
use crate::rules::throttles::{Pace, Throttle, count, wait};
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome as Outcome};
use crate::store::error::StoreError;

const COUNTED: Throttle = Throttle { id: THROTTLE, pace: Pace::REQUESTS };

#[tokio::test]
async fn how_a_login_ends_decides_what_follows() {
    for (outcome, count_after, longest, is_told) in [
        (Outcome::Cancelled, Some(1), None, false),
        (Outcome::Confirmed, None, None, false),
        (Outcome::Declined, Some(1), None, false),
        (Outcome::DigitsWrong, Some(1), None, false),
        (Outcome::Locked, Some(1), None, false),
        (Outcome::NotMe, Some(8), Some(15 * MINUTE), true),
        (Outcome::Superseded, Some(1), None, false),
    ] {
        let mut rows = rows([]);
        ask(&mut rows, 1, &[]);
        ask(&mut rows, 2, &[]);
        count(&mut rows, &[COUNTED], NOW).await.unwrap().unwrap();
        settle(&mut rows, confirmation(1), outcome, NOW + 9).await.unwrap();
        assert_eq!(end_of(&rows, 1), (outcome, Some(NOW + 9), None));
        assert_eq!(end_of(&rows, 2), (Outcome::Pending, None, None));
        let row = rows.throttles.get(&THROTTLE).copied();
        assert_eq!(row.map(|row| row.count), count_after, "{outcome:?}");
        assert_eq!(wait(row, &COUNTED, NOW + 9), longest, "{outcome:?}");
        let event = (NotificationKind::LoginNotMe, ACCOUNT, "Firefox on Linux, 192.0.2.1", NOW + 9);
        assert_eq!(told(&rows), if is_told { vec![event] } else { vec![] }, "{outcome:?}");
    }
}

#[tokio::test]
async fn a_login_that_is_not_there_is_damage_and_not_passed_over() {
    let mut rows = rows([]);
    rows.confirmations.insert(confirmation_id(1), confirmation(1));
    for outcome in [Outcome::Confirmed, Outcome::NotMe] {
        let settled = settle(&mut rows, confirmation(1), outcome, NOW).await;
        assert!(matches!(settled, Err(StoreError::Damaged("login"))), "{settled:?}");
    }
    settle(&mut rows, confirmation(1), Outcome::Declined, NOW).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Declined, "nothing follows that needs the login");
}

#[tokio::test]
async fn what_this_version_cannot_read_ends_and_no_more() {
    let mut rows = rows([]);
    let unread = Confirmation { subject: None, ..confirmation(1) };
    rows.confirmations.insert(unread.id, unread.clone());
    settle(&mut rows, unread, Outcome::Locked, NOW).await.unwrap();
    assert_eq!(end_of(&rows, 1).0, Outcome::Locked);
    assert!(told(&rows).is_empty());
}
