//! Calls that change something.

use key_protocol::answer::Refusal;
use serde_json::json;

use super::{Came, FROZEN, OVERTAKEN, Service, Wait, act};
use crate::rules::fixtures::{NOW, content};
use crate::store::accounts::NotificationKind;
use crate::store::devices::{Acts, Lifecycle, Waits};

#[tokio::test]
async fn an_act_is_written_down_before_it_is_carried_out() {
    let mut service = Service::new();
    assert_eq!(service.hears(act(1, 1, (0, 1))).await, Came::New(0));
    service.device().acts.result = Some(Ok(json!({})));
    assert_eq!(service.hears(act(2, 2, (2, 3))).await, Came::New(1));
    let (hash, id_hash) = (Some(content(2).0), Some(content(2).1));
    let expected = Acts { seq: 2, since: 0, hash, id_hash, result: None, at: NOW + 3 };
    let device = service.device();
    assert_eq!((&device.acts, device.waits), (&expected, Waits::default()));
}

#[tokio::test]
async fn a_gap_begins_the_numbers_that_were_taken_anew() {
    let mut service = Service::new();
    let mut since = Vec::new();
    for seq in [1, 2, 3, 5, 6, 100, 101] {
        service.hears(act(seq, 1, (0, 1))).await;
        since.push(service.device().acts.since);
    }
    assert_eq!(since, [0, 0, 0, 5, 5, 100, 100]);
}

#[tokio::test]
async fn a_retry_is_answered_the_same_and_nothing_is_written() {
    for result in [Ok(json!({ "receipt": "r" })), Err(Refusal::NotConfirmed { tries_left: 4 })] {
        let mut service = Service::new();
        assert_eq!(service.hears(act(4, 1, (0, 1))).await, Came::New(0));
        service.device().acts.result = Some(result.clone());
        let before = service.device().acts.clone();
        for time in [5, 1000] {
            assert_eq!(service.hears(act(4, 1, (time, time))).await, Came::Answered(result.clone()));
        }
        assert_eq!(service.device().acts, before);
    }
}

#[tokio::test]
async fn a_retry_of_what_was_not_concluded_is_carried_out_as_one() {
    let mut service = Service::new();
    assert_eq!(service.hears(act(4, 1, (0, 1))).await, Came::New(0));
    let before = service.device().acts.clone();
    assert_eq!(service.hears(act(4, 1, (5, 6))).await, Came::Again);
    assert_eq!(service.device().acts, before);
}

#[tokio::test]
async fn the_newest_number_with_other_content_is_a_copys_however_old_its_nonce() {
    for nonce_at in [0, 10, 11, 20] {
        let mut service = Service::new();
        assert_eq!(service.hears(act(4, 1, (0, 10))).await, Came::New(0));
        assert_eq!(service.hears(act(4, 2, (nonce_at, 20))).await, FROZEN, "{nonce_at}");
    }
}

#[tokio::test]
async fn a_lower_number_is_a_copys_by_a_nonce_that_was_given_later() {
    for (nonce_at, came) in [(0, OVERTAKEN), (10, OVERTAKEN), (11, FROZEN)] {
        for seq in [1, 3] {
            let mut service = Service::new();
            assert_eq!(service.hears(act(4, 1, (0, 10))).await, Came::New(0));
            assert_eq!(service.hears(act(seq, 1, (nonce_at, 20))).await, came, "{seq} {nonce_at}");
            assert_eq!(service.device().acts.seq, 4);
            assert_eq!(service.told().is_empty(), came == OVERTAKEN);
        }
    }
}

#[tokio::test]
async fn who_came_first_is_not_known_within_the_error_of_clocks() {
    for (nonce_at, came) in [(11, OVERTAKEN), (15, OVERTAKEN), (16, FROZEN)] {
        let mut service = Service::new();
        service.clock_error = 5;
        assert_eq!(service.hears(act(4, 1, (0, 10))).await, Came::New(0));
        assert_eq!(service.hears(act(3, 1, (nonce_at, 20))).await, came, "{nonce_at}");
    }
}

