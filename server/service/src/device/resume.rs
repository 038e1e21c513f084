//! `resume`: begins a run of the app, reports the end of an unanswered call, exchanges capabilities, and opens the wait
//! lane.

use std::sync::Arc;

use key_domain::rules::admission::{self, Admitted, Left};
use key_domain::store::devices::CallResult as Kept;
use key_domain::store::devices::{Device, Waits};
use key_domain::store::error::StoreError;
use key_protocol::answer::{CallResult, Done, LeftResult, Refusal, Resumed};
use key_protocol::call::Resume;
use key_protocol::capabilities::Capabilities;

use super::admission::{Admission, admit, conclude, overtaken};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::ok;
use crate::app::App;

impl Handle for Resume {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<Kept, StoreError> {
        let VerifiedCall { call, record, at_origin, .. } = verified;
        let Self { knows, left, pinned, run_hash } = call.body;
        let (mut tx, mut device, before) = match admit(app, &record).await? {
            Admission::Admitted(tx, Admitted { device, before: Some(before) }) => (tx, device, before),
            Admission::Admitted(..) => return Ok(overtaken()),
            Admission::Answered(answered) => return Ok(answered),
        };
        let left = match &left {
            Some(left) => match admission::left(tx.as_mut(), &before, &record, left).await? {
                Some(found) => Some(told(found)),
                None => {
                    app.commit(tx, record.account).await?;
                    return Ok(Err(Refusal::Frozen));
                }
            },
            None => None,
        };
        let result = if app.knows_signer(&pinned) {
            (device.pinned, device.knows) = (pinned, knows);
            let (run, at, run_hash) = (record.seq, record.at, Some(run_hash));
            device.waits = Waits { run, run_at: at, run_hash, seq: 0, id: None, at };
            ok(&Resumed { knows: Capabilities::ours(), left, successor: successor(app, &device, at_origin) })
        } else {
            Err(Refusal::Malformed)
        };
        conclude(app, tx, &mut device, &record, result).await
    }
}

fn told(left: Left) -> LeftResult {
    match left {
        Left::Answered(Ok(mut value)) => {
            // The result of a resume, which a device repeats and does not name. Keeping its own `left` would nest
            // without end.
            value.as_object_mut().and_then(|result| result.remove("left"));
            LeftResult::Answered(CallResult::Ok(value))
        }
        Left::Answered(Err(refusal)) => LeftResult::Answered(CallResult::Refused(refusal)),
        Left::Lost => LeftResult::GivenUp(Done {}),
    }
}

/// The successor of the keys and the address that the device knows, if there is one.
pub(super) fn successor(app: &App, device: &Device, at_origin: bool) -> Option<String> {
    let is_current = device.pinned == app.thumbprint && at_origin;
    if is_current { None } else { app.successor(&device.pinned) }
}

#[cfg(test)]
mod tests;
