//! Wrong factors, and acts that were overtaken.

use key_domain::store::error::StoreError;
use key_protocol::id::DeviceId;

use super::statement::sql;
use super::writing::SqlTransaction;

/// How many overtaken numbers are kept for a device: more than fit between a nonce and its call.
const OVERTAKINGS: i64 = 1_000;

pub(super) async fn insert(
    tx: &mut SqlTransaction,
    device: DeviceId,
    seq: i64,
    at: i64,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO failures (device, seq, at) VALUES ($1, $2, $3) \
                  ON CONFLICT (device, seq) DO UPDATE SET at = $3";
    tx.write(sql(insert).bind(device.as_bytes()).bind(seq).bind(at)).await.map(|_| ())
}

pub(super) async fn delete(tx: &mut SqlTransaction, device: DeviceId, seq: i64) -> Result<bool, StoreError> {
    let delete = sql("DELETE FROM failures WHERE device = $1 AND seq = $2");
    Ok(tx.write(delete.bind(device.as_bytes()).bind(seq)).await? == 1)
}

pub(super) async fn after(tx: &mut SqlTransaction, device: DeviceId, since: i64) -> Result<i64, StoreError> {
    let count = sql("SELECT count(*) AS rows FROM failures WHERE device = $1 AND at > $2");
    tx.count(count.bind(device.as_bytes()).bind(since)).await
}

pub(super) async fn beyond(tx: &mut SqlTransaction, device: DeviceId, seq: i64) -> Result<i64, StoreError> {
    let count = sql("SELECT count(*) AS rows FROM failures WHERE device = $1 AND seq > $2");
    tx.count(count.bind(device.as_bytes()).bind(seq)).await
}

pub(super) async fn insert_overtaking(
    tx: &mut SqlTransaction,
    device: DeviceId,
    act: i64,
    at: i64,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO overtakings (device, act, at) SELECT $1, $2, $3 WHERE NOT EXISTS \
                  (SELECT 1 FROM overtakings WHERE device = $1 AND act >= $2)";
    tx.write(sql(insert).bind(device.as_bytes()).bind(act).bind(at)).await?;
    let prune = "DELETE FROM overtakings WHERE device = $1 AND act NOT IN \
                 (SELECT act FROM overtakings WHERE device = $1 ORDER BY act DESC LIMIT $2)";
    tx.write(sql(prune).bind(device.as_bytes()).bind(OVERTAKINGS)).await.map(|_| ())
}

pub(super) async fn was_overtaken(
    tx: &mut SqlTransaction,
    device: DeviceId,
    act: i64,
    before: i64,
) -> Result<bool, StoreError> {
    let any = sql("SELECT 1 FROM overtakings WHERE device = $1 AND act >= $2 AND at < $3 LIMIT 1");
    tx.is_any(any.bind(device.as_bytes()).bind(act).bind(before)).await
}
