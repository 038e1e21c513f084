//! `change`: another PIN, or a biometric that is added, renewed or removed. The registered PIN proves it; the try is
//! counted.

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::rules::factors::{FactorKey, FactorKeys};
use key_domain::store::accounts::{Notification, NotificationKind};
use key_domain::store::devices::{CallResult, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::VERSION;
use key_protocol::answer::{Confirmed, Refusal};
use key_protocol::call::Change;
use key_protocol::enrolment::{Factor, FactorChange};
use key_protocol::json;

use super::call::VerifiedCall;
use super::enrol::{enrolment, seal};
use super::handle::Handle;
use super::proven::{self, Proven, Right};
use super::result::ok;
use crate::app::App;

struct Changing {
    app: Arc<App>,
    body: Change,
    seq: u64,
}

impl Handle for Change {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<CallResult, StoreError> {
        let changing = Changing { app: app.clone(), seq: verified.call.seq, body: verified.call.body };
        proven::carry_out(app, &changing, &verified.record).await
    }
}

/// The factor to register, or `None` to remove the biometric.
type Added = Option<(Factor, FactorKey)>;

impl Changing {
    /// The content of the change, if it is sound in itself. This does not check whether its key is already registered:
    /// that would tell a right PIN from a wrong one.
    fn read(&self, device: &Device) -> Option<Added> {
        let (change, _) = json::read_text::<FactorChange>(&self.body.change).ok()?;
        let FactorChange { v, add, device: id, seq } = change;
        let sound = v == VERSION && id == device.id && seq == self.seq;
        match add.filter(|_| sound) {
            Some(text) => [Factor::Biometric, Factor::Pin]
                .into_iter()
                .find_map(|factor| Some((factor, enrolment(&self.app, device, factor, &text)?)))
                .map(Some),
            None => sound.then_some(None),
        }
    }
}

#[async_trait]
impl Proven for Changing {
    type Message = FactorChange;

    fn content(&self) -> &str {
        &self.body.change
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
        Ok(if self.read(device).is_some() { Ok(()) } else { Err(Refusal::Malformed) })
    }

    async fn act(
        &self,
        app: &App,
        tx: &mut dyn Transaction,
        device: &mut Device,
        right: &Right,
    ) -> Result<CallResult, StoreError> {
        let Some(added) = self.read(device).filter(|_| right.factor == Factor::Pin) else {
            return Ok(Err(Refusal::Malformed));
        };
        let keys = changed(&right.keys, added);
        if !keys.are_distinct(&device.possession) {
            return Ok(Err(Refusal::Malformed));
        }
        device.factors = Some(seal(app, device, &keys)?);
        tx.update_device(device).await?;
        let (account, detail) = (device.account, device.name.to_string());
        tx.insert_notification(
            &Notification { account, kind: NotificationKind::FactorChanged, detail },
            right.now,
        )
        .await?;
        Ok(ok(&Confirmed { failed: right.failed }))
    }
}

fn changed(keys: &FactorKeys, added: Added) -> FactorKeys {
    let mut keys = keys.clone();
    match added {
        Some((Factor::Biometric, key)) => keys.biometric = Some(key),
        Some((Factor::Pin, key)) => keys.pin = key,
        None => keys.biometric = None,
    }
    keys
}

#[cfg(test)]
mod tests;
