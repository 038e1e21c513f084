//! The sender of a request: session, language, browser and address.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use axum::http::request::Parts;
use key_domain::ids::{BrowserId, SessionId, SessionSecret};
use key_domain::store::sessions::{Session, Stage};
use key_protocol::language::Language;
use key_protocol::shown::ShownText;

use super::browser;
use super::cookies::{self, Name};
use super::trouble::Trouble;
use crate::address;
use crate::app::App;
use crate::turns::Turn;

/// The sender of a request. A visitor without a cookie gets one with the response, so that the first form has something
/// to be bound to; the service stores nothing for them before they have given a password.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) address: IpAddr,
    pub(super) browser: ShownText,
    pub(super) known: Option<BrowserId>,
    pub(super) language: Language,
    pub(super) path: String,
    pub(super) session: Option<Session>,
    /// The hash of the cookie's secret, whether such a session exists or not.
    pub(super) id: SessionId,
    /// The cookie's secret.
    pub(super) secret: SessionSecret,
    /// Whether the cookie is new and has to be sent.
    pub(super) fresh: bool,
    /// The turn, which is given back before a wait.
    pub(super) turn: Turn,
}

impl Visitor {
    /// The session, if it has reached `stage`.
    pub(super) fn session(&self, stage: Stage) -> Result<&Session, Trouble> {
        self.session.as_ref().filter(|session| session.stage == stage).ok_or(Trouble::LoginFirst)
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Trouble> {
        let (headers, now) = (&parts.headers, app.now());
        let secret = cookies::read_secret(app, headers, Name::Session);
        let fresh = secret.is_none();
        let secret = SessionSecret::from_bytes(secret.unwrap_or_else(|| app.random()));
        let secrets = &app.parts.secrets;
        let id = secrets.session_id(&secret);
        let session = if fresh { None } else { app.store.session(id, now).await? };
        let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address: address::of(&app.settings, parts),
            browser: ShownText::parse(browser::name(agent.unwrap_or_default()))
                .map_err(|_| Trouble::Failed)?,
            known: cookies::read_secret(app, headers, Name::Browser)
                .map(|secret| secrets.browser_id(&secret)),
            language: language(app, headers),
            path: parts.uri.path().to_owned(),
            session,
            id,
            secret,
            fresh,
            turn: parts.extensions.get().cloned().unwrap_or_default(),
        })
    }
}

/// The chosen language, otherwise the browser's.
pub(super) fn language(app: &App, headers: &HeaderMap) -> Language {
    let chosen = cookies::read(app, headers, Name::Language).and_then(|tag| Language::from_tag(&tag));
    let accepted = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    chosen.or_else(accepted).unwrap_or_default()
}
