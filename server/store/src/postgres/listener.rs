//! Listens for changes of accounts, by any process.

use std::sync::Arc;
use std::time::Duration;

use key_protocol::base64url;
use sqlx::postgres::{PgListener, PgPool};

use key_domain::hub::Hub;
use key_domain::ids::AccountId;

/// The channel of the notifications.
pub(super) const CHANNEL: &str = "key_account_changed";

/// The time between two attempts to reach a lost database.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// The account in the text of a notification.
pub(super) fn word(account: &AccountId) -> String {
    base64url::encode(account.as_bytes())
}

/// Wakes requests that wait at `hub`. Notifications missed while the connection was lost may concern any account.
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
                // An unreadable notification is not ours.
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
