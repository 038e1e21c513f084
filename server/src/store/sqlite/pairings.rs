//! Pairing links and what comes of them.

use async_trait::async_trait;
use key_protocol::link::LIFETIME_SECONDS;

use super::rows::Columns as _;
use super::{Sqlite, Tx, rows};
use crate::ids::{PairingId, SessionId};
use crate::store::StoreError;
use crate::store::pairings::{Pairing, Pairings};

#[async_trait]
impl Pairings for Sqlite {
    async fn start_pairing(
        &self,
        session: SessionId,
        pairing: PairingId,
        token_hash: [u8; 32],
        now: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if is_done(&mut tx, session).await? {
            return Ok(());
        }
        let row = sqlx::query("UPDATE sessions SET pairing = $2 WHERE id = $1 RETURNING account")
            .bind(&session.as_bytes()[..])
            .bind(&pairing.as_bytes()[..])
            .fetch_one(&mut *tx)
            .await?;
        let account: [u8; 16] = row.bytes("account")?;
        for end in [
            "UPDATE pairings SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL",
            "UPDATE devices SET state = 'refused' WHERE account = $1 AND state = 'pairing' AND $2 > 0",
        ] {
            sqlx::query(end).bind(&account[..]).bind(now).execute(&mut *tx).await?;
        }
        sqlx::query("INSERT INTO pairings (id, account, token_hash, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(&pairing.as_bytes()[..])
            .bind(&account[..])
            .bind(&token_hash[..])
            .bind(now + LIFETIME_SECONDS * 1000)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    async fn pairing(&self, id: PairingId) -> Result<Option<Pairing>, StoreError> {
        let row = sqlx::query("SELECT * FROM pairings WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let device = sqlx::query("SELECT * FROM devices WHERE id = $1")
            .bind(row.maybe_bytes::<16>("device")?.map(|id| id.to_vec()))
            .fetch_optional(&self.reads)
            .await?;
        Ok(Some(Pairing {
            id,
            expires_at: row.number("expires_at")?,
            ended: row.maybe_number("ended_at")?.is_some(),
            device: device.as_ref().map(rows::device).transpose()?,
        }))
    }

    async fn may_be_claimed(&self, token_hash: [u8; 32], now: i64) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT 1 FROM pairings WHERE token_hash = $1 \
             AND (device IS NOT NULL OR (ended_at IS NULL AND expires_at > $2))",
        )
        .bind(&token_hash[..])
        .bind(now)
        .fetch_optional(&self.reads)
        .await?;
        Ok(row.is_some())
    }
}

/// Whether the device that the session has paired is active.
async fn is_done(tx: &mut Tx, session: SessionId) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT 1 FROM sessions JOIN pairings ON pairings.id = sessions.pairing \
         JOIN devices ON devices.id = pairings.device WHERE sessions.id = $1 AND devices.state = 'active'",
    )
    .bind(&session.as_bytes()[..])
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some())
}
