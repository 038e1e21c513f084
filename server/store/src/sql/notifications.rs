//! Events that are reported to users.

use key_domain::ids::AccountId;
use key_domain::store::accounts::{LONGEST_DELAY, Notification, NotificationKind, StoredNotification};
use key_domain::store::error::StoreError;

use super::base::SqlStore;
use super::rows::Row;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn add(
    tx: &mut SqlTransaction,
    notification: &Notification,
    now: i64,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO notifications (account, kind, detail, at, send_at) VALUES ($1, $2, $3, $4, $4)";
    let insert = sql(insert).bind(notification.account.as_bytes()).bind(notification.kind.name());
    tx.write(insert.bind(notification.detail.as_str()).bind(now)).await.map(|_| ())
}

/// Claims the due notification that has waited longest. One that could not be sent waits behind the others.
pub(super) async fn claim(
    store: &SqlStore,
    now: i64,
    later: i64,
) -> Result<Option<StoredNotification>, StoreError> {
    let due = "SELECT * FROM notifications WHERE sent_at IS NULL AND (send_at <= $1 OR send_at > $2) \
               ORDER BY send_at, id LIMIT 1";
    // Compares the number of tries: another process that has found the same notification updates no row.
    let claim = "UPDATE notifications SET send_at = $3, tries = tries + 1 WHERE id = $1 AND tries = $2";
    // An notification further ahead was written before the clock was set back.
    while let Some(mut notification) = store.one(sql(due).bind(now).bind(now + LONGEST_DELAY), read).await? {
        let claim = sql(claim).bind(notification.id).bind(notification.tries).bind(later);
        if store.0.write(claim).await? == 1 {
            notification.tries = notification.tries.saturating_add(1);
            return Ok(Some(notification));
        }
    }
    Ok(None)
}

/// Whom a message without an event went to is of no use any more.
pub(super) async fn mark_sent(store: &SqlStore, id: i64, now: i64) -> Result<(), StoreError> {
    let update = sql(
        "UPDATE notifications SET sent_at = $2, detail = CASE WHEN kind = 'app-link' THEN '' ELSE detail END \
         WHERE id = $1",
    );
    store.0.write(update.bind(id).bind(now)).await?;
    Ok(())
}

pub(super) async fn next_at(store: &SqlStore) -> Result<Option<i64>, StoreError> {
    let next = sql("SELECT min(send_at) AS next FROM notifications WHERE sent_at IS NULL");
    Ok(store.one(next, |row| row.maybe_number("next")).await?.flatten())
}

pub(super) async fn of(store: &SqlStore, id: AccountId) -> Result<Vec<StoredNotification>, StoreError> {
    let select =
        sql("SELECT * FROM notifications WHERE account = $1 AND kind NOT IN ('app-link', 'pairing-link') \
         ORDER BY id DESC LIMIT 10");
    store.all(select.bind(id.as_bytes()), read).await
}

fn read(row: &Row) -> Result<StoredNotification, StoreError> {
    let notification = Notification {
        account: AccountId::from_bytes(row.bytes("account")?),
        kind: row.named("kind", NotificationKind::from_name)?,
        detail: row.text("detail")?,
    };
    let tries = u32::try_from(row.number("tries")?).unwrap_or(u32::MAX);
    Ok(StoredNotification { id: row.number("id")?, notification, at: row.number("at")?, tries })
}
