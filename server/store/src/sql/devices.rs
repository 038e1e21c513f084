//! Devices: reading outside of transactions, and writing of their columns.

use async_trait::async_trait;
use key_domain::ids::AccountId;
use key_domain::store::devices::{Device, Devices};
use key_domain::store::error::StoreError;
use key_protocol::id::DeviceId;
use key_protocol::key::PublicKey;

use super::base::SqlStore;
use super::rows;
use super::statement::{Statement, sql};

#[async_trait]
impl Devices for SqlStore {
    async fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        self.one(sql("SELECT * FROM devices WHERE id = $1").bind(id.as_bytes()), rows::device).await
    }

    async fn is_registered(&self, possession: &PublicKey) -> Result<bool, StoreError> {
        let select = sql("SELECT 1 FROM devices WHERE possession = $1");
        self.is_any(select.bind(&possession.to_sec1()[..])).await
    }

    async fn is_used(&self, nonce: &[u8; 16]) -> Result<bool, StoreError> {
        self.is_any(sql("SELECT 1 FROM nonces WHERE nonce = $1").bind(nonce)).await
    }

    async fn devices_of(&self, account: AccountId) -> Result<Vec<Device>, StoreError> {
        let select =
            "SELECT * FROM devices WHERE account = $1 AND active_at IS NOT NULL ORDER BY active_at, id";
        self.all(sql(select).bind(account.as_bytes()), rows::device).await
    }
}

/// Adds a device, bound by [`bind`].
pub(super) const INSERT: &str = "INSERT INTO devices (id, account, possession, name, platform, state, pinned, knows, \
    commitment, share, factors, tries_run, tries_warned, tries_untold, tries_untold_since, act_seq, act_hash, \
    act_id_hash, act_result, act_at, run, run_at, run_hash, wait_seq, wait_id, wait_at, claimed_at, active_at, used_at, \
    act_since, ended_at, offline_tries, offline_step, offline_drift, offline_wrong) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
    $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35) ON CONFLICT (possession) DO NOTHING";

/// Writes all columns of a device except its identity, account and possession key, bound by [`bind`].
pub(super) const UPDATE: &str = "UPDATE devices SET name = $4, platform = $5, state = $6, pinned = $7, knows = $8, \
    commitment = $9, share = $10, factors = $11, tries_run = $12, tries_warned = $13, tries_untold = $14, \
    tries_untold_since = $15, act_seq = $16, act_hash = $17, act_id_hash = $18, act_result = $19, act_at = $20, \
    run = $21, run_at = $22, run_hash = $23, wait_seq = $24, wait_id = $25, wait_at = $26, claimed_at = $27, \
    active_at = $28, used_at = $29, act_since = $30, ended_at = $31, offline_tries = $32, \
    offline_step = $33, offline_drift = $34, offline_wrong = $35 WHERE id = $1 AND account = $2 AND possession = $3";

/// Binds a device's columns to either statement.
pub(super) fn bind(statement: Statement, device: &Device) -> Result<Statement, StoreError> {
    let (tries, acts, waits) = (&device.tries, &device.acts, &device.waits);
    Ok(statement
        .bind(device.id.as_bytes())
        .bind(device.account.as_bytes())
        .bind(&device.possession.to_sec1()[..])
        .bind(device.name.as_str())
        .bind(device.platform.as_str())
        .bind(device.state.name())
        .bind(device.pinned.as_bytes())
        .bind(json(&device.knows)?)
        .bind(device.commitment.as_bytes())
        .bind(device.share.as_ref().map(|share| share.as_bytes()))
        .bind(device.factors.as_ref().map(|sealed| sealed.as_bytes().to_vec()))
        .bind(tries.run)
        .bind(tries.warned)
        .bind(tries.untold)
        .bind(tries.untold_since)
        .bind(acts.seq)
        .bind(acts.hash.as_ref().map(|hash| hash.as_bytes()))
        .bind(acts.id_hash.as_ref().map(|hash| hash.as_bytes()))
        .bind(acts.result.as_ref().map(json).transpose()?)
        .bind(acts.at)
        .bind(waits.run)
        .bind(waits.run_at)
        .bind(waits.run_hash.as_ref().map(|hash| hash.as_bytes()))
        .bind(waits.seq)
        .bind(waits.id.as_ref().map(|id| id.as_bytes()))
        .bind(waits.at)
        .bind(device.claimed_at)
        .bind(device.active_at)
        .bind(device.used_at)
        .bind(acts.since)
        .bind(device.ended_at)
        .bind(device.offline.tries)
        .bind(device.offline.step)
        .bind(device.offline.drift)
        .bind(device.offline.wrong))
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Damaged("json"))
}
