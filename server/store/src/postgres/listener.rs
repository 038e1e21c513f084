//! Listens to which accounts have changed, whoever has changed them.

use std::sync::Arc;
use std::time::Duration;

use key_protocol::base64url;
use sqlx::postgres::{PgListener, PgPool};

use key_domain::hub::Hub;
use key_domain::ids::AccountId;

/// What is listened to.
pub(super) const CHANNEL: &str = "key_account_changed";

/// Between two tries to reach a database that is gone.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// An account as it is notified.
pub(super) fn word(account: &AccountId) -> String {
    base64url::encode(account.as_bytes())
}

/// Wakes who waits at `hub`. What was missed while the connection was gone may have been about any account.
pub(super) async fn listen(
    pool: PgPool,
    hub: Arc<Hub>,
) -> Result<impl Future<Output = ()> + Send + 'static, sqlx::Error> {
    let mut listener = Some(subscribed(&pool).await?);
    Ok(async move {
        while !pool.is_closed() {
            let Some(listening) = &mut listener else {
                tokio::time::sleep(AGAIN_AFTER).await;
                listener = subscribed(&pool).await.ok();
                hub.wake_all();
                continue;
            };
            match listening.try_recv().await {
                // What cannot be read is not ours.
                Ok(Some(told)) => {
                    let account = base64url::decode_array(told.payload()).map(AccountId::from_bytes);
                    account.into_iter().for_each(|account| hub.wake(account));
                }
                Ok(None) => hub.wake_all(),
                Err(error) => {
                    tracing::warn!(%error, "changes by other processes are not heard");
                    listener = None;
                }
            }
        }
    })
}

async fn subscribed(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
