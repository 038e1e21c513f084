//! Calls that wait: their runs, and the acts that they name.

use key_protocol::call::{CallId, RunHash};
use serde_json::json;

use super::{Came, FROZEN, OVERTAKEN, Service, Wait, act};
use crate::rules::fixtures::NOW;
use crate::store::devices::{Acts, CallResult, Waits};

/// The first wait of the run that act 5 has begun.
const FIRST: Wait = Wait { run: 5, secret: 1, seq: 1, id: 1, newest_act: 5 };

/// Act 5 was admitted at 100 and has begun a run.
async fn run() -> Service {
    let mut service = Service::new();
    assert_eq!(service.hears(act(5, 5, (0, 100))).await, Came::New(0));
    let run_hash = Some(RunHash::from_bytes([1; 32]));
    service.device().waits = Waits { run: 5, run_at: NOW + 100, run_hash, seq: 0, id: None, at: NOW + 100 };
    service.device().acts.result = Some(done());
    service
}

fn done() -> CallResult {
    Ok(json!({ "done": 5 }))
}

#[tokio::test]
async fn waits_of_a_run_follow_one_another() {
    let mut service = run().await;
    let acts = service.device().acts.clone();
    for (seq, id, at) in [(1, 1, 110), (2, 2, 120), (7, 3, 130)] {
        assert_eq!(service.hears(Wait { seq, id, ..FIRST }.by((at, at))).await, Came::New(5));
        let waits = service.device().waits;
        assert_eq!((waits.seq, waits.id, waits.at), (seq, Some(CallId::from_bytes([id; 16])), NOW + at));
        assert_eq!((waits.run, waits.run_at), (5, NOW + 100));
    }
    assert_eq!(service.device().acts, acts);
}

#[tokio::test]
async fn a_retry_of_a_wait_waits_again_and_is_not_answered_as_an_act_was() {
    let mut service = run().await;
    assert_eq!(service.hears(FIRST.by((101, 110))).await, Came::New(5));
    let waits = service.device().waits;
    assert_eq!(service.hears(FIRST.by((120, 130))).await, Came::Again);
    assert_eq!(service.device().waits, waits);
}

#[tokio::test]
async fn the_newest_number_of_a_run_with_another_identity_is_a_copys() {
    let mut service = run().await;
    assert_eq!(service.hears(FIRST.by((101, 110))).await, Came::New(5));
    assert_eq!(service.hears(Wait { id: 2, ..FIRST }.by((0, 120))).await, FROZEN);
}

#[tokio::test]
async fn a_lower_number_of_a_run_was_overtaken_or_is_a_copys() {
    for (nonce_at, came) in [(0, OVERTAKEN), (200, OVERTAKEN), (201, FROZEN)] {
        for id in [1, 9] {
            let mut service = run().await;
            assert_eq!(service.hears(Wait { seq: 4, ..FIRST }.by((101, 200))).await, Came::New(5));
            let lower = Wait { seq: 3, id, ..FIRST };
            assert_eq!(service.hears(lower.by((nonce_at, 210))).await, came, "{nonce_at}");
            assert_eq!(service.device().waits.seq, 4);
        }
    }
}

#[tokio::test]
async fn a_wait_without_the_secret_of_its_run_is_a_copys() {
    let mut service = run().await;
    assert_eq!(service.hears(Wait { secret: 2, ..FIRST }.by((0, 110))).await, FROZEN);
}

/// The storage contains the number of the run but not its secret; a copy begins a run of its own.
#[tokio::test]
async fn a_wait_of_an_older_run_was_overtaken_or_is_a_copys() {
    for (nonce_at, came) in [(0, OVERTAKEN), (100, OVERTAKEN), (101, FROZEN)] {
        for (run_before, secret) in [(4, 1), (1, 2)] {
            let mut service = run().await;
            assert_eq!(service.hears(FIRST.by((101, 400))).await, Came::New(5));
            let older = Wait { run: run_before, secret, seq: 9, id: 9, ..FIRST };
            assert_eq!(service.hears(older.by((nonce_at, 410))).await, came, "{run_before} {nonce_at}");
        }
    }
}

#[tokio::test]
async fn within_the_error_of_clocks_a_wait_counts_as_overtaken() {
    for (nonce_at, came) in [(105, OVERTAKEN), (106, FROZEN)] {
        let mut service = run().await;
        service.clock_error = 5;
        assert_eq!(service.hears(Wait { run: 4, ..FIRST }.by((nonce_at, 110))).await, came, "{nonce_at}");
    }
}

