//! Logins that wait for Key: how one begins, and how it ends where no phone has decided ([`super::decisions`]).

use key_protocol::id::{DeviceId, RequestId};

use super::throttles::{self, Pace, Throttle};
use crate::ids::SessionId;
use crate::store::error::StoreError;
use crate::store::logins::{Login, LoginOutcome, Request};
use crate::store::transaction::Transaction;

/// A login to be.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// The login.
    pub login: Login,
    /// Which devices are asked.
    pub requests: Vec<(DeviceId, RequestId)>,
    /// The session that waits for it.
    pub session: SessionId,
}

/// Starts a login with one request to each device, and ends those that it takes the place of. One in a browser that the
/// user has signed in with before is not ended by one in another browser.
///
/// # Errors
/// [`StoreError`]; within, how many milliseconds to wait: too many were started.
pub async fn start(tx: &mut dyn Transaction, new: NewLogin, now: i64) -> Result<Result<(), i64>, StoreError> {
    let NewLogin { login, requests, session } = new;
    if let Err(wait) = throttles::count(tx, &[requests_of(&login)], now).await? {
        return Ok(Err(wait));
    }
    for mut pending in tx.pending_logins(login.account, now).await? {
        if login.known.is_some() || pending.known.is_none() {
            (pending.outcome, pending.ended_at) = (LoginOutcome::Superseded, Some(now));
            tx.update_login(&pending).await?;
        }
    }
    tx.insert_login(&login).await?;
    for (device, id) in requests {
        let expires_at = login.expires_at;
        let (login, jws) = (login.id, None);
        let request = Request { id, login, device, expires_at, jws, ended_at: None, unshown_at: None };
        tx.insert_request(&request).await?;
    }
    if let Some(mut session) = tx.session(session).await? {
        session.login = Some(login.id);
        tx.update_session(&session).await?;
    }
    Ok(Ok(()))
}

/// The user gives a login up in the browser. It stays counted: whoever knows the password could else ask the phones
/// again and again.
///
/// # Errors
/// [`StoreError`]
pub async fn cancel(tx: &mut dyn Transaction, login: Option<Login>, now: i64) -> Result<(), StoreError> {
    let Some(mut login) = login.filter(|login| login.outcome == LoginOutcome::Pending) else { return Ok(()) };
    (login.outcome, login.ended_at) = (LoginOutcome::Cancelled, Some(now));
    tx.update_login(&login).await
}

/// What the login was counted by when it began.
#[must_use]
pub const fn requests_of(login: &Login) -> Throttle {
    Throttle { id: login.throttle, pace: Pace::REQUESTS }
}
