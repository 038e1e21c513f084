//! Sessions and known browsers.

use async_trait::async_trait;
use key_domain::ids::{AccountId, BrowserId, BrowserMark, SessionId};
use key_domain::lifetime::is_alive;
use key_domain::store::Lock;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{Browser, NewSession, Session, Sessions, SignedInBy, Stage, TO_MAKE_LIST};
use key_protocol::id::DeviceId;

use super::base::SqlStore;
use super::rows::{self, Row};
use super::statement::{Statement, sql};
use super::writing::SqlTransaction;

/// The least time between two updates of when a session was seen, in milliseconds.
const NOTE_AFTER: i64 = 60_000;

#[async_trait]
impl Sessions for SqlStore {
    async fn session(&self, id: SessionId, now: i64) -> Result<Option<Session>, StoreError> {
        let select = sql("SELECT * FROM sessions WHERE id = $1").bind(id.as_bytes());
        let read = |row: &Row| Ok((rows::session(row)?, row.number("seen_at")?, is_in_time(row, now)?));
        let Some((session, seen, true)) = self.one(select, read).await? else { return Ok(None) };
        if now >= seen + NOTE_AFTER {
            let note = sql("UPDATE sessions SET seen_at = $2 WHERE id = $1");
            self.0.write(note.bind(id.as_bytes()).bind(now)).await?;
        }
        Ok(Some(session))
    }

    async fn end_session(&self, id: SessionId) -> Result<(), StoreError> {
        self.0.write(deletion(id)).await?;
        Ok(())
    }

    async fn known_browser(
        &self,
        id: BrowserId,
        account: AccountId,
    ) -> Result<Option<BrowserMark>, StoreError> {
        let select = sql("SELECT mark FROM browsers WHERE id = $1 AND account = $2");
        self.one(select.bind(id.as_bytes()).bind(account.as_bytes()), mark).await
    }

    async fn known_browser_of(
        &self,
        id: BrowserId,
        username: &str,
    ) -> Result<Option<BrowserMark>, StoreError> {
        // Selects by the browser alone, and compares here: the time reveals nothing about the username.
        let select = "SELECT browsers.mark, accounts.username_key FROM browsers \
             JOIN accounts ON accounts.id = browsers.account WHERE browsers.id = $1";
        let read = |row: &Row| Ok((row.text("username_key")?, mark(row)?));
        let (all, key) = (self.all(sql(select).bind(id.as_bytes()), read).await?, username.to_lowercase());
        Ok(all.into_iter().find(|(of, _)| *of == key).map(|(_, mark)| mark))
    }

    async fn is_session(&self, id: SessionId, now: i64) -> Result<bool, StoreError> {
        let select = sql("SELECT * FROM sessions WHERE id = $1").bind(id.as_bytes());
        Ok(self.one(select, |row| is_in_time(row, now)).await?.unwrap_or(false))
    }

    async fn browsers_of(&self, account: AccountId) -> Result<Vec<Browser>, StoreError> {
        let select = "SELECT * FROM browsers WHERE account = $1 ORDER BY seen_at DESC, mark";
        self.all(sql(select).bind(account.as_bytes()), rows::browser).await
    }

    async fn forget_browser(&self, mark: BrowserMark, account: AccountId) -> Result<bool, StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(account)]).await?;
        let delete = sql("DELETE FROM browsers WHERE mark = $1 AND account = $2");
        let forgotten = tx.write(delete.bind(mark.as_bytes()).bind(account.as_bytes())).await? == 1;
        tx.commit_all(None).await?;
        Ok(forgotten)
    }

    async fn end_sessions(&self, account: AccountId) -> Result<u64, StoreError> {
        let mut tx = self.begin_sql(&[Lock::Account(account)]).await?;
        let ended = end_all(&mut tx, account).await?;
        tx.commit_all(Some(account)).await?;
        Ok(ended)
    }
}

fn mark(row: &Row) -> Result<BrowserMark, StoreError> {
    Ok(BrowserMark::from_bytes(row.bytes("mark")?))
}

