//! Admission, attacked by copies of a device and by an attacker who delays its calls. Times are milliseconds after
//! [`NOW`], as calls are stamped.

mod acts;
mod conclusions;
mod waits;

use key_protocol::answer::Refusal;
use key_protocol::call::{CallId, RunHash};
use serde_json::json;

use super::{Admission, CallRecord, Lane, admit, standing};
use crate::rules::fixtures::{ACCOUNT, MINUTE, NOW, content, device, device_id, device_in, rows, told};
use crate::store::accounts::NotificationKind;
use crate::store::devices::{CallResult, Device, Lifecycle};
use crate::store::memory::Rows;

/// The result of a call.
#[derive(Debug, PartialEq)]
enum Came {
    /// It was admitted as new; the newest act before had this number.
    New(i64),
    /// It was admitted again, because it was not concluded.
    Again,
    Answered(CallResult),
}

const FROZEN: Came = Came::Answered(Err(Refusal::Frozen));
const OVERTAKEN: Came = Came::Answered(Err(Refusal::BadNonce));

/// How far the clock is ahead of the stamps, because it was put back or is another process's.
const AHEAD: i64 = 1_000;

/// A service that knows one device.
struct Service {
    rows: Rows,
    nonces: u8,
    /// How much the clocks of its processes differ.
    clock_error: i64,
}

impl Service {
    fn new() -> Self {
        Self { rows: rows([device(1)]), nonces: 0, clock_error: 0 }
    }

    fn device(&mut self) -> &mut Device {
        self.rows.devices.get_mut(&device_id(1)).unwrap()
    }

    /// Receives a call with a nonce of its own.
    async fn hears(&mut self, call: CallRecord) -> Came {
        self.nonces += 1;
        let call = CallRecord { nonce: [self.nonces; 16], clock_error: self.clock_error, ..call };
        self.takes(&call).await
    }

    async fn takes(&mut self, call: &CallRecord) -> Came {
        match admit(&mut self.rows, call).await.unwrap() {
            Admission::Known(result) => Came::Answered(result),
            Admission::In(admitted) => {
                let written = self.device();
                assert_eq!((&admitted.device.acts, admitted.device.waits), (&written.acts, written.waits));
                admitted.before.map_or(Came::Again, |before| Came::New(before.seq))
            }
        }
    }

    /// The notifications about the device.
    fn told(&self) -> Vec<(NotificationKind, i64)> {
        told(&self.rows).into_iter().map(|(kind, _, _, at)| (kind, at - AHEAD - NOW)).collect()
    }
}

/// An act with this number and content, whose nonce was issued at the first time and which is admitted at the second.
fn act(seq: i64, what: u8, (nonce_at, at): (i64, i64)) -> CallRecord {
    let (hash, id_hash) = content(what);
    call(seq, Lane::Act { hash, id_hash }, nonce_at, at)
}

/// A wait.
#[derive(Clone, Copy)]
struct Wait {
    run: i64,
    secret: u8,
    seq: i64,
    id: u8,
    newest_act: i64,
}

impl Wait {
    fn by(self, (nonce_at, at): (i64, i64)) -> CallRecord {
        let Self { run, secret, seq, id, newest_act } = self;
        let (id, run_hash) = (CallId::from_bytes([id; 16]), RunHash::from_bytes([secret; 32]));
        call(seq, Lane::Wait { id, run, run_hash, newest_act }, nonce_at, at)
    }
}

fn call(seq: i64, lane: Lane, nonce_at: i64, at: i64) -> CallRecord {
    CallRecord {
        device: device_id(1),
        account: ACCOUNT,
        nonce: [0; 16],
        nonce_at: NOW + nonce_at,
        seq,
        lane,
        at: NOW + at,
        now: NOW + AHEAD + at,
        clock_error: 0,
    }
}

#[tokio::test]
async fn a_nonce_is_good_for_one_call() {
    let mut service = Service::new();
    let first = act(1, 1, (0, 1));
    assert_eq!(service.takes(&first).await, Came::New(0));
    let bad_nonce = Came::Answered(Err(Refusal::BadNonce));
    for (seq, what, device) in [(1, 1, 1), (1, 2, 1), (2, 2, 1), (2, 2, 7)] {
        let call = CallRecord { device: device_id(device), ..act(seq, what, (0, 2)) };
        assert_eq!(service.takes(&call).await, bad_nonce, "{seq} {what} {device}");
    }
    assert_eq!((service.device().acts.seq, service.device().acts.hash), (1, Some(content(1).0)));
    assert_eq!(service.told(), []);
}

