//! Calls that a factor proves. They take two transactions: the first admits the call and records the try as a wrong
//! one; only then is the proof verified, once; the second takes the try back if the proof was right, and carries out
//! the call. A service that is killed in between has counted a try and told nobody anything.

use std::sync::Arc;

use async_trait::async_trait;
use key_domain::rules::admission::{self, CallRecord};
use key_domain::rules::factors::{self, FactorKeys};
use key_domain::store::Lock;
use key_domain::store::devices::{CallResult, Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::answer::{Failed, Refusal};
use key_protocol::enrolment::Factor;
use key_protocol::jws::Message;

use super::admission::{Admission, admit, conclude, overtaken};
use crate::app::App;

/// How often the second transaction is attempted at most; each attempt waits as long as the database may be busy.
const PATIENCE: u32 = 6;

/// A call that a factor proves.
#[async_trait]
pub(super) trait Proven: Send + Sync {
    /// The type of message that is signed.
    type Message: Message;

    /// The signed content: base64url of its JSON, as sent.
    fn content(&self) -> &str;

    /// The signature, as sent. It is not read before the try is recorded.
    fn proof(&self) -> &str;

    /// Whether the call is allowed, apart from the factor. A refusal costs no try, so it must not depend on the factor.
    async fn may(
        &self,
        tx: &mut dyn Transaction,
        device: &Device,
        now: i64,
    ) -> Result<Result<(), Refusal>, StoreError>;

    /// Carries out the call after a right factor.
    async fn act(
        &self,
        app: &App,
        tx: &mut dyn Transaction,
        device: &mut Device,
        right: &Right,
    ) -> Result<CallResult, StoreError>;
}

/// A right factor.
pub(super) struct Right {
    pub(super) factor: Factor,
    /// Earlier failures.
    pub(super) failed: Option<Failed>,
    /// The device's registered keys.
    pub(super) keys: FactorKeys,
    /// The service's clock.
    pub(super) now: i64,
}

/// Handles a proven call.
pub(super) async fn carry_out<P: Proven>(
    app: &Arc<App>,
    proven: &P,
    record: &CallRecord,
) -> Result<CallResult, StoreError> {
    let keys = match first(app, proven, record).await? {
        First::Counted(keys) => *keys,
        First::Out(answered) => return Ok(answered),
    };
    let right =
        factors::verify::<P::Message>(&keys, proven.content(), proven.proof(), app.parts.verifier.as_ref());
    second(app, proven, record, keys, right).await
}

enum First {
    /// The try is recorded permanently. These keys verify the proof.
    Counted(Box<FactorKeys>),
    Out(CallResult),
}

async fn first<P: Proven>(app: &App, proven: &P, record: &CallRecord) -> Result<First, StoreError> {
    let (mut tx, mut device, again) = match admit(app, record).await? {
        Admission::Admitted(tx, admitted) => (tx, admitted.device, admitted.before.is_none()),
        Admission::Answered(answered) => return Ok(First::Out(answered)),
    };
    // A retry of a call that was not concluded was counted the first time.
    let mut refusal = match device.factors {
        _ if again => Ok(()),
        Some(_) if device.state == Lifecycle::Active => proven.may(tx.as_mut(), &device, record.now).await?,
        _ => Err(Refusal::Malformed),
    };
    if let Err(refusal) = refusal {
        return conclude(app, tx, &mut device, record, Err(refusal)).await.map(First::Out);
    }
    // Before the try is counted: nothing can be verified without the keys.
    let keys = app.factor_keys(&device).ok_or(StoreError::Damaged("factors"))?;
    if !again {
        let budget = app.settings.factor_budget;
        refusal = factors::open_try(tx.as_mut(), &mut device, record.seq, budget, record.now).await?;
    }
    if let Err(refusal) = refusal {
        return conclude(app, tx, &mut device, record, Err(refusal)).await.map(First::Out);
    }
    tx.commit().await?;
    Ok(First::Counted(Box::new(keys)))
}

async fn second<P: Proven>(
    app: &App,
    proven: &P,
    record: &CallRecord,
    keys: FactorKeys,
    right: Option<Factor>,
) -> Result<CallResult, StoreError> {
    let mut tx = begin(app, record).await?;
    // The transaction may have waited.
    let (now, budget) = (app.now(), app.settings.factor_budget);
    let Some(mut device) = tx.device(record.device).await? else { return Ok(overtaken()) };
    if let Some(refusal) = admission::standing(&device, now) {
        return Ok(Err(refusal));
    }
    if let Some(kept) = device.acts.result.clone().filter(|_| device.acts.seq == record.seq) {
        return Ok(kept);
    }
    if device.acts.seq != record.seq {
        if right.is_some() {
            factors::take_back(tx.as_mut(), &mut device, record.seq).await?;
            tx.commit().await?;
        }
        return Ok(overtaken());
    }
    let closed = factors::close_try(tx.as_mut(), &mut device, record.seq, right, budget, now).await?;
    let result = match (closed, right) {
        (Ok(failed), Some(factor)) => {
            proven.act(app, tx.as_mut(), &mut device, &Right { factor, failed, keys, now }).await?
        }
        (closed, _) => Err(closed.err().unwrap_or(Refusal::Malformed)),
    };
    if result.is_ok() {
        factors::told(&mut device);
    }
    conclude(app, tx, &mut device, record, result).await
}

/// Begins the second transaction, with several attempts while others write: otherwise the try would stay counted.
async fn begin(app: &App, record: &CallRecord) -> Result<Box<dyn Transaction>, StoreError> {
    for _ in 1..PATIENCE {
        if let Ok(tx) = app.store.begin(&[Lock::Account(record.account)]).await {
            return Ok(tx);
        }
    }
    app.store.begin(&[Lock::Account(record.account)]).await
}

#[cfg(test)]
mod tests;
