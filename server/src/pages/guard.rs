//! What stands before and after every page: the right host, the chosen language, words for failures, headers.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_protocol::language::Language;
use serde::Deserialize;

use super::cookies::{self, Name};
use super::trouble::Trouble;
use super::view::{self, IsPage, View};
use super::visitor;
use crate::service::App;

/// Checks the host, takes a choice of language, puts words to failures and says what the page may do.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match host(&app, request.headers(), request.uri()) {
        Host::Ours => {}
        Host::Other => return to_our_host(&app, request.method(), request.uri()),
        Host::Unclear => return StatusCode::BAD_REQUEST.into_response(),
    }
    if let Some(response) = choose_language(&app, request.method(), request.uri()) {
        return response;
    }
    let (language, path) = (visitor::language(&app, request.headers()), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    if response.extensions().get::<IsPage>().is_none()
        && let Some(trouble) = Trouble::of(&response)
    {
        response = trouble.page(View::bare(&app, language, path), response.status());
    }
    let headers = response.headers_mut();
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(&app, "'none'"))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What a page may load. Frames only on the try-out's start page, which shows the login too.
pub(super) fn policy(app: &App, frames: &str) -> String {
    let ancestors = if app.settings.tryout.is_some() { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; \
         frame-ancestors {ancestors}; frame-src {frames}; img-src 'self' data:; script-src 'self'; style-src 'self'"
    )
}

/// Headers for everything that is served.
pub(crate) async fn harden(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if app.settings.origin.is_https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, year);
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whom a request is for.
enum Host {
    Ours,
    /// Another name for this machine would get cookies and forms of its own, and could be somebody else's name.
    Other,
    /// It names nobody, or two: a proxy may understand it otherwise.
    Unclear,
}

fn host(app: &App, headers: &HeaderMap, uri: &Uri) -> Host {
    let (_, ours) = app.settings.origin.as_str().split_once("://").unwrap_or_default();
    // HTTP/2 has it in the address.
    let hosts = headers.get_all(HOST).iter().map(HeaderValue::as_bytes);
    let named: Vec<_> = hosts.chain(uri.authority().map(|authority| authority.as_str().as_bytes())).collect();
    match named.as_slice() {
        [first, rest @ ..]
            if rest.iter().all(|other| other.eq_ignore_ascii_case(first)) && rest.len() < 2 =>
        {
            if first.eq_ignore_ascii_case(ours.as_bytes()) { Host::Ours } else { Host::Other }
        }
        _ => Host::Unclear,
    }
}

fn to_our_host(app: &App, method: &Method, uri: &Uri) -> Response {
    if method != Method::GET {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    Redirect::temporary(&format!("{}{}", app.settings.origin, uri.path())).into_response()
}

#[derive(Deserialize)]
struct Choice {
    language: String,
}

/// `?language=fi` on any page: remembers it and shows the page again.
fn choose_language(app: &App, method: &Method, uri: &Uri) -> Option<Response> {
    let Query(choice) = Query::<Choice>::try_from_uri(uri).ok().filter(|_| method == Method::GET)?;
    let language = Language::from_tag(&choice.language)?;
    let cookie = cookies::write(app, Name::Language, language.tag().to_owned());
    Some((cookie, Redirect::to(&view::of_ours(uri.path()))).into_response())
}

#[cfg(test)]
mod tests;
