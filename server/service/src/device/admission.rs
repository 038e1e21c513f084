//! Admission and conclusion of calls. Every call with a right signature begins here.

use key_domain::rules::admission::{self as rules, Admitted, CallRecord};
use key_domain::store::Lock;
use key_domain::store::devices::{CallResult as Kept, Device};
use key_domain::store::error::StoreError;
use key_domain::store::transaction::Transaction;
use key_protocol::answer::Refusal;

use crate::app::App;

/// The result of admitting a call.
pub(super) enum Admission {
    /// The call is to be carried out; the caller commits the transaction, which has recorded the call.
    Admitted(Box<dyn Transaction>, Admitted),
    /// The call already has its answer.
    Answered(Kept),
}

/// Admits a call. If the call is not to be carried out, commits what was written.
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

/// Records the result of an act, and commits.
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

/// The result of a call that another call of the same device overtook during its execution: nothing more was changed.
pub(super) const fn overtaken() -> Kept {
    Err(Refusal::Unavailable)
}
