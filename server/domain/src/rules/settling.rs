//! What follows when a device, or the want of one, has ended a confirmation: each kind of subject says it in a module of its
//! own.

use key_protocol::request::Subject;

use super::{confirmations, logins};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// Ends a confirmation, with all that follows for what it was asked for.
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
        // It ends, and no more: another version knows what follows.
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
