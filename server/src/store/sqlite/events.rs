//! What users are told about.

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteRow;

use super::Tx;
use super::rows::Columns as _;
use crate::ids::AccountId;
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind, StoredEvent};

pub(super) async fn add(tx: &mut Tx, event: &Event, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO events (account, kind, detail, at) VALUES ($1, $2, $3, $4)")
        .bind(&event.account.as_bytes()[..])
        .bind(event.kind.name())
        .bind(event.detail.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn unsent(pool: &SqlitePool) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = sqlx::query("SELECT * FROM events WHERE sent_at IS NULL ORDER BY id LIMIT 100");
    rows.fetch_all(pool).await?.iter().map(read).collect()
}

pub(super) async fn of(pool: &SqlitePool, id: AccountId) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = sqlx::query("SELECT * FROM events WHERE account = $1 ORDER BY id DESC LIMIT 10");
    rows.bind(&id.as_bytes()[..]).fetch_all(pool).await?.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<StoredEvent, StoreError> {
    let event = Event {
        account: AccountId::from_bytes(row.bytes("account")?),
        kind: row.named("kind", EventKind::from_name)?,
        detail: row.text("detail")?,
    };
    Ok(StoredEvent { id: row.number("id")?, event, at: row.number("at")? })
}
