//! How a browser is signed in: by a login that was confirmed, or by a one-time password. All of it or nothing.

use super::throttles::{self, Throttle};
use super::{logins, pairing};
use crate::ids::{AccountId, BrowserId, BrowserMark, SessionId};
use crate::lifetime::is_alive;
use crate::store::confirmations::ConfirmationOutcome;
use crate::store::error::StoreError;
use crate::store::logins::TAKE_WITHIN;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{Browser, NewSession, Session, Stage};
use crate::store::transaction::Transaction;

/// A one-time password that was typed, while it was asked for.
#[derive(Clone, Copy, Debug)]
pub struct OneTime {
    /// Its number on the list.
    pub number: u32,
    /// What the list would hold for it.
    pub hash: [u8; 32],
}

/// What a right one-time password leads to.
#[derive(Clone, Debug)]
pub enum Destination {
    /// The welcome page, in a browser that is remembered.
    Home(Remembered),
    /// The page with the QR code.
    Pairing(NewPairing),
}

/// A browser that is remembered with a new identity: what was known of `old` is worth nothing any more.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// What it was known by.
    pub old: Option<BrowserId>,
    /// What it is known by from now on.
    pub id: BrowserId,
    /// What it is counted by, where the account knows it for the first time.
    pub mark: BrowserMark,
    /// What it is.
    pub name: String,
}

/// Uses up a one-time password and takes the session a step up. `false` where it is another or was used before, or the
/// session has ended; then the transaction must not be committed. `cleared` is what was counted by that has proven to be the user.
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
        Destination::Pairing(new) => pairing::start(tx, id, &new, now).await?,
    }
    Ok(true)
}

/// Signs the session in that started a confirmed login: once, and with a new session in its place. `false` if there is
/// nothing to take.
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
    let is_confirmed =
        confirmation.outcome == ConfirmationOutcome::Confirmed && confirmation.account == new.account;
    let in_time = confirmation.ended_at.is_some_and(|at| is_alive(at, at + TAKE_WITHIN, now));
    if !is_confirmed || !in_time || login.taken_at.is_some() {
        return Ok(false);
    }
    login.taken_at = Some(now);
    tx.update_login(&login).await?;
    by_key(tx, old, new, remembered, now).await
}

/// Signs the session in that Key has vouched for: its login is confirmed, or its pairing done. `false` if it is gone.
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

/// Puts a session in the place of one that is there; `false` if it is not.
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

/// Remembers a browser that the user has signed in with. It gets another identity for all accounts that know it, and what
/// it is counted and reported by stays: whoever signs in with it as somebody else gains nothing.
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
