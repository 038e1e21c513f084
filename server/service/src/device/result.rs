//! Results of calls.

use key_domain::store::devices::CallResult as Kept;
use key_domain::store::error::StoreError;
use key_protocol::answer::{CallResult, Refusal};
use serde_json::{Value, json};

/// A success without content.
pub(super) fn done() -> Kept {
    Ok(json!({}))
}

/// A success with content.
pub(super) fn ok(content: &impl serde::Serialize) -> Kept {
    serde_json::to_value(content).map_err(|_| Refusal::Unavailable)
}

/// A failed store operation has changed nothing, and the device may try again.
pub(super) fn or_unavailable(result: Result<Kept, StoreError>) -> CallResult<Value> {
    match result {
        Ok(Ok(value)) => CallResult::Ok(value),
        Ok(Err(refusal)) => CallResult::Refused(refusal),
        Err(error) => {
            tracing::error!(%error, "a call could not be taken");
            CallResult::Refused(Refusal::Unavailable)
        }
    }
}
