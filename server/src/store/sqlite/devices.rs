//! Devices, read outside of transactions.

use async_trait::async_trait;
use key_protocol::id::DeviceId;

use super::{Sqlite, rows};
use crate::ids::AccountId;
use crate::store::StoreError;
use crate::store::devices::{Device, Devices};

#[async_trait]
impl Devices for Sqlite {
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        let row = sqlx::query("SELECT * FROM devices WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::device).transpose()
    }

    async fn devices_of(&self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM devices WHERE account = $1 AND active_at IS NOT NULL ORDER BY active_at, id",
        )
        .bind(&account.as_bytes()[..])
        .fetch_all(&self.reads)
        .await?;
        rows.iter().map(rows::device).collect()
    }
}
