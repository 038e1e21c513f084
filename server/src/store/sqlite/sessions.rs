//! Sessions and known browsers.

use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;

use super::rows::Columns as _;
use super::{Sqlite, Tx, rows};
use crate::ids::{AccountId, BrowserId, BrowserMark, SessionId};
use crate::rules::lifetime::is_alive;
use crate::store::StoreError;
use crate::store::sessions::{Browser, NewSession, Session, Sessions, SignedInBy, Stage};

/// A session in use is not noted again within this time, in milliseconds.
const NOTE_AFTER: i64 = 60_000;

#[async_trait]
impl Sessions for Sqlite {
    async fn session(&self, id: SessionId, now: i64) -> Result<Option<Session>, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if !is_in_time(&row, now)? {
            return Ok(None);
        }
        let (session, seen) = (rows::session(&row)?, row.number("seen_at")?);
        if now >= seen + NOTE_AFTER {
            let note = sqlx::query("UPDATE sessions SET seen_at = $2 WHERE id = $1");
            note.bind(&id.as_bytes()[..]).bind(now).execute(&self.writes).await?;
        }
        Ok(Some(session))
    }

    async fn end_session(&self, id: SessionId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        end(&mut tx, id).await?;
        Ok(tx.commit().await?)
    }

    async fn known_browser(
        &self,
        id: BrowserId,
        account: AccountId,
    ) -> Result<Option<BrowserMark>, StoreError> {
        let row = sqlx::query("SELECT mark FROM browsers WHERE id = $1 AND account = $2")
            .bind(&id.as_bytes()[..])
            .bind(&account.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.map(|row| row.bytes("mark").map(BrowserMark::from_bytes)).transpose()
    }

    async fn known_browser_of(
        &self,
        id: BrowserId,
        username: &str,
    ) -> Result<Option<BrowserMark>, StoreError> {
        // Asked by the browser alone, and compared here: the time tells nothing of the username.
        let rows = sqlx::query(
            "SELECT browsers.mark, accounts.username_key FROM browsers \
             JOIN accounts ON accounts.id = browsers.account WHERE browsers.id = $1",
        )
        .bind(&id.as_bytes()[..])
        .fetch_all(&self.reads)
        .await?;
        let key = username.to_lowercase();
        for row in rows {
            if row.text("username_key")? == key {
                return Ok(Some(BrowserMark::from_bytes(row.bytes("mark")?)));
            }
        }
        Ok(None)
    }

    async fn is_session(&self, id: SessionId, now: i64) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT * FROM sessions WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map_or(Ok(false), |row| is_in_time(row, now))
    }

    async fn reported_browsers(&self, account: AccountId) -> Result<Vec<Browser>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM browsers WHERE account = $1 AND reported_at IS NOT NULL ORDER BY reported_at DESC",
        )
        .bind(&account.as_bytes()[..])
        .fetch_all(&self.reads)
        .await?;
        rows.iter().map(rows::browser).collect()
    }

    async fn forget_browser(&self, mark: BrowserMark, account: AccountId) -> Result<bool, StoreError> {
        let delete = sqlx::query("DELETE FROM browsers WHERE mark = $1 AND account = $2");
        let delete = delete.bind(&mark.as_bytes()[..]).bind(&account.as_bytes()[..]);
        Ok(delete.execute(&self.writes).await?.rows_affected() == 1)
    }

    async fn end_sessions(&self, account: AccountId) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let ended = end_all(&mut tx, account).await?;
        tx.commit().await?;
        Ok(ended)
    }
}

fn is_in_time(row: &SqliteRow, now: i64) -> Result<bool, StoreError> {
    let (created, seen) = (row.number("created_at")?, row.number("seen_at")?);
    let (longest, unused) = row.named("stage", Stage::from_name)?.lifetimes();
    Ok(is_alive(created, created + longest, now) && is_alive(seen, seen + unused, now))
}

/// Ends an account's sessions, and knows its browsers no more: whoever was in is a stranger from now on.
pub(super) async fn end_all(tx: &mut Tx, account: AccountId) -> Result<u64, StoreError> {
    let delete = sqlx::query("DELETE FROM browsers WHERE account = $1");
    delete.bind(&account.as_bytes()[..]).execute(&mut **tx).await?;
    let delete = sqlx::query("DELETE FROM sessions WHERE account = $1");
    Ok(delete.bind(&account.as_bytes()[..]).execute(&mut **tx).await?.rows_affected())
}

/// `false` if there was none.
pub(super) async fn end(tx: &mut Tx, id: SessionId) -> Result<bool, StoreError> {
    let delete = sqlx::query("DELETE FROM sessions WHERE id = $1");
    Ok(delete.bind(&id.as_bytes()[..]).execute(&mut **tx).await?.rows_affected() == 1)
}

pub(super) async fn insert(tx: &mut Tx, new: &NewSession, now: i64) -> Result<(), StoreError> {
    let (device, number) = match new.by {
        Some(SignedInBy::Device(device)) => (Some(device.as_bytes().to_vec()), None),
        Some(SignedInBy::Number(number)) => (None, Some(number)),
        None => (None, None),
    };
    sqlx::query(
        "INSERT INTO sessions (id, account, stage, created_at, seen_at, pairing, by_device, by_number) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)",
    )
    .bind(&new.id.as_bytes()[..])
    .bind(&new.account.as_bytes()[..])
    .bind(new.stage.name())
    .bind(now)
    .bind(new.pairing.map(|pairing| pairing.as_bytes().to_vec()))
    .bind(device)
    .bind(number)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
