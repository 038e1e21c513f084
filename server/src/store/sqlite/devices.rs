//! Devices and the calls that are not decisions.

use async_trait::async_trait;
use key_protocol::answer::Refusal;
use key_protocol::enrolment::Factor;
use key_protocol::id::DeviceId;
use serde_json::{Value, json};

use super::calls::{self, Admission};
use super::{Sqlite, Tx, events, rows};
use crate::ids::AccountId;
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind};
use crate::store::devices::{
    CallRecord, CheckedFactor, Device, Devices, FactorKeys, MAX_FAILURES, State, Taken,
};

#[async_trait]
impl Devices for Sqlite {
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("SELECT * FROM devices WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::device).transpose()
    }

    async fn devices_of(&self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM devices WHERE account = $1 AND active_at IS NOT NULL ORDER BY active_at, id",
        )
        .bind(&account.as_bytes()[..])
        .fetch_all(&self.reads)
        .await?;
        rows.iter().map(rows::device).collect()
    }

    async fn let_wait(&self, call: &CallRecord) -> Result<Taken, StoreError> {
        let mut tx = self.begin().await?;
        let taken = match calls::admit(&mut tx, call).await? {
            Admission::Fresh(_) => {
                calls::record(&mut tx, call, None).await?;
                Taken { result: Ok(Value::Null), changed: false }
            }
            Admission::Known(taken) => taken,
        };
        tx.commit().await?;
        Ok(taken)
    }

    async fn enrol(&self, call: &CallRecord, keys: FactorKeys) -> Result<Taken, StoreError> {
        let mut tx = self.begin().await?;
        let taken = match calls::admit(&mut tx, call).await? {
            Admission::Fresh(device) => {
                let result = enrol(&mut tx, &device, &keys, call.now).await?;
                calls::conclude(&mut tx, call, result).await?
            }
            Admission::Known(taken) => taken,
        };
        tx.commit().await?;
        Ok(taken)
    }

    async fn check(&self, call: &CallRecord, factor: CheckedFactor) -> Result<Taken, StoreError> {
        let mut tx = self.begin().await?;
        let taken = match calls::admit(&mut tx, call).await? {
            Admission::Fresh(device) => {
                let result = count(&mut tx, &device, factor, call.now).await?.map(|()| json!({}));
                calls::conclude(&mut tx, call, result).await?
            }
            Admission::Known(taken) => taken,
        };
        tx.commit().await?;
        Ok(taken)
    }

    async fn leave(&self, call: &CallRecord) -> Result<Taken, StoreError> {
        let mut tx = self.begin().await?;
        let taken = match calls::admit(&mut tx, call).await? {
            Admission::Fresh(device) => {
                let (state, kind) = (State::Disconnected, EventKind::DeviceLeft);
                calls::take_out(&mut tx, &device, state, kind, call.now).await?;
                calls::conclude(&mut tx, call, Ok(json!({}))).await?
            }
            Admission::Known(taken) => taken,
        };
        tx.commit().await?;
        Ok(taken)
    }

    async fn refuse(&self, call: &CallRecord, refusal: Refusal) -> Result<Taken, StoreError> {
        let mut tx = self.begin().await?;
        let taken = match calls::admit(&mut tx, call).await? {
            Admission::Fresh(_) => calls::conclude(&mut tx, call, Err(refusal)).await?,
            Admission::Known(taken) => taken,
        };
        tx.commit().await?;
        Ok(taken)
    }
}

/// Registers the keys. A device whose answer was lost may do so again until it is active. After that even the same
/// keys are refused: a yes would tell a right PIN from a wrong one, and nobody would count.
async fn enrol(
    tx: &mut Tx,
    device: &Device,
    keys: &FactorKeys,
    now: i64,
) -> Result<Result<Value, Refusal>, StoreError> {
    if device.state != State::Pairing {
        return Ok(Err(Refusal::Malformed));
    }
    let (biometric, agreement) = keys.biometric.unzip();
    sqlx::query(
        "UPDATE devices SET pin = $2, pin_agreement = $3, biometric = $4, biometric_agreement = $5 WHERE id = $1",
    )
    .bind(&device.id.as_bytes()[..])
    .bind(keys.pin.to_sec1().to_vec())
    .bind(keys.pin_agreement.to_sec1().to_vec())
    .bind(biometric.map(|key| key.to_sec1().to_vec()))
    .bind(agreement.flatten().map(|key| key.to_sec1().to_vec()))
    .execute(&mut **tx)
    .await?;
    activate_if_ready(tx, device, now).await?;
    Ok(Ok(json!({})))
}

/// A device that is enrolled and recognised is active.
pub(super) async fn activate_if_ready(tx: &mut Tx, device: &Device, now: i64) -> Result<(), StoreError> {
    let ready = sqlx::query(
        "UPDATE devices SET state = 'active', active_at = $2 \
         WHERE id = $1 AND state = 'pairing' AND pin IS NOT NULL AND committed_at IS NOT NULL",
    )
    .bind(&device.id.as_bytes()[..])
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if ready.rows_affected() == 1 {
        let detail = device.name.to_string();
        let event = Event { account: device.account, kind: EventKind::DeviceAdded, detail };
        events::add(tx, &event, now).await?;
    }
    Ok(())
}

/// Counts a factor: five wrong ones lock the device, a right PIN forgives those before.
pub(super) async fn count(
    tx: &mut Tx,
    device: &Device,
    checked: CheckedFactor,
    now: i64,
) -> Result<Result<(), Refusal>, StoreError> {
    let id = &device.id.as_bytes()[..];
    if checked.right {
        if checked.factor == Factor::Pin {
            sqlx::query("UPDATE devices SET failures = 0 WHERE id = $1").bind(id).execute(&mut **tx).await?;
        }
        return Ok(Ok(()));
    }
    let failures: i64 =
        sqlx::query_scalar("UPDATE devices SET failures = failures + 1 WHERE id = $1 RETURNING failures")
            .bind(id)
            .fetch_one(&mut **tx)
            .await?;
    let left = i64::from(MAX_FAILURES) - failures;
    if left > 0 {
        return Ok(Err(Refusal::NotConfirmed { tries_left: u8::try_from(left).unwrap_or(0) }));
    }
    calls::take_out(tx, device, State::Locked, EventKind::DeviceLocked, now).await?;
    Ok(Err(Refusal::Locked))
}
