//! How calls are concluded: the recorded answer, and what a device learns of a call whose answer it never received.

use key_protocol::answer::Refusal;
use key_protocol::call::LeftCall;
use serde_json::json;

use super::super::{Left, conclude, left};
use super::{Came, Service, act};
use crate::rules::fixtures::{NOW, content, device_id, told};
use crate::store::accounts::NotificationKind;
use crate::store::devices::{Acts, CallResult, Lifecycle};

fn known(result: Option<CallResult>) -> Acts {
    let (hash, id_hash) = content(5);
    Acts { seq: 5, since: 0, hash: Some(hash), id_hash: Some(id_hash), result, at: NOW }
}

/// What call 6 returns about the call before it.
async fn learns(before: &Acts, seq: u64, what: u8) -> (Option<Left>, Service) {
    let mut service = Service::new();
    let named = LeftCall { id_hash: content(what).1, seq };
    let found = left(&mut service.rows, before, &act(6, 6, (0, 10)), &named).await.unwrap();
    (found, service)
}

#[tokio::test]
async fn what_was_left_is_told_as_it_was_answered() {
    for result in [Ok(json!({ "receipt": "r" })), Err(Refusal::Malformed)] {
        let (found, mut service) = learns(&known(Some(result.clone())), 5, 5).await;
        assert_eq!(found, Some(Left::Answered(result)));
        assert_eq!(service.device().state, Lifecycle::Active);
    }
}

#[tokio::test]
async fn what_never_arrived_or_was_not_concluded_is_lost() {
    let answered = known(Some(Ok(json!({}))));
    let from_a_wait = Acts { seq: 5, since: 5, at: NOW, ..Acts::default() };
    for (before, seq, what) in [
        (&known(None), 5, 5),
        (&answered, 6, 6),
        (&answered, 6, 5),
        (&answered, u64::MAX, 5),
        (&from_a_wait, 5, 5),
        (&from_a_wait, 5, 9),
    ] {
        let (found, mut service) = learns(before, seq, what).await;
        assert_eq!((found, service.told()), (Some(Left::Lost), vec![]), "{seq} {what}");
        assert_eq!(service.device().state, Lifecycle::Active);
    }
}

#[tokio::test]
async fn who_has_left_another_call_than_was_taken_is_a_copy() {
    let answered = known(Some(Ok(json!({}))));
    let from_a_wait = Acts { seq: 5, since: 5, at: NOW, ..Acts::default() };
    for (before, seq, what) in [(&answered, 5, 4), (&answered, 4, 5), (&answered, 0, 5), (&from_a_wait, 4, 5)]
    {
        let (found, mut service) = learns(before, seq, what).await;
        assert_eq!(
            (found, service.told()),
            (None, vec![(NotificationKind::DeviceFrozen, 10)]),
            "{seq} {what}"
        );
        assert_eq!(service.device().state, Lifecycle::Frozen);
    }
}

#[tokio::test]
async fn a_device_that_is_gone_meanwhile_is_not_frozen() {
    let mut service = Service::new();
    service.rows.devices.clear();
    let named = LeftCall { id_hash: content(4).1, seq: 5 };
    let found = left(&mut service.rows, &known(None), &act(6, 6, (0, 10)), &named).await.unwrap();
    assert_eq!(found, None);
    assert!(service.rows.devices.is_empty());
    assert_eq!(told(&service.rows), []);
}

#[tokio::test]
async fn an_answer_is_written_down_for_the_newest_act_alone() {
    let mut service = Service::new();
    let (older, newer) = (act(5, 5, (0, 1)), act(6, 6, (0, 2)));
    assert_eq!(service.hears(older.clone()).await, Came::New(0));
    assert_eq!(service.hears(newer.clone()).await, Came::New(5));
    let mut device = service.device().clone();
    let result = Ok(json!({ "receipt": "r" }));
    assert!(!conclude(&mut service.rows, &mut device, &older, result.clone()).await.unwrap());
    assert_eq!((device.acts.result.clone(), service.device().acts.result.clone()), (None, None));
    device.used_at = Some(NOW + 3);
    assert!(conclude(&mut service.rows, &mut device, &newer, result.clone()).await.unwrap());
    assert_eq!(service.rows.devices[&device_id(1)].acts.result, Some(result.clone()));
    assert_eq!((device.acts.result, service.device().used_at), (Some(result), Some(NOW + 3)));
}
