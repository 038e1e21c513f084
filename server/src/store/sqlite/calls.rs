//! Letting calls in: each nonce once, each number once, each state its refusal.

use key_protocol::answer::Refusal;
use key_protocol::call::Lane;
use serde_json::Value;

use super::rows::Columns as _;
use super::{Tx, events, rows};
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind};
use crate::store::devices::{CallRecord, Device, State, Taken};

/// How many answers are kept per device and lane.
const KEPT: i64 = 256;

/// How long a used-up nonce is remembered: longer than it is good for.
const NONCE_MEMORY: i64 = 10 * 60_000;

/// What to do with a call.
pub(super) enum Admission {
    /// Carry it out, then [`conclude`].
    Fresh(Box<Device>),
    /// Answer with this.
    Known(Taken),
}

/// Uses a nonce up; `false` if it was used before.
pub(super) async fn use_nonce(tx: &mut Tx, nonce: &[u8; 16], now: i64) -> Result<bool, StoreError> {
    let insert = "INSERT INTO nonces (nonce, forget_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING";
    let insert = sqlx::query(insert).bind(&nonce[..]).bind(now + NONCE_MEMORY);
    Ok(insert.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Decides whether a call is new, a retry or a copy's.
pub(super) async fn admit(tx: &mut Tx, call: &CallRecord) -> Result<Admission, StoreError> {
    if !use_nonce(tx, &call.nonce, call.now).await? {
        return Ok(refused(Refusal::BadNonce));
    }
    let row = sqlx::query("SELECT * FROM devices WHERE id = $1")
        .bind(&call.device.as_bytes()[..])
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(refused(Refusal::UnknownDevice)) };
    let device = rows::device(&row)?;
    if let Some(refusal) = standing(&device, call.now) {
        return Ok(refused(refusal));
    }
    let last = row.number(match call.lane {
        Lane::Act => "last_act",
        Lane::Wait => "last_wait",
    })?;
    if call.seq > last {
        return Ok(Admission::Fresh(Box::new(device)));
    }
    retry_or_copy(tx, call, device).await
}

/// Why a device in its state is not heard, if it is not.
fn standing(device: &Device, now: i64) -> Option<Refusal> {
    match device.state {
        State::Pairing if device.has_lapsed(now) => Some(Refusal::LinkExpired),
        State::Active | State::Pairing => None,
        State::Disconnected => Some(Refusal::Disconnected),
        State::Frozen => Some(Refusal::Frozen),
        State::Locked => Some(Refusal::Locked),
        State::Refused => Some(Refusal::PairingRefused),
    }
}

fn refused(refusal: Refusal) -> Admission {
    Admission::Known(Taken { result: Err(refusal), changed: false })
}

async fn retry_or_copy(tx: &mut Tx, call: &CallRecord, device: Device) -> Result<Admission, StoreError> {
    let row = sqlx::query("SELECT hash, result FROM calls WHERE device = $1 AND lane = $2 AND seq = $3")
        .bind(&call.device.as_bytes()[..])
        .bind(lane_name(call.lane))
        .bind(call.seq)
        .fetch_optional(&mut **tx)
        .await?;
    if row.is_none() && is_late(tx, call).await? {
        return Ok(refused(Refusal::BadNonce));
    }
    let Some(row) = row.filter(|row| row.bytes("hash").is_ok_and(|hash: [u8; 32]| hash == call.hash)) else {
        take_out(tx, &device, State::Frozen, EventKind::DeviceFrozen, call.now).await?;
        return Ok(Admission::Known(Taken { result: Err(Refusal::Frozen), changed: true }));
    };
    let Some(result) = row.maybe_text("result")? else { return Ok(Admission::Fresh(Box::new(device))) };
    let result = serde_json::from_str(&result).map_err(|_| StoreError::Damaged("result"))?;
    Ok(Admission::Known(Taken { result, changed: false }))
}

/// Whether a call that was never seen was only overtaken on the way: its nonce is older than the last call of its lane.
/// A device has given such a call up; a copy that is told *bad nonce* comes back with a fresh one, and shows itself.
async fn is_late(tx: &mut Tx, call: &CallRecord) -> Result<bool, StoreError> {
    let last = "SELECT at FROM calls WHERE device = $1 AND lane = $2 ORDER BY seq DESC LIMIT 1";
    let last = sqlx::query_scalar(last).bind(&call.device.as_bytes()[..]).bind(lane_name(call.lane));
    let last: Option<i64> = last.fetch_optional(&mut **tx).await?;
    Ok(last.is_some_and(|last| call.nonce_at < last))
}

/// Writes down what a call is answered.
pub(super) async fn conclude(
    tx: &mut Tx,
    call: &CallRecord,
    result: Result<Value, Refusal>,
) -> Result<Taken, StoreError> {
    let text = serde_json::to_string(&result).map_err(|_| StoreError::Damaged("result"))?;
    record(tx, call, Some(text)).await?;
    Ok(Taken { result, changed: true })
}

/// Notes the number of a call, and forgets those long past.
pub(super) async fn record(tx: &mut Tx, call: &CallRecord, result: Option<String>) -> Result<(), StoreError> {
    let (device, lane) = (&call.device.as_bytes()[..], lane_name(call.lane));
    let insert = "INSERT INTO calls (device, lane, seq, at, hash, result) VALUES ($1, $2, $3, $4, $5, $6) \
                  ON CONFLICT (device, lane, seq) DO NOTHING";
    let insert = sqlx::query(insert).bind(device).bind(lane).bind(call.seq).bind(call.now);
    insert.bind(&call.hash[..]).bind(result).execute(&mut **tx).await?;
    let last = match call.lane {
        Lane::Act => "UPDATE devices SET last_act = $2 WHERE id = $1 AND last_act < $2",
        Lane::Wait => "UPDATE devices SET last_wait = $2 WHERE id = $1 AND last_wait < $2",
    };
    sqlx::query(last).bind(device).bind(call.seq).execute(&mut **tx).await?;
    let forget = sqlx::query("DELETE FROM calls WHERE device = $1 AND lane = $2 AND seq <= $3");
    forget.bind(device).bind(lane).bind(call.seq - KEPT).execute(&mut **tx).await?;
    Ok(())
}

/// Takes a device out for good and tells the user. A login that nobody can answer any more ends.
pub(super) async fn take_out(
    tx: &mut Tx,
    device: &Device,
    state: State,
    kind: EventKind,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE devices SET state = $2 WHERE id = $1")
        .bind(&device.id.as_bytes()[..])
        .bind(state.name())
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "UPDATE requests SET ended_at = $2 WHERE device = $1 AND ended_at IS NULL \
         AND login IN (SELECT id FROM logins WHERE outcome = 'pending')",
    )
    .bind(&device.id.as_bytes()[..])
    .bind(now)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "UPDATE logins SET outcome = 'locked', ended_at = $2 \
         WHERE account = $1 AND outcome = 'pending' AND NOT EXISTS ( \
             SELECT 1 FROM requests JOIN devices ON devices.id = requests.device \
             WHERE requests.login = logins.id AND devices.state = 'active')",
    )
    .bind(&device.account.as_bytes()[..])
    .bind(now)
    .execute(&mut **tx)
    .await?;
    let event = Event { account: device.account, kind, detail: device.name.to_string() };
    events::add(tx, &event, now).await
}

const fn lane_name(lane: Lane) -> &'static str {
    match lane {
        Lane::Act => "act",
        Lane::Wait => "wait",
    }
}
