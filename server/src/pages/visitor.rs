//! Who is asking: session, language, browser and address of a request.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use axum::http::request::Parts;
use key_protocol::language::Language;

use super::browser;
use super::cookies::{self, Name};
use super::trouble::Trouble;
use crate::ids::{BrowserId, SessionId, SessionSecret};
use crate::service::App;
use crate::store::sessions::{Session, Stage};

/// Who is asking. Whoever comes without a cookie gets one with the answer, so that the first form has something to
/// be bound to; nothing is kept for them before they have given a password.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) address: IpAddr,
    pub(super) browser: String,
    pub(super) known: Option<BrowserId>,
    pub(super) language: Language,
    pub(super) path: String,
    pub(super) session: Option<Session>,
    /// The hash of what the cookie holds, whether there is such a session or not.
    pub(super) id: SessionId,
    /// What the cookie holds.
    pub(super) secret: SessionSecret,
    /// Whether the cookie is new and has to be sent.
    pub(super) fresh: bool,
}

impl Visitor {
    /// The session, if it has come so far.
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
        let id = SessionId::of(&secret);
        let session = if fresh { None } else { app.store.session(id, now).await? };
        let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address: address(app, parts),
            browser: browser::name(agent.unwrap_or_default()),
            known: cookies::read_secret(app, headers, Name::Browser).map(|secret| BrowserId::of(&secret)),
            language: language(app, headers),
            path: parts.uri.path().to_owned(),
            session,
            id,
            secret,
            fresh,
        })
    }
}

/// The chosen language, else the browser's.
pub(super) fn language(app: &App, headers: &HeaderMap) -> Language {
    let chosen = cookies::read(app, headers, Name::Language).and_then(|tag| Language::from_tag(&tag));
    let accepted = || {
        let header = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    chosen.or_else(accepted).unwrap_or_default()
}

/// Where the connection, or what a proxy of ours hands on, comes from. Without one (in tests) this machine.
fn address(app: &App, parts: &Parts) -> IpAddr {
    let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer =
        connected.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip().to_canonical());
    let forwarded = parts.headers.get_all("x-forwarded-for").iter();
    let forwarded: Vec<_> =
        forwarded.flat_map(|header| header.to_str().unwrap_or_default().split(',')).collect();
    app.settings.client(peer, &forwarded)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use axum::http::Request;

    use super::address;
    use crate::settings::Network;
    use crate::testing::World;

    #[tokio::test]
    async fn only_our_own_proxies_say_who_has_asked() {
        let world = World::with(|settings| {
            settings.trusted_proxies =
                ["127.0.0.1", "10.0.0.0/8"].map(|text| Network::parse(text).unwrap()).to_vec();
        })
        .await;
        let of = |peer: &str, forwarded: &[&str]| {
            let peer = SocketAddr::new(peer.parse().unwrap(), 9);
            let request = Request::get("/").extension(ConnectInfo(peer));
            let request =
                forwarded.iter().fold(request, |request, value| request.header("X-Forwarded-For", *value));
            address(world.app(), &request.body(()).unwrap().into_parts().0).to_string()
        };
        assert_eq!(of("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(of("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(of("127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(of("::ffff:127.0.0.1", &["203.0.113.5, 198.51.100.7 ,10.1.2.3"]), "198.51.100.7");
        assert_eq!(of("127.0.0.1", &["203.0.113.5", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(of("127.0.0.1", &["203.0.113.5, made-up, 10.1.2.3"]), "10.1.2.3");
        assert_eq!(of("127.0.0.1", &["10.0.0.9, 10.1.2.3"]), "10.0.0.9");
    }
}
