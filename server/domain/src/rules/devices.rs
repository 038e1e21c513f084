//! How a device's use ends: it disconnects itself, is locked, or is frozen. And its name, which its user may change.

use key_protocol::id::DeviceId;
use key_protocol::shown::ShownText;

use super::{confirmations, settling};
use crate::ids::AccountId;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome};
use crate::store::devices::{Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// How a device's use ends, and the notification of its user.
#[derive(Clone, Copy, Debug)]
pub struct Leaving {
    /// The final state of the device.
    pub state: Lifecycle,
    /// The kind of the notification.
    pub kind: NotificationKind,
}

impl Leaving {
    /// The device is removed by its user or by the operator.
    pub const REMOVED: Self = Self { state: Lifecycle::Disconnected, kind: NotificationKind::DeviceRemoved };
}

/// Ends the use of a device for good, with the right of sessions to pair others, and notifies the user, unless the device
/// has left before it was active. A confirmation that no device can answer any more ends.
///
/// # Errors
/// [`StoreError`]
pub async fn take_out(
    tx: &mut dyn Transaction,
    mut device: Device,
    leaving: Leaving,
    now: i64,
) -> Result<(), StoreError> {
    device.end(leaving.state, now);
    tx.update_device(&device).await?;
    if device.active_at.is_some() {
        // What it has allowed ends with it.
        tx.revoke_pairing(device.account).await?;
    }
    for mut request in tx.open_requests(device.id).await? {
        request.ended_at = Some(now);
        tx.update_request(&request).await?;
        if let Some(confirmation) = tx.confirmation(request.confirmation).await? {
            end_unless_answerable(tx, confirmation, device.id, now).await?;
        }
    }
    if leaving.kind == NotificationKind::DeviceLeft && device.active_at.is_none() {
        return Ok(());
    }
    let event = Notification { account: device.account, kind: leaving.kind, detail: device.name.to_string() };
    tx.insert_notification(&event, now).await
}

/// The result of naming a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// It has the name.
    Done,
    /// The user has no such active device.
    Gone,
    /// Another active device of the user has the name.
    Taken,
}

/// Names an active device of an account.
///
/// # Errors
/// [`StoreError`]
pub async fn name(
    tx: &mut dyn Transaction,
    account: AccountId,
    id: DeviceId,
    name: ShownText,
) -> Result<Named, StoreError> {
    let (mut named, others): (Vec<_>, Vec<_>) =
        tx.active_devices(account).await?.into_iter().partition(|device| device.id == id);
    let Some(mut device) = named.pop() else { return Ok(Named::Gone) };
    if others.iter().any(|other| other.name == name) {
        return Ok(Named::Taken);
    }
    device.name = name;
    tx.update_device(&device).await?;
    Ok(Named::Done)
}

async fn end_unless_answerable(
    tx: &mut dyn Transaction,
    confirmation: Confirmation,
    gone: DeviceId,
    now: i64,
) -> Result<(), StoreError> {
    if !confirmation.is_pending(now) || confirmations::can_others_answer(tx, confirmation.id, gone).await? {
        return Ok(());
    }
    settling::settle(tx, confirmation, ConfirmationOutcome::Locked, now).await
}

#[cfg(test)]
mod tests;
