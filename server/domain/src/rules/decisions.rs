//! Decisions: what one has to say, and what it settles. The first that counts settles what was asked, for all devices.

use key_protocol::answer::Refusal;
use key_protocol::base64url;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::json;
use key_protocol::receipt::Outcome;
use key_protocol::request::Request as Asked;
use key_protocol::statement::Statement;

use super::settling;
use crate::store::confirmations::{Confirmation, ConfirmationOutcome, Request};
use crate::store::devices::{Device, Lifecycle};
use crate::store::error::StoreError;
use crate::store::transaction::Transaction;

/// What is decided on, while it can be.
#[derive(Clone, Debug)]
pub struct Open {
    /// What the device was asked, as it was delivered.
    pub asked: Asked,
    /// The signed form of that.
    pub jws: String,
    /// What it settles.
    pub confirmation: Confirmation,
}

/// Finds what is decided on. A request that was never delivered to the device is as good as none.
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
    let confirmation = tx.confirmation(request.confirmation).await?.ok_or(StoreError::Damaged("request"))?;
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

/// The request as it was delivered: our own words, so no signature is checked.
fn delivered(jws: &str) -> Option<Asked> {
    json::read_known(&base64url::decode(jws.split('.').nth(1)?)?).ok()
}

/// Whether what was shown, in the view of the device, is what was asked.
#[must_use]
pub fn says_what_was_asked(decision: &Decision, open: &Open) -> bool {
    let statement = Statement::render(&open.asked, decision.view);
    decision.request_hash == request_hash(&open.jws)
        && statement.is_some_and(|statement| decision.statement == statement.text())
}

/// How a decision by a right factor, or one that needs none, settles what was asked. `digits` are those of the page.
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

/// Settles what was asked, by this device.
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
    settling::settle(tx, confirmation, outcome, now).await
}

/// Notes that the device cannot show a request that was delivered to it. Others may still answer.
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
