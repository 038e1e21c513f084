//! Admission: checks every call before its body is examined.
//!
//! Admission uses up the nonce, and refuses the call if the state of the device requires it. The number then tells
//! whether the call is new, a retry, or shows that two copies of the device have called. Devices count without gaps
//! ([`key_protocol::call::Call::seq`]) and store a call before they send it. Whatever number a copy chooses, the
//! original's next call has therefore a lower number or the same:
//!
//! | number of an act | content | nonce | the call is |
//! |---|---|---|---|
//! | above the newest | | | new |
//! | the newest | the same | | a retry |
//! | the newest | other | | a copy |
//! | below the newest | | issued before the newest was admitted | overtaken in transit: *bad nonce* |
//! | below the newest | | issued later | a copy |
//! | not above that of an act overtaken earlier | | issued after the overtaking act was admitted | a copy |
//!
//! Both times are the service's own and never go back ([`CallRecord::at`]): an original has increased its number before
//! it requests a later nonce. A copy whose call is answered as overtaken is therefore detected when it sends the call
//! again. The times of two processes may differ a little ([`CallRecord::clock_error`]): within that difference, a call
//! counts as overtaken.
//!
//! Waits are distinguished by their identity alone, so that a retry may ask for another duration, and are numbered anew
//! in each run. A wait of an older run was overtaken or is a copy's, like a lower number. A wait of the newest run
//! without the run's secret is a copy's, because the device's storage does not contain the secret. Each wait names the
//! device's newest act, which is compared with the newest admitted act as the number of an act is. Numbers above the
//! next are admitted: a database that was restored from a backup must not disconnect all its phones.

use key_protocol::answer::Refusal;
use key_protocol::call::{CallId, CallIdHash, ContentHash, LeftCall, RunHash};
use key_protocol::id::DeviceId;

use super::devices::{Leaving, take_out};
use crate::ids::AccountId;
use crate::store::accounts::NotificationKind;
use crate::store::devices::{Acts, CallResult, Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// How long a used nonce is remembered, in milliseconds: longer than it is valid.
pub const NONCE_MEMORY: i64 = 10 * 60_000;

/// The data by which a call is admitted.
#[derive(Clone, Debug)]
pub struct CallRecord {
    /// The calling device.
    pub device: DeviceId,
    /// The account of the device.
    pub account: AccountId,
    /// The nonce, which the call uses up.
    pub nonce: [u8; 16],
    /// When the nonce was issued.
    pub nonce_at: i64,
    /// The number of the call.
    pub seq: i64,
    /// The lane in which the number counts, with the data that identifies a retry.
    pub lane: Lane,
    /// When the call is admitted: the service's clock, except that it never goes back. Nonces are stamped with the same
    /// time.
    pub at: i64,
    /// The time of the service's clock.
    pub now: i64,
    /// How much the times of two processes of the service may differ, in milliseconds. The order of calls within that
    /// difference is unknown.
    pub clock_error: i64,
}

/// The lane in which the number of a call counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The calls that change something.
    Act {
        /// The content of the call.
        hash: ContentHash,
        /// The hash of the call's identity.
        id_hash: CallIdHash,
    },
    /// The waits of a run.
    Wait {
        /// The identity of the call.
        id: CallId,
        /// The number of the call that began the run.
        run: i64,
        /// The hash of the run's secret.
        run_hash: RunHash,
        /// The number of the newest act that the device knows of.
        newest_act: i64,
    },
}

/// The result of admission.
#[derive(Debug)]
pub enum Admission {
    /// The call is to be carried out.
    In(Admitted),
    /// The call is to be answered with this result, after a commit.
    Known(CallResult),
}

/// A call that was admitted and recorded.
#[derive(Debug)]
pub struct Admitted {
    /// The calling device, with this call as its newest.
    pub device: Box<Device>,
    /// The newest act before this call; `None` for the retry of a call that was not concluded, for which the record of
    /// its first arrival stays valid.
    pub before: Option<Acts>,
}

