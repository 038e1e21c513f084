//! Logins that wait for Key, and their requests.

use async_trait::async_trait;
use key_domain::ids::LoginId;
use key_domain::lifetime::CORRECTION;
use key_domain::store::error::StoreError;
use key_domain::store::logins::{Login, LoginOutcome, Logins, Pending};
use key_protocol::id::{DeviceId, RequestId};

use super::base::SqlStore;
use super::rows::{self, Row};
use super::statement::sql;

/// How many ended requests a device is told of: an answer must not outgrow a message.
const TOLD_AT_ONCE: i64 = 16;

#[async_trait]
impl Logins for SqlStore {
    async fn login(&self, id: LoginId) -> Result<Option<Login>, StoreError> {
        self.one(sql("SELECT * FROM logins WHERE id = $1").bind(id.as_bytes()), rows::login).await
    }

    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError> {
        let select = "SELECT requests.id, requests.jws, requests.login FROM requests \
             JOIN logins ON logins.id = requests.login \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.ended_at IS NULL \
             AND logins.outcome = 'pending' AND logins.created_at <= $3 ORDER BY logins.created_at, requests.id";
        let read = |row: &Row| {
            let (id, jws) = (rows::request_id(row)?, row.maybe_text("jws")?);
            Ok(Pending { id, jws, login: LoginId::from_bytes(row.bytes("login")?) })
        };
        self.all(sql(select).bind(device.as_bytes()).bind(now).bind(now + CORRECTION), read).await
    }

    async fn ended(
        &self,
        device: DeviceId,
        since: i64,
        now: i64,
    ) -> Result<Vec<(RequestId, LoginOutcome)>, StoreError> {
        let select = "SELECT requests.id, logins.outcome FROM requests JOIN logins ON logins.id = requests.login \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.jws IS NOT NULL \
             AND coalesce(requests.ended_at, logins.ended_at, logins.expires_at) > $2 \
             AND coalesce(requests.ended_at, logins.ended_at, logins.expires_at) <= $3 \
             ORDER BY logins.created_at DESC, requests.id DESC LIMIT $4";
        let select = sql(select).bind(device.as_bytes()).bind(since).bind(now).bind(TOLD_AT_ONCE);
        let read = |row: &Row| Ok((rows::request_id(row)?, row.named("outcome", LoginOutcome::from_name)?));
        self.all(select, read).await
    }

    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError> {
        let mut tx = self.begin_sql(&[]).await?;
        let keep = "UPDATE requests SET jws = coalesce(jws, $2) WHERE id = $1 RETURNING jws";
        let kept = tx.one(sql(keep).bind(id.as_bytes()).bind(jws), |row| row.text("jws")).await?;
        tx.commit_all(None).await?;
        kept.ok_or(StoreError::Damaged("request"))
    }

    async fn has_unshown(&self, login: LoginId) -> Result<bool, StoreError> {
        let select = sql("SELECT 1 FROM requests WHERE login = $1 AND unshown_at IS NOT NULL");
        self.is_any(select.bind(login.as_bytes())).await
    }
}