fn is_in_time(row: &Row, now: i64) -> Result<bool, StoreError> {
    let (created, seen) = (row.number("created_at")?, row.number("seen_at")?);
    let (longest, unused) = row.named("stage", Stage::from_name)?.lifetimes();
    Ok(is_alive(created, created + longest, now) && is_alive(seen, seen + unused, now))
}

/// Ends an account's sessions and forgets its browsers: each counts as new from then on.
pub(super) async fn end_all(tx: &mut SqlTransaction, account: AccountId) -> Result<u64, StoreError> {
    tx.write(sql("DELETE FROM browsers WHERE account = $1").bind(account.as_bytes())).await?;
    tx.write(sql("DELETE FROM sessions WHERE account = $1").bind(account.as_bytes())).await
}

/// Ends a session. `false` if there was none.
pub(super) async fn end(tx: &mut SqlTransaction, id: SessionId) -> Result<bool, StoreError> {
    Ok(tx.write(deletion(id)).await? == 1)
}

fn deletion(id: SessionId) -> Statement {
    sql("DELETE FROM sessions WHERE id = $1").bind(id.as_bytes())
}

pub(super) async fn insert(tx: &mut SqlTransaction, new: &NewSession, now: i64) -> Result<(), StoreError> {
    let (device, number) = match new.by {
        Some(SignedInBy::Device(device)) => (Some(device.as_bytes().to_vec()), None),
        Some(SignedInBy::Number(number)) => (None, Some(i64::from(number))),
        None => (None, None),
    };
    let insert = "INSERT INTO sessions (id, account, stage, created_at, seen_at, pairing, by_device, by_number) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)";
    let insert = sql(insert).bind(new.id.as_bytes()).bind(new.account.as_bytes()).bind(new.stage.name());
    let insert = insert.bind(now).bind(new.pairing.as_ref().map(|pairing| pairing.as_bytes()));
    tx.write(insert.bind(device).bind(number)).await.map(|_| ())
}

pub(super) async fn update(tx: &mut SqlTransaction, session: &Session) -> Result<(), StoreError> {
    let update = sql(
        "UPDATE sessions SET confirmation = $2, pairing = $3, may_pair_until = $4, list_until = $5 WHERE id = $1",
    );
    let update = update.bind(session.id.as_bytes());
    let update = update.bind(session.confirmation.as_ref().map(|id| id.as_bytes()));
    let pairing = session.pairing.as_ref().map(|pairing| pairing.as_bytes());
    let update = update.bind(pairing).bind(session.may_pair_until).bind(session.list_until);
    tx.write(update).await.map(|_| ())
}

/// Ends all sessions of an account but one.
pub(super) async fn end_others(
    tx: &mut SqlTransaction,
    account: AccountId,
    but: SessionId,
) -> Result<(), StoreError> {
    let delete = sql("DELETE FROM sessions WHERE account = $1 AND id <> $2");
    tx.write(delete.bind(account.as_bytes()).bind(but.as_bytes())).await.map(|_| ())
}

/// Ends the sessions in which a device has signed its user in, but one.
pub(super) async fn end_by(
    tx: &mut SqlTransaction,
    device: DeviceId,
    but: Option<SessionId>,
) -> Result<(), StoreError> {
    let delete = sql("DELETE FROM sessions WHERE by_device = $1 AND ($2 IS NULL OR id <> $2)");
    tx.write(delete.bind(device.as_bytes()).bind(but.as_ref().map(|id| id.as_bytes()))).await.map(|_| ())
}

/// Takes a list of one-time passwords, and the right to make one, from all sessions of an account.
pub(super) async fn hide_list(tx: &mut SqlTransaction, account: AccountId) -> Result<(), StoreError> {
    let hide = sql("UPDATE sessions SET list_until = NULL WHERE account = $1");
    tx.write(hide.bind(account.as_bytes())).await.map(|_| ())
}

/// Takes the rights to pair, and to make a list, from all sessions of an account.
pub(super) async fn revoke_pairing(tx: &mut SqlTransaction, account: AccountId) -> Result<(), StoreError> {
    let revoke = sql(
        "UPDATE sessions SET may_pair_until = NULL, list_until = NULLIF(list_until, $2) WHERE account = $1",
    );
    tx.write(revoke.bind(account.as_bytes()).bind(TO_MAKE_LIST)).await.map(|_| ())
}