/// Admits a call, or returns the result that answers it. The writes count only if they are committed.
///
/// # Errors
/// [`StoreError`]
pub async fn admit(tx: &mut dyn Transaction, call: &CallRecord) -> Result<Admission, StoreError> {
    if !tx.insert_nonce(&call.nonce, call.at + NONCE_MEMORY).await? {
        return Ok(Admission::Known(Err(Refusal::BadNonce)));
    }
    let Some(device) = tx.device(call.device).await? else {
        return Ok(Admission::Known(Err(Refusal::UnknownDevice)));
    };
    if let Some(refusal) = standing(&device, call.now) {
        return Ok(Admission::Known(Err(refusal)));
    }
    // Another call may have been admitted since this one was stamped.
    let call = &CallRecord { at: call.at.max(device.latest_call()), ..call.clone() };
    let act = match call.lane {
        Lane::Act { .. } => call.seq,
        Lane::Wait { newest_act, .. } => newest_act,
    };
    let seen = classify(&device, call);
    let comes_again = matches!(seen, CallOrder::Overtaken) && act < device.acts.seq;
    let seen = if comes_again { overtaken(tx, &device, act, call).await? } else { seen };
    match seen {
        CallOrder::Copy => {
            freeze(tx, device, call.now).await?;
            Ok(Admission::Known(Err(Refusal::Frozen)))
        }
        CallOrder::New => note(tx, device, call).await,
        CallOrder::Overtaken => Ok(Admission::Known(Err(Refusal::BadNonce))),
        CallOrder::Retry => Ok(retried(device, call)),
    }
}

/// The reason why calls of a device in its state are refused, if they are.
#[must_use]
pub fn standing(device: &Device, now: i64) -> Option<Refusal> {
    match device.state {
        Lifecycle::Pairing if device.has_lapsed(now) => Some(Refusal::LinkExpired),
        Lifecycle::Active | Lifecycle::Pairing => None,
        Lifecycle::Disconnected => Some(Refusal::Disconnected),
        Lifecycle::Frozen => Some(Refusal::Frozen),
        Lifecycle::Locked => Some(Refusal::Locked),
        Lifecycle::Refused => Some(Refusal::PairingRefused),
    }
}

/// Compares a call that a device has left unanswered with the admitted acts. `None`: a copy has called, and the device
/// was frozen.
///
/// # Errors
/// [`StoreError`]
pub async fn left(
    tx: &mut dyn Transaction,
    before: &Acts,
    call: &CallRecord,
    left: &LeftCall,
) -> Result<Option<Left>, StoreError> {
    let seq = i64::try_from(left.seq).unwrap_or(i64::MAX);
    let found = match &before.result {
        _ if seq > before.seq => Left::Lost,
        // The number is known from a wait alone.
        _ if seq == before.seq && before.id_hash.is_none() => Left::Lost,
        result if seq == before.seq && before.id_hash == Some(left.id_hash) => {
            result.clone().map_or(Left::Lost, Left::Answered)
        }
        _ => {
            if let Some(device) = tx.device(call.device).await? {
                freeze(tx, device, call.now).await?;
            }
            return Ok(None);
        }
    };
    Ok(Some(found))
}

/// How a call ended whose answer the device never received.
#[derive(Clone, Debug, PartialEq)]
pub enum Left {
    /// It was answered with this result.
    Answered(CallResult),
    /// It never arrived, or was not concluded: it had no effect except that its factor may have been counted.
    Lost,
}

/// Records the answer of an act if it is still the newest. `false` if another was admitted meanwhile.
///
/// # Errors
/// [`StoreError`]
pub async fn conclude(
    tx: &mut dyn Transaction,
    device: &mut Device,
    call: &CallRecord,
    result: CallResult,
) -> Result<bool, StoreError> {
    if device.acts.seq != call.seq {
        return Ok(false);
    }
    device.acts.result = Some(result);
    tx.update_device(device).await?;
    Ok(true)
}

/// How a call relates to the device's earlier calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOrder {
    /// It shows that two copies of the device have called.
    Copy,
    /// It is the next call.
    New,
    /// It has a lower number than one that was admitted after its nonce was issued: it was late, or is a copy's.
    Overtaken,
    /// It repeats the newest call.
    Retry,
}

/// Classifies a call by the device's row alone.
#[must_use]
pub fn classify(device: &Device, call: &CallRecord) -> CallOrder {
    match call.lane {
        Lane::Act { hash, .. } => classify_act(device, call, hash),
        Lane::Wait { newest_act, .. } if newest_act < device.acts.seq => behind(call, device.acts.at),
        Lane::Wait { id, run, run_hash, .. } => classify_wait(device, call, id, run, run_hash),
    }
}

