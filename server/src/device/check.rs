//! Check: a device proves a factor without deciding anything. Counted and locked like a decision.

use std::sync::Arc;

use key_protocol::VERSION;
use key_protocol::answer::Refusal;
use key_protocol::call::FactorCheckCall;
use key_protocol::enrolment::FactorCheck;

use super::{Handle, Heard, factor};
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::{State, Taken};

impl Handle for FactorCheckCall {
    async fn handle(app: &Arc<App>, heard: Heard<Self>) -> Result<Taken, StoreError> {
        let Heard { device, call, record, .. } = heard;
        let message = factor::read::<FactorCheck>(app, &device, &call.body.proof).filter(|message| {
            let FactorCheck { v, device: id, seq } = message.content;
            device.state == State::Active && v == VERSION && id == device.id && seq == call.seq
        });
        match message {
            Some(message) => app.store.check(&record, message.checked).await,
            None => app.store.refuse(&record, Refusal::Malformed).await,
        }
    }
}

#[cfg(test)]
mod tests;
