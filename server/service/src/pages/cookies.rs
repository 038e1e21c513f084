//! The service's cookies: signed, and named so that no other site can set them.

use axum::http::HeaderMap;
use axum_extra::extract::SignedCookieJar;
use axum_extra::extract::cookie::{Cookie, Key, SameSite};
use key_protocol::base64url;
use key_protocol::origin::Origin;
use time::Duration;
use url::Url;

use crate::app::App;

/// The name of a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// Identifies a browser that has signed in before.
    Browser,
    /// The chosen language.
    Language,
    /// The session.
    Session,
}

impl Name {
    /// With TLS the prefix `__Host-` (RFC 6265bis, 4.1.3.2). On plain loopback the port instead: cookies ignore
    /// ports, and two services on one machine must not overwrite each other's.
    fn of(self, origin: &Origin) -> String {
        let kind = match self {
            Self::Browser => "-browser",
            Self::Language => "-language",
            Self::Session => "",
        };
        if origin.is_https() {
            return format!("__Host-key{kind}");
        }
        let port = Url::parse(origin.as_str()).ok().and_then(|url| url.port_or_known_default());
        format!("key-{}{kind}", port.unwrap_or(80))
    }

    /// The beginning of each value: the signature covers the value alone, and one cookie must not pass for another.
    const fn mark(self) -> &'static str {
        match self {
            Self::Browser => "browser.",
            Self::Language => "language.",
            Self::Session => "session.",
        }
    }

    const fn lifetime(self) -> Option<Duration> {
        match self {
            Self::Browser | Self::Language => Some(Duration::days(400)),
            Self::Session => None,
        }
    }
}

/// The value of a request's cookie, if its signature is ours.
pub(super) fn read(app: &App, headers: &HeaderMap, name: Name) -> Option<String> {
    let cookie = jar(app, headers).get(&name.of(&app.settings.origin))?;
    Some(cookie.value().strip_prefix(name.mark())?.to_owned())
}

/// The value of a cookie that holds a secret of 32 bytes.
pub(super) fn read_secret(app: &App, headers: &HeaderMap, name: Name) -> Option<[u8; 32]> {
    base64url::decode_array(&read(app, headers, name)?)
}

/// The `Set-Cookie` that carries `value`.
pub(super) fn write(app: &App, name: Name, value: String) -> SignedCookieJar {
    let value = format!("{}{value}", name.mark());
    let mut cookie = Cookie::new(name.of(&app.settings.origin), value);
    cookie.set_http_only(true);
    cookie.set_path("/");
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(app.settings.origin.is_https());
    cookie.set_max_age(name.lifetime());
    jar(app, &HeaderMap::new()).add(cookie)
}

/// The `Set-Cookie` that carries a secret.
pub(super) fn write_secret(app: &App, name: Name, secret: &[u8; 32]) -> SignedCookieJar {
    write(app, name, base64url::encode(secret))
}

fn jar(app: &App, headers: &HeaderMap) -> SignedCookieJar {
    SignedCookieJar::from_headers(headers, Key::from(&app.parts.secrets.cookie()))
}

#[cfg(test)]
mod tests {
    use key_protocol::origin::Origin;

    use super::Name;

    #[test]
    fn cookies_are_bound_to_their_host_or_port() {
        let name = |name: Name, origin: &str| name.of(&Origin::parse(origin).unwrap());
        assert_eq!(name(Name::Session, "https://login.example"), "__Host-key");
        assert_eq!(name(Name::Browser, "https://login.example"), "__Host-key-browser");
        assert_eq!(name(Name::Session, "http://127.0.0.1:8080"), "key-8080");
        assert_eq!(name(Name::Language, "http://localhost"), "key-80-language");
    }
}
