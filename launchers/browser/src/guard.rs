//! Access to the phone: for the person who has started it, through the phone's own page, on this machine.
//!
//! The `Host` header must name loopback, which keeps out pages that point their own name here (DNS rebinding). The page
//! opens by its ticket, which is in the printed address, and everything else by the cookie that replaces the ticket.
//! Requests that act must also carry the `Origin` of the phone's own page.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, LOCATION, ORIGIN, REFERRER_POLICY};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use key_core::platform::{Entropy, EntropyError};

use crate::page;
use crate::phone::BrowserPhone;
use crate::secret::Secret;

/// The guard of one start, with its cookie. Browsers keep cookies by host without the port, so the cookie's name
/// contains it.
pub(crate) struct Guard {
    cookie: Secret,
    name: String,
    phone: BrowserPhone,
}

impl Guard {
    pub(crate) fn new(entropy: &dyn Entropy, port: u16, phone: BrowserPhone) -> Result<Self, EntropyError> {
        Ok(Self { cookie: Secret::draw(entropy)?, name: format!("key-phone-{port}"), phone })
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        CookieJar::from_headers(headers).get(&self.name).is_some_and(|cookie| self.cookie.is(cookie.value()))
    }

    /// Sets the cookie and redirects to the page's address without the ticket, so that no history and no referrer keeps
    /// it.
    fn exchange(&self) -> Response {
        let cookie = Cookie::build((self.name.clone(), self.cookie.as_str().to_owned()));
        let cookie = cookie.http_only(true).same_site(SameSite::Strict).path("/");
        let headers = [(CACHE_CONTROL, "no-store"), (LOCATION, "/"), (REFERRER_POLICY, "no-referrer")];
        (StatusCode::SEE_OTHER, headers, CookieJar::new().add(cookie)).into_response()
    }
}

/// Admits requests with the cookie or the ticket. All others get a page that says where the ticket is.
pub(crate) async fn admit(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    match ticket(request.uri()) {
        Some(ticket) if guard.phone.0.ticket.is(ticket) => guard.exchange(),
        None if guard.knows(request.headers()) => next.run(request).await,
        _ => page::closed(&guard.phone, request.headers()),
    }
}

/// The ticket in an address of the page.
fn ticket(uri: &Uri) -> Option<&str> {
    let query = uri.query().filter(|_| uri.path() == "/")?;
    query.split('&').find_map(|pair| pair.strip_prefix("ticket="))
}

/// Refuses requests that do not name this machine as their host.
pub(crate) async fn loopback_only(request: Request, next: Next) -> Response {
    if text(request.headers(), HOST).is_some_and(is_loopback) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "This phone answers on this computer only.\n").into_response()
    }
}

/// Refuses requests that do not come from the phone's own page.
pub(crate) async fn own_page_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let own = text(headers, HOST).map(|host| format!("http://{host}"));
    if own.is_some() && own.as_deref() == text(headers, ORIGIN) {
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
