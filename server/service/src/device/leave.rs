//! `leave`: a device disconnects itself (FK07).

use std::sync::Arc;

use key_domain::rules::removal;
use key_domain::store::devices::CallResult as Kept;
use key_domain::store::devices::Lifecycle;
use key_domain::store::error::StoreError;
use key_protocol::call::Leave;

use super::admission::{Admission, admit, conclude};
use super::call::VerifiedCall;
use super::handle::Handle;
use super::result::done;
use crate::app::App;

impl Handle for Leave {
    async fn handle(app: &Arc<App>, verified: VerifiedCall<Self>) -> Result<Kept, StoreError> {
        let (mut tx, mut device) = match admit(app, &verified.record).await? {
            Admission::Admitted(tx, admitted) => (tx, admitted.device),
            Admission::Answered(answered) => return Ok(answered),
        };
        removal::by_itself(tx.as_mut(), device.as_ref().clone(), verified.record.now).await?;
        device.end(Lifecycle::Disconnected, verified.record.now);
        conclude(app, tx, &mut device, &verified.record, done()).await
    }
}

#[cfg(test)]
mod tests {
    use key_protocol::answer::Refusal;
    use key_protocol::call::Leave;

    use crate::testing::World;

    #[tokio::test]
    async fn fk07_a_device_that_has_left_is_not_heard_again() {
        let world = World::new().await;
        let mut phone = world.paired("mira").await;
        assert!(phone.call(Leave {}).await.is_ok());
        assert_eq!(phone.wait("", 0).await.unwrap_err(), Refusal::Disconnected);
        assert!(world.events("mira").await.contains(&"device-left"));
    }
}
