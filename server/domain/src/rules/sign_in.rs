//! How a browser is signed in, completely or not at all: by a confirmed login, or by a one-time password.

use super::throttles::{self, Throttle};
use super::{changes, confirmations, lists, logins, pairing};
use crate::ids::{AccountId, BrowserId, BrowserMark, SessionId};
use crate::store::error::StoreError;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{Browser, NewSession, Session, Stage};
use crate::store::transaction::Transaction;

/// A one-time password that the user typed when asked for it.
#[derive(Clone, Copy, Debug)]
pub struct OneTime {
    /// Its number on the list.
    pub number: u32,
    /// The hash that the list has if it is right.
    pub hash: [u8; 32],
}

/// The page after a right one-time password.
#[derive(Clone, Debug)]
pub enum Destination {
    /// The welcome page, in a browser that is remembered.
    Home(Remembered),
    /// The page that makes a new list, for a signed-in user.
    List,
    /// The page with the QR code.
    Pairing(NewPairing),
}

/// A browser that is remembered with a new identity; its old identity `old` is no longer valid.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// Its old identity.
    pub old: Option<BrowserId>,
    /// Its new identity.
    pub id: BrowserId,
    /// Its mark, if the account does not know it yet.
    pub mark: BrowserMark,
    /// Its description.
    pub name: String,
}

/// Uses up a one-time password and promotes the session. `false` if the password is wrong or was used before, or if the
/// session has ended; the transaction must not be committed then. `cleared` are the throttles of tries that have proven
/// to be the user's.
///
/// # Errors
/// [`StoreError`]
pub async fn by_number(
    tx: &mut dyn Transaction,
    (session, new): (&Session, NewSession),
    typed: OneTime,
    destination: Destination,
    cleared: &[Throttle],
    now: i64,
) -> Result<bool, StoreError> {
    if !tx.use_number(session.account, typed.number, &typed.hash, now).await? {
        return Ok(false);
    }
    for throttle in cleared {
        throttles::clear(tx, throttle.id).await?;
    }
    logins::cancel(tx, session, now).await?;
    let (account, id) = (new.account, new.id);
    if !replace(tx, session.id, &new, now).await? {
        return Ok(false);
    }
    match destination {
        Destination::Home(remembered) => remember(tx, &remembered, account, now).await?,
        Destination::List => lists::allow(tx, id).await?,
        Destination::Pairing(new) => {
            changes::allow_pairing(tx, id, None, now).await?;
            pairing::start(tx, id, &new, now).await?;
        }
    }
    Ok(true)
}

/// Signs in the session that started a confirmed login: once, and with a new session that replaces it. `false` if there
/// is no such login.
///
/// # Errors
/// [`StoreError`]
pub async fn by_login(
    tx: &mut dyn Transaction,
    old: SessionId,
    new: &NewSession,
    remembered: &Remembered,
    now: i64,
) -> Result<bool, StoreError> {
    let session = tx.session(old).await?;
    let session = session.filter(|it| it.account == new.account && it.stage == Stage::Password);
    let Some(id) = session.and_then(|session| session.confirmation) else { return Ok(false) };
    let Some(confirmation) = tx.confirmation(id).await? else { return Ok(false) };
    let Some(mut login) = tx.login(id).await? else { return Ok(false) };
    let is_theirs = confirmation.account == new.account;
    if !is_theirs || login.taken_at.is_some() || !confirmations::can_be_taken(tx, &confirmation, now).await? {
        return Ok(false);
    }
    login.taken_at = Some(now);
    tx.update_login(&login).await?;
    by_key(tx, old, new, remembered, now).await
}

/// Signs in a session whose user has typed a right offline code, and cancels the login that it waited for. `false` if
/// the session has ended. `cleared` are the throttles of tries that have proven to be the user's.
///
/// # Errors
/// [`StoreError`]
pub async fn by_offline_code(
    tx: &mut dyn Transaction,
    (session, new): (&Session, &NewSession),
    remembered: &Remembered,
    cleared: &[Throttle],
    now: i64,
) -> Result<bool, StoreError> {
    for throttle in cleared {
        throttles::clear(tx, throttle.id).await?;
    }
    logins::cancel(tx, session, now).await?;
    by_key(tx, session.id, new, remembered, now).await
}

/// Signs in a session after Key has confirmed its login or its pairing is complete. `false` if the session has ended.
///
/// # Errors
/// [`StoreError`]
pub async fn by_key(
    tx: &mut dyn Transaction,
    old: SessionId,
    new: &NewSession,
    remembered: &Remembered,
    now: i64,
) -> Result<bool, StoreError> {
    let is_there = replace(tx, old, new, now).await?;
    if is_there {
        remember(tx, remembered, new.account, now).await?;
    }
    Ok(is_there)
}

/// Signs in a session that has begun to pair a device after a one-time password, and lets the user go on with it.
/// `false` if the session has ended.
///
/// # Errors
/// [`StoreError`]
pub async fn with_pairing(
    tx: &mut dyn Transaction,
    old: SessionId,
    new: &NewSession,
    remembered: &Remembered,
    now: i64,
) -> Result<bool, StoreError> {
    let is_there = by_key(tx, old, new, remembered, now).await?;
    if is_there {
        changes::allow_pairing(tx, new.id, new.pairing, now).await?;
    }
    Ok(is_there)
}

/// Replaces an existing session; `false` if it does not exist.
async fn replace(
    tx: &mut dyn Transaction,
    old: SessionId,
    new: &NewSession,
    now: i64,
) -> Result<bool, StoreError> {
    let is_there = tx.delete_session(old).await?;
    if is_there {
        tx.insert_session(new, now).await?;
    }
    Ok(is_there)
}

/// Remembers a browser that the user has signed in with. It gets another identity for all accounts that know it, and
/// keeps its mark: nobody gains anything by signing in with it as somebody else.
///
/// # Errors
/// [`StoreError`]
pub async fn remember(
    tx: &mut dyn Transaction,
    remembered: &Remembered,
    account: AccountId,
    now: i64,
) -> Result<(), StoreError> {
    let Remembered { old, id, mark, name } = remembered;
    if let Some(old) = old {
        tx.rename_browser(*old, *id).await?;
    }
    let new = Browser { id: *id, mark: *mark, account, name: name.clone(), seen_at: now, reported_at: None };
    let mut browser = tx.browser(*id, account).await?.unwrap_or(new);
    (browser.name, browser.seen_at) = (name.clone(), now);
    tx.put_browser(&browser).await
}

#[cfg(test)]
mod tests;
