//! Admission to the start page: for the person who started the try-out. The terminal shows them its ticket.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, HeaderName, LOCATION, REFERRER_POLICY};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use key_protocol::language::Language;
use key_protocol::origin::Origin;
use url::Url;

use crate::app::App;
use crate::pages::context::{self, PageContext};
use crate::settings::Admission;

#[derive(Template)]
#[template(path = "start_closed.html")]
struct ClosedPage {
    view: PageContext,
}

/// The response in place of the page: the cookie in exchange for the ticket, or a note that says where the ticket is.
/// `None` for a request with the cookie.
pub(super) fn stop(
    app: &App,
    admission: &Admission,
    uri: &Uri,
    headers: &HeaderMap,
    language: Language,
) -> Option<Response> {
    match ticket(uri) {
        Some(ticket) if admission.is_ticket(ticket) => Some(exchange(app, admission)),
        None if has_cookie(app, admission, headers) => None,
        _ => Some(closed(app, language)),
    }
}

fn ticket(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("ticket="))
}

fn has_cookie(app: &App, admission: &Admission, headers: &HeaderMap) -> bool {
    let jar = CookieJar::from_headers(headers);
    jar.get(&name(&app.settings.origin)).is_some_and(|cookie| admission.is_cookie(cookie.value()))
}

/// Sets the cookie and redirects to the page's address without the ticket, so that no history and no referrer keeps it.
/// The cookie is lax: the browser comes from the file that `cargo run` has opened, which counts as another site.
fn exchange(app: &App, admission: &Admission) -> Response {
    let origin = &app.settings.origin;
    let mut cookie = Cookie::new(name(origin), admission.cookie().to_owned());
    cookie.set_http_only(true);
    cookie.set_path("/");
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(origin.is_https());
    let headers: [(HeaderName, &str); 3] =
        [(CACHE_CONTROL, "no-store"), (LOCATION, "/"), (REFERRER_POLICY, "no-referrer")];
    (StatusCode::SEE_OTHER, CookieJar::new().add(cookie), headers).into_response()
}

/// A page without a cookie and without a form.
fn closed(app: &App, language: Language) -> Response {
    let view = PageContext::bare(app, language, "/".to_owned());
    context::render(&ClosedPage { view }, StatusCode::FORBIDDEN)
}

/// Browsers keep cookies by host without the port, so the name contains the port, like those of the other cookies.
fn name(origin: &Origin) -> String {
    let port = Url::parse(origin.as_str()).ok().and_then(|url| url.port_or_known_default());
    format!("key-{}-start", port.unwrap_or(80))
}

#[cfg(test)]
mod tests;
