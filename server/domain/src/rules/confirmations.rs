//! Confirmations: how one begins and how it ends, whatever its subject. [`super::settling`] has the consequences of its
//! end.

use key_protocol::id::{DeviceId, RequestId};

use crate::ids::ConfirmationId;
use crate::lifetime::is_alive;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Request, TAKE_WITHIN};
use crate::store::devices::Lifecycle;
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// A confirmation to begin.
#[derive(Clone, Debug)]
pub struct NewConfirmation {
    /// The confirmation.
    pub confirmation: Confirmation,
    /// The devices to ask, with the identities of their requests.
    pub requests: Vec<(DeviceId, RequestId)>,
}

/// Begins a confirmation with one request to each device.
///
/// # Errors
/// [`StoreError`]
pub async fn begin(tx: &mut dyn Transaction, new: &NewConfirmation) -> Result<(), StoreError> {
    let NewConfirmation { confirmation, requests } = new;
    tx.insert_confirmation(confirmation).await?;
    for (device, id) in requests {
        let request = Request {
            id: *id,
            confirmation: confirmation.id,
            device: *device,
            expires_at: confirmation.expires_at,
            jws: None,
            ended_at: None,
            unshown_at: None,
        };
        tx.insert_request(&request).await?;
    }
    Ok(())
}

/// Ends a confirmation.
///
/// # Errors
/// [`StoreError`]
pub async fn end(
    tx: &mut dyn Transaction,
    confirmation: &mut Confirmation,
    outcome: ConfirmationOutcome,
    now: i64,
) -> Result<(), StoreError> {
    (confirmation.outcome, confirmation.ended_at) = (outcome, Some(now));
    tx.update_confirmation(confirmation).await
}

/// Whether the browser that has asked can still take up what was confirmed: in time, and by a device that has not left
/// since.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn can_be_taken(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    now: i64,
) -> Result<bool, StoreError> {
    let in_time = confirmation.ended_at.is_some_and(|at| is_alive(at, at + TAKE_WITHIN, now));
    let Some(device) = confirmation.decided_by else { return Ok(false) };
    let is_active = tx.device(device).await?.is_some_and(|device| device.state == Lifecycle::Active);
    Ok(confirmation.outcome == ConfirmationOutcome::Confirmed && in_time && is_active)
}

/// Whether an active device other than `but` can still answer.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn can_others_answer(
    tx: &mut dyn Transaction,
    id: ConfirmationId,
    but: DeviceId,
) -> Result<bool, StoreError> {
    for request in tx.requests_of(id).await? {
        let device = tx.device(request.device).await?.filter(|device| device.id != but);
        if request.ended_at.is_none() && device.is_some_and(|device| device.state == Lifecycle::Active) {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests;
