//! What users are told about.

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteRow;

use super::Tx;
use super::rows::Columns as _;
use crate::ids::AccountId;
use crate::store::StoreError;
use crate::store::accounts::{Event, EventKind, LONGEST_DELAY, StoredEvent};

pub(super) async fn add(tx: &mut Tx, event: &Event, now: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO events (account, kind, detail, at, send_at) VALUES ($1, $2, $3, $4, $4)")
        .bind(&event.account.as_bytes()[..])
        .bind(event.kind.name())
        .bind(event.detail.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Of those that are due, the one that waits longest. One that could not be sent waits behind the others.
pub(super) async fn claim(
    writes: &SqlitePool,
    now: i64,
    later: i64,
) -> Result<Option<StoredEvent>, StoreError> {
    let row = sqlx::query(
        "UPDATE events SET send_at = $2, tries = tries + 1 WHERE id = \
         (SELECT id FROM events WHERE sent_at IS NULL AND (send_at <= $1 OR send_at > $3) ORDER BY send_at, id LIMIT 1) RETURNING *",
    );
    // What is further ahead was written before the clock was put back.
    row.bind(now)
        .bind(later)
        .bind(now + LONGEST_DELAY)
        .fetch_optional(writes)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

pub(super) async fn next_at(reads: &SqlitePool) -> Result<Option<i64>, StoreError> {
    let next = sqlx::query_scalar("SELECT min(send_at) FROM events WHERE sent_at IS NULL");
    Ok(next.fetch_one(reads).await?)
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
    let tries = u32::try_from(row.number("tries")?).unwrap_or(u32::MAX);
    Ok(StoredEvent { id: row.number("id")?, event, at: row.number("at")?, tries })
}
