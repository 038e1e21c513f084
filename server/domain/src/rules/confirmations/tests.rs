//! Tests confirmations over rows in memory.

use super::{NewConfirmation, begin, end};
use crate::rules::fixtures::{NOW, confirmation, confirmation_id, device_id, request_id, rows};
use crate::store::confirmations::ConfirmationOutcome;

#[tokio::test]
async fn each_device_is_asked_once_for_as_long_as_the_confirmation_waits() {
    let mut rows = rows([]);
    let new = NewConfirmation {
        confirmation: confirmation(1),
        requests: vec![(device_id(7), request_id(1, 7)), (device_id(8), request_id(1, 8))],
    };
    begin(&mut rows, &new).await.unwrap();
    assert_eq!(rows.confirmations[&confirmation_id(1)], new.confirmation);
    assert_eq!(rows.requests.len(), 2);
    for number in [7, 8] {
        let request = &rows.requests[&request_id(1, number)];
        assert_eq!((request.device, request.confirmation), (device_id(number), confirmation_id(1)));
        assert_eq!((request.id, request.expires_at), (request_id(1, number), new.confirmation.expires_at));
        assert_eq!((&request.jws, request.ended_at, request.unshown_at), (&None, None, None));
    }
}

#[tokio::test]
async fn a_confirmation_begins_where_no_device_is_there_to_be_asked() {
    let mut rows = rows([]);
    begin(&mut rows, &NewConfirmation { confirmation: confirmation(1), requests: vec![] }).await.unwrap();
    assert!(rows.confirmations[&confirmation_id(1)].is_pending(NOW));
}

#[tokio::test]
async fn one_ends_and_those_beside_it_wait_on() {
    let mut rows = rows([]);
    for number in [1, 2] {
        rows.confirmations.insert(confirmation_id(number), confirmation(number));
    }
    let mut ended = confirmation(1);
    end(&mut rows, &mut ended, ConfirmationOutcome::Cancelled, NOW + 5).await.unwrap();
    assert_eq!((ended.outcome, ended.ended_at), (ConfirmationOutcome::Cancelled, Some(NOW + 5)));
    assert_eq!((ended.decided_by, ended.is_pending(NOW + 5)), (None, false));
    assert_eq!(rows.confirmations[&confirmation_id(1)], ended);
    assert_eq!(rows.confirmations[&confirmation_id(2)], confirmation(2));
}