fn classify_act(device: &Device, call: &CallRecord, hash: ContentHash) -> CallOrder {
    match call.seq.cmp(&device.acts.seq) {
        std::cmp::Ordering::Greater => CallOrder::New,
        std::cmp::Ordering::Equal if device.acts.hash == Some(hash) => CallOrder::Retry,
        // The newest act is known from a wait alone: this may be that act, arriving late.
        std::cmp::Ordering::Equal if device.acts.hash.is_none() => behind(call, device.acts.at),
        std::cmp::Ordering::Equal => CallOrder::Copy,
        std::cmp::Ordering::Less => behind(call, device.acts.at),
    }
}

fn classify_wait(device: &Device, call: &CallRecord, id: CallId, run: i64, run_hash: RunHash) -> CallOrder {
    let waits = &device.waits;
    match run {
        _ if run == waits.run => {}
        _ if run < waits.run => return behind(call, waits.run_at),
        // It is known as the number of another act.
        _ if (device.acts.since..=device.acts.seq).contains(&run) => return CallOrder::Copy,
        _ => return CallOrder::New,
    }
    if waits.run_hash != Some(run_hash) {
        return CallOrder::Copy;
    }
    match call.seq.cmp(&waits.seq) {
        std::cmp::Ordering::Greater => CallOrder::New,
        std::cmp::Ordering::Equal if waits.id == Some(id) => CallOrder::Retry,
        std::cmp::Ordering::Equal => CallOrder::Copy,
        std::cmp::Ordering::Less => behind(call, waits.at),
    }
}

/// Whether a call below the newest was only overtaken in transit: its nonce is older than the newest call.
fn behind(call: &CallRecord, newest_at: i64) -> CallOrder {
    if call.nonce_at - call.clock_error <= newest_at { CallOrder::Overtaken } else { CallOrder::Copy }
}

/// Handles an overtaken act. A copy could act faster than a call takes from its nonce to here, and overtake every call
/// of the original. But a device that knows of an overtaken call uses a higher number from then on, unless it is the
/// other copy.
async fn overtaken(
    tx: &mut dyn Transaction,
    device: &Device,
    act: i64,
    call: &CallRecord,
) -> Result<CallOrder, StoreError> {
    if tx.was_overtaken(device.id, act, call.nonce_at - call.clock_error).await? {
        return Ok(CallOrder::Copy);
    }
    tx.insert_overtaking(device.id, act, device.acts.at).await?;
    Ok(CallOrder::Overtaken)
}

async fn note(tx: &mut dyn Transaction, before: Device, call: &CallRecord) -> Result<Admission, StoreError> {
    let mut device = before.clone();
    match call.lane {
        Lane::Act { hash, id_hash } => {
            let since = if call.seq == before.acts.seq + 1 { before.acts.since } else { call.seq };
            let (hash, id_hash) = (Some(hash), Some(id_hash));
            device.acts = Acts { seq: call.seq, since, hash, id_hash, result: None, at: call.at };
        }
        Lane::Wait { id, run, run_hash, newest_act } => {
            let known = &mut device.waits;
            if run != known.run {
                (known.run, known.run_at, known.run_hash) = (run, call.at, Some(run_hash));
            }
            (known.seq, known.id, known.at) = (call.seq, Some(id), call.at);
            // The newest act may be in transit; earlier ones have arrived, or never will.
            forget_acts_before(&mut device.acts, run.max(newest_act - 1), call.at);
        }
    }
    tx.update_device(&device).await?;
    Ok(Admission::In(Admitted { device: Box::new(device), before: Some(before.acts) }))
}

/// Raises the newest act to one that a wait names and the database has lost: no act with this number or a lower one is
/// new.
fn forget_acts_before(acts: &mut Acts, seq: i64, at: i64) {
    if seq > acts.seq {
        *acts = Acts { seq, since: seq, at, ..Acts::default() };
    }
}

fn retried(device: Device, call: &CallRecord) -> Admission {
    match (&call.lane, device.acts.result.clone()) {
        (Lane::Act { .. }, Some(result)) => Admission::Known(result),
        _ => Admission::In(Admitted { device: Box::new(device), before: None }),
    }
}

/// Freezes a device after a copy of it has called.
async fn freeze(tx: &mut dyn Transaction, device: Device, now: i64) -> Result<(), StoreError> {
    take_out(tx, device, Leaving { state: Lifecycle::Frozen, kind: NotificationKind::DeviceFrozen }, now)
        .await
}

#[cfg(test)]
mod tests;
