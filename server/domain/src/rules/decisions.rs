//! Decisions: what one must contain, and which outcome it has. The first valid decision settles the confirmation for
//! all devices, except that a device declines its own removal for itself alone ([`super::removal`]).

use key_protocol::answer::Refusal;
use key_protocol::base64url;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::json;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request as Asked;
use key_protocol::statement::Statement;

use super::{changes, removal, settling};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use crate::store::devices::{Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// A confirmation that can be decided on, as one device was asked.
#[derive(Clone, Debug)]
pub struct Open {
    /// The request, as it was delivered to the device.
    pub asked: Asked,
    /// The signed form of the request.
    pub jws: String,
    /// The confirmation that the decision settles.
    pub confirmation: Confirmation,
}

/// Finds the confirmation that a request asks for. A request that was never delivered to the device does not count.
///
/// # Errors
/// [`StoreError`]
pub async fn open(
    tx: &mut dyn Transaction,
    device: &Device,
    id: RequestId,
    now: i64,
) -> Result<Result<Open, Refusal>, StoreError> {
    let request = tx.request(id).await?.filter(|request| request.device == device.id);
    let Some((request, jws)) = request.and_then(|request| request.jws.clone().map(|jws| (request, jws)))
    else {
        return Ok(Err(Refusal::RequestEnded));
    };
    let mut confirmation =
        tx.confirmation(request.confirmation).await?.ok_or(StoreError::Damaged("request"))?;
    if changes::end_abandoned(tx, &mut confirmation, now).await? {
        return Ok(Err(Refusal::RequestEnded));
    }
    if let Some(refusal) = ended(device, &request, &confirmation, now) {
        return Ok(Err(refusal));
    }
    let asked = delivered(&jws).ok_or(StoreError::Damaged("jws"))?;
    Ok(Ok(Open { asked, jws, confirmation }))
}

fn ended(device: &Device, request: &Request, confirmation: &Confirmation, now: i64) -> Option<Refusal> {
    match confirmation.outcome {
        _ if device.state != Lifecycle::Active => Some(Refusal::RequestEnded),
        ConfirmationOutcome::Confirmed => Some(Refusal::RequestAnswered { outcome: Outcome::Confirmed }),
        ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe => {
            Some(Refusal::RequestAnswered { outcome: Outcome::Declined })
        }
        ConfirmationOutcome::Pending if request.ended_at.is_none() && confirmation.is_pending(now) => None,
        _ => Some(Refusal::RequestEnded),
    }
}

/// Reads a delivered request. The service wrote it itself, so its signature is not verified.
fn delivered(jws: &str) -> Option<Asked> {
    json::read_known(&base64url::decode(jws.split('.').nth(1)?)?).ok()
}

/// Whether the decision repeats, in the view of the device, what was asked.
#[must_use]
pub fn says_what_was_asked(decision: &Decision, open: &Open) -> bool {
    let statement = Statement::render(&open.asked, decision.view);
    decision.request_hash == request_hash(&open.jws)
        && statement.is_some_and(|statement| decision.statement == statement.text())
}

/// The outcome of a decision whose factor is right, or that needs none. `digits` are those of the page.
#[must_use]
pub fn outcome(decision: &Decision, open: &Open, digits: &SixDigits) -> ConfirmationOutcome {
    match decision.answer {
        DecisionAnswer::Confirm if open.asked.digits && decision.digits.as_ref() != Some(digits) => {
            ConfirmationOutcome::DigitsWrong
        }
        DecisionAnswer::Confirm => ConfirmationOutcome::Confirmed,
        DecisionAnswer::Decline => ConfirmationOutcome::Declined,
        DecisionAnswer::NotMe => ConfirmationOutcome::NotMe,
    }
}

/// Forgives the first wrong digits. Returns whether that was possible: the confirmation then stays pending.
///
/// # Errors
/// [`StoreError`]
pub async fn forgive_digits(
    tx: &mut dyn Transaction,
    confirmation: &mut Confirmation,
) -> Result<bool, StoreError> {
    if confirmation.mistyped {
        return Ok(false);
    }
    confirmation.mistyped = true;
    tx.update_confirmation(confirmation).await?;
    Ok(true)
}

/// Settles the confirmation by a decision of this device.
///
/// # Errors
/// [`StoreError`]
pub async fn settle(
    tx: &mut dyn Transaction,
    device: &mut Device,
    mut confirmation: Confirmation,
    outcome: ConfirmationOutcome,
    now: i64,
) -> Result<(), StoreError> {
    confirmation.decided_by = Some(device.id);
    device.used_at = Some(now);
    tx.update_device(device).await?;
    let declines = matches!(outcome, ConfirmationOutcome::Declined | ConfirmationOutcome::NotMe);
    if declines && removal::decline_for_itself(tx, &confirmation, device, now).await? {
        return Ok(());
    }
    settling::settle(tx, confirmation.clone(), outcome, now).await?;
    if outcome == ConfirmationOutcome::Confirmed {
        removal::after(tx, &confirmation, device, now).await?;
    }
    Ok(())
}

/// Records that the device cannot show a request that was delivered to it. Other devices may still answer.
///
/// # Errors
/// [`StoreError`]
pub async fn cannot_show(
    tx: &mut dyn Transaction,
    device: &Device,
    id: RequestId,
    hash: &str,
    now: i64,
) -> Result<Result<(), Refusal>, StoreError> {
    let request = tx.request(id).await?.filter(|request| request.device == device.id);
    let delivered =
        request.filter(|request| request.jws.as_deref().is_some_and(|jws| request_hash(jws) == hash));
    let Some(mut request) = delivered else { return Ok(Err(Refusal::RequestEnded)) };
    request.unshown_at.get_or_insert(now);
    tx.update_request(&request).await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
