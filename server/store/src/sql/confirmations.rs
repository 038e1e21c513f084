//! Confirmations that wait for Key, and their requests.

use async_trait::async_trait;
use key_domain::ids::{AccountId, ConfirmationId};
use key_domain::lifetime::CORRECTION;
use key_domain::store::confirmations::{Confirmation, ConfirmationOutcome, Confirmations, Pending, Request};
use key_domain::store::error::StoreError;
use key_protocol::id::{DeviceId, RequestId};

use super::base::SqlStore;
use super::devices;
use super::rows::{self, Row};
use super::statement::{Statement, sql};
use super::writing::SqlTransaction;

/// How many ended requests are reported to a device: an answer must not outgrow a message.
const TOLD_AT_ONCE: i64 = 16;

#[async_trait]
impl Confirmations for SqlStore {
    async fn confirmation(&self, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError> {
        self.one(by_id(id), rows::confirmation).await
    }

    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError> {
        let select = "SELECT requests.id, requests.jws, confirmations.id AS confirmation FROM requests \
             JOIN confirmations ON confirmations.id = requests.confirmation \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.ended_at IS NULL \
             AND confirmations.outcome = 'pending' AND confirmations.created_at <= $3 \
             ORDER BY confirmations.created_at, requests.id";
        let read = |row: &Row| {
            let (id, jws) = (rows::request_id(row)?, row.maybe_text("jws")?);
            Ok(Pending { id, jws, confirmation: ConfirmationId::from_bytes(row.bytes("confirmation")?) })
        };
        self.all(sql(select).bind(device.as_bytes()).bind(now).bind(now + CORRECTION), read).await
    }

    async fn ended(
        &self,
        device: DeviceId,
        since: i64,
        now: i64,
    ) -> Result<Vec<(RequestId, ConfirmationOutcome)>, StoreError> {
        let select = "SELECT requests.id, confirmations.outcome FROM requests \
             JOIN confirmations ON confirmations.id = requests.confirmation \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.jws IS NOT NULL \
             AND coalesce(requests.ended_at, confirmations.ended_at, confirmations.expires_at) > $2 \
             AND coalesce(requests.ended_at, confirmations.ended_at, confirmations.expires_at) <= $3 \
             ORDER BY confirmations.created_at DESC, requests.id DESC LIMIT $4";
        let select = sql(select).bind(device.as_bytes()).bind(since).bind(now).bind(TOLD_AT_ONCE);
        let read =
            |row: &Row| Ok((rows::request_id(row)?, row.named("outcome", ConfirmationOutcome::from_name)?));
        self.all(select, read).await
    }

    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError> {
        let mut tx = self.begin_sql(&[]).await?;
        let keep = "UPDATE requests SET jws = coalesce(jws, $2) WHERE id = $1 RETURNING jws";
        let kept = tx.one(sql(keep).bind(id.as_bytes()).bind(jws), |row| row.text("jws")).await?;
        tx.commit_all(None).await?;
        kept.ok_or(StoreError::Damaged("request"))
    }

    async fn has_unshown(&self, id: ConfirmationId) -> Result<bool, StoreError> {
        let select = sql("SELECT 1 FROM requests WHERE confirmation = $1 AND unshown_at IS NOT NULL");
        self.is_any(select.bind(id.as_bytes())).await
    }
}

pub(super) fn by_id(id: ConfirmationId) -> Statement {
    sql("SELECT * FROM confirmations WHERE id = $1").bind(id.as_bytes())
}

pub(super) async fn insert(tx: &mut SqlTransaction, confirmation: &Confirmation) -> Result<(), StoreError> {
    let insert = "INSERT INTO confirmations (id, account, subject, digits, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let insert = sql(insert).bind(confirmation.id.as_bytes()).bind(confirmation.account.as_bytes());
    let insert = insert.bind(devices::json(&confirmation.subject)?).bind(confirmation.digits);
    tx.write(insert.bind(confirmation.created_at).bind(confirmation.expires_at)).await.map(|_| ())
}

pub(super) async fn update(tx: &mut SqlTransaction, confirmation: &Confirmation) -> Result<(), StoreError> {
    let update = "UPDATE confirmations SET outcome = $2, ended_at = $3, decided_by = $4, mistyped = $5 \
         WHERE id = $1";
    let update = sql(update).bind(confirmation.id.as_bytes()).bind(confirmation.outcome.name());
    let by = confirmation.decided_by.as_ref().map(|device| device.as_bytes());
    tx.write(update.bind(confirmation.ended_at).bind(by).bind(confirmation.mistyped)).await.map(|_| ())
}

/// The pending confirmations of an account that have not expired.
pub(super) async fn pending_of(
    tx: &mut SqlTransaction,
    account: AccountId,
    now: i64,
) -> Result<Vec<Confirmation>, StoreError> {
    let select =
        sql("SELECT * FROM confirmations WHERE account = $1 AND expires_at > $2 AND outcome = 'pending'");
    tx.all(select.bind(account.as_bytes()).bind(now), rows::confirmation).await
}

/// The requests of a device that have not ended for it and whose confirmation is pending.
pub(super) async fn open_requests(
    tx: &mut SqlTransaction,
    device: DeviceId,
) -> Result<Vec<Request>, StoreError> {
    let select = "SELECT requests.* FROM requests \
         JOIN confirmations ON confirmations.id = requests.confirmation \
         WHERE requests.device = $1 AND requests.ended_at IS NULL AND confirmations.outcome = 'pending'";
    tx.all(sql(select).bind(device.as_bytes()), rows::request).await
}
