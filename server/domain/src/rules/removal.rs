//! The removal of devices by their user: one after Key has confirmed it, or all of them after a one-time password.

use super::devices::{Leaving, take_out};
use super::pairing;
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
    let Some(change) = tx.change(confirmation.id).await? else { return Ok(()) };
    let Some(id) = change.device else { return Ok(()) };
    if tx.session(change.session).await?.is_none() {
        // The user has logged out everywhere since.
        return Ok(());
    }
    let device = tx.device(id).await?.filter(|device| device.account == confirmation.account);
    let Some(device) = device.filter(|device| device.state == Lifecycle::Active) else { return Ok(()) };
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

/// Whether the device declines its own removal while others can still answer: only its own request ends then. Otherwise
/// a stolen phone could keep its owner from removing it.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn is_declined_by_itself(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    device: &Device,
    now: i64,
) -> Result<bool, StoreError> {
    let change = tx.change(confirmation.id).await?;
    if change.and_then(|change| change.device) != Some(device.id) {
        return Ok(false);
    }
    let (mut own, mut others) = (None, false);
    for request in tx.requests_of(confirmation.id).await? {
        if request.device == device.id {
            own = Some(request);
        } else if request.ended_at.is_none() {
            let other = tx.device(request.device).await?;
            others |= other.is_some_and(|other| other.state == Lifecycle::Active);
        }
    }
    let Some(mut own) = own.filter(|_| others) else { return Ok(false) };
    own.ended_at = Some(now);
    tx.update_request(&own).await?;
    Ok(true)
}

#[cfg(test)]
mod tests;
