//! Confirmations: how one begins and how it ends, whatever its subject. [`super::settling`] has the consequences of its
//! end.

use key_protocol::id::{DeviceId, RequestId};

use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
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

#[cfg(test)]
mod tests;
