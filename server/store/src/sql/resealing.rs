//! Sealed columns, read in pages and sealed again under a new key.

use key_domain::sealing::Sealed;
use key_domain::store::error::StoreError;
use key_protocol::id::{DeviceId, RequestId};

use super::rows::Row;
use super::statement::sql;
use super::writing::SqlTransaction;

pub(super) async fn factors_after(
    tx: &mut SqlTransaction,
    id: DeviceId,
) -> Result<Vec<(DeviceId, Sealed)>, StoreError> {
    let select =
        "SELECT id, factors FROM devices WHERE id > $1 AND factors IS NOT NULL ORDER BY id LIMIT 100";
    let read = |row: &Row| {
        let sealed = row.maybe_blob("factors")?.unwrap_or_default();
        Ok((DeviceId::from_bytes(row.bytes("id")?), Sealed::from_bytes(sealed)))
    };
    tx.all(sql(select).bind(id.as_bytes()), read).await
}

pub(super) async fn update_factors(
    tx: &mut SqlTransaction,
    id: DeviceId,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    let update = sql("UPDATE devices SET factors = $2 WHERE id = $1");
    tx.write(update.bind(id.as_bytes()).bind(sealed.as_bytes())).await.map(|_| ())
}

pub(super) async fn calls_after(
    tx: &mut SqlTransaction,
    id: RequestId,
) -> Result<Vec<(RequestId, Sealed)>, StoreError> {
    let select = "SELECT request, call FROM decisions WHERE request > $1 ORDER BY request LIMIT 100";
    let read = |row: &Row| {
        let sealed = row.maybe_blob("call")?.unwrap_or_default();
        Ok((RequestId::from_bytes(row.bytes("request")?), Sealed::from_bytes(sealed)))
    };
    tx.all(sql(select).bind(id.as_bytes()), read).await
}

pub(super) async fn update_call(
    tx: &mut SqlTransaction,
    id: RequestId,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    let update = sql("UPDATE decisions SET call = $2 WHERE request = $1");
    tx.write(update.bind(id.as_bytes()).bind(sealed.as_bytes())).await.map(|_| ())
}
