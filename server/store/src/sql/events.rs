//! Events that are reported to users.

use key_domain::ids::AccountId;
use key_domain::store::accounts::{Event, EventKind, LONGEST_DELAY, StoredEvent};
use key_domain::store::error::StoreError;

use super::base::SqlStore;
use super::rows::Row;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn add(tx: &mut SqlTransaction, event: &Event, now: i64) -> Result<(), StoreError> {
    let insert = "INSERT INTO events (account, kind, detail, at, send_at) VALUES ($1, $2, $3, $4, $4)";
    let insert = sql(insert).bind(event.account.as_bytes()).bind(event.kind.name());
    tx.write(insert.bind(event.detail.as_str()).bind(now)).await.map(|_| ())
}

/// Claims the due event that has waited longest. One that could not be sent waits behind the others.
pub(super) async fn claim(store: &SqlStore, now: i64, later: i64) -> Result<Option<StoredEvent>, StoreError> {
    let due = "SELECT * FROM events WHERE sent_at IS NULL AND (send_at <= $1 OR send_at > $2) \
               ORDER BY send_at, id LIMIT 1";
    // Compares the number of tries: another process that has found the same event updates no row.
    let claim = "UPDATE events SET send_at = $3, tries = tries + 1 WHERE id = $1 AND tries = $2";
    // An event further ahead was written before the clock was set back.
    while let Some(mut event) = store.one(sql(due).bind(now).bind(now + LONGEST_DELAY), read).await? {
        let claim = sql(claim).bind(event.id).bind(event.tries).bind(later);
        if store.0.write(claim).await? == 1 {
            event.tries = event.tries.saturating_add(1);
            return Ok(Some(event));
        }
    }
    Ok(None)
}

pub(super) async fn next_at(store: &SqlStore) -> Result<Option<i64>, StoreError> {
    let next = sql("SELECT min(send_at) AS next FROM events WHERE sent_at IS NULL");
    Ok(store.one(next, |row| row.maybe_number("next")).await?.flatten())
}

pub(super) async fn of(store: &SqlStore, id: AccountId) -> Result<Vec<StoredEvent>, StoreError> {
    let select = sql("SELECT * FROM events WHERE account = $1 ORDER BY id DESC LIMIT 10");
    store.all(select.bind(id.as_bytes()), read).await
}

fn read(row: &Row) -> Result<StoredEvent, StoreError> {
    let event = Event {
        account: AccountId::from_bytes(row.bytes("account")?),
        kind: row.named("kind", EventKind::from_name)?,
        detail: row.text("detail")?,
    };
    let tries = u32::try_from(row.number("tries")?).unwrap_or(u32::MAX);
    Ok(StoredEvent { id: row.number("id")?, event, at: row.number("at")?, tries })
}
