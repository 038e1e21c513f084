//! Pairing links and what comes of them.

use async_trait::async_trait;

use super::rows::Columns as _;
use super::{Sqlite, rows};
use crate::ids::PairingId;
use crate::store::StoreError;
use crate::store::pairings::{Pairing, PairingRow, Pairings};

#[async_trait]
impl Pairings for Sqlite {
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

    async fn link(&self, token_hash: [u8; 32]) -> Result<Option<PairingRow>, StoreError> {
        let row = sqlx::query("SELECT * FROM pairings WHERE token_hash = $1")
            .bind(&token_hash[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::pairing).transpose()
    }
}
