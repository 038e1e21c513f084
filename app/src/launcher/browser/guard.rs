//! Who may speak to the phone: its own page, on this machine, and nobody else.
//!
//! The `Host` header must name loopback, which keeps out pages that point their own name here (DNS rebinding). What
//! acts must also carry the `Origin` of the phone's own page and the cookie that this page was given.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use key_core::platform::Entropy;
use key_protocol::base64url;
use subtle::ConstantTimeEq as _;

/// The cookie of one process. Browsers keep cookies by host without the port, so its name has the port.
pub(super) struct Guard {
    name: String,
    token: String,
}

impl Guard {
    pub(super) fn new(entropy: &dyn Entropy, port: u16) -> Self {
        let mut token = [0; 32];
        entropy.fill(&mut token);
        Self { name: format!("key-phone-{port}"), token: base64url::encode(&token) }
    }

    fn cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.name, self.token)
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| {
            name == self.name && bool::from(value.as_bytes().ct_eq(self.token.as_bytes()))
        })
    }
}

/// Refuses what was not sent to this machine by name or number.
pub(super) async fn loopback_only(request: Request, next: Next) -> Response {
    if text(request.headers(), HOST).is_some_and(is_loopback) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "This phone answers on this computer only.\n").into_response()
    }
}

/// Gives the page its cookie.
pub(super) async fn give_cookie(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let is_page = request.uri().path() == "/";
    let mut response = next.run(request).await;
    if let Some(cookie) = HeaderValue::from_str(&guard.cookie()).ok().filter(|_| is_page) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Refuses what does not come from the phone's own page.
pub(super) async fn own_page_only(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let own = text(headers, HOST).map(|host| format!("http://{host}"));
    if own.as_deref() == text(headers, ORIGIN) && guard.knows(headers) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "Only the phone's own page may do this. Reload it.\n").into_response()
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    !host.contains('@')
        && (name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1:8081", "localhost", "localhost:8081", "[::1]:8081", "127.9.9.9"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:8081",
            "localhost.evil.example",
            "192.0.2.1:8081",
            "127.0.0.1@evil.example",
            "[::2]:1",
            "localhost:8081/x",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
