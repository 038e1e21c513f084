//! `cannot-show`: a device reports that something in a request is unknown to it. The page tells the user, and offers
//! other ways.

use std::sync::Arc;

use key_domain::rules::decisions;
use key_domain::store::devices::CallResult as Kept;
use key_domain::store::error::StoreError;
use key_protocol::call::CannotShow;

use super::admission::{Admission, admit, conclude};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::done;
use crate::app::App;

impl Handle for CannotShow {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<Kept, StoreError> {
        let VerifiedCall { call, record, .. } = verified;
        let (mut tx, mut device) = match admit(app, &record).await? {
            Admission::Admitted(tx, admitted) => (tx, admitted.device),
            Admission::Answered(answered) => return Ok(answered),
        };
        let Self { request, request_hash } = call.body;
        let noted = decisions::cannot_show(tx.as_mut(), &device, request, &request_hash, record.now).await?;
        conclude(app, tx, &mut device, &record, noted.and_then(|()| done())).await
    }
}

#[cfg(test)]
mod tests {
    use key_protocol::answer::Refusal;
    use key_protocol::call::CannotShow;
    use key_protocol::decision::request_hash;

    use crate::testing::World;
    use key_domain::store::confirmations::ConfirmationOutcome;

    #[tokio::test]
    async fn a_request_that_cannot_be_shown_is_answered_so_and_others_may_still_confirm() {
        let world = World::new().await;
        let (mut old, mut new) = (world.paired("mira").await, world.paired("mira").await);
        let login = world.login("mira", false).await;
        let (unknown, known) = (old.request().await, new.request().await);
        assert!(!world.app().store.has_unshown(login).await.unwrap());
        let id = old.decision(&unknown, key_protocol::decision::DecisionAnswer::Decline, None).request;
        let wrong = CannotShow { request: id, request_hash: request_hash("another") };
        assert_eq!(old.call(wrong).await.unwrap_err(), Refusal::RequestEnded);
        assert!(old.call(CannotShow { request: id, request_hash: request_hash(&unknown) }).await.is_ok());
        assert!(world.app().store.has_unshown(login).await.unwrap());
        assert_eq!(world.outcome(login).await, ConfirmationOutcome::Pending);
        assert!(new.confirm(&known, None).await.is_ok());
    }
}
