//! Calls that are let in, and how they are concluded. Every call that a device has signed begins here.

use key_domain::rules::admission::{self, Admission, Admitted, CallRecord};
use key_domain::store::Lock;
use key_domain::store::devices::{CallResult as Kept, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::answer::Refusal;

use crate::app::App;

/// A call that was let in, with the transaction that has written it down.
pub(super) enum Entered {
    /// To be carried out, and to be committed.
    In(Box<dyn Transaction>, Admitted),
    /// Answered already.
    Out(Kept),
}

/// Lets a call in. Where it is not carried out, what was written is committed.
pub(super) async fn enter(app: &App, record: &CallRecord) -> Result<Entered, StoreError> {
    let mut tx = app.store.begin(&[Lock::Account(record.account)]).await?;
    match admission::admit(tx.as_mut(), record).await? {
        Admission::In(admitted) => Ok(Entered::In(tx, admitted)),
        Admission::Known(Err(Refusal::Frozen)) => {
            app.commit(tx, record.account).await?;
            Ok(Entered::Out(Err(Refusal::Frozen)))
        }
        Admission::Known(result) => {
            tx.commit().await?;
            Ok(Entered::Out(result))
        }
    }
}

/// Writes down what an act is answered, and commits.
pub(super) async fn conclude(
    app: &App,
    mut tx: Box<dyn Transaction>,
    device: &mut Device,
    record: &CallRecord,
    result: Kept,
) -> Result<Kept, StoreError> {
    if !admission::conclude(tx.as_mut(), device, record, result.clone()).await? {
        return Ok(overtaken());
    }
    app.commit(tx, record.account).await?;
    Ok(result)
}

/// For a call that another of the same device has overtaken while it was carried out: nothing more was changed.
pub(super) const fn overtaken() -> Kept {
    Err(Refusal::Unavailable)
}
