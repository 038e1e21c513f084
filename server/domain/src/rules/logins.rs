//! Logins that wait for Key: how one begins, how it is given up, and what follows when its confirmation has ended.

use key_protocol::request::Place;
use key_protocol::shown::ShownText;

use super::confirmations::{self, NewConfirmation};
use super::throttles::{self, Pace, Throttle};
use crate::ids::SessionId;
use crate::store::accounts::{Notification, NotificationKind};
use crate::store::confirmations::{Confirmation, ConfirmationOutcome};
use crate::store::error::StoreError;
use crate::store::logins::Login;
use crate::store::sessions::Session;
use crate::store::transaction::Transaction;

/// A login to be.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// The login.
    pub login: Login,
    /// What it waits for.
    pub confirmation: NewConfirmation,
    /// The session that waits for it.
    pub session: SessionId,
}

/// Starts a login with its confirmation, and ends those that it takes the place of. One in a browser that the user has
/// signed in with before is not ended by one in another browser.
///
/// # Errors
/// [`StoreError`]; within, how many milliseconds to wait: too many were started.
pub async fn start(tx: &mut dyn Transaction, new: NewLogin, now: i64) -> Result<Result<(), i64>, StoreError> {
    let NewLogin { login, confirmation, session } = new;
    if let Err(wait) = throttles::count(tx, &[requests_of(&login)], now).await? {
        return Ok(Err(wait));
    }
    for mut pending in tx.pending_confirmations(confirmation.confirmation.account, now).await? {
        let older = tx.login(pending.id).await?;
        if older.is_some_and(|older| login.known.is_some() || older.known.is_none()) {
            confirmations::end(tx, &mut pending, ConfirmationOutcome::Superseded, now).await?;
        }
    }
    confirmations::begin(tx, &confirmation).await?;
    tx.insert_login(&login).await?;
    if let Some(mut session) = tx.session(session).await? {
        session.confirmation = Some(login.confirmation);
        tx.update_session(&session).await?;
    }
    Ok(Ok(()))
}

/// The user gives up in the browser the login that the session waits for. It stays counted: whoever knows the password could else ask the phones
/// again and again.
///
/// # Errors
/// [`StoreError`]
pub async fn cancel(tx: &mut dyn Transaction, session: &Session, now: i64) -> Result<(), StoreError> {
    let Some(id) = session.confirmation else { return Ok(()) };
    let is_login = tx.login(id).await?.is_some();
    let confirmation = tx.confirmation(id).await?.filter(|confirmation| {
        is_login
            && confirmation.account == session.account
            && confirmation.outcome == ConfirmationOutcome::Pending
    });
    let Some(mut confirmation) = confirmation else { return Ok(()) };
    confirmations::end(tx, &mut confirmation, ConfirmationOutcome::Cancelled, now).await
}

/// What follows when the confirmation of a login has ended: a confirmed one is not counted any more, and after one that was
/// somebody else's no request comes from there for as long as anything pauses. `shown` is what the devices have shown.
///
/// # Errors
/// [`StoreError`]
pub(super) async fn settled(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    shown: (&ShownText, &Place),
    now: i64,
) -> Result<(), StoreError> {
    if !matches!(confirmation.outcome, ConfirmationOutcome::Confirmed | ConfirmationOutcome::NotMe) {
        return Ok(());
    }
    let login = tx.login(confirmation.id).await?.ok_or(StoreError::Damaged("login"))?;
    match confirmation.outcome {
        ConfirmationOutcome::Confirmed => throttles::clear(tx, login.throttle).await,
        _ => report(tx, confirmation, &login, shown, now).await,
    }
}

/// Somebody else knows the password: the user is told, and can have the browser forgotten.
async fn report(
    tx: &mut dyn Transaction,
    confirmation: &Confirmation,
    login: &Login,
    (browser, place): (&ShownText, &Place),
    now: i64,
) -> Result<(), StoreError> {
    throttles::pause(tx, &requests_of(login), now).await?;
    let account = confirmation.account;
    if let Some(known) = login.known {
        tx.report_browser(known, account, now).await?;
    }
    let detail = format!("{browser}, {}", place.address);
    tx.insert_notification(&Notification { account, kind: NotificationKind::LoginNotMe, detail }, now).await
}

/// What the login was counted by when it began.
const fn requests_of(login: &Login) -> Throttle {
    Throttle { id: login.throttle, pace: Pace::REQUESTS }
}

#[cfg(test)]
mod tests;
