//! Decide: the user's answer to a request.
//!
//! What a decision says is read and checked here, against the request as it was delivered, which never changes.
//! Whether it comes in time and who was first the store says, in one transaction with the counting.

use std::sync::Arc;

use key_protocol::VERSION;
use key_protocol::answer::{Decided, Refusal};
use key_protocol::call::Decide;
use key_protocol::decision::{Decision, DecisionAnswer, request_hash};
use key_protocol::jws::{self, Header, Jws};
use key_protocol::receipt::{Outcome, Receipt, decision_hash};
use key_protocol::request::Request;
use key_protocol::statement::Statement;

use super::factor::{self, FactorMessage};
use super::{Handle, Heard};
use crate::ids::LoginId;
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::{CheckedFactor, Device, Taken};
use crate::store::logins::{Deciding, Verdict};

impl Handle for Decide {
    async fn handle(app: &Arc<App>, heard: Heard<Self>) -> Result<Taken, StoreError> {
        let Heard { device, call, record, text } = heard;
        let Some((decision, factor)) = read(app, &device, call.body) else {
            return app.store.refuse(&record, Refusal::Malformed).await;
        };
        let Some((request, login)) = app.store.delivered(decision.request, device.id).await? else {
            return app.store.refuse(&record, Refusal::RequestEnded).await;
        };
        let verdict = verdict(app, &decision, factor, &request, &login);
        let Some((receipt, result)) = receipt(app, &decision) else {
            return Ok(Taken { result: Err(Refusal::Unavailable), changed: false });
        };
        let request = decision.request;
        app.store.decide(&record, Deciding { request, verdict, factor, call: text, receipt, result }).await
    }
}

/// The decision, with the factor that signed it where it confirms.
fn read(app: &App, device: &Device, body: Decide) -> Option<(Decision, Option<CheckedFactor>)> {
    let (decision, factor) = match body {
        Decide::Confirm(text) => {
            let FactorMessage { content, checked } = factor::read::<Decision>(app, device, &text)?;
            (content, Some(checked))
        }
        Decide::Decline(decision) => (*decision, None),
    };
    let confirms = decision.answer == DecisionAnswer::Confirm;
    let sound = decision.v == VERSION && decision.device == device.id && confirms == factor.is_some();
    sound.then_some((decision, factor))
}

fn verdict(
    app: &App,
    decision: &Decision,
    factor: Option<CheckedFactor>,
    request: &str,
    login: &LoginId,
) -> Verdict {
    if !says_what_was_asked(app, decision, request) {
        return Verdict::StatementChanged;
    }
    match decision.answer {
        DecisionAnswer::Decline => Verdict::Decline,
        DecisionAnswer::NotMe => Verdict::NotMe,
        DecisionAnswer::Confirm if !factor.is_some_and(|factor| factor.right) => Verdict::FactorWrong,
        DecisionAnswer::Confirm if !has_the_digits(app, decision, request, login) => Verdict::DigitsWrong,
        DecisionAnswer::Confirm => Verdict::Confirm,
    }
}

/// Whether what was shown, in the view of the device, is what was asked.
fn says_what_was_asked(app: &App, decision: &Decision, request: &str) -> bool {
    delivered(app, request).is_some_and(|asked| {
        decision.request_hash == request_hash(request)
            && decision.statement == Statement::render(&asked, decision.view).text()
    })
}

fn has_the_digits(app: &App, decision: &Decision, request: &str, login: &LoginId) -> bool {
    let needed = delivered(app, request).is_none_or(|asked| asked.digits);
    !needed || decision.digits.as_ref() == Some(&app.parts.secrets.digits(login))
}

/// The request as it was delivered.
fn delivered(app: &App, request: &str) -> Option<Request> {
    let key = app.parts.signer.public_key();
    Jws::parse(request).ok()?.verify(&key, app.parts.verifier.as_ref()).ok()
}

/// The receipt for a decision that is taken, and the result that carries it.
fn receipt(app: &App, decision: &Decision) -> Option<(String, serde_json::Value)> {
    let outcome = match decision.answer {
        DecisionAnswer::Confirm => Outcome::Confirmed,
        DecisionAnswer::Decline | DecisionAnswer::NotMe => Outcome::Declined,
    };
    let receipt = Receipt {
        v: VERSION,
        at: app.now() / 1000,
        decision: decision_hash(decision),
        device: decision.device,
        outcome,
        request: decision.request,
    };
    let header = Header::of::<Receipt>().kid(app.thumbprint);
    let receipt = jws::sign(&header, &receipt, |bytes| app.parts.signer.sign(bytes)).ok()?;
    let result = serde_json::to_value(Decided { receipt: receipt.clone() }).ok()?;
    Some((receipt, result))
}

#[cfg(test)]
mod tests;
