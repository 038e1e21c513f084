//! Steps of a session: whenever a session gets more rights, it gets a new identity, and the old one becomes invalid.
//!
//! The answer to a step that signs in can be lost on the way to the browser: a load is cut short, or overtaken by
//! another. The secret of such a step is computed from the one before it, so that for [`RESUME_WITHIN`] the old cookie
//! leads to the new session ([`resume`]) and to nothing else. Nobody can plant that cookie: it was new when the browser
//! had sent the password.

use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::SignedCookieJar;
use key_domain::ids::{AccountId, BrowserMark, PairingId, SessionSecret};
use key_domain::lifetime::is_alive;
use key_domain::rules::sign_in::{Remembered, remember};
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{NewSession, Session, SignedInBy, Stage};

use super::cookies::{self, Name};
use super::paths;
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

/// How long after a step the old cookie still gets the new one, in milliseconds.
const RESUME_WITHIN: i64 = 60_000;

/// The next session, with the secret for its cookie.
pub(super) struct Step {
    pub(super) new: NewSession,
    secret: SessionSecret,
}

impl Step {
    pub(super) fn password(app: &App, account: AccountId) -> Self {
        Self::to(app, SessionSecret::from_bytes(app.random()), account, Stage::Password)
    }

    /// A session of a user who has entered password and one-time password, to set up Key.
    pub(super) fn identified(app: &App, session: &Session, number: u32) -> Self {
        Self::renewed(app, session, Some(SignedInBy::Number(number)), Stage::Identified)
    }

    /// A new session of a signed-in user, which gets more rights.
    pub(super) fn signed_in_again(app: &App, session: &Session, by: Option<SignedInBy>) -> Self {
        Self::renewed(app, session, by, Stage::SignedIn)
    }

    fn renewed(app: &App, session: &Session, by: Option<SignedInBy>, stage: Stage) -> Self {
        let mut step = Self::to(app, SessionSecret::from_bytes(app.random()), session.account, stage);
        step.new.by = by;
        step
    }

    /// Signs in by a one-time password.
    pub(super) fn by_number(app: &App, visitor: &Visitor, session: &Session, number: u32) -> Self {
        Self::by_key(app, visitor, session, SignedInBy::Number(number), None)
    }

    /// Signs in by Key, from the visitor's own session: the step that can be resumed.
    pub(super) fn by_key(
        app: &App,
        visitor: &Visitor,
        session: &Session,
        by: SignedInBy,
        pairing: Option<PairingId>,
    ) -> Self {
        let secret = app.parts.secrets.session_after(session.stage, &visitor.secret);
        let mut step = Self::to(app, secret, session.account, Stage::SignedIn);
        (step.new.by, step.new.pairing) = (Some(by), pairing);
        step
    }

    fn to(app: &App, secret: SessionSecret, account: AccountId, stage: Stage) -> Self {
        let id = app.parts.secrets.session_id(&secret);
        let new = NewSession { id, account, stage, pairing: None, by: None };
        Self { new, secret }
    }

    /// The cookie of the new session.
    pub(super) fn cookie(&self, app: &App) -> SignedCookieJar {
        cookies::write_secret(app, Name::Session, self.secret.as_bytes())
    }

    /// Takes the step: replaces the visitor's session by this one. `None` if the account's password has changed since
    /// it was checked.
    pub(super) async fn take(
        self,
        app: &App,
        visitor: &Visitor,
        account: &Account,
    ) -> Result<Option<SignedCookieJar>, StoreError> {
        let cookie = self.cookie(app);
        let mut tx = app.store.begin(&[Lock::Account(account.id)]).await?;
        let now = tx.account(account.id).await?;
        if now.is_none_or(|now| now.password != account.password) {
            return Ok(None);
        }
        tx.delete_session(visitor.id).await?;
        tx.insert_session(&self.new, app.now()).await?;
        tx.commit().await?;
        Ok(Some(cookie))
    }
}

/// Remembers the browser of a visitor who signs in, with a new cookie: somebody who planted the old cookie, or has seen
/// it, gains nothing for the account.
pub(super) fn remembered(app: &App, visitor: &Visitor) -> (Remembered, SignedCookieJar) {
    let secret = app.parts.secrets.browser_after(&visitor.secret);
    let id = app.parts.secrets.browser_id(&secret);
    let mark = BrowserMark::from_bytes(app.random());
    let remembered = Remembered { old: visitor.known, id, mark, name: visitor.browser.to_string() };
    (remembered, cookies::write_secret(app, Name::Browser, &secret))
}

/// The redirect to the first page after the sign-in.
pub(super) fn inside() -> Redirect {
    Redirect::to(paths::INSIDE)
}

/// Leads a visitor on whose session signed in a moment ago from `stage`, because that answer may have been lost.
pub(super) async fn resume(
    app: &App,
    visitor: &Visitor,
    stage: Stage,
    to: &str,
) -> Result<Response, Trouble> {
    let next = next_session(app, visitor, stage).await?.ok_or(Trouble::LoginFirst)?;
    let secret = app.parts.secrets.session_after(stage, &visitor.secret);
    let cookie = cookies::write_secret(app, Name::Session, secret.as_bytes());
    let (remembered, browser) = remembered(app, visitor);
    let mut tx = app.store.begin(&[Lock::Account(next.account)]).await?;
    remember(tx.as_mut(), &remembered, next.account, app.now()).await?;
    tx.commit().await?;
    Ok((cookie, browser, Redirect::to(to)).into_response())
}

/// Whether the visitor is signed in, or will be by loading the page again.
pub(super) async fn is_signed_in(app: &App, visitor: &Visitor, stage: Stage) -> Result<bool, StoreError> {
    let now = visitor.session(Stage::SignedIn).is_ok();
    Ok(now || next_session(app, visitor, stage).await?.is_some())
}

/// The session that has replaced the visitor's session of `stage`.
async fn next_session(app: &App, visitor: &Visitor, stage: Stage) -> Result<Option<Session>, StoreError> {
    let (now, secret) = (app.now(), app.parts.secrets.session_after(stage, &visitor.secret));
    let next = app.store.session(app.parts.secrets.session_id(&secret), now).await?;
    let in_time = |next: &Session| is_alive(next.created_at, next.created_at + RESUME_WITHIN, now);
    Ok(next.filter(|next| next.stage == Stage::SignedIn && in_time(next)))
}

#[cfg(test)]
mod tests;
