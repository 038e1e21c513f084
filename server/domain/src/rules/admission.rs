//! Admission: every call goes through here before anything in it is looked at.
//!
//! A nonce is used up; the state of the device has its refusal; then the number tells whether the call is new, a retry,
//! or that two copies of the device have spoken. Devices count without gaps ([`key_protocol::call::Call::seq`]) and
//! write a call down before they send it, so whatever number a copy chooses, the original's next call is behind it or
//! beside it:
//!
//! | number of an act | content | nonce | |
//! |---|---|---|---|
//! | above the newest | | | new |
//! | the newest | the same | | a retry |
//! | the newest | other | | a copy |
//! | below the newest | | given before the newest was taken | overtaken on the way: *bad nonce* |
//! | below the newest | | given later | a copy |
//! | not above one that was overtaken before | | given after what had overtaken it | a copy |
//!
//! Both times are the service's own, and never go back ([`CallRecord::at`]): the original's number was higher before it
//! asked for a nonce that was given later. So a call that is told to be overtaken is found out when it comes again. Between
//! processes they may differ a little ([`CallRecord::clock_error`]): within that, a call counts as overtaken.
//!
//! Waits are told apart by their identity alone, so that a retry may ask for another time, and count anew in each run:
//! a wait of an older run is overtaken or a copy's, like a lower number, and one of the newest run without its secret is a
//! copy's: what a device stores does not hold it. Each wait says what the device's newest act is, and is held against
//! the newest that was taken as an act of that number is. Numbers above the next are taken: a database that was put back
//! from a backup must not part all its phones.

use key_protocol::answer::Refusal;
use key_protocol::call::{CallId, CallIdHash, ContentHash, LeftCall, RunHash};
use key_protocol::id::DeviceId;

use super::devices::{Leaving, take_out};
use crate::ids::AccountId;
use crate::store::accounts::NotificationKind;
use crate::store::devices::{Acts, CallResult, Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// How long a used-up nonce is remembered, in milliseconds: longer than it is good for.
pub const NONCE_MEMORY: i64 = 10 * 60_000;

/// What makes a call this call.
#[derive(Clone, Debug)]
pub struct CallRecord {
    /// Who calls.
    pub device: DeviceId,
    /// The account of that device.
    pub account: AccountId,
    /// The nonce that is used up.
    pub nonce: [u8; 16],
    /// When that nonce was given.
    pub nonce_at: i64,
    /// The number of the call.
    pub seq: i64,
    /// Where the number counts, and what tells a retry.
    pub lane: Lane,
    /// When it is taken: the service's clock, but for when that was put back. Nonces are stamped with the same.
    pub at: i64,
    /// The service's clock.
    pub now: i64,
    /// How much the times of two processes of the service may differ, in milliseconds: by so much, who came first is not
    /// known.
    pub clock_error: i64,
}

/// Where the number of a call counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Among the calls that change something.
    Act {
        /// The content of the call.
        hash: ContentHash,
        /// The hash of its identity.
        id_hash: CallIdHash,
    },
    /// Among the waits of a run.
    Wait {
        /// The identity of the call.
        id: CallId,
        /// The number of the call that began the run.
        run: i64,
        /// The hash of the run's secret.
        run_hash: RunHash,
        /// The newest act that the device knows of.
        newest_act: i64,
    },
}

/// What to do with a call.
#[derive(Debug)]
pub enum Admission {
    /// Carry it out.
    In(Admitted),
    /// Answer with this, and commit.
    Known(CallResult),
}

/// A call that was let in and written down.
#[derive(Debug)]
pub struct Admitted {
    /// Who calls, with this call as its newest.
    pub device: Box<Device>,
    /// What was its newest act before; `None` for the retry of a call that was not concluded. What was written down for
    /// that when it came first stands.
    pub before: Option<Acts>,
}

/// Lets a call in, or says what it is answered instead. What it has written counts only if it is committed.
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
    // Another may have been taken since it was stamped.
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

/// Why a device in its state is not heard, if it is not.
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

/// Holds what a device says it has left unanswered against what was taken. `None`: a copy has spoken, and the device
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
        // Known from a wait alone.
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

/// How a call ended whose answer the device never saw.
#[derive(Clone, Debug, PartialEq)]
pub enum Left {
    /// With this result.
    Answered(CallResult),
    /// It never arrived, or was not concluded: it has no effect but what was counted.
    Lost,
}

/// Writes down what an act is answered, if it is still the newest. `false` if it is not: another was taken meanwhile.
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

/// What a call is beside what its device has said before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOrder {
    /// It shows that two copies of the device have spoken.
    Copy,
    /// The next.
    New,
    /// It has an older number than one that was taken after its nonce was given: on its way, or of a copy.
    Overtaken,
    /// The same once more.
    Retry,
}

/// What a call is, as far as the device's row alone tells.
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
        // Known from a wait alone: it may be that very call, late.
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
        // Known as the number of another act.
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

/// Whether a call that is behind the newest was only overtaken on the way: its nonce is older than the newest call.
fn behind(call: &CallRecord, newest_at: i64) -> CallOrder {
    if call.nonce_at - call.clock_error <= newest_at { CallOrder::Overtaken } else { CallOrder::Copy }
}

/// An act that was overtaken comes again. A copy that acts faster than a call needs from its nonce to here would overtake
/// each of them; but whoever knows that it was overtaken once has had a higher number ever since, or is the other one.
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
            // The newest may be on its way; those before it have come, or never will.
            forget_acts_before(&mut device.acts, run.max(newest_act - 1), call.at);
        }
    }
    tx.update_device(&device).await?;
    Ok(Admission::In(Admitted { device: Box::new(device), before: Some(before.acts) }))
}

/// A wait knows of acts that were taken and forgotten: none with this number or a lower one is new.
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

/// Takes a device out whose copy has spoken.
async fn freeze(tx: &mut dyn Transaction, device: Device, now: i64) -> Result<(), StoreError> {
    take_out(tx, device, Leaving { state: Lifecycle::Frozen, kind: NotificationKind::DeviceFrozen }, now)
        .await
}

#[cfg(test)]
mod tests;
