//! `decide`: the user's answer to a request.
//!
//! The service compares the decision with the delivered request, which never changes, before it verifies the factor.
//! When it settles the decision, it checks once more whether the decision is in time and whether it is the first.

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::rules::decisions::{self, Open};
use key_domain::rules::offline;
use key_domain::sealing::Context;
use key_domain::store::confirmations::{self, ConfirmationOutcome};
use key_domain::store::devices::{CallResult, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::VERSION;
use key_protocol::answer::{Decided, Failed, Refusal};
use key_protocol::call::Decide;
use key_protocol::decision::{Decision, DecisionAnswer};
use key_protocol::json;
use key_protocol::jws::{self, Header};
use key_protocol::receipt::{Outcome, Receipt, decision_hash};

use super::admission::{Admission, admit, conclude};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::proven::{self, Proven, Right};
use super::result::ok;
use crate::app::App;

impl Handle for Decide {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<CallResult, StoreError> {
        let VerifiedCall { call, record, text, .. } = verified;
        let decision = read(&call.body);
        let Self { decision: sent, proof } = call.body;
        match (decision, proof) {
            (Some((decision, bytes)), Some(proof)) => {
                let confirming = Confirming { decision, bytes, sent, proof, call: text };
                proven::carry_out(app, &confirming, &record).await
            }
            (decision, _) => {
                let (mut tx, mut device) = match admit(app, &record).await? {
                    Admission::Admitted(tx, admitted) => (tx, admitted.device),
                    Admission::Answered(answered) => return Ok(answered),
                };
                let result = match decision {
                    Some((decision, bytes)) => {
                        let declining = SubmittedDecision {
                            decision: &decision,
                            bytes: &bytes,
                            call: &text,
                            failed: None,
                        };
                        decline(app, tx.as_mut(), &mut device, &declining, record.now).await?
                    }
                    None => Err(Refusal::Malformed),
                };
                conclude(app, tx, &mut device, &record, result).await
            }
        }
    }
}

/// The decision and its bytes, if it has a proof exactly when it confirms.
fn read(body: &Decide) -> Option<(Decision, Vec<u8>)> {
    let (decision, bytes) = json::read_text::<Decision>(&body.decision).ok()?;
    let confirms = decision.answer == DecisionAnswer::Confirm;
    (decision.v == VERSION && confirms == body.proof.is_some()).then_some((decision, bytes))
}

struct Confirming {
    decision: Decision,
    bytes: Vec<u8>,
    sent: String,
    proof: String,
    call: String,
}

#[async_trait]
impl Proven for Confirming {
    type Message = Decision;

    fn content(&self) -> &str {
        &self.sent
    }

    fn proof(&self) -> &str {
        &self.proof
    }

    async fn may(
        &self,
        tx: &mut dyn Transaction,
        device: &Device,
        now: i64,
    ) -> Result<Result<(), Refusal>, StoreError> {
        Ok(open(tx, device, &self.decision, now).await?.map(|_| ()))
    }

    async fn act(
        &self,
        app: &App,
        tx: &mut dyn Transaction,
        device: &mut Device,
        right: &Right,
    ) -> Result<CallResult, StoreError> {
        let Self { decision, bytes, call, .. } = self;
        let submitted = SubmittedDecision { decision, bytes, call, failed: right.failed };
        match open(tx, device, decision, right.now).await? {
            Ok(open) => settle(app, tx, device, open, &submitted, right.now).await,
            Err(refusal) => Ok(Err(refusal)),
        }
    }
}

/// A decision that is being taken.
struct SubmittedDecision<'a> {
    decision: &'a Decision,
    bytes: &'a [u8],
    call: &'a str,
    failed: Option<Failed>,
}

async fn decline(
    app: &App,
    tx: &mut dyn Transaction,
    device: &mut Device,
    submitted: &SubmittedDecision<'_>,
    now: i64,
) -> Result<CallResult, StoreError> {
    match open(tx, device, submitted.decision, now).await? {
        Ok(open) => settle(app, tx, device, open, submitted, now).await,
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// The open request, if the decision matches what this device was asked.
async fn open(
    tx: &mut dyn Transaction,
    device: &Device,
    decision: &Decision,
    now: i64,
) -> Result<Result<Open, Refusal>, StoreError> {
    if decision.device != device.id {
        return Ok(Err(Refusal::Malformed));
    }
    let open = decisions::open(tx, device, decision.request, now).await?;
    Ok(open.and_then(|open| {
        if decisions::says_what_was_asked(decision, &open) {
            Ok(open)
        } else {
            Err(Refusal::StatementChanged)
        }
    }))
}

async fn settle(
    app: &App,
    tx: &mut dyn Transaction,
    device: &mut Device,
    mut open: Open,
    submitted: &SubmittedDecision<'_>,
    now: i64,
) -> Result<CallResult, StoreError> {
    let outcome =
        decisions::outcome(submitted.decision, &open, &app.parts.secrets.digits(&open.confirmation.id));
    let is_wrong = outcome == ConfirmationOutcome::DigitsWrong;
    if is_wrong && decisions::forgive_digits(tx, &mut open.confirmation).await? {
        return Ok(Err(Refusal::DigitsMistyped));
    }
    // Only a factor proves that the user is there: the clock of a phone can be set by whoever has it.
    if submitted.decision.answer == DecisionAnswer::Confirm {
        offline::note_clock(device, submitted.decision.at, now);
    }
    decisions::settle(tx, device, open.confirmation, outcome, now).await?;
    if is_wrong {
        return Ok(Err(Refusal::DigitsWrong));
    }
    let Some(receipt) = receipt(app, device, submitted, now) else { return Ok(Err(Refusal::Unavailable)) };
    let request = submitted.decision.request;
    let place = Context::Call(request.as_bytes());
    let call = app.parts.secrets.sealer.seal(place, submitted.call.as_bytes(), app.parts.entropy.as_ref());
    let call = call.ok_or(StoreError::Damaged("call"))?;
    let kept = confirmations::Decision {
        request,
        account: device.account,
        device: device.id,
        at: now,
        call,
        receipt: receipt.clone(),
    };
    tx.insert_decision(&kept).await?;
    Ok(ok(&Decided { failed: submitted.failed, receipt }))
}

/// The service's receipt for a decision, signed by the key that the device has pinned.
fn receipt(app: &App, device: &Device, submitted: &SubmittedDecision<'_>, now: i64) -> Option<String> {
    let outcome = match submitted.decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let receipt = Receipt {
        v: VERSION,
        at: now / 1000,
        decision: decision_hash(submitted.bytes),
        device: device.id,
        outcome,
        request: submitted.decision.request,
    };
    let header = Header::of::<Receipt>().kid(device.pinned);
    jws::sign(&header, &receipt, |bytes| app.signer(&device.pinned).sign(bytes)).ok()
}

#[cfg(test)]
mod tests;
