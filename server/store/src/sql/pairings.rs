//! Pairing links and their results.

use async_trait::async_trait;
use key_domain::ids::PairingId;
use key_domain::store::devices::Devices as _;
use key_domain::store::error::StoreError;
use key_domain::store::pairings::{Pairing, PairingRow, Pairings};

use super::base::SqlStore;
use super::rows;
use super::statement::sql;

#[async_trait]
impl Pairings for SqlStore {
    async fn pairing(&self, id: PairingId) -> Result<Option<Pairing>, StoreError> {
        let select = sql("SELECT * FROM pairings WHERE id = $1").bind(id.as_bytes());
        let Some(row) = self.one(select, rows::pairing).await? else { return Ok(None) };
        let device = match row.device {
            Some(device) => self.device(device).await?,
            None => None,
        };
        let (ended, by_sms) = (row.ended_at.is_some(), row.by_sms);
        Ok(Some(Pairing { id, expires_at: row.expires_at, ended, device, by_sms }))
    }

    async fn link(&self, token_hash: [u8; 32]) -> Result<Option<PairingRow>, StoreError> {
        let select = sql("SELECT * FROM pairings WHERE token_hash = $1").bind(&token_hash);
        self.one(select, rows::pairing).await
    }
}
