//! Sessions and known browsers.

use async_trait::async_trait;
use key_protocol::id::DeviceId;
use sqlx::sqlite::SqliteRow;

use super::rows::Columns as _;
use super::{Sqlite, Tx};
use crate::ids::{AccountId, BrowserId, LoginId, PairingId, SessionId};
use crate::store::StoreError;
use crate::store::sessions::{NewSession, Session, Sessions, SignedInBy, Stage};

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
        let session = read(&row)?;
        let (created, seen) = (row.number("created_at")?, row.number("seen_at")?);
        let (longest, unused) = session.stage.lifetimes();
        if now >= created + longest || now >= seen + unused {
            return Ok(None);
        }
        if now >= seen + NOTE_AFTER {
            let note = sqlx::query("UPDATE sessions SET seen_at = $2 WHERE id = $1");
            note.bind(&id.as_bytes()[..]).bind(now).execute(&self.writes).await?;
        }
        Ok(Some(session))
    }

    async fn renew_session(
        &self,
        old: Option<SessionId>,
        new: NewSession,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if let Some(old) = old {
            end(&mut tx, old).await?;
        }
        insert(&mut tx, &new, now).await?;
        Ok(tx.commit().await?)
    }

    async fn upgrade_session(&self, old: SessionId, new: NewSession, now: i64) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        if !end(&mut tx, old).await? {
            return Ok(false);
        }
        insert(&mut tx, &new, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn end_session(&self, id: SessionId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        end(&mut tx, id).await?;
        Ok(tx.commit().await?)
    }

    async fn is_known_browser(&self, id: BrowserId, account: AccountId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM browsers WHERE id = $1 AND account = $2")
            .bind(&id.as_bytes()[..])
            .bind(&account.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        Ok(row.is_some())
    }

    async fn remember_browser(
        &self,
        old: Option<BrowserId>,
        id: BrowserId,
        account: AccountId,
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if let Some(old) = old {
            let rename = sqlx::query("UPDATE OR REPLACE browsers SET id = $2 WHERE id = $1");
            rename.bind(&old.as_bytes()[..]).bind(&id.as_bytes()[..]).execute(&mut *tx).await?;
        }
        sqlx::query(
            "INSERT INTO browsers (id, account, seen_at) VALUES ($1, $2, $3) \
             ON CONFLICT (id, account) DO UPDATE SET seen_at = $3",
        )
        .bind(&id.as_bytes()[..])
        .bind(&account.as_bytes()[..])
        .bind(now)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
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

fn read(row: &SqliteRow) -> Result<Session, StoreError> {
    let device = row.maybe_bytes("by_device")?.map(|id| SignedInBy::Device(DeviceId::from_bytes(id)));
    let number = row.maybe_number("by_number")?.and_then(|number| u32::try_from(number).ok());
    Ok(Session {
        id: SessionId::from_bytes(row.bytes("id")?),
        account: AccountId::from_bytes(row.bytes("account")?),
        created_at: row.number("created_at")?,
        stage: row.named("stage", Stage::from_name)?,
        login: row.maybe_bytes("login")?.map(LoginId::from_bytes),
        pairing: row.maybe_bytes("pairing")?.map(PairingId::from_bytes),
        by: device.or(number.map(SignedInBy::Number)),
    })
}
