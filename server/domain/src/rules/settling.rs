//! What happens after a confirmation was ended by a device, or because no device is left. Each kind of subject has a
//! module of its own for it.

use key_protocol::request::Subject;

use super::{changes, confirmations, logins};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// Ends a confirmation, with all consequences for its subject.
///
/// # Errors
/// [`StoreError`]
pub async fn settle(
    tx: &mut dyn Transaction,
    mut confirmation: Confirmation,
    outcome: ConfirmationOutcome,
    now: i64,
) -> Result<(), StoreError> {
    confirmations::end(tx, &mut confirmation, outcome, now).await?;
    match &confirmation.subject {
        Some(Subject::Login { browser, place, .. }) => {
            logins::settled(tx, &confirmation, (browser, place), now).await
        }
        Some(
            subject @ (Subject::AddDevice { .. } | Subject::NewList { .. } | Subject::RemoveDevice { .. }),
        ) => changes::settled(tx, &confirmation, subject, now).await,
        // The confirmation ends without consequences: only another version knows them.
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
