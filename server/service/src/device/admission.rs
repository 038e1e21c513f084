//! Calls are admitted, and concluded. Every call that a device has signed begins here.

use key_domain::rules::admission::{self as rules, Admitted, CallRecord};
use key_domain::store::Lock;
use key_domain::store::devices::{CallResult as Kept, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::answer::Refusal;

use crate::app::App;

/// What has become of a call.
pub(super) enum Admission {
    /// It is to be carried out, and the transaction that has written it down to be committed.
    Admitted(Box<dyn Transaction>, Admitted),
    /// It is answered already.
    Answered(Kept),
}

/// Admits a call. Where it is not carried out, what was written is committed.
pub(super) async fn admit(app: &App, record: &CallRecord) -> Result<Admission, StoreError> {
    let mut tx = app.store.begin(&[Lock::Account(record.account)]).await?;
    match rules::admit(tx.as_mut(), record).await? {
        rules::Admission::In(admitted) => Ok(Admission::Admitted(tx, admitted)),
        rules::Admission::Known(Err(Refusal::Frozen)) => {
            app.commit(tx, record.account).await?;
            Ok(Admission::Answered(Err(Refusal::Frozen)))
        }
        rules::Admission::Known(result) => {
            tx.commit().await?;
            Ok(Admission::Answered(result))
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
    if !rules::conclude(tx.as_mut(), device, record, result.clone()).await? {
        return Ok(overtaken());
    }
    app.commit(tx, record.account).await?;
    Ok(result)
}

/// For a call that another of the same device has overtaken while it was carried out: nothing more was changed.
pub(super) const fn overtaken() -> Kept {
    Err(Refusal::Unavailable)
}
