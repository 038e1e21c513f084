//! Logins that wait for Key, and their requests.

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};

use super::rows::Columns as _;
use super::{Sqlite, rows};
use crate::ids::LoginId;
use crate::rules::lifetime::CORRECTION;
use crate::store::StoreError;
use crate::store::logins::{Login, LoginOutcome, Logins, Pending};

/// How many ended requests a device is told of: an answer must not outgrow a message.
const TOLD_AT_ONCE: i64 = 16;

#[async_trait]
impl Logins for Sqlite {
    async fn login(&self, id: LoginId) -> Result<Option<Login>, StoreError> {
        let row = sqlx::query("SELECT * FROM logins WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::login).transpose()
    }

    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError> {
        let rows = sqlx::query(
            "SELECT requests.id, requests.jws, requests.login FROM requests \
             JOIN logins ON logins.id = requests.login \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.ended_at IS NULL \
             AND logins.outcome = 'pending' AND logins.created_at <= $3 ORDER BY logins.created_at, requests.id",
        )
        .bind(&device.as_bytes()[..])
        .bind(now)
        .bind(now + CORRECTION)
        .fetch_all(&self.reads)
        .await?;
        let read = |row| {
            let (id, jws) = (rows::request_id(row)?, row.maybe_text("jws")?);
            Ok(Pending { id, jws, login: LoginId::from_bytes(row.bytes("login")?) })
        };
        rows.iter().map(read).collect()
    }

    async fn ended(
        &self,
        device: DeviceId,
        since: i64,
        now: i64,
    ) -> Result<Vec<(RequestId, LoginOutcome)>, StoreError> {
        let rows = sqlx::query(
            "SELECT requests.id, logins.outcome FROM requests JOIN logins ON logins.id = requests.login \
             WHERE requests.device = $1 AND requests.expires_at > $2 AND requests.jws IS NOT NULL \
             AND coalesce(requests.ended_at, logins.ended_at, logins.expires_at) > $2 \
             AND coalesce(requests.ended_at, logins.ended_at, logins.expires_at) <= $3 \
             ORDER BY logins.created_at DESC, logins.rowid DESC LIMIT $4",
        )
        .bind(&device.as_bytes()[..])
        .bind(since)
        .bind(now)
        .bind(TOLD_AT_ONCE)
        .fetch_all(&self.reads)
        .await?;
        let read = |row| Ok((rows::request_id(row)?, row.named("outcome", LoginOutcome::from_name)?));
        rows.iter().map(read).collect()
    }

    async fn keep_signed(&self, id: RequestId, jws: String) -> Result<String, StoreError> {
        let row = sqlx::query("UPDATE requests SET jws = coalesce(jws, $2) WHERE id = $1 RETURNING jws")
            .bind(&id.as_bytes()[..])
            .bind(jws)
            .fetch_one(&self.writes)
            .await?;
        row.text("jws")
    }

    async fn has_unshown(&self, login: LoginId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM requests WHERE login = $1 AND unshown_at IS NOT NULL")
            .bind(&login.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        Ok(row.is_some())
    }
}