#[tokio::test]
async fn a_nonce_is_remembered_for_ten_minutes_whoever_has_used_it_up() {
    let mut service = Service::new();
    service.device().state = Lifecycle::Locked;
    let known = CallRecord { nonce: [1; 16], now: NOW + 7, ..act(1, 1, (0, 5)) };
    let unknown = CallRecord { nonce: [2; 16], device: device_id(7), ..act(1, 1, (0, 6)) };
    assert_eq!(service.takes(&known).await, Came::Answered(Err(Refusal::Locked)));
    assert_eq!(service.takes(&unknown).await, Came::Answered(Err(Refusal::UnknownDevice)));
    let forgotten = [[1; 16], [2; 16]].map(|nonce| service.rows.nonces[&nonce] - NOW);
    assert_eq!(forgotten, [10 * MINUTE + 5, 10 * MINUTE + 6]);
}

#[tokio::test]
async fn a_device_that_is_out_hears_why_and_nothing_is_written() {
    for (state, refusal) in [
        (Lifecycle::Disconnected, Refusal::Disconnected),
        (Lifecycle::Frozen, Refusal::Frozen),
        (Lifecycle::Locked, Refusal::Locked),
        (Lifecycle::Refused, Refusal::PairingRefused),
    ] {
        let mut service = Service::new();
        assert_eq!(service.hears(act(1, 1, (0, 1))).await, Came::New(0));
        service.device().acts.result = Some(Ok(json!({})));
        service.device().state = state;
        // A retry, the next act, and an act that would show a copy.
        for call in [act(1, 1, (2, 3)), act(2, 2, (2, 3)), act(1, 3, (2, 3))] {
            assert_eq!(service.hears(call).await, Came::Answered(Err(refusal.clone())));
        }
        assert_eq!((service.device().state, service.device().acts.seq), (state, 1));
        assert_eq!(service.told(), []);
    }
}

#[tokio::test]
async fn a_device_that_pairs_is_heard_for_ten_minutes_of_the_clock() {
    for (now, is_heard) in [(-10_001, false), (-10_000, true), (10 * MINUTE - 1, true), (10 * MINUTE, false)]
    {
        let mut service = Service::new();
        service.device().state = Lifecycle::Pairing;
        // The stamps differ from the clock while that is put back.
        let call = CallRecord { now: NOW + now, ..act(1, 1, (0, 20 * MINUTE)) };
        let expected = if is_heard { Came::New(0) } else { Came::Answered(Err(Refusal::LinkExpired)) };
        assert_eq!(service.hears(call).await, expected, "{now}");
    }
}

#[test]
fn an_active_device_is_heard_however_long_ago_it_has_paired() {
    assert_eq!(standing(&device_in(1, Lifecycle::Active), NOW + 1_000_000 * MINUTE), None);
}

#[tokio::test]
async fn the_time_of_calls_never_goes_back() {
    for latest in ["act", "wait", "run"] {
        let mut service = Service::new();
        let at = NOW + 500;
        match latest {
            "act" => service.device().acts.at = at,
            "wait" => service.device().waits.at = at,
            _ => service.device().waits.run_at = at,
        }
        for (seq, taken, stamp) in [(1, 100, 500), (2, 499, 500), (3, 501, 501)] {
            assert_eq!(service.hears(act(seq, 1, (0, taken))).await, Came::New(seq - 1));
            assert_eq!(service.device().acts.at, NOW + stamp, "{latest}");
        }
    }
}

/// Both copies continue from the same number, and store what they send.
#[tokio::test]
async fn whichever_of_two_copies_speaks_second_is_found_out() {
    for (copy, original) in [(6, 6), (7, 6), (1000, 6), (i64::MAX, 6)] {
        let mut service = Service::new();
        assert_eq!(service.hears(act(5, 5, (0, 1))).await, Came::New(0));
        assert_eq!(service.hears(act(copy, 66, (2, 3))).await, Came::New(5));
        assert_eq!(service.hears(act(original, 6, (4, 5))).await, FROZEN, "{copy}");
        assert_eq!(service.told(), [(NotificationKind::DeviceFrozen, 5)]);
        // Calls of both are refused from now on, and the user is notified once.
        for call in [act(copy, 66, (6, 7)), act(original, 6, (6, 7)), act(7, 7, (6, 7))] {
            assert_eq!(service.hears(call).await, FROZEN);
        }
        assert_eq!(service.told().len(), 1);
        assert_eq!(
            (service.device().state, service.device().ended_at),
            (Lifecycle::Frozen, Some(NOW + AHEAD + 5))
        );
    }
}

#[tokio::test]
async fn the_user_is_told_of_a_copy_by_the_name_of_its_device() {
    let mut service = Service::new();
    assert_eq!(service.hears(act(5, 5, (0, 1))).await, Came::New(0));
    assert_eq!(service.hears(act(5, 6, (0, 2))).await, FROZEN);
    assert_eq!(told(&service.rows), [(NotificationKind::DeviceFrozen, ACCOUNT, "Phone 1", NOW + AHEAD + 2)]);
}
