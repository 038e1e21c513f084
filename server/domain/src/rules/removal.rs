//! The removal of devices by their user: one after Key has confirmed it, or all of them after a one-time password.

use super::devices::{Leaving, take_out};
use super::{confirmations, lists, pairing};
use crate::ids::{AccountId, SessionId};
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
    let Some(id) = tx.change(confirmation.id).await?.and_then(|change| change.device) else { return Ok(()) };
    let device = tx.device(id).await?.filter(|device| device.account == confirmation.account);
    let Some(device) = device.filter(|device| device.state == Lifecycle::Active) else { return Ok(()) };
    if decided.id != id {
        lists::end_with(tx, &device, now).await?;
    }
    take_out(tx, device, Leaving::REMOVED, now).await?;
    if decided.id == id {
        decided.end(Leaving::REMOVED.state, now);
    }
    Ok(())
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
