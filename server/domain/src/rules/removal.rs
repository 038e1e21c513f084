//! The removal of devices by their user: one after Key has confirmed it, or all of them after a one-time password.

use super::devices::{Leaving, take_out};
use super::{confirmations, lists, pairing};
use crate::ids::{AccountId, SessionId};
use crate::store::accounts::NotificationKind;
use crate::store::confirmations::Confirmation;
use crate::store::devices::{Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// Removes the device that a confirmed change names. `decided` is the device that has confirmed it, perhaps the same.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn after(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    decided: &mut Device,
    now: i64,
) -> Result<(), StoreError> {
    let Some(change) = tx.change(confirmation.id).await? else { return Ok(()) };
    let Some(id) = change.device else { return Ok(()) };
    let device = tx.device(id).await?.filter(|device| device.account == confirmation.account);
    let Some(device) = device.filter(Device::can_be_removed) else { return Ok(()) };
    of_one(tx, device, Some(change.session), now).await?;
    if decided.id == id {
        decided.end(Leaving::REMOVED.state, now);
    }
    Ok(())
}

/// Removes a device, and what it has allowed: the sessions that it has signed in, except the one that `asks` for the
/// removal, and the list that it has confirmed lately. A user who removes the only device keeps the list; the operator
/// ends it even then (`asks` is `None`).
///
/// # Errors
/// [`StoreError`]
pub async fn of_one(
    tx: &mut dyn Transaction,
    device: Device,
    asks: Option<SessionId>,
    now: i64,
) -> Result<(), StoreError> {
    if asks.is_none() || has_others(tx, &device).await? {
        lists::end_with(tx, &device, now).await?;
    }
    tx.delete_sessions_by(device.id, asks).await?;
    take_out(tx, device, Leaving::REMOVED, now).await
}

/// A device disconnects itself. The list that it has confirmed lately goes along, unless it is the only device.
///
/// # Errors
/// [`StoreError`]
pub async fn by_itself(tx: &mut dyn Transaction, device: Device, now: i64) -> Result<(), StoreError> {
    if has_others(tx, &device).await? {
        lists::end_with(tx, &device, now).await?;
    }
    let leaving = Leaving { state: Lifecycle::Disconnected, kind: NotificationKind::DeviceLeft };
    take_out(tx, device, leaving, now).await
}

async fn has_others(tx: &mut dyn Transaction, device: &Device) -> Result<bool, StoreError> {
    Ok(tx.active_devices(device.account).await?.iter().any(|other| other.id != device.id))
}

/// Removes all devices of an account, and all that they have allowed: other sessions than `but`, links, and devices that
/// have not finished pairing.
///
/// # Errors
/// [`StoreError`]
pub async fn of_all(
    tx: &mut dyn Transaction,
    account: AccountId,
    but: SessionId,
    now: i64,
) -> Result<(), StoreError> {
    for device in tx.active_devices(account).await? {
        take_out(tx, device, Leaving::REMOVED, now).await?;
    }
    pairing::end_open(tx, account, now).await?;
    tx.delete_other_sessions(account, but).await
}

/// Ends only the device's own request if it declines its own removal while others can still answer: a stolen phone must
/// not keep its owner from removing it. Returns whether that is so.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn decline_for_itself(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    device: &Device,
    now: i64,
) -> Result<bool, StoreError> {
    let change = tx.change(confirmation.id).await?;
    if change.and_then(|change| change.device) != Some(device.id) {
        return Ok(false);
    }
    if !confirmations::can_others_answer(tx, confirmation.id, device.id).await? {
        return Ok(false);
    }
    let requests = tx.requests_of(confirmation.id).await?;
    for mut own in requests.into_iter().filter(|request| request.device == device.id) {
        own.ended_at = Some(now);
        tx.update_request(&own).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests;
