//! Logins that wait for Key, and their requests.

use async_trait::async_trait;
use key_protocol::id::{DeviceId, RequestId};

use super::rows::Columns as _;
use super::{Sqlite, Tx, rows, sessions};
use crate::ids::{AccountId, LoginId, SessionId};
use crate::store::StoreError;
use crate::store::logins::{Login, LoginOutcome, Logins, Pending, Start, TAKE_WITHIN};
use crate::store::sessions::NewSession;

/// So many logins may be started in a row without one that is confirmed.
const FREE_LOGINS: u32 = 3;
/// The first pause after them, in milliseconds; each further one doubles it.
const FIRST_PAUSE: i64 = 30_000;
const LONGEST_PAUSE: i64 = 15 * 60_000;

/// How many ended requests a device is told of: an answer must not outgrow a message.
const TOLD_AT_ONCE: i64 = 16;

#[async_trait]
impl Logins for Sqlite {
    async fn start_login(
        &self,
        session: SessionId,
        login: Login,
        requests: Vec<(DeviceId, RequestId)>,
        now: i64,
    ) -> Result<Start, StoreError> {
        let mut tx = self.write().await?;
        if let Some(pause) = count_start(&mut tx, login.account, now).await? {
            return Ok(Start::Paused(pause));
        }
        sqlx::query(
            "UPDATE logins SET outcome = 'superseded', ended_at = $2 WHERE account = $1 AND outcome = 'pending'",
        )
        .bind(&login.account.as_bytes()[..])
        .bind(now)
        .execute(&mut *tx)
        .await?;
        insert(&mut tx, &login, &requests).await?;
        sqlx::query("UPDATE sessions SET login = $2 WHERE id = $1")
            .bind(&session.as_bytes()[..])
            .bind(&login.id.as_bytes()[..])
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Start::Started)
    }

    async fn login(&self, id: LoginId) -> Result<Option<Login>, StoreError> {
        let row = sqlx::query("SELECT * FROM logins WHERE id = $1")
            .bind(&id.as_bytes()[..])
            .fetch_optional(&self.reads)
            .await?;
        row.as_ref().map(rows::login).transpose()
    }

    async fn cancel_login(&self, id: LoginId, now: i64) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let cancelled = sqlx::query(
            "UPDATE logins SET outcome = 'cancelled', ended_at = $2 WHERE id = $1 AND outcome = 'pending'",
        )
        .bind(&id.as_bytes()[..])
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if cancelled.rows_affected() > 0 {
            uncount_start(&mut tx, id).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn take_login(&self, old: SessionId, new: NewSession, now: i64) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let taken = sqlx::query(
            "UPDATE logins SET taken_at = $3 \
             WHERE id = (SELECT login FROM sessions WHERE id = $1 AND account = $2 AND stage = 'password') \
             AND account = $2 AND outcome = 'confirmed' AND taken_at IS NULL AND ended_at > $4",
        )
        .bind(&old.as_bytes()[..])
        .bind(&new.account.as_bytes()[..])
        .bind(now)
        .bind(now - TAKE_WITHIN)
        .execute(&mut *tx)
        .await?;
        if taken.rows_affected() == 0 {
            return Ok(false);
        }
        sessions::end(&mut tx, old).await?;
        sessions::insert(&mut tx, &new, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn forget_unanswered(&self, account: AccountId) -> Result<(), StoreError> {
        sqlx::query("UPDATE accounts SET unanswered = 0, paused_until = 0 WHERE id = $1 AND unanswered > 0")
            .bind(&account.as_bytes()[..])
            .execute(&self.writes)
            .await?;
        Ok(())
    }

    async fn pending(&self, device: DeviceId, now: i64) -> Result<Vec<Pending>, StoreError> {
        let rows = sqlx::query(
            "SELECT requests.id, requests.jws, requests.login FROM requests \
             JOIN logins ON logins.id = requests.login \
             WHERE requests.device = $1 AND requests.ended_at IS NULL AND logins.outcome = 'pending' \
             AND logins.expires_at > $2 ORDER BY logins.created_at, requests.id",
        )
        .bind(&device.as_bytes()[..])
        .bind(now)
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
             WHERE requests.device = $1 AND requests.jws IS NOT NULL \
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

/// Counts a login that is started, or says how long to pause.
async fn count_start(tx: &mut Tx, account: AccountId, now: i64) -> Result<Option<i64>, StoreError> {
    let row = sqlx::query("SELECT unanswered, paused_until FROM accounts WHERE id = $1")
        .bind(&account.as_bytes()[..])
        .fetch_one(&mut **tx)
        .await?;
    let (started, until) = (row.number("unanswered")? + 1, row.number("paused_until")?);
    // What is further ahead was written before the clock was put back.
    if (1..=LONGEST_PAUSE).contains(&(until - now)) {
        return Ok(Some(until - now));
    }
    let beyond = u32::try_from((started - i64::from(FREE_LOGINS)).min(20)).ok();
    let pause = beyond.map_or(0, |beyond| (FIRST_PAUSE << beyond).min(LONGEST_PAUSE));
    sqlx::query("UPDATE accounts SET unanswered = $2, paused_until = $3 WHERE id = $1")
        .bind(&account.as_bytes()[..])
        .bind(started)
        .bind(now + pause)
        .execute(&mut **tx)
        .await?;
    Ok(None)
}

/// A login that is cancelled in a browser that the user has signed in with before does not count. From another one it
/// does: whoever knows only the password could else ask the phones again and again.
async fn uncount_start(tx: &mut Tx, id: LoginId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE accounts SET unanswered = max(unanswered - 1, 0), paused_until = 0 \
         WHERE id = (SELECT account FROM logins WHERE id = $1 AND known)",
    )
    .bind(&id.as_bytes()[..])
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(tx: &mut Tx, login: &Login, requests: &[(DeviceId, RequestId)]) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO logins (id, account, created_at, expires_at, digits, known, browser, address, place) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&login.id.as_bytes()[..])
    .bind(&login.account.as_bytes()[..])
    .bind(login.created_at)
    .bind(login.expires_at)
    .bind(login.digits)
    .bind(login.known)
    .bind(login.browser.as_str())
    .bind(login.address.as_str())
    .bind(login.place.as_deref())
    .execute(&mut **tx)
    .await?;
    for (device, request) in requests {
        sqlx::query("INSERT INTO requests (id, login, device) VALUES ($1, $2, $3)")
            .bind(&request.as_bytes()[..])
            .bind(&login.id.as_bytes()[..])
            .bind(&device.as_bytes()[..])
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
