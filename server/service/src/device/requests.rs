//! `requests`: pending requests that did not fit into the answer to a wait, page by page.

use std::sync::Arc;

use key_domain::store::devices::CallResult as Kept;
use key_domain::store::error::StoreError;
use key_protocol::answer::{Refusal, RequestPage};
use key_protocol::call::Requests;

use super::admission::{Admission, admit};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::ok;
use super::wait;
use crate::app::App;

impl Handle for Requests {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<Kept, StoreError> {
        let VerifiedCall { call, record, .. } = verified;
        let device = match admit(app, &record).await? {
            Admission::Admitted(tx, admitted) => {
                tx.commit().await?;
                admitted.device
            }
            Admission::Answered(answered) => return Ok(answered),
        };
        let pending = app.store.pending(device.id, app.now()).await?;
        let after = pending.iter().position(|pending| pending.id == call.body.after);
        let rest = pending.into_iter().skip(after.map_or(0, |index| index + 1)).collect();
        let result = match wait::page(app, &device, rest).await? {
            Some(requests) => ok(&RequestPage { requests }),
            None => Err(Refusal::Unavailable),
        };
        Ok(result)
    }
}

#[cfg(test)]
mod tests;