#[tokio::test]
async fn a_run_cannot_begin_by_an_act_that_has_begun_none() {
    let mut service = run().await;
    for seq in [6, 7, 8] {
        assert_eq!(service.hears(act(seq, 6, (101, 110))).await, Came::New(seq - 1));
    }
    for newest in [6, 7, 8] {
        let mut service = Service { rows: service.rows.clone(), ..Service::new() };
        service.nonces = 100;
        let of_act = Wait { run: newest, newest_act: 8, ..FIRST };
        assert_eq!(service.hears(of_act.by((0, 120))).await, FROZEN, "{newest}");
    }
}

/// The database was restored from a backup: the service has forgotten the device's calls since.
#[tokio::test]
async fn a_run_that_was_forgotten_begins_again_and_acts_before_it_are_not_new() {
    let mut service = run().await;
    let later = Wait { run: 9, secret: 2, seq: 3, id: 3, newest_act: 9 };
    assert_eq!(service.hears(later.by((101, 110))).await, Came::New(5));
    let (run_hash, id) = (Some(RunHash::from_bytes([2; 32])), Some(CallId::from_bytes([3; 16])));
    let at = NOW + 110;
    assert_eq!(service.device().waits, Waits { run: 9, run_at: at, run_hash, seq: 3, id, at });
    assert_eq!(service.device().acts, Acts { seq: 9, since: 9, at, ..Acts::default() });
}

#[tokio::test]
async fn the_newest_act_may_still_be_on_its_way() {
    for (newest_act, known) in [(5, 5), (6, 5), (7, 6), (20, 19)] {
        let mut service = run().await;
        let before = service.device().acts.clone();
        assert_eq!(service.hears(Wait { newest_act, ..FIRST }.by((101, 110))).await, Came::New(5));
        let acts = service.device().acts.clone();
        let forgotten = Acts { seq: known, since: known, at: NOW + 110, ..Acts::default() };
        assert_eq!(acts, if known == 5 { before } else { forgotten }, "{newest_act}");
        // The act arrives.
        if newest_act > 5 {
            assert_eq!(service.hears(act(newest_act, 7, (101, 120))).await, Came::New(known));
        }
    }
}

#[tokio::test]
async fn a_run_that_lies_in_a_gap_was_forgotten_and_is_not_a_copys() {
    let mut service = run().await;
    assert_eq!(service.hears(act(12, 6, (101, 110))).await, Came::New(5));
    for (run, came) in [(11, Came::New(12)), (12, FROZEN)] {
        let mut service = Service { rows: service.rows.clone(), ..Service::new() };
        service.nonces = 100;
        let wait = Wait { run, secret: 2, seq: 1, id: 4, newest_act: 12 };
        assert_eq!(service.hears(wait.by((101, 120))).await, came, "{run}");
    }
}

#[tokio::test]
async fn a_wait_that_knows_of_no_newest_act_is_held_against_it_like_an_act() {
    for (nonce_at, came) in [(0, OVERTAKEN), (200, OVERTAKEN), (201, FROZEN)] {
        let mut service = run().await;
        assert_eq!(service.hears(act(6, 6, (101, 200))).await, Came::New(5));
        // The nonce is newer than all other waits.
        assert_eq!(service.hears(FIRST.by((nonce_at, 210))).await, came, "{nonce_at}");
        assert_eq!(service.device().waits.seq, 0);
    }
}

#[tokio::test]
async fn a_wait_that_an_act_has_overtaken_must_not_come_again() {
    for (again, nonce_at, came) in [(5, 200, OVERTAKEN), (5, 201, FROZEN), (6, 201, OVERTAKEN)] {
        let mut service = run().await;
        assert_eq!(service.hears(act(6, 6, (101, 200))).await, Came::New(5));
        assert_eq!(service.hears(FIRST.by((150, 210))).await, OVERTAKEN);
        assert_eq!(service.hears(act(7, 7, (201, 300))).await, Came::New(6));
        let wait = Wait { newest_act: again, ..FIRST };
        assert_eq!(service.hears(wait.by((nonce_at, 310))).await, came, "{again} {nonce_at}");
    }
}

/// An act that a wait has overtaken does not count as overtaken: acts and waits are numbered separately.
#[tokio::test]
async fn a_wait_behind_its_own_lane_is_not_noted_as_an_act() {
    let mut service = run().await;
    assert_eq!(service.hears(Wait { seq: 4, ..FIRST }.by((101, 200))).await, Came::New(5));
    assert_eq!(service.hears(Wait { seq: 3, ..FIRST }.by((150, 210))).await, OVERTAKEN);
    assert_eq!(service.hears(Wait { seq: 5, id: 5, ..FIRST }.by((150, 300))).await, Came::New(5));
    assert_eq!(service.hears(Wait { seq: 3, ..FIRST }.by((250, 310))).await, OVERTAKEN);
}
