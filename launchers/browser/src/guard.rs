//! Who may speak to the phone: whoever has started it, through the phone's own page, on this machine.
//!
//! The `Host` header must name loopback, which keeps out pages that point their own name here (DNS rebinding). The page
//! opens by its ticket, which stands in the address that is printed, and everything else by the cookie that the ticket
//! is exchanged for. What acts must also carry the `Origin` of the phone's own page.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, HOST, LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use key_core::platform::{Entropy, EntropyError};

use crate::page;
use crate::phone::BrowserPhone;
use crate::secret::Secret;

/// The cookie of one start. Browsers keep cookies by host without the port, so its name has the port.
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
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.name && self.cookie.is(value))
    }

    /// Gives the cookie and leads to the page's address without the ticket, so that no history and no referrer keeps it.
    fn exchange(&self) -> Response {
        let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.name, self.cookie.as_str());
        let headers = [
            (CACHE_CONTROL, "no-store"),
            (LOCATION, "/"),
            (REFERRER_POLICY, "no-referrer"),
            (SET_COOKIE, &cookie),
        ];
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

/// Lets those in who have the cookie or the ticket. Everybody else is told where the ticket is, and gets nothing.
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

/// Refuses what was not sent to this machine by name or number.
pub(crate) async fn loopback_only(request: Request, next: Next) -> Response {
    if text(request.headers(), HOST).is_some_and(is_loopback) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "This phone answers on this computer only.\n").into_response()
    }
}

/// Refuses what does not come from the phone's own page.
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
