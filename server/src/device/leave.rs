//! Leave: a device disconnects itself (FK07).

use std::sync::Arc;

use key_protocol::call::Leave;

use super::{Handle, Heard};
use crate::service::App;
use crate::store::StoreError;
use crate::store::devices::Taken;

impl Handle for Leave {
    async fn handle(app: &Arc<App>, heard: Heard<Self>) -> Result<Taken, StoreError> {
        app.store.leave(&heard.record).await
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
