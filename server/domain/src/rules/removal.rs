//! The removal of devices by their user: one after Key has confirmed it, or all of them after a one-time password.

use super::devices::{Leaving, take_out};
use crate::ids::AccountId;
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
    take_out(tx, device, Leaving::REMOVED, now).await?;
    if decided.id == id {
        decided.end(Leaving::REMOVED.state, now);
    }
    Ok(())
}

/// Removes all devices of an account; returns their number.
///
/// # Errors
/// [`StoreError`]
pub async fn of_all(tx: &mut dyn Transaction, account: AccountId, now: i64) -> Result<usize, StoreError> {
    let devices = tx.active_devices(account).await?;
    let count = devices.len();
    for device in devices {
        take_out(tx, device, Leaving::REMOVED, now).await?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
