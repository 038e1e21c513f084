//! Logins that wait for Key: how one begins, how it is cancelled, and what happens after its confirmation has ended.

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

/// A login to start.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// The login.
    pub login: Login,
    /// The confirmation that it waits for.
    pub confirmation: NewConfirmation,
    /// The session that waits for it.
    pub session: SessionId,
}

/// Starts a login with its confirmation, and ends the logins that it replaces. A login in a browser that the user has
/// signed in with before is not ended by one in another browser.
///
/// # Errors
/// [`StoreError`]; the inner error is the wait in milliseconds, if too many logins were started.
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

/// Cancels the login that the session waits for. It stays counted: otherwise somebody who knows the password could ask
/// the phones again and again.
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

/// Handles the end of a login's confirmation. A confirmed login no longer counts. After one that was reported as
/// somebody else's, requests from its origin pause for the longest time. `shown` is what the devices have shown.
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

/// Notifies the user that somebody else knows the password, and offers to forget the browser.
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

/// The throttle that counted the login when it began.
const fn requests_of(login: &Login) -> Throttle {
    Throttle { id: login.throttle, pace: Pace::REQUESTS }
}

#[cfg(test)]
mod tests;