/// Act 5 was admitted at 100 and has overtaken act 3; act 6 was admitted at 200.
async fn overtaken(clock_error: i64) -> Service {
    let mut service = Service::new();
    service.clock_error = clock_error;
    assert_eq!(service.hears(act(5, 5, (0, 100))).await, Came::New(0));
    assert_eq!(service.hears(act(3, 3, (50, 110))).await, OVERTAKEN);
    assert_eq!(service.hears(act(6, 6, (120, 200))).await, Came::New(5));
    service
}

#[tokio::test]
async fn what_was_overtaken_and_is_told_so_must_not_come_again() {
    for (seq, nonce_at, came) in [
        (3, 100, OVERTAKEN),
        (3, 101, FROZEN),
        (3, 200, FROZEN),
        (1, 100, OVERTAKEN),
        (1, 101, FROZEN),
        (4, 101, OVERTAKEN),
        (4, 200, OVERTAKEN),
        (4, 201, FROZEN),
    ] {
        let mut service = overtaken(0).await;
        assert_eq!(service.hears(act(seq, 7, (nonce_at, 210))).await, came, "{seq} {nonce_at}");
    }
    for (nonce_at, came) in [(105, OVERTAKEN), (106, FROZEN)] {
        let mut service = overtaken(5).await;
        assert_eq!(service.hears(act(3, 7, (nonce_at, 210))).await, came, "{nonce_at}");
    }
}

/// A copy that is faster than the original's calls in transit overtakes each of them, and is detected at the second.
#[tokio::test]
async fn a_copy_cannot_overtake_the_original_for_ever() {
    let mut service = Service::new();
    assert_eq!(service.hears(act(5, 5, (0, 10))).await, Came::New(0));
    assert_eq!(service.hears(act(7, 70, (20, 40))).await, Came::New(5));
    assert_eq!(service.hears(act(6, 6, (30, 50))).await, OVERTAKEN);
    assert_eq!(service.hears(act(8, 80, (50, 70))).await, Came::New(7));
    assert_eq!(service.hears(act(6, 6, (60, 80))).await, FROZEN);
    assert_eq!(service.told(), [(NotificationKind::DeviceFrozen, 80)]);
    assert_eq!(service.device().state, Lifecycle::Frozen);
}

#[tokio::test]
async fn an_act_that_only_a_wait_has_told_of_may_be_late_and_must_not_be_new() {
    let known = Wait { run: 8, secret: 1, seq: 1, id: 1, newest_act: 9 };
    for (nonce_at, came) in [(0, OVERTAKEN), (100, OVERTAKEN), (101, FROZEN)] {
        for seq in [7, 8] {
            let mut service = Service::new();
            assert_eq!(service.hears(known.by((0, 100))).await, Came::New(0));
            assert_eq!(service.hears(act(seq, 7, (nonce_at, 110))).await, came, "{seq} {nonce_at}");
        }
    }
    let mut service = Service::new();
    assert_eq!(service.hears(known.by((0, 100))).await, Came::New(0));
    assert_eq!(service.hears(act(9, 7, (0, 110))).await, Came::New(8));
    assert_eq!(service.device().acts.since, 8);
    // A later wait that names no newer act does not change that the call is late.
    let mut service = Service::new();
    assert_eq!(service.hears(known.by((0, 100))).await, Came::New(0));
    assert_eq!(service.hears(Wait { seq: 2, id: 2, ..known }.by((101, 200))).await, Came::New(8));
    assert_eq!(service.hears(act(8, 7, (150, 210))).await, FROZEN);
}

/// No act with a higher number had overtaken it: its lateness does not indicate a copy.
#[tokio::test]
async fn an_act_that_a_wait_has_told_of_is_not_noted_as_overtaken() {
    let known = Wait { run: 8, secret: 1, seq: 1, id: 1, newest_act: 9 };
    let mut service = Service::new();
    assert_eq!(service.hears(known.by((0, 100))).await, Came::New(0));
    assert_eq!(service.hears(act(8, 7, (90, 110))).await, OVERTAKEN);
    assert_eq!(service.hears(act(9, 9, (110, 200))).await, Came::New(8));
    assert_eq!(service.hears(act(8, 7, (150, 210))).await, OVERTAKEN);
}
