//! Steps up: whenever a session may do more than before, it gets a new identity, and the old one is worth nothing.

use axum_extra::extract::SignedCookieJar;

use super::cookies::{self, Name};
use super::visitor::Visitor;
use crate::ids::{AccountId, BrowserId, PairingId, SessionId};
use crate::service::App;
use crate::store::StoreError;
use crate::store::sessions::{NewSession, SignedInBy, Stage};

/// A session to be, with the secret for its cookie.
pub(super) struct Step {
    pub(super) new: NewSession,
    secret: [u8; 32],
}

impl Step {
    pub(super) fn password(app: &App, account: AccountId) -> Self {
        Self::to(app, account, Stage::Password, None, None)
    }

    pub(super) fn identified(app: &App, account: AccountId) -> Self {
        Self::to(app, account, Stage::Identified, None, None)
    }

    pub(super) fn signed_in(
        app: &App,
        account: AccountId,
        by: SignedInBy,
        pairing: Option<PairingId>,
    ) -> Self {
        Self::to(app, account, Stage::SignedIn, Some(by), pairing)
    }

    fn to(
        app: &App,
        account: AccountId,
        stage: Stage,
        by: Option<SignedInBy>,
        pairing: Option<PairingId>,
    ) -> Self {
        let secret = app.random();
        Self { new: NewSession { id: SessionId::of(&secret), account, stage, pairing, by }, secret }
    }

    /// The cookie of the new session.
    pub(super) fn cookie(&self, app: &App) -> SignedCookieJar {
        cookies::write_secret(app, Name::Session, &self.secret)
    }

    /// Takes the step: the visitor's session is gone, this one is there.
    pub(super) async fn take(self, app: &App, visitor: &Visitor) -> Result<SignedCookieJar, StoreError> {
        let cookie = self.cookie(app);
        app.store.renew_session(Some(visitor.id), self.new, app.now()).await?;
        Ok(cookie)
    }
}

/// Remembers the browser after a completed login, with its cookie.
pub(super) async fn remember_browser(
    app: &App,
    visitor: &Visitor,
    account: AccountId,
) -> Result<SignedCookieJar, StoreError> {
    if let Some(known) = visitor.known {
        app.store.remember_browser(known, account, app.now()).await?;
        return Ok(SignedCookieJar::new(axum_extra::extract::cookie::Key::from(&app.parts.secrets.cookie())));
    }
    let secret = app.random();
    app.store.remember_browser(BrowserId::of(&secret), account, app.now()).await?;
    Ok(cookies::write_secret(app, Name::Browser, &secret))
}
