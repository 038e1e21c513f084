//! `check`: a device proves a factor without a decision. Tries are counted, and lock the device, as in a decision.

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::store::devices::{CallResult, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::VERSION;
use key_protocol::answer::{Confirmed, Refusal};
use key_protocol::call::Check;
use key_protocol::enrolment::FactorCheck;
use key_protocol::json;

use super::call::VerifiedCall;
use super::handle::Handle;
use super::proven::{self, Proven, Right};
use super::result::ok;
use crate::app::App;

struct Checking {
    body: Check,
    seq: u64,
}

impl Handle for Check {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<CallResult, StoreError> {
        let checking = Checking { seq: verified.call.seq, body: verified.call.body };
        proven::carry_out(app, &checking, &verified.record).await
    }
}

#[async_trait]
impl Proven for Checking {
    type Message = FactorCheck;

    fn content(&self) -> &str {
        &self.body.check
    }

    fn proof(&self) -> &str {
        &self.body.proof
    }

    async fn may(
        &self,
        _: &mut dyn Transaction,
        device: &Device,
        _: i64,
    ) -> Result<Result<(), Refusal>, StoreError> {
        let check = json::read_text::<FactorCheck>(&self.body.check).ok();
        let sound = check.is_some_and(|(FactorCheck { v, device: id, seq }, _)| {
            v == VERSION && id == device.id && seq == self.seq
        });
        Ok(if sound { Ok(()) } else { Err(Refusal::Malformed) })
    }

    async fn act(
        &self,
        _: &App,
        _: &mut dyn Transaction,
        _: &mut Device,
        right: &Right,
    ) -> Result<CallResult, StoreError> {
        Ok(ok(&Confirmed { failed: right.failed }))
    }
}

#[cfg(test)]
mod tests;
